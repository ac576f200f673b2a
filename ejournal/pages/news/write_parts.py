"""Parts of writing news: to whom, what, a look at it before it is published."""

import reflex as rx

from ejournal import limits
from ejournal.pages.news.item_parts import text
from ejournal.pages.news.rows import FileRow
from ejournal.pages.news.write_state import NewsWriteState
from ejournal.services.class_page.photos import PHOTOS
from ejournal.services.news.drafts import MOST_FILES
from ejournal.ui import kit
from ejournal.ui.components.sent import file_field
from ejournal.ui.frame.audience import audience
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import as_list, some

State = NewsWriteState
ITEM = State.item
FORM = "news-form"


def writing() -> rx.Component:
    """To whom, what, and what happens next."""
    return kit.stack(rx.cond(State.is_draft, _to_whom()), _what(), _foot())


def _to_whom() -> rx.Component:
    return kit.sheet(
        kit.sheet_body(
            audience(State),
            rx.el.p(rx.el.b(State.count), role="status"),
        ),
        title=t("To whom"),
    )


def _what() -> rx.Component:
    errors = SessionState.errors
    return kit.sheet(
        kit.sheet_body(
            rx.el.form(
                kit.text_field(
                    "title",
                    t("Heading"),
                    default_value=ITEM.title,
                    error=errors["title"],
                    limit=limits.NEWS_TITLE,
                    draft=ITEM.draft + ":title",
                    on_save=State.keep_title,
                    auto_complete="off",
                ),
                kit.text_area(
                    "words",
                    t("Text"),
                    default_value=ITEM.words,
                    error=errors["words"],
                    hint=t("**bold**, *italic*, - list, > quote; an address becomes a link."),
                    limit=limits.NEWS,
                    draft=ITEM.draft + ":words",
                    on_save=State.keep_words,
                    rows="10",
                ),
                _files(),
                _when(),
                _ticks(),
                id=FORM,
                key=f"{FORM}-{State.form}",
                on_submit=State.review,
                class_name="stack",
            ),
        ),
        title=t("What"),
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


def _when() -> rx.Component:
    errors = SessionState.errors
    return rx.el.div(
        rx.cond(
            State.is_draft,
            kit.text_field(
                "at",
                t("Comes out on"),
                kind="datetime-local",
                default_value=ITEM.at,
                error=errors["at"],
                hint=t("Empty: at once"),
            ),
        ),
        kit.text_field(
            "until",
            t("In the list until"),
            kind="date",
            default_value=ITEM.until,
            error=errors["until"],
            hint=t("Afterwards it stands in the archive. Empty: without an end"),
        ),
        class_name="news-when",
    )


def _ticks() -> rx.Component:
    return kit.stack(
        _tick("must", t("Everybody is to acknowledge it"), ITEM.must),
        rx.cond(
            State.is_draft,
            rx.fragment(),
            rx.cond(
                ITEM.must,
                _tick("anew", t("It has changed so much that it is to be acknowledged anew"), False),
            ),
        ),
        _tick("comments", t("Readers may comment on it"), ITEM.comments),
        _tick("pinned", t("Pinned above the others"), ITEM.pinned),
        rx.cond(
            State.speaks_for_all | ITEM.public,
            _tick("public", t("On the public page too: anybody reads it, without a sign-in"), ITEM.public),
        ),
        _tick(
            PHOTOS,
            t("Nobody is shown in pictures, or named in a public text, without a consent to it"),
            False,
        ),
        kit.field_error(PHOTOS, SessionState.errors[PHOTOS]),
        tight=True,
    )


def _tick(name: str, words: kit.Words, checked: kit.Flag) -> rx.Component:
    box = rx.el.input(type="checkbox", name=name, default_checked=checked)
    return rx.el.label(box, rx.el.span(words), class_name="check")


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
    """The item as its readers see it, what publishing would do, and the button that does it."""
    return kit.stack(
        kit.sheet(kit.sheet_body(text(State.preview)), title=State.preview.title),
        kit.sheet(
            kit.sheet_body(
                rx.el.ul(rx.foreach(State.will, rx.el.li), class_name="news-will"),
            ),
            title=t("What happens"),
        ),
        rx.el.div(
            kit.button(
                rx.cond(ITEM.at != "", t("Let it come out at its hour"), t("Publish")),
                kind="primary",
                on_click=State.publish,
            ),
            kit.button(t("Go on writing"), icon="arrow-left", on_click=State.back),
            class_name="toolbar",
        ),
    )
