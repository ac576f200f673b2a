"""The grammar of answers: of each kind what is valid, what is not, and where its bounds are."""

import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ejournal import limits
from ejournal.errors import DomainError
from ejournal.models import QuestionKind, RuleKind, SurveyRule
from ejournal.services.surveys.answers.form import Form, FormQuestion
from ejournal.services.surveys.answers.values import (
    LARGEST,
    READERS,
    FaultyAnswers,
    check,
    largest_size,
    read_value,
)
from tests.services.surveys.answer_helpers import question

K = QuestionKind
BOUND = question(K.NUMBER, low=0, high=10)

VALID: list[tuple[FormQuestion, Any, Any]] = [
    (question(K.YES_NO), True, True),
    (question(K.YES_NO), False, False),
    (question(K.ONE, 3), {"options": [12]}, {"options": [12]}),
    (question(K.ONE, 3), [12], {"options": [12]}),
    (question(K.ONE, 3), 12, {"options": [12]}),
    (question(K.ONE, 3, other=True), {"options": [], "other": " своё "}, {"options": [], "other": "своё"}),
    (question(K.SEVERAL, 3, least=2, most=2), {"options": [13, 11]}, {"options": [11, 13]}),
    (question(K.SEVERAL, 3), {"options": [11, 12, 13]}, {"options": [11, 12, 13]}),
    (question(K.SEVERAL, 3), {"options": []}, None),
    (question(K.SEVERAL, 2, other=True, most=3), {"options": [11, 12], "other": "и"},
     {"options": [11, 12], "other": "и"}),
    (question(K.PICTURE, 4), {"options": [14]}, {"options": [14]}),
    (question(K.PICTURE, 4, least=1, most=2), {"options": [14, 11]}, {"options": [11, 14]}),
    (question(K.SCALE), 1, 1),
    (question(K.SCALE), 5, 5),
    (question(K.SCALE, low=0, high=10), 0, 0),
    (question(K.MATRIX, 2, 3), {"11": 21, "12": 23}, {"11": 21, "12": 23}),
    (question(K.MATRIX, 2, 3), {"11": 21, "12": None}, {"11": 21}),
    (question(K.MATRIX, 2, 3), {}, None),
    (question(K.ORDER, 3), [13, 11, 12], [13, 11, 12]),
    (question(K.ORDER, 3), [], None),
    (question(K.SHORT_TEXT), " две\nстроки ", "две строки"),
    (question(K.SHORT_TEXT), "а" * limits.SURVEY_SHORT_ANSWER, "а" * limits.SURVEY_SHORT_ANSWER),
    (question(K.SHORT_TEXT), "   ", None),
    (question(K.LONG_TEXT), "первая\n\nвторая", "первая\n\nвторая"),
    (question(K.LONG_TEXT, least=3), "три", "три"),
    (question(K.LONG_TEXT), "\u200b", None),
    (BOUND, "0", 0),
    (BOUND, 10, 10),
    (BOUND, "3,5", 3.5),
    (BOUND, " 7 ", 7),
    (question(K.NUMBER), "-12 345", -12345),
    (question(K.DATE), "2026-12-18", "2026-12-18"),
    (question(K.FILE), ["key"], ["key"]),
    (question(K.FILE, most=2), ["key", "key", "other"], ["key", "other"]),
]  # fmt: skip

