"""What a school that begins brings along: a workbook of its people and a timetable of another program."""

from itertools import islice, product

from tests.services.people_files import PUPILS, workbook
from tests.services.timetable_files import asc

LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"
CLASSES = ("9А", "9Б")
TEACHERS = ("Орлова Вера", "Белов Пётр", "Белов Павел")
FAULTS = 30
"""Of 600 rows of people one in twenty is wrong, in three ways."""


def everybody() -> bytes:
    """A workbook of 597 pupils, each with a mother, and of three teachers; thirty rows of it have a fault."""
    names = list(islice(map("".join, product(LETTERS, repeat=2)), 597))
    rows = [_pupil(at, name) for at, name in enumerate(names)]
    staff = [(name, "Учитель", 89150000000 + at) for at, name in enumerate(TEACHERS)]
    return workbook(
        {
            "Ученики": [PUPILS, *((at, *row) for at, row in enumerate(rows, 1))],
            "Сотрудники": [("ФИО", "Должность", "Телефон"), *staff],
        }
    )


def _pupil(at: int, name: str) -> tuple[object, ...]:
    born, place, phone = (
        f"{1 + at % 28:02}.{1 + at // 28 % 12:02}.{2011 + at // 336}",
        CLASSES[at % 2],
        89160000000 + at,
    )
    if at < FAULTS:  # a class that is none, a day that is none, a phone too short
        born, place, phone = [(born, "6Z", phone), ("31.02.2012", place, phone), (born, place, 12)][at % 3]
    return f"Новик{name} Илья Петрович", born, place, f"Новик{name}а Анна Ильинична", phone


def timetable() -> bytes:
    """The small timetable of these teachers and classes."""
    third = {
        'name="Белов Пётр" short="Бе2" firstname="Пётр"': 'name="Белов Павел" short="Бе2" firstname="Павел"'
    }
    return asc(**third)
