"""The timetable as a CP-SAT problem: which hour of which course stands in which slot.

Hard: nobody in two places, one lesson of a course a day where the days suffice, daily norms, unavailability,
rooms. Soft: no gaps for classes and few for teachers, an even load, hard subjects not last.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Any

from ortools.sat.python import cp_model

from ejournal.models import WeekParity
from ejournal.services.timetable_board import Board, Unplaced
from ejournal.services.timetable_conflicts import NORM, NORMS, Index
from ejournal.services.timetable_rows import CourseInfo, Standing

HARD_SUBJECT = 7
Slot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the deputy head may set: days and lessons of the week, and how many a day in the extreme."""

    days: int = 5
    last_number: int = 7
    first_number: int = 1
    teacher_gap_weight: int = 2
    class_gap_weight: int = 20
    late_hard_weight: int = 1
    uneven_weight: int = 4


@dataclass(frozen=True, slots=True)
class Job:
    """The hours of one course still to be placed: whole ones, and one of every other week."""

    course: CourseInfo
    hours: int
    half: bool = False


@dataclass
class Model:
    """The problem with its variables: at[job, slot] is 1 where an hour stands."""

    cp: Any
    jobs: list[Job]
    slots: list[Slot]
    at: dict[tuple[int, Slot], Any]
    missing: list[Any] = field(default_factory=list)
    price: list[Any] = field(default_factory=list)


def jobs_of(tray: Iterable[Unplaced]) -> list[Job]:
    """The tray as jobs; half an hour a week becomes an hour of odd weeks."""
    jobs = []
    for one in tray:
        whole = int(one.hours)
        if whole:
            jobs.append(Job(one.course, whole))
        if one.hours - whole >= 0.5:
            jobs.append(Job(one.course, 1, half=True))
    return jobs


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
            if _is_open(board, job.course, slot):
                model.at[key, slot] = cp.new_bool_var(f"{key}@{slot[0]}.{slot[1]}")
    _hours(model, board, rules)
    _clashes(model, board)
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


def _is_open(board: Board, course: CourseInfo, slot: Slot) -> bool:
    """Whether the placed lessons leave the course this slot."""
    if any(board.facts.is_away(person, *slot) for person in course.teacher_ids):
        return False
    trial = Standing(0, course, *slot, WeekParity.EVERY, None)
    return not any(_exclude(board, course, other.course) for other in board.index.at_once(trial))


def _exclude(board: Board, one: CourseInfo, other: CourseInfo) -> bool:
    """Whether two courses can never stand in one slot."""
    if one.id == other.id or one.teacher_ids & other.teacher_ids:
        return True
    mine = {part.id: part.whole for part in one.classes}
    for part in other.classes:
        if part.id in mine and (mine[part.id] or part.whole):
            return True
    if one.group_id is not None and one.group_id == other.group_id:
        return True
    members = board.facts.members
    return bool(members.get(one.group_id or 0, frozenset()) & members.get(other.group_id or 0, frozenset()))


