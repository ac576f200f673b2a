"""What the browser sees of the main page: lessons of the day, things to do, children, figures."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import clock, clock_span, day_month, weekday_day_month
from ejournal.services.absences.announced import Announcement
from ejournal.services.absences.missed import AbsenceRun
from ejournal.services.calendar.year import Calendar
from ejournal.services.courses.choice import LessonToday
from ejournal.services.diary.news import NewsItem
from ejournal.services.diary.week import DiaryDay, DiaryLesson
from ejournal.services.grading.scales import CODE_TEXT
from ejournal.services.home.elsewhere import Elsewhere
from ejournal.services.home.family import ChildNow
from ejournal.services.home.staff import Accounts, Missing, UnfilledJournal, UnfinishedLesson, lacks
from ejournal.services.schedule.words import room_words
from ejournal.services.setup.missing import SchoolStand
from ejournal.ui.words.absences import announced_words, span
from ejournal.ui.words.first_lesson import lack_words

MOST_TASKS = 10
MOST_TEACHERS = 12
MOST_FRESH = 6
_TONES = {"5": "good", "2": "low"}


@dataclass
class LessonRow:
    """A lesson that the person gives; state is recorded, lacking, planned, substitution, cancelled or other.

    lacks says what is missing of a lesson that has begun.
    """

    id: int
    number: str
    time: str
    title: str
    note: str
    task: str
    state: str
    lacks: str
    current: bool
    href: str


@dataclass
class FreshMark:
    """A mark that came lately for a lesson of another day."""

    subject: str
    note: str
    value: str
    tone: str
    href: str


@dataclass
class TaskRow:
    """A thing to do, and where."""

    title: str
    note: str
    action: str
    href: str


@dataclass
class MarkRow:
    """A mark or code of the day."""

    value: str
    tone: str


@dataclass
class ChildLesson:
    """A lesson of a child's day."""

    number: int
    time: str
    subject: str
    note: str
    amber: bool
    cancelled: bool
    href: str = ""
    results: list[MarkRow] = field(default_factory=list)


@dataclass
class ChildRow:
    """A child: the lessons of today, and the homework of the next school day."""

    name: str
    href: str
    next_title: str
    next_href: str
    announce: str = ""
    """The words of the button that announces an absence, naming the child; empty for the child's own page."""
    announce_href: str = ""
    fresh: list[FreshMark] = field(default_factory=list)
    lessons: list[ChildLesson] = field(default_factory=list)
    homework: list[ChildLesson] = field(default_factory=list)


@dataclass
class FarRow:
    """Another school of the same sign-in: its children, and how many notices wait there."""

    place: str
    title: str
    unread: int


@dataclass
class FigureRow:
    """A figure with its words, and where those are whom it counts."""

    value: str
    words: str
    href: str


def lesson_rows(found: Sequence[LessonToday], now: time | None, locale: str) -> list[LessonRow]:
    """The day's lessons; the one of now, or the next, is current when `now` is given."""
    ahead = [one for one in found if now and one.ends and now <= one.ends and not one.cancelled]
    current = ahead[0].lesson_id if ahead else None
    return [_lesson_row(one, one.lesson_id == current, now, locale) for one in found]


def _lesson_row(one: LessonToday, current: bool, now: time | None, locale: str) -> LessonRow:
    room = room_words(one.room, locale)
    given_by = gettext(locale, "given by {name}", name=one.given_by) if one.given_by else ""
    return LessonRow(
        id=one.lesson_id,
        number=gettext(locale, "lesson {n}", n=one.number),
        time=clock_span(locale, one.starts, one.ends),
        title=", ".join(part for part in (one.subject, one.class_title, one.group) if part),
        note=" · ".join(part for part in (given_by, room, one.topic) if part),
        task=gettext(locale, "Task ({name}): {task}", name=one.task_by, task=one.task) if one.task else "",
        state=_state(one, now),
        lacks=_lacking(one, locale),
        current=current,
        href=_journal(one.course_id, one.lesson_id),
    )


def _state(one: LessonToday, now: time | None) -> str:
    if one.cancelled:
        return "cancelled"
    if one.given_by:
        return "other"
    if not lacks(one):
        return "recorded"
    if now and one.ends and one.ends < now:
        return "lacking"
    return "substitution" if one.substituting else "planned"


