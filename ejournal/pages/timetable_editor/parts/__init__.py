"""Parts of the editor: choice of version and view, the board, what is in hand, what is wrong."""

import reflex as rx

from ejournal.pages.timetable_editor.load_state import LoadState as Load
from ejournal.pages.timetable_editor.rows import CLASS, TEACHER
from ejournal.pages.timetable_editor.state import TimetableEditorState as State
from ejournal.pages.timetable_editor.teachers_state import TeacherNeedsState as Needs
from ejournal.pages.timetable_editor.whole_state import WholeTimetableState as Whole
from ejournal.ui import kit
from ejournal.ui.components.board import board_words, timetable_board
from ejournal.ui.words.text import Words, t, t_format
from ejournal.ui.words.vars import count, some, text_of


def editor() -> rx.Component:
    """The whole page under its title."""
    return rx.cond(
        State.version != "",
        kit.stack(version_bar(), view_bar(), long_work(), published_note(), board(), wrong()),
        nothing_yet(),
    )


def nothing_yet() -> rx.Component:
    """For a school without any timetable."""
    return kit.empty_state(
        t("There is no timetable yet"),
        t("Begin an empty one here, or import it from a file."),
        icon="calendar-days",
        actions=[
            kit.button(t("New timetable"), kind="primary", on_click=Whole.open_dialog("new")),
            kit.link_button(t("Import from a file"), "/schedule/import"),
        ],
    )


def version_bar() -> rx.Component:
    """Which timetable, and what can be done with it as a whole."""
    return rx.el.div(
        kit.select(State.versions, State.version, State.choose_version, t("Timetable")),
        rx.el.div(
            rx.el.div(
                kit.button(t("New timetable"), icon="plus", on_click=Whole.open_dialog("new")),
                class_name="desktop-only",
            ),
            kit.menu(
                "timetable",
                t("More"),
                kit.button(t("Name and days"), icon="pencil", on_click=Whole.open_dialog("change")),
                kit.button(t("What teachers need"), icon="user-cog", on_click=Needs.open_needs),
                kit.button(t("Teaching load"), icon="book-open", on_click=Load.open_load),
                rx.cond(
                    State.editable,
                    kit.button(t("Delete the draft"), icon="trash-2", on_click=Whole.open_dialog("delete")),
                ),
            ),
            rx.cond(
                State.editable,
                rx.el.div(
                    kit.button(
                        t("Publish…"),
                        kind="primary",
                        icon="send",
                        on_click=Whole.preview,
                        disabled=State.busy.kind != "",
                    ),
                    class_name="desktop-only",
                ),
            ),
            class_name="toolbar push",
        ),
        class_name="toolbar no-print",
    )


def view_bar() -> rx.Component:
    """By class or by teacher, whose week; steps back and forth, the automatic placement."""
    address = "/schedule/edit?version=" + State.version
    return rx.el.div(
        kit.tabs(
            (
                (CLASS, address + "&by=class", t("By class")),
                (TEACHER, address + "&by=teacher", t("By teacher")),
            ),
            State.by,
            t("Whose week"),
        ),
        kit.select(
            State.targets,
            State.target,
            State.choose_target,
            rx.cond(State.by == CLASS, t("Class"), t("Teacher")),
            hide_label=True,
        ),
        rx.cond(
            State.editable,
            rx.el.div(
                kit.icon_button("undo-2", t("Undo"), State.undo, disabled=State.undo_n == 0),
                kit.icon_button("redo-2", t("Do again"), State.redo, disabled=State.redo_n == 0),
                kit.button(
                    t("Fill the rest"),
                    icon="wand-sparkles",
                    on_click=Whole.fill,
                    disabled=State.busy.kind != "",
                ),
                class_name="toolbar push desktop-only",
            ),
        ),
        class_name="toolbar no-print",
    )


def long_work() -> rx.Component:
    """What is under way on this timetable, who began it, how far it is."""
    words = rx.match(
        State.busy.kind,
        ("fill", t("Places are being found, at most a minute and a half")),
        ("publish", t("Publishing, the lessons of the year are being made")),
        t("Finding out what will change"),
    )
    bar = rx.cond(
        State.busy.total > 0,
        kit.progress(State.busy.done, State.busy.total, words, State.busy.who),
        rx.el.div(rx.el.span(class_name="spinner"), words, class_name="busy", role="status"),
    )
    shown = rx.el.div(
        rx.el.div(bar, rx.cond(State.busy.note != "", rx.el.p(State.busy.note, class_name="soft"))),
        rx.cond(State.busy.kind == "fill", kit.button(t("Stop, keep the best"), on_click=Whole.stop)),
        class_name="editor-work",
    )
    return rx.fragment(
        rx.cond(State.busy.kind != "", shown),
        rx.cond(State.problem != "", kit.callout(State.problem, tone="red")),
    )


def published_note() -> rx.Component:
    """Why nothing can be moved in a published timetable, and what to do."""
    return rx.cond(
        State.editable,
        rx.fragment(),
        kit.callout(
            t("This timetable is published. To change it, make a new one from it: the past stays as it was."),
            action=rx.el.div(
                kit.button(t("New timetable"), on_click=Whole.open_dialog("new")), class_name="desktop-only"
            ),
        ),
    )


def board() -> rx.Component:
    """The week and the tray; what is in hand stands above the tray."""
    words = {name: t(message) for name, message in board_words().items()}
    return timetable_board(
        in_hand(),
        view=State.view,
        patch=State.patch,
        slots=State.slots,
        words=words,
        on_pick=State.pick,
        on_put=State.put,
        on_remove=State.remove,
        on_undo=State.undo,
        on_redo=State.redo,
        on_gap=State.refresh,
    )


def in_hand() -> rx.Component:
    """The lesson that was taken: its room, its weeks, the way to the tray."""
    settings = kit.stack(
        kit.select(State.rooms, State.picked.room, State.set_room, t("Room")),
        kit.segmented(
            (("every", t("Every week")), ("odd", t("Odd")), ("even", t("Even"))),
            State.picked.week,
            State.set_week,
            t("In which weeks"),
        ),
        kit.button(t("To the tray"), icon="inbox", on_click=State.remove(State.picked.ref)),
        tight=True,
    )
    return rx.cond(
        State.picked.ref != "",
        rx.el.section(
            rx.el.h2(State.picked.title),
            rx.el.p(State.picked.note, class_name="soft"),
            rx.cond(State.picked.week != "", settings),
            class_name="sheet sheet-body editor-hand",
        ),
    )


def wrong() -> rx.Component:
    """Errors and warnings of the whole timetable."""
    clean = (~some(State.errors_found)) & (~some(State.warnings_found))
    return kit.sheet(
        kit.sheet_body(
            rx.cond(clean, rx.el.p(t("Nothing is wrong"), class_name="soft")),
            words_list(
                t_format("Errors: {n}", n=text_of(count(State.errors_found))), State.errors_found, True
            ),
            words_list(
                t_format("Warnings: {n}", n=text_of(count(State.warnings_found))), State.warnings_found
            ),
        ),
        title=t("Check of the whole timetable"),
    )


def words_list(title: Words, items: list[str], is_open: bool = False) -> rx.Component:
    """Sentences that open under their title; nothing when there are none."""
    body = rx.el.ul(rx.foreach(items, rx.el.li), class_name="words-list")
    return rx.cond(some(items), kit.disclosure(title, body, is_open=is_open))
