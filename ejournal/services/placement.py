"""«Fill the rest»: the hours of the tray placed by OR-Tools, with progress, a stop, and one step to undo."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.models import WeekParity
from ejournal.services.errors import DomainError
from ejournal.services.placement_model import Aim, build, start_from
from ejournal.services.placement_problem import Job, Model, Rules, jobs_of, parity_of
from ejournal.services.timetable_board import Board, Unplaced, open_board
from ejournal.services.timetable_conflicts import Severity
from ejournal.services.timetable_editing import replace_entries
from ejournal.services.timetable_rows import Standing

SECONDS, WORKERS = 90.0, 2
FIRST_SHARE = 0.3
"""Part of the time in which the hours are to find a place at all; the rest makes the timetable better."""
Progress = Callable[["PlacementProgress"], bool]
"""Called at every better solution; False stops the search and keeps the best so far."""


class Stop:
    """A way to end a search from another thread, at once; the best found so far is kept."""

    def __init__(self) -> None:
        self.asked = False
        self._solver: Any = None

    def ask(self) -> None:
        """End the search."""
        self.asked = True
        if self._solver is not None:
            self._solver.stop_search()

    def watch(self, solver: Any) -> None:
        """Know the solver that is to be stopped."""
        self._solver = solver


@dataclass(frozen=True, slots=True)
class PlacementProgress:
    """How far the search is: hours placed of all, the price of the best solution, seconds gone."""

    placed: int
    total: int
    price: float
    seconds: float


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
    # Asking for every hour at once is by far the quickest where all of them fit.
    first = _solve(build(board, jobs, rules, Aim.EVERYTHING), progress, seconds * FIRST_SHARE, stop=stop)
    if first is None and not stop.asked:
        first = _solve(build(board, jobs, rules, Aim.MOST), progress, seconds * FIRST_SHARE, stop=stop)
    if first is None and stop.asked:
        raise DomainError("Stopped before a solution was found, nothing has changed")
    if first is None:
        raise DomainError("No solution was found in the time given")
    model = build(board, jobs, rules)
    start_from(model, first.chosen, first.missing)
    better = (
        None
        if first.stopped or stop.asked
        else _solve(model, progress, seconds - first.seconds, first.seconds, stop)
    )
    best = better or first
    placed = _with_rooms(board, [(jobs[key], slot) for key, slot in best.chosen])
    return _placement(board, placed, best)


@dataclass(frozen=True)
class _Solution:
    chosen: tuple[tuple[int, tuple[int, int]], ...]
    missing: int
    price: float
    proven: bool
    stopped: bool
    seconds: float


def _solve(
    model: Model, progress: Progress | None, seconds: float, before: float = 0.0, stop: Stop | None = None
) -> _Solution | None:
    solver = cp_model.CpSolver()
    if stop is not None:
        stop.watch(solver)
    solver.parameters.max_time_in_seconds = max(seconds, 1.0)
    solver.parameters.num_workers = WORKERS
    watcher = _Watcher(model, progress, before)
    status = solver.solve(model.cp, watcher)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return _Solution(
        chosen=tuple(key for key, var in model.at.items() if solver.value(var)),
        missing=sum(solver.value(one) for one in model.missing),
        price=solver.objective_value,
        proven=status == cp_model.OPTIMAL and not watcher.stopped,
        stopped=watcher.stopped,
        seconds=before + solver.wall_time,
    )


def accept(session: Session, actor: Actor, placement: Placement) -> int:
    """Write the solution into the draft as one step; DomainError when the draft has changed since."""
    board = open_board(session, actor, placement.version_id)
    for one in placement.placed:
        if any(wrong.severity is Severity.ERROR for wrong in board.index.check(one)):
            raise DomainError("The timetable has changed since: fill the rest again")
        board.index.add(one)
    rows = [
        {"course_id": one.course.id, "weekday": one.weekday, "number": one.number, "parity": one.parity,
         "room_id": one.room_id}
        for one in placement.placed
    ]  # fmt: skip
    replace_entries(session, actor, placement.version_id, "fill", rows)
    return len(rows)


class _Watcher(cp_model.CpSolverSolutionCallback):
    def __init__(self, model: Model, progress: Progress | None, before: float) -> None:
        super().__init__()
        self.before, self.stopped = before, False
        self.model, self.progress = model, progress
        self.total = sum(job.hours for job in model.jobs)

    def on_solution_callback(self) -> None:
        """Tell how far the search is, stop it when asked to."""
        if self.progress is None:
            return
        missing = sum(self.value(one) for one in self.model.missing)
        state = PlacementProgress(
            self.total - missing, self.total, self.objective_value, self.before + self.wall_time
        )
        if not self.progress(state):
            self.stopped = True
            self.stop_search()


def _with_rooms(board: Board, chosen: list[tuple[Job, tuple[int, int]]]) -> list[Standing]:
    """Standings with negative ids; each in the usual room of its course or teacher, if free."""
    usual = _usual_rooms(board)
    taken: set[tuple[int, int, int]] = {
        (room_id, one.weekday, one.number) for one in board.index for room_id in one.room_ids
    }
    found = []
    for at, (job, (weekday, number)) in enumerate(chosen, 1):
        wished = [usual.get(("course", job.course.id)), usual.get(("teacher", job.course.teacher_id))]
        room = next(
            (
                one
                for one in wished
                if one is not None
                and (one in board.facts.shared_rooms or (one, weekday, number) not in taken)
            ),
            None,
        )
        if room is not None:
            taken.add((room, weekday, number))
        found.append(Standing(-at, job.course, weekday, number, parity_of(job), room))
    return found


def _usual_rooms(board: Board) -> dict[tuple[str, int], int]:
    usual: dict[tuple[str, int], int] = {}
    for one in board.index:
        if one.room_id is not None:
            usual[("course", one.course.id)] = one.room_id
            if not one.course.vacant:
                usual.setdefault(("teacher", one.course.teacher_id), one.room_id)
    return usual


def _placement(board: Board, placed: list[Standing], best: _Solution) -> Placement:
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
