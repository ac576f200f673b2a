"""The register of consents on paper: goes on over pages with its heads, loses no line, cuts no word."""

from io import BytesIO

from pypdf import PdfReader

from ejournal.i18n import gettext
from ejournal.printouts.consents import COLUMNS, ConsentsSheet, draw_consents
from tests.infra.paper import text_of, words_outside

HEADS = tuple(gettext("ru", column.head) for column in COLUMNS)
PAGE = "страница {page} из {pages}"
LONG = "Константинопольская-Воскресенская Александра Константиновна"


def test_a_long_register_goes_on_with_its_heads_and_loses_no_line() -> None:
    lines = tuple(
        ("6 «Б»", f"Лебедева Анна {number}", LONG, "Фотографии на странице школы", "2", "ещё нет ответа", "",
         "бумага, 20.11.2026; внесено: Е. В. Громова")
        for number in range(90)
    )  # fmt: skip
    sheet = ConsentsSheet("Реестр согласий", "Школа № 7", HEADS, lines, "90 строк", PAGE)
    written = draw_consents(sheet)
    text, pages = text_of(written), PdfReader(BytesIO(written)).pages
    assert len(pages) > 2
    assert [one for one in range(90) if f"Анна {one}" not in text] == []
    assert text.count("За кого") == len(pages)
    assert "90 строк" in text
    assert all(f"страница {at} из {len(pages)}" in one.extract_text() for at, one in enumerate(pages, 1))
    assert words_outside(written) == []


def test_an_empty_register_is_a_sheet_with_its_heads() -> None:
    text = text_of(draw_consents(ConsentsSheet("Реестр", "Школа № 7", HEADS, (), "0 строк", PAGE)))
    assert all(words in text for words in (*HEADS, "0 строк"))
