"""Subjects as the federal plans name them, with the grades that learn them: a list to strike out."""

from dataclasses import dataclass
from functools import cache

# name | short name | area | difficulty by the sanitary norms | first grade, last grade
_TABLE = """
Русский язык | Русский | Русский язык и литература | 8 | 1 11
Литературное чтение | Чтение | Русский язык и литература | 5 | 1 4
Литература | Литература | Русский язык и литература | 4 | 5 11
Родной язык | Родной яз. | Родной язык и родная литература | 8 | 1 11
Английский язык | Английский | Иностранные языки | 8 | 2 11
Немецкий язык | Немецкий | Иностранные языки | 8 | 2 11
Французский язык | Французский | Иностранные языки | 8 | 2 11
Математика | Математика | Математика и информатика | 8 | 1 6
Алгебра | Алгебра | Математика и информатика | 9 | 7 9
Алгебра и начала анализа | Алгебра | Математика и информатика | 9 | 10 11
Геометрия | Геометрия | Математика и информатика | 10 | 7 11
Вероятность и статистика | Вероятность | Математика и информатика | 8 | 7 11
Информатика | Информатика | Математика и информатика | 6 | 7 11
Окружающий мир | Окр. мир | Обществознание и естествознание | 6 | 1 4
История | История | Общественно-научные предметы | 6 | 5 11
Обществознание | Общество | Общественно-научные предметы | 6 | 6 11
География | География | Общественно-научные предметы | 5 | 5 11
Физика | Физика | Естественно-научные предметы | 9 | 7 11
Химия | Химия | Естественно-научные предметы | 10 | 8 11
Биология | Биология | Естественно-научные предметы | 7 | 5 11
Основы религиозных культур и светской этики | ОРКСЭ | ОРКСЭ | 2 | 4 4
Основы духовно-нравственной культуры | ОДНКНР | ОДНКНР | 3 | 5 6
Музыка | Музыка | Искусство | 2 | 1 8
Изобразительное искусство | ИЗО | Искусство | 2 | 1 7
Труд (технология) | Труд | Технология | 2 | 1 9
Физическая культура | Физкультура | Физическая культура | 1 | 1 11
Основы безопасности и защиты Родины | ОБЗР | ОБЗР | 3 | 8 11
Индивидуальный проект | Проект | Проектная деятельность | 4 | 10 11
"""
_SELDOM = ("Родной язык", "Немецкий язык", "Французский язык")


@dataclass(frozen=True, slots=True)
class UsualSubject:
    """A subject of the federal plans; seldom: most schools do without it, so it is offered unticked."""

    name: str
    short_name: str
    area: str
    difficulty: int
    grades: tuple[int, int]
    seldom: bool = False


@cache
def usual_subjects() -> tuple[UsualSubject, ...]:
    """All of them, in the order in which schools list them."""
    return tuple(_subject(line) for line in _TABLE.strip().splitlines())


def _subject(line: str) -> UsualSubject:
    name, short, area, difficulty, grades = (part.strip() for part in line.split("|"))
    first, last = (int(one) for one in grades.split())
    return UsualSubject(name, short, area, int(difficulty), (first, last), name in _SELDOM)
