"""The head of a grid's column: a day in every spelling, a term, or a figure that is counted and not taken."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ejournal.integrations.people.values import EXCEL_BEGINS, words
from ejournal.services.base.names import folded
from ejournal.services.marks_import.file import Meaning

_EXCEL_DAYS = range(36_526, 73_051)
"""From 2000 to 2099: what else is a number is no date here."""
_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_WEEKDAY = re.compile(r"^(?:пн|вт|ср|чт|пт|сб|вс)\b[.,]?\s*|[\s,]*\b(?:пн|вт|ср|чт|пт|сб|вс)\.?$")
_LESSON = re.compile(r"\s*\(\s*(\d{1,2})\s*\)$|[\s,]+(\d{1,2})[\s-]*(?:й\s*)?ур\w*\.?$")
_NUMBERS = re.compile(r"(\d{1,2})[./\-](\d{1,2})(?:[./\-](\d{4}|\d{2}))?(?:\s*г\.?)?")
_TWO_MARKS = re.compile(r"[1-5]/[1-5]")
"""«5/4» stands in cells rather than at their head."""
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SPELLED = re.compile(r"(\d{1,2})\s*([а-я]{3,8})\.?(?:\s+(\d{4}|\d{2}))?(?:\s*г\.?)?")
_MONTH = re.compile(r"([а-я]{3,8})\.?(?:\s*(\d{4}))?(?:\s*г\.?)?")
_NO_TIME = re.compile(r"[\sT]+0?0:00(?::00)?$")

_ORDER = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "1": "1", "2": "2", "3": "3", "4": "4"}
_LATIN = str.maketrans("іІvV", "iIvV")
_TERM_WORD = r"(?:четв\w*|чет|четв|чт|ч|трим\w*|тр|полуг\w*|п/?\s?г|семестр\w*|учебн\w* период\w*)"
_TERM = re.compile(rf"\b(iv|i{{1,3}}|[1-4])\s*(?:-?\s*(?:я|й|ая|ое|е|ый))?\s*{_TERM_WORD}(?![а-я])\.?")
_TERM_AFTER = re.compile(rf"(?<![а-я]){_TERM_WORD}\.?\s*№?\s*(iv|i{{1,3}}|[1-4])\b")
_AVERAGE = re.compile(
    r"ср\.?\s*(?:балл|взв|ар|зн|оц|отм)|средн|^ср\.?$|^с\.?\s?б\.?$|average|рейтинг|ср\.\s*б"
)
_YEAR = re.compile(r"^(?:за\s+)?(?:уч\w*\.?\s+)?год\w*\b|^г\.$|^годовая|^year")
_EXAM = re.compile(r"экз|^огэ|^егэ|^exam")
_FINAL = re.compile(r"аттестат|итог\w*\s+(?:за\s+)?(?:курс|год)|^final")
_SUM = re.compile(rf"^итог|^{_TERM_WORD}\.?$|^за\s+{_TERM_WORD}\.?$|^term mark|отм\w*\s+за\s+период")
_COUNTED = re.compile(
    r"пропу|подпис|кол-?\s?во|количеств|всего|%|качеств|успева|долг|посещ|опозд|болез|уваж|предлаг|прогноз"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A day of a column with the lesson's number, if that is written."""

    day: date
    number: int | None = None


def month_of(cell: Any) -> tuple[int, int | None] | None:
    """The month that a cell names by its word, with its year where that is written."""
    found = _MONTH.fullmatch(folded(words(cell)))
    month = _month(found[1]) if found else 0
    return (month, int(found[2]) if found and found[2] else None) if month else None


def _month(word: str) -> int:
    return next((at for at, stem in enumerate(_MONTHS, 1) if word.startswith(stem)), 0)


def head_of(cell: Any, begins: date, month: tuple[int, int | None] | None = None) -> Head | None:
    """The day that a column's head names; of the academic year that begins so where no year is written.

    month: the one named above, for heads that are a number alone.
    """
    if isinstance(cell, int | float):
        return _of_number(cell, begins, month)
    text = _NO_TIME.sub("", folded(words(cell)))
    text = _WEEKDAY.sub("", _WEEKDAY.sub("", text)).strip(" ,")
    number = None
    if found := _LESSON.search(text):
        number = int(found[1] or found[2])
        text = text[: found.start()].strip(" ,")
        text = _WEEKDAY.sub("", text)
    if text.isdecimal() and len(text) < 6:
        head = _of_number(int(text), begins, month)
        return Head(head.day, number) if head else None
    day = _of_words(text, begins)
    return Head(day, number) if day else None


def _of_number(number: float, begins: date, month: tuple[int, int | None] | None) -> Head | None:
    if isinstance(number, float) and not number.is_integer():
        # «12.09» typed into a spreadsheet is a number: two signs behind its point are the month.
        day, _, of = f"{number:.2f}".partition(".")
        fits = abs(number * 100 - round(number * 100)) < 1e-6
        found = _date(int(day), int(of), None, begins) if fits and int(day) in range(1, 32) else None
        return Head(found) if found else None
    if int(number) in _EXCEL_DAYS:
        return Head(EXCEL_BEGINS + timedelta(int(number)))
    if month is None or int(number) not in range(1, 32):
        return None
    found = _date(int(number), month[0], month[1], begins)
    return Head(found) if found else None


def _of_words(text: str, begins: date) -> date | None:
    if _TWO_MARKS.fullmatch(text):
        return None
    if found := _ISO.fullmatch(text):
        return _date(int(found[3]), int(found[2]), int(found[1]), begins)
    if found := _NUMBERS.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]) if found[3] else None, begins)
    if found := _SPELLED.fullmatch(text):
        month = _month(found[2])
        return _date(int(found[1]), month, int(found[3]) if found[3] else None, begins) if month else None
    return None


def _date(day: int, month: int, year: int | None, begins: date) -> date | None:
    if year is None:
        year = begins.year if month >= begins.month else begins.year + 1
    elif year < 100:
        year += 2000
    try:
        return date(year, month, day)
    except ValueError:
        return None


def term_of(text: str) -> str:
    """The number of the term that the words name; empty when none."""
    plain = folded(words(text)).translate(_LATIN)
    found = _TERM.search(plain) or _TERM_AFTER.search(plain)
    return _ORDER[found[1]] if found else ""


def without_term(text: str) -> str:
    """The words without those that name a term."""
    plain = text.translate(_LATIN)
    for pattern in (_TERM, _TERM_AFTER):
        plain = re.sub(pattern.pattern, " ", plain, flags=re.IGNORECASE)
    return plain


def is_average(title: str) -> bool:
    """Whether a column is an average."""
    return bool(_AVERAGE.search(folded(title)))


def sum_of(title: str) -> Meaning | None:
    """Which term mark a column holds by its title; NOTHING of what is counted; None when it says neither."""
    plain = folded(words(title))
    if not plain:
        return None
    if is_average(plain) or _COUNTED.search(plain):
        return Meaning.NOTHING
    if number := term_of(plain):
        return Meaning(number)
    for pattern, meaning in (
        (_EXAM, Meaning.EXAM),
        (_FINAL, Meaning.FINAL),
        (_YEAR, Meaning.YEAR),
        (_SUM, Meaning.SUM),
    ):
        if pattern.search(plain):
            return meaning
    return None
