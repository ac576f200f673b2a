"""Rooms in the placement: which lesson needs which, how many there are, and which each lesson gets.

A course that must be in one room, and a teacher's own room, bind; every other lesson gets some room. Rooms
are counted only where the school has entered at least as many as it has classes at once: a shorter list is
taken for one not yet whole, and lessons without a room are then left to the deputy head.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ejournal.services.placement.problem import Job, Model, Slot, parity_of
from ejournal.services.timetable.board import Board
from ejournal.services.timetable.rows import CourseInfo, Standing

Chosen = Sequence[tuple[Job, Slot]]
Counts = defaultdict[tuple[str, int], Counter[int]]


def bound_room(board: Board, course: CourseInfo) -> int | None:
    """The room in which the course must be: its own, else its teacher's."""
    if course.room_id is not None or course.vacant:
        return course.room_id
    return board.facts.own_rooms.get(course.teacher_id)


def is_room_open(board: Board, course: CourseInfo, slot: Slot) -> bool:
    """Whether the room in which the course must be is free of standing lessons in the slot."""
    room = bound_room(board, course)
    if room is None or room in board.facts.shared_rooms:
        return True
    return room not in _taken_by_standing(board, course.shift, slot)


def _taken_by_standing(board: Board, shift: int, slot: Slot) -> set[int]:
    weekday, number = slot
    return {
        room
        for other_shift, other in board.facts.neighbours(shift, number)
        for one in board.index.slots.get((weekday, other), ())
        if one.course.shift == other_shift
        for room in one.room_ids
    }


def sharing_a_room(model: Model, board: Board) -> list[list[int]]:
    """The jobs of each room that binds several: one of them at a time."""
    found: dict[int, list[int]] = defaultdict(list)
    for key, job in enumerate(model.jobs):
        room = bound_room(board, job.course)
        if room is not None and room not in board.facts.shared_rooms:
            found[room].append(key)
    return list(found.values())


def pool(board: Board) -> frozenset[int]:
    """The rooms to be counted; none when fewer are entered than there are classes at once."""
    rooms = board.facts.rooms.keys() - board.facts.shared_rooms
    classes = {(part.shift, part.id) for course in board.courses.values() for part in course.classes}
    at_once = max(Counter(shift for shift, _ in classes).values(), default=0)
    return frozenset(rooms if at_once <= len(rooms) else ())


def add_rooms(model: Model, board: Board) -> None:
    """At any time at most as many lessons as there are rooms; those of shared rooms do not count."""
    rooms = pool(board)
    counted = [key for key, job in enumerate(model.jobs) if _counts(board, job.course)]
    for weekday, *together in _times(model, board) if rooms else ():
        here = [
            model.at[key, (weekday, number)]
            for key in counted
            for shift, number in together
            if model.jobs[key].course.shift == shift and (key, (weekday, number)) in model.at
        ]
        taken = {
            room
            for shift, number in together
            for one in board.index.slots.get((weekday, number), ())
            if one.course.shift == shift
            for room in one.room_ids
        }
        free = len(rooms - taken)
        if len(here) > free:
            model.cp.add(sum(here) <= free)


def _counts(board: Board, course: CourseInfo) -> bool:
    room = bound_room(board, course) or board.facts.usual_rooms.get(course.id)
    return room not in board.facts.shared_rooms


def _times(model: Model, board: Board) -> Iterator[tuple[int, *tuple[tuple[int, int], ...]]]:
    """The weekday with each pair of (shift, number) that are taught at once, and each alone."""
    shifts = {job.course.shift for job in model.jobs} | {one.course.shift for one in board.index}
    for weekday, number in model.slots:
        for shift in shifts:
            others = [one for one in board.facts.neighbours(shift, number) if one[0] in shifts - {shift}]
            for other in others or [(shift, number)]:
                yield weekday, *sorted({(shift, number), other})


def with_rooms(board: Board, chosen: Chosen) -> list[Standing]:
    """The solution as standings with negative ids, each in a room: the bound one, the usual one, any free."""
    giver = _Rooms(board)
    ordered = sorted(
        enumerate(chosen, 1), key=lambda one: (bound_room(board, one[1][0].course) is None, one[1][1], one[0])
    )
    found = [
        Standing(-at, job.course, *slot, parity_of(job), giver.give(job.course, slot))
        for at, (job, slot) in ordered
    ]
    return sorted(found, key=lambda one: -one.id)


class _Rooms:
    """Which rooms are taken when, and what each course and teacher is used to."""

    def __init__(self, board: Board) -> None:
        self.board, self.pool = board, pool(board)
        self.taken: set[tuple[int, int, int, int]] = set()
        self.usual: Counts = defaultdict(Counter)
        self.given: Counts = defaultdict(Counter)
        for one in board.index:
            for room in one.room_ids:
                self._note(self.usual, one.course, (one.weekday, one.number), room)
        bound = (bound_room(board, course) for course in board.courses.values())
        self.owned = {room for room in bound if room is not None}

    def give(self, course: CourseInfo, slot: Slot) -> int | None:
        """A room that is free in the slot, None when there is none."""
        room = bound_room(self.board, course)
        if room is None:
            room = next((one for one in self._wished(course) if self._is_free(course, slot, one)), None)
        elif not self._is_free(course, slot, room):
            return None
        if room is not None:
            self._note(self.given, course, slot, room)
        return room

    def _wished(self, course: CourseInfo) -> Iterable[int]:
        yield from self._known(self.usual, course)
        if course.id in self.board.facts.usual_rooms:
            yield self.board.facts.usual_rooms[course.id]
        yield from (part.room_id for part in course.classes if part.room_id is not None)
        yield from self._known(self.given, course)
        # Laboratories and teachers' own rooms come last.
        names = self.board.facts.rooms
        yield from sorted(self.pool, key=lambda room: (room in self.owned, names[room]))

    def _known(self, counts: Counts, course: CourseInfo) -> list[int]:
        """The rooms of the course, then of its teacher, the most frequent first."""
        teacher = [] if course.vacant else counts["teacher", course.teacher_id].most_common()
        return [room for room, _ in [*counts["course", course.id].most_common(), *teacher]]

    def _is_free(self, course: CourseInfo, slot: Slot, room: int) -> bool:
        if room in self.board.facts.shared_rooms:
            return True
        return not any(
            (room, slot[0], shift, number) in self.taken
            for shift, number in self.board.facts.neighbours(course.shift, slot[1])
        )

    def _note(self, counts: Counts, course: CourseInfo, slot: Slot, room: int) -> None:
        self.taken.add((room, slot[0], course.shift, slot[1]))
        counts["course", course.id][room] += 1
        if not course.vacant:
            counts["teacher", course.teacher_id][room] += 1
