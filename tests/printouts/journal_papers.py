"""Courses as the journal's printout takes them, made by hand, for tests and benchmarks of the paper."""

from datetime import date, datetime, timedelta
from random import Random

from ejournal.models import TermKind
from ejournal.models.spans import Span
from ejournal.printouts.journal.book import Imprint
from ejournal.services.calendar.year import TermSpan, YearSpan
from ejournal.services.papers.classes import ClassBasis, ClassBook, ListedPupil
from ejournal.services.papers.courses import CoursePaper, Hours, PaperLesson, PaperPupil, PaperTerm
from ejournal.services.people.class_list import ClassPupil, FamilyMember

YEAR = YearSpan(1, "2026/2027", date(2026, 9, 1), date(2027, 5, 31))
DAYS = (
    (date(2026, 9, 1), date(2026, 10, 24)),
    (date(2026, 11, 3), date(2026, 12, 29)),
    (date(2027, 1, 11), date(2027, 3, 26)),
    (date(2027, 4, 5), date(2027, 5, 31)),
)
TERMS = tuple(TermSpan(number, 1, TermKind.QUARTER, number, *days) for number, days in enumerate(DAYS, 1))
IMPRINT = Imprint("Школа № 7", "Е. В. Громова", datetime(2026, 12, 29, 12, 4), b"", "", "", "ru")
CELLS = ("5", "4", "3", "2", "н", "осв", "5/4", "н/4", "зач", "незач", "100/100")


def days_of(term: TermSpan, weekly: int) -> list[date]:
    """The days of a term on which a course of so many hours a week has its lessons."""
    days = [term.starts + timedelta(days=at) for at in range((term.ends - term.starts).days + 1)]
    return [day for day in days if day.weekday() < weekly]


def lessons_of(
    terms: tuple[TermSpan, ...], weekly: int, topic: str = "Дроби", homework: str = "§ 17, № 388"
) -> tuple[PaperLesson, ...]:
    """The lessons of the terms."""
    days = [day for term in terms for day in days_of(term, weekly)]
    return tuple(
        PaperLesson(number, day, number, f"{topic} {number}", f"{homework}-{number}", TEACHER, "", False)
        for number, day in enumerate(days, 1)
    )


TEACHER = "Котова Ирина Сергеевна"


def pupils_of(
    count: int,
    lessons: tuple[PaperLesson, ...],
    random: Random,
    name: str = "Абрамова Алиса",
    often: float = 0.3,
) -> tuple[PaperPupil, ...]:
    """So many pupils, something in every third cell, term marks of all columns."""
    spans = (Span(YEAR.starts, None),)
    return tuple(
        PaperPupil(
            id=number,
            name=f"{name} {number}",
            spans=spans,
            cells={one.id: random.choice(CELLS) for one in lessons if random.random() < often},
            terms={key: random.choice("2345") for key in ("1", "2", "3", "4", "year")},
        )
        for number in range(1, count + 1)
    )


def paper(
    lessons: tuple[PaperLesson, ...],
    pupils: tuple[PaperPupil, ...],
    term: TermSpan | None = None,
    *,
    is_open: bool = False,
    subject: str = "Математика",
) -> CoursePaper:
    """A course's paper, of a term or of the year."""
    terms = (term,) if term else TERMS
    return CoursePaper(
        course_id=1,
        subject=subject,
        group="",
        class_title="6 «Б»",
        teacher=TEACHER,
        teacher_short="И. С. Котова",
        seconds=(),
        weekly_hours="5",
        year=YEAR,
        term=term,
        pupils=pupils,
        lessons=lessons,
        terms=tuple(
            PaperTerm(
                one, (str(one.number), "year") if one is TERMS[-1] else (str(one.number),), Hours(39, 37, 2)
            )
            for one in terms
        ),
        year_hours=None if term else Hours(170, 165, 5),
        is_open=is_open,
    )


def a_class(
    papers: tuple[CoursePaper, ...],
    pupils: int,
    term: TermSpan | None = None,
    *,
    people: tuple[ClassPupil, ...] = (),
    beside: tuple[CoursePaper, ...] = (),
    is_open: bool = False,
) -> ClassBook:
    """The journal of a class with these courses, everybody in each."""
    basis = ClassBasis(
        title="6 «Б»",
        teachers=(TEACHER,),
        year=YEAR,
        term=term,
        terms=TERMS,
        pupils=tuple(
            ListedPupil(number, f"Абрамова Алиса {number}", f"Абрамова Алиса Олеговна {number}")
            for number in range(1, pupils + 1)
        ),
        papers=papers,
        beside=beside,
        is_open=is_open,
    )
    week = {(day, number): ("Математика 31",) for day in range(1, 6) for number in range(1, 7)}
    return ClassBook(basis, people, week, basis.missed(YEAR.ends))


def a_pupil(number: int, name: str, *guardians: FamilyMember) -> ClassPupil:
    """A pupil of the class with the family."""
    return ClassPupil(number, name, date(2014, 3, 5), "", "", YEAR.starts, (), guardians)
