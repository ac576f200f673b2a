"""What the page tells: callout, badge, counter, empty state, loading, progress."""

from collections.abc import Sequence
from typing import Any, Literal

import reflex as rx

from ejournal.ui.kit.base import Flag, Part
from ejournal.ui.kit.icons import icon as icon_of
from ejournal.ui.words.text import Words

Tone = Literal["accent", "amber", "green", "red"]
TONE_ICONS = {"accent": "info", "amber": "triangle-alert", "green": "circle-check", "red": "circle-alert"}


def callout(
    text: Part, *, tone: Tone = "accent", title: Words | None = None, action: rx.Component | None = None
) -> rx.Component:
    """A tinted note within the page: what is so and what to do; red ones are read out at once."""
    role = "alert" if tone == "red" else "status"
    body = [] if title is None else [rx.el.p(title, class_name="callout-title")]
    return rx.el.div(
        icon_of(TONE_ICONS[tone], 20),
        rx.el.div(*body, rx.el.div(text), class_name="callout-body"),
        action or rx.fragment(),
        class_name=f"callout callout-{tone}",
        role=role,
    )


def badge(text: Part, tone: Words = "soft", *, icon: str | None = None) -> rx.Component:
    """A word of state at a row's end: soft, accent, amber, green or red; the word itself says it too."""
    sign = icon_of(icon, 16) if icon else rx.fragment()
    return rx.el.span(sign, text, class_name=f"badge badge-{tone}")


def counter(number: int | rx.Var[int], label: Words) -> rx.Component:
    """The red count of unread things; gone at zero. The label says of what, for screen readers."""
    unread: Any = rx.Var.create(number)
    shown = rx.el.span(
        rx.cond(unread > 99, "99+", f"{number}"),
        rx.el.span(" ", label, class_name="sr-only"),
        class_name="counter",
    )
    return rx.cond(unread > 0, shown)


def empty_state(
    title: Part, note: Part | None = None, *, icon: str = "inbox", actions: Sequence[rx.Component] = ()
) -> rx.Component:
    """What stands where there is nothing: why, and the next step as a button."""
    return rx.el.div(
        icon_of(icon, 36),
        rx.el.div(title, class_name="empty-title"),
        rx.fragment() if note is None else rx.el.div(note, class_name="empty-note"),
        rx.el.div(*actions, class_name="empty-next") if actions else rx.fragment(),
        class_name="empty",
    )


def skeleton(lines: int = 6, label: Words = "") -> rx.Component:
    """Grey lines in place of what is being loaded."""
    return rx.el.div(
        *(rx.el.span(aria_hidden=True) for _ in range(lines)),
        class_name="skeleton",
        role="status",
        aria_label=label,
    )


def loading(ready: Flag, *children: Part, lines: int = 6, label: Words = "") -> rx.Component:
    """The children once ready, grey lines until then."""
    return rx.cond(ready, rx.fragment(*children), skeleton(lines, label))


def progress(value: rx.Var[int] | int, of: rx.Var[int] | int, words: Part, note: Part = "") -> rx.Component:
    """A bar of long work: what is being done, how far."""
    return rx.el.div(
        rx.el.div(rx.el.span(words), rx.el.span(note, class_name="soft"), class_name="progress-words"),
        rx.el.progress(value=value, max=of, aria_label=words if isinstance(words, (str, rx.Var)) else None),
        class_name="progress",
    )
