"""Buttons: one primary a page, secondary for others, quiet inside text, danger for the irreversible."""

from typing import Any, Literal

import reflex as rx

from ejournal.ui.kit.base import Event, Flag, Part, link
from ejournal.ui.kit.icons import icon as icon_of
from ejournal.ui.words.text import Words

Kind = Literal["primary", "secondary", "quiet", "danger"]


def button(
    label: Part,
    *,
    kind: Kind = "secondary",
    on_click: Event | None = None,
    icon: str | None = None,
    busy: Flag = False,
    disabled: Flag = False,
    wide: bool = False,
    submit: bool = False,
    **props: Any,
) -> rx.Component:
    """A button whose label says what happens; `busy` shows a spinner and takes no second press."""
    if on_click is not None:
        props["on_click"] = on_click
    sign = icon_of(icon, 18) if icon else rx.fragment()
    if busy is not False:
        props["aria_busy"] = busy
        sign = rx.cond(busy, rx.el.span(class_name="spinner"), sign)
    return rx.el.button(
        sign,
        label,
        type="submit" if submit else "button",
        disabled=_either(busy, disabled),
        class_name=_names(kind, wide),
        **props,
    )


def link_button(
    label: Part,
    href: Words,
    *,
    kind: Kind = "secondary",
    icon: str | None = None,
    wide: bool = False,
    download: bool = False,
) -> rx.Component:
    """A link that looks like a button; `download` (or another file address) leaves the app's own routing."""
    parts = [icon_of(icon, 18)] if icon else []
    if download:
        # Reflex makes every link one of its router's, which would look for a page of that address.
        names = _names(kind, wide)
        return rx.el.a(*parts, label, href=href, download=True, reload_document=True, class_name=names)
    return link(*parts, label, href=href, class_name=_names(kind, wide))


def paper_button(
    label: Part, href: Words, *, kind: Kind = "secondary", icon: str = "printer"
) -> rx.Component:
    """A link that looks like a button and opens a paper beside the page."""
    return rx.el.a(icon_of(icon, 18), label, href=href, target="_blank", class_name=_names(kind, wide=False))


def icon_button(
    icon: str, label: Words, on_click: Event | None = None, *, disabled: Flag = False, **props: Any
) -> rx.Component:
    """A square button with an icon only; the label is for screen readers and the hint on hover."""
    if on_click is not None:
        props["on_click"] = on_click
    return rx.el.button(
        icon_of(icon),
        type="button",
        aria_label=label,
        title=label,
        disabled=disabled,
        class_name="icon-button",
        **props,
    )


def icon_link(icon: str, label: Words, href: Words) -> rx.Component:
    """A square link with an icon only, such as the previous and the next week."""
    return link(icon_of(icon), href=href, aria_label=label, title=label, class_name="icon-button")


def _names(kind: Kind, wide: bool) -> str:
    return f"button button-{kind}" + (" button-wide" if wide else "")


def _either(first: Flag, second: Flag) -> Flag:
    if isinstance(first, bool) and isinstance(second, bool):
        return first or second
    if first is False:
        return second
    return rx.cond(first, True, second)
