"""The journal of substitutions on paper and as a spreadsheet, read back."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from python_calamine import load_workbook

from ejournal.i18n import gettext
from ejournal.integrations.list_sheet import Cell, write_list
from ejournal.models import AbsenceReason, SubstitutionKind
from ejournal.printouts.substitutions import (
    COLUMNS,
    IN_SPREADSHEET,
    SubstitutionsSheet,
    draw_substitutions,
    substitutions_sheet,
)
from ejournal.services.substitutions.journal import SubstitutionLine, month_days
from tests.infra.paper import text_of, words_outside

HEADS = tuple(gettext("ru", column.head) for column in COLUMNS)
LONG_NAME = "А. А. Константинопольская-Воскресенская"
LONG_TOPIC = "Сложение и вычитание дробей с разными знаменателями: самостоятельная работа и разбор ошибок"
LONGEST_WORD = "Рентгеноэлектрокардиографического"


def line(number: int, *, name: str = "И. С. Котова", topic: str = "Дроби") -> tuple[str, ...]:
    return (
        f"{number % 28 + 1:02}.11.2026", "6 «Б»", "Математика", "3", name, "больничный", "П. И. Соколов",
        f"{topic} {number}", f"{number}-з", "1", "",
    )  # fmt: skip


def sheet(*lines: tuple[str, ...]) -> SubstitutionsSheet:
    return SubstitutionsSheet(
        title="Журнал замен, ноябрь 2026",
        school="Школа № 7",
        heads=HEADS,
        lines=lines,
        total="3 часа к оплате",
        signature="Завуч",
        page_words="страница {page} из {pages}",
    )


def test_a_month_holds_every_line_and_its_total() -> None:
    written = draw_substitutions(sheet(*(line(number) for number in range(1, 6))))
    text = text_of(written)
    expected = ["Журнал замен, ноябрь 2026", "Школа № 7", *HEADS, "3 часа к оплате", "Завуч"]
    expected += [f"Дроби {number}" for number in range(1, 6)] + [f"{number}-з" for number in range(1, 6)]
    assert [words for words in expected if words not in text] == []
    assert len(PdfReader(BytesIO(written)).pages) == 1
    assert text.count("И. С. Котова") == 5


def test_a_long_month_goes_on_with_its_heads_and_loses_no_line() -> None:
    written = draw_substitutions(sheet(*(line(number) for number in range(1, 121))))
    pages = [page.extract_text() for page in PdfReader(BytesIO(written)).pages]
    assert len(pages) > 2
    assert all(
        HEADS[4].split()[0] in page and f"страница {at} из {len(pages)}" in page
        for at, page in enumerate(pages, 1)
    )
    words = " ".join(pages).split()
    assert [number for number in range(1, 121) if f"{number}-з" not in words] == []
    assert words_outside(written) == []


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (line(1, name=LONG_NAME, topic=LONG_TOPIC),),
        tuple(line(number, name=LONG_NAME, topic=LONG_TOPIC) for number in range(60)),
        (line(1, name=LONGEST_WORD * 2, topic=LONGEST_WORD * 4),),
    ],
)
def test_no_word_is_outside_of_the_page(lines: tuple[tuple[str, ...], ...]) -> None:
    assert words_outside(draw_substitutions(sheet(*lines))) == []


def test_long_names_are_wrapped_and_not_cut() -> None:
    text = text_of(draw_substitutions(sheet(line(1, name=LONG_NAME, topic=LONG_TOPIC)))).replace("\n", "")
    assert "".join(LONG_NAME.split()) in "".join(text.split())
    assert all(word in text for word in LONG_TOPIC.split())
    assert "…" not in text


def test_each_column_says_what_the_journal_holds() -> None:
    done = SubstitutionLine(
        1, date(2026, 11, 5), "6 «Б»", "гр. 1", "Математика", 0, "И. С. Котова", AbsenceReason.SICK_LEAVE,
        SubstitutionKind.SUBSTITUTED, "П. И. Соколов", "Дроби", "12-з", 0, "",
    )  # fmt: skip
    sheet = substitutions_sheet([done], "Школа № 7", done.day, "ru")
    assert sheet.lines == (
        ("05.11.2026", "6 «Б» гр. 1", "Математика", "0", "И. С. Котова", "больничный", "П. И. Соколов",
         "Дроби", "12-з", "", ""),
    )  # fmt: skip
    assert len(IN_SPREADSHEET) == len(COLUMNS) - 1


def test_a_spreadsheet_holds_dates_and_numbers_and_no_formula() -> None:
    lines: list[list[Cell]] = [
        [date(2026, 11, 23), "6 «Б»", "Математика", 2, "И. С. Котова", "больничный", "П. И. Соколов",
         "=1+1", "12-з", 1],
        [date(2026, 11, 26), "6 «Б»", "Математика", 3, LONG_NAME, "", "отменён", LONG_TOPIC, "", 0],
    ]  # fmt: skip
    written = write_list("2026-11", HEADS[:10], lines, [11] * 10)
    rows = load_workbook(BytesIO(written)).get_sheet_by_name("2026-11").to_python()
    assert tuple(rows[0]) == HEADS[:10]
    assert rows[1:] == lines
    with ZipFile(BytesIO(written)) as packed:
        assert b'topLeftCell="A2"' in packed.read("xl/worksheets/sheet1.xml")


def test_a_control_character_does_not_keep_the_spreadsheet_from_being_written() -> None:
    written = write_list("2026-11", HEADS[:2], [["Дроби\x0bи проценты", "x" * 40_000]], [20, 5])
    rows = load_workbook(BytesIO(written)).get_sheet_by_index(0).to_python()
    assert rows[1] == ["Дробии проценты", "x" * 32_767]


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "", "2026-13", "x"])
def test_an_impossible_month_is_this_one(month: str) -> None:
    assert month_days(month, date(2026, 11, 20)) == (date(2026, 11, 1), date(2026, 11, 30))
