"""What is true of a whole course: names, scale, rounding rule, edit window, terms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, Text, bindparam, cast, func, select
from sqlmodel import Session

from ejournal.models import ScaleKind, SchoolSettings
from ejournal.models.people import short_name
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.calendar.year import TermSpan
from ejournal.services.courses.second_teachers import (
    SecondTeacher,
    names_on,
    read_seconds,
    seconds_of_courses,
)
from ejournal.services.grading.averages import RoundingRule
from ejournal.services.grading.scales import Scale, scale_of

SETTLING_DAYS = 7
"""Term marks are settled in the last week of a term: only then is «н/а» proposed."""

_course, _class, _settings = db.course.c, db.school_class.c, db.school_settings.c
_DEFAULTS = SchoolSettings(school_id=0)


@dataclass(frozen=True, slots=True)
class CourseFrame:
    """A course as its journal needs it; class_title is empty for a group drawn from several classes."""

    course_id: int
    school_id: int
    year_id: int
    class_id: int | None
    group_id: int | None
    teacher_id: int
    subject: str
    class_title: str
    group: str
    teacher: str
    grade: int
    weekly_hours: Decimal
    scale: Scale
    rule: RoundingRule
    edit_window_days: int
    terms: tuple[TermSpan, ...]
    counted: tuple[int, ...] = ()
    """The courses whose marks a pupil's average takes in: this, and those from which one may have moved."""
    seconds: tuple[SecondTeacher, ...] = ()

    def teachers(self, day: date) -> str:
        """Who teaches on the day, the first teacher first."""
        return names_on(day, self.teacher, self.seconds)

    def teaches(self, person_id: int, day: date) -> bool:
        """Whether the person is the course's teacher, or its second one on the day."""
        return self.teacher_id == person_id or any(
            one.person_id == person_id and one.span.holds_on(day) for one in self.seconds
        )

    def term_of(self, day: date) -> TermSpan | None:
        """The term that holds the day, or none in holidays."""
        return next((term for term in self.terms if term.starts <= day <= term.ends), None)

    def term(self, number: int) -> TermSpan | None:
        """The term of the number."""
        return next((term for term in self.terms if term.number == number), None)

    def is_late(self, day: date, today: date) -> bool:
        """Whether the edit window of a lesson of the day has passed."""
        return (today - day).days > self.edit_window_days

    def is_settling(self, term: TermSpan | None, today: date) -> bool:
        """Whether the term is in its last week or over."""
        return term is not None and is_settling(term, today)


def is_settling(term: TermSpan, today: date) -> bool:
    """Whether the term is in its last week or over."""
    return today > term.ends - timedelta(days=SETTLING_DAYS)


def _class_of_group() -> Any:
    member, enrolment, other = db.group_member.c, db.enrolment.c, db.school_class.alias("of_group")
    return (
        select(func.min(enrolment.class_id))
        .select_from(db.group_member)
        .join(db.enrolment, enrolment.pupil_id == member.pupil_id)
        .join(other, other.c.id == enrolment.class_id)
        .where(
            member.school_id == _course.school_id,
            member.group_id == _course.group_id,
            other.c.year_id == _course.year_id,
        )
        .correlate(db.course)
        .scalar_subquery()
    )


def _kin() -> Any:
    """The year's courses of the same subject and scale, as one text."""
    kin, of_kin = db.course.alias("kin"), db.school_class.alias("of_kin")
    return (
        select(func.aggregate_strings(cast(kin.c.id, Text), ","))
        .select_from(kin)
        .outerjoin(of_kin, of_kin.c.id == kin.c.class_id)
        .where(
            kin.c.school_id == _course.school_id,
            kin.c.year_id == _course.year_id,
            kin.c.subject_id == _course.subject_id,
            func.coalesce(kin.c.scale, of_kin.c.scale, ScaleKind.FIVE.value)
            == func.coalesce(_course.scale, _class.scale, ScaleKind.FIVE.value),
        )
        .correlate(db.course, db.school_class)
        .scalar_subquery()
    )


_FRAMES: Select[Any] = (
    select(
        _course.id,
        _course.school_id,
        _course.year_id,
        _course.class_id,
        _course.group_id,
        _course.teacher_id,
        _course.weekly_hours,
        _course.scale,
        db.subject.c.name.label("subject"),
        db.study_group.c.name.label("study_group"),
        db.person.c.last_name,
        db.person.c.first_name,
        db.person.c.middle_name,
        _class.grade,
        _class.letter,
        _class.scheme_id,
        _class.scale.label("class_scale"),
        _settings.id.label("settings_id"),
        _settings.one_allowed,
        _settings.edit_window_days,
        _settings.round_to_five,
        _settings.round_to_four,
        _settings.round_to_three,
        _settings.min_marks_weekly_one,
        _settings.min_marks_weekly_two,
        _settings.min_marks_weekly_more,
        _settings.former_marks_count,
        _kin().label("kin"),
        seconds_of_courses().label("seconds"),
    )
    .join_from(db.course, db.subject, db.subject.c.id == _course.subject_id)
    .join(db.person, db.person.c.id == _course.teacher_id)
    .outerjoin(db.study_group, db.study_group.c.id == _course.group_id)
    .outerjoin(db.school_class, _class.id == func.coalesce(_course.class_id, _class_of_group()))
    .outerjoin(db.school_settings, _settings.school_id == _course.school_id)
    .where(_course.school_id == bindparam("school_id"), _course.id.in_(bindparam("ids", expanding=True)))
)


def frames(session: Session, school_id: int, course_ids: Iterable[int]) -> dict[int, CourseFrame]:
    """The frames of the school's courses by id; one query beside the calendar kept in the process."""
    asked = {"school_id": school_id, "ids": sorted(set(course_ids))}
    rows = session.connection().execute(_FRAMES, asked).all()
    return {row.id: _frame(row, _terms(session, row)) for row in rows}


def _terms(session: Session, row: Any) -> tuple[TermSpan, ...]:
    calendar = calendar_of(session, row.school_id, row.year_id)
    return tuple(calendar.terms_of(row.scheme_id)) if calendar and row.scheme_id else ()


def _frame(row: Any, terms: tuple[TermSpan, ...]) -> CourseFrame:
    rules = row if row.settings_id else _DEFAULTS
    return CourseFrame(
        course_id=row.id,
        school_id=row.school_id,
        year_id=row.year_id,
        class_id=row.class_id,
        group_id=row.group_id,
        teacher_id=row.teacher_id,
        subject=row.subject,
        class_title=class_title(row.grade, row.letter) if row.class_id else "",
        group=row.study_group or "",
        teacher=short_name(row.last_name, row.first_name, row.middle_name),
        grade=row.grade or 0,
        weekly_hours=row.weekly_hours,
        scale=scale_of(row.scale, row.class_scale, rules.one_allowed),
        rule=rounding_rule(rules),
        edit_window_days=rules.edit_window_days,
        terms=terms,
        counted=_counted(row) if rules.former_marks_count else (row.id,),
        seconds=read_seconds(row.seconds),
    )


def rounding_rule(settings: Any) -> RoundingRule:
    """The rule of a row of the school's settings."""
    return RoundingRule(
        settings.round_to_five,
        settings.round_to_four,
        settings.round_to_three,
        settings.min_marks_weekly_one,
        settings.min_marks_weekly_two,
        settings.min_marks_weekly_more,
    )


def _counted(row: Any) -> tuple[int, ...]:
    return tuple(sorted({row.id, *map(int, filter(None, (row.kin or "").split(",")))}))
