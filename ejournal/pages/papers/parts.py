"""The components of printing: the choice above, what the paper holds and its file below."""

import reflex as rx

from ejournal.models import PaperLayout
from ejournal.pages.papers.rows import IssuedRow
from ejournal.pages.papers.state import PapersState
from ejournal.ui import kit
from ejournal.ui.frame.nothing_yet import no_classes
from ejournal.ui.kit.forms import post_form
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import count, some

State = PapersState
LAYOUTS = ((PaperLayout.A4.value, t("A4 to be bound")), (PaperLayout.BOOKLET.value, t("A3 booklet")))


def chosen() -> rx.Component:
    """What may be printed, or that there is nothing yet."""
    return rx.cond(State.class_id != "", rx.fragment(choice(), kit.stack(paper(), issued())), no_classes())


def choice() -> rx.Component:
    """Class, paper, subject and term."""
    return kit.toolbar(
        kit.select(State.classes, State.class_id, State.choose_class, t("Class")),
        rx.cond(
            count(State.kinds) > 1,
            kit.select(State.kinds, State.kind, State.choose_kind, t("What to print")),
        ),
        rx.cond(
            State.course_id != "",
            kit.select(State.courses, State.course_id, State.choose_course, t("Subject")),
        ),
        rx.cond(
            State.pupil_id != "",
            kit.select(State.pupils, State.pupil_id, State.choose_pupil, t("Pupil")),
            kit.segmented(State.terms, State.term, State.choose_term, t("Term")),
        ),
        rx.cond(State.layout != "", kit.segmented(LAYOUTS, State.layout, State.choose_layout, t("Sheets"))),
        label=t("What to print"),
    )


def fact(words: str) -> rx.Component:
    """A sentence on what the paper holds."""
    return rx.el.p(words)


def paper() -> rx.Component:
    """What the paper holds, and where it is."""
    return kit.sheet(
        kit.sheet_body(
            rx.foreach(State.facts, fact),
            rx.cond(
                State.draft,
                rx.el.p(
                    t("The term is not over: every page is marked as a draft, and a draft has no number."),
                    class_name="soft",
                ),
            ),
            rx.cond(State.issues, issuing(), rx.el.div(*plain(), class_name="toolbar")),
        ),
        title=State.title,
    )


def plain() -> tuple[rx.Component, ...]:
    """A paper without a number."""
    return (
        kit.paper_button(t("Open to print"), State.href, kind="primary"),
        kit.link_button(t("Download"), State.href, icon="download", download=True),
        spreadsheet(),
    )


def spreadsheet() -> rx.Component:
    """The same as a spreadsheet, where there is one."""
    return rx.cond(
        State.sheet_href != "",
        kit.link_button(t("Spreadsheet"), State.sheet_href, icon="download", download=True),
    )


def issuing() -> rx.Component:
    """A paper with a number: each press is another one."""
    # Beside the page, the file too: a form posted in its place would part it from the server.
    issue = post_form(
        kit.button(t("Issue and open"), kind="primary", icon="printer", submit=True),
        action=State.href,
        target="_blank",
    )
    save = post_form(
        kit.button(t("Issue and download"), icon="download", submit=True),
        action=State.save_href,
        target="_blank",
    )
    return rx.fragment(
        rx.cond(
            State.trouble != "",
            kit.callout(State.trouble, tone="red"),
            rx.el.p(
                t(
                    "Each issue gets a number, a square that leads to its page, and the signature of the "
                    "school's certificate. The earlier ones stay; the new one says what differs."
                ),
                class_name="soft",
            ),
        ),
        rx.el.div(
            rx.cond(State.trouble == "", rx.fragment(issue, save)),
            kit.paper_button(t("Look without issuing"), State.href, icon="eye"),
            spreadsheet(),
            class_name="toolbar",
        ),
    )


def issued() -> rx.Component:
    """The papers that were issued, the latest first."""
    return kit.sheet(
        rx.cond(
            some(State.issued),
            rx.fragment(
                kit.rows(rx.foreach(State.issued, issued_line)),
                rx.cond(
                    State.has_more,
                    kit.sheet_body(kit.button(t("Earlier ones too"), on_click=State.list_more)),
                ),
            ),
            kit.sheet_body(rx.el.p(t("Nothing has been issued yet."), class_name="soft")),
        ),
        title=t("Issued papers"),
        aside=kit.segmented(State.scopes, State.whose, State.choose_whose, t("Whose papers")),
    )


def issued_line(one: IssuedRow) -> rx.Component:
    """What was issued, when, by whom, what differs, and its number that leads to its page."""
    number = rx.el.a(one.number, href=one.href, target="_blank", class_name="paper-number")
    standing = rx.cond(
        one.replaced, kit.badge(t("replaced"), tone="soft"), kit.badge(t("in force"), tone="green")
    )
    return kit.row(
        one.title,
        rx.fragment(one.about, rx.el.br(), one.differs),
        end=rx.el.div(number, standing, class_name="paper-end"),
        wrap=True,
    )
