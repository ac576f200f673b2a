"""«Fill the rest»: the hours of the tray placed by OR-Tools, with progress, a stop, and one step to undo."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.errors import DomainError
from ejournal.models import WeekParity
from ejournal.services.placement.model import Aim, build, start_from
from ejournal.services.placement.problem import Rules, jobs_of
from ejournal.services.placement.rooms import with_rooms
from ejournal.services.placement.search import Search, Solution
from ejournal.services.placement.watch import Progress, Stop
from ejournal.services.timetable.board import Board, Unplaced, open_board
from ejournal.services.timetable.conflicts import Severity
from ejournal.services.timetable.editing import replace_entries
from ejournal.services.timetable.rows import Standing

SECONDS = 90.0
FIRST_SHARE = 0.3
"""Part of the time in which the hours are to find a place at all; the rest makes the timetable better."""


@dataclass(frozen=True)
class Placement:
    """A solution not yet written: what stands where, what found no place, and what it is worth.

    gaps are free lessons between others, of classes and of teachers, in the whole timetable.
    """

    version_id: int
    placed: tuple[Standing, ...]
    left: tuple[Unplaced, ...]
    price: float
    best_possible: bool
    class_gaps: int
    teacher_gaps: int
    seconds: float


def fill_rest(
    board: Board, rules: Rules | None = None, progress: Progress | None = None, seconds: float = SECONDS,
    stop: Stop | None = None,
) -> Placement:  # fmt: skip
    """Find places for the board's tray; the board is not changed, nor any database."""
    rules, stop = rules or Rules(), stop or Stop()
    jobs = jobs_of(board.unplaced())
    if not jobs:
        raise DomainError("Every hour has its place already")
    search = Search(sum(job.hours for job in jobs), progress, stop)
    # Asking for every hour at once is by far the quickest where all of them fit.
    first = search.run(build(board, jobs, rules, Aim.EVERYTHING), seconds * FIRST_SHARE)
    if first is None and not stop.asked:
        first = search.run(build(board, jobs, rules, Aim.MOST), seconds * FIRST_SHARE)
    if first is None and stop.asked:
        raise DomainError("Stopped before a solution was found, nothing has changed")
    if first is None:
        raise DomainError("No solution was found in the time given")
    model = build(board, jobs, rules)
    start_from(model, first.chosen, first.missing)
    better = None if stop.asked else search.run(model, seconds - search.seconds)
    best = better or first
    placed = with_rooms(board, [(jobs[key], slot) for key, slot in best.chosen])
    return _placement(board, placed, best)


def accept(session: Session, actor: Actor, placement: Placement) -> int:
    """Write the solution into the draft as one step; DomainError when the draft has changed since."""
    board = open_board(session, actor, placement.version_id)
    for one in placement.placed:
        if not _is_there(board, one) or _clashes(board, one):
            raise DomainError("The timetable has changed since: fill the rest again")
        board.index.add(one)
    rows = [
        {"course_id": one.course.id, "weekday": one.weekday, "number": one.number, "parity": one.parity,
         "room_id": one.room_id}
        for one in placement.placed
    ]  # fmt: skip
    replace_entries(session, actor, placement.version_id, "fill", rows)
    return len(rows)


def _is_there(board: Board, one: Standing) -> bool:
    """Whether the course and the room are still in the school: the search has taken its time."""
    return one.course.id in board.courses and (one.room_id is None or one.room_id in board.facts.rooms)


def _clashes(board: Board, one: Standing) -> bool:
    return any(wrong.severity is Severity.ERROR for wrong in board.index.check(one))


def _placement(board: Board, placed: list[Standing], best: Solution) -> Placement:
    hours: dict[int, float] = {}
    for one in placed:
        hour = 1.0 if one.parity is WeekParity.EVERY else 0.5
        hours[one.course.id] = hours.get(one.course.id, 0.0) + hour
    left = [Unplaced(one.course, one.hours - hours.get(one.course.id, 0.0)) for one in board.unplaced()]
    class_gaps, teacher_gaps = gaps_of([*board.index, *placed])
    return Placement(
        version_id=board.version_id,
        placed=tuple(placed),
        left=tuple(one for one in left if one.hours > 0),
        price=best.price,
        best_possible=best.proven,
        class_gaps=class_gaps,
        teacher_gaps=teacher_gaps,
        seconds=best.seconds,
    )


def gaps_of(standings: list[Standing]) -> tuple[int, int]:
    """Free lessons between others: of classes, and of teachers."""
    return (
        _gaps((part.id, one) for one in standings for part in one.course.classes),
        _gaps((person, one) for one in standings for person in one.teacher_ids),
    )


def _gaps(lessons: Any) -> int:
    days: dict[tuple[int, int], set[int]] = {}
    for whose, one in lessons:
        days.setdefault((whose, one.weekday), set()).add(one.number)
    return sum(max(numbers) - min(numbers) + 1 - len(numbers) for numbers in days.values())
