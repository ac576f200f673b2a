"""What the sheet makes of a key or a paste is what the server makes of it: one grammar, read by both."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ejournal.errors import DomainError
from ejournal.models import ScaleKind
from ejournal.services.grading.scales import (
    REFUSALS,
    Scale,
    format_entry,
    grammar,
    parse,
    parse_term,
    scale_of,
)
from tests.ui.scripts import bun

SCALES = {
    **{kind.value: scale_of(None, kind) for kind in ScaleKind},
    "five_with_one": scale_of(None, ScaleKind.FIVE, one_allowed=True),
}
NAMES = {words: name for name, words in REFUSALS.items()}
SCRIPT = Path(__file__).with_name("sheet_entries.js")
Case = tuple[str, bool, str]
"""The scale, whether the cell is one of a term mark, what is typed."""


def by_the_sheet(cases: list[Case]) -> list[dict[str, str]]:
    """What the browser's code makes of each case."""
    grammars = {name: grammar(scale) for name, scale in SCALES.items()}
    found: list[dict[str, str]] = bun(SCRIPT, {"grammars": grammars, "cases": cases})
    return found


def by_the_server(case: Case) -> dict[str, str]:
    """What the server makes of a case."""
    name, term, text = case
    try:
        return {"v": _written(SCALES[name], term, text)}
    except DomainError as error:
        return {"no": NAMES[error.message]}


def _written(scale: Scale, term: bool, text: str) -> str:
    return parse_term(text, scale) if term else format_entry(parse(text, scale))


TABLE = [
    ("five", "5", "5"),
    ("five", "５", "5"),
    ("five", " 5 ", "5"),
    ("five", "5 4", "5/4"),
    ("five", "5/4", "5/4"),
    ("five", "5,4", "5/4"),
    ("five", "5.4", "5/4"),
    ("five", "5\\4", "5/4"),
    ("five", "5/", "5"),
    ("five", "5+", "no unknown"),
    ("five", "5-", "no unknown"),
    ("five", "+5", "no unknown"),
    ("five", "5+4", "no unknown"),
    ("five", "н+", "no unknown"),
    ("five", "+", "no unknown"),
    ("five", "/", "no unknown"),
    ("five", ".", "no unknown"),
    ("five", " ; ", "no unknown"),
    ("five", "  ", ""),
    ("hundred", "87+", "no unknown"),
    ("pass", "зач+", "no unknown"),
    ("five", "12", "no unknown"),
    ("five", "54", "no unknown"),
    ("five", "0", "no unknown"),
    ("five", "1", "no unknown"),
    ("five", "6", "no unknown"),
    ("five", "875", "no unknown"),
    ("five", "5/4/3", "no most"),
    ("five_with_one", "1", "1"),
    ("five_with_one", "1/5", "1/5"),
    ("five", "н", "н"),
    ("five", "Н", "н"),
    ("five", "H", "н"),
    ("five", "n", "н"),
    ("five", "Б", "б"),
    ("five", "B", "б"),
    ("five", "у", "у/п"),
    ("five", "п", "н/п"),
    ("five", "нп", "н/п"),
    ("five", "с", "осв"),
    ("five", "осв", "осв"),
    ("five", "ос", "no unknown"),
    ("five", "о", "оп"),
    ("five", "о10", "оп 10"),
    ("five", "оп 100", "no minutes"),
    ("hundred", "оп 100", "no minutes"),
    ("hundred", "100 оп", "100 оп"),
    ("hundred", "100 оп 10", "100 оп 10"),
    ("ten", "оп 010", "оп 10"),
    ("five", "оп 46", "no minutes"),
    ("five", "5о", "5 оп"),
    ("five", "5 оп 10", "5 оп 10"),
    ("five", "5н", "н/5"),
    ("five", "н4", "н/4"),
    ("five", "н б", "no one_code"),
    ("five", "осв 5", "no exempt"),
    ("five", "ж", "no unknown"),
    ("five", "constructor", "no unknown"),
    ("ten", "10", "10"),
    ("ten", "1", "1"),
    ("ten", "11", "no unknown"),
    ("ten", "7,5", "no fraction"),
    ("ten", "10/9", "10/9"),
    ("ten", "10 9", "10/9"),
    ("twelve", "12", "12"),
    ("twelve", "13", "no unknown"),
    ("hundred", "87", "87"),
    ("hundred", "100", "100"),
    ("hundred", "0", "0"),
    ("hundred", "87,5", "no fraction"),
    ("hundred", "87.5", "no fraction"),
    ("hundred", "８７，５", "no fraction"),
    ("hundred", "87, 5", "87/5"),
    ("hundred", "87/5", "87/5"),
    ("hundred", "87 5", "87/5"),
    ("hundred", "875", "no unknown"),
    ("hundred", "101", "no unknown"),
    ("hundred", "05", "no unknown"),
    ("pass", "з", "зач"),
    ("pass", "зачёт", "зач"),
    ("pass", "ЗАЧЕТ", "зач"),
    ("pass", "х", "незач"),
    ("pass", "x", "незач"),
    ("pass", "н/з", "незач"),
    ("pass", "5", "no unknown"),
    ("none", "н", "н"),
    ("none", "5", "no no_marks"),
    ("none", "зач", "no no_marks"),
]
TERMS = [
    ("five", "5", "5"),
    ("five", "а", "н/а"),
    ("five", "h/a", "н/а"),
    ("five", "н/а", "н/а"),
    ("five", "с", "осв"),
    ("five", "54", "no unknown"),
    ("five", "5+", "no unknown"),
    ("five", ".", "no unknown"),
    ("five", "5/4", "no term_one"),
    ("five", "б", "no term_one"),
    ("hundred", "87,5", "no fraction"),
    ("hundred", "87", "87"),
    ("none", "5", "no no_marks"),
]


def spelled(found: dict[str, str]) -> str:
    """«5/4», or «no unknown»."""
    return found["v"] if "v" in found else f"no {found['no']}"


@pytest.mark.parametrize(("term", "table"), [(False, TABLE), (True, TERMS)], ids=["lessons", "terms"])
def test_sheet_and_server_write_what_the_table_says(term: bool, table: list[tuple[str, str, str]]) -> None:
    cases = [(scale, term, text) for scale, text, _ in table]
    wanted = [(scale, text, written) for scale, text, written in table]
    server = [(*one[:2], spelled(by_the_server(case))) for one, case in zip(table, cases, strict=True)]
    assert server == wanted
    sheet = [(*one[:2], spelled(found)) for one, found in zip(table, by_the_sheet(cases), strict=True)]
    assert sheet == wanted


ALPHABET = "0123456789нбупосзхавчетжшHhNnBbOoPpCcYyXxёЁ５８/\\,.;+| \t\u00a0-—²٥я"
WORDS = (
    "н",
    "у/п",
    "н/п",
    "н/з",
    "оп",
    "осв",
    "зач",
    "незач",
    "100",
    "87",
    "12",
    "10",
    "5",
    "4",
    "/",
    ",",
    " ",
)
texts = st.text(alphabet=ALPHABET, max_size=9) | st.lists(st.sampled_from(WORDS), max_size=5).map("".join)
some_cases = st.lists(
    st.tuples(st.sampled_from(sorted(SCALES)), st.booleans(), texts | st.text(max_size=45)),
    min_size=60,
    max_size=200,
)


@settings(max_examples=12, deadline=None)
@given(some_cases)
def test_sheet_and_server_agree_on_whatever_is_typed(cases: list[Case]) -> None:
    sheet = by_the_sheet(cases)
    assert list(zip(cases, sheet, strict=True)) == [(case, by_the_server(case)) for case in cases]
