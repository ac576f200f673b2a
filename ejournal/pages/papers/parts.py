"""The components of printing: the choice above, what the paper holds and its file below."""

import reflex as rx

from ejournal.models import PaperLayout
from ejournal.pages.papers.state import PapersState
from ejournal.ui import kit
from ejournal.ui.frame.nothing_yet import no_classes
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import count

State = PapersState
LAYOUTS = ((PaperLayout.A4.value, t("A4 to be bound")), (PaperLayout.BOOKLET.value, t("A3 booklet")))


def chosen() -> rx.Component:
    """What may be printed, or that there is nothing yet."""
    return rx.cond(State.class_id != "", rx.fragment(choice(), paper()), no_classes())


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
        kit.segmented(State.terms, State.term, State.choose_term, t("Term")),
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
                rx.el.p(t("The term is not over: every page is marked as a draft."), class_name="soft"),
            ),
            rx.el.div(
                kit.paper_button(t("Open to print"), State.href, kind="primary"),
                kit.link_button(t("Download"), State.href, icon="download", download=True),
                rx.cond(
                    State.sheet_href != "",
                    kit.link_button(t("Spreadsheet"), State.sheet_href, icon="download", download=True),
                ),
                class_name="toolbar",
            ),
        ),
        title=State.title,
    )
