"""Parts of an open event: when and where, answers, who comes, what the organiser does."""

import reflex as rx

from ejournal.models import EventSaid
from ejournal.pages.events.event_state import ADD, CANCEL, CANCEL_DATE, MOVE, OpenEventState
from ejournal.pages.events.rows import AnswerRow, ComingRow
from ejournal.ui import kit
from ejournal.ui.components.sent import sent_files
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.events import SAID
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import as_list, some

State = OpenEventState
ITEM = State.item


def about() -> rx.Component:
    """When, where and what."""
    return kit.sheet(
        kit.sheet_body(
            rx.cond(ITEM.state != "", kit.callout(ITEM.state, tone="red")),
            rx.cond(some(State.dates), kit.select(State.dates, State.date_id, State.choose_date, t("Date"))),
            rx.el.dl(
                _fact(t("When"), ITEM.when),
                rx.cond(ITEM.place != "", _fact(t("Where"), ITEM.place)),
                _fact(t("What"), ITEM.kind),
                class_name="event-facts",
            ),
            rx.cond(ITEM.html != "", rx.el.div(rx.html(ITEM.html), dir="auto", class_name="marked-words")),
            sent_files(ITEM.files),
            rx.el.p(ITEM.note, class_name="soft small"),
        )
    )


def _fact(name: kit.Words, value: kit.Words) -> rx.Component:
    return rx.el.div(rx.el.dt(name), rx.el.dd(value))


def answering() -> rx.Component:
    """Asks whether one comes, for each for whom one may answer."""
    return rx.cond(
        ITEM.asks,
        kit.sheet(
            rx.cond(
                ITEM.left != "", kit.sheet_body(rx.el.p(ITEM.left, class_name="event-left", role="status"))
            ),
            rx.foreach(ITEM.answers, _answer),
            title=t("Do you come?"),
        ),
        rx.cond(ITEM.left != "", rx.el.p(ITEM.left, class_name="soft")),
    )


def _answer(one: AnswerRow) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.b(one.name),
            rx.cond(one.state != "", kit.badge(one.state, one.tone)),
            class_name="event-who",
        ),
        rx.el.div(
            *(_choice(one, said) for said in EventSaid),
            class_name="segmented",
            role="group",
            aria_label=one.name,
        ),
        rx.cond(
            some(ITEM.guests) & (one.said == EventSaid.YES.value),
            rx.el.div(
                rx.el.select(
                    rx.foreach(
                        as_list(ITEM.guests, Choice), lambda each: rx.el.option(each.label, value=each.value)
                    ),
                    value=one.guests,
                    on_change=lambda value: State.bring(one.id, value),
                    aria_label=t("Guests"),
                ),
                kit.icon("chevron-down", 18),
                class_name="select",
            ),
        ),
        class_name="event-answer",
    )


def _choice(one: AnswerRow, said: EventSaid) -> rx.Component:
    return rx.el.button(
        t(SAID[said]),
        type="button",
        aria_pressed=one.said == said.value,
        on_click=State.answer(one.id, said.value),
    )


def actions() -> rx.Component:
    """What the organiser may do with it."""
    return rx.cond(
        ITEM.keeps & ITEM.is_out,
        kit.folded(
            "event",
            kit.link_button(t("Change"), ITEM.edit, icon="pencil"),
            rx.cond(ITEM.is_open, kit.button(t("Move…"), icon="calendar", on_click=State.ask(MOVE))),
            kit.button(t("Add a date…"), icon="plus", on_click=State.ask(ADD)),
            rx.cond(
                some(State.dates) & ITEM.is_open,
                kit.button(t("Cancel this date…"), on_click=State.ask(CANCEL_DATE)),
            ),
            kit.button(t("Cancel the event…"), on_click=State.ask(CANCEL)),
        ),
    )


def coming() -> rx.Component:
    """Who comes, and who was there; for the organiser."""
    return rx.cond(
        ITEM.keeps,
        kit.sheet(
            kit.sheet_body(
                rx.el.p(rx.el.b(State.counts), role="status"),
                kit.toolbar(
                    kit.paper_button(t("List on paper"), State.paper),
                    kit.paper_button(t("Spreadsheet"), State.sheet),
                ),
            ),
            rx.cond(
                some(State.coming),
                kit.rows(rx.foreach(State.coming, _coming)),
                kit.sheet_body(rx.el.p(t("Nobody has answered yet"), class_name="soft")),
            ),
            title=t("Who will come"),
        ),
    )


def _coming(one: ComingRow) -> rx.Component:
    return kit.row(
        one.name,
        one.note,
        end=rx.fragment(
            kit.badge(one.state, one.tone),
            rx.cond(
                one.may_mark,
                rx.el.div(
                    _was(one, "yes", t("was there")),
                    _was(one, "no", t("was not")),
                    class_name="segmented",
                    role="group",
                    aria_label=one.name,
                ),
            ),
        ),
        wrap=True,
    )


def _was(one: ComingRow, value: str, words: kit.Words) -> rx.Component:
    return rx.el.button(
        words, type="button", aria_pressed=one.was == value, on_click=State.mark(one.id, value)
    )


def dialogs() -> rx.Component:
    """Moves or adds a date; asks before a date or the event is cancelled."""
    errors = SessionState.errors
    adding = State.asking == ADD
    return rx.fragment(
        kit.form_dialog(
            kit.text_field("day", t("Day"), kind="date", error=errors["day"], default_value=State.day),
            kit.text_field(
                "starts", t("From"), kind="time", error=errors["starts"], default_value=State.starts
            ),
            kit.text_field("till", t("Until"), kind="time", error=errors["till"], default_value=State.ends),
            name="event-date",
            on_submit=State.set_date,
            is_open=adding | (State.asking == MOVE),
            on_close=State.ask(""),
            fresh=State.date_id + State.asking,
            title=rx.cond(adding, t("One more date"), t("Move the date")),
            note=rx.cond(
                adding,
                t("Those invited are told of it."),
                t("Everybody is told, and those who have answered are asked anew; their places stay theirs."),
            ),
            save=rx.cond(adding, t("Add"), t("Move")),
        ),
        kit.confirm(
            is_open=(State.asking == CANCEL) | (State.asking == CANCEL_DATE),
            on_close=State.ask(""),
            on_confirm=State.cancel,
            title=rx.cond(State.asking == CANCEL, t("Cancel the event?"), t("Cancel this date?")),
            text=t("Those invited are told. It stays in calendars as cancelled; this is not undone."),
            confirm_label=rx.cond(State.asking == CANCEL, t("Cancel the event"), t("Cancel this date")),
        ),
    )
