"""People named by number where no table knows it: keys of notices, steps of the timetable, names of files."""

import re
from typing import Any

import sqlalchemy as sa

from ejournal.models import ImportMapping, MarksImportPart, OutboxNotice, TimetableEdit, TimetableEntry
from ejournal.models.base import table
from ejournal.services.base import tables as db
from ejournal.services.duplicates.draft import Draft

_notice, _edit, _mapping = table(OutboxNotice), table(TimetableEdit), table(ImportMapping)
_marks = table(MarksImportPart)
_KEYS = (r"^(cell:\d+:){0}$", r"^(term:\d+:){0}(?=:)", r"^(pupil-moved:){0}(?=:)")
"""Keys of news that name a pupil: the same news later must find its notice."""
_TEACHER = "teacher"


def join_notices(draft: Draft) -> None:
    """Let the keys of the child's news name the card that stays; of the same told twice one goes."""
    patterns = [re.compile(one.format(draft.gone_id)) for one in _KEYS]
    told: dict[tuple[str, int | None], int] = {}
    rows = draft.rows(_notice, "recipient_id", "pupil_id").values()
    for row in sorted(
        rows, key=lambda row: (draft.gone_id in (row["pupil_id"], row["recipient_id"]), row["id"])
    ):
        key = row["key"]
        for pattern in patterns:
            key = pattern.sub(rf"\g<1>{draft.kept_id}", key)
        if told.setdefault((key, draft.one(row["recipient_id"])), row["id"]) != row["id"]:
            draft.remove(_notice, row["id"], "The same notices")
        elif key != row["key"]:
            draft.change(_notice, row["id"], key=key)


def rename_in_steps(draft: Draft) -> None:
    """Let steps of the timetable's editor, and names of its files, mean the card that stays."""
    if not _teaches(draft):
        return
    asked = sa.select(_edit.c.id, _edit.c.before, _edit.c.after).where(_edit.c.school_id == draft.school_id)
    for row in draft.session.execute(asked):
        values = {"before": _renamed(draft, row.before), "after": _renamed(draft, row.after)}
        if (row.before, row.after) != (values["before"], values["after"]):
            draft.change(_edit, row.id, **values)
    mapped = sa.select(_mapping.c.id).where(
        _mapping.c.school_id == draft.school_id,
        _mapping.c.kind == _TEACHER,
        _mapping.c.target_id == draft.gone_id,
    )
    for number in draft.session.scalars(mapped):
        draft.change(_mapping, number, target_id=draft.kept_id)


def rename_in_imports(draft: Draft) -> None:
    """Let files of marks that can still be taken back mean the card that stays: its cells, its hand."""
    asked = sa.select(_marks.c.id, _marks.c.cells, _marks.c.terms).where(
        _marks.c.school_id == draft.school_id
    )
    for row in draft.session.execute(asked):
        cells = [_with(draft, one, 1, 4) for one in row.cells]
        terms = [_with(draft, one, 1) for one in row.terms]
        if (cells, terms) != (row.cells, row.terms):
            draft.change(_marks, row.id, cells=cells, terms=terms)


def _with(draft: Draft, row: list[Any], *places: int) -> list[Any]:
    return [draft.one(value) if at in places else value for at, value in enumerate(row)]


def _teaches(draft: Draft) -> bool:
    """Whether the card was ever of a teacher: nobody else stands in timetables."""
    places = table(TimetableEntry).c
    found = [(db.course.c, "teacher_id"), (db.lesson.c, "teacher_id"), (places, "teacher_id")]
    found += [(db.role_grant.c, "person_id"), (db.lesson.c, "substitute_id")]
    return any(
        draft.session.scalar(
            sa.select(rows.id).where(rows.school_id == draft.school_id, rows[name] == draft.gone_id).limit(1)
        )
        is not None
        for rows, name in found
    )


def _renamed(draft: Draft, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        one | {"teacher_id": draft.one(one["teacher_id"])} if "teacher_id" in one else one for one in rows
    ]