def _lacking(one: LessonToday, locale: str) -> str:
    """«нет темы и переклички»."""
    missing = lacks(one)
    if len(missing) > 1:
        return gettext(locale, "no topic, no roll call")
    if not missing:
        return ""
    return gettext(locale, "no topic") if missing[0] is Missing.TOPIC else gettext(locale, "no roll call")


def _journal(course_id: int, lesson_id: int) -> str:
    return f"/journal?course={course_id}&lesson=L{lesson_id}"


def unfinished_tasks(found: Sequence[UnfinishedLesson], locale: str) -> list[TaskRow]:
    """Lessons to complete, the latest first."""
    words = {
        Missing.TOPIC: (gettext(locale, "The topic is not written down"), gettext(locale, "Write it down")),
        Missing.MARKS: (gettext(locale, "No marks for the test paper"), gettext(locale, "Fill in")),
        Missing.ROLL: (gettext(locale, "The roll was not called"), gettext(locale, "Call the roll")),
    }
    return [
        TaskRow(
            title=words[one.missing][0],
            note=", ".join(
                part for part in (one.subject, one.class_title, one.group, day_month(locale, one.day)) if part
            ),
            action=words[one.missing][1],
            href=_journal(one.course_id, one.lesson_id),
        )
        for one in found
    ]


def absence_tasks(found: Sequence[AbsenceRun], locale: str) -> list[TaskRow]:
    """Absences whose reason the class teacher is to give."""
    return [
        TaskRow(
            title=gettext(locale, "The reason of an absence is not given"),
            note=", ".join(
                [
                    one.name,
                    span(one.first_day, one.last_day, locale),
                    ngettext(locale, "{n} lesson", "{n} lessons", one.lessons),
                ]
            ),
            action=gettext(locale, "Give the reason"),
            href="/class",
        )
        for one in found
    ]


def announced_rows(found: Sequence[Announcement], locale: str) -> list[TaskRow]:
    """Absences that families have announced, for the class teacher to know."""
    return [TaskRow(one.name, announced_words(one, locale), "", "/class") for one in found]


def shortened(tasks: list[TaskRow], locale: str) -> tuple[list[TaskRow], str]:
    """The first tasks, and the words for the others."""
    rest = len(tasks) - MOST_TASKS
    more = ngettext(locale, "and {n} more", "and {n} more", rest) if rest > 0 else ""
    return tasks[:MOST_TASKS], more


def teacher_rows(found: Sequence[UnfilledJournal], locale: str) -> list[TaskRow]:
    """Teachers whose journals are not filled."""
    return [
        TaskRow(
            title=one.teacher,
            note=", ".join(_lacks(one, locale)),
            action=gettext(locale, "since {day}", day=day_month(locale, one.oldest)),
            href=_journal(one.course_id, one.lesson_id),
        )
        for one in found[:MOST_TEACHERS]
    ]


def _lacks(one: UnfilledJournal, locale: str) -> list[str]:
    parts = []
    if one.without_topic:
        parts.append(
            ngettext(locale, "{n} lesson without a topic", "{n} lessons without a topic", one.without_topic)
        )
    if one.tests_without_marks:
        n = one.tests_without_marks
        parts.append(ngettext(locale, "{n} test without marks", "{n} tests without marks", n))
    return parts


def missing_rows(stand: SchoolStand, locale: str, *, schedules: bool) -> list[TaskRow]:
    """What the school lacks for its first lesson, in order; the first is the one to do now."""
    found = []
    for at, lack in enumerate(stand.lacks, 1):
        title, note, href = lack_words(lack, locale, schedules=schedules)
        found.append(TaskRow(title, note, str(at), href))
    return found


def figures(found: Accounts, locale: str) -> list[FigureRow]:
    """The accounts in figures."""
    return [
        FigureRow(str(found.total), gettext(locale, "accounts in all"), "/accounts?use=has"),
        FigureRow(str(found.never_signed_in), gettext(locale, "have never signed in"), "/accounts?use=never"),
        FigureRow(str(found.blocked), gettext(locale, "are blocked"), "/accounts?use=blocked"),
        FigureRow(str(found.families_without), gettext(locale, "guardians have no account"), "/newcomers"),
    ]


