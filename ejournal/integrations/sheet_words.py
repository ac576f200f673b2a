"""What the cells of a school's spreadsheet may mean: weekdays, classes, lesson numbers, rooms, teachers."""

import re
from typing import Any, NamedTuple

from ejournal.services.base.class_names import is_class_name
from ejournal.services.base.names import tidy

LAST_NUMBER = 15
WEEKDAYS = {
    word: day
    for day, words in enumerate(
        (
            ("понедельник", "пн", "пон", "monday"),
            ("вторник", "вт", "tuesday"),
            ("среда", "ср", "wednesday"),
            ("четверг", "чт", "четв", "thursday"),
            ("пятница", "пт", "пятн", "friday"),
            ("суббота", "сб", "субб", "saturday"),
            ("воскресенье", "вс", "sunday"),
        ),
        1,
    )
    for word in words
}
HEADINGS = frozenset(
    (
        *("предмет", "предметы", "дисциплина", "кабинет", "каб", "кабинеты", "ауд", "аудитория", "учитель"),
        *("преподаватель", "педагог", "фио", "№", "№ урока", "номер", "номер урока", "n", "урок", "уроки"),
        *("время", "звонки", "класс", "классы", "день", "день недели", "дни", "дни недели", "нед", "subject"),
        *("room", "teacher", "class", "day", "lesson", "№ п/п", "п/п", "звонок"),
    )
)
ROOM_HEADINGS = frozenset(("кабинет", "каб", "кабинеты", "ауд", "аудитория", "room"))
TEACHER_HEADINGS = frozenset(("учитель", "преподаватель", "педагог", "фио", "teacher"))
SUBJECT_HEADINGS = frozenset(("предмет", "предметы", "дисциплина", "subject"))

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(
    r"(\d{1,2})(?:\s*[-.)й°]*\s*(?:урок|ур\.?|lesson)?)?(?:[\s(]*\d{1,2}[:.]\d{2}.*)?", re.IGNORECASE
)
_TIME = re.compile(r"\d{1,2}[:.]\d{2}(?:\s*[-–—]\s*\d{1,2}[:.]\d{2})?")
_TEACHER = re.compile(r"[А-ЯЁA-Z][\w-]+\s+(?:[А-ЯЁA-Z]\.\s*){1,2}|(?:[А-ЯЁA-Z]\.\s*){1,2}[А-ЯЁA-Z][\w-]+")
_FULL_NAME = re.compile(r"[А-ЯЁ][а-яё-]+ [А-ЯЁ][а-яё-]+ [А-ЯЁ][а-яё]+(?:вич|вна|ична|ьич|оглы|кызы)")
_ROOM = re.compile(
    r"(?:каб\S*|к\.|ауд\S*|№)?\s*№?\s*\d[\w.-]*(?:\s*[/\\,;+]\s*\d[\w.-]*)*"
    r"|.*\b(?:зал|с/з|спортзал|мастерск|стадион|онлайн)\S*.*",
    re.IGNORECASE,
)
_SAID_ROOM = re.compile(
    r"(.+?)[\s,;]*\(?\s*\b(?:кабинет|каб\.?|ауд\.?|к\.)\s*№?\s*([\w./\\-]+)\s*\)?", re.IGNORECASE
)
_LAST_ROOM = re.compile(
    r"(.*[^\W\d_].*?)[\s,;]+\(?(\d{2,4}[а-яa-z]?(?:\s*[/\\]\s*\d{2,4}[а-яa-z]?)*)\)?", re.IGNORECASE
)
_LAST_TEACHER = re.compile(rf"(.+?)[\s,;(]+({_TEACHER.pattern})\)?\s*")
GROUP = re.compile(r"(.+?)\s*\[([^\[\]]*)\]")


class Lesson(NamedTuple):
    """One written lesson, taken apart."""

    subject: str
    rooms: str
    teachers: str


def weekday_of(text: str) -> int | None:
    """The weekday that the text is, with a date or letters apart («П О Н Е …») or without."""
    words = _WORD.findall(text.casefold())
    if words and all(len(word) == 1 for word in words):
        words = ["".join(words)]
    return WEEKDAYS.get(words[0]) if len(words) == 1 else None


def weekday_in(title: str) -> int | None:
    """The one weekday that a title names among other words."""
    found = {WEEKDAYS[word] for word in _WORD.findall(title.casefold()) if word in WEEKDAYS}
    return found.pop() if len(found) == 1 else None


def number_of(value: Any) -> int | None:
    """The lesson number of a cell: 3, «3.», «3 урок», «3 (10:20–11:00)»."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return int(value) if value == int(value) and 0 <= value <= LAST_NUMBER else None
    found = _NUMBER.fullmatch(tidy(str(value)))
    return int(found[1]) if found and int(found[1]) <= LAST_NUMBER else None


def is_heading(text: str) -> bool:
    """Whether the text only names what stands below or beside it."""
    return text.casefold().rstrip(".:") in HEADINGS


def is_class(text: str) -> bool:
    """Whether the text names a class: a grade first."""
    return is_class_name(text) and not is_room_word(text)


def is_room_word(text: str) -> bool:
    """Whether the text speaks of a room by a word."""
    return "каб" in text.casefold()


def is_time(text: str) -> bool:
    """Whether the text is a time, or from when to when."""
    return bool(_TIME.fullmatch(text))


def is_teacher(text: str) -> bool:
    """Whether the text is a person's name, or several."""
    parts = [tidy(part) for part in re.split(r"[/,;\n]", text) if tidy(part)]
    return bool(parts) and all(_TEACHER.fullmatch(part) or _FULL_NAME.fullmatch(part) for part in parts)


def is_room(text: str) -> bool:
    """Whether the text can be the name of a room."""
    return len(text) <= 40 and bool(_ROOM.fullmatch(text))


def take_apart(written: str) -> Lesson:
    """Subject, rooms and teachers of a cell that holds all of them, in lines or in a row."""
    lines = [tidy(line) for line in written.splitlines() if tidy(line)]
    teachers = [line for line in lines if is_teacher(line)]
    rooms = [line for line in lines[1:] if line not in teachers and is_room(line)]
    subject = " ".join(line for line in lines if line not in teachers and line not in rooms)
    if not teachers and (found := _LAST_TEACHER.fullmatch(subject)):
        subject, teachers = found[1], [found[2].strip()]
    if not rooms and (found := _SAID_ROOM.fullmatch(subject) or _LAST_ROOM.fullmatch(subject)):
        subject, rooms = found[1], [found[2]]
    if not teachers and (found := _LAST_TEACHER.fullmatch(subject)):
        subject, teachers = found[1], [found[2].strip()]
    return Lesson(subject.rstrip(" ,;("), "/".join(_bare(room) for room in rooms), "/".join(teachers))


def _bare(room: str) -> str:
    """«каб. 215» is room 215."""
    return re.sub(r"^(?:кабинет|каб\.?|ауд\.?|к\.)\s*№?\s*", "", room, flags=re.IGNORECASE).strip("() ")
