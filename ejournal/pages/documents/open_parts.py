"""Parts of one document: its text, what is asked of the reader, how far it is."""

import reflex as rx

from ejournal import limits
from ejournal.pages.documents.open_state import FOR, OpenDocumentState
from ejournal.pages.documents.rows import ForRow, VersionRow
from ejournal.ui import kit
from ejournal.ui.components.sent import sent_files
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = OpenDocumentState
TEXT, COUNTS = State.text, State.counts


def acts() -> rx.Component:
    """What those who look after documents may do with it."""
    return rx.cond(
        State.keeps,
        rx.fragment(
            kit.link_button(t("Register"), f"/documents/register?id={State.document_id}", icon="list-checks"),
            rx.cond(
                State.may_write,
                rx.fragment(
                    rx.cond(
                        COUNTS.done < COUNTS.asked,
                        kit.button(t("Remind"), icon="bell", on_click=State.remind),
                    ),
                    kit.button(t("New version"), icon="pencil", on_click=State.begin_version),
                    kit.button(t("Withdraw"), icon="undo-2", on_click=State.ask_withdraw(True)),
                ),
            ),
        ),
    )


def text() -> rx.Component:
    """The version as it is read."""
    return kit.sheet(
        kit.sheet_body(
            rx.el.p(
                TEXT.line,
                rx.cond(TEXT.until != "", kit.badge(TEXT.until, "amber")),
                class_name="soft document-line",
            ),
            rx.cond(TEXT.withdrawn != "", kit.callout(TEXT.withdrawn, tone="amber")),
            rx.cond(TEXT.earlier != "", kit.callout(TEXT.earlier, tone="amber")),
            rx.cond(
                TEXT.html != "",
                rx.el.div(rx.html(TEXT.html), dir="auto", class_name="marked-words document-text"),
            ),
            sent_files(TEXT.files),
            kit.disclosure(
                t("Fingerprint of the text"),
                rx.el.p(
                    t("SHA-256 of title, text and files: it stands in the register beside each signature."),
                    class_name="soft small",
                ),
                rx.el.code(TEXT.whole_hash, class_name="document-hash"),
            ),
        ),
    )


def asked() -> rx.Component:
    """What is asked of the reader, or what they have said."""
    return rx.cond(
        some(State.own),
        kit.sheet(
            kit.sheet_body(
                rx.cond(
                    State.waits,
                    rx.el.form(
                        rx.cond(
                            State.several,
                            rx.el.fieldset(
                                rx.el.legend(t("For whom")),
                                rx.foreach(State.own, _box),
                                class_name="ticks",
                            ),
                            rx.foreach(State.own, _single),
                        ),
                        kit.field_error("whom", SessionState.errors["whom"]),
                        rx.cond(State.signed, _proof()),
                        kit.button(
                            t("I have read it and know it"), kind="primary", icon="check", submit=True
                        ),
                        key=f"document-form-{State.form}",
                        on_submit=State.acknowledge,
                        class_name="stack document-sign",
                    ),
                ),
                rx.foreach(State.own, _said),
            ),
            title=rx.cond(State.waits, t("The school asks you to acknowledge it"), t("Your word")),
        ),
    )


def _box(one: ForRow) -> rx.Component:
    box = rx.el.input(type="checkbox", name=f"{FOR}{one.id}", default_checked=True)
    return rx.cond(one.waits, rx.el.label(box, rx.el.span(one.name), class_name="check"))


def _single(one: ForRow) -> rx.Component:
    return rx.cond(one.waits, rx.el.p(t("For whom"), ": ", one.name, class_name="soft"))


def _said(one: ForRow) -> rx.Component:
    return rx.cond(
        one.said != "",
        rx.el.p(kit.icon("check", 18), rx.el.span(one.name, ": ", one.said), class_name="document-said"),
    )


def _proof() -> rx.Component:
    return kit.text_field(
        "proof",
        t("Your password, or a code of your application"),
        kind="password",
        required=True,
        auto_complete="current-password",
        limit=limits.PASSWORD,
        hint=t("The school asks for a signature here: it stands in the register how you have signed."),
        error=SessionState.errors["proof"],
    )


def standing() -> rx.Component:
    """How far it is, for those who look after it."""
    return rx.cond(
        State.keeps,
        kit.sheet(
            kit.sheet_body(
                kit.progress(COUNTS.done, COUNTS.asked, COUNTS.words, COUNTS.late),
            ),
            title=t("How many have acknowledged"),
        ),
    )


def versions() -> rx.Component:
    """Earlier versions stay readable."""
    return rx.cond(
        some(State.versions),
        kit.sheet(kit.rows(rx.foreach(State.versions, _version)), title=t("Versions")),
    )


def _version(one: VersionRow) -> rx.Component:
    return kit.row(
        one.title, one.note, end=rx.cond(one.current, kit.badge(t("shown"), "accent")), href=one.href
    )


def withdrawing() -> rx.Component:
    """Asks why a document is withdrawn."""
    return kit.form_dialog(
        rx.el.p(t("Nobody acknowledges it any more. What was said stays in the register, which tells it.")),
        kit.text_field(
            "reason", t("Why"), limit=limits.NOTE, required=True, error=SessionState.errors["reason"]
        ),
        name="document-withdraw",
        on_submit=State.withdraw,
        is_open=State.withdrawing,
        on_close=State.ask_withdraw(False),
        title=t("Withdraw the document?"),
        fresh=f"document-withdraw-{State.form}",
        save=t("Withdraw"),
    )
