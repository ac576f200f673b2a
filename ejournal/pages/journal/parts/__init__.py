"""The journal page's components: choice, actions, the sheet and the facing page."""

from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.pages.journal.parts.remarks import remark_dialog, remarks_of_lesson, withdrawal
from ejournal.pages.journal.remark_state import RemarkState
from ejournal.pages.journal.rows import LessonLine
from ejournal.pages.journal.state import YEAR, JournalState
from ejournal.services.journal.lessons import CLOSED_LINE, NO_ROLL
from ejournal.ui import kit
from ejournal.ui.components.draft import PAUSE_MS, waiting_texts
from ejournal.ui.components.linked import linked
from ejournal.ui.components.sheet import journal_sheet, sheet_words
from ejournal.ui.frame.nothing_yet import sets_the_school_up
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import Words, t, t_format
from ejournal.ui.words.vars import no, some


def opened() -> rx.Component:
    """The journal of a course: choice and actions above, the spread below."""
    return rx.fragment(
        kit.toolbar(choice(), rx.cond(JournalState.may.write, kit.push(actions())), label=t("Which journal")),
        rx.el.div(spread(), facing_page(), class_name="journal"),
        remark_dialog(),
        withdrawal(),
        _kind_question(),
    )


def nothing_to_open() -> rx.Component:
    """For who has no journal this year."""
    title, icon = t("No journals yet"), "book-open"
    return rx.cond(
        sets_the_school_up(),
        kit.empty_state(
            title,
            t("Journals appear once the teaching load says who teaches what to which class."),
            icon=icon,
            actions=[kit.link_button(t("What is missing for a first lesson"), "/setup?step=people")],
        ),
        kit.empty_state(
            title,
            t("A journal appears here when the deputy head gives you a class and a subject."),
            icon=icon,
        ),
    )


def choice() -> rx.Component:
    """Class, subject and term; the address keeps them."""
    return rx.el.div(
        kit.select(JournalState.classes, JournalState.class_id, JournalState.choose_class, t("Class")),
        kit.select(JournalState.courses, JournalState.course_id, JournalState.choose_course, t("Subject")),
        kit.segmented(JournalState.terms, JournalState.term, JournalState.choose_term, t("Term")),
        class_name="toolbar journal-choice",
    )


def paper() -> rx.Component:
    """The journal as it is opened, on paper; who sees only lessons given for another prints none.

    On phones «Printing» of the navigation does it: the sheet needs the room.
    """
    href = f"/print/journal?course={JournalState.course_id}&term={JournalState.term}"
    button = kit.link_button(t("Print"), href, icon="printer", download=True)
    return rx.cond(JournalState.may.print, rx.el.div(button, class_name="desktop-only"))


def actions() -> rx.Component:
    """What is done to a whole lesson or term; the rarer things behind «Ещё»."""
    in_term = JournalState.term != YEAR
    return rx.fragment(
        kit.button(
            rx.el.span(t("Undo"), class_name="journal-wide"),
            on_click=JournalState.undo,
            icon="undo-2",
            aria_label=t("Undo"),
        ),
        kit.menu(
            "journal",
            t("More"),
            rx.cond(
                in_term,
                rx.fragment(
                    kit.button(t("All present"), kind="quiet", on_click=JournalState.all_present),
                    rx.cond(
                        JournalState.lesson.coming,
                        rx.fragment(),
                        rx.fragment(
                            rx.foreach(JournalState.fill_marks, fill_button),
                            kit.button(t("Praise or remark"), kind="quiet", on_click=RemarkState.open_remark),
                        ),
                    ),
                ),
            ),
            rx.cond(
                JournalState.may.set_terms,
                kit.button(t("Accept proposed marks"), kind="quiet", on_click=JournalState.accept_proposals),
            ),
        ),
        rx.cond(
            in_term,
            rx.cond(
                JournalState.lesson.coming,
                rx.el.p(t(NO_ROLL), class_name="journal-closed journal-no-roll"),
                kit.button(t("Roll call"), on_click=JournalState.roll_call, kind="primary"),
            ),
        ),
    )


