"""What the browser sees of a year's calendar, and the values with which its forms open."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import clock_span, day_month, day_span, full_date, weekday_day_month
from ejournal.models import TermKind, WeekParity
from ejournal.services.calendar.year import BellPlan, BellTime, Calendar, term_name
from ejournal.services.school.bells import LAST_NUMBER, minutes
from ejournal.services.school.year_setup import (
    BellSetup,
    CalendarSetup,
    ClassSetup,
    HolidaySetup,
    MovedSetup,
    SchemeSetup,
)
from ejournal.services.school.year_terms import TERMS
from ejournal.services.timetable.outlook import LessonOutlook
from ejournal.ui.kit import Choice
from ejournal.ui.words.lessons import counted, kept_line, kept_words

BELL_LINES = 12
"""Lines of the form for bells; of a schedule with more lessons all are shown."""


@dataclass(frozen=True)
class Question:
    """What a change does to the lessons, asked before it is done; destroys: whether something is deleted."""

    asked: bool = False
    destroys: bool = False
    words: str = ""
    kept_words: str = ""
    kept: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class LineRow:
    """A line of a list: what, when, for whom."""

    id: str
    title: str
    note: str
    end: str = ""


@dataclass(frozen=True)
class SchemeRow:
    """A way of parting the year with the days of its terms."""

    id: str
    title: str
    classes: str
    terms: list[LineRow]


@dataclass(frozen=True)
class ClassRow:
    """A class with its week, shift and terms, as the values of selects."""

    id: str
    title: str
    days: str
    shift: str
    scheme: str


@dataclass(frozen=True)
class BellRow:
    """A lesson of a bell schedule."""

    number: str
    times: str
    note: str


@dataclass(frozen=True)
class BellsRow:
    """A bell schedule."""

    id: str
    title: str
    whom: str
    bells: list[BellRow]
    warnings: list[str]


@dataclass(frozen=True)
class TimesField:
    """A line of the form for bells."""

    number: str
    starts: str
    ends: str


@dataclass(frozen=True)
class TermField:
    """A line of the form for terms."""

    number: str
    title: str
    starts: str
    ends: str


def year_words(calendar: Calendar, today: date, locale: str) -> str:
    """«1 сентября 2026 – 31 мая 2027; сейчас 12-я неделя, чётная»."""
    year = calendar.year
    span = f"{full_date(locale, year.starts)} – {full_date(locale, year.ends)}"
    if today not in year:
        return span
    parity = "odd" if calendar.parity(today) is WeekParity.ODD else "even"
    now = gettext(locale, "now week {n}, an {parity} one", n=calendar.week_number(today),
                  parity=gettext(locale, parity))  # fmt: skip
    return f"{span}; {now}"


def scheme_row(one: SchemeSetup, locale: str) -> SchemeRow:
    """Terms with their days and classes."""
    terms = [
        LineRow(str(term.id), term.name(locale), day_span(locale, term.starts, term.ends))
        for term in one.terms
    ]
    classes = ", ".join(one.classes) or gettext(locale, "no class")
    return SchemeRow(str(one.id), one.name, classes, terms)


def holiday_row(one: HolidaySetup, locale: str) -> LineRow:
    """«Осенние каникулы», days, for whom."""
    days = (one.ends - one.starts).days + 1
    when = day_month(locale, one.starts) if days == 1 else day_span(locale, one.starts, one.ends)
    lasting = ngettext(locale, "{n} day", "{n} days", days)
    return LineRow(
        str(one.id), one.name, f"{when}, {lasting}", grades_words(one.grade_from, one.grade_to, locale)
    )


def grades_words(first: int, last: int, locale: str) -> str:
    """«1–4 классы», empty for all."""
    if (first, last) == (1, 11):
        return ""
    if first == last:
        return gettext(locale, "grade {n}", n=first)
    return gettext(locale, "grades {first}–{last}", first=first, last=last)


def moved_row(one: MovedSetup, locale: str) -> LineRow:
    """«Суббота, 17 апреля»: by whose timetable."""
    by = gettext(locale, "by the timetable of {weekday}", weekday=weekday_of(locale, one.weekday))
    if one.parity is not WeekParity.EVERY:
        week = "an odd week" if one.parity is WeekParity.ODD else "an even week"
        by = f"{by}, {gettext(locale, week)}"
    title = weekday_day_month(locale, one.day)
    return LineRow(str(one.id), title, f"{by}. {one.note}" if one.note else by)


WEEKDAYS_GENITIVE = (
    *("Monday (of)", "Tuesday (of)", "Wednesday (of)", "Thursday (of)"),
    *("Friday (of)", "Saturday (of)", "Sunday (of)"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def weekday_of(locale: str, weekday: int) -> str:
    """«понедельника»; 1 is Monday."""
    found = gettext(locale, WEEKDAYS_GENITIVE[weekday - 1])
    return found.removesuffix(" (of)")


def weekday_choices(locale: str, anything: str = "") -> list[Choice]:
    """The days of the week, with a word for any of them first where that is a choice."""
    days = [Choice(str(at), gettext(locale, name)) for at, name in enumerate(WEEKDAYS, 1)]
    return [Choice("", gettext(locale, anything)), *days] if anything else days[:6]


def class_row(one: ClassSetup) -> ClassRow:
    """A class for the table of weeks."""
    return ClassRow(str(one.id), one.title, str(one.days_per_week), str(one.shift), str(one.scheme_id))


def bells_row(one: BellSetup, locale: str) -> BellsRow:
    """A bell schedule with lengths of lessons and breaks."""
    plan = one.plan
    return BellsRow(
        id=str(plan.id),
        title=plan.name,
        whom=whom_words(plan, locale),
        bells=[_bell_row(bell, plan.bells[at + 1 : at + 2], locale) for at, bell in enumerate(plan.bells)],
        warnings=[note.text(locale) for note in one.warnings],
    )


def whom_words(plan: BellPlan, locale: str) -> str:
    """«1-я смена, суббота, 1–4 классы»; «для всех» when nothing narrows it."""
    parts = []
    if plan.day:
        parts.append(gettext(locale, "only on {day}", day=day_month(locale, plan.day)))
    if plan.shift:
        parts.append(gettext(locale, "shift {n}", n=plan.shift))
    if plan.weekday:
        parts.append(gettext(locale, WEEKDAYS[plan.weekday - 1]).lower())
    parts.append(grades_words(plan.grade_from, plan.grade_to, locale))
    if plan.starts or plan.ends:
        first, last = (day_month(locale, day) if day else "…" for day in (plan.starts, plan.ends))
        parts.append(f"{first} – {last}")
    return ", ".join(part for part in parts if part) or gettext(locale, "for everybody")


def _bell_row(bell: BellTime, following: Sequence[BellTime], locale: str) -> BellRow:
    note = gettext(locale, "{n} min", n=minutes(bell))
    if following:
        pause = minutes(BellTime(0, bell.ends, following[0].starts))
        note += ", " + gettext(locale, "break {n}", n=pause)
    return BellRow(str(bell.number), clock_span(locale, bell.starts, bell.ends), note)


def times_fields(bells: Sequence[BellTime]) -> list[TimesField]:
    """The lines of the form: the lessons, then empty ones."""
    found = [TimesField(str(one.number), f"{one.starts:%H:%M}", f"{one.ends:%H:%M}") for one in bells]
    number = bells[-1].number if bells else 0
    while len(found) < BELL_LINES and number < LAST_NUMBER:
        number += 1
        found.append(TimesField(str(number), "", ""))
    return found


def term_fields(kind: TermKind, one: SchemeSetup | None, locale: str) -> list[TermField]:
    """The lines of the form for terms of the kind."""
    known = {term.number: term for term in one.terms} if one else {}
    return [
        TermField(
            str(number),
            term_name(locale, kind, number),
            known[number].starts.isoformat() if number in known else "",
            known[number].ends.isoformat() if number in known else "",
        )
        for number in range(1, TERMS[kind] + 1)
    ]


def question(outlook: LessonOutlook, destroys: bool, locale: str) -> Question:
    """What would change in words, how many lessons stay as they are used, and which."""
    words = counted(locale, outlook.added, outlook.removed, outlook.changed)
    kept = [kept_line(locale, one) for one in outlook.named]
    return Question(True, destroys, words, kept_words(locale, outlook.kept), kept)


def scheme_choices(setup: CalendarSetup) -> list[Choice]:
    """The ways of parting the year."""
    return [Choice(str(one.id), one.name) for one in setup.schemes]
