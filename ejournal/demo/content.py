"""What is written on the right page of the journal: topics in the order of the programme, homework."""

from functools import lru_cache
from pathlib import Path
from random import Random

from ejournal.demo.curriculum import SubjectLine

TOPICS = Path(__file__).with_name("topics.txt")

STYLES = {"rus": "words", "eng": "english", "math": "numbers", "phys": "science", "inf": "code"}
STYLES_BY_NAME = {
    "Литература": "reading",
    "Литературное чтение": "reading",
    "Химия": "science",
    "Биология": "paragraph",
    "Окружающий мир": "paragraph",
    "Вероятность и статистика": "numbers",
}
PARAGRAPH_POOLS = ("hist", "geo")

CONTINUED = {
    "numbers": (". Решение задач", ". Закрепление", ". Решение упражнений", ". Обобщение"),
    "words": (". Упражнения", ". Закрепление", ". Развитие речи", ". Обобщение"),
    "reading": (". Чтение и анализ", ". Образы героев", ". Обсуждение", ". Развитие речи"),
    "english": (". Лексика", ". Грамматика", ". Чтение и аудирование", ". Говорение", ". Письмо"),
    "science": (". Решение задач", ". Опыты и наблюдения", ". Обобщение", ". Закрепление"),
    "code": (". Практикум", ". Решение задач", ". Работа за компьютером"),
    "paragraph": (". Работа с текстом", ". Практикум", ". Обобщение", ". Закрепление"),
    "other": (". Практическая часть", ". Закрепление", ". Продолжение", ". Обобщение"),
}
# How often homework is given, how long it takes (minutes), and in which words.
HOMEWORK: dict[str, tuple[float, int, tuple[str, ...]]] = {
    "numbers": (
        0.9,
        25,
        ("§ {p}, № {n}, {n3}", "№ {n} (а, в), {n4}", "№ {n}–{n4}", "§ {p}, № {n}", "Повторить § {p}, № {n}"),
    ),
    "words": (
        0.9,
        20,
        ("Упр. {n}", "Упр. {n}, выучить правило на с. {s}", "§ {p}, упр. {n}", "Упр. {n} (устно), упр. {n1}"),
    ),
    "reading": (
        0.9,
        20,
        ("Прочитать с. {s}–{s7}", "Пересказ, с. {s}–{s7}", "С. {s}, вопросы 1–4", "Отрывок наизусть, с. {s}"),
    ),
    "english": (
        0.85,
        20,
        (
            "Workbook p. {w}, ex. {k}",
            "Слова урока {p}",
            "SB p. {w}, ex. {k}, {k1}",
            "Грамматика, с. {w}, упр. {k}",
        ),
    ),
    "science": (
        0.9,
        20,
        ("§ {p}, упр. {k}", "§ {p}, задачи {k}, {k1}", "§ {p}, вопросы", "§ {p}, таблица в тетради"),
    ),
    "code": (0.6, 15, ("§ {p}, задание {k}", "Закончить программу", "§ {p}, вопросы 1–3")),
    "paragraph": (0.85, 15, ("§ {p}", "Прочитать § {p}", "§ {p}, вопросы 1–3", "§ {p}, записи в тетради")),
    "other": (0.12, 10, ("Принести материалы к уроку", "Закончить работу", "Подготовить сообщение")),
}
TEST_NAMES = {"к/р": "Контрольная работа", "дикт": "Контрольный диктант", "соч": "Сочинение"}
AFTER_TEST = {"к/р": "Анализ контрольной работы", "дикт": "Работа над ошибками", "соч": "Анализ сочинений"}
NUMBERED_QUIZ = {"л/р": "Лабораторная работа", "п/р": "Практическая работа"}


def style(subject: SubjectLine) -> str:
    """In which manner topics and homework of the subject are put."""
    if subject.name in STYLES_BY_NAME:
        return STYLES_BY_NAME[subject.name]
    if subject.pool in PARAGRAPH_POOLS:
        return "paragraph"
    return STYLES.get(subject.pool, "other")


@lru_cache
def _bank() -> dict[tuple[str, int], tuple[str, ...]]:
    found: dict[tuple[str, int], tuple[str, ...]] = {}
    for section in TOPICS.read_text(encoding="utf-8").split("# ")[1:]:
        head, _, body = section.partition("\n")
        subject, _, grades = (part.strip() for part in head.partition("|"))
        first, _, last = grades.partition("-")
        topics = tuple(topic.strip() for topic in body.split(";"))
        for grade in range(int(first), int(last or first) + 1):
            found[subject, grade] = topics
    return found


def topics_of(subject: SubjectLine, grade: int) -> tuple[str, ...]:
    """The year's topics of the subject in the grade, in order."""
    return _bank()[subject.name, grade]


def topic_at(subject: SubjectLine, grade: int, place: int, total: int) -> tuple[int, str]:
    """The number (from 1) and the words of the topic at the lesson `place` of `total`."""
    topics = topics_of(subject, grade)
    index = min(place * len(topics) // total, len(topics) - 1)
    first = -(-index * total // len(topics))
    later = place - first
    if later <= 0:
        return index + 1, topics[index]
    words = CONTINUED[style(subject)]
    return index + 1, topics[index] + words[(later - 1) % len(words)]


def homework_at(
    rng: Random, subject: SubjectLine, grade: int, topic: int, place: int
) -> tuple[str, int | None]:
    """Homework in the manner of the subject and the minutes it takes; empty when none is given."""
    often, minutes, words = HOMEWORK[style(subject)]
    if grade == 1 or rng.random() > often:
        return "", None
    number = 11 + place * 4 + rng.randint(0, 2)
    page = 6 + place * 2
    exercise = rng.randint(1, 6)
    text = rng.choice(words).format(
        p=topic, n=number, n1=number + 1, n3=number + 3, n4=number + 4,
        s=page, s7=page + rng.randint(2, 7), w=4 + place, k=exercise, k1=exercise + 1,
    )  # fmt: skip
    return text, minutes * 6 // 10 if grade <= 4 else minutes


# What teachers say; addressed so that it suits girl and boy.
COMMENTS = {
    "5": (
        "Отличный ответ у доски",
        "Без единой ошибки",
        "Глубокое понимание темы",
        "Выразительное чтение",
        "Решение нестандартным способом",
    ),
    "4": (
        "Одна вычислительная ошибка",
        "Хорошо, но нет вывода",
        "Небольшие неточности",
        "Хороший ответ, нужно подробнее",
    ),
    "3": (
        "Материал усвоен не полностью",
        "Нужно повторить правило",
        "Домашняя работа выполнена наполовину",
        "Много исправлений",
    ),
    "2": (
        "Домашняя работа не выполнена",
        "Можно пересдать до конца недели",
        "Тема не усвоена, жду на консультации",
        "Нет ответа по теме урока",
    ),
}
PRAISES = (
    "Активная работа на уроке",
    "Помощь одноклассникам в подготовке к контрольной",
    "Отличная подготовка проекта",
    "Победа в школьном этапе олимпиады",
    "Аккуратное ведение тетради",
    "Заметный рост результатов",
    "Прекрасное выступление на уроке",
)
REMARKS = (
    "Нет учебника на уроке",
    "Разговоры во время объяснения",
    "Нет спортивной формы",
    "Телефон на уроке, просьба побеседовать дома",
    "Нет тетради для контрольных работ",
    "Не сдана домашняя работа",
    "Опоздание без уважительной причины",
)
