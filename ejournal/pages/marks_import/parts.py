"""Parts of the import of marks: the field for the file, tables, questions, differences, the result."""

from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.pages.marks_import.checked import DIFFERENCES, QUESTIONS
from ejournal.pages.marks_import.jobs import UNDO
from ejournal.pages.marks_import.rows import FaultRow, QuestionRow
from ejournal.pages.marks_import.state import MarksImportState as State
from ejournal.services.marks_import.file import KEEP, TAKE
from ejournal.ui import kit
from ejournal.ui.components.file_drop import file_drop
from ejournal.ui.frame import file_steps
from ejournal.ui.runtime.files.steps import CHECK, DONE
from ejournal.ui.words.imports import fits
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import count, no, some

DECISIONS = ((KEEP, t("The journal’s")), (TAKE, t("The file’s")))


def wizard() -> rx.Component:
    """The whole page under its title."""
    return kit.stack(
        kit.steps(file_steps.STEPS, State.step),
        rx.cond(State.others, kit.callout(State.others, tone="amber")),
        rx.cond(State.problem, kit.callout(State.problem, tone="red")),
        rx.cond(State.undone, kit.callout(State.undone, tone="green")),
        rx.cond(State.busy.kind == UNDO, _progress(t("Taking the marks back"))),
        rx.match(State.step, (CHECK, check_step()), (DONE, done_step()), file_step()),
    )


def file_step() -> rx.Component:
    """Where the file is given, and the one taken in last."""
    return kit.stack(
        kit.sheet(
            kit.sheet_body(
                file_drop(
                    "/marks/import/file",
                    accept=".xlsx,.xls,.ods,.csv,.txt",
                    megabytes=20,
                    hint=t("Nothing changes until you have seen what will change and agreed to it."),
                    too_large=t("The file is larger than 20 MB. Is it really an export of a journal?"),
                    on_sent=State.uploaded,
                ),
                rx.el.p(
                    t(
                        "A list with a row a mark, or a table of a class and subject with pupils down and "
                        "dates across; several tables in one file will do. The marks are laid on the "
                        "lessons that stand in the timetable here."
                    ),
                    class_name="soft",
                ),
            ),
            title=t("Export of the other journal"),
        ),
        last(),
    )


def last() -> rx.Component:
    """The file taken in last, and the way back."""
    return file_steps.last(
        State,
        t("The last file"),
        t("Can be taken back while nobody has changed what it wrote"),
        waits=State.busy.kind != "",
    )


def check_step() -> rx.Component:
    """How the file was understood, what is to be settled, what would be written."""
    another = kit.button(
        t("Another file"), kind="quiet", on_click=State.throw_away, disabled=State.busy.kind != ""
    )
    return kit.stack(
        kit.sheet(
            kit.rows(kit.row(State.file_name, State.file_note, end=another, wrap=True)),
            rx.cond(some(State.views), table()),
            title=t("How the file is understood"),
        ),
        rx.cond(some(State.views), findings()),
        foot(),
    )


def table() -> rx.Component:
    """One table of the file: what it is of, and what its columns say."""
    return kit.sheet_body(
        rx.cond(
            count(State.sheets) > 1,
            kit.select(State.sheets, State.sheet, State.choose_sheet, t("Tables of the file")),
        ),
        rx.el.p(State.about.words, class_name="soft"),
        rx.cond(State.about.is_grid, about()),
        kit.disclosure(
            rx.el.span(t("What is in which column")),
            file_steps.columns(State),
        ),
    )


def about() -> rx.Component:
    """Of which class, subject and term a table is: what is written there may be put right."""

    def field(name: str, label: str, value: str) -> rx.Component:
        return kit.text_field(
            name, t(label), limit=limits.LIST_CELL, default_value=value, key=State.about.key + name + value
        )

    return rx.el.form(
        field("klass", "Class", State.about.klass),
        field("subject", "Subject", State.about.subject),
        field("term", "Term", State.about.term),
        field("teacher", "Teacher", State.about.teacher),
        kit.button(t("Read it so"), submit=True),
        on_submit=State.set_about,
        class_name="list-columns marks-about",
    )


def findings() -> rx.Component:
    """What is to be settled, decided and known."""
    return kit.sheet(
        kit.sheet_body(kit.segmented(State.views, State.view, State.choose_view, t("What to show"))),
        rx.match(State.view, (QUESTIONS, questions()), (DIFFERENCES, differences()), faults()),
        rx.cond(State.more, rx.el.p(State.more, class_name="soft list-more")),
        title=t("What will not do by itself"),
    )


def questions() -> rx.Component:
    """Names and texts that are not known, each once."""
    return rx.cond(
        some(State.questions),
        kit.stack(
            kit.sheet_body(
                rx.el.p(
                    t(
                        "Each is asked once: the answer holds for all rows that say so. Nobody is taken for "
                        "somebody else by the program."
                    ),
                    class_name="soft",
                ),
                rx.el.div(
                    kit.button(t("Accept what is beyond doubt"), icon="list-checks", on_click=State.accept),
                    class_name="toolbar",
                ),
            ),
            kit.rows(rx.foreach(State.questions, question)),
            tight=True,
        ),
        kit.empty_state(t("Nothing to settle"), icon="circle-check"),
    )


