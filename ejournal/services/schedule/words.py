"""How a schedule is told, the same on the screen, on paper and in the hall."""

from collections import Counter
from datetime import time

from ejournal.i18n import gettext
from ejournal.i18n.dates import day_month, day_span
from ejournal.models import SubstitutionKind, WeekParity
from ejournal.services.schedule.lessons import ScheduleLesson
from ejournal.services.schedule.weeks import Schedule

BOOKED = "booked"
"""The kind of an event in a room, beside what is done with lessons."""
KIND_WORDS = {
    SubstitutionKind.SUBSTITUTED.value: "Substitution",
    SubstitutionKind.JOINED.value: "Groups joined",
    SubstitutionKind.MOVED.value: "Moved",
    SubstitutionKind.CANCELLED.value: "Cancelled",
    BOOKED: "Room booked",
}
PARITY_WORDS = {WeekParity.ODD: "odd", WeekParity.EVEN: "even"}


def usual_times(found: Schedule) -> dict[int, tuple[time, time]]:
    """When each lesson number begins and ends on most days of the week."""
    counted: dict[int, Counter[tuple[time, time]]] = {}
    for lesson in found.lessons():
        if lesson.starts and lesson.ends:
            counted.setdefault(lesson.number, Counter())[lesson.starts, lesson.ends] += 1
    return {number: times.most_common(1)[0][0] for number, times in counted.items()}


def kind_of(lesson: ScheduleLesson) -> str:
    """What was done with the lesson: empty, substituted, joined, moved or cancelled."""
    if lesson.cancelled:
        return SubstitutionKind.CANCELLED.value
    return lesson.kind or (SubstitutionKind.SUBSTITUTED.value if lesson.absent_teacher else "")


def about(lesson: ScheduleLesson, view: str) -> tuple[str, ...]:
    """What to say of a lesson besides its subject, by whose schedule it stands in."""
    teacher = "" if lesson.is_substituted else lesson.teacher
    if view == "teacher":
        return (lesson.classes, lesson.group)
    if view == "room":
        return (lesson.classes, lesson.group, teacher)
    return (lesson.group, teacher)


def change_words(lesson: ScheduleLesson, locale: str) -> str:
    """«Миронова О. Л. (по расписанию Котова И. С.)», «перенесён с 18 ноября, 3-й урок»."""
    parts = []
    if lesson.moved_from_day is not None:
        day = day_month(locale, lesson.moved_from_day)
        parts.append(
            gettext(locale, "from {day}, lesson {number}", day=day, number=lesson.moved_from_number or "")
        )
    if lesson.is_substituted:
        parts.append(
            gettext(
                locale,
                "{name} in place of {absent}",
                name=unbroken(lesson.teacher),
                absent=unbroken(lesson.absent_teacher),
            )
        )
    return " · ".join(parts)


def unbroken(name: str) -> str:
    """A name whose initials stay with it at the end of a line."""
    return name.replace(". ", ".\u00a0")


def room_words(room: str, locale: str) -> str:
    """«каб. 31»; a room with a name of its own stands by it."""
    return gettext(locale, "room {name}", name=room) if room[:1].isdecimal() else room


def seconds_of(at: time) -> int:
    """Seconds since midnight."""
    return at.hour * 3600 + at.minute * 60 + at.second


def title_words(title: str, kind: str, locale: str) -> str:
    """Whose schedule it is: «6 «Б» класс», «Кабинет 31», «Котова Ирина Сергеевна»."""
    if kind == "class":
        return gettext(locale, "Class {title}", title=title)
    if kind == "room" and title[:1].isdecimal():
        return gettext(locale, "Room {name}", name=title)
    return title


def week_title(found: Schedule, locale: str) -> str:
    """«16–21 ноября»."""
    return day_span(locale, found.days[0].day, found.days[-1].day) if found.days else ""


def week_words(found: Schedule, locale: str, *, parity: bool) -> str:
    """«12-я учебная неделя, нечётная»."""
    if found.week_number < 1:
        return ""
    words = gettext(locale, "school week {number}", number=found.week_number)
    if parity and found.parity in PARITY_WORDS:
        words += ", " + gettext(locale, PARITY_WORDS[found.parity])
    return words
