"""What a paper is of, and what that is called."""

from dataclasses import dataclass, field
from typing import Any

from ejournal.i18n import gettext
from ejournal.models import IssuedKind, IssuedPaper, TermKind
from ejournal.services.calendar.year import TermSpan, YearSpan, term_name


@dataclass(frozen=True, slots=True)
class Thing:
    """What a paper is of: two papers of one thing replace each other. The names are only for reading."""

    kind: IssuedKind
    year_id: int
    term_kind: TermKind | None = None
    term_number: int = 0
    class_id: int | None = None
    course_id: int | None = None
    pupil_id: int | None = None
    teacher_id: int | None = None
    document_id: int | None = None
    year_name: str = field(default="", compare=False)
    class_title: str = field(default="", compare=False)
    subject: str = field(default="", compare=False)

    @classmethod
    def of(cls, kind: IssuedKind, year: YearSpan, term: TermSpan | None, **more: Any) -> "Thing":
        """What is of a term, or of the whole year."""
        part: dict[str, Any] = {"term_kind": term.kind, "term_number": term.number} if term else {}
        return cls(kind, year.id, year_name=year.name, **part, **more)

    @classmethod
    def of_row(cls, row: IssuedPaper) -> "Thing":
        """What an issued paper is of."""
        return cls(**{name: getattr(row, name) for name in cls.__slots__})

    @property
    def columns(self) -> dict[str, Any]:
        """The same as columns of the table."""
        return {name: getattr(self, name) for name in self.__slots__}


SAME = (
    "kind",
    "year_id",
    "term_kind",
    "term_number",
    "class_id",
    "course_id",
    "pupil_id",
    "teacher_id",
    "document_id",
)
"""The columns by which two papers are of one thing."""


def kind_words(thing: Thing, locale: str) -> str:
    """What the paper is called; of one pupil alone without a name."""
    if thing.pupil_id is not None and thing.kind is IssuedKind.CARDS:
        return gettext(locale, "Report card of one pupil")
    if thing.pupil_id is not None:
        return gettext(locale, "Letter to the parents of one pupil")
    return {
        IssuedKind.COURSE: gettext(locale, "Journal of one subject"),
        IssuedKind.JOURNAL: gettext(locale, "Class journal"),
        IssuedKind.SUMMARY: gettext(locale, "Summary sheet"),
        IssuedKind.CARDS: gettext(locale, "Report cards"),
        IssuedKind.LETTERS: gettext(locale, "Letters to parents"),
        IssuedKind.SCHOOL_REPORT: gettext(locale, "Report of the school"),
        IssuedKind.CLASS_REPORT: gettext(locale, "Report of the class teacher"),
        IssuedKind.COURSES_REPORT: gettext(locale, "Report of a teacher"),
        IssuedKind.DOCUMENT_SHEET: gettext(locale, "Sheet of acknowledgement"),
    }[thing.kind]


def period_words(thing: Thing, locale: str) -> str:
    """«II четверть, 2026/2027 учебный год»."""
    of_year = gettext(locale, "{year} year", year=thing.year_name)
    if thing.term_kind is None:
        return of_year
    return f"{term_name(locale, thing.term_kind, thing.term_number)}, {of_year}"
