"""The dialogs of the teaching load: the list of courses, a new one, a change, a removal."""

import reflex as rx

from ejournal import limits
from ejournal.pages.timetable_editor import forms
from ejournal.pages.timetable_editor.load_rows import ClassTick, CourseRow, PupilTick
from ejournal.pages.timetable_editor.load_state import LoadState as State
from ejournal.pages.timetable_editor.parts import seconds
from ejournal.pages.timetable_editor.seconds_state import SecondState
from ejournal.services.load.changing import HARDEST
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import Words, t
from ejournal.ui.words.vars import some

ERRORS = SessionState.errors


def load() -> rx.Component:
    """Every dialog of the load; at most one is open."""
    return rx.fragment(listed(), added(), changed(), group(), removed(), seconds.listed(), seconds.form())


def listed() -> rx.Component:
    """The courses of the class or the teacher whose week is shown."""
    return kit.dialog(
        rx.cond(
            some(State.courses),
            kit.rows(rx.foreach(State.courses, course)),
            kit.empty_state(t("No courses yet"), icon="book-open"),
        ),
        is_open=State.dialog == "load",
        on_close=State.back,
        title=t("Teaching load"),
        note=State.target_title,
        wide=True,
        foot=[
            kit.button(t("Add a course"), icon="plus", on_click=State.begin_course),
            kit.button(t("Done"), kind="primary", on_click=State.back),
        ],
    )


def course(one: CourseRow) -> rx.Component:
    """A course; a press opens its form."""
    return kit.row(
        one.title,
        one.note,
        end=rx.el.div(
            rx.cond(one.left != "", kit.badge(one.left, "amber")),
            rx.el.span(one.hours, class_name="load-hours"),
            class_name="load-end",
        ),
        on_click=State.open_course(one.id),
    )


def _form_foot(first: rx.Component, words: Words) -> rx.Component:
    save = kit.button(words, kind="primary", submit=True)
    return rx.el.div(first, save, class_name="toolbar editor-buttons")


def _taught() -> rx.Component:
    """By whom, how many hours, where."""
    return rx.fragment(
        kit.select_field(
            "teacher",
            t("Teacher"),
            State.load_teachers,
            error=ERRORS["teacher"],
            none=t("Choose the teacher"),
            default_value=State.fields["teacher"],
        ),
        rx.el.div(
            kit.text_field(
                "hours",
                t("Hours a week"),
                error=ERRORS["hours"],
                input_mode="decimal",
                default_value=State.fields["hours"],
            ),
            kit.select_field(
                "room", t("Only in the room"), State.load_rooms, default_value=State.fields["room"]
            ),
            class_name="field-pair",
        ),
    )


def added() -> rx.Component:
    """A course added to the load."""
    return kit.dialog(
        rx.cond(
            State.dialog == "course",
            rx.el.form(
                rx.el.div(
                    kit.select_field(
                        "class",
                        t("Class"),
                        State.classes,
                        value=State.fields["class"],
                        on_change=State.choose_class,
                    ),
                    kit.select_field(
                        "who", t("Who comes"), State.groups, value=State.who, on_change=State.choose_who
                    ),
                    class_name="field-pair",
                ),
                several(),
                kit.select_field(
                    "subject",
                    t("Subject"),
                    State.subjects,
                    error=ERRORS["subject"],
                    none=t("Choose the subject"),
                ),
                _taught(),
                _form_foot(kit.button(t("Cancel"), on_click=State.back), t("Add a course")),
                on_submit=State.add_course,
                class_name="stack",
            ),
        ),
        is_open=State.dialog == "course",
        on_close=State.back,
        title=t("Add a course"),
        note=t("Its hours appear in the tray, and its journal with the first lessons."),
        keep_on_veil=True,
    )


