"""Parts of the page of registration slips."""

import reflex as rx

from ejournal.pages.slips.rows import SlipRow
from ejournal.pages.slips.state import SlipsState
from ejournal.ui import kit
from ejournal.ui.frame.nothing_yet import no_classes
from ejournal.ui.kit.forms import post_form
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some


def before() -> rx.Component:
    """What one should know before printing, and how many slips go on a page."""
    return kit.stack(
        kit.callout(
            t(
                "A slip has a person's own code: it works once and for 60 days. Who is printed anew "
                "gets a new code, and the former slip works no more."
            )
        ),
        kit.chips(
            [("4", t("Four to a page")), ("1", t("One to a page"))],
            SlipsState.each,
            SlipsState.choose_each,
            t("Slips on a page"),
        ),
    )


def listed(title: kit.Words, rows: list[SlipRow]) -> rx.Component:
    """Whose slips can be printed, each with its button."""
    return rx.cond(some(rows), kit.sheet(kit.rows(rx.foreach(rows, _row)), title=title))


def _row(one: SlipRow) -> rx.Component:
    button = post_form(
        kit.button(t("Print"), icon="printer", submit=True),
        action=f"{one.action}&each={SlipsState.each}",
        target="_blank",
    )
    return kit.row(one.title, one.note, end=rx.cond(one.needed, button))


def nothing() -> rx.Component:
    """There are no classes yet."""
    return rx.cond(
        (~some(SlipsState.pupils)) & (~some(SlipsState.staff)),
        no_classes(),
    )
