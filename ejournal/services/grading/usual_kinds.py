"""Kinds of work as most schools have them, to be corrected in the settings."""

from sqlmodel import Session

from ejournal.models import KindOfWork

# name | short name | weight | is a test
_TABLE = """
Ответ на уроке | отв | 1 |
Домашняя работа | д/р | 1 |
Работа на уроке | р/у | 1 |
Контрольная работа | к/р | 3 | test
Контрольный диктант | дикт | 3 | test
Самостоятельная работа | с/р | 2 |
Проверочная работа | пр/р | 2 |
Тест | тест | 2 |
Сочинение | соч | 3 | test
Лабораторная работа | л/р | 2 |
Практическая работа | п/р | 2 |
Проект | проект | 2 |
Чтение наизусть | наиз | 1 |
Зачёт | зач | 2 |
"""


def usual_kinds() -> list[tuple[str, str, int, bool]]:
    """Name, short name, weight, and whether it is a test; the first is taken where a teacher names none."""
    lines = [[part.strip() for part in line.split("|")] for line in _TABLE.strip().splitlines()]
    return [(name, short, int(weight), bool(test)) for name, short, weight, test in lines]


def make_usual_kinds(session: Session, school_id: int) -> None:
    """Give the school the usual kinds of work."""
    for position, (name, short, weight, is_test) in enumerate(usual_kinds()):
        session.add(
            KindOfWork(
                school_id=school_id, name=name, short_name=short, weight=weight, is_test=is_test,
                position=position,
            )
        )  # fmt: skip
    session.flush()
