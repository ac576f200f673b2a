"""The browser shows of a survey what the server would: both by the same rules."""

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ejournal.models import RuleKind
from ejournal.services.surveys.branching import shown_questions
from tests.ui.scripts import bun

SCRIPT = Path(__file__).with_name("answering_shown.js")


@dataclass(frozen=True)
class Ask:
    """A question."""

    id: int


@dataclass(frozen=True)
class When:
    """A rule."""

    question_id: int
    on_id: int
    kind: RuleKind
    options: list[int]
    number: float | None


def _value(drawn: random.Random) -> Any:
    options = drawn.sample(range(5), drawn.randint(0, 3))
    return drawn.choice([True, False, None, drawn.randint(0, 6), 2.5, {"options": options}, options, "слова"])


def test_both_show_the_same() -> None:
    drawn = random.Random(13)
    cases, wanted = [], []
    for _ in range(400):
        questions = [Ask(number) for number in range(1, drawn.randint(2, 7))]
        rules = [
            When(
                drawn.randint(1, 6), drawn.randint(1, 6), drawn.choice(list(RuleKind)),
                drawn.sample(range(5), drawn.randint(0, 3)), drawn.choice([None, 1, 2.5, 4]),
            )
            for _ in range(drawn.randint(0, 5))
        ]  # fmt: skip
        values = {one.id: _value(drawn) for one in questions if drawn.random() < 0.8}
        wanted.append([one.id for one in shown_questions(questions, rules, values)])
        cases.append(
            {
                "questions": [{"id": one.id} for one in questions],
                "rules": [
                    {"of": one.question_id, "on": one.on_id, "kind": one.kind.value, "options": one.options,
                     "number": one.number}
                    for one in rules
                ],
                "values": {str(number): value for number, value in values.items()},
            }
        )  # fmt: skip
    assert bun(SCRIPT, cases) == wanted  # type: ignore[arg-type]
