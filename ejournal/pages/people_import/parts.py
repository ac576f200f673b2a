"""Parts of the import of people: the field for the file, columns, counts, faults, the result."""

import reflex as rx

from ejournal import limits
from ejournal.pages.people_import.rows import (
    CHANGED,
    FAULTS,
    NEW,
    ColumnRow,
    FactRow,
    FaultRow,
    PersonRow,
)
from ejournal.pages.people_import.state import CHECK, DONE, FILE
from ejournal.pages.people_import.state import PeopleImportState as State
from ejournal.ui import kit
from ejournal.ui.components.file_drop import file_drop
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.imports import fits
from ejournal.ui.words.text import Words, t, t_format
from ejournal.ui.words.vars import count, no, some

STEPS = ((FILE, t("File")), (CHECK, t("Check")), (DONE, t("Done")))


def wizard() -> rx.Component:
    """The whole page under its title."""
    return kit.stack(
        kit.steps(STEPS, State.step),
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
    """The list taken in last, and the way back."""
    return rx.cond(
        State.last_file,
        kit.sheet(
            kit.rows(
                kit.row(
                    State.last_file,
                    t("Can be taken back while nothing hangs on what it made"),
                    end=kit.button(t("Undo the import"), icon="undo-2", on_click=State.ask_undo),
                    wrap=True,
                )
            ),
            title=t("The last list"),
        ),
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
                rx.el.div(rx.foreach(State.columns, column), class_name="list-columns"),
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


def column(one: ColumnRow) -> rx.Component:
    """A column: its words, what it is taken to mean, a value of it."""
    name = rx.cond(one.title, one.title, one.letter)
    return rx.el.div(
        rx.el.div(name, class_name="list-column-name"),
        kit.select(
            State.meanings,
            one.meaning,
            lambda value: State.set_meaning(one.letter, value),
            name,
            hide_label=True,
        ),
        rx.el.div(one.sample, class_name="soft list-column-sample"),
        class_name="list-column",
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
    lead = rx.fragment(
        t_format("row {n}", n=one.place),
        rx.cond(one.sheet, rx.el.div(one.sheet, class_name="soft list-sheet")),
    )
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

    def fact(one: FactRow) -> rx.Component:
        return rx.el.div(rx.el.dt(one.label), rx.el.dd(one.value))

    return kit.stack(
        kit.callout(
            t("If something is wrong with it, it can be taken back below as a whole."),
            tone="green",
            title=t("The list is taken in"),
        ),
        kit.sheet(
            kit.sheet_body(rx.el.dl(rx.foreach(State.facts, fact), class_name="facts")),
            title=State.file_name,
        ),
        rx.el.div(
            kit.link_button(t("People"), "/people", kind="primary"),
            kit.button(t("Another list"), kind="quiet", on_click=State.throw_away),
            class_name="toolbar",
        ),
        last(),
    )


def fixing() -> rx.Component:
    """A cell written anew."""
    return kit.form_dialog(
        kit.text_field(
            "value",
            rx.cond(State.fault.column, State.fault.column, t("Value")),
            error=SessionState.errors["value"],
            hint=fits(State.fault.suggestion),
            limit=limits.LIST_CELL,
            default_value=State.fault.value,
        ),
        name="cell",
        on_submit=State.fix,
        is_open=State.fault.key != "",
        on_close=State.leave_fault,
        title=t("Put right"),
        note=State.fault.words,
        fresh=State.fault.key,
    )


def undoing() -> rx.Component:
    """The question before a list is taken back."""
    return kit.confirm(
        is_open=State.asked_undo,
        on_close=State.leave_undo,
        on_confirm=State.undo,
        title=t("Take the last list back?"),
        text=rx.el.span(
            State.last_file,
            ". ",
            t("The people, classes and links that it made are deleted, what it changed becomes as before."),
        ),
        confirm_label=t("Undo the import"),
    )
