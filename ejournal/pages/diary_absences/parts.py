"""The absences page's components: the form of an announcement, what was announced, missed lessons."""

import reflex as rx

from ejournal import limits
from ejournal.pages.diary_absences.rows import MissedDay, MissedRow, NoticeRow
from ejournal.pages.diary_absences.state import DRAFT, DiaryAbsencesState
from ejournal.ui import kit
from ejournal.ui.components.linked import linked
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.absences import ANNOUNCED_REASONS
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some


def announce_button() -> rx.Component:
    """Opens the form; for guardians only."""
    return rx.cond(
        DiaryAbsencesState.may_announce,
        kit.button(
            t("Announce an absence"), kind="primary", icon="plus", on_click=DiaryAbsencesState.open_form
        ),
    )


def announcement() -> rx.Component:
    """The form: from, to, reason, a word to the class teacher."""
    error = SessionState.errors
    return kit.form_dialog(
        rx.el.div(
            kit.text_field(
                "starts",
                t("First day"),
                kind="date",
                required=True,
                value=DiaryAbsencesState.starts,
                on_change=DiaryAbsencesState.set_starts,
                error=error["starts"],
            ),
            kit.text_field(
                "ends",
                t("Last day"),
                kind="date",
                required=True,
                default_value=DiaryAbsencesState.ends,
                key=DiaryAbsencesState.ends,
                error=error["ends"],
            ),
            class_name="absence-days",
        ),
        kit.segmented(
            [(code.value, t(words)) for code, words in ANNOUNCED_REASONS],
            DiaryAbsencesState.code,
            DiaryAbsencesState.set_code,
            t("Reason"),
        ),
        kit.field_error("code", error["code"]),
        kit.text_area(
            "note",
            t("A word to the class teacher"),
            error=error["note"],
            limit=limits.NOTE,
            draft=DRAFT + DiaryAbsencesState.child,
        ),
        name="absence",
        on_submit=DiaryAbsencesState.announce,
        is_open=DiaryAbsencesState.form_open,
        on_close=DiaryAbsencesState.close_form,
        title=t("Announce an absence"),
        note=DiaryAbsencesState.child_name,
        save=t("Announce"),
    )


def notices() -> rx.Component:
    """What was announced."""
    return rx.cond(
        some(DiaryAbsencesState.notices),
        kit.sheet(kit.rows(rx.foreach(DiaryAbsencesState.notices, _notice)), title=t("Announced absences")),
    )


def _notice(row: NoticeRow) -> rx.Component:
    return kit.row(
        row.days,
        row.words,
        end=rx.cond(
            row.confirmed,
            kit.badge(t("confirmed"), "green", icon="check"),
            rx.cond(
                row.own,
                kit.button(t("Withdraw"), kind="quiet", on_click=DiaryAbsencesState.withdraw(row.id)),
                kit.badge(t("announced")),
            ),
        ),
    )


def missed() -> rx.Component:
    """Missed lessons by day, with what was learnt and given there."""
    return rx.cond(
        some(DiaryAbsencesState.days),
        kit.stack(rx.foreach(DiaryAbsencesState.days, _day)),
        kit.sheet(kit.empty_state(t("No missed lessons this year"), icon="calendar-check")),
    )


def _day(day: MissedDay) -> rx.Component:
    return kit.sheet(
        rx.el.div(
            rx.foreach(day.lessons, _lesson), class_name="rows", role="list", style={"--lead": "1.25rem"}
        ),
        title=day.title,
        aside=kit.link(
            t("Open the day"),
            href=f"/diary?child={DiaryAbsencesState.child}&day={day.iso}",
            class_name="small no-print",
        ),
    )


def _lesson(row: MissedRow) -> rx.Component:
    return kit.row(
        row.subject,
        rx.fragment(
            rx.cond(row.topic != "", rx.el.div(row.topic), rx.el.div(t("The topic is not written down yet"))),
            rx.cond(row.homework != "", rx.el.div(t("Homework given:"), " ", linked(row.homework))),
        ),
        lead=row.number,
        end=kit.mark_chip(row.code),
    )