def fill_button(mark: Words) -> rx.Component:
    """Everybody without an entry gets the mark."""
    return kit.button(
        t_format("Everybody gets {mark}", mark=mark), kind="quiet", on_click=JournalState.fill_column(mark)
    )


def spread() -> rx.Component:
    """The left page: pupils, lessons, marks."""
    return rx.el.div(
        journal_sheet(
            sheet=JournalState.sheet,
            patch=JournalState.patch,
            detail=JournalState.detail,
            kinds=JournalState.kinds,
            failing=JournalState.failing,
            words=rx.Var.create({key: t(words) for key, words in sheet_words().items()}),
            label=JournalState.title,
            owner=JournalState.owner,
            command=JournalState.command,
            on_put=JournalState.put,
            on_open=JournalState.open_cell,
            on_select_column=JournalState.select_lesson,
            on_roll_call=JournalState.finish_roll_call,
            on_gap=JournalState.load,
        ),
        class_name="journal-spread",
    )


def facing_page() -> rx.Component:
    """The right page: the chosen lesson to write down, the others to look back at."""
    return rx.cond(
        some(JournalState.lines),
        rx.el.section(
            rx.cond(JournalState.lesson.id != "", lesson_form()),
            waiting(),
            rx.el.h2(t("Date, lesson topic, homework"), class_name="journal-facing-title"),
            rx.el.div(rx.foreach(JournalState.lines, lesson_line), class_name="journal-lines", role="list"),
            class_name="sheet journal-facing",
            aria_label=t("Lesson topics and homework"),
        ),
    )


def waiting() -> rx.Component:
    """What was typed of other lessons and could not be saved yet."""
    return waiting_texts(
        owner=JournalState.owner,
        lines=JournalState.lines,
        shown=JournalState.lesson.id,
        fields=rx.Var.create(
            {
                "topic": {"value": "topic", "label": t("Lesson topic")},
                "homework": {"value": "homework", "label": t("Homework")},
                "homework_minutes": {"value": "minutes", "label": t("Minutes at home")},
            }
        ),
        answer=JournalState.refused,
        on_send=JournalState.put_waiting,
        on_choose=JournalState.choose_lesson,
    )


def lesson_form() -> rx.Component:
    """Topic, homework and kind of work of the chosen lesson, saved when the field is left."""
    lesson = JournalState.lesson
    return rx.el.div(
        rx.el.div(
            rx.el.h2(lesson.title),
            rx.cond(lesson.cancelled, kit.badge(t("cancelled"), "red")),
            rx.cond(lesson.substitute != "", kit.badge(lesson.substitute, "amber")),
            rx.cond(JournalState.lesson_saved, kit.badge(t("saved"), "green", icon="check")),
            class_name="journal-lesson-head",
        ),
        rx.cond(lesson.why != "", _closed(lesson.why), rx.cond(lesson.late, _closed(t(CLOSED_LINE)))),
        rx.cond(lesson.task != "", _task(lesson)),
        rx.el.div(
            _topic_field(lesson),
            _homework_field(lesson),
            rx.el.div(_kind_field(lesson), _minutes_field(lesson), class_name="journal-lesson-pair"),
            key=lesson.id,
            class_name="stack stack-tight",
        ),
        remarks_of_lesson(lesson),
        class_name="journal-lesson",
    )


def _task(lesson: LessonLine) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.el.strong(t("Task for the substitute")), " ", rx.el.span(lesson.task_by, class_name="soft")
        ),
        rx.el.p(lesson.task, class_name="left-task"),
        class_name="journal-task",
    )


def _topic_field(lesson: LessonLine) -> rx.Component:
    about = {"limit": limits.TOPIC, "auto_complete": "off"}
    return _field(lesson, "topic", t("Lesson topic"), lesson.topic, JournalState.set_topic, **about)


