"""Parts of the import: steps, the field for the file, names, check, result, downloads."""

import reflex as rx

from ejournal.pages.schedule_import.layout_parts import layout
from ejournal.pages.schedule_import.rows import ClassRow, FactRow, NameRow
from ejournal.pages.schedule_import.state import CHECK, DONE, DRAFT, FILE, NAMES, NOW
from ejournal.pages.schedule_import.state import ScheduleImportState as State
from ejournal.ui import kit
from ejournal.ui.components.file_drop import file_drop
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import Words, t
from ejournal.ui.words.vars import count, some, text_of

STEPS = ((FILE, t("File")), (NAMES, t("Names")), (CHECK, t("Check")), (DONE, t("Done")))


def wizard() -> rx.Component:
    """The whole page under its title."""
    return kit.stack(
        kit.steps(STEPS, State.step),
        rx.cond(State.others, kit.callout(State.others, tone="amber")),
        rx.cond(State.problem, kit.callout(State.problem, tone="red", title=t("Nothing was imported"))),
        rx.match(
            State.step,
            (NAMES, names_step()),
            (CHECK, check_step()),
            (DONE, done_step()),
            file_step(),
        ),
    )


def file_step() -> rx.Component:
    """Where the file is given, and the downloads of today's timetable."""
    return kit.stack(
        kit.sheet(
            kit.sheet_body(
                file_drop(
                    "/schedule/import/file",
                    accept=".xml,.xlsx",
                    megabytes=20,
                    hint=t("Nothing changes until you have seen what will change and agreed to it."),
                    too_large=t("The file is larger than 20 MB. Is it really a timetable?"),
                    on_sent=State.uploaded,
                ),
            ),
            title=t("Timetable file"),
        ),
        downloads(),
    )


def downloads() -> rx.Component:
    """The timetable of today as files."""
    return kit.sheet(
        kit.sheet_body(
            rx.el.p(t("The timetable that holds today, for printing, sending or another program.")),
            rx.el.div(
                kit.link_button(
                    t("Spreadsheet (.xlsx)"), "/schedule/timetable.xlsx", icon="sheet", download=True
                ),
                kit.link_button(
                    t("aSc Timetables (.xml)"), "/schedule/timetable.xml", icon="file-code", download=True
                ),
                class_name="toolbar",
            ),
        ),
        title=t("Download"),
    )


def about_file() -> rx.Component:
    """The file's name and when it was sent, with the way to throw it away."""
    end = kit.button(
        t("Another file"), kind="quiet", on_click=State.throw_away, disabled=State.busy.kind != ""
    )
    return kit.rows(kit.row(State.file_name, State.file_note, end=end, wrap=True))


def facts() -> rx.Component:
    """Figures with what they count."""

    def fact(one: FactRow) -> rx.Component:
        return rx.el.div(rx.el.dt(one.label), rx.el.dd(one.value))

    return rx.el.dl(rx.foreach(State.facts, fact), class_name="facts")


def words_list(title: Words, items: list[str], *, is_open: bool = False) -> rx.Component:
    """A list of sentences that opens under its title; nothing when it is empty."""
    titled = rx.el.span(title, " · ", text_of(count(items)))
    body = rx.el.ul(rx.foreach(items, rx.el.li), class_name="words-list")
    return rx.cond(some(items), kit.disclosure(titled, body, is_open=is_open))


def names_step() -> rx.Component:
    """What was found in the file, and what its names stand for."""
    return kit.stack(
        kit.sheet(
            about_file(),
            kit.sheet_body(facts(), words_list(t("Remarks on the file"), State.notes)),
            title=t("Found in the file"),
        ),
        rx.cond(State.layout.is_sheet, layout()),
        kit.sheet(
            kit.sheet_body(
                rx.el.p(
                    t("Names that the school does not have are made anew. Where it has the same thing under "
                      "another name, choose it here; the choice is remembered."),
                    class_name="soft",
                ),
                kit.segmented(State.kinds, State.kind, State.choose_kind, t("Kind of names")),
            ),
            rx.cond(
                some(State.names),
                kit.rows(rx.foreach(State.names, name_line)),
                kit.empty_state(t("All of these names are known"), icon="circle-check"),
            ),
            rx.cond(State.same_words, rx.el.p(State.same_words, class_name="soft import-same")),
            title=t("Names"),
        ),
        options(),
        running(
            kit.button(t("See what will change"), kind="primary", icon="list-checks", on_click=State.check)
        ),
    )  # fmt: skip


def name_line(one: NameRow) -> rx.Component:
    """A name of the file and what it stands for."""
    choice = kit.select(
        one.options,
        one.value,
        lambda value: State.choose_name(one.name, value),
        one.name,
        hide_label=True,
        disabled=State.busy.kind != "",
    )
    return kit.row(one.name, rx.cond(one.is_new, "", one.how), end=choice, wrap=True)


