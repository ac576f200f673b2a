"""The list of a class: /class/people?class=…"""

import reflex as rx

from ejournal.pages.class_people import parts
from ejournal.pages.class_people.state import ClassPeopleState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/class/people", title=tab_title("Class list"), on_load=ClassPeopleState.load)
def class_people() -> rx.Component:
    """Pupils, guardians, phones, e-mail, birthdays, groups."""
    return shell(
        t("Class list"),
        kit.loading(ClassPeopleState.ready, parts.choice(), parts.pupils(), label=t("Loading")),
        place="class_people",
        subtitle=rx.cond(
            ClassPeopleState.class_id != "", ClassPeopleState.title + ", " + ClassPeopleState.count, ""
        ),
        actions=[parts.acts()],
    )