INVALID: list[tuple[FormQuestion, Any, str]] = [
    (question(K.YES_NO), "yes", "Answer yes or no"),
    (question(K.YES_NO), 1, "Answer yes or no"),
    (question(K.ONE, 3), {"options": [11, 12]}, "Choose exactly {n}"),
    (question(K.ONE, 3), {"options": [99]}, "One of the options is no longer there. Choose again"),
    (question(K.ONE, 3), {"options": "11"}, "Choose from what is offered"),
    (question(K.ONE, 3), {"options": [True]}, "Choose from what is offered"),
    (question(K.ONE, 3), {"options": [], "other": "своё"}, "Choose from what is offered"),
    (question(K.ONE, 3, other=True), {"options": [11], "other": "своё"}, "Choose exactly {n}"),
    (question(K.ONE, 3, other=True), {"options": [], "other": "а" * (limits.SURVEY_OTHER + 1)},
     "Too long: at most {limit} characters"),
    (question(K.SEVERAL, 4, least=2), {"options": [11]}, "Choose at least {n}"),
    (question(K.SEVERAL, 4, most=2), {"options": [11, 12, 13]}, "Choose at most {n}"),
    (question(K.PICTURE, 4), {"options": [11, 12]}, "Choose exactly {n}"),
    (question(K.SCALE), 0, "Choose a number from {low} to {high}"),
    (question(K.SCALE), 6, "Choose a number from {low} to {high}"),
    (question(K.SCALE), 2.5, "Choose a number from {low} to {high}"),
    (question(K.SCALE), True, "Choose a number from {low} to {high}"),
    (question(K.MATRIX, 2, 3), {"11": 99}, "One of the options is no longer there. Choose again"),
    (question(K.MATRIX, 2, 3), {"21": 21}, "One of the options is no longer there. Choose again"),
    (question(K.MATRIX, 2, 3), [21], "Choose from what is offered"),
    (question(K.MATRIX, 2, 3, required=True), {"11": 21}, "Answer each line"),
    (question(K.ORDER, 3), [11, 12], "Put all of them in order"),
    (question(K.ORDER, 3), [11, 12, 12], "Put all of them in order"),
    (question(K.ORDER, 3), [11, 12, 13, 11], "Put all of them in order"),
    (question(K.ORDER, 3), [11, 12, 99], "One of the options is no longer there. Choose again"),
    (question(K.ORDER, 3), {"11": 1}, "Put all of them in order"),
    (question(K.SHORT_TEXT), 5, "Write your answer in words"),
    (question(K.SHORT_TEXT), "а" * (limits.SURVEY_SHORT_ANSWER + 1), "Too long: at most {limit} characters"),
    (question(K.LONG_TEXT), "а" * (limits.SURVEY_LONG_ANSWER + 1), "Too long: at most {limit} characters"),
    (question(K.LONG_TEXT, most=10), "а" * 11, "Too long: at most {limit} characters"),
    (question(K.LONG_TEXT, least=3), "да", "Write at least {n} characters"),
    (BOUND, "-1", "Give a number from {low} to {high}"),
    (BOUND, 10.01, "Give a number from {low} to {high}"),
    (BOUND, "семь", "Give a number"),
    (BOUND, "1.2.3", "Give a number"),
    (BOUND, "1e5", "Give a number"),
    (BOUND, True, "Give a number"),
    (BOUND, float("nan"), "Give a number"),
    (BOUND, float("inf"), "Give a number"),
    (question(K.NUMBER, low=3), "2", "At least {low}"),
    (question(K.NUMBER, high=3), "4", "At most {high}"),
    (question(K.DATE), "18.12.2026", "Give a date"),
    (question(K.DATE), "1899-12-31", "Give a date"),
    (question(K.DATE), "2026-02-30", "Give a date"),
    (question(K.FILE), "key", "Choose the file again"),
    (question(K.FILE), ["one", "two"], "At most {n} files"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "said", "kept"), VALID)
def test_what_may_be_said_is_kept(asked: FormQuestion, said: Any, kept: Any) -> None:
    assert read_value(asked, said) == kept


