"""A list of marks read: a row a mark, columns in any order."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ejournal.errors import DomainError
from ejournal.integrations.marks.columns import columns_of
from ejournal.integrations.marks.context import about_of
from ejournal.integrations.marks.days import head_of, sum_of, term_of
from ejournal.integrations.people import values
from ejournal.integrations.workbook.columns import column_number
from ejournal.integrations.workbook.tables import Table
from ejournal.services.marks_import.file import Entry, Fault, Meaning, Row, Shape, Sheet

NOT_READ = "The column “{title}” is not read"
NO_PUPIL = "There is no pupil’s name"
NO_DAY = "There is neither a date nor a term"
NO_MARK = "There is neither a mark nor an absence"
NO_CLASS = "There is no class"
NO_SUBJECT = "There is no subject"
BAD_TERM = "“{value}” is no term"
BAD_NUMBER = "“{value}” is no number of a lesson"
BLANK = ("", "-", "–", "—")


class ListReader:
    """One sheet with a list on its way."""

    def __init__(self, table: Table, header: int, told: Mapping[str, str], begins: date) -> None:
        self.table, self.begins = table, begins
        self.entries: list[Entry] = []
        self.faults: list[Fault] = []
        about = about_of(table.rows[: header - 1], table.title)
        self.sheet = Sheet(
            table.title, table.title, Shape.LIST, header, columns_of(table, header, told),
            max(0, len(table.rows) - header), about,
        )  # fmt: skip
        used = [one for one in self.sheet.columns if one.meaning is not Meaning.NOTHING]
        self.at = {one.meaning: column_number(one.letter) - 1 for one in used}
        self.letters = {one.meaning.value: one.letter for one in used}
        self._read()

    def _read(self) -> None:
        for one in self.sheet.columns:
            if one.meaning is Meaning.NOTHING and one.title:
                self._fault(self.sheet.header, one.letter, NOT_READ, {"title": one.title}, stops=False)
        for number, row in enumerate(self.table.rows[self.sheet.header :], self.sheet.header + 1):
            own = self.at.get(Meaning.NUMBER)
            if any(cell != "" and place != own for place, cell in enumerate(row)):
                self._line(number, row)

    def _line(self, number: int, row: tuple[Any, ...]) -> None:
        before = len(self.faults)
        line = self._of_whom(number, row)
        day, term = self._when(number, row)
        mark, code = self._words(row, Meaning.MARK), self._words(row, Meaning.CODE)
        if not mark and not code:
            self._fault(number, self._letter(Meaning.MARK, Meaning.CODE), NO_MARK)
        lesson = self._lesson(number, row)
        if any(one.stops for one in self.faults[before:]):
            return
        self.entries.append(
            Entry(
                line, self._letter(*((Meaning.MARK, Meaning.CODE) if mark else (Meaning.CODE,))), mark, day,
                lesson, term=term, code=code, kind=self._words(row, Meaning.KIND),
                weight=self._words(row, Meaning.WEIGHT), comment=self._words(row, Meaning.COMMENT),
            )
        )  # fmt: skip

    def _of_whom(self, number: int, row: tuple[Any, ...]) -> Row:
        parts = (self._words(row, one) for one in (Meaning.LAST, Meaning.FIRST, Meaning.MIDDLE))
        pupil = self._words(row, Meaning.NAME) or " ".join(part for part in parts if part)
        if not pupil:
            self._fault(number, self._letter(Meaning.NAME, Meaning.LAST), NO_PUPIL)
        about = self.sheet.about
        klass = self._words(row, Meaning.CLASS) or about.klass
        subject = self._words(row, Meaning.SUBJECT) or about.subject
        if not klass:
            self._fault(number, self._letter(Meaning.CLASS), NO_CLASS)
        if not subject:
            self._fault(number, self._letter(Meaning.SUBJECT), NO_SUBJECT)
        teacher = self._words(row, Meaning.TEACHER) or about.teacher
        return Row(
            self.sheet.key, number, klass, subject, pupil, teacher, self._birth(number, row), self.letters
        )

    def _birth(self, number: int, row: tuple[Any, ...]) -> date | None:
        value = self._cell(row, Meaning.BIRTH)
        if value == "":
            return None
        try:
            return values.date_of(value)
        except DomainError as error:
            self._fault(number, self._letter(Meaning.BIRTH), error.message, error.params, stops=False)
            return None

    def _when(self, number: int, row: tuple[Any, ...]) -> tuple[date | None, str]:
        """The day; else the term whose mark the row is."""
        value = self._cell(row, Meaning.DATE)
        if value != "":
            head = head_of(value, self.begins)
            if head is None:
                letter, words = self._letter(Meaning.DATE), {"value": values.words(value)}
                self._fault(number, letter, values.BAD_DATE, words)
            return (head.day if head else None), ""
        text = self._words(row, Meaning.TERM)
        if not text:
            self._fault(number, self._letter(Meaning.DATE, Meaning.TERM), NO_DAY)
            return None, ""
        plain = text if text in ("1", "2", "3", "4") else term_of(text)
        meaning = None if plain else sum_of(text)
        if plain or meaning in (Meaning.YEAR, Meaning.EXAM, Meaning.FINAL):
            return None, plain or str(meaning)
        self._fault(number, self._letter(Meaning.TERM), BAD_TERM, {"value": text})
        return None, ""

    def _lesson(self, number: int, row: tuple[Any, ...]) -> int | None:
        text = self._words(row, Meaning.LESSON)
        if not text:
            return None
        digits = "".join(sign for sign in text if sign.isdecimal())
        if not digits or len(digits) > 2:
            self._fault(number, self._letter(Meaning.LESSON), BAD_NUMBER, {"value": text}, stops=False)
            return None
        return int(digits)

    def _cell(self, row: tuple[Any, ...], meaning: Meaning) -> Any:
        place = self.at.get(meaning)
        value = row[place] if place is not None else ""
        return "" if isinstance(value, str) and value.strip() in BLANK else value

    def _words(self, row: tuple[Any, ...], meaning: Meaning) -> str:
        return values.words(self._cell(row, meaning))

    def _letter(self, *meanings: Meaning) -> str:
        return next((self.letters[one.value] for one in meanings if one.value in self.letters), "")

    def _fault(
        self,
        row: int,
        column: str,
        message: str,
        params: Mapping[str, Any] | None = None,
        *,
        stops: bool = True,
    ) -> None:
        self.faults.append(Fault(self.sheet.key, row, column, message, dict(params or {}), "", stops))
