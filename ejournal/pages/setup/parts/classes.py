"""Classes by quick entry, shown before they are made."""

from typing import Any

import reflex as rx

from ejournal.pages.setup.parts.frame import foot, no_year
from ejournal.pages.setup.rows import ClassRow, WishRow
from ejournal.pages.setup.state import SetupState as State
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

PAUSE_MS = 300
_READS: dict[str, Any] = {"on_change": State.read_classes.debounce(PAUSE_MS), "spell_check": False}
"""What is understood shows while one types; too much is told by the server."""


def step() -> rx.Component:
    """The entry with what is understood of it, and the classes that there are."""
    return rx.cond(State.year_name == "", no_year(), rx.el.div(_entry(), _there(), class_name="setup-main"))


def _entry() -> rx.Component:
    return rx.el.form(
        kit.sheet(
            kit.sheet_body(
                rx.el.p(
                    t("Write them in a row; 5А–Г stands for four. Nothing is made until you press."),
                    class_name="soft setup-about",
                ),
                kit.text_area(
                    "classes", t("Classes"), error=SessionState.errors["classes"], rows="3",
                    placeholder="1А 1Б 2А–В 10А", **_READS,
                ),
                rx.cond(
                    some(State.wishes),
                    rx.el.ul(rx.foreach(State.wishes, _wish), class_name="setup-wishes", aria_live="polite"),
                ),
            ),
            foot(
                kit.button(
                    rx.cond(State.make_words != "", State.make_words, t("Make the classes")),
                    kind="primary", submit=True, disabled=State.make_words == "",
                ),
                rx.cond(
                    some(State.classes),
                    kit.link(t("Go on"), href=State.next_href, class_name="setup-skip"),
                    kit.link(t("Skip for now"), href=State.next_href, class_name="setup-skip"),
                ),
                skips=False,
            ),
            title=State.title,
        ),
        key=f"classes-{State.form}",
        on_submit=State.make_classes,
    )  # fmt: skip


def _wish(one: WishRow) -> rx.Component:
    return rx.el.li(
        rx.el.span(one.title, class_name="strong nowrap"),
        rx.cond(one.note != "", rx.el.span(one.note, class_name="small")),
        class_name=f"setup-wish setup-wish-{one.state}",
    )


def _there() -> rx.Component:
    return rx.cond(
        some(State.classes),
        kit.sheet(
            kit.rows(rx.foreach(State.classes, _class)),
            title=t("Classes of this year"),
            aside=kit.link(t("Scales and weeks"), href="/settings?section=classes", class_name="small"),
        ),
    )


def _class(one: ClassRow) -> rx.Component:
    return kit.row(
        one.title,
        one.note,
        end=kit.icon_button("trash-2", t("Take away"), State.remove_class(one.id)),
    )
