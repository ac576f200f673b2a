"""Parts of the register of documents: what narrows it, its lines, the form of a paper."""

import reflex as rx

from ejournal import limits
from ejournal.pages.documents.register_state import DocumentRegisterState
from ejournal.pages.documents.rows import RegisterRow
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = DocumentRegisterState
TYPING_MS = 200


def acts() -> rx.Component:
    """The sheet of acknowledgement of a document; the lines as a spreadsheet."""
    return rx.fragment(
        rx.cond(
            State.document_id != "",
            kit.paper_button(t("Sheet of acknowledgement"), f"/print/document-sheet.pdf?{State.query}"),
        ),
        kit.link_button(
            t("Spreadsheet"), f"/print/documents.xlsx?{State.query}", icon="download", download=True
        ),
    )


def search() -> rx.Component:
    """Words as they are typed, and two filters."""
    return rx.el.div(
        kit.text_field(
            "words",
            t("Name of who is asked, or of the child"),
            kind="search",
            max_length=limits.SEARCH,
            auto_complete="off",
            on_change=State.look.debounce(TYPING_MS),
        ),
        kit.select(State.states, State.state, State.choose_state, t("State")),
        kit.select(State.classes, State.class_id, State.choose_class, t("Class")),
        class_name="toolbar toolbar-spaced search-line no-print",
        role="search",
    )


def lines() -> rx.Component:
    """The lines, a page at a time."""
    return rx.cond(
        some(State.lines),
        rx.fragment(
            kit.sheet(kit.rows(rx.foreach(State.lines, _line))),
            _pages(),
            rx.el.p(t("Whoever takes the file away is written down."), class_name="soft small no-print"),
        ),
        kit.empty_state(t("No such lines"), t("Nobody fits this name, class or state."), icon="file-check"),
    )


def _line(one: RegisterRow) -> rx.Component:
    note = rx.fragment(
        rx.cond(one.note != "", rx.el.div(one.note)), rx.cond(one.said != "", rx.el.div(one.said))
    )
    end = [
        kit.badge(one.state, one.tone),
        rx.cond(
            one.may_enter,
            kit.icon_button("file-pen", t("Enter a paper"), State.open_paper(one.id)),
        ),
    ]
    return kit.row(one.name, note, end=end)


def _pages() -> rx.Component:
    earlier = kit.icon_button(
        "chevron-left", t("Previous page"), State.turn(State.earlier), disabled=State.earlier == 0
    )
    later = kit.icon_button(
        "chevron-right", t("Next page"), State.turn(State.later), disabled=State.later == 0
    )
    words = rx.el.span(State.pages, class_name="soft")
    return rx.cond(State.pages != "", kit.toolbar(earlier, words, later, label=t("Pages")))


def paper() -> rx.Component:
    """The form of a signature that came on paper."""
    one = State.entered
    return kit.form_dialog(
        kit.text_field(
            "day", t("Day of the signature"), kind="date", required=True, default_value=State.day,
            max=State.day, error=SessionState.errors["day"],
        ),
        rx.el.p(t("Keep the paper: you stand in the register as who entered it."), class_name="soft small"),
        name="document-paper",
        on_submit=State.enter_paper,
        is_open=one.id != "",
        on_close=State.open_paper(""),
        title=one.name,
        note=one.note,
        fresh=f"document-paper-{State.form}",
        save=t("Signed on paper"),
    )  # fmt: skip
