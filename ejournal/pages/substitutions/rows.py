"""What the browser sees of absences, their lessons, candidates and the journal of substitutions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ejournal.errors import DomainError
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import clock_span, short_date, weekday_day_month
from ejournal.models import AbsenceReason, SubstitutionKind
from ejournal.services.schedule.lessons import ScheduleLesson
from ejournal.services.schedule.words import room_words
from ejournal.services.substitutions.absences import AbsenceInfo, AffectedLesson
from ejournal.services.substitutions.best import CoverPlan
from ejournal.services.substitutions.candidates import Candidate
from ejournal.services.substitutions.journal import (
    KINDS,
    REASONS,
    PaidHours,
    SubstitutionLine,
    what_was_done,
    why_away,
)
from ejournal.ui.kit import Choice
from ejournal.ui.words.absences import span, with_note


@dataclass(frozen=True)
class AbsenceRow:
    """An absence in the list."""

    id: str
    teacher: str
    note: str
    ends: str
    settled: str
    done: bool
    waiting: bool
    declined: bool
    own: bool
    may_undo: bool = False
    """Whether it was decided since the page was opened."""


@dataclass(frozen=True)
class LessonRow:
    """A lesson whose teacher is away."""

    id: str
    day: str
    first_of_day: bool
    lead: str
    hours: str
    title: str
    note: str
    outcome: str
    task: str
    settled: bool
    may_leave: bool
    arranged: bool = False
    """Whether something was arranged, be it of use or not: the substitute may be away by now."""


@dataclass(frozen=True)
class OwnLessonRow:
    """A lesson that the teacher is away from, and the task left for the substitute."""

    id: str
    day: str
    first_of_day: bool
    lead: str
    hours: str
    title: str
    outcome: str
    task: str
    may_leave: bool
    settled: bool


@dataclass(frozen=True)
class CoverRow:
    """A lesson that is not settled, and who would give it; teacher is empty where nobody is free."""

    when: str
    title: str
    teacher: str
    reasons: str


@dataclass(frozen=True)
class CandidateRow:
    """A teacher who might take a lesson, with reasons."""

    id: str
    name: str
    reasons: str
    free: bool
    can_join: bool
    best: bool


@dataclass(frozen=True)
class JournalLine:
    """A line of the journal of substitutions."""

    date: str
    classes: str
    subject: str
    number: str
    lesson: str
    """The number in words, for lines without a heading."""
    absent: str
    reason: str
    substitute: str
    topic: str
    order: str
    hours: str


@dataclass(frozen=True)
class HoursLine:
    """Hours to be paid to a teacher."""

    teacher: str
    hours: str


def absence_row(one: AbsenceInfo, locale: str, decided: bool = False) -> AbsenceRow:
    """The absence in words; decided: here, a moment ago."""
    parts = [
        span(one.starts, one.ends, locale),
        _numbers(one, locale),
        with_note(gettext(locale, REASONS[one.reason]), one.note),
    ]
    settled = gettext(locale, "{settled} of {lessons} settled", settled=one.settled, lessons=one.lessons)
    return AbsenceRow(
        id=str(one.id),
        teacher=one.teacher,
        note=" · ".join(part for part in parts if part),
        ends=one.ends.isoformat(),
        settled=settled if one.lessons else gettext(locale, "no lessons"),
        done=one.settled == one.lessons,
        waiting=not one.approved and not one.declined,
        declined=one.declined,
        own=one.own_report,
        may_undo=decided and (one.approved or one.declined),
    )


def _numbers(one: AbsenceInfo, locale: str) -> str:
    if one.from_number is None and one.to_number is None:
        return ""
    first, last = one.from_number or 1, one.to_number or ""
    return gettext(locale, "lessons {first}–{last}", first=first, last=last)


def lesson_rows(found: list[AffectedLesson], locale: str) -> list[LessonRow]:
    """The lessons by day and number."""
    rows, previous = [], None
    for one in found:
        lesson = one.lesson
        rows.append(_lesson_row(lesson, one.settled, lesson.day != previous, locale, one.substitute_away))
        previous = lesson.day
    return rows


def arranged_rows(found: Iterable[ScheduleLesson], locale: str) -> list[LessonRow]:
    """Lessons for which something was arranged, each with its day."""
    return [_lesson_row(one, True, True, locale) for one in found]


def _lesson_row(
    lesson: ScheduleLesson, settled: bool, first: bool, locale: str, away: bool = False
) -> LessonRow:
    room = room_words(lesson.room, locale)
    why = lesson.note if lesson.cancelled else ""
    return LessonRow(
        id=str(lesson.lesson_id),
        day=weekday_day_month(locale, lesson.day),
        first_of_day=first,
        lead=gettext(locale, "lesson {n}", n=lesson.number),
        hours=clock_span(locale, lesson.starts, lesson.ends),
        title=f"{lesson.subject}, {lesson.classes}",
        note=" · ".join(part for part in (lesson.group, room, why) if part),
        outcome=_outcome(lesson, locale, away),
        task="" if lesson.cancelled else lesson.task,
        settled=settled,
        may_leave=not lesson.cancelled,
        arranged=bool(lesson.kind),
    )


def _outcome(lesson: ScheduleLesson, locale: str, away: bool = False) -> str:
    if not lesson.kind:
        return ""
    kind = gettext(locale, KINDS[SubstitutionKind(lesson.kind)])
    if lesson.kind in (SubstitutionKind.SUBSTITUTED, SubstitutionKind.JOINED):
        words = f"{kind}: {lesson.teacher}"
        return words + " · " + gettext(locale, "is away, too") if away else words
    return kind


def own_lesson_rows(found: list[AffectedLesson], locale: str) -> list[OwnLessonRow]:
    """The teacher's own lessons; a task may be left before somebody is to give the lesson."""
    return [
        OwnLessonRow(
            id=row.id,
            day=row.day,
            first_of_day=row.first_of_day,
            lead=row.lead,
            hours=row.hours,
            title=row.title,
            outcome=row.outcome or gettext(locale, "no substitute yet"),
            task=row.task,
            may_leave=row.may_leave,
            settled=one.settled,
        )
        for row, one in zip(lesson_rows(found, locale), found, strict=True)
    ]