def _homework_field(lesson: LessonLine) -> rx.Component:
    save = JournalState.set_homework
    about = {"limit": limits.HOMEWORK, "rows": "2"}
    return _field(lesson, "homework", t("Homework"), lesson.homework, save, **about)


def _minutes_field(lesson: LessonLine) -> rx.Component:
    save, about = JournalState.set_minutes, {"input_mode": "numeric", "auto_complete": "off"}
    return _field(lesson, "homework_minutes", t("Minutes at home"), lesson.minutes, save, **about)


def _field(
    lesson: LessonLine,
    name: str,
    label: kit.Words,
    value: Words,
    save: Any,
    **props: Any,
) -> rx.Component:
    """A line of the lesson, or an area with `rows`, saved when left; text where nothing can be written."""
    field = kit.text_area if "rows" in props else kit.text_field
    opened = field(
        name,
        label,
        error=SessionState.errors[name],
        default_value=value,
        draft=f"{name}:{lesson.id}",
        pause=rx.cond(lesson.late, 0, PAUSE_MS),
        on_save=save(lesson.id),
        overtaken=JournalState.overtaken,
        **props,
    )
    return rx.cond(_is_open(lesson, lesson.late & (value != "")), opened, _written(label, value))


def _is_open(lesson: LessonLine, stays: kit.Flag) -> kit.Flag:
    return (lesson.why == "") & no(stays)


def _written(label: kit.Words, value: Words) -> rx.Component:
    """What cannot be changed here, as text."""
    return rx.el.div(
        rx.el.p(label, class_name="field-name"),
        rx.el.p(rx.cond(value != "", linked(value), "—"), class_name="journal-written"),
        class_name="field",
    )


def _closed(why: kit.Words) -> rx.Component:
    return rx.el.p(kit.icon("lock", 16), rx.el.span(why), class_name="journal-closed")


def _kind_field(lesson: LessonLine) -> rx.Component:
    choice = kit.select_field(
        "kind",
        t("Kind of work"),
        JournalState.kinds,
        value=lesson.kind_id,
        error=SessionState.errors["kind"],
        on_change=JournalState.ask_kind(lesson.id),
    )
    return rx.cond(_is_open(lesson, lesson.kind_fixed), choice, _written(t("Kind of work"), lesson.kind_name))


def _kind_question() -> rx.Component:
    """Asks before a kind of work takes marks along."""
    return kit.confirm(
        is_open=JournalState.kind.asked != "",
        on_close=JournalState.keep_kind,
        on_confirm=JournalState.set_kind(JournalState.lesson.id, JournalState.kind.asked),
        title=t("Change the kind of work?"),
        text=JournalState.kind.words,
        confirm_label=t("Change"),
    )


def _has_link(lesson: LessonLine) -> bool:
    """A link does not stand within a button: homework with one stands under it."""
    return lesson.homework.contains("://")  # type: ignore[attr-defined]


def lesson_line(lesson: LessonLine) -> rx.Component:
    """One lesson of the facing page; a press chooses it."""
    return rx.el.div(
        rx.el.button(
            rx.el.span(lesson.day, class_name="journal-line-day"),
            rx.el.span(
                rx.el.span(
                    rx.cond(lesson.topic != "", lesson.topic, t("No topic yet")),
                    class_name=rx.cond(lesson.topic != "", "journal-line-topic", "journal-line-empty"),
                ),
                rx.cond(
                    (lesson.homework != "") & ~_has_link(lesson),
                    rx.el.span(lesson.homework, class_name="journal-line-homework"),
                ),
            ),
            rx.cond(lesson.test, kit.badge(lesson.kind, "amber")),
            type="button",
            on_click=JournalState.choose_lesson(lesson.id),
            aria_current=rx.cond(lesson.id == JournalState.lesson.id, "true", "false"),
            class_name="journal-line",
        ),
        rx.cond(
            _has_link(lesson),
            rx.el.div(linked(lesson.homework), class_name="journal-line-homework journal-line-links"),
        ),
        role="listitem",
    )
