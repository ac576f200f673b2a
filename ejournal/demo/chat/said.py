"""What people of the demo school wrote to one another in the last two days."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ejournal.demo.chat.files import HOUSE, NOTE


@dataclass(frozen=True, slots=True)
class Said:
    """A message: who, when (days back, hour, minute), what; which one before it answers, who agrees.

    files: what is sent along, of those in files.py. names: who is named before the words.
    """

    author: int
    back: int
    at: tuple[int, int]
    words: str
    announcement: bool = False
    answers: int | None = None
    agreed: Sequence[int] = field(default_factory=tuple)
    files: Sequence[str] = field(default_factory=tuple)
    names: int | None = None


def of_guardians(leader: int, others: Sequence[int]) -> list[Said]:
    """In the room of the class's parents."""
    first, second, third = others
    words = (
        "Репетиция в субботу в 11:00, костюмы с собой. Актовый зал, до 12:30. Кто не сможет, ответьте здесь."
    )
    return [
        Said(leader, 1, (17, 5), words, announcement=True, files=[NOTE]),
        Said(
            first,
            1,
            (18, 22),
            "Декорации готовы, домик ещё сохнет.",
            agreed=[leader, second, third],
            files=[HOUSE],
        ),
        Said(second, 0, (9, 2), "Мы будем к 11:30, до этого бассейн. Так можно?", answers=1),
        Said(third, 0, (9, 10), "Мы придём, костюм готов."),
        Said(leader, 0, (9, 12), "Можно, ваша сцена в 11:40.", answers=3, agreed=[second]),
    ]


def of_pupils(leader: int, pupil: int, mates: Sequence[int]) -> list[Said]:
    """In that of its pupils."""
    return [
        Said(leader, 1, (14, 30), "Дежурные на завтра: первый ряд. Не забудьте сменную обувь."),
        Said(mates[0], 1, (15, 4), "А тетради по математике сдавать?", answers=1),
        Said(pupil, 1, (15, 10), "Да, сказали до урока."),
        Said(mates[1], 0, (8, 47), "Кто взял мой пенал? Синий, на молнии."),
    ]


def of_staff(deputy: int, leader: int, colleagues: Sequence[int]) -> list[Said]:
    """In the teachers' room."""
    return [
        Said(deputy, 1, (8, 20), "Педсовет в понедельник в 15:00, кабинет 21.", announcement=True),
        Said(colleagues[0], 1, (8, 41), "Проектор в 14-м не включается, кто-нибудь смотрел?"),
        Said(leader, 1, (9, 3), "Кабель отошёл, поправила.", answers=2, agreed=[colleagues[0]]),
        Said(colleagues[1], 0, (8, 5), "варианты контрольной лежат в папке на столе.", names=leader),
    ]


def of_parent(leader: int, parent: int) -> list[Said]:
    """Between the class teacher and the demo parent."""
    return [
        Said(parent, 1, (12, 40), "Здравствуйте! Завтра придём ко второму уроку, талон к врачу."),
        Said(leader, 1, (13, 5), "Здравствуйте! Хорошо, справку занесите, пожалуйста.", agreed=[parent]),
        Said(parent, 0, (8, 15), "Занесём на этой неделе. Спасибо!"),
    ]


def of_pupil(leader: int, pupil: int) -> list[Said]:
    """Between the class teacher and the demo pupil."""
    return [
        Said(pupil, 1, (16, 20), "Можно переписать самостоятельную во вторник?"),
        Said(leader, 1, (16, 45), "Да, на шестом уроке. Повтори параграф 14."),
        Said(pupil, 0, (8, 2), "Спасибо, приду."),
    ]
