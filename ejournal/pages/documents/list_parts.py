"""Parts of the lists of documents."""

import reflex as rx

from ejournal.pages.documents.list_state import OWN, SCHOOL, DocumentsState
from ejournal.pages.documents.rows import LineRow
from ejournal.ui import kit
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = DocumentsState


def acts() -> rx.Component:
    """Begins a document; leads to who is late."""
    return rx.fragment(
        rx.cond(
            State.keeps,
            kit.link_button(t("Who is late"), "/documents/register?state=late", icon="clock-alert"),
        ),
        rx.cond(
            State.writes,
            kit.button(t("New document"), kind="primary", icon="file-plus", on_click=State.begin),
        ),
    )


def views() -> rx.Component:
    """What one is asked to know, what the school asks."""
    return rx.cond(
        State.keeps,
        kit.toolbar(
            kit.tabs(
                [
                    (OWN, "/documents", t("For me")),
                    (SCHOOL, f"/documents?view={SCHOOL}", t("Of the school")),
                ],
                State.view,
                t("Which documents"),
            )
        ),
    )


def consents() -> rx.Component:
    """Consents are asked for elsewhere: a line leads there."""
    return rx.cond(
        State.view == OWN,
        rx.cond(
            State.consents != "",
            kit.callout(
                t("Each is your own decision; whatever you choose, the journal stays open."),
                title=State.consents,
                action=rx.el.a(t("Answer"), href="/consents/answer", class_name="button button-primary"),
            ),
        ),
    )


def own_consents() -> rx.Component:
    """Where the consents that one has given stand."""
    return rx.cond(
        State.view == OWN,
        rx.el.p(
            kit.link(t("Consents that you have given"), href="/account"),
            class_name="soft small documents-consents",
        ),
    )


def drafts() -> rx.Component:
    """What is not published yet."""
    return rx.cond(
        some(State.drafts),
        kit.sheet(kit.rows(rx.foreach(State.drafts, _line)), title=t("Drafts")),
    )


def lines() -> rx.Component:
    """A page of the list."""
    return kit.sheet(
        rx.cond(some(State.lines), kit.rows(rx.foreach(State.lines, _line)), _nothing()),
        rx.cond(
            (State.later != "") | (State.earlier != ""),
            rx.el.nav(
                rx.cond(
                    State.later != "", kit.link_button(t("Previous page"), State.later, icon="arrow-left")
                ),
                rx.cond(
                    State.earlier != "", kit.link_button(t("Next page"), State.earlier, icon="arrow-right")
                ),
                class_name="sheet-foot toolbar",
                aria_label=t("Pages"),
            ),
        ),
    )


def _nothing() -> rx.Component:
    return rx.cond(
        State.view == SCHOOL,
        kit.empty_state(
            t("Nothing is published yet"),
            t("Publish a local act or an order: the journal asks, reminds and keeps the register."),
            icon="file-check",
        ),
        kit.empty_state(
            t("No documents for you"),
            t("What the school asks you to know stands here and comes with the bell."),
            icon="file-check",
        ),
    )


def _line(one: LineRow) -> rx.Component:
    return kit.row(
        rx.el.span(one.title, class_name=rx.cond(one.waits, "document-waits", "")),
        one.note,
        end=kit.badge(one.badge, one.tone),
        href=one.href,
        current=one.waits,
        wrap=True,
    )