def _hours(model: Model, board: Board, rules: Rules) -> None:
    """Each job has its hours, or some are missing at a high price; at most one or two of a course a day."""
    for key, job in enumerate(model.jobs):
        mine = [model.at[key, slot] for slot in model.slots if (key, slot) in model.at]
        missing = model.cp.new_int_var(0, job.hours, f"missing{key}")
        model.cp.add(sum(mine) + missing == job.hours)
        model.missing.append(missing)
    by_course: dict[int, list[int]] = defaultdict(list)
    for key, job in enumerate(model.jobs):
        by_course[job.course.id].append(key)
    placed = _placed_a_day(board.index)
    for course_id, keys in by_course.items():
        total = sum(model.jobs[key].hours for key in keys) + sum(placed[course_id].values())
        a_day = -(-total // rules.days)
        for weekday in range(1, rules.days + 1):
            here = [var for key in keys for slot in model.slots if slot[0] == weekday
                    if (var := model.at.get((key, slot))) is not None]  # fmt: skip
            model.cp.add(sum(here) <= max(0, a_day - placed[course_id].get(weekday, 0)))


def _placed_a_day(index: Index) -> dict[int, dict[int, int]]:
    placed: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for one in index:
        placed[one.course.id][one.weekday] += 1
    return placed


def _clashes(model: Model, board: Board) -> None:
    """Cliques: a teacher, a whole class, a group each have one lesson in a slot."""
    teachers: dict[int, list[int]] = defaultdict(list)
    wholes: dict[int, list[int]] = defaultdict(list)
    groups: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for key, job in enumerate(model.jobs):
        for person in job.course.teacher_ids:
            teachers[person].append(key)
        for part in job.course.classes:
            if part.whole:
                wholes[part.id].append(key)
            else:
                groups[part.id][job.course.group_id or 0].append(key)
    cliques = list(teachers.values())
    for class_id in wholes.keys() | groups.keys():
        whole = wholes.get(class_id, [])
        # Whatever group comes, the class as a whole cannot; two groups can unless they share pupils.
        cliques += [whole + keys for keys in groups[class_id].values()] or [whole]
    cliques += _sharing_pupils(model, board)
    for clique in cliques:
        if len(clique) < 2:
            continue
        for here in _at_once(model, board, clique):
            model.cp.add_at_most_one(here)


def _at_once(model: Model, board: Board, clique: Sequence[int]) -> Iterator[list[Any]]:
    """The variables of the clique's jobs that are taught at one time, in the shifts they are in."""
    shifts = {model.jobs[key].course.shift for key in clique}
    for weekday, number in model.slots:
        for shift in shifts:
            together = [one for one in board.facts.neighbours(shift, number) if one[0] in shifts]
            here = [
                model.at[key, (weekday, other)]
                for key in clique
                for other_shift, other in together
                if model.jobs[key].course.shift == other_shift and (key, (weekday, other)) in model.at
            ]
            # Two numbers that overlap one of another shift do not exclude each other: pairs then.
            if len({one[1] for one in together if one[0] != shift}) <= 1 and len(here) > 1:
                yield here
            elif len(here) > 1:
                yield from _pairs(model, clique, weekday, (shift, number), together)


def _pairs(
    model: Model,
    clique: Sequence[int],
    weekday: int,
    me: tuple[int, int],
    together: Sequence[tuple[int, int]],
) -> Iterator[list[Any]]:
    for other in together:
        wanted = {me, other}
        here = [
            model.at[key, (weekday, number)]
            for key in clique
            for shift, number in wanted
            if model.jobs[key].course.shift == shift and (key, (weekday, number)) in model.at
        ]
        if len(here) > 1:
            yield here


def _sharing_pupils(model: Model, board: Board) -> list[list[int]]:
    members = board.facts.members
    by_group: dict[int, list[int]] = defaultdict(list)
    for key, job in enumerate(model.jobs):
        if job.course.group_id in members:
            by_group[job.course.group_id or 0].append(key)
    found = sorted(by_group)
    return [
        by_group[one] + by_group[other]
        for at, one in enumerate(found)
        for other in found[at + 1 :]
        if members[one] & members[other]
    ]


def _norms(model: Model, board: Board, rules: Rules) -> None:
    """busy[class, slot] is 1 where the class has something; a day holds at most its norm, without gaps."""
    by_class: dict[int, tuple[int, list[int]]] = {}
    for key, job in enumerate(model.jobs):
        for part in job.course.classes:
            by_class.setdefault(part.id, (part.grade, []))[1].append(key)
    for class_id, (grade, keys) in by_class.items():
        norm = min(NORMS.get(grade, NORM), rules.last_number)
        for weekday in range(1, rules.days + 1):
            busy = _busy_day(model, board, class_id, keys, weekday, rules)
            already = len(board.index.days.get((class_id, weekday), {}))
            model.cp.add(sum(busy) <= max(norm, already))
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


def parity_of(job: Job) -> WeekParity:
    """In which weeks the job's hours stand."""
    return WeekParity.ODD if job.half else WeekParity.EVERY
