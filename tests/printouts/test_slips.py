"""Slips with registration codes, read back: everybody's own code, the address, the warning."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from ejournal.printouts.slips import draw_slips, slip_words
from ejournal.services.registration.codes import Slip, Whom
from tests.infra.paper import text_of, words_outside

ADDRESS = "https://journal.school12.example/register"
LONG = "Константинопольская-Воскресенская Александра-Виктория Святославовна"


def slips(number: int, name: str = "Котова Ирина Сергеевна") -> list[Slip]:
    return [
        Slip(at, name, f"C9HKM-PT2{at:02}"[:11], "6 «Б»", ("Котов Пётр", "Котова Анна"))
        for at in range(number)
    ]


def drawn(
    number: int, to_a_page: int, whom: Whom = Whom.GUARDIANS, name: str = "Котова Ирина Сергеевна"
) -> bytes:
    words = slip_words("ru", whom, "Муниципальное общеобразовательное учреждение «Школа № 12»", ADDRESS,
                       date(2027, 1, 25))  # fmt: skip
    return draw_slips("Талоны", slips(number, name), words, to_a_page)


@pytest.mark.parametrize(("to_a_page", "pages"), [(4, 2), (1, 5)])
def test_every_slip_has_name_class_code_and_address(to_a_page: int, pages: int) -> None:
    written = drawn(5, to_a_page)
    text = " ".join(text_of(written).split())
    assert len(PdfReader(BytesIO(written)).pages) == pages
    assert all(one.code in text for one in slips(5))
    assert text.count("journal.school12.example/register") >= 5
    for words in ("Котова Ирина Сергеевна", "6 «Б»", "Котов Пётр", "25.01.2027"):
        assert text.count(words) == 5, words


def test_a_class_begins_on_a_page_of_its_own() -> None:
    classes = [replace(one, class_id=7 if at < 5 else 8) for at, one in enumerate(slips(6))]
    words = slip_words("ru", Whom.PUPILS, "Школа", ADDRESS, date(2027, 1, 25))
    pages = PdfReader(BytesIO(draw_slips("Талоны", classes, words, 4))).pages
    assert [page.extract_text().count("Котова Ирина") for page in pages] == [4, 1, 1]


def test_a_parent_is_warned_off_the_childs_code() -> None:
    warning = "Не регистрируйтесь по коду ребёнка"
    assert warning in " ".join(text_of(drawn(1, 4)).split())
    assert warning not in " ".join(text_of(drawn(1, 4, Whom.PUPILS)).split())


@pytest.mark.parametrize("to_a_page", [1, 4])
@pytest.mark.parametrize("name", ["Ли Ян", LONG])
def test_no_word_is_outside_of_the_page(to_a_page: int, name: str) -> None:
    assert words_outside(drawn(4, to_a_page, name=name)) == []


def test_another_number_to_a_page_is_refused() -> None:
    with pytest.raises(ValueError, match="3"):
        drawn(1, 3)
