"""Which questions are shown: by earlier answers alone, never by what is hidden, never in a circle."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ejournal.models import RuleKind
from ejournal.services.surveys.branching import chosen_of, holds, shown_questions


@dataclass(frozen=True)
class Ask:
    id: int | None


@dataclass(frozen=True)
class When:
    question_id: int
    on_id: int
    kind: RuleKind = RuleKind.YES
    options: list[Any] = field(default_factory=list)
    number: float | None = None


FIVE = [Ask(number) for number in range(1, 6)]


def shown(rules: list[When], values: dict[int, Any]) -> list[int | None]:
    return [one.id for one in shown_questions(FIVE, rules, values)]


@pytest.mark.parametrize(
    ("rule", "value", "met"),
    [
        (When(2, 1, RuleKind.YES), True, True),
        (When(2, 1, RuleKind.YES), 1, False),
        (When(2, 1, RuleKind.NO), False, True),
        (When(2, 1, RuleKind.NO), None, False),
        (When(2, 1, RuleKind.HAS, [7, 8]), [8], True),
        (When(2, 1, RuleKind.HAS, [7, 8]), {"options": [8], "other": ""}, True),
        (When(2, 1, RuleKind.HAS, [7, 8]), 7, True),
        (When(2, 1, RuleKind.HAS, [7, 8]), [9], False),
        (When(2, 1, RuleKind.HAS, [1]), True, False),
        (When(2, 1, RuleKind.HAS_NOT, [7]), [9], True),
        (When(2, 1, RuleKind.HAS_NOT, [7]), None, True),
        (When(2, 1, RuleKind.HAS_NOT, [7]), [7, 9], False),
        (When(2, 1, RuleKind.AT_LEAST, number=3), 3, True),
        (When(2, 1, RuleKind.AT_LEAST, number=3), 2.9, False),
        (When(2, 1, RuleKind.AT_LEAST, number=1), True, False),
        (When(2, 1, RuleKind.AT_LEAST, number=1), "9", False),
    ],
)
def test_a_rule_holds_by_what_was_said(rule: When, value: Any, met: bool) -> None:
    assert holds(rule, value) is met
    assert (2 in shown([rule], {1: value})) is met


def test_what_is_hidden_decides_nothing() -> None:
    chain = [When(2, 1), When(3, 2, RuleKind.HAS_NOT, [7])]
    assert shown(chain, {1: True}) == [1, 2, 3, 4, 5]
    assert shown(chain, {1: False, 2: [9]}) == [1, 4, 5]


def test_all_rules_of_a_question_must_hold() -> None:
    both = [When(3, 1), When(3, 2, RuleKind.AT_LEAST, number=2)]
    assert 3 in shown(both, {1: True, 2: 2})
    assert 3 not in shown(both, {1: True, 2: 1})


def test_a_text_is_no_choice() -> None:
    assert chosen_of("78") == set()
    assert chosen_of({"other": "своё"}) == set()


rules = st.lists(
    st.builds(
        When,
        question_id=st.integers(1, 5),
        on_id=st.integers(1, 5),
        kind=st.sampled_from(list(RuleKind)),
        options=st.lists(st.integers(1, 3)),
        number=st.integers(0, 3),
    ),
    max_size=8,
)
said = st.dictionaries(
    st.integers(1, 5), st.one_of(st.booleans(), st.integers(0, 3), st.lists(st.integers(1, 3)), st.text())
)


@given(rules=rules, values=said)
def test_no_rule_asks_what_comes_later_or_is_hidden(rules: list[When], values: dict[int, Any]) -> None:
    found = shown(rules, values)
    assert found == sorted(one or 0 for one in found)
    for rule in rules:
        if rule.question_id in found:
            assert rule.on_id in found
            assert rule.on_id < rule.question_id
    assert shown(rules, {number: one for number, one in values.items() if number in found}) == found
