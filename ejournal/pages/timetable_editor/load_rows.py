"""What the browser sees of the teaching load: courses of a class or a teacher, what removing one takes."""

from collections.abc import Mapping
from dataclasses import dataclass

from ejournal.i18n import gettext, ngettext
from ejournal.pages.timetable_editor.rows import CLASS, hours_words
from ejournal.services.courses.groups import GroupList
from ejournal.services.load.changing import CourseRemoval
from ejournal.services.timetable.board import Board
from ejournal.services.timetable.rows import CourseInfo


@dataclass
class CourseRow:
    """A course of the load: whose, by whom, how many hours, how many of them have no place."""

    id: str
    title: str
    note: str
    hours: str
    left: str


@dataclass
class ClassTick:
    """A class that may come to a course together with another."""

    id: str
    name: str
    chosen: bool


@dataclass
class PupilTick:
    """A pupil who may be in a group."""

    id: str
    name: str
    class_title: str
    chosen: bool


def pupil_ticks(found: GroupList) -> list[PupilTick]:
    """The pupils of the group's classes; the class is named where there are several."""
    several = len({one.class_title for one in found.pupils}) > 1
    return [
        PupilTick(str(one.id), one.name, one.class_title if several else "", one.inside)
        for one in found.pupils
    ]


def course_rows(
    board: Board, by: str, target_id: int, rooms: Mapping[int, str], locale: str
) -> list[CourseRow]:
    """The courses of the class or the teacher, by subject."""
    found = [
        one
        for one in board.courses.values()
        if (
            any(part.id == target_id for part in one.classes) if by == CLASS else target_id in one.teacher_ids
        )
    ]
    ordered = sorted(found, key=lambda one: (one.subject, one.class_titles, one.group, one.id))
    return [_row(one, board, by, rooms, locale) for one in ordered]


def _row(one: CourseInfo, board: Board, by: str, rooms: Mapping[int, str], locale: str) -> CourseRow:
    left = one.weekly_hours - board.index.hours.get(one.id, 0.0)
    whom = one.teachers if by == CLASS and len(one.classes) == 1 else f"{one.class_titles} · {one.teachers}"
    room = gettext(locale, "room {name}", name=rooms.get(one.room_id or 0, "")) if one.room_id else ""
    hours = gettext(locale, "{hours} h", hours=hours_words(one.weekly_hours, locale))
    waiting = gettext(locale, "not placed: {hours} h", hours=hours_words(left, locale))
    return CourseRow(
        id=str(one.id),
        title=one.subject,
        note=" · ".join(part for part in (one.group, whom, room) if part),
        hours=hours,
        left=waiting if left > 0 else "",
    )


def course_title(one: CourseInfo) -> str:
    """«Алгебра, 9 «А», группа 1»."""
    return ", ".join(part for part in (one.subject, one.class_titles, one.group) if part)


def removal_lines(found: CourseRemoval, locale: str) -> list[str]:
    """What goes with the course, one sentence each."""
    parts = (
        (found.drafts, "{n} lesson of the week in drafts", "{n} lessons of the week in drafts"),
        (
            found.published,
            "{n} lesson of the week in published timetables",
            "{n} lessons of the week in published timetables",
        ),
        (found.lessons, "{n} lesson of the year, nothing is written in it",
         "{n} lessons of the year, nothing is written in them"),
    )  # fmt: skip
    return [ngettext(locale, one, many, n) for n, one, many in parts if n]
