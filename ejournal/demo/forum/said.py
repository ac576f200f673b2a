"""What people of the demo school wrote in the forum."""

from collections.abc import Sequence
from dataclasses import dataclass, field

Written = tuple[int, int, int, str]
"""The author, how many days back, at what hour, the words."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with its posts."""

    title: str
    posts: list[Written] = field(default_factory=list)
    pinned: bool = False
    closed: bool = False
    waits: bool = False


def of_school(deputy: int, others: Sequence[int]) -> list[Topic]:
    """In the section of all."""
    first, second, third = others
    rules = (
        "Пишем **по делу** и уважительно, без имён чужих детей.\n\n"
        "- вопросы о мероприятиях, питании, кружках задавайте здесь;\n"
        "- о своём ребёнке пишите учителю в личные сообщения;\n"
        "- сообщения сначала смотрит модератор, обычно в тот же день."
    )
    return [
        Topic("Правила форума", [(deputy, 20, 10, rules)], pinned=True, closed=True),
        Topic(
            "Кружки со второй четверти",
            [
                (first, 6, 19, "Будет ли в этом году шахматный кружок? В прошлом был по средам."),
                (deputy, 5, 12, "Будет, по средам в 15:30, кабинет 214. Запись у секретаря до пятницы."),
                (second, 4, 20, "Спасибо! А младшим с какого класса можно?"),
                (deputy, 4, 21, "Со второго. Первоклассников возьмём после Нового года."),
            ],
        ),
        Topic(
            "Стоянка велосипедов у школы",
            [(third, 1, 20, "Можно ли поставить у входа ещё одну стойку? Утром мест не хватает.")],
            waits=True,
        ),
    ]


def of_parents(parent: int, others: Sequence[int]) -> list[Topic]:
    """In that of the parents."""
    first, second, _ = others
    return [
        Topic(
            "Где заказать школьную форму",
            [
                (parent, 9, 21, "Подскажите, где брали жилеты? В прошлом месте их больше нет."),
                (first, 8, 9, "Мы заказывали с примеркой в школе, привозили на выходных."),
                (second, 1, 19, "Тоже там брали, размер лучше взять с запасом."),
            ],
        ),
        Topic(
            "Отдам учебники прошлого года",
            [(first, 3, 18, "Английский и история, рабочие тетради чистые. Забрать можно у школы.")],
        ),
    ]


def of_class(leader: int, parent: int, others: Sequence[int]) -> list[Topic]:
    """In that of the demo class."""
    first, second, third = others
    plan = (
        "План поездки в музей:\n\n"
        "1. сбор у школы в 9:00;\n"
        "2. автобус, дорога около часа;\n"
        "3. экскурсия и мастер-класс;\n"
        "4. возвращение к 15:00.\n\n"
        "Обед берём с собой. Кто из родителей сможет поехать сопровождающим?"
    )
    return [
        Topic(
            "Поездка в музей",
            [
                (leader, 5, 16, plan),
                (first, 5, 18, "Могу я."),
                (parent, 4, 20, "И я поеду, если нужен второй взрослый."),
                (leader, 4, 21, "Спасибо, двоих достаточно!"),
            ],
            pinned=True,
        ),
        Topic(
            "Подарки учителям: складываемся?",
            [
                (second, 7, 21, "Предлагаю открытку от класса, без денег. Дети нарисуют сами."),
                (third, 7, 22, "Поддерживаю."),
                (parent, 6, 9, "Мы за открытку."),
            ],
        ),
    ]
