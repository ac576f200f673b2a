"""Controls that choose: segmented control, chips, select, check box."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import cast

import reflex as rx

from ejournal.ui.kit.base import Flag, OnValue, Part, link
from ejournal.ui.kit.icons import icon
from ejournal.ui.words.text import Words


@dataclasses.dataclass
class Choice:
    """One thing to choose, for lists that come with the data."""

    value: str
    label: str


Options = Sequence[tuple[str, Words]] | Sequence[Choice] | rx.Var[list[Choice]]
"""Fixed pairs of value and words, or a list of `Choice` in the state."""


def segmented(options: Options, value: Words, on_change: OnValue, label: Words) -> rx.Component:
    """Two to six neighbours of which one is on, such as terms; `on_change` gets the value."""
    return rx.el.div(
        _each(options, lambda key, words: _toggle(key, words, value, on_change, "")),
        class_name="segmented",
        role="group",
        aria_label=label,
    )


def chips(options: Options, value: Words, on_change: OnValue, label: Words) -> rx.Component:
    """Pills of which one is on, such as the children of a guardian; wraps on phones."""
    return rx.el.div(
        _each(options, lambda key, words: _toggle(key, words, value, on_change, "chip")),
        class_name="chips",
        role="group",
        aria_label=label,
    )


def tabs(options: Sequence[tuple[str, str, Words]], current: Words, label: Words) -> rx.Component:
    """Neighbouring pages as a segmented control of links: (key, address, words)."""
    return rx.el.nav(
        *(
            link(
                words,
                href=href,
                aria_current=rx.cond(rx.Var.create(current) == key, "page", rx.Var("undefined")),
            )
            for key, href, words in options
        ),
        class_name="segmented",
        aria_label=label,
    )


def select(
    options: Options,
    value: Words,
    on_change: OnValue,
    label: Words,
    *,
    hide_label: bool = False,
    disabled: Flag = False,
) -> rx.Component:
    """The browser's own list with its label inside the box; for a form use `select_field`."""
    naming = {"aria_label": label}
    words = rx.fragment() if hide_label else rx.el.label(label, aria_hidden=True)
    return rx.el.div(
        words,
        rx.el.select(
            _each(options, lambda key, text: rx.el.option(text, value=key)),
            value=value,
            on_change=on_change,
            disabled=disabled,
            **naming,
        ),
        icon("chevron-down", 18),
        class_name="select",
    )


def check(
    label: Part, checked: Flag, on_change: OnValue, *, disabled: Flag = False, name: str = ""
) -> rx.Component:
    """A check box with its words; `on_change` gets True or False."""
    naming = {"name": name} if name else {}
    box = rx.el.input(type="checkbox", checked=checked, on_change=on_change, disabled=disabled, **naming)
    return rx.el.label(box, rx.el.span(label), class_name="check")


def option_tags(options: Options) -> rx.Component:
    """The <option> elements of a select."""
    return _each(options, lambda key, text: rx.el.option(text, value=key))


def _each(options: Options, draw: Callable[[Words, Words], rx.Component]) -> rx.Component:
    if isinstance(options, rx.Var):
        return rx.foreach(options, lambda option: draw(option.value, option.label))
    pairs = cast(Sequence[tuple[str, Words]], options)
    return rx.fragment(*(draw(key, words) for key, words in pairs))


def _toggle(key: Words, words: Words, value: Words, on_change: OnValue, name: str) -> rx.Component:
    return rx.el.button(
        words,
        type="button",
        aria_pressed=rx.Var.create(value) == key,
        on_click=on_change(key),
        class_name=name,
    )
