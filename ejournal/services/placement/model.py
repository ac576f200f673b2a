"""The timetable as a CP-SAT problem: which hour of which course stands in which slot.

Hard: nobody and no room in two places, a room for every lesson, one lesson of a course a day where the days
suffice, daily norms, teachers' needs.
Soft: no gaps for classes and few for teachers, an even load, hard subjects not last.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Any

from ortools.sat.python import cp_model

from ejournal.services.placement.hard import add_clashes, add_hours, add_limits, is_open
from ejournal.services.placement.problem import Job, Model, Rules, Slot
from ejournal.services.placement.rooms import add_rooms
from ejournal.services.timetable.board import Board
from ejournal.services.timetable.conflicts import NORM, NORMS, ONCE_MORE

HARD_SUBJECT = 7


class Aim(StrEnum):
    """What a solution is sought for: every hour at all, as many hours as fit, or a good timetable."""

    EVERYTHING = "everything"
    MOST = "most"
    BEST = "best"


def build(board: Board, jobs: Sequence[Job], rules: Rules, aim: Aim = Aim.BEST) -> Model:
    """The model for the board as it stands: what is placed already stays where it is."""
    cp = cp_model.CpModel()
    slots = [
        (weekday, number)
        for weekday in range(1, rules.days + 1)
        for number in range(rules.first_number, rules.last_number + 1)
    ]
    model = Model(cp, list(jobs), slots, {})
    for key, job in enumerate(jobs):
        for slot in slots:
            if is_open(board, job.course, slot):
                model.at[key, slot] = cp.new_bool_var(f"{key}@{slot[0]}.{slot[1]}")
    add_hours(model, board, rules)
    add_clashes(model, board)
    add_limits(model, board, rules)
    add_rooms(model, board)
    _norms(model, board, rules)
    if aim is Aim.BEST:
        _wishes(model, board, rules)
    elif aim is Aim.MOST:
        cp.minimize(sum(model.missing))
    else:
        cp.add(sum(model.missing) == 0)
    return model


def start_from(model: Model, chosen: Iterable[tuple[int, Slot]], missing: int) -> None:
    """Begin the search at a solution already found, and never fall behind it in hours."""
    given = set(chosen)
    for key, var in model.at.items():
        model.cp.add_hint(var, key in given)
    model.cp.add(sum(model.missing) <= missing)


def _norms(model: Model, board: Board, rules: Rules) -> None:
    """busy[class, slot] is 1 where the class has something; a day holds at most its norm, without gaps.

    In the first grades one day of the week may have a lesson more.
    """
    by_class: dict[int, tuple[int, list[int]]] = {}
    for key, job in enumerate(model.jobs):
        for part in job.course.classes:
            by_class.setdefault(part.id, (part.grade, []))[1].append(key)
    for class_id, (grade, keys) in by_class.items():
        norm = min(NORMS.get(grade, NORM), rules.last_number)
        longer = [model.cp.new_bool_var("") if grade in ONCE_MORE else 0 for _ in range(rules.days)]
        model.cp.add(sum(longer) <= 1)
        for weekday, one_more in enumerate(longer, 1):
            busy = _busy_day(model, board, class_id, keys, weekday, rules)
            already = len(board.index.days.get((class_id, weekday), {}))
            # A day that is beyond the norm already takes no more.
            model.cp.add(sum(busy) <= (norm + one_more if already <= norm else already))
            _no_gaps(model, busy, rules.class_gap_weight)
            _even_load(model, busy, board, (class_id, weekday), keys, rules)


def _busy_day(
    model: Model, board: Board, class_id: int, keys: Sequence[int], weekday: int, rules: Rules
) -> list[Any]:
    placed = board.index.days.get((class_id, weekday), {})
    busy: list[Any] = []
    for number in range(rules.first_number, rules.last_number + 1):
        here = [model.at[key, (weekday, number)] for key in keys if (key, (weekday, number)) in model.at]
        if number in placed:
            busy.append(1)
        elif not here:
            busy.append(0)
        else:
            var = model.cp.new_bool_var("")
            model.cp.add_max_equality(var, here)
            busy.append(var)
    return busy


def _no_gaps(model: Model, busy: Sequence[Any], weight: int) -> None:
    """A lesson after a free one costs: a class's day is to begin early and run without gaps."""
    for before, after in pairwise(busy):
        if isinstance(before, int) and before == 1:
            continue
        gap = model.cp.new_bool_var("")
        model.cp.add(gap >= after - before)
        model.price.append(weight * gap)


def _even_load(
    model: Model, busy: Sequence[Any], board: Board, day: tuple[int, int], keys: Sequence[int], rules: Rules
) -> None:
    """A day longer than the mean costs: the load is to be even over the week."""
    groups = {model.jobs[key].course.group_id for key in keys} - {None}
    whole = sum(model.jobs[key].hours for key in keys if model.jobs[key].course.group_id is None)
    split = max((sum(model.jobs[key].hours for key in keys if model.jobs[key].course.group_id == one)
                 for one in groups), default=0)  # fmt: skip
    placed = sum(len(board.index.days.get((day[0], at), {})) for at in range(1, rules.days + 1))
    mean = -(-(whole + split + placed) // rules.days)
    over = model.cp.new_int_var(0, len(busy), "")
    model.cp.add(over >= sum(busy) - mean)
    model.price.append(rules.uneven_weight * over)


def _wishes(model: Model, board: Board, rules: Rules) -> None:
    """The price of the whole: missing hours first, then gaps, then hard subjects late in the day."""
    price = model.price + [1000 * one for one in model.missing]
    for (key, (_, number)), var in model.at.items():
        if model.jobs[key].course.difficulty >= HARD_SUBJECT and number >= rules.last_number - 1:
            price.append(rules.late_hard_weight * var)
    price += _teacher_gaps(model, board, rules)
    model.cp.minimize(sum(price))


def _teacher_gaps(model: Model, board: Board, rules: Rules) -> list[Any]:
    """The spread of each teacher's day beyond the lessons in it."""
    by_teacher: dict[int, list[int]] = defaultdict(list)
    for key, job in enumerate(model.jobs):
        for person in job.course.teacher_ids:
            by_teacher[person].append(key)
    price = []
    for person, keys in by_teacher.items():
        for weekday in range(1, rules.days + 1):
            taken = {
                one.number for one in board.index if one.weekday == weekday and person in one.teacher_ids
            }
            busy = [
                1 if slot[1] in taken else sum(model.at[key, slot] for key in keys if (key, slot) in model.at)
                for slot in model.slots
                if slot[0] == weekday
            ]
            for before, free, after in zip(busy, busy[1:], busy[2:], strict=False):
                gap = model.cp.new_bool_var("")
                model.cp.add(gap >= before + after - free - 1)
                price.append(rules.teacher_gap_weight * gap)
    return price