def options() -> rx.Component:
    """From which day the timetable holds, and whether it is published at once."""
    return kit.sheet(
        kit.sheet_body(
            kit.text_field(
                "starts",
                t("Holds from"),
                kind="date",
                hint=t(
                    "Empty: from the year's first day when it is the first timetable, else from next Monday."
                ),
                error=SessionState.errors["starts"],
                value=State.starts,
                on_change=State.set_starts,
            ),
            kit.segmented(
                ((NOW, t("Publish and make the lessons")), (DRAFT, t("Leave as a draft"))),
                State.when,
                State.set_when,
                t("What to do with the timetable"),
            ),
        ),
        title=t("When it begins"),
    )


def running(*buttons: rx.Component) -> rx.Component:
    """The buttons; while the long work runs, how far it is."""
    words = rx.cond(State.busy.kind == "import", t("Importing, the lessons are being made"), t("Checking"))
    bar = rx.cond(
        State.busy.total > 0,
        kit.progress(State.busy.done, State.busy.total, words),
        rx.el.div(rx.el.span(class_name="spinner"), words, class_name="busy", role="status"),
    )
    return rx.cond(State.busy.kind, bar, rx.el.div(*buttons, class_name="toolbar import-buttons"))


def check_step() -> rx.Component:
    """What would change, and the question whether to do it."""
    return kit.stack(
        kit.sheet(
            about_file(),
            kit.sheet_body(
                facts(),
                rx.cond(State.outcome.lessons, kit.callout(State.outcome.lessons, tone="amber")),
                rx.cond(State.outcome.kept_words, kit.callout(State.outcome.kept_words, tone="amber")),
                words_list(t("Courses with another teacher"), State.outcome.teachers, is_open=True),
                words_list(t("Lessons that stay"), State.outcome.kept),
                words_list(t("Conflicts in the timetable"), State.outcome.errors, is_open=True),
                words_list(t("Warnings"), State.outcome.warnings),
                words_list(t("Hours without a place"), State.outcome.unplaced),
                words_list(t("Remarks on the file"), State.notes, is_open=True),
            ),
            title=t("What will change"),
        ),
        kit.sheet(
            rx.cond(
                some(State.outcome.classes),
                kit.rows(rx.foreach(State.outcome.classes, class_line)),
                kit.empty_state(t("The timetable is the same as now"), icon="circle-check"),
            ),
            title=t("By class"),
        ),
        running(
            kit.button(t("Back to the names"), on_click=State.back),
            kit.button(
                rx.cond(State.when == DRAFT, t("Import as a draft"), t("Import and publish")),
                kind="primary",
                on_click=State.take_in,
            ),
        ),
    )


def class_line(one: ClassRow) -> rx.Component:
    """A class with its counts; pressed, the lessons that differ."""
    is_open = State.opened == one.title
    lines = rx.el.ul(rx.foreach(State.lines, rx.el.li), class_name="words-list import-lines")
    return rx.el.div(
        kit.row(one.title, one.words, on_click=State.open_class(one.title), current=is_open),
        rx.cond(is_open, lines),
    )


def done_step() -> rx.Component:
    """What was done, and where to look at it."""
    return kit.stack(
        kit.callout(
            rx.cond(
                State.outcome.lessons,
                State.outcome.lessons,
                t("The draft waits in the editor of the timetable."),
            ),
            tone="green",
            title=t("The timetable is imported"),
        ),
        kit.sheet(
            kit.sheet_body(
                facts(),
                rx.cond(State.outcome.kept_words, kit.callout(State.outcome.kept_words, tone="amber")),
                words_list(t("Conflicts in the timetable"), State.outcome.errors),
                words_list(t("Warnings"), State.outcome.warnings),
                words_list(t("Hours without a place"), State.outcome.unplaced),
                words_list(t("Remarks on the file"), State.notes),
            ),
            title=State.file_name,
        ),
        rx.el.div(
            kit.link_button(t("Open the schedule"), "/schedule", kind="primary"),
            kit.link_button(t("Check the calendar and the bells"), "/schedule/calendar"),
            kit.button(t("Import another file"), kind="quiet", on_click=State.throw_away),
            class_name="toolbar import-buttons",
        ),
    )


def pick_dialog() -> rx.Component:
    """The whole list of what the school has, for a name that nothing is like."""
    return kit.dialog(
        kit.select_field(
            "pick",
            t("In the school it is"),
            State.picking.options,
            value=State.picking.value,
            on_change=State.pick,
        ),
        is_open=State.picking.name != "",
        on_close=State.leave_pick,
        title=State.picking.name,
        foot=[kit.button(t("Cancel"), on_click=State.leave_pick)],
    )
