"""Praise and remarks: those of the chosen lesson, the dialog of a new one, the question before one goes."""

import reflex as rx

from ejournal import limits
from ejournal.pages.journal.remark_state import RemarkState
from ejournal.pages.journal.rows import LessonLine, RemarkRow
from ejournal.pages.journal.state import JournalState
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t, t_format


def remark_dialog() -> rx.Component:
    """Whom, praise or remark, and the words."""
    return kit.form_dialog(
        kit.segmented(
            [("praise", t("Praise")), ("remark", t("Remark"))],
            RemarkState.remark_tone,
            RemarkState.choose_remark_tone,
            t("Praise or remark"),
        ),
        kit.select_field(
            "remark_pupil",
            t("Pupil"),
            RemarkState.pupils,
            value=RemarkState.remark_pupil,
            on_change=RemarkState.choose_remark_pupil,
            error=SessionState.errors["pupil"],
            none=t("Choose the pupil"),
        ),
        kit.text_area(
            "remark_text",
            rx.cond(
                RemarkState.families_read, t("What the family will read"), t("For the school's staff alone")
            ),
            error=SessionState.errors["text"],
            draft="remark:" + JournalState.lesson.id,
            limit=limits.REMARK,
            rows="4",
        ),
        name="remark",
        on_submit=RemarkState.save_remark,
        save=t("Write down"),
        title=t("Praise or remark"),
        is_open=RemarkState.remark_open,
        on_close=RemarkState.close_remark,
    )


def remarks_of_lesson(lesson: LessonLine) -> rx.Component:
    """What was said of pupils at the lesson; whoever gives it may add to it."""
    return rx.el.div(
        rx.foreach(JournalState.remarks, _remark),
        rx.cond(
            (lesson.why == "") & ~lesson.coming,
            rx.el.div(
                kit.button(
                    t("Praise or remark"), kind="quiet", icon="plus", on_click=RemarkState.open_remark
                ),
                class_name="journal-remark-add",
            ),
        ),
        class_name="journal-remarks",
    )


def _remark(one: RemarkRow) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.strong(one.pupil),
            rx.cond(one.praise, kit.badge(t("Praise"), "green"), kit.badge(t("Remark"), "amber")),
            class_name="journal-remark-head",
        ),
        rx.el.p(one.text, " ", rx.el.span(one.author, class_name="soft")),
        rx.cond(
            one.may_withdraw,
            kit.button(
                t("Withdraw"),
                kind="quiet",
                on_click=RemarkState.ask_withdrawal(one.id),
                aria_label=t_format("Withdraw: {what}", what=one.pupil),
            ),
        ),
        class_name="journal-remark",
    )


def withdrawal() -> rx.Component:
    """Asks before a remark is taken back."""
    return kit.confirm(
        is_open=RemarkState.withdrawn != "",
        on_close=RemarkState.keep_remark,
        on_confirm=RemarkState.withdraw,
        title=t("Withdraw what is written?"),
        text=RemarkState.withdrawn_words,
        confirm_label=t("Withdraw"),
    )
