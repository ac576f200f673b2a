"""Who is taught in a course and on which days: enrolment, membership of the group, exemption."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlmodel import Session

from ejournal.services.base import tables as db
from ejournal.services.base.alphabet import by_name
from ejournal.services.courses.frame import CourseFrame

_SCHOOL: Any = bindparam("school_id")
_FIRST: Any = bindparam("first")
_LAST: Any = bindparam("last")
Span = tuple[date, date | None]


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
        return _holds(self.spans, day)

    def is_taught_between(self, first: date, last: date) -> bool:
        """Whether the pupil is in the course on every day from first to last."""
        return any(starts <= first and (ends is None or last <= ends) for starts, ends in self.spans)

    def has_left(self, today: date) -> bool:
        """Whether the pupil's days in the course are over."""
        return all(ends is not None and ends < today for _, ends in self.spans)

    def is_exempt(self, day: date) -> bool:
        """Whether the pupil is exempt from the course that day."""
        return _holds(self.exempt, day)


def _holds(spans: set[Span], day: date) -> bool:
    return any(starts <= day and (ends is None or day <= ends) for starts, ends in spans)


def _reaches(span: Any) -> Any:
    return and_(span.starts <= _LAST, or_(span.ends.is_(None), span.ends >= _FIRST))


def _members(of_group: bool, some: bool) -> Select[Any]:
    person, enrolment, member, exemption = db.person.c, db.enrolment.c, db.group_member.c, db.exemption.c
    names: tuple[Any, ...] = (
        person.id,
        person.last_name,
        person.first_name,
        enrolment.starts,
        enrolment.ends,
    )
    joined = db.enrolment.join(db.person, person.id == enrolment.pupil_id)
    limits = [enrolment.school_id == _SCHOOL, _reaches(enrolment)]
    if of_group:
        joined = joined.join(
            db.group_member, and_(member.school_id == _SCHOOL, member.pupil_id == enrolment.pupil_id)
        )
        limits += [member.group_id == bindparam("whose"), _reaches(member)]
        names += (member.starts, member.ends)
    else:
        limits.append(enrolment.class_id == bindparam("whose"))
        names += (enrolment.starts, enrolment.ends)
    if some:
        limits.append(enrolment.pupil_id.in_(bindparam("pupils", expanding=True)))
    released = and_(
        exemption.school_id == _SCHOOL,
        exemption.course_id == bindparam("course_id"),
        exemption.pupil_id == enrolment.pupil_id,
    )
    joined = joined.outerjoin(db.exemption, released)
    return select(*names, exemption.starts, exemption.ends).select_from(joined).where(*limits)


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
        pupil_id, last_name, first_name, *days, exempt_from, exempt_to = row
        member = found.get(pupil_id) or found.setdefault(pupil_id, Member(pupil_id, last_name, first_name))
        member.spans.add(_common(*days))
        if exempt_from is not None:
            member.exempt.add((exempt_from, exempt_to))
    return found


def _common(starts: date, ends: date | None, other_starts: date, other_ends: date | None) -> Span:
    last = min(ends or date.max, other_ends or date.max)
    return max(starts, other_starts), None if last == date.max else last


def in_list_order(found: Iterable[Member]) -> list[Member]:
    """By the alphabet, as a class list goes; «ё» stands with «е»."""
    return sorted(found, key=lambda one: (by_name(one), one.pupil_id))
