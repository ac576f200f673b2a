"""The hand in the sheet: keys of both layouts, on scales of one digit and of several, and what is pasted.

The sheet's own code runs in Bun without a browser; what it makes of keys is held against the server's parser.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.services.grading.scales import format_entry, grammar, parse
from ejournal.ui.components.sheet import sheet_words
from tests.ui.scripts import bun
from tests.ui.test_sheet_entries import SCALES

SCRIPT = Path(__file__).with_name("sheet_hand.js")
WORDS = {name: gettext("ru", words) for name, words in sheet_words().items()}
Keys = list[tuple[str, str]]

# The same places on the keyboard, with the Russian layout and with the Latin one.
PLACES = {
    "н": "KeyY",
    "б": "Comma",
    "у": "KeyE",
    "п": "KeyG",
    "о": "KeyJ",
    "с": "KeyC",
    "а": "KeyF",
    "з": "KeyP",
}
LATIN = {
    "KeyY": "y",
    "Comma": ",",
    "KeyE": "e",
    "KeyG": "g",
    "KeyJ": "j",
    "KeyC": "c",
    "KeyF": "f",
    "KeyP": "p",
}
PLACES |= {"х": "BracketLeft", "в": "KeyD"}
LATIN |= {"BracketLeft": "[", "KeyD": "d"}


def keys(text: str, *, latin: bool = False) -> Keys:
    """The keys that write the text on one of the layouts; «<» is Backspace, «!» Escape."""
    return [_key(char, latin) for char in text]


def _key(char: str, latin: bool) -> tuple[str, str]:
    if char in "<!":
        return {"<": "Backspace", "!": "Escape"}[char], ""
    if char.isdecimal():
        return char, f"Digit{char}"
    place = PLACES.get(char, {" ": "Space", "/": "Slash", ",": "Slash", ".": "Slash"}.get(char, "KeyQ"))
    return (LATIN[place] if latin and place in LATIN else char), place


@dataclass(frozen=True)
class Hand:
    """What came of one case: while typed, what was said, what stands after, who got nothing and why."""

    typed: str
    said: str
    stands: str
    below: str
    after: str
    skipped: list[dict[str, Any]]


def hands(cases: list[dict[str, Any]]) -> list[Hand]:
    """What the sheet makes of each case."""
    given_in = {
        "grammars": {name: grammar(one) for name, one in SCALES.items()},
        "words": WORDS,
        "cases": cases,
    }
    return [Hand(**one) for one in bun(SCRIPT, given_in)]


TYPED = [
    ("five", "", "5", "5"),
    ("five", "", "5 4", "5/4"),
    ("five", "", "5/4", "5/4"),
    ("five", "5", "/4", "5/4"),
    ("five", "", "54<", "5"),
    ("five", "4", "5!", "4"),
    ("five", "", "н", "н"),
    ("five", "", "б", "б"),
    ("five", "", "у", "у/п"),
    ("five", "", "п", "н/п"),
    ("five", "", "нп", "н/п"),
    ("five", "", "н/4", "н/4"),
    ("five", "", "о", "оп"),
    ("five", "", "о10", "оп 10"),
    ("five", "5", "о", "5 оп"),
    ("five", "оп 10", "4", "4 оп 10"),
    ("five", "", "осв", "осв"),
    ("five", "", "с", "осв"),
    ("five_with_one", "", "1", "1"),
    ("ten", "", "10", "10"),
    ("ten", "", "1", "1"),
    ("twelve", "", "12", "12"),
    ("hundred", "", "100", "100"),
    ("hundred", "", "87", "87"),
    ("hundred", "", "87/5", "87/5"),
    ("hundred", "", "87 5", "87/5"),
    ("pass", "", "з", "зач"),
    ("pass", "", "х", "незач"),
]


@pytest.mark.parametrize("latin", [False, True], ids=["russian", "latin"])
def test_what_is_typed_is_what_stands_on_both_layouts(latin: bool) -> None:
    cases = [
        {"scale": scale, "shown": shown, "keys": keys(text, latin=latin)} for scale, shown, text, _ in TYPED
    ]
    found = [(*one[:3], hand.stands) for one, hand in zip(TYPED, hands(cases), strict=True)]
    assert found == TYPED


REFUSED = [
    ("five", "12", "«12» нельзя поставить в этом журнале"),
    ("five", "0", "«0» нельзя поставить в этом журнале"),
    ("five", "1", "«1» нельзя поставить в этом журнале"),
    ("five", "6", "«6» нельзя поставить в этом журнале"),
    ("five", "54", "«54» нельзя поставить в этом журнале"),
    ("five", "5+", "«5+» нельзя поставить в этом журнале"),
    ("five", "4-", "«4-» нельзя поставить в этом журнале"),
    ("five", "н+", "«н+» нельзя поставить в этом журнале"),
    ("hundred", "87+", "«87+» нельзя поставить в этом журнале"),
    ("five", "5/4/3", "В клетке может быть не больше двух отметок"),
    ("five", "оп46", "Опоздание — от 1 до 45 минут"),
    ("ten", "7,5", "«7,5» – не отметка: отметки – целые числа, две пишут через дробь: 10/9"),
    ("twelve", "13", "«13» нельзя поставить в этом журнале"),
    ("hundred", "87,5", "«87,5» – не отметка: отметки – целые числа, две пишут через дробь: 100/99"),
    ("hundred", "87.5", "«87.5» – не отметка: отметки – целые числа, две пишут через дробь: 100/99"),
    ("hundred", "875", "«875» нельзя поставить в этом журнале"),
    ("pass", "5", "«5» нельзя поставить в этом журнале"),
    ("none", "5", "В этом классе отметки не ставятся"),
]


@pytest.mark.parametrize("shown", ["", "н"])
def test_what_cannot_be_is_shown_said_in_words_and_the_old_stays(shown: str) -> None:
    cases = [{"scale": scale, "shown": shown, "keys": keys(text)} for scale, text, _ in REFUSED]
    for (scale, text, words), hand in zip(REFUSED, hands(cases), strict=True):
        assert (scale, hand.typed, hand.said, hand.stands) == (scale, text, words, shown)
        assert hand.after == f"Белов Тимофей: не записано. {words}. Прежнее осталось"


def test_a_key_that_writes_nothing_says_which_do() -> None:
    cases = [
        {"scale": "five", "keys": keys("ж")},
        {"scale": "hundred", "keys": keys("ж")},
        {"scale": "pass", "keys": keys("ж")},
        {"scale": "five", "term": True, "keys": keys("ж")},
        {"scale": "five", "shown": "", "keys": keys("5ж")},
    ]
    found = hands(cases)
    assert [one.said.partition("Пишут: ")[2] for one in found[:4]] == [
        "2–5, н, б, у, п, о, с",
        "0–100, н, б, у, п, о, с",
        "з, х, н, б, у, п, о, с",
        "2–5, а, с",
    ]
    assert (found[4].said, found[4].stands) == ("«5ж» нельзя поставить в этом журнале", "5")


def test_a_term_takes_one_mark_or_a_word() -> None:
    typed = {"5": "5", "а": "н/а", "с": "осв", "5/4": "", "б": ""}
    cases = [{"scale": "five", "term": True, "keys": keys(text)} for text in typed]
    assert [one.stands for one in hands(cases)] == list(typed.values())


def test_ahead_of_a_lesson_only_absences_are_taken() -> None:
    ahead = [{"scale": "five", "future": True, "keys": keys(text)} for text in ("5", "о", "н")]
    mark, late, absence = hands(ahead)
    assert (mark.stands, mark.said, late.stands, absence.stands) == ("", WORDS["ahead"], "", "н")


def test_a_paste_names_what_went_nowhere() -> None:
    column, names, odd, wide = hands(
        [
            {"scale": "five", "paste": "Оценка\n5\n4\n3\n\n2"},
            {"scale": "five", "paste": "Орлов Григорий\t5\nБелов\t4\nИванов\t3"},
            {"scale": "five", "paste": "54\nн"},
            {"scale": "five", "paste": "5\t4\t3"},
        ]
    )
    assert (column.stands, column.below) == ("5", "4")
    assert [(one["value"], one["why"], one.get("line")) for one in column.skipped] == [
        ("Оценка", "", None),
        ("3", "ниже последнего ученика", 3),
        ("2", "ниже последнего ученика", 5),
    ]
    assert (names.stands, names.below) == ("4", "5")
    assert [(one["name"], one["value"], one["why"]) for one in names.skipped] == [
        ("Иванов", "3", "такого ученика здесь нет или он не один")
    ]
    assert (odd.stands, odd.below) == ("", "н")
    assert [(one["name"], one["why"]) for one in odd.skipped] == [
        ("Белов Тимофей", "«54» нельзя поставить в этом журнале")
    ]
    assert [(one["value"], one["why"]) for one in wide.skipped] == [("3", "правее последнего столбца")]


numbers = st.tuples(
    st.sampled_from(["five", "ten", "twelve", "hundred"]), st.text("0123456789 /,.", max_size=6)
)


@settings(max_examples=10, deadline=None)
@given(st.lists(numbers, min_size=30, max_size=80))
def test_numbers_typed_are_the_numbers_pasted_and_the_server_reads(cases: list[tuple[str, str]]) -> None:
    wanted = []
    for scale, text in cases:
        try:
            wanted.append(format_entry(parse(text.lstrip(" /,."), SCALES[scale])))
        except DomainError:
            wanted.append("")
    typed = hands([{"scale": scale, "keys": keys(text)} for scale, text in cases])
    pasted = hands([{"scale": scale, "paste": text.lstrip(" /,.")} for scale, text in cases])
    assert [one.stands for one in typed] == wanted
    assert [one.stands for one in pasted] == wanted
