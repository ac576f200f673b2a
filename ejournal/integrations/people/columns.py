"""What the columns of a list of people mean, by the words of their headers and by what stands in them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ejournal.errors import DomainError
from ejournal.integrations.people import values
from ejournal.integrations.workbook.columns import column_letters
from ejournal.integrations.workbook.tables import Table
from ejournal.services.base.class_names import is_class_name
from ejournal.services.base.names import folded, tidy
from ejournal.services.people_import.file import Column, Meaning, SheetKind

HEADER_WITHIN = 30
"""Rows in which the header is looked for."""
JUDGED = 40
"""Rows of a column by whose values it is judged."""

_OF_GUARDIAN = {
    "mother": (r"\bмат(?:ь|ер)|\bмам", Meaning.MOTHER, Meaning.MOTHER_PHONE, Meaning.MOTHER_EMAIL),
    "father": (r"\bотец|\bотц|\bпап", Meaning.FATHER, Meaning.FATHER_PHONE, Meaning.FATHER_EMAIL),
    "guardian": (
        r"родител|представител|опекун|guardian|parent",
        Meaning.GUARDIAN,
        Meaning.GUARDIAN_PHONE,
        Meaning.GUARDIAN_EMAIL,
    ),
}
_PHONE = r"\bтел|\bмоб|phone|контакт\w* номер"
_EMAIL = r"e-?mail|почт|эл\.? ?адрес|электрон"
_CHILD = r"реб[её]н|дет[еия]|обучающ|учени[кц]|учащ|воспитанник|child|pupil"
_NAME = r"ф\.? ?и\.? ?о\b|фамилия,? (?:и )?имя|полное имя|full ?name"

# The first that fits is meant: what is more particular stands above what is more general.
_WORDS: tuple[tuple[str, Meaning], ...] = (
    (r"^№|^n ?п/?п|п ?/ ?п|номер по порядку|^#$", Meaning.NUMBER),
    (r"степень родства|родств|кем приход|relation|статус представителя", Meaning.RELATION),
    (r"снилс|snils", Meaning.SNILS),
    (r"рожд|birth|^д\.? ?р\.?$", Meaning.BIRTH),
    (r"^пол\b|gender|\bsex\b", Meaning.GENDER),
    (r"зачисл|прибы|enrol|дата поступ", Meaning.ENROLLED),
    (r"должност|роль|position|специальн", Meaning.POSITION),
    (
        r"внешн\w* (?:id|код)|идентификатор|^id$|^код$|sourced|external|личн\w* (?:дел|номер)",
        Meaning.EXTERNAL,
    ),
    (r"параллел|^год обучения", Meaning.GRADE),
    (r"литер|^буква", Meaning.LETTER),
    (r"класс|class|групп", Meaning.CLASS),
    (_PHONE, Meaning.PHONE),
    (_EMAIL, Meaning.EMAIL),
    (_NAME, Meaning.NAME),
    (r"отчество|middle|patronym", Meaning.MIDDLE),
    (r"^фамилия$|last ?name|surname|family ?name", Meaning.LAST),
    (r"^имя$|first ?name|given ?name", Meaning.FIRST),
    (r"^фамилия", Meaning.NAME),
    (_CHILD, Meaning.NAME),
    (r"сотрудник|учитель|педагог|работник|teacher|employee", Meaning.NAME),
)

_TITLES: tuple[tuple[str, SheetKind], ...] = (
    (r"сотрудн|учител|педаг|персонал|кадр|staff|teacher|работник", SheetKind.STAFF),
    (r"родител|представ|guardian|parent|законн", SheetKind.GUARDIANS),
    (r"учени|учащ|обучающ|контингент|дети|pupil|student|класс", SheetKind.PUPILS),
)


def header_of(table: Table) -> int:
    """The number of the row that names the columns; 0 when none does."""
    best, most = 0, 1
    for number, row in enumerate(table.rows[:HEADER_WITHIN], 1):
        known = {meaning for _, meaning in _titles(row) if meaning not in (Meaning.NOTHING, Meaning.NUMBER)}
        if len(known) > most and not any(isinstance(cell, float | int) for cell in row if cell != ""):
            best, most = number, len(known)
    return best


def columns_of(table: Table, header: int, told: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns with their meanings; told says by letter what a person has decided."""
    titles = list(_titles(table.rows[header - 1]))
    of_guardians = _is_of_guardians(titles)
    found: list[Column] = []
    for at, (title, spoken) in enumerate(titles):
        letter = column_letters(at + 1)
        cells = [cell for row in table.rows[header : header + JUDGED] if (cell := row[at]) != ""]
        if title or cells:
            named = _of_child(title, spoken) if of_guardians else spoken
            meaning = Meaning(told[letter]) if letter in told else named
            if meaning is Meaning.NOTHING and letter not in told:
                meaning = _by_values(cells)
            if letter not in told and meaning in {one.meaning for one in found}:
                meaning = Meaning.NOTHING
            found.append(Column(letter, title, meaning, values.words(cells[0]) if cells else ""))
    return tuple(found)


