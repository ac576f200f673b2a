"""Parts of the import of people: the field for the file, columns, counts, faults, the result."""

import reflex as rx

from ejournal.pages.people_import.rows import (
    CHANGED,
    FAULTS,
    NEW,
    FaultRow,
    PersonRow,
)
from ejournal.pages.people_import.state import PeopleImportState as State
from ejournal.ui import kit
from ejournal.ui.components.file_drop import file_drop
from ejournal.ui.frame import file_steps
from ejournal.ui.runtime.files.steps import CHECK, DONE
from ejournal.ui.words.text import Words, t, t_format
from ejournal.ui.words.vars import count, no, some


def wizard() -> rx.Component:
    """The whole page under its title."""
    return kit.stack(
        kit.steps(file_steps.STEPS, State.step),
        rx.match(State.step, (CHECK, check_step()), (DONE, done_step()), file_step()),
    )


def file_step() -> rx.Component:
    """Where the list is given, and the one taken in last."""
    return kit.stack(
        kit.sheet(
            kit.sheet_body(
                file_drop(
                    "/people/import/file",
                    accept=".xlsx,.xls,.ods,.csv,.txt",
                    megabytes=20,
                    hint=t("Nothing changes until you have seen what will change and agreed to it."),
                    too_large=t("The file is larger than 20 MB. Is it really a list of people?"),
                    on_sent=State.uploaded,
                ),
                rx.el.p(
                    t(
                        "Pupils with their guardians, guardians alone, staff: on one sheet or on several, "
                        "with columns in any order. A list from another program will do as it is."
                    ),
                    class_name="soft",
                ),
            ),
            title=t("List of people"),
        ),
        last(),
        kit.sheet(
            kit.rows(
                kit.row(
                    t("Marks of another journal"),
                    t("When the people and the timetable are here: marks, term marks and absences"),
                    end=kit.link_button(t("Take marks in"), "/marks/import", icon="file-up"),
                    wrap=True,
                )
            ),
            title=t("After the people"),
        ),
    )


def last() -> rx.Component:
    """The file taken in last, and the way back."""
    return file_steps.last(
        State, t("The last list"), t("Can be taken back while nothing hangs on what it made")
    )


def check_step() -> rx.Component:
    """How the list was understood, what would change, what is wrong."""
    return kit.stack(
        kit.sheet(
            kit.rows(
                kit.row(
                    State.file_name,
                    State.file_note,
                    end=kit.button(t("Another file"), kind="quiet", on_click=State.throw_away),
                    wrap=True,
                )
            ),
            kit.sheet_body(
                rx.cond(
                    count(State.sheets) > 1,
                    kit.segmented(State.sheets, State.sheet, State.choose_sheet, t("Sheets of the file")),
                    rx.el.p(State.sheets[0].label, " · ", State.sheet_words, class_name="soft"),
                ),
                rx.cond(count(State.sheets) > 1, rx.el.p(State.sheet_words, class_name="soft")),
                file_steps.columns(State),
            ),
            title=t("What is in which column"),
        ),
        kit.sheet(
            kit.sheet_body(kit.segmented(State.counts, State.view, State.choose_view, t("What to show"))),
            rx.match(
                State.view,
                (FAULTS, faults()),
                (NEW, people(t("Nobody new"))),
                (CHANGED, people(t("Nothing changes"))),
                kit.empty_state(t("They stay as they are"), icon="circle-check"),
            ),
            rx.cond(State.more, rx.el.p(State.more, class_name="soft list-more")),
            title=t("What will change"),
        ),
        foot(),
    )


def faults() -> rx.Component:
    """What is wrong, row by row."""
    return rx.cond(
        some(State.faults),
        kit.rows(rx.foreach(State.faults, fault), lead="6rem"),
        kit.empty_state(t("No faults"), icon="circle-check"),
    )


def fault(one: FaultRow) -> rx.Component:
    """A fault: where it stands, what is written there, what is wrong, and the ways to put it right."""
    value = rx.cond(one.value, rx.el.span(one.value), rx.el.span(t("empty"), class_name="soft"))
    title = rx.el.span(
        rx.cond(one.column, rx.el.span(one.column, class_name="soft")),
        rx.cond(one.is_cell, rx.fragment(rx.el.span(": ", class_name="soft"), value)),
    )
    note = rx.el.div(
        rx.el.div(one.words, class_name=rx.cond(one.stops, "list-fault", "")),
        rx.cond(one.is_taken, rx.el.div(t("The line is taken in all the same"), class_name="soft")),
    )
    end = rx.fragment(
        rx.cond(one.person, kit.button(t("The same person"), on_click=State.join(one.key))),
        rx.cond(one.asks, kit.button(t("Somebody new"), on_click=State.part(one.key))),
        rx.cond(one.is_cell, kit.button(t("Put right"), icon="pencil", on_click=State.open_fault(one.key))),
    )
    lead = file_steps.place(one, t_format("row {n}", n=one.place))
    return kit.row(title, note, lead=lead, end=end, wrap=True)


def people(nobody: Words) -> rx.Component:
    """Who is new, or changes, with what is known of them."""

    def person(one: PersonRow) -> rx.Component:
        return kit.row(one.name, one.note)

    return rx.cond(
        some(State.people),
        kit.rows(rx.foreach(State.people, person)),
        kit.empty_state(nobody, icon="users"),
    )


def foot() -> rx.Component:
    """What will be done, and the button that does it."""
    return rx.el.div(
        rx.el.div(
            rx.el.b(State.outcome),
            rx.cond(State.left_out, rx.el.div(State.left_out, class_name="soft")),
            class_name="list-outcome",
        ),
        kit.button(
            State.taking,
            kind="primary",
            icon="check",
            on_click=State.take_in,
            disabled=no(State.can_take),
        ),
        class_name="list-foot",
    )


def done_step() -> rx.Component:
    """What was done, and where to look at it."""

    return kit.stack(
        file_steps.taken(t("The list is taken in")),
        file_steps.facts(State),
        rx.el.div(
            kit.link_button(t("People"), "/people", kind="primary"),
            kit.button(t("Another list"), kind="quiet", on_click=State.throw_away),
            class_name="toolbar",
        ),
        last(),
    )


def fixing() -> rx.Component:
    """A cell written anew."""
    return file_steps.fixing(State, rx.cond(State.fault.column, State.fault.column, t("Value")))


def undoing() -> rx.Component:
    """The question before a list is taken back."""
    return file_steps.undoing(
        State,
        t("Take the last list back?"),
        t("The people, classes and links that it made are deleted, what it changed becomes as before."),
    )
