"""What the browser sees of the steps of a new school."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import clock_span, day_month, day_span
from ejournal.services.base.names import same
from ejournal.services.calendar.year import BellTime
from ejournal.services.courses.class_settings import ClassLine
from ejournal.services.courses.grade_rules import GradeFields
from ejournal.services.courses.new_classes import ClassWish
from ejournal.services.courses.subjects import SubjectLine
from ejournal.services.courses.usual_subjects import UsualSubject, usual_subjects
from ejournal.services.school.bells import minutes
from ejournal.services.school.year_setup import CalendarSetup
from ejournal.services.setup.missing import Lack, SchoolStand
from ejournal.services.setup.steps import STEPS
from ejournal.ui.words.first_lesson import lack_words
from ejournal.ui.words.structure import SCALE_WORDS

PEOPLE = (Lack.TEACHERS, Lack.PUPILS, Lack.DEPUTY, Lack.LOAD, Lack.TIMETABLE)


@dataclass
class StepRow:
    """A step beside the open one."""

    key: str
    number: str
    title: str
    href: str
    done: bool


@dataclass
class SchoolForm:
    """The school's card as the form begins."""

    name: str = ""
    short_name: str = ""
    inn: str = ""
    address: str = ""
    time_zone: str = ""


@dataclass
class LineRow:
    """A line of what stands already."""

    title: str
    note: str
    end: str = ""


@dataclass
class BellsRow:
    """A bell schedule in short."""

    title: str
    times: list[LineRow] = field(default_factory=list)


@dataclass
class GradeRow:
    """A grade with its week and scale; names are those of the form's fields."""

    title: str
    days_name: str
    days: str
    scale_name: str
    scale: str


@dataclass
class SubjectRow:
    """A subject to keep or strike out; one in use cannot be struck out."""

    name: str
    title: str
    grades: str
    kept: bool
    used: bool


@dataclass
class SubjectGroup:
    """Subjects that a stage of school begins with."""

    title: str
    subjects: list[SubjectRow]


@dataclass
class ClassRow:
    """A class that there is."""

    id: str
    title: str
    note: str


@dataclass
class WishRow:
    """A class as it was understood, and what is wrong or known of it; state is new, known or wrong."""

    title: str
    note: str
    state: str


@dataclass
class TodoRow:
    """What is still to be done elsewhere; without an address it is another's to do."""

    title: str
    note: str
    done: bool
    href: str


def step_rows(stand: SchoolStand, locale: str) -> list[StepRow]:
    """All steps with what is done of them."""
    return [
        StepRow(
            one.key, str(at), gettext(locale, one.title), f"/setup?step={one.key}", is_done(one.key, stand)
        )
        for at, one in enumerate(STEPS, 1)
    ]


def is_done(key: str, stand: SchoolStand) -> bool:
    """Whether nothing of the step is missing for a first lesson."""
    if key == "school":
        return True
    if key == "weeks":
        return stand.rules
    if key == "people":
        return not set(PEOPLE) & set(stand.lacks)
    return Lack(key) not in stand.lacks


def year_lines(setup: CalendarSetup, locale: str) -> list[LineRow]:
    """The terms of each way of parting the year, and holidays."""
    lines = [
        LineRow(one.name, ", ".join(_term(term.starts, term.ends, locale) for term in one.terms))
        for one in setup.schemes
    ]
    return lines + [
        LineRow(one.name, _term(one.starts, one.ends, locale), _grades(one.grade_from, one.grade_to, locale))
        for one in setup.holidays
    ]


def _term(starts: date, ends: date, locale: str) -> str:
    return day_month(locale, starts) if starts == ends else day_span(locale, starts, ends)


def _grades(first: int, last: int, locale: str) -> str:
    if (first, last) == (1, 11):
        return ""
    if first == last:
        return gettext(locale, "grade {n}", n=first)
    return gettext(locale, "grades {first}–{last}", first=first, last=last)


