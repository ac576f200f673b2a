"""What the browser sees of a version: the board of a class or a teacher, and what is wrong in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import day_month, decimal, weekday_name, weekday_short
from ejournal.models import WeekParity
from ejournal.services.timetable.board import Board, Unplaced
from ejournal.services.timetable.conflicts import Conflict, ConflictKind, Severity
from ejournal.services.timetable.diff import ChangeKind, Content, SlotChange
from ejournal.services.timetable.rows import Standing
from ejournal.services.timetable.versions import PublishPreview, VersionInfo

CLASS, TEACHER = "class", "teacher"
SHOWN = 40
"""Lines of a list; more are counted."""
LEAST_NUMBERS, LEAST_DAYS = 7, 5
A_MONDAY = date(2026, 11, 2)
WEEKS = {WeekParity.ODD: "odd weeks", WeekParity.EVEN: "even weeks"}
SIGNS = {Severity.ERROR: "error", Severity.WARNING: "warn"}
SIGN_ORDER = {"error": 0, "warn": 1, "": 2}
Wrong = Mapping[int, list[Conflict]]


@dataclass
class Compared:
    """A figure before and after the automatic placement."""

    label: str
    before: str
    after: str


@dataclass
class LongWork:
    """Long work on the timetable: its kind (empty: none), who began it, how far it is, what it has found."""

    kind: str = ""
    who: str = ""
    note: str = ""
    done: int = 0
    total: int = 0


@dataclass
class Outlook:
    """What publishing would change or has changed, in words; kept_words says how many lessons stay."""

    counts: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    kept_words: str = ""
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass
class Picked:
    """What is in hand: a lesson, with its room and its weeks, or a course of the tray; empty for nothing."""

    ref: str = ""
    title: str = ""
    note: str = ""
    room: str = ""
    week: str = ""


def key(weekday: int, number: int) -> str:
    """The cell's name on the board."""
    return f"{weekday}.{number}"


def board_view(board: Board, by: str, target_id: int, locale: str) -> dict[str, Any]:
    """The board of a class or a teacher: days, cells with cards, tray."""
    standings = board.of_class(target_id) if by == CLASS else board.of_teacher(target_id)
    found = board.conflicts()
    wrong = by_entry(found)
    cells: dict[str, list[dict[str, Any]]] = {}
    for one in standings:
        cells.setdefault(key(one.weekday, one.number), []).append(
            _card(one, by, wrong.get(one.id, ()), locale)
        )
    return {
        "editable": board.editable,
        "days": [
            _day(at, board, by, target_id, found, locale) for at in _days(board, by, target_id, standings)
        ],
        "numbers": _numbers(standings),
        "cells": cells,
        "closed": _closed(board, by, target_id, standings),
        "tray": [_line(one, by, locale) for one in tray(board, by, target_id)] if board.editable else [],
    }


def _closed(board: Board, by: str, target_id: int, standings: list[Standing]) -> list[str]:
    """The cells in which the teacher is not to be given lessons; in the week of a class there are none."""
    if by != TEACHER:
        return []
    days = _days(board, by, target_id, standings)
    return [
        key(weekday, number)
        for weekday in days
        for number in _numbers(standings)
        if board.facts.is_away(target_id, weekday, number)
    ]


def by_entry(conflicts: Iterable[Conflict]) -> dict[int, list[Conflict]]:
    """What is wrong with each entry."""
    found: dict[int, list[Conflict]] = {}
    for one in conflicts:
        for entry_id in one.entry_ids:
            found.setdefault(entry_id, []).append(one)
    return found


def tray(board: Board, by: str, target_id: int) -> list[Unplaced]:
    """The hours of the class or the teacher that stand nowhere yet."""
    return [
        one
        for one in board.unplaced()
        if (target_id in one.course.teacher_ids if by == TEACHER
            else any(part.id == target_id for part in one.course.classes))
    ]  # fmt: skip


def _days(board: Board, by: str, target_id: int, standings: Iterable[Standing]) -> range:
    parts = [part for course in board.courses.values() for part in course.classes
             if (part.id == target_id if by == CLASS else target_id in course.teacher_ids)]  # fmt: skip
    last = max((part.days for part in parts), default=LEAST_DAYS)
    return range(1, max([last, LEAST_DAYS, *(one.weekday for one in standings)]) + 1)


def _numbers(standings: Iterable[Standing]) -> list[int]:
    used = [one.number for one in standings]
    return list(range(min([1, *used]), max([LEAST_NUMBERS, *used]) + 1))


