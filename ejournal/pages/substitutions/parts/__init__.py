"""Parts of the page of substitutions: absences, lessons to settle, candidates."""

import reflex as rx

from ejournal import limits
from ejournal.pages.substitutions.change_state import AbsenceChangeState
from ejournal.pages.substitutions.cover_state import CoverState
from ejournal.pages.substitutions.parts.task import task_line
from ejournal.pages.substitutions.rows import AbsenceRow, CandidateRow, CoverRow, LessonRow
from ejournal.pages.substitutions.state import SubstitutionsState
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import count, some

State = SubstitutionsState
ERRORS = SessionState.errors
BEST = 5
"""Candidates shown at once; the others wait behind a line, so that task and order stay in sight."""


def absences() -> rx.Component:
    """Who is away these weeks; what waits for a decision comes first."""
    return kit.sheet(
        rx.cond(
            some(State.absences),
            kit.rows(rx.foreach(State.absences, absence)),
            kit.empty_state(
                t("Nobody is away"),
                t("Enter an absence, and the program shows its lessons and who could give them."),
                icon="calendar-check",
            ),
        ),
        title=t("Who is away"),
    )


def absence(one: AbsenceRow) -> rx.Component:
    """An absence: who, when, why, how many lessons are settled."""
    decided = rx.cond(
        one.declined,
        kit.badge(t("declined"), "red"),
        kit.badge(one.settled, rx.cond(one.done, "green", "amber")),
    )
    return kit.row(
        one.teacher,
        rx.fragment(
            one.note,
            rx.cond(
                one.may_undo,
                rx.el.div(kit.button(t("Undo"), kind="quiet", icon="undo-2", on_click=State.reopen(one.id))),
            ),
        ),
        end=rx.fragment(
            rx.cond(
                one.waiting,
                rx.fragment(
                    kit.button(t("Decline"), on_click=State.decline(one.id)),
                    kit.button(t("Accept"), kind="primary", on_click=State.approve(one.id)),
                ),
                decided,
            ),
            kit.row_link(t("Show the lessons"), "/substitutions?absence=" + one.id),
        ),
        current=one.id == State.absence,
        wrap=True,
    )


def lessons() -> rx.Component:
    """The lessons of the open absence."""
    return rx.cond(
        State.absence != "",
        kit.sheet(
            rx.cond(
                some(State.lessons),
                rx.fragment(cover_all(), kit.rows(rx.foreach(State.lessons, lesson), lead="6rem")),
                kit.empty_state(
                    t("No lessons on these days"), t("Nothing has to be settled."), icon="calendar-check"
                ),
            ),
            title=rx.cond(State.absence_title != "", State.absence_title, t("Lessons")),
            aside=rx.cond(
                State.absence_holds,
                kit.icon_button("pencil", t("Change the absence"), AbsenceChangeState.begin_change),
            ),
        ),
        kit.empty_state(
            t("Choose an absence"), t("Its lessons appear here, with who could give them."), icon="users"
        ),
    )


def lesson(one: LessonRow) -> rx.Component:
    """A lesson: what was done about it, or the button to settle it."""
    line = kit.row(
        one.title,
        rx.fragment(
            rx.cond(one.note != "", rx.el.div(one.note)),
            rx.cond(one.outcome != "", rx.el.div(one.outcome)),
            task_line(one.task),
        ),
        lead=rx.fragment(rx.el.div(one.lead), rx.el.div(one.hours)),
        end=rx.fragment(
            rx.cond(
                one.may_leave,
                kit.icon_button("notebook-pen", t("Task for the substitute"), State.open_task(one.id)),
            ),
            rx.cond(
                one.settled,
                kit.button(t("Take back"), kind="quiet", on_click=State.restore(one.id)),
                kit.button(t("Settle"), kind="primary", on_click=State.open_lesson(one.id)),
            ),
            rx.cond(
                one.arranged & ~one.settled,
                kit.button(t("Take back"), kind="quiet", on_click=State.restore(one.id)),
            ),
        ),
        amber=one.settled,
        wrap=True,
    )
    heading = rx.el.div(rx.el.h3(one.day, class_name="day-heading"), role="listitem")
    return rx.fragment(rx.cond(one.first_of_day, heading), line)


def cover_all() -> rx.Component:
    """The best free teachers for all lessons at once, where several are not settled."""
    return rx.cond(
        State.unsettled > 1,
        kit.sheet_body(
            kit.button(
                t("Assign the best to all lessons"), icon="users-round", on_click=CoverState.begin_cover
            )
        ),
    )


def covering() -> rx.Component:
    """Who would give which lesson; nothing is set before the button is pressed."""
    return kit.dialog(
        kit.rows(rx.foreach(CoverState.cover, _covered)),
        is_open=CoverState.covering,
        on_close=CoverState.leave_cover,
        title=t("The best free teachers"),
        note=State.absence_title,
        wide=True,
        foot=[
            kit.button(t("Cancel"), on_click=CoverState.leave_cover),
            rx.cond(
                CoverState.cover_words != "",
                kit.button(CoverState.cover_words, kind="primary", on_click=CoverState.agree_cover),
            ),
        ],
    )


