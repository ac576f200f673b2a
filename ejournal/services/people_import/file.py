"""What a spreadsheet says of people, whatever its shape: a line a pupil, a guardian, a member of staff."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from ejournal.services.base.faults import SheetFault
from ejournal.services.base.names import WrittenName

NO_SUCH_CLASS = "There is no class “{value}”: a grade from 1 to 11 and a Russian letter"


class SheetKind(StrEnum):
    """Whom the lines of a sheet are about."""

    PUPILS = "pupils"
    GUARDIANS = "guardians"
    STAFF = "staff"
    NONE = "none"


class Meaning(StrEnum):
    """What a column says. Those of a guardian exist three times: of the mother, the father, any guardian."""

    NAME = "name"
    LAST = "last"
    FIRST = "first"
    MIDDLE = "middle"
    BIRTH = "birth"
    GENDER = "gender"
    CLASS = "class"
    GRADE = "grade"
    LETTER = "letter"
    PHONE = "phone"
    EMAIL = "email"
    SNILS = "snils"
    EXTERNAL = "external"
    ENROLLED = "enrolled"
    POSITION = "position"
    CHILD = "child"
    RELATION = "relation"
    MOTHER = "mother"
    MOTHER_PHONE = "mother_phone"
    MOTHER_EMAIL = "mother_email"
    FATHER = "father"
    FATHER_PHONE = "father_phone"
    FATHER_EMAIL = "father_email"
    GUARDIAN = "guardian"
    GUARDIAN_PHONE = "guardian_phone"
    GUARDIAN_EMAIL = "guardian_email"
    GUARDIAN_RELATION = "guardian_relation"
    NUMBER = "number"
    NOTHING = "nothing"
    """Left out by choice, or not understood."""


@dataclass(frozen=True, slots=True)
class Fault(SheetFault):
    """What is wrong at a place of a list of people."""

    person_id: int = 0
    """Whom the line may mean, where that is the question: below 0 somebody whom the file itself brings."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its letter, the words of its header, what it is taken to mean, and a value of it."""

    letter: str
    title: str
    meaning: Meaning
    sample: str = ""


@dataclass(frozen=True, slots=True)
class GuardianLine:
    """A guardian named in a line; relation is a word of the file, or follows from the column."""

    name: WrittenName
    column: str
    relation: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file about a person, its values read; what could not be read is a fault of it.

    class_name is (grade, letter); of a guardian's line it is the child's, and child is the child's name.
    """

    kind: SheetKind
    sheet: str
    row: int
    name: WrittenName
    birth: date | None = None
    gender: str = ""
    class_name: tuple[int, str] | None = None
    phone: str = ""
    email: str = ""
    snils: str = ""
    external: str = ""
    enrolled: date | None = None
    roles: tuple[str, ...] = ()
    child: WrittenName | None = None
    relation: str = ""
    guardians: tuple[GuardianLine, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    """By meaning, the letter of the column: where a fault found later is shown."""

    def fault(self, meaning: Meaning | None, message: str, suggestion: str = "", **more: Any) -> Fault:
        """A fault at the line's column of that meaning; at the line itself without one."""
        stops, person_id = more.pop("stops", True), more.pop("person_id", 0)
        column = self.columns.get(meaning.value, "") if meaning else ""
        return Fault(self.sheet, self.row, column, message, more, suggestion, stops, person_id)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it was understood: whom it is about, where its header stands, what its columns mean."""

    title: str
    kind: SheetKind
    header: int
    columns: tuple[Column, ...] = ()
    rows: int = 0


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """All that a file says, and what of it could not be read."""

    sheets: tuple[Sheet, ...]
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]

    def of(self, kind: SheetKind) -> list[Line]:
        """The lines of one kind, in their order."""
        return [one for one in self.lines if one.kind is kind]