def several() -> rx.Component:
    """The other classes of a joint course, and the name of a new group."""
    joint = (State.who == forms.SEVERAL) | (State.who == forms.TOGETHER)
    classes = rx.el.fieldset(
        rx.el.legend(t("With the classes")),
        rx.el.div(rx.foreach(State.others, other), class_name="load-classes"),
        rx.cond(ERRORS["classes"], rx.el.p(ERRORS["classes"], role="alert", class_name="field-error")),
        class_name="form-part",
    )
    name = kit.text_field(
        "group_name",
        t("Name of the group"),
        hint=rx.cond(State.who == forms.TOGETHER, t("Empty: the subject's name."), ""),
        error=ERRORS["group_name"],
        limit=limits.GROUP,
    )
    return rx.fragment(rx.cond(joint, classes), rx.cond(joint | (State.who == forms.NEW), name))


def other(one: ClassTick) -> rx.Component:
    """A class that may come too."""
    return rx.el.button(
        one.name,
        type="button",
        aria_pressed=one.chosen,
        on_click=State.tick_class(one.id),
        class_name="chip",
    )


def changed() -> rx.Component:
    """A course of the load with another teacher, other hours, another room."""
    return kit.dialog(
        rx.cond(
            State.dialog == "course-change",
            rx.el.form(
                _taught(),
                kit.text_field(
                    "difficulty",
                    t("Difficulty of the subject"),
                    hint=t("In all classes. The placement does not put subjects from 7 on at the day's end."),
                    error=ERRORS["difficulty"],
                    kind="number",
                    min=1,
                    max=HARDEST,
                    default_value=State.fields["difficulty"],
                ),
                rx.el.div(
                    kit.button(t("Second teachers"), icon="user-plus", on_click=SecondState.open_seconds),
                    rx.cond(
                        State.has_list,
                        kit.button(t("Pupils of the group"), icon="users", on_click=State.open_group),
                    ),
                    class_name="toolbar",
                ),
                _form_foot(
                    kit.button(t("Remove…"), kind="quiet", icon="trash-2", on_click=State.ask_removal),
                    t("Save"),
                ),
                on_submit=State.change_course,
                class_name="stack",
            ),
        ),
        is_open=State.dialog == "course-change",
        on_close=State.back,
        title=State.course_name,
        note=t(
            "A new teacher gives the lessons from tomorrow on. "
            "With 0 hours the course is over, its journal stays."
        ),
        keep_on_veil=True,
    )


def group() -> rx.Component:
    """Who is in the course's group."""
    return kit.dialog(
        rx.cond(
            some(State.pupils),
            rx.el.div(rx.foreach(State.pupils, pupil), class_name="load-pupils"),
            kit.empty_state(t("No pupils in these classes yet"), icon="users"),
        ),
        is_open=State.dialog == "course-group",
        on_close=State.back,
        title=t("Pupils of the group"),
        note=State.course_name,
        keep_on_veil=True,
        foot=[
            kit.button(t("Cancel"), on_click=State.back),
            kit.button(t("Save"), kind="primary", on_click=State.save_group),
        ],
    )


def pupil(one: PupilTick) -> rx.Component:
    """A pupil with the tick of the group."""
    words = rx.el.span(
        one.name, rx.cond(one.class_title != "", rx.el.span(" · ", one.class_title, class_name="soft"))
    )
    return kit.check(words, one.chosen, State.tick_pupil(one.id))


def removed() -> rx.Component:
    """What goes with a course, or why it stays."""
    lost = rx.cond(
        some(State.goes),
        rx.fragment(
            rx.el.p(t("With the course go:")),
            rx.el.ul(rx.foreach(State.goes, rx.el.li), class_name="editor-counts"),
        ),
        rx.el.p(t("The course has no lessons.")),
    )
    used = kit.callout(
        t("There are marks, absences or topics in this course: it stays. Set its hours to 0."), tone="amber"
    )
    return kit.dialog(
        rx.cond(State.stays, used, lost),
        is_open=State.dialog == "course-remove",
        on_close=State.back,
        title=t("Remove the course"),
        note=State.course_name,
        foot=[
            kit.button(t("Cancel"), on_click=State.back),
            rx.cond(
                State.stays,
                rx.fragment(),
                kit.button(t("Remove the course"), kind="danger", on_click=State.remove_course),
            ),
        ],
    )