def _day(
    weekday: int, board: Board, by: str, target_id: int, conflicts: Iterable[Conflict], locale: str
) -> dict[str, Any]:
    words = ""
    if by == CLASS:
        titles = {
            part.title for one in board.courses.values() for part in one.classes if part.id == target_id
        }
        words = next(
            (one.text(locale) for one in conflicts if one.kind is ConflictKind.DAY_NORM
             and one.weekday == weekday and one.params["who"] in titles), "",
        )  # fmt: skip
    else:
        words = _teachers_day(weekday, board, target_id, locale)
    return {"n": weekday, "name": weekday_name(locale, A_MONDAY.replace(day=weekday + 1)), "w": words}


def _teachers_day(weekday: int, board: Board, teacher_id: int, locale: str) -> str:
    """What the teacher needs that day and does not have: no lessons at all, or fewer of them."""
    if (teacher_id, weekday, 0) in board.facts.unavailable:
        return gettext(locale, "not to be given lessons")
    limit = board.facts.limits.get(teacher_id)
    load = board.index.load_of(teacher_id, weekday)
    if limit is None or load <= limit.most_a_day:
        return ""
    return gettext(locale, "{n} of at most {most} lessons", n=load, most=limit.most_a_day)


def _card(one: Standing, by: str, wrong: Iterable[Conflict], locale: str) -> dict[str, Any]:
    course = one.course
    room = ", ".join(one.rooms)
    whom = course.teachers if by == CLASS else course.subject
    signs = [SIGNS[conflict.severity] for conflict in wrong]
    return {
        "id": f"e{one.id}",
        "title": course.subject if by == CLASS else course.class_titles,
        "group": course.group,
        "note": " · ".join(part for part in (whom, room) if part),
        "week": gettext(locale, WEEKS[one.parity]) if one.parity in WEEKS else "",
        "s": min(signs, key=SIGN_ORDER.__getitem__, default=""),
        "w": [conflict.text(locale) for conflict in wrong],
    }


def _line(one: Unplaced, by: str, locale: str) -> dict[str, Any]:
    course = one.course
    other = course.teachers if by == CLASS else course.class_titles
    return {
        "id": f"c{course.id}",
        "title": course.subject,
        "note": " · ".join(part for part in (course.group, other) if part),
        "hours": hours_words(one.hours, locale),
        "last": one.hours <= 1,
    }


def hours_words(hours: float, locale: str) -> str:
    """«3», «0,5»."""
    return decimal(locale, hours, 0 if hours == int(hours) else 1)