def child_row(found: ChildNow, locale: str, *, announces: bool = False) -> ChildRow:
    """A child's card; announces: the reader may say that the child will be away."""
    coming = found.coming
    return ChildRow(
        name=", ".join(part for part in (found.first_name, found.class_title) if part),
        href=f"/diary?child={found.pupil_id}",
        next_title=_lower(weekday_day_month(locale, coming.day), locale) if coming else "",
        next_href=f"/diary?child={found.pupil_id}&day={coming.day.isoformat()}" if coming else "",
        announce=gettext(locale, "Announce an absence: {name}", name=found.first_name) if announces else "",
        announce_href=f"/diary/absences?child={found.pupil_id}&announce=yes",
        fresh=[_fresh(one, found.pupil_id, locale) for one in found.fresh[:MOST_FRESH]],
        lessons=_lessons_of(found.today, found.pupil_id, locale) if found.today else [],
        homework=_homework(coming, locale) if coming else [],
    )


def far_row(found: Elsewhere, locale: str) -> FarRow:
    """«Ещё: Анна, Гимназия 2»."""
    names = [child.first_name for child in found.children]
    title = gettext(locale, "Also: {names}", names=", ".join([*names, found.place.school]))
    return FarRow(str(found.place.id), title, found.unread)


def _fresh(one: NewsItem, pupil_id: int, locale: str) -> FreshMark:
    return FreshMark(
        subject=one.subject,
        note=", ".join(part for part in (one.note, day_month(locale, one.day)) if part),
        value=one.text,
        tone=_TONES.get(one.text, "plain"),
        href=f"/diary?child={pupil_id}&day={one.day.isoformat()}",
    )


def _lessons_of(day: DiaryDay, pupil_id: int, locale: str) -> list[ChildLesson]:
    href = f"/diary?child={pupil_id}&day={day.day.isoformat()}"
    return [replace(_child_lesson(one, "", locale), href=href) for one in day.lessons]


def _lower(text: str, locale: str) -> str:
    """Weekdays begin small in Russian, within a sentence."""
    return text[:1].lower() + text[1:] if locale == "ru" else text


def _homework(day: DiaryDay, locale: str) -> list[ChildLesson]:
    """What to prepare, also the mere test papers."""
    return [
        _child_lesson(one, one.homework or (one.kind if one.is_test else ""), locale)
        for one in day.lessons
        if one.homework or one.is_test
    ]


def _child_lesson(one: DiaryLesson, note: str, locale: str) -> ChildLesson:
    if not note and one.is_substituted:
        note = gettext(locale, "substitute: {name}", name=one.teacher)
    absence = [MarkRow(CODE_TEXT[one.absence], "absent")] if one.absence else []
    return ChildLesson(
        number=one.number,
        time=clock(locale, one.starts) if one.starts else "",
        subject=one.subject,
        note=gettext(locale, "cancelled") if one.is_cancelled else note,
        amber=one.is_substituted,
        cancelled=one.is_cancelled,
        results=absence + [MarkRow(mark.value, _TONES.get(mark.level, "plain")) for mark in one.marks],
    )


def questions(count: int, locale: str) -> str:
    """How many consents wait for the person's answer; empty for none."""
    if not count:
        return ""
    return ngettext(
        locale,
        "The school asks for {n} consent of yours",
        "The school asks for {n} consents of yours",
        count,
    )


def documents(count: int, locale: str) -> str:
    """How many documents wait for the person's word; empty for none."""
    if not count:
        return ""
    return ngettext(locale, "{n} document to acknowledge", "{n} documents to acknowledge", count)


def title(today: date, locale: str) -> str:
    """«Пятница, 20 ноября»."""
    return weekday_day_month(locale, today)


def subtitle(calendar: Calendar | None, lessons: Sequence[LessonToday], today: date, locale: str) -> str:
    """«II четверть, 12-я неделя · 4 урока, один — замена»."""
    parts = []
    if calendar and today in calendar.year:
        terms = sorted(
            {(term.starts, term.name(locale)) for term in calendar.terms if today in term}, reverse=True
        )
        week = gettext(locale, "week {n}", n=calendar.week_number(today))
        parts.append(", ".join([name for _, name in terms[:1]] + [week]))
    given = [one for one in lessons if not one.cancelled and not one.given_by]
    if given:
        words = ngettext(locale, "{n} lesson", "{n} lessons", len(given))
        instead = sum(one.substituting for one in given)
        if instead:
            words += ", " + ngettext(locale, "{n} substitution", "{n} substitutions", instead)
        parts.append(words)
    return " · ".join(parts)
