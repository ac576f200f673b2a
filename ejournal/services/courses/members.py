"""Who is taught in a course and on which days: enrolment, membership of the group, exemption."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlmodel import Session

from ejournal.access.sitting import seats
from ejournal.models.spans import Span
from ejournal.services.base import tables as db
from ejournal.services.base.names import by_name
from ejournal.services.courses.frame import CourseFrame


@dataclass(slots=True)
class Member:
    """A pupil of a course with the spans of days in it and of exemption from it."""

    pupil_id: int
    last_name: str
    first_name: str
    spans: set[Span] = field(default_factory=set)
    exempt: set[Span] = field(default_factory=set)

    @property
    def list_name(self) -> str:
        """«Котова Ирина»."""
        return f"{self.last_name} {self.first_name}"

    def is_taught(self, day: date) -> bool:
        """Whether the pupil is in the course that day."""
        return any(one.holds_on(day) for one in self.spans)

    def is_taught_between(self, first: date, last: date) -> bool:
        """Whether the pupil is in the course on every day from first to last."""
        return any(one.covers(first, last) for one in self.spans)

    def has_left(self, today: date) -> bool:
        """Whether the pupil's days in the course are over."""
        return all(one.is_over(today) for one in self.spans)

    def is_exempt(self, day: date) -> bool:
        """Whether the pupil is exempt from the course that day."""
        return any(one.holds_on(day) for one in self.exempt)


def _members(of_group: bool, some: bool) -> Select[Any]:
    person, enrolment, exemption = db.person.c, db.enrolment.c, db.exemption.c
    school_id: Any = bindparam("school_id")
    joined, sit = seats(
        of_group=of_group, school_id=school_id, whose=bindparam("whose"),
        first=bindparam("first"), last=bindparam("last"),
    )  # fmt: skip
    days = db.group_member.c if of_group else enrolment
    released = and_(
        exemption.school_id == school_id,
        exemption.course_id == bindparam("course_id"),
        exemption.pupil_id == enrolment.pupil_id,
    )
    found = (
        select(person.id, person.last_name, person.first_name, enrolment.starts, enrolment.ends)
        .add_columns(days.starts, days.ends, exemption.starts, exemption.ends)
        .select_from(
            joined.join(db.person, person.id == enrolment.pupil_id).outerjoin(db.exemption, released)
        )
        .where(sit)
    )
    return found.where(enrolment.pupil_id.in_(bindparam("pupils", expanding=True))) if some else found


_QUERIES = {(group, some): _members(group, some) for group in (True, False) for some in (True, False)}


def members(
    session: Session, frame: CourseFrame, first: date, last: date, pupils: Iterable[int] | None = None
) -> dict[int, Member]:
    """Who is in the course on some day from first to last, by pupil id; one query."""
    asked: dict[str, Any] = {
        "school_id": frame.school_id,
        "course_id": frame.course_id,
        "whose": frame.group_id or frame.class_id,
        "first": first,
        "last": last,
    }
    if pupils is not None:
        asked["pupils"] = list(pupils)
    found: dict[int, Member] = {}
    query = _QUERIES[frame.group_id is not None, pupils is not None]
    for row in session.connection().execute(query, asked):
        pupil_id, last_name, first_name, starts, ends, other_starts, other_ends, *exempt = row
        days = Span(starts, ends).common(Span(other_starts, other_ends))
        if days.is_empty:
            continue
        member = found.get(pupil_id) or found.setdefault(pupil_id, Member(pupil_id, last_name, first_name))
        member.spans.add(days)
        if exempt[0] is not None:
            member.exempt.add(Span(*exempt))
    return found


def in_list_order(found: Iterable[Member]) -> list[Member]:
    """By the alphabet, as a class list goes; «ё» stands with «е»."""
    return sorted(found, key=lambda one: (by_name(one), one.pupil_id))