def bells_rows(setup: CalendarSetup, locale: str) -> list[BellsRow]:
    """The bell schedules that there are."""
    return [BellsRow(one.plan.name, time_lines(one.plan.bells, locale)) for one in setup.bells]


def time_lines(bells: Sequence[BellTime], locale: str) -> list[LineRow]:
    """Lessons with their times, and the breaks between them."""
    lines = []
    for at, bell in enumerate(bells):
        pause = ""
        if at + 1 < len(bells):
            n = minutes(BellTime(0, bell.ends, bells[at + 1].starts))
            pause = gettext(locale, "break {n}", n=n)
        lines.append(LineRow(str(bell.number), clock_span(locale, bell.starts, bell.ends), pause))
    return lines


def grade_rows(rules: Iterable[GradeFields], locale: str) -> list[GradeRow]:
    """The grades with their weeks and scales."""
    return [
        GradeRow(
            gettext(locale, "Grade {n}", n=one.grade),
            f"days_{one.grade}",
            str(one.days_per_week),
            f"scale_{one.grade}",
            one.scale.value,
        )
        for one in rules
    ]


def subject_groups(lines: Sequence[SubjectLine], locale: str) -> list[SubjectGroup]:
    """The usual subjects by the stage that begins them, each ticked when the school has it.

    A school without subjects is offered all but those that few schools have.
    """
    known = {same(one.name): one for one in lines}
    titles = (
        gettext(locale, "From primary school on"),
        gettext(locale, "From grade 5 on"),
        gettext(locale, "From grade 10 on"),
    )
    groups = [SubjectGroup(title, []) for title in titles]
    for at, one in enumerate(usual_subjects()):
        line = known.get(same(one.name))
        kept = line is not None if lines else not one.seldom
        groups[_stage(one)].subjects.append(
            SubjectRow(f"usual_{at}", one.name, _span(one, locale), kept, used=bool(line and line.courses))
        )
    return groups


def own_subjects(lines: Sequence[SubjectLine]) -> str:
    """The school's own subjects, one a line."""
    usual = {same(one.name) for one in usual_subjects()}
    return "\n".join(one.name for one in lines if same(one.name) not in usual)


def _stage(one: UsualSubject) -> int:
    return 0 if one.grades[0] <= 4 else 1 if one.grades[0] <= 9 else 2


def _span(one: UsualSubject, locale: str) -> str:
    first, last = one.grades
    if first == last:
        return gettext(locale, "grade {n}", n=first)
    return gettext(locale, "grades {first}–{last}", first=first, last=last)


def class_rows(lines: Iterable[ClassLine], locale: str) -> list[ClassRow]:
    """The classes that there are, with week and scale."""
    return [
        ClassRow(
            str(one.id),
            one.title,
            ", ".join(
                (
                    ngettext(locale, "{n} day a week", "{n} days a week", one.days_per_week),
                    gettext(locale, SCALE_WORDS[one.scale]),
                )
            ),
        )
        for one in lines
    ]


def wish_rows(wishes: Iterable[ClassWish], locale: str) -> list[WishRow]:
    """What is understood of the quick entry; what is wrong comes first."""
    found = []
    for one in wishes:
        if one.fault is not None:
            words = gettext(locale, one.fault.message, **one.fault.params)
            found.append(WishRow(one.typed, words, "wrong"))
        elif one.known:
            found.append(WishRow(one.title, gettext(locale, "is there already"), "known"))
        else:
            found.append(WishRow(one.title, "", "new"))
    return sorted(found, key=lambda row: row.state != "wrong")


def todo_rows(stand: SchoolStand, *, schedules: bool, locale: str) -> list[TodoRow]:
    """People, load and timetable: what is there, and where the rest is made."""
    found = []
    for lack in PEOPLE:
        title, note, href = lack_words(lack, locale, schedules=schedules)
        found.append(TodoRow(title, note, lack not in stand.lacks, href))
    return found
