"""The main page: /"""

import reflex as rx

from ejournal.pages.home import parts
from ejournal.pages.home.news import news
from ejournal.pages.home.questions import documents, questions, surveys
from ejournal.pages.home.state import HomeState
from ejournal.ui import kit
from ejournal.ui.first_text.pages import first_text
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title
from ejournal.ui.words.vars import some


@rx.page("/", title=tab_title("Today"), on_load=HomeState.load)
@first_text("/", HomeState.load)
def home() -> rx.Component:
    """What to do now, by role."""
    return shell(
        rx.cond(HomeState.title != "", HomeState.title, t("Today")),
        kit.loading(
            HomeState.ready,
            kit.stack(
                parts.own_email(),
                questions(),
                surveys(),
                documents(),
                parts.missing(),
                parts.far(),
                parts.unsent(),
                rx.cond(some(HomeState.families), news(HomeState.news)),
                parts.children(),
                parts.waiting(),
                rx.cond(some(HomeState.families), rx.fragment(), news(HomeState.news)),
                rx.cond(
                    HomeState.has_tasks,
                    kit.columns(
                        rx.cond(HomeState.teaches, parts.lessons()),
                        kit.stack(parts.announced(), parts.tasks()),
                        wide_first=True,
                    ),
                ),
                rx.cond(HomeState.leads, parts.teachers()),
                parts.accounts(),
            ),
            label=t("Loading"),
        ),
        place="home",
        subtitle=HomeState.subtitle,
    )
