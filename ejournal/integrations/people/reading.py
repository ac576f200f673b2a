"""A spreadsheet of people read: header and columns found, lines taken apart, every fault named by cell."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ejournal.errors import DomainError
from ejournal.integrations.people import values
from ejournal.integrations.people.columns import class_above, columns_of, header_of, kind_of
from ejournal.integrations.workbook.columns import column_letters
from ejournal.integrations.workbook.tables import Table, read_tables
from ejournal.services.base.class_names import is_class_name
from ejournal.services.base.names import WrittenName, tidy
from ejournal.services.people_import.file import (
    Column,
    Fault,
    GuardianLine,
    Line,
    Meaning,
    PeopleFile,
    Sheet,
    SheetKind,
)

NO_HEADER = "In the first 30 rows no line names the columns, as “ФИО”, “Класс”, “Дата рождения”"
NOT_ABOUT = "It is not clear whom this sheet is about: a column “Класс”, “Должность” or “Ребёнок” is missing"
NO_NAME = "There is no name"
NO_CLASS = "There is no class"
NO_CHILD = "There is no child’s name: whose guardian is this?"
ALONE = "“{value}” stands alone in its row and is not read"
ALONE = "“{value}” stands alone in its row and is not read"
LONG_RELATION = "Who this is to the child takes at most {limit} characters"
RELATION = 40
NOT_READ = "The column “{title}” is not read"
_OF = (
    (Meaning.MOTHER, Meaning.MOTHER_PHONE, Meaning.MOTHER_EMAIL, "мать"),
    (Meaning.FATHER, Meaning.FATHER_PHONE, Meaning.FATHER_EMAIL, "отец"),
    (Meaning.GUARDIAN, Meaning.GUARDIAN_PHONE, Meaning.GUARDIAN_EMAIL, ""),
)

Told = Mapping[str, Mapping[str, str]]
"""By sheet, by column letter, a meaning that a person has chosen."""


Fixed = Mapping[str, Mapping[str, str]]
"""By sheet, by place as «C5», what a person has written in the place of a cell."""


def read_people(data: bytes) -> PeopleFile:
    """What a file says of people; DomainError when it is no spreadsheet, or too long a one."""
    return read_lines(read_tables(data))


def read_lines(tables: Iterable[Table], told: Told | None = None, fixed: Fixed | None = None) -> PeopleFile:
    """What tables say of people, as far as nobody has said it otherwise."""
    sheets: list[Sheet] = []
    lines: list[Line] = []
    faults: list[Fault] = []
    for written in tables:
        table = with_fixed(written, (fixed or {}).get(written.title, {}))
        if not any(cell != "" for row in table.rows for cell in row):
            continue
        reader = _Reader(table, (told or {}).get(table.title, {}))
        sheets.append(reader.sheet)
        lines += reader.lines()
        faults += reader.faults
    return PeopleFile(tuple(sheets), tuple(lines), tuple(faults))


def with_fixed(table: Table, fixed: Mapping[str, str]) -> Table:
    """The table with the cells that a person has written anew."""
    if not fixed:
        return table
    rows = [list(row) for row in table.rows]
    for number, row in enumerate(rows, 1):
        for place in range(len(row)):
            row[place] = fixed.get(f"{column_letters(place + 1)}{number}", row[place])
    return Table(table.title, tuple(map(tuple, rows)))


class _Reader:
    """One sheet on its way."""

    def __init__(self, table: Table, told: Mapping[str, str]) -> None:
        self.table, self.faults = table, list[Fault]()
        header = header_of(table)
        columns = columns_of(table, header, told) if header else ()
        kind = kind_of(table, columns) if header else SheetKind.NONE
        self.sheet = Sheet(table.title, kind, header, columns, max(0, len(table.rows) - header))
        self.at: dict[Meaning, int] = {
            one.meaning: place for place, one in self._placed() if one.meaning is not Meaning.NOTHING
        }
        self.letters = {one.meaning.value: one.letter for one in columns}
        self.of_sheet = class_above(table, header) if header else ""

    def _placed(self) -> Iterator[tuple[int, Column]]:
        by_letter = {one.letter: one for one in self.sheet.columns}
        width = max((len(row) for row in self.table.rows), default=0)
        for place in range(width):
            if one := by_letter.get(column_letters(place + 1)):
                yield place, one

    def lines(self) -> list[Line]:
        """The lines that say whom they mean; the others are faults."""
        sheet = self.sheet
        if sheet.kind is SheetKind.NONE:
            self._fault(sheet.header or 1, None, NOT_ABOUT if sheet.header else NO_HEADER)
            return []
        for one in sheet.columns:
            if one.meaning is Meaning.NOTHING and one.title:
                self.faults.append(
                    Fault(sheet.title, sheet.header, one.letter, NOT_READ, {"title": one.title}, stops=False)
                )
        found = (
            self._line(number, row)
            for number, row in enumerate(self.table.rows, 1)
            if number > sheet.header and self._says_something(number, row)
        )
        return [line for line in found if line is not None]

    def _says_something(self, number: int, row: tuple[Any, ...]) -> bool:
        """Whether the row is a line; a class alone is a heading: those below it are in that class."""
        filled = [place for place, cell in enumerate(row) if cell != ""]
        if len(filled) != 1:
            return any(place != self.at.get(Meaning.NUMBER) for place in filled)
        place, text = filled[0], values.words(row[filled[0]])
        if self.sheet.kind is SheetKind.PUPILS and is_class_name(text) and _is_class(text):
            self.of_sheet = text
            return False
        if place in (self.at.get(Meaning.NAME), self.at.get(Meaning.LAST)):
            return True
        if place == self.at.get(Meaning.NUMBER):
            return False
        letter = column_letters(place + 1)
        self.faults.append(Fault(self.sheet.title, number, letter, ALONE, {"value": text}, stops=False))
        return False

    def _line(self, number: int, row: tuple[Any, ...]) -> Line | None:
        before, kind = len(self.faults), self.sheet.kind
        if kind is SheetKind.GUARDIANS and not self._cell(row, Meaning.CHILD):
            self._fault(number, Meaning.CHILD, NO_CHILD)
        name = self._name(number, row)
        found: dict[str, Any] = {
            "birth": self._read(number, row, Meaning.BIRTH, values.date_of),
            "gender": self._read(number, row, Meaning.GENDER, values.gender_of, stops=False) or "",
            "class_name": self._class(number, row),
            "phone": self._phones(number, row, Meaning.PHONE),
            "email": self._read(number, row, Meaning.EMAIL, values.email_of, stops=False) or "",
            "snils": self._read(number, row, Meaning.SNILS, values.snils_of, stops=False) or "",
            "external": values.words(self._cell(row, Meaning.EXTERNAL)),
            "enrolled": self._read(number, row, Meaning.ENROLLED, values.date_of, stops=False),
            "roles": self._read(number, row, Meaning.POSITION, values.roles_of) or (),
            "child": self._read(number, row, Meaning.CHILD, values.name_of),
            "relation": self._relation(number, row),
            "guardians": tuple(self._guardians(number, row)) if kind is SheetKind.PUPILS else (),
        }
        if name is None or any(one.stops for one in self.faults[before:]):
            return None
        return Line(kind, self.sheet.title, number, name, **found, columns=self.letters)

    def _name(self, number: int, row: tuple[Any, ...]) -> WrittenName | None:
        if Meaning.LAST not in self.at or Meaning.FIRST not in self.at:
            whole = Meaning.NAME if Meaning.NAME in self.at else Meaning.LAST
            if not self._cell(row, whole):
                self._fault(number, whole, NO_NAME)
                return None
            found: WrittenName | None = self._read(number, row, whole, values.name_of)
            return found
        parts = [
            self._read(number, row, one, values.part_of_name)
            for one in (Meaning.LAST, Meaning.FIRST, Meaning.MIDDLE)
        ]
        if not parts[0] or not parts[1]:
            if not any(self._cell(row, one) for one in (Meaning.LAST, Meaning.FIRST)):
                self._fault(number, Meaning.LAST, NO_NAME)
            elif not self._cell(row, Meaning.FIRST):
                self._fault(number, Meaning.FIRST, NO_NAME)
            elif not self._cell(row, Meaning.LAST):
                self._fault(number, Meaning.LAST, NO_NAME)
            return None
        name = WrittenName(parts[0], parts[1], parts[2] or "")
        try:
            return values.checked_name(name)
        except DomainError as error:
            self._fault(number, Meaning.LAST, error.message, error.params)
            return None

    def _class(self, number: int, row: tuple[Any, ...]) -> tuple[int, str] | None:
        text = values.words(self._cell(row, Meaning.CLASS))
        if Meaning.GRADE in self.at:
            grade = values.words(self._cell(row, Meaning.GRADE))
            text = tidy(f"{grade} {values.words(self._cell(row, Meaning.LETTER)) or text}")
        text = text or self.of_sheet
        if not text:
            if self.sheet.kind is SheetKind.PUPILS:
                self._fault(number, Meaning.CLASS, NO_CLASS)
            return None
        try:
            return values.class_of(text)
        except DomainError as error:
            # Of a guardian or of staff, the class is one thing among others.
            stops = self.sheet.kind is SheetKind.PUPILS
            self._fault(number, Meaning.CLASS, error.message, error.params, stops=stops)
            return None

    def _relation(self, number: int, row: tuple[Any, ...]) -> str:
        text = values.words(self._cell(row, Meaning.RELATION)).lower()
        if len(text) > RELATION:
            self._fault(number, Meaning.RELATION, LONG_RELATION, {"limit": RELATION}, stops=False)
            return ""
        return text

    def _phones(self, number: int, row: tuple[Any, ...], meaning: Meaning) -> str:
        """The first number of a cell that may hold several."""
        text = values.words(self._cell(row, meaning))
        for part in text.replace(",", ";").split(";"):
            if part.strip():
                return self._tried(number, meaning, part, values.phone_of, stops=False) or ""
        return ""

    def _guardians(self, number: int, row: tuple[Any, ...]) -> Iterator[GuardianLine]:
        for named, phone, email, relation in _OF:
            if not self._cell(row, named):
                continue
            name = self._read(number, row, named, values.name_of, stops=False)
            if name is not None:
                yield GuardianLine(
                    name=name,
                    column=self.letters[named.value],
                    relation=relation or self._relation(number, row),
                    phone=self._phones(number, row, phone),
                    email=self._read(number, row, email, values.email_of, stops=False) or "",
                )

    def _cell(self, row: tuple[Any, ...], meaning: Meaning) -> Any:
        place = self.at.get(meaning)
        value = row[place] if place is not None else ""
        return "" if isinstance(value, str) and value.strip() in ("", "-", "–", "—", "нет") else value

    def _read(
        self,
        number: int,
        row: tuple[Any, ...],
        meaning: Meaning,
        read: Callable[[Any], Any],
        *,
        stops: bool = True,
    ) -> Any:
        value = self._cell(row, meaning)
        return None if value == "" else self._tried(number, meaning, value, read, stops=stops)

    def _tried(
        self, number: int, meaning: Meaning, value: Any, read: Callable[[Any], Any], *, stops: bool
    ) -> Any:
        try:
            return read(value)
        except DomainError as error:
            self._fault(number, meaning, error.message, error.params, stops=stops)
            return None

    def _fault(
        self,
        number: int,
        meaning: Meaning | None,
        message: str,
        params: Mapping[str, Any] | None = None,
        *,
        stops: bool = True,
    ) -> None:
        column = self.letters.get(meaning.value, "") if meaning else ""
        self.faults.append(Fault(self.sheet.title, number, column, message, dict(params or {}), "", stops))


def _is_class(text: str) -> bool:
    try:
        values.class_of(text)
    except DomainError:
        return False
    return True
