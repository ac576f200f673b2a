"""The hard rules of the placement: hours, limits, and nobody and no room in two places at once."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from ejournal.models import WeekParity
from ejournal.services.placement.problem import Model, Rules, Slot
from ejournal.services.placement.rooms import is_room_open, sharing_a_room
from ejournal.services.timetable.board import Board
from ejournal.services.timetable.conflicts import Index
from ejournal.services.timetable.rows import CourseInfo, Standing


def is_open(board: Board, course: CourseInfo, slot: Slot) -> bool:
    """Whether the placed lessons leave the course this slot."""
    if slot[0] > course.days:
        return False
    if any(board.facts.is_away(person, *slot) for person in course.teacher_ids):
        return False
    if not is_room_open(board, course, slot):
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


def add_hours(model: Model, board: Board, rules: Rules) -> None:
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
        a_day = -(-total // min(rules.days, model.jobs[keys[0]].course.days))
        for weekday in range(1, rules.days + 1):
            here = [var for key in keys for slot in model.slots if slot[0] == weekday
                    if (var := model.at.get((key, slot))) is not None]  # fmt: skip
            model.cp.add(sum(here) <= max(0, a_day - placed[course_id].get(weekday, 0)))


def _placed_a_day(index: Index) -> dict[int, dict[int, int]]:
    placed: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for one in index:
        placed[one.course.id][one.weekday] += 1
    return placed


def add_limits(model: Model, board: Board, rules: Rules) -> None:
    """A teacher's limit of lessons a day; where standing lessons are beyond it already, no more come."""
    for person, limit in board.facts.limits.items():
        keys = [key for key, job in enumerate(model.jobs) if person in job.course.teacher_ids]
        for weekday in range(1, rules.days + 1) if keys else ():
            here = [model.at[key, slot] for key in keys for slot in model.slots
                    if slot[0] == weekday and (key, slot) in model.at]  # fmt: skip
            free = max(0, limit.most_a_day - board.index.load_of(person, weekday))
            model.cp.add(sum(here) <= free)


def add_clashes(model: Model, board: Board) -> None:
    """Cliques: a teacher, a whole class, a group, a room that binds each have one lesson in a slot."""
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
    cliques += _sharing_pupils(model, board) + sharing_a_room(model, board)
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
