"""What is taught in each grade: hours a week of the federal plan, who teaches it, how it is examined."""

from dataclasses import dataclass
from decimal import Decimal

from ejournal.services.grading.usual_kinds import usual_kinds

# name | short name | area | difficulty | teachers | parted into | test, quiz | hours in grades 1…11
TABLE = """
Русский язык | Русский | Русский язык и литература | 8 | rus | | дикт, с/р | 5 5 5 5 5 6 4 3 3 2 3
Литературное чтение | Чтение | Русский язык и литература | 5 | rus | | , пр/р | 4 4 4 4 0 0 0 0 0 0 0
Литература | Литература | Русский язык и литература | 4 | rus | | соч, тест | 0 0 0 0 3 3 2 2 3 3 3
Английский язык | Английский | Иностранные языки | 8 | eng | half | к/р, тест | 0 2 2 2 3 3 3 3 3 3 3
Математика | Математика | Математика и информатика | 8 | math | | к/р, с/р | 4 4 4 4 5 5 0 0 0 0 0
Алгебра | Алгебра | Математика и информатика | 9 | math | | к/р, с/р | 0 0 0 0 0 0 3 3 3 0 0
Алгебра и начала анализа | Алгебра | Математика и информатика | 9 | math | | к/р, с/р | 0 0 0 0 0 0 0 0 0 4 4
Геометрия | Геометрия | Математика и информатика | 10 | math | | к/р, с/р | 0 0 0 0 0 0 2 2 2 3 3
Вероятность и статистика | Вероятность | Математика и информатика | 8 | math | | , п/р | 0 0 0 0 0 0 1 1 1 1 1
Информатика | Информатика | Математика и информатика | 6 | inf | half | , п/р | 0 0 0 0 0 0 1 1 1 2 2
Окружающий мир | Окр. мир | Обществознание и естествознание | 6 | nat | | , пр/р | 2 2 2 2 0 0 0 0 0 0 0
История | История | Общественно-научные предметы | 6 | hist | | , тест | 0 0 0 0 3 2 2 2 3 2 2
Обществознание | Общество | Общественно-научные предметы | 6 | hist | | , тест | 0 0 0 0 0 1 1 1 1 2 2
География | География | Общественно-научные предметы | 5 | geo | | , п/р | 0 0 0 0 1 1 2 2 2 1 1
Физика | Физика | Естественно-научные предметы | 9 | phys | | к/р, л/р | 0 0 0 0 0 0 2 2 3 5 5
Химия | Химия | Естественно-научные предметы | 10 | nat | | к/р, л/р | 0 0 0 0 0 0 0 2 2 1 1
Биология | Биология | Естественно-научные предметы | 7 | nat | | , л/р | 0 0 0 0 1 1 1 2 2 1 1
Основы религиозных культур и светской этики | ОРКСЭ | ОРКСЭ | 2 | hist | | , проект | 0 0 0 1 0 0 0 0 0 0 0
Основы духовно-нравственной культуры | ОДНКНР | ОДНКНР | 3 | hist | | , проект | 0 0 0 0 1 1 0 0 0 0 0
Музыка | Музыка | Искусство | 2 | music | | , пр/р | 1 1 1 1 1 1 1 .5 0 0 0
Краеведение | Краеведение | Искусство | 3 | hist | | , проект | 0 0 0 0 0 0 0 .5 0 0 0
Изобразительное искусство | ИЗО | Искусство | 2 | girls | | , п/р | 1 1 1 1 1 1 1 0 0 0 0
Труд (технология) | Труд | Технология | 2 | girls | gender | , проект | 1 1 1 1 2 2 2 1 1 0 0
Физическая культура | Физкультура | Физическая культура | 1 | sport | | , зач | 3 3 3 2 3 3 3 3 2 2 2
Основы безопасности и защиты Родины | ОБЗР | ОБЗР | 3 | boys | | , тест | 0 0 0 0 0 0 0 1 1 1 1
Индивидуальный проект | Проект | Проектная деятельность | 4 | hist | | , проект | 0 0 0 0 0 0 0 0 0 1 0
"""

SPECIALISTS_IN_PRIMARY = ("eng", "music", "sport")
WITHOUT_MARKS = "Индивидуальный проект"
SPORT = "Физическая культура"


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A subject as the plan has it: hours by grade, teachers' room (pool), how a class is parted for it."""

    name: str
    short_name: str
    area: str
    difficulty: int
    pool: str
    parted: str
    test: str
    quiz: str
    hours: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of work with its weight."""

    name: str
    short_name: str
    weight: int
    is_test: bool


def _subject(line: str) -> SubjectLine:
    name, short_name, area, difficulty, pool, parted, works, hours = (
        part.strip() for part in line.split("|")
    )
    test, quiz = (work.strip() for work in works.split(","))
    by_grade = tuple(Decimal(value) for value in hours.split())
    return SubjectLine(name, short_name, area, int(difficulty), pool, parted, test, quiz, by_grade)


SUBJECTS = tuple(_subject(line) for line in TABLE.strip().splitlines())
KINDS_OF_WORK = tuple(KindLine(*line) for line in usual_kinds())


def taught(grade: int) -> list[tuple[SubjectLine, Decimal]]:
    """The grade's subjects with their hours a week."""
    return [(subject, subject.hours[grade - 1]) for subject in SUBJECTS if subject.hours[grade - 1]]


def weekly_slots(grade: int) -> int:
    """How many lessons a week the grade has; two half hours share one, in odd and even weeks."""
    return int(sum(hours for _, hours in taught(grade)))


def days_per_week(grade: int) -> int:
    """Five days; six in the upper grades."""
    return 6 if grade >= 10 else 5


def day_lengths(grade: int) -> list[int]:
    """Lessons on each day of the week: as even as they come, four on a Saturday."""
    total, days = weekly_slots(grade), days_per_week(grade)
    saturday = [4] if days == 6 else []
    share, more = divmod(total - sum(saturday), 5)
    return [share + (1 if day < more else 0) for day in range(5)] + saturday
