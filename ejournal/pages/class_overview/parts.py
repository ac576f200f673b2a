"""The class page's components: absences to explain, the dialog of the reason, who has read the diary."""

import reflex as rx

from ejournal import limits
from ejournal.pages.class_overview.rows import AnnouncedRow, ReadingRow, RunRow
from ejournal.pages.class_overview.state import DRAFT, ClassState
from ejournal.ui import kit
from ejournal.ui.frame.nothing_yet import no_classes
from ejournal.ui.frame.week import week_turn
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.absences import REASONS
from ejournal.ui.words.text import Words, t
from ejournal.ui.words.vars import count, some


def nothing() -> rx.Component:
    """For who has no class."""
    return no_classes()


def class_choice() -> rx.Component:
    """The class, where there are several."""
    return rx.cond(
        count(ClassState.classes) > 1,
        kit.toolbar(kit.select(ClassState.classes, ClassState.class_id, ClassState.choose_class, t("Class"))),
    )


def announced() -> rx.Component:
    """Absences that families have announced."""
    return rx.cond(
        some(ClassState.announced),
        kit.sheet(kit.rows(rx.foreach(ClassState.announced, _announced)), title=t("Announced by families")),
    )


def _announced(row: AnnouncedRow) -> rx.Component:
    return kit.row(row.name, row.note)


def to_explain() -> rx.Component:
    """Absences without a reason."""
    return kit.sheet(
        rx.cond(
            some(ClassState.runs),
            kit.rows(rx.foreach(ClassState.runs, _run)),
            kit.empty_state(t("Every absence has its reason"), icon="circle-check"),
        ),
        title=t("Absences without a reason"),
    )


def _run(row: RunRow) -> rx.Component:
    return kit.row(
        row.name,
        rx.fragment(rx.el.span(row.days, class_name="nowrap"), " · ", row.note),
        end=kit.badge(t("Give the reason"), "accent"),
        on_click=ClassState.open_run(row.pupil_id, row.first),
        wrap=True,
    )


def reason_dialog() -> rx.Component:
    """The reason of the opened absence."""
    return kit.dialog(
        rx.el.form(
            kit.chips(
                [(code.value, t(words)) for code, words in REASONS],
                ClassState.code,
                ClassState.set_code,
                t("Reason"),
            ),
            kit.field_error("code", SessionState.errors["code"]),
            kit.text_field(
                "note",
                t("Document or explanation"),
                hint=t("Such as a doctor's note and its date"),
                error=SessionState.errors["note"],
                limit=limits.NOTE,
                draft=f"{DRAFT}{ClassState.run.pupil_id}",
            ),
            id="reason-form",
            on_submit=ClassState.explain,
            class_name="stack",
        ),
        is_open=ClassState.run_open,
        on_close=ClassState.close_run,
        title=ClassState.run.name,
        note=rx.fragment(ClassState.run.days, " · ", ClassState.run.note),
        foot=[
            kit.button(t("Cancel"), on_click=ClassState.close_run),
            kit.button(t("Write down"), kind="primary", submit=True, form="reason-form"),
        ],
    )


def readings() -> rx.Component:
    """Who has looked into the diary and acknowledged the week."""
    return kit.sheet(
        rx.el.div(
            *week_turn(ClassState.week, _address(ClassState.previous_week), _address(ClassState.next_week)),
            class_name="toolbar class-week",
        ),
        kit.rows(rx.foreach(ClassState.readings, _reading)),
        title=t("Who has read the diary"),
        aside=rx.el.span(ClassState.reading_summary, class_name="soft small nowrap"),
    )


def _address(day: Words) -> Words:
    return f"/class?class={ClassState.class_id}&day={day}"


def _reading(row: ReadingRow) -> rx.Component:
    return kit.row(
        row.name,
        row.note,
        end=rx.match(
            row.state,
            ("read", kit.badge(t("acknowledged"), "green", icon="check")),
            ("seen", kit.badge(t("looked"), "accent", icon="eye")),
            ("unseen", kit.badge(t("not opened"), "amber")),
            kit.badge(t("no guardian listed")),
        ),
        href=f"/diary?child={row.id}&day={ClassState.day}",
    )