def _titles(row: Sequence[Any]) -> Iterator[tuple[str, Meaning]]:
    for cell in row:
        title = tidy(str(cell)) if isinstance(cell, str) else ""
        yield title, meaning_of(title)


def meaning_of(title: str) -> Meaning:
    """What a column so called means; NOTHING when its words are not known."""
    plain = folded(title)
    for pattern, name, phone, email in _OF_GUARDIAN.values():
        if re.search(pattern, plain):
            if re.search(_PHONE, plain):
                return phone
            if re.search(_EMAIL, plain):
                return email
            return Meaning.RELATION if re.search("родств|статус", plain) else name
    return next((meaning for pattern, meaning in _WORDS if re.search(pattern, plain)), Meaning.NOTHING)


def _is_of_guardians(titles: Sequence[tuple[str, Meaning]]) -> bool:
    """Whether the lines are guardians, each with a child; not pupils with their guardians beside them."""
    children = any(re.search(_CHILD, title.lower()) for title, _ in titles)
    meanings = {meaning for _, meaning in titles}
    plain = meanings & {Meaning.PHONE, Meaning.EMAIL, Meaning.RELATION}
    if Meaning.MOTHER in meanings or Meaning.FATHER in meanings:
        return False
    return children and (Meaning.RELATION in meanings or (Meaning.GUARDIAN in meanings and bool(plain)))


def _of_child(title: str, meaning: Meaning) -> Meaning:
    """A column of a list of guardians: what is said of the child, and whose the plain name is."""
    if meaning in (Meaning.NAME, Meaning.NOTHING) and re.search(_CHILD, title.lower()):
        return Meaning.CHILD
    own = {
        Meaning.GUARDIAN: Meaning.NAME,
        Meaning.GUARDIAN_PHONE: Meaning.PHONE,
        Meaning.GUARDIAN_EMAIL: Meaning.EMAIL,
    }
    return own.get(meaning, meaning)


def kind_of(table: Table, columns: Sequence[Column]) -> SheetKind:
    """Whom the lines are about: by the columns, else by the sheet's title."""
    meanings = {one.meaning for one in columns}
    if not meanings & {Meaning.NAME, Meaning.LAST}:
        return SheetKind.NONE
    if Meaning.CHILD in meanings:
        return SheetKind.GUARDIANS
    if Meaning.POSITION in meanings:
        return SheetKind.STAFF
    if meanings & {Meaning.CLASS, Meaning.GRADE, Meaning.MOTHER, Meaning.FATHER, Meaning.GUARDIAN}:
        return SheetKind.PUPILS
    found = (kind for pattern, kind in _TITLES if re.search(pattern, table.title.lower()))
    kind = next(found, None)
    if kind is None and (Meaning.BIRTH in meanings or is_class_name(table.title)):
        return SheetKind.PUPILS
    return kind or SheetKind.NONE


def class_above(table: Table, header: int) -> str:
    """The class that a sheet is a list of, by its title or by a line above its header; empty without one."""
    above = [str(cell) for row in table.rows[: header - 1] for cell in row if cell != ""]
    for text in (table.title, *above):
        for part in (text, *re.findall(r"\d{1,2}\s*[-–]?\s*[«\"]?[А-ЯЁа-яё][»\"]?(?=\s|$|\))", text)):
            if is_class_name(part):
                try:
                    values.class_of(tidy(part))
                except DomainError:
                    continue
                return tidy(part)
    return ""


_READERS: tuple[tuple[Meaning, Callable[[Any], Any]], ...] = (
    (Meaning.EMAIL, values.email_of),
    (Meaning.SNILS, values.snils_of),
    (Meaning.BIRTH, values.date_of),
    (Meaning.PHONE, values.phone_of),
)


def _by_values(cells: Sequence[Any]) -> Meaning:
    """What a column without a known title says, when nearly all of its values can be nothing else."""
    for meaning, read in _READERS:
        if len(cells) > 2 and sum(_reads(read, cell) for cell in cells) >= 0.9 * len(cells):
            return meaning
    classes = [cell for cell in cells if is_class_name(str(cell))]
    if len(cells) > 2 and len(classes) >= 0.9 * len(cells):
        return Meaning.CLASS
    names = [cell for cell in cells if len(str(cell).split()) == 3 and _reads(values.name_of, cell)]
    return Meaning.NAME if len(cells) > 2 and len(names) >= 0.9 * len(cells) else Meaning.NOTHING


def _reads(read: Callable[[Any], Any], cell: Any) -> bool:
    try:
        read(cell)
    except DomainError:
        return False
    return True
