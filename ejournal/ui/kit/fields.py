"""Fields of forms: label above, hint and error under; the error is read out with the field."""

from typing import Any

import reflex as rx

from ejournal.ui.kit.base import Flag, OnValue, Words
from ejournal.ui.kit.choices import Options, option_tags
from ejournal.ui.kit.icons import icon


def text_field(
    name: str,
    label: Words,
    *,
    error: Words | None = None,
    hint: Words | None = None,
    kind: str = "text",
    required: bool = False,
    **props: Any,
) -> rx.Component:
    """One line of text; `kind` is the browser's type (date, number, password); other props pass through."""
    box = rx.el.input(
        id=_id(name),
        name=name,
        type=kind,
        required=required,
        class_name="field-box",
        **_aria(name, error, hint),
        **props,
    )
    return _field(name, label, box, error, hint)


def text_area(
    name: str, label: Words, *, error: Words | None = None, hint: Words | None = None, **props: Any
) -> rx.Component:
    """Several lines of text; grows with what is written."""
    box = rx.el.textarea(id=_id(name), name=name, class_name="field-box", **_aria(name, error, hint), **props)
    return _field(name, label, box, error, hint)


def select_field(
    name: str,
    label: Words,
    options: Options,
    *,
    error: Words | None = None,
    hint: Words | None = None,
    on_change: OnValue | None = None,
    **props: Any,
) -> rx.Component:
    """The browser's own list as a field of a form."""
    if on_change is not None:
        props["on_change"] = on_change
    choice = rx.el.select(option_tags(options), id=_id(name), name=name, **_aria(name, error, hint), **props)
    return _field(name, label, rx.el.div(choice, icon("chevron-down", 18), class_name="select"), error, hint)


def _field(
    name: str, label: Words, box: rx.Component, error: Words | None, hint: Words | None
) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=_id(name)),
        box,
        rx.fragment() if hint is None else rx.el.p(hint, id=f"{_id(name)}-hint", class_name="field-hint"),
        _error(name, error),
        class_name="field",
    )


def _error(name: str, error: Words | None) -> rx.Component:
    if error is None:
        return rx.fragment()
    line = rx.el.p(
        icon("circle-alert", 16),
        rx.el.span(error),
        id=f"{_id(name)}-error",
        role="alert",
        class_name="field-error",
    )
    return rx.cond(error, line)


def _aria(name: str, error: Words | None, hint: Words | None) -> dict[str, Any]:
    described = f"{_id(name)}-hint" if hint is not None else ""
    if error is None:
        return {"aria_describedby": described} if described else {}
    wrong: Flag = rx.cond(error, True, False)
    both = f"{_id(name)}-error {described}".strip()
    return {"aria_invalid": wrong, "aria_describedby": rx.cond(wrong, both, described or rx.Var("undefined"))}


def _id(name: str) -> str:
    return f"field-{name}"
