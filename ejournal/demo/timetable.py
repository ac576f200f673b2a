"""The weekly timetable: every class's days are filled without gaps, no teacher in two places at once."""

from collections import deque
from dataclasses import dataclass
from random import Random

from ejournal.demo.curriculum import SPORT, day_lengths
from ejournal.demo.store import Store
from ejournal.demo.world import Unit, World
from ejournal.models import TimetableEntry, TimetableVersion, VersionStatus

Slot = tuple[int, int]
RESTARTS = 20
EJECTION = 4.0


@dataclass(eq=False)
class Piece:
    """One weekly lesson of a unit, and how often it was thrown out of its place."""

    unit: Unit
    thrown: int = 0

    @property
    def teachers(self) -> list[int]:
        """Who must be free for it."""
        return [course.teacher.id for course in self.unit.courses]


class _Board:
    """Places pieces one by one; a piece without a free place throws out those that stood least in the way."""

    def __init__(self, world: World, rng: Random) -> None:
        self._rng = rng
        self._slots = {klass.id: _class_slots(klass.grade, rng) for klass in world.classes}
        self._of_class: dict[tuple[int, Slot], Piece] = {}
        self._of_teacher: dict[tuple[int, Slot], Piece] = {}
        self.places: dict[Piece, Slot] = {}
        load = {teacher.id: teacher.hours for teacher in world.teachers}
        pieces = [Piece(unit) for unit in world.units for _ in range(unit.lessons)]
        pieces.sort(key=lambda piece: (-len(piece.teachers), -sum(load[one] for one in piece.teachers)))
        self._pending = deque(pieces)
        self._patience = 200 * len(pieces)

    def fill(self) -> bool:
        """Place all; false when patience ends first."""
        while self._pending:
            self._patience -= 1
            if self._patience < 0:
                return False
            piece = self._pending.popleft()
            slots = self._slots[piece.unit.klass.id]
            slot = min(slots, key=lambda slot: self._cost(piece, slot))
            for other in self._in_the_way(piece, slot):
                self._take_off(other)
            self._put(piece, slot)
        return True

    def _in_the_way(self, piece: Piece, slot: Slot) -> list[Piece]:
        found = [self._of_class.get((piece.unit.klass.id, slot))]
        found += [self._of_teacher.get((teacher, slot)) for teacher in piece.teachers]
        return list(dict.fromkeys(other for other in found if other is not None))

    def _cost(self, piece: Piece, slot: Slot) -> float:
        thrown = sum(EJECTION + other.thrown for other in self._in_the_way(piece, slot))
        return (
            thrown + self._same_day(piece, slot) + _hour_cost(piece.unit, slot[1]) + self._rng.random() * 0.3
        )

    def _same_day(self, piece: Piece, slot: Slot) -> float:
        weekday, number = slot
        klass_id, cost = piece.unit.klass.id, 0.0
        for other_number in range(1, 8):
            other = self._of_class.get((klass_id, (weekday, other_number)))
            if other is None or other.unit is not piece.unit or other_number == number:
                continue
            double = piece.unit.lessons > 5 and abs(other_number - number) == 1
            cost += 0.5 if double else 6.0
        return cost

    def _put(self, piece: Piece, slot: Slot) -> None:
        self.places[piece] = slot
        self._of_class[piece.unit.klass.id, slot] = piece
        for teacher in piece.teachers:
            self._of_teacher[teacher, slot] = piece

    def _take_off(self, piece: Piece) -> None:
        slot = self.places.pop(piece)
        del self._of_class[piece.unit.klass.id, slot]
        for teacher in set(piece.teachers):
            del self._of_teacher[teacher, slot]
        piece.thrown += 1
        self._pending.append(piece)


def _class_slots(grade: int, rng: Random) -> list[Slot]:
    lengths = day_lengths(grade)
    week, saturday = lengths[:5], lengths[5:]
    rng.shuffle(week)
    return [
        (weekday, number)
        for weekday, length in enumerate(week + saturday, start=1)
        for number in range(1, length + 1)
    ]


def _hour_cost(unit: Unit, number: int) -> float:
    # Hard subjects in the second to fourth lesson, sport not first, light subjects late.
    difficulty = unit.subject.difficulty
    if difficulty >= 8:
        return 0.5 if number == 1 or number >= 6 else 0.0
    if difficulty <= 3:
        return 0.4 if number <= 3 else 0.0
    return 0.6 if unit.subject.name == SPORT and number == 1 else 0.0


def place_units(world: World) -> dict[Piece, Slot]:
    """A weekday and a lesson number for every weekly lesson, without a clash."""
    for attempt in range(RESTARTS):
        board = _Board(world, world.rng(f"timetable {attempt}"))
        if board.fill():
            return board.places
    raise RuntimeError("no timetable without clashes was found for this seed")


def add_timetable(store: Store, world: World) -> None:
    """The published timetable of the year."""
    version_id = store.add(
        TimetableVersion,
        school_id=world.school_id,
        year_id=world.year_id,
        name="Основное расписание",
        starts=world.days.starts,
        status=VersionStatus.PUBLISHED,
    )
    placed = place_units(world)
    order = sorted(placed.items(), key=lambda item: (item[0].unit.klass.id, item[1]))
    for piece, (weekday, number) in order:
        for course in piece.unit.courses:
            store.add(
                TimetableEntry,
                school_id=world.school_id,
                version_id=version_id,
                course_id=course.id,
                weekday=weekday,
                number=number,
                parity=course.parity,
                room_id=course.teacher.room_id,
            )