def candidate_rows(found: list[Candidate], locale: str) -> list[CandidateRow]:
    """The candidates, the best first."""
    best = next((one.teacher_id for one in found if one.free), 0)
    return [
        CandidateRow(
            id=str(one.teacher_id),
            name=one.teacher,
            reasons=", ".join(reason.text(locale) for reason in one.reasons),
            free=one.free,
            can_join=one.can_join,
            best=one.teacher_id == best,
        )
        for one in found
        if one.free or one.can_join
    ]


def cover_rows(plan: CoverPlan, locale: str) -> list[CoverRow]:
    """The plan for all lessons, in their order."""
    return [
        CoverRow(
            when=gettext(
                locale,
                "{day}, lesson {number}",
                day=weekday_day_month(locale, one.lesson.day),
                number=one.lesson.number,
            ),
            title=f"{one.lesson.subject}, {one.lesson.classes}",
            teacher=one.best.teacher if one.best else "",
            reasons=", ".join(reason.text(locale) for reason in one.best.reasons) if one.best else "",
        )
        for one in plan.choices
    ]


def journal_lines(found: list[SubstitutionLine], locale: str) -> list[JournalLine]:
    """The journal of substitutions."""
    return [
        JournalLine(
            date=short_date(locale, one.day),
            classes=" ".join(part for part in (one.classes, one.group) if part),
            subject=one.subject,
            number=str(one.number),
            lesson=gettext(locale, "lesson {n}", n=one.number),
            absent=one.absent_teacher,
            reason=gettext(locale, why_away(one)),
            substitute=one.substitute or gettext(locale, what_was_done(one)),
            topic=one.topic or one.note,
            order=one.order_number,
            hours=str(one.paid_hours or ""),
        )
        for one in found
    ]


def hours_lines(found: list[PaidHours], locale: str) -> list[HoursLine]:
    """Hours to be paid, by teacher."""
    return [HoursLine(one.teacher, ngettext(locale, "{n} hour", "{n} hours", one.hours)) for one in found]


def reason_choices(locale: str) -> list[Choice]:
    """Why a teacher may be away."""
    return [Choice(value=one.value, label=gettext(locale, words)) for one, words in REASONS.items()]


def reason_of(value: object) -> AbsenceReason:
    """The reason chosen in a form; DomainError by the field for anything else."""
    try:
        return AbsenceReason(str(value))
    except ValueError:
        raise DomainError("Choose the reason", field="reason") from None


def shown_days(today: date) -> tuple[date, date]:
    """The first and last day whose absences are listed: two weeks back, two months ahead."""
    return today - timedelta(days=14), today + timedelta(days=60)
