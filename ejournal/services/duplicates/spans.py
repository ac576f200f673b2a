"""Rows that hold from a day to a day: those of both cards that meet become one with the days of both."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ejournal import limits
from ejournal.models.spans import Span
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.duplicates.draft import Draft

Row = Mapping[str, Any]
SAME: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "enrolment": ("pupil_id", ("class_id",), "Places in the same class"),
    "group_member": ("pupil_id", ("group_id",), "Places in the same group"),
    "exemption": ("pupil_id", ("course_id",), "Exemptions from the same course"),
    "role_grant": ("person_id", ("role", "class_id"), "The same roles"),
    "co_teacher": ("teacher_id", ("course_id",), "The same courses as a second teacher"),
}
"""By table: whose a row is, what makes two rows the same thing, how those made one are counted."""


def join_spans(draft: Draft) -> None:
    """Join what is the same in both; refuse two classes on a day, and who stands in for themselves."""
    for name, (owner, same, about) in SAME.items():
        rows = db.person.metadata.tables[name]
        _join(draft, rows, owner, same, about)
    _require_one_class(draft)
    _leave_out_second_teachers(draft)
    _require_no_own_substitute(draft)


def _join(draft: Draft, rows: sa.Table, owner: str, same: tuple[str, ...], about: str) -> None:
    standing: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
    found = draft.rows(rows, owner).values()
    for row in sorted(found, key=lambda row: (row[owner] != draft.kept_id, row["id"])):
        of_key = standing[tuple(row[name] for name in same)]
        met = [one for one in of_key if one[owner] != row[owner] and _span(one).meets(_span(row))]
        if not met:
            of_key.append(row)
            continue
        joined = met[0]
        for other in (row, *met[1:]):
            joined = _union(joined, other)
            draft.remove(rows, other["id"], about)
        of_key[:] = [joined, *(one for one in of_key if one not in met)]
        values = {
            name: joined[name] for name in ("starts", "ends", "leaving_reason", "reason") if name in joined
        }
        draft.change(rows, joined["id"], **values)


def _span(row: Row) -> Span:
    return Span(row["starts"], row["ends"])


def _union(first: Row, second: Row) -> Row:
    """The first row with the days of both."""
    starts = None if None in (first["starts"], second["starts"]) else min(first["starts"], second["starts"])
    ends = None if None in (first["ends"], second["ends"]) else max(first["ends"], second["ends"])
    joined = dict(first) | {"starts": starts, "ends": ends}
    if "leaving_reason" in joined:
        last = next((one for one in (first, second) if one["ends"] == ends), first)
        joined["leaving_reason"] = last["leaving_reason"]
    if "reason" in joined:
        reasons = dict.fromkeys(filter(None, (first["reason"], second["reason"])))
        joined["reason"] = "; ".join(reasons)[: limits.EXEMPTION_REASON]
    return joined


def _require_one_class(draft: Draft) -> None:
    """On no day may the two cards sit in different classes."""
    places = draft.rows(db.enrolment, "pupil_id").values()
    kept = [row for row in places if row["pupil_id"] == draft.kept_id]
    for row in places:
        for other in kept if row["pupil_id"] == draft.gone_id else ():
            if row["class_id"] != other["class_id"] and _span(row).meets(_span(other)):
                day = max(row["starts"], other["starts"])
                draft.refuse(
                    "On {day} one card sits in {first}, the other in {second}. End the wrong place first: "
                    "transfer or leave on that card",
                    day=f"{day:%d.%m.%Y}",
                    first=_title(draft, other["class_id"]),
                    second=_title(draft, row["class_id"]),
                )


def _title(draft: Draft, class_id: int) -> str:
    klass = db.school_class.c
    row = draft.session.execute(sa.select(klass.grade, klass.letter).where(klass.id == class_id)).one()
    return class_title(row.grade, row.letter)


def _leave_out_second_teachers(draft: Draft) -> None:
    """Who is the teacher of a course is not its second one."""
    course = db.course.c
    for row in draft.rows(db.co_teacher, "teacher_id").values():
        teacher = draft.session.scalar(sa.select(course.teacher_id).where(course.id == row["course_id"]))
        if teacher in draft.both and teacher != row["teacher_id"]:
            draft.remove(db.co_teacher, row["id"], "Second teachers of their own course")


def _require_no_own_substitute(draft: Draft) -> None:
    """A card that stood in for the other one is of another person."""
    lesson = db.lesson.c
    for teacher, substitute in (draft.both, draft.both[::-1]):
        asked = sa.select(lesson.day).where(
            lesson.school_id == draft.school_id,
            lesson.teacher_id == teacher,
            lesson.substitute_id == substitute,
        )
        day = draft.session.scalar(asked.limit(1))
        if day is not None:
            draft.refuse(
                "On {day} one of the two gives a lesson in place of the other: they cannot be one person",
                day=f"{day:%d.%m.%Y}",
            )
