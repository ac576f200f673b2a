"""The filed reports on paper and as workbooks: nothing cut, nothing outside, numbers that are numbers."""

from decimal import Decimal
from io import BytesIO

from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from ejournal.integrations.workbook.report import write_report
from ejournal.printouts.reports import ReportSheet, ReportTable, draw_report
from ejournal.services.reports.filed import FiledColumn, FiledReport, FiledTable
from tests.infra.paper import text_of, words_outside

LONG = "Константинопольская-Воскресенская Александра"


def sheet(lines: int, *, draft: str = "") -> ReportSheet:
    subjects = tuple(f"Предмет с долгим названием {n}" for n in range(18))
    table = ReportTable(
        "Ученики по предметам",
        ("Ученик", *subjects, "Средний"),
        (24, *(7 for _ in subjects), 7),
        tuple((f"{LONG} {n}", *("5" for _ in subjects), "5,00") for n in range(lines)),
    )
    signs = (("Классный руководитель", "И. С. Котова"),)
    facts = ("На начало 25, на конец 26", f"Прибыли: {', '.join([LONG] * 9)}")
    return ReportSheet(
        "Отчёт класса 6 «Б», I четверть 2026/27", "Школа № 7", b"", draft, facts, (table,), signs,
        "Составлено 20 ноября 2026 г.", "страница {page} из {pages}", across=True,
    )  # fmt: skip


def test_forty_pupils_of_long_names_lose_nothing_and_stay_within_the_page() -> None:
    written = draw_report(sheet(40, draft="ЧЕРНОВИК: период не закончен"))
    text, pages = text_of(written), PdfReader(BytesIO(written)).pages
    assert [n for n in range(40) if f"Александра {n}" not in " ".join(text.split())] == []
    assert text.count("ЧЕРНОВИК") == len(pages) > 1
    assert "И. С. Котова" in text
    assert all(f"страница {at} из {len(pages)}" in one.extract_text() for at, one in enumerate(pages, 1))
    assert words_outside(written) == []


def test_a_report_without_lines_is_a_sheet_to_sign() -> None:
    text = text_of(draw_report(sheet(0)))
    assert "ЧЕРНОВИК" not in text
    assert all(words in text for words in ("Классный руководитель", "страница 1 из 1", "Составлено"))


def test_a_workbook_holds_a_sheet_a_table_with_real_numbers() -> None:
    table = FiledTable(
        "По классам: I/II",
        (FiledColumn("Класс", 12), FiledColumn("Учеников"), FiledColumn("Качество, %"),
         FiledColumn("Средний", places=2)),
        (("=6 «Б»", 25, Decimal("57.70"), Decimal("4.04")), ("7 «А»", 0, None, None)),
    )  # fmt: skip
    written = write_report(
        FiledReport("Успеваемость", False, ("Год делят иначе: 10 «А»",), (table,), "Завуч")
    )
    book = CalamineWorkbook.from_filelike(BytesIO(written))
    assert book.sheet_names == ["По классам  I II"]
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Успеваемость"
    assert rows[3] == ["Класс", "Учеников", "Качество, %", "Средний"]
    assert rows[4] == ["=6 «Б»", 25, 57.7, 4.04]
    assert rows[5] == ["7 «А»", 0, "", ""]
