"""Parts of planning: whom it invites, what, when, answers and places; a look at it."""

import reflex as rx

from ejournal import limits
from ejournal.pages.events.rows import FileRow
from ejournal.pages.events.write_state import EventWriteState
from ejournal.services.events.planning import MOST_FILES
from ejournal.ui import kit
from ejournal.ui.components.sent import file_field
from ejournal.ui.frame.audience import audience
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.events import KINDS, PER
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import as_list, some

State = EventWriteState
ITEM = State.item
FORM = "event-form"


def writing() -> rx.Component:
    """Whom it invites, what, and what happens next."""
    return kit.stack(rx.cond(State.is_draft, _whom()), _what(), _foot())


def _whom() -> rx.Component:
    return kit.sheet(
        kit.sheet_body(audience(State), rx.el.p(rx.el.b(State.count), role="status")), title=t("To whom")
    )


def _what() -> rx.Component:
    errors = SessionState.errors
    return kit.sheet(
        kit.sheet_body(
            rx.el.form(
                kit.select_field(
                    "kind",
                    t("Kind of event"),
                    [(one.value, t(words)) for one, words in KINDS.items()],
                    default_value=ITEM.kind,
                ),
                kit.text_field(
                    "title",
                    t("Heading"),
                    default_value=ITEM.title,
                    error=errors["title"],
                    limit=limits.EVENT_TITLE,
                    draft=ITEM.draft + ":title",
                    auto_complete="off",
                ),
                rx.cond(State.is_draft, _when()),
                kit.text_field(
                    "place",
                    t("Where"),
                    default_value=ITEM.place,
                    error=errors["place"],
                    limit=limits.EVENT_PLACE,
                    auto_complete="off",
                ),
                kit.text_area(
                    "words",
                    t("Text"),
                    default_value=ITEM.words,
                    error=errors["words"],
                    hint=t("**bold**, *italic*, - list, > quote; an address becomes a link."),
                    limit=limits.EVENT,
                    draft=ITEM.draft + ":words",
                    rows="6",
                ),
                _files(),
                _answers(),
                id=FORM,
                key=f"{FORM}-{State.form}",
                on_submit=State.review,
                class_name="stack",
            ),
        ),
        title=t("What"),
    )


def _when() -> rx.Component:
    errors = SessionState.errors
    return rx.fragment(
        rx.el.div(
            kit.text_field("day", t("Day"), kind="date", default_value=ITEM.day, error=errors["day"]),
            kit.text_field(
                "starts", t("From"), kind="time", default_value=ITEM.starts, error=errors["starts"]
            ),
            kit.text_field("till", t("Until"), kind="time", default_value=ITEM.ends, error=errors["till"]),
            class_name="event-when",
        ),
        kit.disclosure(
            t("Repeated, or on several days"),
            kit.text_field(
                "weekly_until",
                t("Each week until"),
                kind="date",
                default_value="",
                error=errors["weekly_until"],
            ),
            kit.text_area(
                "days",
                t("Further dates, each on a line"),
                default_value=ITEM.days,
                error=errors["days"],
                hint=t("Such as 11.12.2026"),
                limit=limits.EVENT_DAYS,
                rows="3",
            ),
        ),
    )


def _files() -> rx.Component:
    return kit.stack(
        rx.cond(
            some(ITEM.files),
            rx.el.div(
                rx.foreach(as_list(ITEM.files, FileRow), _file),
                class_name="chips",
                role="group",
                aria_label=t("Attached"),
            ),
        ),
        file_field("files", draft=ITEM.draft + ":files", most=MOST_FILES),
        kit.field_error("files", SessionState.errors["files"]),
        tight=True,
    )


def _file(one: FileRow) -> rx.Component:
    return rx.el.button(
        rx.el.span(t("Remove the file"), " ", class_name="sr-only"),
        rx.el.span(one.name, dir="auto", class_name="clip"),
        kit.icon("x", 16),
        type="button",
        on_click=State.drop_file(one.key),
        class_name="chip",
    )


def _answers() -> rx.Component:
    errors = SessionState.errors
    return rx.el.fieldset(
        rx.el.legend(t("Answers and places")),
        kit.select_field(
            "per",
            t("Who answers"),
            [(one.value, t(words)) for one, words in PER.items()],
            default_value=ITEM.per,
            error=errors["per"],
        ),
        rx.el.div(
            kit.text_field(
                "seats",
                t("Places"),
                kind="number",
                default_value=ITEM.seats,
                error=errors["seats"],
                hint=t("Empty: for everybody"),
                min="1",
            ),
            kit.text_field(
                "guests",
                t("Guests of each at most"),
                kind="number",
                default_value=ITEM.guests,
                error=errors["guests"],
                hint=t("Empty: without guests"),
                min="0",
            ),
            class_name="event-when",
        ),
        class_name="form-part",
    )


def _foot() -> rx.Component:
    return rx.cond(
        State.is_draft,
        rx.el.div(
            kit.button(t("Further: look at it"), kind="primary", submit=True, form=FORM),
            kit.button(t("Throw the draft away"), kind="quiet", icon="trash-2", on_click=State.throw_away),
            class_name="toolbar",
        ),
        rx.el.div(kit.button(t("Save"), kind="primary", submit=True, form=FORM), class_name="toolbar"),
    )


def check() -> rx.Component:
    """What is announced, what happens then, and the button that does it."""
    return kit.stack(
        kit.sheet(
            kit.sheet_body(
                rx.el.ul(rx.foreach(State.days, rx.el.li), class_name="event-list"),
                rx.cond(ITEM.place != "", rx.el.p(ITEM.place)),
                rx.cond(
                    State.html != "", rx.el.div(rx.html(State.html), dir="auto", class_name="marked-words")
                ),
            ),
            title=ITEM.title,
        ),
        kit.sheet(
            kit.sheet_body(rx.el.ul(rx.foreach(State.will, rx.el.li), class_name="event-list")),
            title=t("What happens"),
        ),
        rx.el.div(
            kit.button(t("Announce the event"), kind="primary", on_click=State.announce),
            kit.button(t("Go on writing"), icon="arrow-left", on_click=State.back),
            class_name="toolbar",
        ),
    )
