"""Classes: the list, and the dialog of one with its courses."""

import reflex as rx

from ejournal.pages.school_settings.parts.listing import listing
from ejournal.pages.school_settings.rows import ClassRow, CourseRow
from ejournal.pages.school_settings.state.classes import ClassesState
from ejournal.services.courses.class_settings import DAYS_A_WEEK, SHIFTS
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.structure import SCALE_WORDS
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

SCALES = [(kind.value, t(words)) for kind, words in SCALE_WORDS.items()]


def section() -> rx.Component:
    """Scale, days a week and shift of each class."""
    return rx.fragment(
        listing(
            ClassesState.classes,
            _class,
            ready=ClassesState.classes_ready,
            title=t("Classes of this year"),
            empty=kit.empty_state(
                t("No classes this year yet"),
                icon="school",
                actions=[kit.link_button(t("Make classes"), "/setup?step=classes", kind="primary")],
            ),
            lead="4.5rem",
        ),
        _dialog(),
    )


def _class(one: ClassRow) -> rx.Component:
    return kit.row(
        one.note,
        lead=rx.el.strong(one.title, class_name="nowrap"),
        end=kit.icon("chevron-right", 18),
        on_click=ClassesState.open_class(one.id),
    )


def _dialog() -> rx.Component:
    form = ClassesState.chosen
    return kit.form_dialog(
        kit.select_field(
            "scale",
            t("Scale of marks"),
            SCALES,
            error=SessionState.errors["scale"],
            default_value=form.scale,
        ),
        rx.cond(
            form.has_marks,
            kit.callout(
                t("Marks that are given already stay as they are: a new scale does not convert them."),
                tone="amber",
            ),
        ),
        rx.el.div(
            kit.select_field(
                "days_per_week",
                t("Days a week"),
                [(str(days), str(days)) for days in DAYS_A_WEEK],
                error=SessionState.errors["days_per_week"],
                default_value=form.days_per_week,
            ),
            kit.select_field(
                "shift",
                t("Shift"),
                [(str(shift), str(shift)) for shift in SHIFTS],
                error=SessionState.errors["shift"],
                default_value=form.shift,
            ),
            class_name="settings-fields",
        ),
        rx.cond(
            some(ClassesState.class_courses),
            rx.el.fieldset(
                rx.el.legend(t("Scale of single subjects")),
                rx.foreach(ClassesState.class_courses, _course),
                class_name="settings-courses",
            ),
        ),
        name="class",
        fresh=f"class-{ClassesState.opened}",
        on_submit=ClassesState.save_class,
        is_open=ClassesState.class_open,
        on_close=ClassesState.close_class,
        title=form.title,
    )


def _course(one: CourseRow) -> rx.Component:
    choices = [rx.el.option(t("as the class"), value="")]
    choices += [rx.el.option(words, value=value) for value, words in SCALES]
    box = rx.el.select(*choices, name=one.field, default_value=one.scale)
    return rx.el.label(
        rx.el.span(one.title),
        rx.el.span(box, kit.icon("chevron-down", 18), class_name="select"),
        class_name="settings-course",
        key=one.field,
    )
