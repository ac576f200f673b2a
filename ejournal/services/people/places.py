"""The classes and groups of a pupil as spans of days: read, compared with what a trail says, written back."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlmodel import Session, col

from ejournal.access.actor import Actor
from ejournal.models import Attendance, Enrolment, GroupClass, GroupMember, Mark
from ejournal.models.base import table
from ejournal.models.spans import Span
from ejournal.services.base import tables as db

DAY = timedelta(days=1)
Snapshot = dict[str, list[list[Any]]]
"""Rows without their numbers: classes as [class, first day, last day, reason], groups as [group, days]."""


def enrolments(session: Session, actor: Actor, pupil_id: int) -> list[Enrolment]:
    """The pupil's places in classes, in order of time."""
    found = select(Enrolment).where(
        col(Enrolment.school_id) == actor.school_id, col(Enrolment.pupil_id) == pupil_id
    )
    return list(session.scalars(found.order_by(col(Enrolment.starts), col(Enrolment.id))))


def memberships(session: Session, actor: Actor, pupil_id: int) -> list[GroupMember]:
    """The pupil's places in groups, in order of time."""
    found = select(GroupMember).where(
        col(GroupMember.school_id) == actor.school_id, col(GroupMember.pupil_id) == pupil_id
    )
    return list(session.scalars(found.order_by(col(GroupMember.starts), col(GroupMember.id))))


def snapshot(session: Session, actor: Actor, pupil_id: int) -> Snapshot:
    """Both as they stand now, as the trail keeps them."""
    return {
        "classes": [_of_class(one) for one in enrolments(session, actor, pupil_id)],
        "groups": [_of_group(one) for one in memberships(session, actor, pupil_id)],
    }


def _of_class(one: Enrolment) -> list[Any]:
    return [one.class_id, one.starts.isoformat(), _iso(one.ends), one.leaving_reason or ""]


def _of_group(one: GroupMember) -> list[Any]:
    return [one.group_id, one.starts.isoformat(), _iso(one.ends)]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def put_back(session: Session, actor: Actor, pupil_id: int, wanted: Snapshot) -> None:
    """Make the pupil's classes and groups those of the snapshot."""
    classes, groups = list(wanted["classes"]), list(wanted["groups"])
    for place in enrolments(session, actor, pupil_id):
        _keep_or_delete(session, place, _of_class(place), classes)
    for member in memberships(session, actor, pupil_id):
        _keep_or_delete(session, member, _of_group(member), groups)
    of_pupil: dict[str, Any] = {"school_id": actor.school_id, "pupil_id": pupil_id}
    for class_id, starts, ends, reason in classes:
        days: dict[str, Any] = {"starts": date.fromisoformat(starts), "ends": _day(ends)}
        session.add(Enrolment(**of_pupil, **days, class_id=class_id, leaving_reason=reason))
    for group_id, starts, ends in groups:
        days = {"starts": date.fromisoformat(starts), "ends": _day(ends)}
        session.add(GroupMember(**of_pupil, **days, group_id=group_id))
    session.flush()


def _keep_or_delete(
    session: Session, row: Enrolment | GroupMember, spelled: list[Any], wanted: list[list[Any]]
) -> None:
    if spelled in wanted:
        wanted.remove(spelled)
    else:
        session.delete(row)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# ---------------------------------------------------------------------------------------- classes' groups


def groups_of(session: Session, actor: Actor, class_id: int) -> dict[int, tuple[str, bool]]:
    """The groups that take pupils of the class, by number: the title, and whether they take all of them."""
    link, group = table(GroupClass).c, db.study_group.c
    joined = and_(link.school_id == actor.school_id, link.group_id == group.id, link.class_id == class_id)
    rows = session.execute(
        select(group.id, group.name, link.whole)
        .select_from(db.study_group.outerjoin(table(GroupClass), joined))
        .where(
            group.school_id == actor.school_id,
            or_(group.class_id == class_id, link.id.is_not(None)),
        )
        .order_by(group.name, group.id)
    )
    return {row.id: (row.name, bool(row.whole)) for row in rows}


def subjects_of(session: Session, actor: Actor, group_ids: Iterable[int]) -> dict[int, str]:
    """The subject in which each group is taught."""
    course, subject = db.course.c, db.subject.c
    rows = session.execute(
        select(course.group_id, subject.name)
        .join_from(db.course, db.subject, subject.id == course.subject_id)
        .where(course.school_id == actor.school_id, course.group_id.in_(list(group_ids)))
        .order_by(subject.name.desc())
    )
    return {row.group_id: row.name for row in rows}


def end_places(
    session: Session, actor: Actor, pupil_id: int, class_id: int, last: date, kept: Iterable[int] = ()
) -> None:
    """Let the pupil's place in the class and in its groups end with the day.

    Groups that are kept take pupils of the next class too.
    """
    stay, of_class = set(kept), groups_of(session, actor, class_id)
    for place in enrolments(session, actor, pupil_id):
        if place.class_id == class_id and Span.of(place).outlasts(last):
            place.ends = last
            session.add(place)
    for member in memberships(session, actor, pupil_id):
        if not Span.of(member).outlasts(last) or member.group_id not in of_class or member.group_id in stay:
            continue
        if member.starts > last:
            session.delete(member)
        else:
            member.ends = last
            session.add(member)
    session.flush()


def courses_of(session: Session, actor: Actor, class_id: int) -> list[int]:
    """The courses taught to the class and to groups that take pupils of it."""
    course = db.course.c
    groups = list(groups_of(session, actor, class_id))
    asked = select(course.id).where(
        course.school_id == actor.school_id, or_(course.class_id == class_id, course.group_id.in_(groups))
    )
    return sorted(session.scalars(asked))


def last_marked(session: Session, actor: Actor, pupil_id: int, courses: Sequence[int]) -> date | None:
    """The last day on which the pupil has a mark or an absence in one of the courses."""
    days = []
    for rows in (table(Mark).c, table(Attendance).c):
        asked = select(func.max(rows.day)).where(
            rows.school_id == actor.school_id, rows.pupil_id == pupil_id, rows.course_id.in_(courses)
        )
        days.append(session.scalar(asked))
    return max((day for day in days if day is not None), default=None)
