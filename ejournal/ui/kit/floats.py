"""What floats above the page: dialog (a sheet from the bottom on phones), confirmation, disclosure."""

from collections.abc import Sequence
from typing import Any, ClassVar

import reflex as rx

from ejournal.ui.components.own_asset import own_asset
from ejournal.ui.kit.base import Event, Flag, Part
from ejournal.ui.kit.buttons import button, icon_button
from ejournal.ui.kit.icons import icon
from ejournal.ui.words.text import Words, t


class Modal(rx.Component):
    """The browser's <dialog>, opened and closed by a Var."""

    library = "$/public" + own_asset("modal.jsx")
    tag = "Modal"
    written: ClassVar[str] = ""  # closed, when a page begins

    open: rx.Var[bool]
    close_on_veil: rx.Var[bool]
    aria_label: rx.Var[str]
    words: rx.Var[dict[str, str]]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]


def dialog(
    *children: Part,
    is_open: Flag,
    on_close: Event,
    title: Words,
    note: Part | None = None,
    foot: Sequence[rx.Component] = (),
    wide: bool = False,
    keep_on_veil: bool = False,
) -> rx.Component:
    """A dialog on desktops, a sheet from the bottom on phones; `foot` holds its buttons, main one last.

    Once something was written in it, Escape, Back and a press beside it ask before they close it; with
    `keep_on_veil` a press beside it never does.
    """
    head = rx.el.div(
        rx.el.div(rx.el.h2(title), rx.fragment() if note is None else rx.el.p(note)),
        icon_button("x", t("Close"), on_close),
        class_name="dialog-head",
    )
    return Modal.create(
        head,
        rx.el.div(*children, class_name="dialog-body stack"),
        rx.el.div(*foot, class_name="dialog-foot") if foot else rx.fragment(),
        open=is_open,
        on_close=on_close,
        close_on_veil=not keep_on_veil,
        aria_label=title,
        words=_unsaved_words(),
        class_name="dialog dialog-wide" if wide else "dialog",
    )


def _unsaved_words() -> rx.Var[dict[str, str]]:
    words: dict[str, Any] = {
        "unsaved": t("What you wrote here is not saved yet"),
        "stay": t("Go on writing"),
        "leave": t("Close without saving"),
    }
    return rx.Var.create(words)


def form_dialog(
    *fields: Part,
    name: str,
    on_submit: Event,
    is_open: Flag,
    on_close: Event,
    title: Words,
    fresh: Words | None = None,
    save: Words | None = None,
    note: Part | None = None,
    also: rx.Component | None = None,
) -> rx.Component:
    """A dialog that is one form, left by «Cancel» or its main button; a slip beside it closes nothing.

    `fresh` is another text whenever the program fills the fields anew; `also` stands before both buttons.
    """
    form = f"{name}-form"
    key = form if fresh is None else fresh
    return dialog(
        rx.el.form(*fields, id=form, key=key, on_submit=on_submit, class_name="stack"),
        is_open=is_open,
        on_close=on_close,
        title=title,
        note=note,
        keep_on_veil=True,
        foot=[
            *([] if also is None else [also]),
            button(t("Cancel"), on_click=on_close),
            button(t("Save") if save is None else save, kind="primary", submit=True, form=form),
        ],
    )


def confirm(
    *, is_open: Flag, on_close: Event, on_confirm: Event, title: Words, text: Part, confirm_label: Words
) -> rx.Component:
    """Asks before a destructive act; the button says what will happen."""
    return dialog(
        rx.el.p(text),
        is_open=is_open,
        on_close=on_close,
        title=title,
        foot=[
            button(t("Cancel"), on_click=on_close),
            button(confirm_label, kind="danger", on_click=on_confirm),
        ],
    )


def disclosure(summary: Part, *children: Part, is_open: bool = False) -> rx.Component:
    """Details that open under their summary without asking the server."""
    opened = {"open": True} if is_open else {}
    return rx.el.details(
        rx.el.summary(icon("chevron-right", 18), summary), *children, class_name="disclosure", **opened
    )


def folded(name: str, *items: rx.Component) -> rx.Component:
    """Rarer actions of a page: side by side on desktops, behind «Ещё» on phones, after all others there."""
    return rx.fragment(
        rx.el.div(*items, class_name="toolbar desktop-only"),
        rx.el.div(menu(name, t("More"), *items), class_name="folded-last phone-only"),
    )


def menu(name: str, label: Words, *items: rx.Component) -> rx.Component:
    """A button that opens a short list of further actions, all buttons; `name` is unique on the page."""
    return rx.el.div(
        button(label, icon="ellipsis", custom_attrs={"popoverTarget": f"menu-{name}"}),
        rx.el.div(
            *items,
            id=f"menu-{name}",
            custom_attrs={"popover": "auto"},
            on_click=rx.call_script(f"document.getElementById('menu-{name}').hidePopover()"),
            class_name="menu",
        ),
    )
