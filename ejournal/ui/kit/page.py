"""The parts a page is laid out with: title, toolbar, columns, white sheets and the rows in them."""

from collections.abc import Sequence

import reflex as rx

from ejournal.ui.kit.base import Event, Flag, Part, class_names, link, slot
from ejournal.ui.kit.icons import icon
from ejournal.ui.words.text import Words, t

_TURN = "button button-secondary"


def page_title(
    title: Words,
    subtitle: Words | None = None,
    actions: Sequence[rx.Component] = (),
    back: rx.Component | None = None,
) -> rx.Component:
    """The way back, the page's only h1, a soft line under it and the page's main buttons."""
    named = [rx.el.h1(title), *([] if subtitle is None else [rx.el.p(subtitle)])]
    return rx.el.header(
        rx.el.div(*([] if back is None else [back]), *named),
        rx.el.div(*actions, class_name="toolbar no-print") if actions else rx.fragment(),
        class_name="page-title",
    )


def back_link(words: Words, href: Words) -> rx.Component:
    """The way back to the page that this one belongs to, above its title."""
    return link(icon("arrow-left", 18), words, href=href, class_name="back-link no-print")


def toolbar(*children: Part, label: Words | None = None) -> rx.Component:
    """A row of controls that wraps; `push()` moves what follows to the right edge."""
    role = {"role": "group", "aria_label": label} if label is not None else {}
    return rx.el.div(*children, class_name="toolbar toolbar-spaced no-print", **role)


def push(*children: Part) -> rx.Component:
    """Controls at the right edge of a toolbar."""
    return rx.el.div(*children, class_name="toolbar push")


def columns(*children: rx.Component, wide_first: bool = False) -> rx.Component:
    """Blocks side by side on desktops, under each other on phones."""
    return rx.el.div(*children, class_name="columns " + ("columns-wide" if wide_first else "columns-even"))


def stack(*children: Part, tight: bool = False) -> rx.Component:
    """Blocks under each other with even air between."""
    return rx.el.div(*children, class_name="stack stack-tight" if tight else "stack")


def sheet(*children: Part, title: Words | None = None, aside: Part | None = None) -> rx.Component:
    """A white sheet named by its heading; rows and tables lie in it edge to edge. Never one in another."""
    if title is None:
        return rx.el.section(*children, class_name="sheet")
    head = rx.el.div(rx.el.h2(title), aside or rx.fragment(), class_name="sheet-head")
    return rx.el.section(head, *children, class_name="sheet")


def sheet_body(*children: Part) -> rx.Component:
    """Padding for text and forms inside a sheet."""
    return rx.el.div(*children, class_name="sheet-body stack")


def steps(named: Sequence[tuple[str, Words]], current: Words) -> rx.Component:
    """Where one is among steps, each with its key; all of them in a line."""
    return rx.el.ol(
        *(
            rx.el.li(
                rx.el.span(str(number), class_name="step-number"),
                rx.el.span(words),
                aria_current=rx.cond(current == key, "step", rx.Var("undefined")),
            )
            for number, (key, words) in enumerate(named, 1)
        ),
        class_name="steps",
        aria_label=t("Steps"),
    )


def page_turner(later: Words, earlier: Words) -> rx.Component:
    """The ways to the neighbouring pages of a list, by their addresses; nothing where there are none."""
    is_later, is_earlier = rx.Var.create(later) != "", rx.Var.create(earlier) != ""
    ways = (
        (is_later, link(icon("arrow-left", 18), t("Previous page"), href=later, class_name=_TURN)),
        (is_earlier, link(icon("arrow-right", 18), t("Next page"), href=earlier, class_name=_TURN)),
    )
    return rx.cond(
        is_later | is_earlier,
        rx.el.nav(
            *(rx.cond(there, way) for there, way in ways),
            class_name="sheet-foot toolbar",
            aria_label=t("Pages"),
        ),
    )


def rows(*children: rx.Component, lead: str = "") -> rx.Component:
    """A list of `row`s (or an rx.foreach of them) with hairlines; `lead` is the CSS width of their leads."""
    width = {"style": {"--lead": lead}} if lead else {}
    return rx.el.div(*children, class_name="rows", role="list", **width)


def row_link(label: Words, href: Words) -> rx.Component:
    """A chevron at a row's end that makes the whole row a link, beside the row's own buttons."""
    return link(icon("chevron-right"), href=href, aria_label=label, title=label, class_name="row-cover")


def row(
    title: Part,
    note: Part | None = None,
    *,
    lead: Part | None = None,
    end: Part | Sequence[Part] | None = None,
    href: Words | None = None,
    on_click: Event | None = None,
    current: Flag = False,
    amber: Flag = False,
    wrap: bool = False,
) -> rx.Component:
    """One line of a list: lead (time, number), title, soft note, end (badge, button).

    With `href` the whole line is a link, with `on_click` a button (then its end holds no button of its own).
    `current` tints it with the accent, `amber` marks its edge (substitutions), `wrap` puts the end under the
    text on phones.
    """
    inside = [
        slot(lead, "row-lead"),
        rx.el.div(rx.el.div(title, class_name="row-title"), slot(note, "row-note"), class_name="row-main"),
        slot(end, "row-end"),
    ]
    extras = {
        "row-wrap": wrap,
        "row-current": current,
        "row-amber": amber,
        "row-link": bool(href is not None or on_click),
    }
    names = class_names("row", extras)
    if href is not None:
        return rx.el.div(link(*inside, href=href, class_name=names), role="listitem")
    if on_click is not None:
        pressed = rx.el.button(*inside, type="button", on_click=on_click, class_name=names)
        return rx.el.div(pressed, role="listitem")
    return rx.el.div(*inside, class_name=names, role="listitem")
