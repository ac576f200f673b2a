"""The diary page: /diary?child=…&day=…"""

import reflex as rx

from ejournal.pages.diary import parts
from ejournal.pages.diary.state import DiaryState
from ejournal.ui import kit
from ejournal.ui.first_text.pages import first_text
from ejournal.ui.frame.family import child_switch
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, t_format, tab_title


@rx.page("/diary", title=tab_title("Diary"), on_load=DiaryState.load)
@first_text("/diary", DiaryState.load)
def diary() -> rx.Component:
    """A pupil's week: a day on phones, the whole spread on desktops."""
    title = rx.cond(
        DiaryState.day_title != "",
        rx.fragment(
            rx.el.span(DiaryState.day_title, class_name="phone-only"),
            rx.el.span(t_format("Week of {days}", days=DiaryState.week), class_name="desktop-only"),
        ),
        t("Diary"),
    )
    return shell(
        title,
        kit.loading(
            DiaryState.day_title != "",
            child_switch("/diary", f"&day={DiaryState.day}"),
            parts.week_choice(),
            parts.day_strip(),
            parts.news(),
            parts.spread(),
            parts.acknowledgement(),
            parts.printing(),
            label=t("Loading"),
        ),
        place="diary",
        subtitle=DiaryState.subtitle,
    )