@pytest.mark.parametrize(("asked", "said", "message"), INVALID)
def test_what_may_not_be_said_is_refused_in_words(asked: FormQuestion, said: Any, message: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_value(asked, said)
    assert refused.value.message == message


def test_each_kind_is_tried() -> None:
    assert {one.kind for one, _, _ in VALID} == set(READERS) - {K.SECTION}
    assert {one.kind for one, _, _ in INVALID} == set(READERS) - {K.SECTION}


@given(st.one_of(st.integers(-(10**14), 10**14), st.floats(-1e14, 1e14)))
def test_any_number_is_kept_or_refused_by_its_bounds(number: float) -> None:
    for asked in (BOUND, question(K.NUMBER), question(K.NUMBER, low=-3.5)):
        low = -LARGEST if asked.low is None else asked.low
        high = LARGEST if asked.high is None else asked.high
        try:
            kept = read_value(asked, number)
        except DomainError:
            assert not low <= number <= high
        else:
            assert kept == number
            assert low <= kept <= high


@given(st.integers(-20, 20), st.integers(-10, 10), st.integers(0, 10))
def test_a_scale_takes_its_numbers_and_no_other(number: int, low: int, span: int) -> None:
    asked = question(K.SCALE, low=low, high=low + span)
    try:
        assert read_value(asked, number) == number
        assert low <= number <= low + span
    except DomainError:
        assert not low <= number <= low + span


@given(st.sets(st.integers(11, 16)), st.integers(1, 6), st.integers(0, 5))
def test_so_many_may_be_chosen_and_no_more(chosen: set[int], least: int, more: int) -> None:
    asked = question(K.SEVERAL, 6, least=least, most=min(least + more, 6))
    try:
        kept = read_value(asked, {"options": sorted(chosen, reverse=True)})
    except DomainError:
        assert not least <= len(chosen) <= min(least + more, 6)
    else:
        assert kept == ({"options": sorted(chosen)} if chosen else None)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates().map(date.isoformat),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=6,
    )
)
def test_nothing_that_a_browser_may_send_breaks_it(said: Any) -> None:
    for kind in READERS:
        with suppress(DomainError):
            read_value(question(kind, 3, 3), said)


# ------------------------------------------------------------------------------------------------ all of them

FIRST = FormQuestion(1, K.YES_NO, "Поедете?", required=True)
WHY = FormQuestion(2, K.SHORT_TEXT, "Почему нет?", required=True)
HEAD = FormQuestion(3, K.SECTION, "Ещё")
RULE = SurveyRule(school_id=1, question_id=2, on_id=1, kind=RuleKind.NO)


def form(*questions: FormQuestion) -> Form:
    return Form(questions, (RULE,), {one.id: one for one in questions})


def test_only_what_is_shown_must_be_answered_and_is_kept() -> None:
    asked = form(FIRST, WHY, HEAD)
    assert check(asked, {"1": True, "2": "осталось от прежнего"}).content == {"1": True}
    assert check(asked, {"1": False, "2": "уезжаем"}).content == {"1": False, "2": "уезжаем"}
    with pytest.raises(FaultyAnswers) as refused:
        check(asked, {"1": False})
    assert set(refused.value.faults) == {2}
    with pytest.raises(FaultyAnswers) as refused:
        check(asked, {})
    assert {number: one.message for number, one in refused.value.faults.items()} == {
        1: "This question needs an answer"
    }


def test_a_fault_in_what_is_hidden_stands_in_nobodys_way() -> None:
    assert check(form(FIRST, WHY), {"1": True, "2": 5}).content == {"1": True}


def test_all_faults_are_told_at_once() -> None:
    scale = FormQuestion(4, K.SCALE, "Как?")
    with pytest.raises(FaultyAnswers) as refused:
        check(form(FIRST, scale), {"1": "да", "4": 9})
    assert set(refused.value.faults) == {1, 4}


def test_the_longest_answers_fit_into_what_is_kept_for_them() -> None:
    long = FormQuestion(2**31, K.LONG_TEXT, "Слова")
    several = question(K.SEVERAL, 30, other=True)
    asked = Form((long, several), (), {long.id: long, several.id: several})
    content = check(
        asked,
        {
            str(long.id): "😀" * limits.SURVEY_LONG_ANSWER,
            "1": {"options": [one.id for one in several.options], "other": '"' * limits.SURVEY_OTHER},
        },
    ).content

    assert len(json.dumps(content, ensure_ascii=False).encode()) <= largest_size(asked)
