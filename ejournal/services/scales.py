"""Scales of marks, and what a teacher may type into a cell of the journal."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ejournal.models import AttendanceCode, ScaleKind
from ejournal.services.errors import DomainError

NOT_ATTESTED = "н/а"
EXEMPT = "осв"
PASSED = "зач"
NOT_PASSED = "незач"
MAX_MARKS = 2
MAX_MINUTES = 45
MAX_TYPED = 40

CODE_TEXT: dict[str, str] = {
    AttendanceCode.ABSENT: "н",
    AttendanceCode.ILL: "б",
    AttendanceCode.EXCUSED: "у/п",
    AttendanceCode.UNEXCUSED: "н/п",
    AttendanceCode.LATE: "оп",
    AttendanceCode.EXEMPT: EXEMPT,
}
ABSENCES: frozenset[str] = frozenset(
    {AttendanceCode.ABSENT, AttendanceCode.ILL, AttendanceCode.EXCUSED, AttendanceCode.UNEXCUSED}
)
"""The codes by which a pupil was not at the lesson."""

_TYPED_CODES = {
    "н": AttendanceCode.ABSENT,
    "нб": AttendanceCode.ABSENT,
    "б": AttendanceCode.ILL,
    "у": AttendanceCode.EXCUSED,
    "уп": AttendanceCode.EXCUSED,
    "у/п": AttendanceCode.EXCUSED,
    "нп": AttendanceCode.UNEXCUSED,
    "н/п": AttendanceCode.UNEXCUSED,
    "о": AttendanceCode.LATE,
    "оп": AttendanceCode.LATE,
    "осв": AttendanceCode.EXEMPT,
}
_TYPED_PASSES = {
    "з": PASSED,
    "зач": PASSED,
    "зачет": PASSED,
    "нз": NOT_PASSED,
    "н/з": NOT_PASSED,
    "незач": NOT_PASSED,
    "незачет": NOT_PASSED,
}
# Letters of a Latin keyboard that look like the Russian ones meant, and «ё» as «е».
_LOOK_ALIKES = str.maketrans("hobynacepxkt3ё\\", "нобупасерхкт3е/")
_TOKEN = re.compile(r"(?:у/п|н/п|н/з)(?!\w)|[^\s/,;.+]+")
_SPELLED = re.compile(r"[\w\s/,;.+]*")
_LATE_GLUED = re.compile(r"(оп|о)([0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class CellEntry:
    """What stands in a cell: up to two marks, an attendance code, minutes late."""

    values: tuple[str, ...] = ()
    attendance: AttendanceCode | None = None
    minutes: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in the cell."""
        return not self.values and self.attendance is None


