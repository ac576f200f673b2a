"""Cells of the journal and term marks of two cards: what stands in both is asked; the trail follows each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from ejournal.models.structure import class_title
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.cell_rows import cell_row
from ejournal.services.duplicates.draft import GONE, Draft, Question
from ejournal.services.grading.scales import spell

CELL, TERM_MARK, REMARK = "cell.merge", "term-mark.merge", "remark.merge"
"""What the trail calls rows that went to the other card with their authors."""
Row = Mapping[str, Any]


@dataclass(slots=True)
class _Cell:
    marks: list[Row] = field(default_factory=list)
    absence: Row | None = None

    @property
    def row(self) -> list[Any]:
        """The cell as the trail compares it."""
        marks = [[one["value"], one["kind_id"], one["comment"]] for one in self.marks]
        absence = self.absence
        return cell_row(
            marks, str(absence["code"]) if absence else None, absence["minutes"] if absence else None
        )

    @property
    def text(self) -> str:
        """The cell as the journal writes it."""
        absence = self.absence
        code, minutes = (absence["code"], absence["minutes"]) if absence else (None, None)
        return spell([one["value"] for one in self.marks], code, minutes)

    def told(self) -> dict[str, Any] | None:
        """The cell as an entry of the trail tells it."""
        return {"text": self.text, "cell": self.row} if self.row else None

    def leave(self, draft: Draft, about: str = "") -> None:
        """Let all that stands in it go."""
        for number, mark in enumerate(self.marks):
            draft.remove(db.mark, mark["id"], about if not number else "")
        if self.absence is not None:
            draft.remove(db.attendance, self.absence["id"], "" if self.marks else about)


_EMPTY = _Cell()


def join_cells(draft: Draft) -> list[audit.Change]:
    """Ask of every lesson in which both have something else; the entries for the trail."""
    cells: defaultdict[tuple[int, int], _Cell] = defaultdict(_Cell)
    for mark in sorted(draft.rows(db.mark, "pupil_id").values(), key=lambda row: row["slot"]):
        cells[mark["pupil_id"], mark["lesson_id"]].marks.append(mark)
    for absence in draft.rows(db.attendance, "pupil_id").values():
        cells[absence["pupil_id"], absence["lesson_id"]].absence = absence
    lessons = sorted(lesson_id for pupil_id, lesson_id in cells if pupil_id == draft.gone_id)
    named = _lessons(draft, [one for one in lessons if (draft.kept_id, one) in cells])
    trail: list[audit.Change] = []
    for lesson_id in lessons:
        kept, gone = cells.get((draft.kept_id, lesson_id), _EMPTY), cells[draft.gone_id, lesson_id]
        stays = _which(draft, kept, gone, lesson_id, named)
        place: dict[str, Any] = {"lesson_id": lesson_id}
        trail.append(audit.Change(CELL, "cell", None, gone.told(), None, pupil_id=draft.gone_id, **place))
        if stays is not kept:
            told = (kept.told(), stays.told())
            trail.append(audit.Change(CELL, "cell", None, *told, pupil_id=draft.kept_id, **place))
    return trail


def _which(draft: Draft, kept: _Cell, gone: _Cell, lesson_id: int, named: Mapping[int, str]) -> _Cell:
    if kept is _EMPTY:
        return gone
    if kept.row == gone.row:
        gone.leave(draft, "The same cells of the journal")
        return kept
    where = named[lesson_id]
    answer = draft.chosen(Question(f"cell:{lesson_id}", "Cell of the journal", where, kept.text, gone.text))
    (kept if answer == GONE else gone).leave(draft)
    return gone if answer == GONE else kept


def _lessons(draft: Draft, ids: Sequence[int]) -> dict[int, str]:
    """«Математика, 20.11.2026, урок 3» without the word: subject, day, number."""
    if not ids:
        return {}
    lesson, course, subject = db.lesson.c, db.course.c, db.subject.c
    rows = draft.session.execute(
        sa.select(lesson.id, lesson.day, lesson.number, subject.name)
        .join_from(db.lesson, db.course, course.id == lesson.course_id)
        .join(db.subject, subject.id == course.subject_id)
        .where(lesson.school_id == draft.school_id, lesson.id.in_(ids))
    )
    return {row.id: f"{row.name}, {row.day:%d.%m.%Y}, № {row.number}" for row in rows}


def join_term_marks(draft: Draft) -> list[audit.Change]:
    """Ask of every column in which both have another mark; the entries for the trail."""
    found: dict[int, dict[tuple[Any, ...], Row]] = {draft.kept_id: {}, draft.gone_id: {}}
    for row in draft.rows(db.term_mark, "pupil_id").values():
        found[row["pupil_id"]][row["course_id"], row["scope"], row["term_number"]] = row
    trail: list[audit.Change] = []
    for key, gone in sorted(found[draft.gone_id].items(), key=lambda one: one[1]["id"]):
        kept = found[draft.kept_id].get(key)
        column = str(gone["term_number"] or gone["scope"])
        about = {"course_id": gone["course_id"], "column": column}
        stays = gone if kept is None else _which_mark(draft, kept, gone, column)
        of_gone = audit.Change(
            TERM_MARK,
            "term_mark",
            gone["id"],
            _value(about, gone),
            _value(about, None),
            pupil_id=draft.gone_id,
        )
        trail.append(of_gone)
        if stays is gone:
            told = (_value(about, kept) if kept else None, _value(about, gone))
            trail.append(audit.Change(TERM_MARK, "term_mark", gone["id"], *told, pupil_id=draft.kept_id))
    return trail


def _value(about: Row, row: Row | None) -> dict[str, Any]:
    said = {"value": row["value"], "proposed": row["proposed"]} if row else {"value": "", "proposed": ""}
    return dict(about) | said


def _which_mark(draft: Draft, kept: Row, gone: Row, column: str) -> Row:
    if (kept["value"], kept["proposed"]) == (gone["value"], gone["proposed"]):
        draft.remove(db.term_mark, gone["id"], "The same term marks")
        return kept
    key = f"term:{gone['course_id']}:{column}"
    where = f"{_course(draft, gone['course_id'])}, {column}"
    answer = draft.chosen(Question(key, "Term mark", where, kept["value"], gone["value"]))
    stays, goes = (gone, kept) if answer == GONE else (kept, gone)
    draft.remove(db.term_mark, goes["id"])
    return stays


def _course(draft: Draft, course_id: int) -> str:
    course, subject, klass, group = db.course.c, db.subject.c, db.school_class.c, db.study_group.c
    row = draft.session.execute(
        sa.select(subject.name, klass.grade, klass.letter, group.name.label("study_group"))
        .join_from(db.course, db.subject, subject.id == course.subject_id)
        .outerjoin(db.school_class, klass.id == course.class_id)
        .outerjoin(db.study_group, group.id == course.group_id)
        .where(course.id == course_id)
    ).one()
    whose = row.study_group or (class_title(row.grade, row.letter) if row.grade is not None else "")
    return ", ".join(filter(None, (row.name, whose)))


def trail_of_remarks(draft: Draft) -> list[audit.Change]:
    """The entries for remarks that are about the other card from now on."""
    trail = []
    for row in draft.rows(db.remark, "pupil_id").values():
        if row["pupil_id"] == draft.gone_id:
            said = {"text": row["text"], "tone": str(row["tone"])}
            before, after = said | {"pupil": draft.gone_id}, said | {"pupil": draft.kept_id}
            place: dict[str, Any] = {"lesson_id": row["lesson_id"], "pupil_id": draft.kept_id}
            trail.append(audit.Change(REMARK, "remark", row["id"], before, after, **place))
    return trail
