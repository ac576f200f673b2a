"""The staff: who is hired for which subjects, and which class each teacher gets in each of them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from ejournal.demo.curriculum import SPECIALISTS_IN_PRIMARY, SubjectLine, taught
from ejournal.demo.names import NameBook
from ejournal.demo.people import Name, add_person, grant
from ejournal.demo.store import Store
from ejournal.demo.structure import add_room
from ejournal.demo.world import Klass, Teacher, World
from ejournal.models import Gender, Role

FULL_LOAD = 22
SPLIT_FROM = 16
POOLS = ("rus", "math", "eng", "inf", "hist", "geo", "nat", "phys", "music", "girls", "boys", "sport")
OWN_SUBJECT_POOLS = ("nat", "boys", "girls")
HALLS = ("Спортзал", "Малый зал", "Зал гимнастики")
WORKSHOPS = {"boys": "Мастерская", "girls": "Кабинет труда", "music": "Кабинет музыки"}

# The teacher of the demo sign-in teaches these classes when the school has them.
DEMO_TEACHER: Name = ("Котова", "Ирина", "Сергеевна")
DEMO_CLASSES = ((6, "Б"), (5, "А"), (7, "А"), (8, "А"))


@dataclass(eq=False)
class Demand:
    """Lessons of one class that one teacher is to give; side parts a class between two."""

    klass: Klass
    pool: str
    key: str
    side: int
    hours: Decimal = Decimal(0)


@dataclass(eq=False)
class Staff:
    """Who teaches what: by class, bundle of subjects and side."""

    teaching: dict[tuple[int, str, int], Teacher] = field(default_factory=dict)
    teacher_parent: tuple[int, str] = (0, "")

    def teacher(self, klass: Klass, subject: SubjectLine, side: int) -> Teacher:
        """Who teaches the subject, or its side, in the class."""
        return self.teaching[klass.id, _key(klass, subject, side)[1], side]


def is_split(subject: SubjectLine, klass: Klass, size: int) -> bool:
    """Whether the class is parted for the subject: big enough, and by gender only from grade 5."""
    return bool(subject.parted) and size >= SPLIT_FROM and (subject.parted == "half" or klass.grade >= 5)


def _key(klass: Klass, subject: SubjectLine, side: int) -> tuple[str, str]:
    if klass.grade <= 4 and subject.pool not in SPECIALISTS_IN_PRIMARY:
        return "primary", "primary"
    pool = "boys" if subject.parted == "gender" and side == 1 else subject.pool
    return pool, f"{pool}:{subject.name}" if pool in OWN_SUBJECT_POOLS else pool


def hire(store: Store, world: World, names: NameBook, sizes: list[int]) -> Staff:
    """Hire for all that is to be taught, and give out the classes evenly."""
    return _Hiring(store, world, names).run(_demands(world, sizes))


def _demands(world: World, sizes: list[int]) -> list[Demand]:
    found: dict[tuple[int, str, int], Demand] = {}
    for klass, size in zip(world.classes, sizes, strict=True):
        for subject, hours in taught(klass.grade):
            for side in (0, 1) if is_split(subject, klass, size) else (0,):
                pool, key = _key(klass, subject, side)
                demand = found.setdefault((klass.id, key, side), Demand(klass, pool, key, side))
                demand.hours += hours
    return list(found.values())


class _Hiring:
    def __init__(self, store: Store, world: World, names: NameBook) -> None:
        self._store, self._world, self._names = store, world, names
        self._rng: Random = world.rng("staff")
        self._staff = Staff()
        self._rooms = 0

    def run(self, demands: list[Demand]) -> Staff:
        self._offices()
        for demand in demands:
            if demand.pool == "primary":
                teacher = self._hire("primary")
                teacher.klass, demand.klass.teacher = demand.klass, teacher
                self._assign(demand, teacher)
        for pool in POOLS:
            self._share([demand for demand in demands if demand.pool == pool], pool)
        return self._staff

    def _offices(self) -> None:
        for role, gender in ((Role.DIRECTOR, Gender.FEMALE), (Role.ADMINISTRATOR, Gender.MALE)):
            name = self._names.adult(self._names.surname(), gender)
            person_id = add_person(self._store, self._world, name, gender, self._rng)
            grant(self._store, self._world, person_id, role)
            self._world.staff[role.value] = person_id

    def _share(self, demands: list[Demand], pool: str) -> None:
        if not demands:
            return
        total = sum((demand.hours for demand in demands), Decimal(0))
        sides = 2 if any(demand.side for demand in demands) and pool in ("eng", "inf") else 1
        team = [self._hire(pool) for _ in range(max(sides, math.ceil(total / FULL_LOAD)))]
        rest = list(demands)
        if pool == "math":
            rest = self._demo_teacher(team[0], rest)
        for demand in sorted(rest, key=lambda demand: (-demand.hours, demand.klass.id, demand.side)):
            other = self._staff.teaching.get((demand.klass.id, demand.key, 1 - demand.side))
            free = [teacher for teacher in team if teacher is not other] or team
            self._assign(demand, min(free, key=lambda teacher: teacher.hours))

    def _demo_teacher(self, teacher: Teacher, demands: list[Demand]) -> list[Demand]:
        self._world.cast["teacher"] = teacher.id
        main = self._world.main_class
        wished = [(main.grade, main.letter), *DEMO_CLASSES]
        taken = [demand for demand in demands if (demand.klass.grade, demand.klass.letter) in wished]
        for demand in taken:
            self._assign(demand, teacher)
        return [demand for demand in demands if demand not in taken]

    def _assign(self, demand: Demand, teacher: Teacher) -> None:
        teacher.hours += math.ceil(demand.hours)
        self._staff.teaching[demand.klass.id, demand.key, demand.side] = teacher

    def _hire(self, pool: str) -> Teacher:
        first = all(teacher.pool != pool for teacher in self._world.teachers)
        gender = self._gender(pool, first)
        if pool == "math" and first and self._world.number == 0:
            name = self._names.reserve(DEMO_TEACHER)
        else:
            surname = self._names.surname()
            name = self._names.adult(surname, gender)
            if pool == "eng" and first:
                self._staff.teacher_parent = (0, surname)
        person_id = add_person(self._store, self._world, name, gender, self._rng)
        if pool == "eng" and first:
            self._staff.teacher_parent = (person_id, self._staff.teacher_parent[1])
        grant(self._store, self._world, person_id, Role.TEACHER)
        teacher = Teacher(person_id, gender, pool, self._room(pool))
        self._world.teachers.append(teacher)
        return teacher

    def _gender(self, pool: str, first: bool) -> Gender:
        if pool == "boys":
            return Gender.MALE
        if pool in ("primary", "girls", "eng", "rus") or (first and pool == "math"):
            return Gender.FEMALE
        return Gender.MALE if self._rng.random() < 0.3 else Gender.FEMALE

    def _room(self, pool: str) -> int:
        taken = sum(teacher.pool == pool for teacher in self._world.teachers)
        if pool == "sport":
            name = HALLS[taken] if taken < len(HALLS) else f"Зал {taken + 1}"
        elif pool in WORKSHOPS:
            name = WORKSHOPS[pool] + (f" {taken + 1}" if taken else "")
        else:
            floor, place = divmod(self._rooms, 24)
            self._rooms += 1
            name = str((floor + 1) * 100 + place + 1)
        return add_room(self._store, self._world, name, 15 if pool in ("eng", "inf") else 32)


def give_offices(store: Store, world: World) -> None:
    """Class teachers, deputies and a second administrator, after the courses are shared out."""
    historians = [teacher for teacher in world.teachers if teacher.pool == "hist"]
    deputy = historians[0]
    grant(store, world, deputy.id, Role.DEPUTY)
    world.staff[Role.DEPUTY.value] = deputy.id
    primary = [teacher for teacher in world.teachers if teacher.pool == "primary"]
    if len(world.classes) >= 8:
        grant(store, world, primary[-1].id, Role.DEPUTY)
    coders = [teacher for teacher in world.teachers if teacher.pool == "inf"]
    for coder in coders[1:2]:
        grant(store, world, coder.id, Role.ADMINISTRATOR)
    reserved = {deputy.id, world.cast.get("teacher")}
    upper = [klass for klass in world.classes if klass.teacher is None]
    # The class of the demo sign-ins chooses first.
    for klass in sorted(upper, key=lambda klass: klass is not world.main_class):
        klass.teacher = _class_teacher(world, klass, reserved)
        klass.teacher.klass = klass
    for klass in world.classes:
        assert klass.teacher is not None
        grant(store, world, klass.teacher.id, Role.CLASS_TEACHER, klass.id)
    main_teacher = world.main_class.teacher
    assert main_teacher is not None
    world.cast["classteacher"] = main_teacher.id


def _class_teacher(world: World, klass: Klass, reserved: Iterable[int | None]) -> Teacher:
    hours: dict[Teacher, Decimal] = {}
    for course in world.courses:
        if course.klass is klass and course.teacher.id not in reserved:
            hours[course.teacher] = hours.get(course.teacher, Decimal(0)) + course.hours
    free = {teacher: count for teacher, count in hours.items() if teacher.klass is None} or hours
    return max(free, key=lambda teacher: (free[teacher], -teacher.id))