def changes_between(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """The patch that makes one view of the board another: changed cells, tray and days if they changed."""
    old, new = was["cells"], now["cells"]
    cells = {at: new.get(at, []) for at in old.keys() | new.keys() if old.get(at) != new.get(at)}
    patch: dict[str, Any] = {"cells": cells} if cells else {}
    return patch | {name: now[name] for name in ("tray", "days", "closed") if was[name] != now[name]}


def fits(was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether a patch can make one view the other: the same rows and columns, editable as before."""
    return (
        was.get("editable") == now["editable"]
        and was["numbers"] == now["numbers"]
        and [one["n"] for one in was["days"]] == [one["n"] for one in now["days"]]
    )


# ------------------------------------------------------------------------------------------- sentences


def conflict_lines(conflicts: Iterable[Conflict], severity: Severity, locale: str) -> list[str]:
    """«пн, 3-й урок: …» of that severity, with the count of those not shown."""
    found = [_conflict(one, locale) for one in conflicts if one.severity is severity]
    return _cut(found, locale)


def _cut(lines: list[str], locale: str) -> list[str]:
    more = len(lines) - SHOWN
    return [*lines[:SHOWN], gettext(locale, "and {n} more", n=more)] if more > 0 else lines


def _conflict(one: Conflict, locale: str) -> str:
    return (
        f"{slot_words(locale, one.weekday, one.number)}: {one.text(locale)}"
        if one.weekday
        else one.text(locale)
    )


def slot_words(locale: str, weekday: int, number: int) -> str:
    """«пн, 3-й урок»."""
    day = weekday_short(locale, A_MONDAY.replace(day=weekday + 1))
    return gettext(locale, "{day}, lesson {number}", day=day, number=number) if number else day


def version_words(one: VersionInfo, locale: str) -> str:
    """«Основное расписание · с 1 сентября · действует»."""
    held = gettext(locale, "from {day}", day=day_month(locale, one.starts))
    if one.ends:
        held = gettext(
            locale, "{first} – {last}", first=day_month(locale, one.starts), last=day_month(locale, one.ends)
        )
    state = "in force" if one.in_force else "published" if one.published else "draft"
    return " · ".join((one.name, held, gettext(locale, state)))


def count_words(board: Board, conflicts: Iterable[Conflict], locale: str) -> str:
    """«412 уроков стоят, 6 часов не расставлено, ошибок нет»."""
    hours = sum(one.hours for one in board.unplaced())
    errors = sum(one.severity is Severity.ERROR for one in conflicts)
    placed = len(board.index.by_id)
    return ", ".join(
        (
            ngettext(locale, "{n} lesson stands", "{n} lessons stand", placed),
            gettext(locale, "not placed: {hours} h", hours=hours_words(hours, locale))
            if hours
            else gettext(locale, "every hour is placed"),
            ngettext(locale, "{n} error", "{n} errors", errors) if errors else gettext(locale, "no errors"),
        )
    )


def lesson_counts(locale: str, added: int, removed: int, changed: int) -> list[str]:
    """What publishing does to the year's lessons, one sentence each."""
    parts = (
        (added, "{n} lesson is added", "{n} lessons are added"),
        (removed, "{n} lesson is removed", "{n} lessons are removed"),
        (changed, "{n} lesson gets another teacher or room", "{n} lessons get another teacher or room"),
    )
    found = [ngettext(locale, one, many, n) for n, one, many in parts if n]
    return found or [gettext(locale, "No lesson of the year changes")]


def outlook(found: PublishPreview, locale: str) -> Outlook:
    """The preview in words: counts, changed places of the week, lessons that stay, conflicts."""
    kept = [
        f"{found.names[one.key.course_id]}: "
        + gettext(locale, "{day}, lesson {number}", day=day_month(locale, one.key.day), number=one.key.number)
        for one in sorted(found.kept_lessons, key=lambda one: (one.key.day, one.key.number))
    ]
    return Outlook(
        counts=lesson_counts(locale, found.added, found.removed, found.changed),
        changes=_cut([_change(one, locale) for one in found.differences], locale),
        kept=_cut(kept, locale),
        kept_words=kept_words(found.kept, locale),
        errors=conflict_lines(found.errors, Severity.ERROR, locale),
        warnings=conflict_lines(found.warnings, Severity.WARNING, locale),
    )


def _change(one: SlotChange, locale: str) -> str:
    week = gettext(locale, WEEKS[one.slot.parity]) if one.slot.parity in WEEKS else ""
    where = slot_words(locale, one.slot.weekday, one.slot.number)
    place = ", ".join(part for part in (one.slot.classes, one.slot.group, where, week) if part)
    before, after = _contents(one.before), _contents(one.after)
    if one.kind is ChangeKind.ADDED:
        return f"{place}: {after}"
    if one.kind is ChangeKind.REMOVED:
        return gettext(locale, "{place}: no more {what}", place=place, what=before)
    return f"{place}: {before} → {after}"


def _contents(side: Iterable[Content]) -> str:
    return "; ".join(" · ".join(part for part in one if part) for one in side)


def kept_words(n: int, locale: str) -> str:
    """«3 урока остаются на своих местах: в них есть отметки…»."""
    one = "{n} lesson stays where it is: it holds marks, absences or a topic"
    many = "{n} lessons stay where they are: they hold marks, absences or a topic"
    return ngettext(locale, one, many, n) if n else ""


def found_words(placed: int, hours: int, locale: str) -> str:
    """«Найдены места для 340 часов из 348», empty before the search has begun."""
    if not hours:
        return ""
    if not placed:
        return gettext(locale, "Every hour is tried at once, nothing is placed yet")
    return gettext(locale, "Places are found for {placed} hours of {hours}", placed=placed, hours=hours)


def compared(before: Mapping[str, float], after: Mapping[str, float], locale: str) -> list[Compared]:
    """The figures of the timetable before and after the automatic placement."""
    labels = {
        "placed": "Lessons placed",
        "left": "Hours not placed",
        "class_gaps": "Gaps of classes",
        "teacher_gaps": "Gaps of teachers",
        "roomless": "Lessons without a room",
        "errors": "Errors",
        "warnings": "Warnings",
    }
    return [
        Compared(gettext(locale, words), hours_words(before[name], locale), hours_words(after[name], locale))
        for name, words in labels.items()
    ]
