"""Which questions are shown to somebody, by what was answered so far; it asks nobody and nothing else."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from ejournal.models import RuleKind


class Asked(Protocol):
    """A question, as far as its place among others goes."""

    @property
    def id(self) -> int | None:
        """Its number."""


Question = TypeVar("Question", bound=Asked)


class Condition(Protocol):
    """A rule: the question is shown if the earlier one was answered so."""

    @property
    def question_id(self) -> int:
        """What is shown."""

    @property
    def on_id(self) -> int:
        """The earlier question."""

    @property
    def kind(self) -> RuleKind:
        """What it must have been answered with."""

    @property
    def options(self) -> Sequence[Any]:
        """The numbers of options."""

    @property
    def number(self) -> float | None:
        """The least number."""


def shown_questions(
    questions: Sequence[Question], rules: Iterable[Condition], values: Mapping[int, Any]
) -> list[Question]:
    """The questions that are shown, in their order; values: what was said, by the question's number.

    A yes or no is a bool; what was chosen the numbers of options (alone, a list, or «options» of an object);
    a number a number. A rule on a question that is not shown, or not asked before, does not hold, whatever it
    asks: so no answer to what is hidden decides anything.
    """
    by_question: defaultdict[int, list[Condition]] = defaultdict(list)
    for rule in rules:
        by_question[rule.question_id].append(rule)
    seen: set[int] = set()
    shown = []
    for question in questions:
        number = question.id or 0
        if all(rule.on_id in seen and holds(rule, values.get(rule.on_id)) for rule in by_question[number]):
            seen.add(number)
            shown.append(question)
    return shown


def holds(rule: Condition, value: Any) -> bool:
    """Whether what was said to the earlier question, or None for nothing, is as the rule asks."""
    if rule.kind is RuleKind.YES:
        return value is True
    if rule.kind is RuleKind.NO:
        return value is False
    if rule.kind is RuleKind.AT_LEAST:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return is_number and rule.number is not None and value >= rule.number
    met = bool(chosen_of(value) & set(rule.options))
    return met if rule.kind is RuleKind.HAS else not met


def chosen_of(value: Any) -> set[Any]:
    """The numbers of the options that were chosen."""
    if isinstance(value, Mapping):
        value = value.get("options", ())
    if isinstance(value, Collection) and not isinstance(value, str | bytes):
        return {one for one in value if isinstance(one, int) and not isinstance(one, bool)}
    return {value} if isinstance(value, int) and not isinstance(value, bool) else set()
