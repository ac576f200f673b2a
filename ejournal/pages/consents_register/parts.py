"""Parts of the register: what narrows it, its lines, the form of a paper."""

import reflex as rx

from ejournal import limits
from ejournal.pages.consents_register.rows import LineRow
from ejournal.pages.consents_register.state import RegisterState
from ejournal.services.consents.paper import OnPaper
from ejournal.ui import kit
from ejournal.ui.frame.consent_tabs import consent_tabs
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = RegisterState
TYPING_MS = 200


def acts() -> rx.Component:
    """The lines to take away; whoever takes them is written down."""
    return rx.fragment(
        kit.paper_button(t("Print"), f"/print/consents.pdf?{State.query}"),
        kit.link_button(
            t("Spreadsheet"), f"/print/consents.xlsx?{State.query}", icon="download", download=True
        ),
    )


def tabs() -> rx.Component:
    """To the documents, for whom they are."""
    return rx.cond(State.sees_texts, consent_tabs("register"))


def search() -> rx.Component:
    """Words as they are typed, and three filters."""
    return rx.el.div(
        kit.text_field(
            "words",
            t("Name of who is asked, or of the child"),
            kind="search",
            max_length=limits.SEARCH,
            auto_complete="off",
            on_change=State.look.debounce(TYPING_MS),
        ),
        kit.select(State.purposes, State.purpose_id, State.choose_purpose, t("Purpose")),
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
        kit.empty_state(
            t("No such lines"),
            t("Nobody is asked before a document is published, and nobody fits another name or state."),
            icon="file-check",
        ),
    )


def _line(one: LineRow) -> rx.Component:
    note = rx.fragment(
        rx.el.div(one.purpose, " · ", one.about),
        rx.cond(one.said != "", rx.el.div(one.said)),
        rx.cond(one.entered != "", rx.el.div(one.entered)),
    )
    end = [
        kit.badge(one.state, one.tone),
        kit.icon_button("file-pen", t("Enter a paper"), State.open_paper(one.person, one.key)),
    ]
    return kit.row(one.title, note, end=end)


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
    """The form of a consent, a refusal or a withdrawal that came on paper."""
    one, errors = State.entered, SessionState.errors
    says = [
        (OnPaper.GIVEN.value, t("agrees")),
        (OnPaper.REFUSED.value, t("does not agree")),
        (OnPaper.WITHDRAWN.value, t("takes the consent back")),
    ]
    return kit.form_dialog(
        rx.el.p(one.purpose),
        kit.select_field(
            "says", t("The paper says"), says, error=errors["says"], none=t("Choose from the list")
        ),
        kit.text_field(
            "day", t("Day of the paper"), kind="date", required=True, default_value=State.day,
            max=State.day, error=errors["day"],
        ),
        rx.el.p(t("Keep the paper: you stand in the register as who entered it."), class_name="soft small"),
        name="consent-paper",
        on_submit=State.enter_paper,
        is_open=one.key != "",
        on_close=State.close_paper,
        title=one.title,
        note=one.about,
        fresh=f"consent-paper-{State.form}",
        save=t("Enter"),
    )  # fmt: skip
