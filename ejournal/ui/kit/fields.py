"""Fields of forms: label above, hint and error under; the error is read out with the field.

A field with `limit` counts its letters near it and refuses in words past it: nothing is ever cut.
With `draft`, a name unique to the field and what it belongs to ("homework:L12"), the browser keeps the text
until it is saved; see ui/components/draft/. With `on_save` it is saved when it is left and after a pause.
"""

from typing import Any

import reflex as rx

from ejournal.ui.components.draft import draft_box
from ejournal.ui.kit.base import Flag, OnValue
from ejournal.ui.kit.choices import Options, option_tags
from ejournal.ui.kit.icons import icon
from ejournal.ui.words.text import Words


def text_field(
    name: str,
    label: Words,
    *,
    error: Words | None = None,
    hint: Words | None = None,
    kind: str = "text",
    required: Flag = False,
    **props: Any,
) -> rx.Component:
    """One line of text; `kind` is the browser's type (date, number, password); other props pass through."""
    named = {"id": _id(name), "name": name, "type": kind, "class_name": "field-box"}
    make = draft_box if _keeps(props) else rx.el.input
    box = make(**named, required=required, **_aria(name, error, hint), **props)
    return _field(name, label, box, error, hint)


def text_area(
    name: str, label: Words, *, error: Words | None = None, hint: Words | None = None, **props: Any
) -> rx.Component:
    """Several lines of text; grows with what is written."""
    named = {"id": _id(name), "name": name, "class_name": "field-box"}
    box = (
        draft_box(area=True, **named, **_aria(name, error, hint), **props)
        if _keeps(props)
        else rx.el.textarea(**named, **_aria(name, error, hint), **props)
    )
    return _field(name, label, box, error, hint)


def select_field(
    name: str,
    label: Words,
    options: Options,
    *,
    error: Words | None = None,
    hint: Words | None = None,
    on_change: OnValue | None = None,
    none: Words | None = None,
    **props: Any,
) -> rx.Component:
    """The browser's own list as a field of a form.

    `none` are the words of an empty first line: for persons and whatever else nobody may be chosen for.
    """
    if on_change is not None:
        props["on_change"] = on_change
    empty = [] if none is None else [rx.el.option(none, value="")]
    choice = rx.el.select(
        *empty, option_tags(options), id=_id(name), name=name, **_aria(name, error, hint), **props
    )
    return _field(name, label, rx.el.div(choice, icon("chevron-down", 18), class_name="select"), error, hint)


def field_error(name: str, error: Words) -> rx.Component:
    """The error of a control that is no field of the kit, such as a row of choices."""
    return _error(name, error)


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


def _keeps(props: dict[str, Any]) -> bool:
    """Whether the box is one that keeps drafts or counts; its text is then named `saved`."""
    if not {"limit", "draft", "on_save"} & set(props):
        return False
    props["saved"] = props.pop("default_value", "")
    return True


def _id(name: str) -> str:
    return f"field-{name}"