EMPTY = CellEntry()


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale of a course: its kind, the marks from best to worst, those that fail."""

    kind: ScaleKind
    marks: tuple[str, ...]
    failing: frozenset[str]

    @property
    def is_numeric(self) -> bool:
        """Whether marks of the scale have an average."""
        return self.kind not in (ScaleKind.PASS, ScaleKind.NONE)


def scale_of(
    course_scale: ScaleKind | None, class_scale: ScaleKind | None, one_allowed: bool = False
) -> Scale:
    """The course's own scale, else the class's, else five points; «1» only where the school allows it."""
    kind = course_scale or class_scale or ScaleKind.FIVE
    marks = _marks(kind, one_allowed)
    return Scale(kind, marks, frozenset(mark for mark in marks if five_point(kind, mark) == "2"))


def _marks(kind: ScaleKind, one_allowed: bool) -> tuple[str, ...]:
    if kind is ScaleKind.PASS:
        return (PASSED, NOT_PASSED)
    if kind is ScaleKind.NONE:
        return ()
    top, bottom = {
        ScaleKind.FIVE: (5, 1 if one_allowed else 2),
        ScaleKind.TEN: (10, 1),
        ScaleKind.TWELVE: (12, 1),
        ScaleKind.HUNDRED: (100, 0),
    }[kind]
    return tuple(str(number) for number in range(top, bottom - 1, -1))


# The lowest mark that counts as «5», «4», «3». Ten points: docs of «Сетевой город»; twelve: the scale
# of levels (10–12 high, 7–9, 4–6, 1–3); a hundred: the usual 85/70/50 of a rating.
_STEPS = {
    ScaleKind.FIVE: (5, 4, 3),
    ScaleKind.TEN: (9, 7, 5),
    ScaleKind.TWELVE: (10, 7, 4),
    ScaleKind.HUNDRED: (85, 70, 50),
}


def five_point(kind: ScaleKind, value: str) -> str:
    """The mark as one of «5», «4», «3», «2»; empty for what is not a mark with a level."""
    if value == NOT_PASSED:
        return "2"
    if kind not in _STEPS or not value.isascii() or not value.isdigit():
        return ""
    number = int(value)
    for level, lowest in zip(("5", "4", "3"), _STEPS[kind], strict=True):
        if number >= lowest:
            return level
    return "2"


def parse(text: str, scale: Scale) -> CellEntry:
    """What was typed into a cell, in any usual spelling; DomainError when it cannot stand there."""
    if len(text) > MAX_TYPED:
        raise _unknown(text)
    spelled = unicodedata.normalize("NFKC", text).strip().lower()
    if spelled == "n":
        spelled = "н"
    spelled = _LATE_GLUED.sub(r"\1 \2", spelled.translate(_LOOK_ALIKES))
    if not _SPELLED.fullmatch(spelled):
        raise _unknown(text)
    values: list[str] = []
    code: AttendanceCode | None = None
    minutes: int | None = None
    previous = ""
    for token in _TOKEN.findall(spelled):
        if found := _TYPED_CODES.get(token):
            if code is not None:
                raise DomainError("One attendance code stands in a cell", field="text")
            code = found
        elif _TYPED_CODES.get(previous) is AttendanceCode.LATE and re.fullmatch("[0-9]{1,2}", token):
            minutes = int(token)
        else:
            values.append(_mark(token, scale, text))
        previous = token
    return checked(CellEntry(tuple(values), code, minutes))


def _mark(token: str, scale: Scale, text: str) -> str:
    value = _TYPED_PASSES.get(token, token)
    if value in scale.marks:
        return value
    if not scale.marks and (value.isdigit() or value in (PASSED, NOT_PASSED)):
        raise DomainError("No marks are given in this class", field="text")
    raise _unknown(text)


def _unknown(text: str) -> DomainError:
    return DomainError(
        "“{text}” cannot stand in a cell of this journal", field="text", text=text.strip()[:20]
    )


def checked(entry: CellEntry) -> CellEntry:
    """The entry itself; DomainError when its parts do not go together."""
    if len(entry.values) > MAX_MARKS:
        raise DomainError("At most two marks stand in a cell", field="text")
    if entry.values and entry.attendance is AttendanceCode.EXEMPT:
        raise DomainError("An exempt pupil gets no mark", field="text")
    if entry.minutes is not None and not 1 <= entry.minutes <= MAX_MINUTES:
        raise DomainError("Minutes late must be from 1 to {most}", field="minutes", most=MAX_MINUTES)
    if entry.minutes is not None and entry.attendance is not AttendanceCode.LATE:
        raise DomainError("Minutes stand only with a late coming", field="minutes")
    return entry


def format_entry(entry: CellEntry) -> str:
    """The entry as the journal writes it: «5/4», «н», «н/4», «5 оп 10»."""
    return spell(entry.values, entry.attendance, entry.minutes)


def spell(values: Sequence[str], code: str | None, minutes: int | None) -> str:
    """Marks, attendance code and minutes late as one text of a cell."""
    marks = "/".join(values)
    if not code:
        return marks
    if code == AttendanceCode.LATE:
        return " ".join(part for part in (marks, CODE_TEXT[code], str(minutes or "")) if part)
    return f"{CODE_TEXT[code]}/{marks}" if marks else CODE_TEXT[code]
