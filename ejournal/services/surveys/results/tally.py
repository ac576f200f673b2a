"""What was said, counted in one pass over the answers as they are stored."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Text, cast, select
from sqlmodel import Session

from ejournal.models import QuestionKind, Survey, SurveyAnswer
from ejournal.models.base import table
from ejournal.services.surveys.answers.form import CHOOSING, WORDS, Form, FormQuestion
from ejournal.services.surveys.branching import holds

_answer = table(SurveyAnswer).c
OTHER = "other"
"""The way of whoever wrote a text of their own."""
Way = Hashable
"""What may be said to a question that is counted: a bool, the number of an option, OTHER, a number of a
scale."""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as it is counted: of which class, on which seat where that is known."""

    id: int
    seat_id: int | None
    class_id: int | None
    content: Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """What was said to a question: by how many, how many were asked at all.

    ways: how many said each. pairs: of a matrix by row and column; of an order by option and place. texts,
    files: (number of the answer, what was written); numbers: those given.
    """

    question: FormQuestion
    asked: int = 0
    answered: int = 0
    ways: Counter[Way] = field(default_factory=Counter)
    pairs: Counter[tuple[int, int]] = field(default_factory=Counter)
    texts: list[tuple[int, str]] = field(default_factory=list)
    numbers: list[float] = field(default_factory=list)
    files: list[tuple[int, str]] = field(default_factory=list)


def said_in(session: Session, survey: Survey, revision: int) -> list[Said]:
    """The answers of one revision, in the order of their drawn numbers; one query."""
    rows = session.execute(
        select(_answer.id, _answer.seat_id, _answer.class_id, cast(_answer.content, Text).label("content"))
        .where(
            _answer.school_id == survey.school_id,
            _answer.survey_id == survey.id,
            _answer.revision == revision,
        )
        .order_by(_answer.id)
    )
    return [Said(row.id, row.seat_id, row.class_id, orjson.loads(row.content)) for row in rows]


def tally(form: Form, said: Sequence[Said]) -> list[Tally]:
    """The questions that want an answer, counted."""
    found = [Tally(one, asked=len(said)) for one in form.asking]
    _count_asked(form, said, {one.question.id: one for one in found})
    for one in found:
        key, count = str(one.question.id), COUNTERS[one.question.kind]
        for each in said:
            value = each.content.get(key)
            if value is not None:
                one.answered += 1
                count(one, each.id, value)
    return found


def _count_asked(form: Form, said: Sequence[Said], found: Mapping[int, Tally]) -> None:
    """Of questions with rules, count those to whom they were shown."""
    ruled = {rule.question_id for rule in form.rules}
    if not ruled:
        return
    for number in ruled & set(found):
        found[number].asked = 0
    for each in said:
        hidden: set[int] = set()
        for question in form.questions:
            if question.id not in ruled:
                continue
            rules = [rule for rule in form.rules if rule.question_id == question.id]
            if any(
                rule.on_id in hidden or not holds(rule, each.content.get(str(rule.on_id))) for rule in rules
            ):
                hidden.add(question.id)
            elif question.id in found:
                found[question.id].asked += 1


def ways_of(question: FormQuestion, value: Any) -> Iterable[Way]:
    """Which of the question's ways somebody has chosen; of what is not counted by ways none."""
    if value is None:
        return ()
    if question.kind in CHOOSING:
        chosen: list[Way] = list(value["options"])
        return [*chosen, OTHER] if value.get("other") else chosen
    if question.kind in (QuestionKind.YES_NO, QuestionKind.SCALE):
        return (value,)
    return ()


def all_ways(question: FormQuestion) -> list[Way]:
    """All that may be said to it, in the order in which it is offered."""
    if question.kind is QuestionKind.YES_NO:
        return [True, False]
    if question.kind is QuestionKind.SCALE:
        low, high = question.ends
        return list(range(low, high + 1))
    if question.kind in CHOOSING:
        return [*(one.id for one in question.options), *([OTHER] if question.other else [])]
    return []


def says_one(question: FormQuestion) -> bool:
    """Whether each says one thing to it at the most."""
    return question.kind in (QuestionKind.YES_NO, QuestionKind.SCALE, QuestionKind.ONE)


# ------------------------------------------------------------------------------------------ kind by kind


def _way(one: Tally, _: int, value: Any) -> None:
    one.ways[value] += 1


def _chosen(one: Tally, answer_id: int, value: Any) -> None:
    one.ways.update(value["options"])
    if value.get("other"):
        one.ways[OTHER] += 1
        one.texts.append((answer_id, value["other"]))


def _scale(one: Tally, _: int, value: Any) -> None:
    one.ways[value] += 1
    one.numbers.append(value)


def _matrix(one: Tally, _: int, value: Any) -> None:
    one.pairs.update((int(row), column) for row, column in value.items())


def _order(one: Tally, _: int, value: Any) -> None:
    one.pairs.update((option, place) for place, option in enumerate(value, 1))


def _words(one: Tally, answer_id: int, value: Any) -> None:
    one.texts.append((answer_id, value))


def _number(one: Tally, _: int, value: Any) -> None:
    one.numbers.append(value)


def _files(one: Tally, answer_id: int, value: Any) -> None:
    one.files.extend((answer_id, key) for key in value)


COUNTERS = {
    QuestionKind.YES_NO: _way,
    QuestionKind.SCALE: _scale,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.ORDER: _order,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _way,
    QuestionKind.FILE: _files,
    **dict.fromkeys(CHOOSING, _chosen),
    **dict.fromkeys(WORDS, _words),
}
