"""The school, its classes, rooms and kinds of work."""

from datetime import datetime
from random import Random

from ejournal.demo.curriculum import KINDS_OF_WORK, SUBJECTS, days_per_week
from ejournal.demo.store import Store
from ejournal.demo.world import ZONE, Klass, World
from ejournal.demo.year import add_year, year_days
from ejournal.models import (
    KindOfWork,
    Room,
    ScaleKind,
    School,
    SchoolClass,
    SchoolSettings,
    Subject,
    TermKind,
)

LETTERS = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШ"
SCHOOL_NUMBERS = (12, 5, 34, 7, 21, 48, 16, 3, 59, 27, 40, 9)

# In which order grades get their first class in a very small school, and their further ones in a large.
FIRST_CLASSES = (6, 2, 9, 10, 1, 5, 8, 3, 11, 4, 7)
MORE_CLASSES = (6, 2, 7, 5, 1, 3, 8, 4, 9, 10, 11)
PUPILS_A_CLASS = 24


def school_number(number: int) -> int:
    """The number in the school's name: 12 for the first, a new one for each further."""
    if number < len(SCHOOL_NUMBERS):
        return SCHOOL_NUMBERS[number]
    return 60 + number


def school_code(number: int) -> str:
    """The school's code, one in the installation."""
    return f"school-{school_number(number)}"


def add_school(store: Store, seed: int, number: int, now: datetime, full_year: bool) -> World:
    """The school with its year, subjects and kinds of work; no people yet."""
    name = f"Школа № {school_number(number)}"
    school_id = store.add(
        School,
        code=school_code(number),
        name=f"Муниципальное общеобразовательное учреждение «{name}»",
        short_name=name,
    )
    store.add(SchoolSettings, school_id=school_id)
    today = now.astimezone(ZONE).date()
    days = year_days(today)
    year_id, schemes = add_year(store, school_id, days)
    until = days.ends if full_year else min(today, days.ends)
    world = World(seed, number, today, now, until, days, school_id, year_id, schemes)
    for position, line in enumerate(SUBJECTS):
        world.subjects[line.name] = store.add(
            Subject,
            school_id=school_id,
            name=line.name,
            short_name=line.short_name,
            area=line.area,
            difficulty=line.difficulty,
            position=position,
        )
    for position, kind in enumerate(KINDS_OF_WORK):
        world.kinds[kind.short_name] = store.add(
            KindOfWork,
            school_id=school_id,
            name=kind.name,
            short_name=kind.short_name,
            weight=kind.weight,
            is_test=kind.is_test,
            position=position,
        )
    return world


def add_classes(store: Store, world: World, pupils: int) -> list[int]:
    """The classes in order; gives how many pupils each is to have."""
    for grade, letter in _class_names(pupils):
        scheme = TermKind.HALF_YEAR if grade >= 10 else TermKind.QUARTER
        class_id = store.add(
            SchoolClass,
            school_id=world.school_id,
            year_id=world.year_id,
            grade=grade,
            letter=letter,
            scheme_id=world.schemes[scheme],
            scale=ScaleKind.NONE if grade == 1 else ScaleKind.FIVE,
            days_per_week=days_per_week(grade),
        )
        world.classes.append(Klass(class_id, grade, letter, scheme, days_per_week(grade)))
    return _sizes(world.rng("sizes"), [klass.grade for klass in world.classes], pupils)


def _class_names(pupils: int) -> list[tuple[int, str]]:
    count = max(2, int(pupils / PUPILS_A_CLASS + 0.5))
    count = min(count, 11 * len(LETTERS))
    parallels = dict.fromkeys(FIRST_CLASSES[:count], 1)
    for extra in range(count - len(parallels)):
        parallels[MORE_CLASSES[extra % 11]] += 1
    return [(grade, letter) for grade in sorted(parallels) for letter in LETTERS[: parallels[grade]]]


def _sizes(rng: Random, grades: list[int], pupils: int) -> list[int]:
    weights = [(0.85 if grade >= 10 else 1.0) * rng.uniform(0.9, 1.1) for grade in grades]
    sizes = [int(pupils * weight / sum(weights)) for weight in weights]
    for more in range(pupils - sum(sizes)):
        sizes[more % len(sizes)] += 1
    return sizes


def add_room(store: Store, world: World, name: str, capacity: int) -> int:
    """A room by its name or number."""
    return store.add(Room, school_id=world.school_id, name=name, capacity=capacity)
