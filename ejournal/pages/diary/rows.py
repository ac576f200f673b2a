"""What the browser sees of a diary's week: words ready to read, small enough to send at every step."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from ejournal import clock as school_clock
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import (
    clock,
    clock_span,
    day_month,
    day_span,
    moment,
    weekday_day_month,
    weekday_short,
)
from ejournal.models import AttendanceCode
from ejournal.services.diary.news import DiaryNews, NewsItem, NewsKind
from ejournal.services.diary.week import DiaryDay, DiaryLesson, DiaryMark, DiaryRemark, DiaryWeek
from ejournal.services.grading.scales import CODE_TEXT
from ejournal.services.schedule.words import room_words

CODE_WORDS = {
    AttendanceCode.ABSENT: "absent, no reason given yet",
    AttendanceCode.ILL: "ill",
    AttendanceCode.EXCUSED: "absent for a valid reason",
    AttendanceCode.UNEXCUSED: "absent without a valid reason",
    AttendanceCode.LATE: "late",
    AttendanceCode.EXEMPT: "exempt",
}
_TONES = {"5": "good", "2": "low"}


@dataclass
class MarkRow:
    """A mark: its frame, what for, the teacher's comment."""

    value: str
    tone: str
    kind: str
    comment: str


@dataclass
class RemarkRow:
    """A remark or praise with its author."""

    text: str
    author: str
    praise: bool


@dataclass
class LessonRow:
    """A lesson of a day."""

    id: int
    number: int
    time: str
    span: str
    subject: str
    place: str
    teacher: str
    substitute: str
    cancelled: bool
    test: str
    topic: str
    homework: str
    given: str
    absence: str
    absence_words: str
    marks: list[MarkRow] = field(default_factory=list)
    remarks: list[RemarkRow] = field(default_factory=list)


@dataclass
class DayRow:
    """A day: for the strip of days, and its lessons; note says why there are none."""

    iso: str
    weekday: str
    number: int
    title: str
    today: bool
    off: bool
    note: str
    hint: str
    lessons: list[LessonRow] = field(default_factory=list)
    remarks: list[RemarkRow] = field(default_factory=list)


@dataclass
class NewsRow:
    """A change since the previous look; day leads to the page of the diary it stands on."""

    day: str
    date: str
    subject: str
    words: str
    value: str


def day_rows(week: DiaryWeek, today: date, locale: str) -> list[DayRow]:
    """The week's days."""
    return [_day_row(day, today, locale) for day in week.days]


def _day_row(day: DiaryDay, today: date, locale: str) -> DayRow:
    return DayRow(
        iso=day.day.isoformat(),
        weekday=weekday_short(locale, day.day),
        number=day.day.day,
        title=weekday_day_month(locale, day.day),
        today=day.day == today,
        off=not day.lessons,
        note="" if day.lessons else _why_empty(day, locale),
        hint=_hint(day, locale),
        lessons=[_lesson_row(lesson, locale) for lesson in day.lessons],
        remarks=[_remark_row(remark) for remark in day.remarks],
    )


def _why_empty(day: DiaryDay, locale: str) -> str:
    if not day.is_enrolled:
        return gettext(locale, "Not at this school on this day")
    return day.day_off or gettext(locale, "No lessons")


def _hint(day: DiaryDay, locale: str) -> str:
    """What to know of the whole day: a moved timetable, an announced absence."""
    parts = []
    if day.follows_weekday is not None:
        like = day.day + timedelta(days=day.follows_weekday - day.day.isoweekday())
        parts.append(gettext(locale, "Lessons as on {weekday}", weekday=weekday_short(locale, like)))
    if day.notice is not None:
        told = "The absence is confirmed" if day.notice_confirmed else "The absence is announced"
        parts.append(": ".join(part for part in (gettext(locale, told), day.notice_note) if part))
    return " · ".join(parts)


def _lesson_row(lesson: DiaryLesson, locale: str) -> LessonRow:
    room = room_words(lesson.room, locale)
    substitute = ""
    if lesson.is_substituted:
        substitute = gettext(locale, "substitute: {name}", name=lesson.teacher)
    given = ""
    if lesson.homework and lesson.homework_from:
        given = gettext(locale, "given on {day}", day=day_month(locale, lesson.homework_from))
        if lesson.homework_minutes:
            minutes = ngettext(locale, "{n} minute", "{n} minutes", lesson.homework_minutes)
            given = f"{given} · {minutes}"
    return LessonRow(
        id=lesson.id,
        number=lesson.number,
        time=clock(locale, lesson.starts) if lesson.starts else "",
        span=clock_span(locale, lesson.starts, lesson.ends),
        subject=lesson.subject,
        place=" · ".join(part for part in (lesson.group, room) if part),
        teacher="" if lesson.is_substituted else lesson.teacher,
        substitute=substitute,
        cancelled=lesson.is_cancelled,
        test=lesson.kind if lesson.is_test else "",
        topic=lesson.topic,
        homework=lesson.homework,
        given=given,
        absence=CODE_TEXT[lesson.absence] if lesson.absence else "",
        absence_words=_absence_words(lesson, locale),
        marks=[_mark_row(mark, locale) for mark in lesson.marks],
        remarks=[_remark_row(remark) for remark in lesson.remarks],
    )


