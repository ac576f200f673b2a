"""What the columns of a list of marks mean, by the words of their headers and by what stands in them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ejournal.errors import DomainError
from ejournal.integrations.marks.days import head_of, is_average
from ejournal.integrations.people import values
from ejournal.integrations.workbook.columns import column_letters
from ejournal.integrations.workbook.tables import Table
from ejournal.services.base.class_names import is_class_name
from ejournal.services.base.names import folded
from ejournal.services.marks_import.file import OF_LIST, Column, Meaning

HEADER_WITHIN = 30
"""Rows in which the header is looked for."""
JUDGED = 40
"""Rows of a column by whose values it is judged."""

# The first that fits is meant: what is more particular stands above what is more general.
_WORDS: tuple[tuple[str, Meaning], ...] = (
    (r"рожд|birth|^д\.? ?р\.?$", Meaning.BIRTH),
    (r"номер урока|№ ?урока|^урок\b(?! ?темы)|lesson", Meaning.LESSON),
    (r"^№|^n ?п/?п|п ?/ ?п|номер по порядку|^#$", Meaning.NUMBER),
    (
        r"(?:вид|тип|форма|категория)\b.*(?:работ|задан|контрол|оцен|отмет|урок)|^за что|kind|^работа$",
        Meaning.KIND,
    ),
    (r"\bвес\b|коэфф|weight", Meaning.WEIGHT),
    (r"коммент|примеч|comment|заметк", Meaning.COMMENT),
    (r"посещ|пропуск|присутств|отсутств|attendance|неявк|^н/?б$", Meaning.CODE),
    (r"четверт|триместр|полугод|период|\bterm\b", Meaning.TERM),
    (r"учител|преподав|педагог|teacher", Meaning.TEACHER),
    (r"предмет|дисциплин|subject", Meaning.SUBJECT),
    (r"оценк|отметк|балл|\bmark\b|grade|результат", Meaning.MARK),
    (r"класс|class", Meaning.CLASS),
    (r"дата|\bdate\b|^день$|^число$", Meaning.DATE),
    (r"ф\.? ?и\.? ?о\b|фамилия,? (?:и )?имя|полное имя|full ?name", Meaning.NAME),
    (r"отчество|middle|patronym", Meaning.MIDDLE),
    (r"^фамилия$|last ?name|surname", Meaning.LAST),
    (r"^имя$|first ?name|given ?name", Meaning.FIRST),
    (r"^фамилия", Meaning.NAME),
    (r"обучающ|учени[кц]|учащ|реб[её]н|pupil|student", Meaning.NAME),
)
_MARKS = re.compile(r"[1-5](?:[/ ,;][1-5])?|н/?б?|б|оп|осв|у/?п|н/?п|незач\w*|зач\w*|н/?а", re.IGNORECASE)
_NAME = re.compile(r"[А-ЯЁа-яё-]+(?:\s+[А-ЯЁа-яё.-]+){1,3}")


def header_of(table: Table) -> int:
    """The number of the row that names a list's columns; 0 when none does."""
    best, most = 0, 0
    for number, row in enumerate(table.rows[:HEADER_WITHIN], 1):
        known = {meaning_of(title_of(cell)) for cell in row} - {Meaning.NOTHING, Meaning.NUMBER}
        is_list = known & {Meaning.MARK, Meaning.CODE} and known & {Meaning.NAME, Meaning.LAST}
        if is_list and known & {Meaning.DATE, Meaning.TERM} and len(known) > most:
            best, most = number, len(known)
    return best


def columns_of(table: Table, header: int, told: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns of a list with their meanings; told says by letter what a person has decided."""
    found: list[Column] = []
    for at, cell in enumerate(table.rows[header - 1]):
        title, letter = title_of(cell), column_letters(at + 1)
        cells = [row[at] for row in table.rows[header : header + JUDGED] if row[at] != ""]
        if title or cells:
            taken = {one.meaning for one in found}
            meaning = told_of(told, letter, OF_LIST) or _judged(title, cells, taken)
            found.append(Column(letter, title, meaning, values.words(cells[0]) if cells else ""))
    return tuple(found)


def told_of(told: Mapping[str, str], letter: str, known: Sequence[Meaning]) -> Meaning | None:
    """What a person has said of the column, as far as a table of this shape knows it."""
    given = told.get(letter, "")
    return Meaning(given) if given in known else None


def _judged(title: str, cells: Sequence[Any], taken: set[Meaning]) -> Meaning:
    meaning = meaning_of(title)
    if meaning is Meaning.NOTHING and not is_average(title):
        meaning = _by_values(cells)
    return Meaning.NOTHING if meaning in taken else meaning


def title_of(cell: Any) -> str:
    """The words of a header."""
    return values.words(cell) if isinstance(cell, str) else ""


def meaning_of(title: str) -> Meaning:
    """What a column so called means; NOTHING when its words are not known."""
    plain = folded(title)
    if is_average(plain):
        return Meaning.NOTHING
    return next((meaning for pattern, meaning in _WORDS if re.search(pattern, plain)), Meaning.NOTHING)


def _by_values(cells: Sequence[Any]) -> Meaning:
    """What most of the cells are, where that is beyond doubt: days, classes, marks, names of people."""
    for is_such, meaning in (
        (_is_day, Meaning.DATE),
        (_is_class, Meaning.CLASS),
        (_is_mark, Meaning.MARK),
        (_is_name, Meaning.NAME),
    ):
        if len(cells) > 1 and sum(map(is_such, cells)) * 10 >= len(cells) * 9:
            return meaning
    return Meaning.NOTHING


def _is_day(cell: Any) -> bool:
    if not isinstance(cell, str):
        return False
    try:
        values.date_of(cell)
    except DomainError:
        return False
    return True


def _is_class(cell: Any) -> bool:
    return isinstance(cell, str) and is_class_name(cell) and head_of(cell, values.EXCEL_BEGINS) is None


def _is_mark(cell: Any) -> bool:
    return bool(_MARKS.fullmatch(values.words(cell)))


def _is_name(cell: Any) -> bool:
    return bool(_NAME.fullmatch(values.words(cell)))