def _covered(one: CoverRow) -> rx.Component:
    teacher = rx.cond(one.teacher != "", rx.el.strong(one.teacher), kit.badge(t("nobody is free"), "amber"))
    return kit.row(one.title, rx.fragment(rx.el.div(one.when), one.reasons), end=teacher, wrap=True)


def settling() -> rx.Component:
    """Who could give the lesson, the best first; or another way out."""
    return kit.dialog(
        rx.cond(State.cancelling, cancel_form(), rx.cond(State.moving, move_form(), candidate_list())),
        is_open=State.lesson.id != "",
        on_close=State.leave,
        title=State.lesson.title,
        note=f"{State.lesson.day}, {State.lesson.lead}",
        wide=True,
        keep_on_veil=True,
    )


def candidate_list() -> rx.Component:
    """Candidates with reasons, the papers of the substitution, other ways out."""
    return rx.fragment(
        rx.cond(
            some(State.candidates),
            kit.rows(rx.foreach(State.candidates[:BEST], candidate)),
            kit.callout(t("Nobody is free at this hour: move the lesson or cancel it."), tone="amber"),
        ),
        rx.cond(
            count(State.candidates) > BEST,
            kit.disclosure(t("Other teachers"), kit.rows(rx.foreach(State.candidates[BEST:], candidate))),
        ),
        kit.text_area(
            "task",
            t("Task for the substitute"),
            error=ERRORS["task"],
            default_value=State.task,
            on_save=State.write_task,
            tells_all=True,
            limit=limits.TASK,
            rows="2",
        ),
        kit.text_field(
            "order_number",
            t("Order number"),
            error=ERRORS["order_number"],
            default_value=State.order_number,
            on_save=State.write_order,
            tells_all=True,
            limit=limits.ORDER_NUMBER,
        ),
        kit.check(t("The hour is paid"), State.paid, State.choose_paid),
        kit.toolbar(
            kit.button(t("Move to another day"), on_click=State.begin_move, icon="calendar-clock"),
            kit.button(t("Cancel the lesson"), on_click=State.begin_cancel, icon="calendar-x"),
        ),
    )


def candidate(one: CandidateRow) -> rx.Component:
    """A teacher and why; assign, or join classes for who teaches at the hour."""
    return kit.row(
        one.name,
        one.reasons,
        end=rx.cond(
            one.free,
            rx.cond(
                one.best,
                kit.button(t("Assign"), kind="primary", on_click=State.assign(one.id)),
                kit.button(t("Assign"), on_click=State.assign(one.id)),
            ),
            kit.button(t("Join classes"), on_click=State.join(one.id)),
        ),
        wrap=True,
    )


def cancel_form() -> rx.Component:
    """Why the lesson falls out."""
    return rx.el.form(
        kit.text_field(
            "cancel_reason",
            t("Why the lesson falls out"),
            error=ERRORS["cancel_reason"],
            limit=limits.CANCELLED_REASON,
        ),
        kit.toolbar(
            kit.button(t("Back"), on_click=State.open_lesson(State.lesson.id)),
            kit.button(t("Cancel the lesson"), kind="danger", submit=True),
        ),
        on_submit=State.cancel_lesson,
        class_name="stack",
    )


def move_form() -> rx.Component:
    """When the lesson will be given."""
    return rx.el.form(
        kit.text_field("move_day", t("Date"), kind="date", error=ERRORS["move_day"], required=True),
        kit.text_field(
            "move_number", t("Lesson number"), kind="number", error=ERRORS["move_number"], min=1, max=12
        ),
        kit.toolbar(
            kit.button(t("Back"), on_click=State.open_lesson(State.lesson.id)),
            kit.button(t("Move the lesson"), kind="primary", submit=True),
        ),
        on_submit=State.move_lesson,
        class_name="stack",
    )


def absence_form() -> rx.Component:
    """Who will be away, when and why."""
    return kit.form_dialog(
        kit.select_field(
            "teacher", t("Teacher"), State.teachers, error=ERRORS["teacher"], none=t("Choose the teacher")
        ),
        rx.el.div(
            kit.text_field("starts", t("From"), kind="date", error=ERRORS["starts"], required=True),
            kit.text_field("ends", t("To, inclusive"), kind="date", error=ERRORS["ends"]),
            class_name="pair",
        ),
        rx.el.div(
            kit.text_field(
                "from_number", t("From lesson"), kind="number", min=1, max=12, error=ERRORS["from_number"]
            ),
            kit.text_field(
                "to_number", t("To lesson"), kind="number", min=1, max=12, error=ERRORS["to_number"]
            ),
            class_name="pair",
        ),
        kit.select_field(
            "reason", t("Reason"), State.reasons, error=ERRORS["reason"], none=t("Choose the reason")
        ),
        kit.text_field(
            "absence_order", t("Order number"), error=ERRORS["absence_order"], limit=limits.ORDER_NUMBER
        ),
        kit.text_area("absence_note", t("Note"), error=ERRORS["absence_note"], limit=limits.NOTE, rows="2"),
        name="absence",
        on_submit=State.enter_absence,
        is_open=State.entering,
        on_close=State.leave,
        title=t("A teacher is away"),
        note=t("Leave the lesson numbers empty for whole days."),
        save=t("Enter the absence"),
    )