def _absence_words(lesson: DiaryLesson, locale: str) -> str:
    if lesson.absence is None:
        return ""
    if lesson.absence is AttendanceCode.LATE and lesson.late_minutes:
        return ngettext(locale, "{n} minute late", "{n} minutes late", lesson.late_minutes)
    return gettext(locale, CODE_WORDS[lesson.absence])


def _mark_row(mark: DiaryMark, locale: str) -> MarkRow:
    kind = mark.kind
    if mark.weight > 1:
        kind = gettext(locale, "{kind}, weight {weight}", kind=kind, weight=mark.weight)
    return MarkRow(mark.value, _TONES.get(mark.level, "plain"), kind, mark.comment)


def _remark_row(remark: DiaryRemark) -> RemarkRow:
    return RemarkRow(remark.text, remark.author, remark.is_praise)


def day_title(day: date, locale: str) -> str:
    """«Пятница, 20 ноября»."""
    return weekday_day_month(locale, day)


def week_title(week: DiaryWeek, locale: str) -> str:
    """«16–21 ноября»."""
    return day_span(locale, week.days[0].day, week.days[-1].day) if week.days else ""


def subtitle(week: DiaryWeek, locale: str) -> str:
    """«Анна, 6 «Б» · II четверть»."""
    name = ", ".join(part for part in (week.first_name, week.class_title) if part)
    return " · ".join(part for part in (name, week.term.name(locale) if week.term else "") if part)


def readers(week: DiaryWeek, actor_id: int, time_zone: str, locale: str) -> tuple[str, str]:
    """When the actor acknowledged the week, and which other guardians did."""
    own, others = "", []
    for reader in week.readers:
        at = moment(locale, school_clock.local(reader.at, time_zone))
        if reader.guardian_id == actor_id:
            own = at
        else:
            others.append(f"{reader.name}, {at}")
    return own, " · ".join(others)


_NEWS_WORDS = {
    NewsKind.MARK: "new mark",
    NewsKind.MARK_CHANGED: "mark changed",
    NewsKind.ABSENCE: "absence noted",
    NewsKind.PRAISE: "praise",
    NewsKind.REMARK: "remark",
    NewsKind.HOMEWORK: "homework",
    NewsKind.SUBSTITUTION: "substitution",
    NewsKind.CANCELLED: "lesson cancelled",
}
_IN_FRAME = {NewsKind.MARK, NewsKind.MARK_CHANGED, NewsKind.ABSENCE}
_COUNTED = (
    ((NewsKind.MARK,), "{n} new mark", "{n} new marks"),
    ((NewsKind.MARK_CHANGED,), "{n} changed mark", "{n} changed marks"),
    ((NewsKind.ABSENCE,), "{n} absence", "{n} absences"),
    ((NewsKind.PRAISE, NewsKind.REMARK), "{n} remark", "{n} remarks"),
    ((NewsKind.HOMEWORK,), "{n} homework", "{n} homeworks"),
    ((NewsKind.SUBSTITUTION, NewsKind.CANCELLED), "{n} substitution", "{n} substitutions"),
)


def news_title(news: DiaryNews, locale: str) -> str:
    """«3 новые отметки, 1 замена»; empty when nothing changed."""
    counts = ((news.count(*kinds), one, many) for kinds, one, many in _COUNTED)
    return ", ".join(ngettext(locale, one, many, n) for n, one, many in counts if n)


def news_rows(news: DiaryNews, locale: str) -> list[NewsRow]:
    """The changes, the newest first."""
    return [_news_row(item, locale) for item in news.items]


def _news_row(item: NewsItem, locale: str) -> NewsRow:
    words = gettext(locale, _NEWS_WORDS[item.kind])
    in_frame = item.kind in _IN_FRAME
    said = item.note if in_frame else item.text
    return NewsRow(
        day=item.day.isoformat(),
        date=day_month(locale, item.day),
        subject=item.subject or words,
        words=": ".join(part for part in (words, said) if part),
        value=item.text if in_frame else "",
    )
