"""Documents: /documents, /documents/read?id=…, /documents/write?id=…, /documents/register?id=…."""

import reflex as rx

from ejournal.pages.documents import list_parts, open_parts, register_parts, write_parts
from ejournal.pages.documents.list_state import DocumentsState
from ejournal.pages.documents.open_state import OpenDocumentState
from ejournal.pages.documents.register_state import DocumentRegisterState
from ejournal.pages.documents.write_state import WriteDocumentState
from ejournal.ui import kit
from ejournal.ui.components.looked import looked
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title

PLACE = "documents"


@rx.page("/documents", title=tab_title("Documents"), on_load=DocumentsState.load)
def documents() -> rx.Component:
    """What one is asked to know, and what the school asks."""
    return shell(
        t("Documents"),
        kit.loading(
            DocumentsState.ready,
            list_parts.views(),
            kit.stack(list_parts.consents(), list_parts.drafts(), list_parts.lines()),
            list_parts.own_consents(),
            label=t("Loading"),
        ),
        place=PLACE,
        actions=[list_parts.acts()],
        narrow=True,
    )


@rx.page("/documents/read", title=tab_title("Document"), on_load=OpenDocumentState.load)
def document() -> rx.Component:
    """One document: read and acknowledged; for the school, how far it is."""
    return shell(
        rx.cond(OpenDocumentState.title != "", OpenDocumentState.title, t("Document")),
        looked(OpenDocumentState.unseen, OpenDocumentState.seen),
        kit.loading(
            OpenDocumentState.ready,
            kit.stack(open_parts.standing(), open_parts.text(), open_parts.asked(), open_parts.versions()),
            open_parts.withdrawing(),
            label=t("Loading"),
        ),
        place=PLACE,
        back=kit.back_link(t("Documents"), "/documents"),
        actions=[open_parts.acts()],
        narrow=True,
    )


@rx.page("/documents/write", title=tab_title("Draft of a document"), on_load=WriteDocumentState.load)
def write_document() -> rx.Component:
    """What, to whom, and a look at it before it is published."""
    return shell(
        rx.cond(WriteDocumentState.is_new, t("New document"), t("New version")),
        kit.loading(
            WriteDocumentState.ready,
            rx.cond(WriteDocumentState.checking, write_parts.checking(), write_parts.writing()),
            write_parts.throwing(),
            label=t("Loading"),
        ),
        place=PLACE,
        back=kit.back_link(t("Documents"), "/documents?view=school"),
        narrow=True,
    )


@rx.page("/documents/register", title=tab_title("Register of documents"), on_load=DocumentRegisterState.load)
def document_register() -> rx.Component:
    """Who has acknowledged what."""
    return shell(
        rx.cond(
            DocumentRegisterState.document != "", DocumentRegisterState.document, t("Register of documents")
        ),
        kit.loading(
            DocumentRegisterState.ready,
            register_parts.search(),
            register_parts.lines(),
            register_parts.paper(),
            label=t("Loading"),
        ),
        place=PLACE,
        back=kit.back_link(t("Documents"), "/documents?view=school"),
        subtitle=DocumentRegisterState.total,
        actions=[register_parts.acts()],
    )
