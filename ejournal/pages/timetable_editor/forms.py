"""What the dialogs' fields say, read with distrust and handed to the services."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from ejournal import limits
from ejournal.access.actor import Actor
from ejournal.errors import DomainError
from ejournal.services.calendar.year import YearSpan, current_year, monday
from ejournal.services.load.adding import CourseWish, add_course
from ejournal.services.load.changing import CourseChange, change_course
from ejournal.services.load.second_teachers import SecondWish, set_second
from ejournal.services.timetable.versions import change_version, copy_version, create_version
from ejournal.ui.runtime.inputs import (
    chosen_row,
    optional_decimal,
    optional_number,
    optional_row_id,
    required_date,
    row_id,
    text,
)

EMPTY = "empty"
NEW, SEVERAL, TOGETHER = "new", "several", "together"
"""Who comes to a course that is added: a new group of the class, one of several classes, those as a whole."""
WEEK = timedelta(days=7)


def year_of(session: Session, actor: Actor) -> YearSpan:
    """The year whose timetables are edited; DomainError when there is none yet."""
    year = current_year(session, actor.school_id, actor.today)
    if year is None:
        raise DomainError("First make the academic year in the calendar")
    return year


def coming_monday(session: Session, actor: Actor) -> date:
    """The Monday from which a new timetable would hold: the next one, within the year."""
    year = year_of(session, actor)
    return min(max(monday(actor.today) + WEEK, year.starts), year.ends)


def new_draft(session: Session, actor: Actor, shown: int | None, fields: dict[str, Any]) -> int:
    """A copy of the shown version, or an empty draft; its id."""
    name, starts, ends = _days(fields)
    if shown is None or fields.get("copy") == EMPTY:
        return create_version(session, actor, year_of(session, actor).id, name, starts, ends)
    return copy_version(session, actor, shown, name, starts, ends)


def change(session: Session, actor: Actor, version_id: int, fields: dict[str, Any]) -> None:
    """The version's name and days as the fields say."""
    change_version(session, actor, version_id, *_days(fields))


def _days(fields: dict[str, Any]) -> tuple[str, date, date | None]:
    name = text(fields.get("name"), limit=limits.VERSION, field="name")
    ends = required_date(fields["ends"], "ends") if fields.get("ends") else None
    return name, required_date(fields.get("starts"), "starts"), ends


def new_course(session: Session, actor: Actor, fields: dict[str, Any], who: str, class_ids: list[int]) -> int:
    """A course of the load; its id. `who` is a group's id, NEW, SEVERAL, TOGETHER; empty: the whole class."""
    wish = CourseWish(
        class_ids=tuple(class_ids if who in (SEVERAL, TOGETHER) else class_ids[:1]),
        group_id=optional_row_id(who) if who not in (NEW, SEVERAL, TOGETHER) else None,
        group_name=text(fields.get("group_name"), limit=limits.GROUP, field="group_name", required=who == NEW)
        if who in (NEW, SEVERAL, TOGETHER)
        else "",
        whole=who == TOGETHER,
        subject_id=chosen_row(fields.get("subject"), "subject"),
        teacher_id=chosen_row(fields.get("teacher"), "teacher"),
        weekly_hours=optional_decimal(fields.get("hours")),
        room_id=optional_row_id(fields.get("room")),
    )
    if who in (SEVERAL, TOGETHER) and len(class_ids) < 2:
        raise DomainError("Choose the other classes too", field="classes")
    return add_course(session, actor, year_of(session, actor).id, wish)


def changed_course(session: Session, actor: Actor, course_id: int, fields: dict[str, Any]) -> int:
    """The course as the fields say; how many lessons get its new teacher."""
    wish = CourseChange(
        teacher_id=row_id(fields.get("teacher")),
        weekly_hours=optional_decimal(fields.get("hours")),
        room_id=optional_row_id(fields.get("room")),
        difficulty=optional_number(fields.get("difficulty")),
    )
    return change_course(session, actor, course_id, wish)


def second_teacher(
    session: Session, actor: Actor, course_id: int, second_id: str, fields: dict[str, Any]
) -> None:
    """The course's second teacher as the fields say; an empty id is a new one."""
    days = {key: required_date(fields[key], key) if fields.get(key) else None for key in ("starts", "ends")}
    wish = SecondWish(chosen_row(fields.get("second"), "second"), days["starts"], days["ends"])
    set_second(session, actor, course_id, wish, optional_row_id(second_id) or 0)
