"""Scales of marks, and what a teacher may type into a cell of the journal."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ejournal.errors import DomainError
from ejournal.models import AttendanceCode, ScaleKind

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
    "п": AttendanceCode.UNEXCUSED,
    "нп": AttendanceCode.UNEXCUSED,
    "н/п": AttendanceCode.UNEXCUSED,
    "о": AttendanceCode.LATE,
    "оп": AttendanceCode.LATE,
    "с": AttendanceCode.EXEMPT,
    "осв": AttendanceCode.EXEMPT,
}
_TYPED_PASSES = {
    "з": PASSED,
    "зач": PASSED,
    "зачет": PASSED,
    "х": NOT_PASSED,
    "нз": NOT_PASSED,
    "н/з": NOT_PASSED,
    "незач": NOT_PASSED,
    "незачет": NOT_PASSED,
}
_TYPED_FOR_TERMS = {
    "а": NOT_ATTESTED,
    "на": NOT_ATTESTED,
    "н": NOT_ATTESTED,
    "н/а": NOT_ATTESTED,
    "о": EXEMPT,
    "с": EXEMPT,
    "осв": EXEMPT,
}
# Letters of a Latin keyboard that look like the Russian ones meant, and «ё» as «е».
_LOOK_ALIKES = {
    "h": "н", "o": "о", "b": "б", "y": "у", "n": "п", "a": "а", "c": "с", "e": "е", "p": "р", "x": "х",
    "k": "к", "t": "т", "ё": "е", "\\": "/",
}  # fmt: skip
_ALONE = {"n": "н"}
"""A Latin letter that, alone in the cell, is meant by its sound."""
_BLANK, _BETWEEN = " \t\r\n", "/,;.|"
# The same patterns are used by the browser: only what Python and JavaScript read alike.
_SPELLING = f"[а-я0-9{_BLANK}{_BETWEEN}]*"
_WORD = "(?:у/п|н/п|н/з)(?![а-я])|[а-я]+|[0-9]+"
_FRACTION = "[0-9][.,][0-9]"
REFUSALS = {
    "unknown": "“{text}” cannot stand in a cell of this journal",
    "fraction": "“{text}” is no mark: marks are whole numbers, and two of them stand with a slash: {pair}",
    "no_marks": "No marks are given in this class",
    "one_code": "One attendance code stands in a cell",
    "most": "At most two marks stand in a cell",
    "exempt": "An exempt pupil gets no mark",
    "minutes": "Minutes late must be from 1 to {most}",
    "term_one": "A term mark is one mark, «н/а» or «осв»",
}
"""Why an entry is refused: a name for the browser, the words for people."""
_FIELDS = {"minutes": "minutes", "term_one": "value"}


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


@cache
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
    if kind not in _STEPS or not value.isascii() or not value.isdecimal():
        return ""
    number = int(value)
    for level, lowest in zip(("5", "4", "3"), _STEPS[kind], strict=True):
        if number >= lowest:
            return level
    return "2"


def grammar(scale: Scale) -> dict[str, Any]:
    """What `parse` and `parse_term` know of the scale, as data: the sheet reads what is typed by the same."""
    return {
        "marks": list(scale.marks),
        "whole": _refuses_fractions(scale),
        "codes": {typed: CODE_TEXT[code] for typed, code in _TYPED_CODES.items()},
        "passes": _TYPED_PASSES,
        "terms": _TYPED_FOR_TERMS,
        "alike": _LOOK_ALIKES,
        "alone": _ALONE,
        "blank": _BLANK,
        "spelled": _SPELLING,
        "token": _WORD,
        "fraction": _FRACTION,
        "most_marks": MAX_MARKS,
        "most_minutes": MAX_MINUTES,
        "most_typed": MAX_TYPED,
    }


def _refuses_fractions(scale: Scale) -> bool:
    """On scales of several digits «87,5» would be one mark, were there such; on five points it is two."""
    return any(len(mark) > 1 for mark in scale.marks)


def _folded(text: str) -> str:
    spelled = unicodedata.normalize("NFKC", text).lower().strip(_BLANK)
    spelled = _ALONE.get(spelled, spelled)
    return "".join(_LOOK_ALIKES.get(char, char) for char in spelled)


def parse(text: str, scale: Scale) -> CellEntry:
    """What was typed into a cell, in any usual spelling; DomainError when it cannot stand there."""
    spelled = _folded(text)
    tokens = re.findall(_WORD, spelled)
    if len(text) > MAX_TYPED or not re.fullmatch(_SPELLING, spelled) or (spelled and not tokens):
        raise _refused("unknown", text, scale)
    if _refuses_fractions(scale) and re.search(_FRACTION, spelled):
        raise _refused("fraction", text, scale)
    values: list[str] = []
    code: AttendanceCode | None = None
    minutes: int | None = None
    previous = ""
    for token in tokens:
        if found := _TYPED_CODES.get(token):
            if code is not None:
                raise _refused("one_code", text, scale)
            code = found
        elif _TYPED_CODES.get(previous) is AttendanceCode.LATE and token.isdecimal():
            minutes = int(token)  # «оп 100» is never a mark of 100
        else:
            values.append(_mark(token, scale, text))
        previous = token
    return checked(CellEntry(tuple(values), code, minutes))


def parse_term(text: str, scale: Scale) -> str:
    """A term mark in any usual spelling: one mark of the scale, «н/а», «осв» or empty; else DomainError."""
    if found := _TYPED_FOR_TERMS.get(_folded(text)):
        return found
    entry = parse(text, scale)
    if entry.attendance is not None or len(entry.values) > 1:
        raise _refused("term_one", text, scale)
    return entry.values[0] if entry.values else ""


def _mark(token: str, scale: Scale, text: str) -> str:
    value = _TYPED_PASSES.get(token, token)
    if value in scale.marks:
        return value
    if not scale.marks and (value.isdecimal() or value in (PASSED, NOT_PASSED)):
        raise _refused("no_marks", text, scale)
    raise _refused("unknown", text, scale)


def _refused(name: str, text: str = "", scale: Scale | None = None) -> DomainError:
    params: dict[str, object] = {}
    if name in ("unknown", "fraction"):
        params["text"] = text.strip()[:20]
    if name == "fraction" and scale is not None:
        params["pair"] = "/".join(scale.marks[:2])
    if name == "minutes":
        params["most"] = MAX_MINUTES
    return DomainError(REFUSALS[name], field=_FIELDS.get(name, "text"), **params)


def checked(entry: CellEntry) -> CellEntry:
    """The entry itself; DomainError when its parts do not go together."""
    if len(entry.values) > MAX_MARKS:
        raise _refused("most")
    if entry.values and entry.attendance is AttendanceCode.EXEMPT:
        raise _refused("exempt")
    if entry.minutes is not None and not 1 <= entry.minutes <= MAX_MINUTES:
        raise _refused("minutes")
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
