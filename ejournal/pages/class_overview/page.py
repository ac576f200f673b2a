"""The class teacher's page: /class?class=…&day=…"""

import reflex as rx

from ejournal.pages.class_overview import parts
from ejournal.pages.class_overview.state import ClassState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import Words, t, tab_title


@rx.page("/class", title=tab_title("Class"), on_load=ClassState.load)
def class_overview() -> rx.Component:
    """Absences to explain, and who has read the diary in a week."""
    return shell(
        rx.cond(
            ClassState.title != "", ClassState.title, rx.cond(ClassState.own, t("My class"), t("Classes"))
        ),
        kit.loading(
            ClassState.ready,
            rx.cond(
                ClassState.class_id != "",
                rx.fragment(
                    parts.class_choice(),
                    kit.columns(kit.stack(parts.announced(), parts.to_explain()), parts.readings()),
                    parts.reason_dialog(),
                ),
                parts.nothing(),
            ),
            label=t("Loading"),
        ),
        place="class",
        actions=[
            rx.cond(
                ClassState.class_id != "",
                kit.link_button(
                    t("Print"), f"/papers?class={ClassState.class_id}&what=journal", icon="printer"
                ),
            ),
            rx.cond(
                ClassState.may_register,
                kit.folded(
                    "class",
                    kit.link_button(t("Who has not come yet"), "/newcomers", icon="user-check"),
                    kit.link_button(t("Registration slips"), "/slips", icon="printer"),
                ),
            ),
        ],
    )


def title() -> Words:
    """The class's name; before it is known, what the place is called for its reader."""
    place = rx.cond(ClassState.own, t("My class"), t("Classes"))
    return rx.cond(ClassState.title != "", ClassState.title, place)
