"""The cover of the sign-in page: the name of the product over a corner of a journal's spread."""

import reflex as rx

from ejournal.ui.components.if_answered import if_answered
from ejournal.ui.words.text import t

NAMES = (
    "Абрамова Алиса",
    "Белов Тимофей",
    "Васильева Мария",
    "Гусев Артём",
    "Данилова Ксения",
    "Егоров Матвей",
    "Жуков Лев",
    "Зайцева Полина",
    "Ильин Степан",
    "Кириллова Вера",
    "Лебедев Марк",
    "Макарова София",
)
MARKS = (
    "  4 5 н ",
    "5  4  4 ",
    " н43  5 ",
    "4  5 4  ",
    "  н 44 3",
    "45   3  ",
    "  4 5  4",
    "5 43  5 ",
    " 4  5  4",
    "3  4 45 ",
    " 5   4 5",
    "4  5  3 ",
)


def cover() -> rx.Component:
    """Name, one line about it, and the spread, which is a picture and not read out."""
    spread = rx.el.div(
        *(
            _line(number, name, marks)
            for number, (name, marks) in enumerate(zip(NAMES, MARKS, strict=True), 1)
        ),
        class_name="cover-spread desktop-only",
        aria_hidden=True,
    )
    return rx.el.header(
        if_answered("/auth/logo", rx.el.img(src="/auth/logo", alt="", class_name="cover-logo")),
        rx.el.p(t("School journal"), class_name="cover-name"),
        rx.el.p(t("Journal, diary and timetable of the school"), class_name="cover-note"),
        spread,
        class_name="cover",
    )


def _line(number: int, name: str, marks: str) -> rx.Component:
    return rx.el.div(
        rx.el.span(f"{number}", class_name="cover-number"),
        rx.el.span(name, class_name="clip"),
        *(rx.el.span(mark.strip(), class_name="cover-cell") for mark in marks),
        class_name="cover-line",
    )
