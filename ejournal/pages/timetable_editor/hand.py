"""What the deputy head has in hand: a lesson of the board or a course of the tray, and where it may go."""

from dataclasses import dataclass
from typing import Any

from ejournal.errors import NotFound
from ejournal.models import WeekParity
from ejournal.pages.timetable_editor.rows import SIGNS, key
from ejournal.services.placement.rooms import bound_room
from ejournal.services.timetable.board import Board, Where
from ejournal.services.timetable.conflicts import Conflict, ConflictKind, Severity
from ejournal.services.timetable.rows import CourseInfo, Standing
from ejournal.ui.runtime.inputs import row_id


@dataclass(frozen=True)
class Hand:
    """What is carried: a course, and the entry when it stands already."""

    ref: str
    course: CourseInfo
    entry: Standing | None


def in_hand(board: Board, ref: object) -> Hand:
    """The lesson «e7» or the course «c5» of this board; NotFound for anything else."""
    text = str(ref)
    number = row_id(text[1:])
    if text[:1] == "e" and (entry := board.index.by_id.get(number)):
        return Hand(text, entry.course, entry)
    if text[:1] == "c" and number in board.courses:
        return Hand(text, board.courses[number], None)
    raise NotFound


def slots(board: Board, hand: Hand, days: list[int], numbers: list[int], locale: str) -> dict[str, Any]:
    """For every cell whether what is in hand would stand well there, and what would be wrong in words."""
    cells = {}
    for weekday in days:
        for number in numbers:
            if hand.entry and (hand.entry.weekday, hand.entry.number) == (weekday, number):
                continue
            wrong = _wrong(board, hand, weekday, number)
            worst = min((one.severity for one in wrong), default=None)
            cells[key(weekday, number)] = {
                "s": SIGNS[worst] if worst else "free",
                "w": [one.text(locale) for one in wrong],
            }
    return {"ref": hand.ref, "cells": cells, "best": _best(board, hand, days, numbers, cells)}


def _best(board: Board, hand: Hand, days: list[int], numbers: list[int], cells: dict[str, Any]) -> str:
    entry_id = hand.entry.id if hand.entry else 0
    offered = board.suggest(hand.course.id, max(days), max(numbers), entry_id)
    names = (key(one.weekday, one.number) for one in offered)
    return next((name for name in names if cells.get(name, {}).get("s") in ("free", "warn")), "")


def _wrong(board: Board, hand: Hand, weekday: int, number: int) -> list[Conflict]:
    where = where_to(board, hand, weekday, number)
    return board.check(hand.course.id, where, hand.entry.id if hand.entry else 0)


def where_to(board: Board, hand: Hand, weekday: int, number: int) -> Where:
    """The place with week and room: an entry keeps its own, a new one gets the usual room if it is free."""
    if hand.entry:
        return Where(weekday, number, hand.entry.parity, hand.entry.room_id)
    parity = _parity(board, hand, weekday, number)
    room_id = usual_room(board, hand.course)
    with_room = Where(weekday, number, parity, room_id)
    taken = any(one.kind is ConflictKind.ROOM for one in board.check(hand.course.id, with_room))
    return Where(weekday, number, parity) if taken else with_room


def _parity(board: Board, hand: Hand, weekday: int, number: int) -> WeekParity:
    left = hand.course.weekly_hours - board.index.hours.get(hand.course.id, 0.0)
    if left >= 1 or left <= 0:
        return WeekParity.EVERY
    for parity in (WeekParity.ODD, WeekParity.EVEN):
        wrong = board.check(hand.course.id, Where(weekday, number, parity))
        if not any(one.severity is Severity.ERROR for one in wrong):
            return parity
    return WeekParity.ODD


def usual_room(board: Board, course: CourseInfo) -> int | None:
    """The room in which the course must be, else that in which it or its teacher mostly is."""
    bound = bound_room(board, course)
    if bound is not None:
        return bound
    rooms = [one.room_id for one in board.index if one.course.id == course.id and one.room_id]
    if not rooms and not course.vacant:
        rooms = [
            one.room_id for one in board.index if one.course.teacher_id == course.teacher_id and one.room_id
        ]
    return max(set(rooms), key=rooms.count, default=board.facts.usual_rooms.get(course.id))
