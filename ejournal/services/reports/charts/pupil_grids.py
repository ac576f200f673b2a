"""The charts of one pupil, made of marks and lessons that were read; asks no database."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain

from ejournal.i18n import gettext
from ejournal.i18n.dates import day_month, weekday_short
from ejournal.models import AttendanceCode, ScaleKind
from ejournal.services.calendar.year import TermSpan, monday
from ejournal.services.diary.progress import ProgressMark, SubjectProgress, mean, usual_scale
from ejournal.services.grading.averages import Tally, share
from ejournal.services.grading.scales import ABSENCES, CODE_TEXT
from ejournal.services.reports.grid import NO_SPOT, Fact, Form, Grid, Row, Spot

_TOP_OF = {ScaleKind.FIVE: 5, ScaleKind.TEN: 10, ScaleKind.TWELVE: 12, ScaleKind.HUNDRED: 100}
MONDAY = date(2024, 1, 1)
"""Some Monday: weekdays are named by it."""
FRIDAY = 4
AVERAGE_PLACES, SHARE_PLACES = 2, 1


@dataclass(frozen=True, slots=True)
class Attended:
    """A lesson of the pupil's own timetable that was not cancelled, and what stands for attendance."""

    day: date
    number: int
    course_id: int
    subject: str
    code: AttendanceCode | None

    @property
    def is_missed(self) -> bool:
        """Whether the pupil was not there."""
        return self.code in ABSENCES

    @property
    def fact(self) -> Fact:
        """The lesson as what a number counts."""
        code = CODE_TEXT[self.code] if self.code else ""
        return Fact(
            course_id=self.course_id, subject=self.subject, day=self.day, number=self.number, value=code
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """The pupil's subjects with their marks of some days, and the lessons of these until today."""

    first: date
    last: date
    subjects: tuple[SubjectProgress, ...]
    lessons: tuple[Attended, ...]

    def average(self, scale: ScaleKind) -> Decimal | None:
        """The mean of the averages of the subjects on the scale: those of others are no such numbers."""
        return mean(one.average for one in self.subjects if one.scale is scale)

    def facts(self, scale: ScaleKind) -> list[Fact]:
        """Every mark that this average counts."""
        return [fact for one in self.subjects if one.scale is scale for fact in _facts(one, one.counted)]

    def others(self, scale: ScaleKind) -> set[str]:
        """The subjects with marks on another scale."""
        return {one.subject for one in self.subjects if one.scale is not scale and one.counted}

    @property
    def missed(self) -> list[Fact]:
        """Every lesson missed."""
        return [one.fact for one in self.lessons if one.is_missed]

    @property
    def missed_share(self) -> Decimal | None:
        """Missed lessons in per cent of all."""
        return share(len(self.missed) * 100, len(self.lessons))

    @property
    def scale(self) -> ScaleKind:
        """The scale on which most marks stand."""
        return usual_scale(self.subjects)


def _facts(one: SubjectProgress, marks: Iterable[ProgressMark]) -> list[Fact]:
    """The marks that are numbers: others have no part in an average."""
    return [
        Fact(subject=one.subject, day=mark.day, value=mark.value) for mark in marks if mark.value.isdecimal()
    ]


def _average(marks: Iterable[ProgressMark]) -> Decimal | None:
    tally = Tally()
    for mark in marks:
        tally.add(mark.value, mark.weight)
    return tally.average


def apart_words(subjects: Iterable[str], locale: str) -> str:
    """Which subjects an average of all leaves out; empty where none is."""
    names = ", ".join(sorted(subjects))
    return names and gettext(
        locale, "On another scale, not in the average of all subjects: {subjects}", subjects=names
    )


def pupil_weeks_grid(stretch: Stretch, locale: str) -> Grid:
    """The average of each week's marks, over all subjects on the usual scale and by subject."""
    learned = [one for one in stretch.subjects if one.is_numeric and one.counted]
    weeks = sorted({monday(mark.day) for one in learned for mark in one.counted})
    days = (*(one.day for one in stretch.lessons), *(mark.day for one in learned for mark in one.counted))
    last = last_weekday(days)
    rows = []
    by_week: list[list[Spot]] = [[] for _ in weeks]
    for one in learned:
        spots = []
        for place, week in enumerate(weeks):
            marks = [mark for mark in one.counted if monday(mark.day) == week]
            spot = Spot(_average(marks), _facts(one, marks))
            spots.append(spot)
            if one.scale is stretch.scale:
                by_week[place].append(spot)
        rows.append(Row(str(one.subject_id), one.subject, tuple(spots), AVERAGE_PLACES))
    whole = tuple(
        Spot(mean(spot.value for spot in spots if isinstance(spot.value, Decimal)),
             [fact for spot in spots for fact in spot.facts])
        for spots in by_week
    )  # fmt: skip
    return Grid(
        "weeks",
        gettext(locale, "Average by week"),
        Form.LINE,
        tuple((week.isoformat(), week_words(week, last, locale)) for week in weeks),
        (Row("all", gettext(locale, "All subjects"), whole, AVERAGE_PLACES), *rows),
        first=gettext(locale, "Subject"),
        note=apart_words((one.subject for one in learned if one.scale is not stretch.scale), locale),
        low=_low(stretch.scale),
        top=_TOP_OF.get(stretch.scale, 5),
    )


def last_weekday(days: Iterable[date]) -> int:
    """The weekday with which weeks of lessons end, Monday being 0: Friday, or a later one of the days."""
    return max(chain([FRIDAY], (day.weekday() for day in days)))


def week_words(week: date, weekday: int, locale: str) -> str:
    """«16–20.11», «30.11–4.12»: the days of a week of lessons up to the weekday."""
    last = week + timedelta(days=weekday)
    between = "." if locale == "ru" else "/"
    first = f"{week.day}" if week.month == last.month else f"{week.day}{between}{week.month:02}"
    return f"{first}–{last.day}{between}{last.month:02}"


def _low(scale: ScaleKind) -> int:
    """Where the axis begins: on five points there is no mark under «2» but by a setting."""
    return 2 if scale is ScaleKind.FIVE else 0


def terms_grid(spans: Sequence[tuple[TermSpan, Stretch]], today: date, locale: str) -> Grid:
    """The average and the missed lessons of each term that has begun, of this year and the one before."""
    averaged = [(term, one, one.average(one.scale)) for term, one in spans]
    found = [(term, one) for term, one, average in averaged if average is not None or one.lessons]
    # All on the scale of the latest marks: on another one an earlier term has no such average.
    scale = next((one.scale for _, one, average in reversed(averaged) if average is not None), ScaleKind.FIVE)
    average, missed = [], []
    for term, one in found:
        is_open = term.ends >= today
        average.append(Spot(one.average(scale), one.facts(scale), is_draft=is_open))
        missed.append(Spot(one.missed_share, one.missed, is_draft=is_open))
    return Grid(
        "terms",
        gettext(locale, "Term by term"),
        Form.LINE,
        tuple((f"{term.id}", f"{term.short_name(locale)} {term.starts:%y}") for term, _ in found),
        (
            Row("average", gettext(locale, "Average"), tuple(average), AVERAGE_PLACES),
            Row("missed", gettext(locale, "Lessons missed, %"), tuple(missed), SHARE_PLACES),
        ),
        first=gettext(locale, "Figure"),
        note=apart_words({name for _, one in found for name in one.others(scale)}, locale),
        low=_low(scale),
        top=_TOP_OF.get(scale, 5),
    )


def kinds_grid(stretch: Stretch, locale: str) -> Grid:
    """The average of the marks by kind of work, and how many there are; on the scale that most stand on."""
    scale = stretch.scale
    pairs = [(one, mark) for one in stretch.subjects if one.scale is scale for mark in one.counted]
    kinds = sorted(Counter(mark.kind for _, mark in pairs).items(), key=lambda one: (-one[1], one[0]))
    average, count = [], []
    for kind, _ in kinds:
        of_kind = [(one, mark) for one, mark in pairs if mark.kind == kind]
        facts = [fact for one, mark in of_kind for fact in _facts(one, [mark])]
        average.append(Spot(_average(mark for _, mark in of_kind), facts))
        count.append(Spot(len(facts), facts))
    others = sorted(stretch.others(scale))
    note = gettext(locale, "On another scale, not in it: {subjects}", subjects=", ".join(others))
    return Grid(
        "kinds",
        gettext(locale, "By kind of work"),
        Form.BARS,
        tuple((kind, kind) for kind, _ in kinds),
        (
            Row("average", gettext(locale, "Average"), tuple(average), AVERAGE_PLACES),
            Row("marks", gettext(locale, "Marks"), tuple(count)),
        ),
        first=gettext(locale, "Figure"),
        note=note if others else "",
        top=_TOP_OF.get(scale, 5),
    )


def past_grid(term: TermSpan, now: Stretch, before: tuple[TermSpan, Stretch] | None, locale: str) -> Grid:
    """This term beside the one before as far as this one has come, subject by subject."""
    if before is None:
        return Grid("past", gettext(locale, "Beside the own past"), Form.TABLE, (), ())
    former_term, former = before
    known = {one.subject_id: one for one in former.subjects if one.is_numeric}
    scale = now.scale
    whole = _pair(now.average(scale), now.facts(scale), former.average(scale), former.facts(scale))
    rows = [Row("all", gettext(locale, "All subjects"), whole, AVERAGE_PLACES)]
    for one in now.subjects:
        old = known.get(one.subject_id)
        if not one.is_numeric or (one.average is None and (old is None or old.average is None)):
            continue
        same = old is not None and old.scale is one.scale
        was = old.average if old is not None and same else None
        facts = _facts(old, old.counted) if old is not None and same else []
        pair = _pair(one.average, _facts(one, one.counted), was, facts)
        rows.append(Row(str(one.subject_id), one.subject, pair, AVERAGE_PLACES))
    until = gettext(
        locale,
        "{term}: until {day}, as far as this term has come",
        term=former_term.name(locale),
        day=day_month(locale, former.last),
    )
    return Grid(
        "past",
        gettext(locale, "Beside the own past"),
        Form.TABLE,
        (
            ("now", term.short_name(locale)),
            ("before", former_term.short_name(locale)),
            ("change", gettext(locale, "Difference")),
        ),
        tuple(rows),
        first=gettext(locale, "Subject"),
        note=". ".join(filter(None, (until, apart_words(now.others(scale) | former.others(scale), locale)))),
    )


def _pair(
    now: Decimal | None, facts: list[Fact], before: Decimal | None, former: list[Fact]
) -> tuple[Spot, ...]:
    change = None if now is None or before is None else now - before
    return Spot(now, facts), Spot(before, former), Spot(change, is_change=True)


def pupil_absences_grid(stretch: Stretch, locale: str) -> Grid:
    """The missed lessons by day of the week and number of the lesson, and why."""
    numbers = sorted({one.number for one in stretch.lessons})
    weekdays = sorted({one.day.weekday() for one in stretch.lessons})
    by_place: dict[tuple[int, int], list[Attended]] = {}
    for one in stretch.lessons:
        by_place.setdefault((one.number, one.day.weekday()), []).append(one)
    rows = tuple(
        Row(str(number), str(number), tuple(_missed(by_place.get((number, day))) for day in weekdays))
        for number in numbers
    )
    codes = Counter(one.code for one in stretch.lessons if one.is_missed)
    reasons = ", ".join(f"{CODE_TEXT[code]} {codes[code]}" for code in AttendanceCode if codes[code])
    said = gettext(
        locale,
        "Missed {missed} of {lessons} lessons",
        missed=len(stretch.missed),
        lessons=len(stretch.lessons),
    )
    return Grid(
        "absences",
        gettext(locale, "Absences by day and lesson"),
        Form.HEAT,
        tuple((str(day), weekday_short(locale, MONDAY + timedelta(days=day))) for day in weekdays),
        rows,
        first=gettext(locale, "Lesson"),
        note=f"{said}: {reasons}" if reasons else said,
    )


def _missed(lessons: list[Attended] | None) -> Spot:
    if not lessons:
        return NO_SPOT
    facts = [one.fact for one in lessons if one.is_missed]
    return Spot(len(facts), facts)
