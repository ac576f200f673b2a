"""What stands where a school has no classes yet: whoever sets it up is led there, others wait for them."""

from typing import Any

import reflex as rx

from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t


def sets_the_school_up() -> rx.Var[bool]:
    """Whether the settings are among the person's places."""
    places: Any = SessionState.places
    words = f"({places!s} ?? []).some((one) => one.key === 'settings')"
    return rx.Var(words, _var_data=places._get_all_var_data()).to(bool)


def no_classes() -> rx.Component:
    """For a page of one's class or of all classes, when there is none."""
    return rx.cond(
        sets_the_school_up(),
        kit.empty_state(
            t("No classes yet"),
            t("Classes of the year are made in one line: 1А 1Б 2А."),
            icon="school",
            actions=[kit.link_button(t("Make classes"), "/setup?step=classes", kind="primary")],
        ),
        kit.empty_state(
            t("No class of yours yet"),
            t("A class appears here when the deputy head makes you its class teacher."),
            icon="users",
        ),
    )
