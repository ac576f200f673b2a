"""Timetables on paper, read back: every name is there, nothing is outside of the page."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from ejournal.printouts.paper import BOLD, Style, fitted, load_fonts, wrapped
from ejournal.printouts.timetable import (
    DayHead,
    LessonCell,
    LineHead,
    Poster,
    PosterDay,
    WeekSheet,
    draw_poster,
    draw_week,
)
from tests.infra.paper import text_of, words_outside

DAYS = ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота")
LONGEST = "Основы безопасности и защиты Родины, электронно-вычислительное программирование"


def week(lessons: int = 7, subject: str = "Литература", groups: int = 1, days: int = 6) -> WeekSheet:
    return WeekSheet(
        title="Расписание: 6 «Б» класс",
        subtitle="16–21 ноября",
        days=tuple(DayHead(f"{name}, {16 + at} ноября", "Осенние каникулы" if at == 5 else "")
                   for at, name in enumerate(DAYS[:days])),
        lines=tuple(LineHead(number, "8:30–9:10") for number in range(1, lessons + 1)),
        cells={
            (day, number): tuple(
                LessonCell(f"{subject} {group}", "гр. 1, О. Л. Миронова, к. 31", "Замена: И. С. Котова")
                for group in range(groups)
            )
            for day in range(days)
            for number in range(1, lessons + 1)
        },
        foot="Школа № 7 · напечатано 20.11.2026",
    )  # fmt: skip


def test_a_week_holds_all_that_was_given() -> None:
    written = draw_week(week())
    assert len(PdfReader(BytesIO(written)).pages) == 1
    text = text_of(written)
    heads = ("Расписание: 6 «Б» класс", "16–21 ноября", "Четверг, 19 ноября", "Осенние каникулы", "8:30–9:10")
    cells = ("Литература 0", "О. Л. Миронова", "Замена: И. С. Котова", "Школа № 7")
    assert [words for words in (*heads, *cells) if words not in text] == []
    assert text.count("Литература 0") == 42


@pytest.mark.parametrize(
    "sheet",
    [
        week(),
        week(lessons=1, days=5),
        week(lessons=14, subject=LONGEST, groups=3),
        week(lessons=8, subject="Рентгеноэлектрокардиографического" * 3),
        WeekSheet("Пусто", "", (), ()),
    ],
)
def test_no_word_of_a_week_is_outside_of_the_page(sheet: WeekSheet) -> None:
    assert words_outside(draw_week(sheet)) == []


def test_a_long_week_goes_on_to_another_page_with_its_days() -> None:
    pages = PdfReader(BytesIO(draw_week(week(lessons=14, subject=LONGEST, groups=3)))).pages
    assert len(pages) > 1
    assert all("Понедельник" in page.extract_text() for page in pages)


def poster(classes: int) -> Poster:
    return Poster(
        title="Расписание уроков: Школа № 7",
        subtitle="Основное",
        classes=tuple(f"{at // 3 + 1} «{'АБВ'[at % 3]}»" for at in range(classes)),
        days=tuple(
            PosterDay(
                name,
                tuple(range(1, 8)),
                {
                    (at, number): "Англ. яз. 21, 33 / Информ. 12"
                    for at in range(classes)
                    for number in range(1, 8)
                },
            )
            for name in DAYS
        ),
    )


@pytest.mark.parametrize(("classes", "pages"), [(0, 1), (1, 1), (12, 1), (33, 3)])
def test_a_poster_has_every_class_and_day_inside_of_its_pages(classes: int, pages: int) -> None:
    written = draw_poster(poster(classes))
    reader = PdfReader(BytesIO(written))
    assert len(reader.pages) == pages
    width, height = (float(one) for one in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (1191, 842)
    text = text_of(written)
    assert all(name in text for name in poster(classes).classes)
    assert all(text.count(day) == pages for day in DAYS)
    assert words_outside(written) == []


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert draw_week(week()) == draw_week(week())


def test_the_fonts_are_in_the_file() -> None:
    page = PdfReader(BytesIO(draw_week(week()))).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert {str(font["/BaseFont"]).partition("+")[2] for font in fonts if "+" in str(font["/BaseFont"])}


def test_words_are_wrapped_and_cut_to_their_frame() -> None:
    load_fonts()
    style = Style(BOLD, 9)
    lines = wrapped("Основы безопасности и защиты Родины", style, 60)
    assert len(lines) > 2
    assert all(style.width(line) <= 60 for line in wrapped("Достопримечательность " * 4, style, 40))
    assert fitted("Достопримечательность", style, 40).endswith("…")
    assert style.width(fitted("Достопримечательность", style, 40)) <= 40
    assert len(wrapped("раз два три четыре пять", style, 30, most=2)) == 2
    assert wrapped("", style, 30) == []
    assert fitted("слово", style, 0.1) == ""