def question(one: QuestionRow) -> rx.Component:
    """What is not known, in how many rows, and what it may stand for."""
    note = rx.el.div(
        rx.el.div(one.words, class_name=rx.cond(one.stops, "list-fault", "")),
        rx.el.div(one.count, class_name="soft"),
    )
    end = rx.el.div(
        rx.cond(
            one.proposed,
            kit.button(one.proposed, icon="check", on_click=State.choose(one.key, one.proposed_value)),
        ),
        kit.select(
            one.options, one.value, lambda value: State.choose(one.key, value), one.title, hide_label=True
        ),
        rx.cond(one.is_text, kit.button(t("Write it"), icon="pencil", on_click=State.open_fault(one.key))),
        class_name="marks-answer",
    )
    return kit.row(one.title, note, end=end, wrap=True)


def differences() -> rx.Component:
    """Cells that hold another mark."""

    def difference(one: FaultRow) -> rx.Component:
        choice = kit.segmented(DECISIONS, one.value, lambda value: State.decide(one.key, value), one.place)
        return kit.row(one.words, "", lead=file_steps.place(one), end=choice, wrap=True)

    return rx.cond(
        some(State.faults),
        kit.stack(
            kit.sheet_body(
                rx.el.p(
                    t(
                        "The journal’s mark stays unless you say otherwise; what is replaced stands in "
                        "its history."
                    ),
                    class_name="soft",
                ),
                rx.el.div(
                    kit.button(t("Keep the journal’s everywhere"), on_click=State.decide_all("keep")),
                    kit.button(t("Take the file’s everywhere"), on_click=State.decide_all("take")),
                    class_name="toolbar",
                ),
            ),
            kit.rows(rx.foreach(State.faults, difference), lead="5rem"),
            tight=True,
        ),
        kit.empty_state(t("The journal says nothing else"), icon="circle-check"),
    )


def faults() -> rx.Component:
    """What cannot be laid, or is to be known, cell by cell."""

    def fault(one: FaultRow) -> rx.Component:
        right = kit.button(t("Put right"), icon="pencil", on_click=State.open_fault(one.key))
        words = rx.el.span(one.words, class_name=rx.cond(one.stops, "list-fault", ""))
        end = rx.cond(one.is_cell & one.stops, right)
        return kit.row(words, fits(one.suggestion), lead=file_steps.place(one), end=end, wrap=True)

    return rx.cond(
        some(State.faults),
        kit.rows(rx.foreach(State.faults, fault), lead="5rem"),
        kit.empty_state(t("Nothing here"), icon="circle-check"),
    )


def foot() -> rx.Component:
    """What will be done, and the button that does it; while the long work runs, how far it is."""
    bar = _progress(rx.cond(State.busy.kind == "import", t("Taking the marks in"), t("Checking")))
    again = kit.button(t("Check once more"), kind="primary", icon="list-checks", on_click=State.check)
    take = kit.button(
        t("Take the marks in"),
        kind="primary",
        icon="check",
        on_click=State.take_in,
        disabled=no(State.can_take),
    )
    told = rx.el.div(
        rx.el.b(rx.cond(State.stale, t("You have decided something since the check"), State.outcome.does)),
        rx.cond(State.outcome.left_out, rx.el.div(State.outcome.left_out, class_name="soft")),
        rx.el.div(
            t("Families get no notices of marks that are taken in; the history of each cell names you."),
            class_name="soft",
        ),
        class_name="list-outcome",
    )
    return rx.cond(
        State.busy.kind,
        rx.cond(State.busy.kind == UNDO, rx.fragment(), rx.el.div(bar, class_name="list-foot")),
        rx.el.div(told, rx.cond(State.stale | no(some(State.views)), again, take), class_name="list-foot"),
    )


def _progress(words: Any) -> rx.Component:
    return rx.cond(
        State.busy.total > 0,
        kit.progress(State.busy.done, State.busy.total, words),
        rx.el.div(rx.el.span(class_name="spinner"), words, class_name="busy", role="status"),
    )


def done_step() -> rx.Component:
    """What was done, and where to look at it."""

    return kit.stack(
        file_steps.taken(t("The marks are taken in")),
        file_steps.facts(State),
        rx.el.div(
            kit.button(t("Next file"), kind="primary", on_click=State.throw_away), class_name="toolbar"
        ),
        last(),
    )


def fixing() -> rx.Component:
    """A cell, or a text wherever it stands, written anew."""
    return file_steps.fixing(State, t("Value"))


def undoing() -> rx.Component:
    """The question before a file is taken back."""
    return file_steps.undoing(
        State,
        t("Take the last file back?"),
        t("The marks and absences that it wrote go, what it replaced stands as before."),
    )
