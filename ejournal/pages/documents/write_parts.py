"""Parts of writing a document: to whom, what; a look at it before it is published."""

import reflex as rx

from ejournal import limits
from ejournal.pages.documents.rows import AttachedRow
from ejournal.pages.documents.write_state import WriteDocumentState
from ejournal.services.documents.drafts import MOST_FILES
from ejournal.ui import kit
from ejournal.ui.components.sent import file_field, sent_files
from ejournal.ui.frame.audience import audience
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.documents import KINDS
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = WriteDocumentState
FORM = "document-form"


def writing() -> rx.Component:
    """What and to whom."""
    return kit.stack(_what(), _to_whom(), _foot())


def _to_whom() -> rx.Component:
    return kit.sheet(kit.sheet_body(audience(State)), title=t("Who is to acknowledge it"))


def _what() -> rx.Component:
    errors = SessionState.errors
    return kit.sheet(
        kit.sheet_body(
            rx.el.form(
                rx.el.div(
                    kit.select_field(
                        "kind",
                        t("Kind"),
                        [(one.value, t(words)) for one, words in KINDS.items()],
                        default_value=State.kind,
                        disabled=~State.is_new,
                    ),
                    kit.text_field(
                        "number",
                        t("Number in the school's own journal"),
                        default_value=State.number,
                        limit=limits.ORDER_NUMBER,
                        error=errors["number"],
                        auto_complete="off",
                    ),
                    kit.text_field(
                        "until",
                        t("To be acknowledged until"),
                        kind="date",
                        default_value=State.until,
                        error=errors["until"],
                        hint=t("Three days before, whoever has not is reminded"),
                    ),
                    class_name="document-when",
                ),
                kit.text_field(
                    "title",
                    t("Title of the document"),
                    default_value=State.title,
                    error=errors["title"],
                    limit=limits.DOCUMENT_TITLE,
                    draft=f"{State.draft}:title",
                    auto_complete="off",
                ),
                kit.text_area(
                    "words",
                    t("Text"),
                    default_value=State.words,
                    error=errors["words"],
                    limit=limits.DOCUMENT,
                    draft=f"{State.draft}:words",
                    hint=t("**bold**, *slanting*, lists with a hyphen; or attach the file alone"),
                    rows="14",
                ),
                _files(),
                rx.cond(
                    State.is_new,
                    _tick(
                        "signed", t("Signed with the password or a code, and not by a button"), State.signed
                    ),
                    _tick(
                        "asks_again",
                        t("Ask everybody anew, also those who know an earlier version"),
                        State.asks_again,
                    ),
                ),
                id=FORM,
                key=f"{FORM}-{State.form}",
                on_submit=State.save,
                class_name="stack document-form",
            ),
        ),
        title=t("What"),
    )


def _tick(name: str, words: kit.Words, value: kit.Flag) -> rx.Component:
    box = rx.el.input(type="checkbox", name=name, default_checked=value)
    return rx.el.label(box, rx.el.span(words), class_name="check")


def _files() -> rx.Component:
    return kit.stack(
        rx.cond(
            some(State.attached),
            rx.el.div(
                rx.foreach(State.attached, _file), class_name="chips", role="group", aria_label=t("Attached")
            ),
        ),
        file_field("files", draft=f"{State.draft}:files", most=MOST_FILES),
        kit.field_error("files", SessionState.errors["files"]),
        tight=True,
    )


def _file(one: AttachedRow) -> rx.Component:
    return rx.el.button(
        rx.el.span(t("Remove the file"), " ", class_name="sr-only"),
        rx.el.span(one.name, dir="auto", class_name="clip"),
        kit.icon("x", 16),
        type="button",
        on_click=State.drop_file(one.key),
        class_name="chip",
    )


def _foot() -> rx.Component:
    return rx.el.div(
        kit.button(t("Keep and look at it"), kind="primary", submit=True, form=FORM),
        kit.button(
            t("Throw the draft away"), kind="quiet", icon="trash-2", on_click=State.ask_throw_away(True)
        ),
        class_name="toolbar",
    )


def checking() -> rx.Component:
    """The draft as it would be read, and what happens when it is published."""
    return kit.stack(
        kit.sheet(
            kit.sheet_body(
                rx.el.p(rx.el.b(State.count), role="status"),
                rx.cond(
                    State.is_new | State.asks_again,
                    rx.fragment(),
                    rx.el.p(t("Who knows an earlier version is not asked again."), class_name="soft"),
                ),
                rx.el.p(
                    t("Once published, this version never changes: what follows is another version."),
                    class_name="soft",
                ),
                rx.el.div(
                    kit.button(t("Publish and ask"), kind="primary", icon="send", on_click=State.publish),
                    kit.button(t("Go on writing"), on_click=State.back),
                    class_name="toolbar",
                ),
            ),
        ),
        kit.sheet(
            kit.sheet_body(
                rx.cond(
                    State.html != "",
                    rx.el.div(rx.html(State.html), dir="auto", class_name="marked-words document-text"),
                ),
                sent_files(State.files),
            ),
            title=State.title,
        ),
    )


def throwing() -> rx.Component:
    """Asks before a draft goes."""
    return kit.confirm(
        is_open=State.throwing,
        on_close=State.ask_throw_away(False),
        on_confirm=State.throw_away,
        title=t("Throw the draft away?"),
        text=State.title,
        confirm_label=t("Throw away"),
    )
