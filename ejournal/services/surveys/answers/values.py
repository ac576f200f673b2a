"""The one grammar of answers: what may be said to a question of each kind, and how it is kept.

Kept is, by the number of the question: a bool; {options, other} of what was chosen; a whole number of a
scale; {row: column} of a matrix; the numbers of options in the order given; a text; a number; an ISO date;
the keys of files. What is not answered is not there.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ejournal import limits
from ejournal.errors import DomainError
from ejournal.models import QuestionKind
from ejournal.services.base.texts import written_line, written_words
from ejournal.services.surveys.answers.form import CHOOSING, WORDS, Form, FormQuestion
from ejournal.services.surveys.branching import shown_questions

MOST_FILES = 5
LARGEST = 10**12
"""Of a number without bounds."""
YEARS = range(1900, 2200)
GONE = "One of the options is no longer there. Choose again"


class FaultyAnswers(DomainError):
    """What is wrong with the answers, by the number of the question; nothing is kept."""

    def __init__(self, faults: Mapping[int, DomainError]) -> None:
        super().__init__("Some answers need another look. They are marked")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Checked:
    """Answers that may be kept; chosen: the numbers of all options in them, files: the keys by question."""

    content: dict[str, Any]
    chosen: frozenset[int]
    files: dict[int, tuple[str, ...]]


def check(form: Form, given: Mapping[str, Any]) -> Checked:
    """What is kept of the answers; FaultyAnswers. What is said to a question that is not shown is let go."""
    values: dict[int, Any] = {}
    faults: dict[int, DomainError] = {}
    for question in form.asking:
        try:
            value = read_value(question, given.get(str(question.id)))
        except DomainError as error:
            faults[question.id] = error
        else:
            if value is not None:
                values[question.id] = value
    shown = {one.id for one in shown_questions(form.questions, form.rules, values)}
    for question in form.asking:
        if question.required and question.id not in values and question.id not in faults:
            faults[question.id] = DomainError("This question needs an answer")
    wrong = {number: error for number, error in faults.items() if number in shown}
    if wrong:
        raise FaultyAnswers(wrong)
    kept = {number: value for number, value in values.items() if number in shown}
    chosen = {
        option
        for number, value in kept.items()
        if form.by_id[number].kind in CHOOSING
        for option in value["options"]
    }
    files = {
        number: tuple(value) for number, value in kept.items()
        if form.by_id[number].kind is QuestionKind.FILE
    }  # fmt: skip
    return Checked({str(number): value for number, value in kept.items()}, frozenset(chosen), files)


def read_value(question: FormQuestion, given: Any) -> Any:
    """The answer as it is kept, None for none; DomainError for what cannot be one."""
    return None if given is None or given == "" else READERS[question.kind](question, given)


def largest_size(form: Form) -> int:
    """How many bytes the longest answers to the form can take as JSON."""
    return sum(_size(one) for one in form.asking) + 2


def _size(question: FormQuestion) -> int:
    named = 30 + 24 * max(len(question.options), 1)
    if question.kind in WORDS:
        return named + 4 * longest_text(question)
    return named + (4 * limits.SURVEY_OTHER if question.other else 0)


def longest_text(question: FormQuestion) -> int:
    """How many signs the answer may have."""
    is_long = question.kind is QuestionKind.LONG_TEXT
    most = limits.SURVEY_LONG_ANSWER if is_long else limits.SURVEY_SHORT_ANSWER
    return most if question.most is None else min(question.most, most)


def bounds(question: FormQuestion) -> tuple[int, int]:
    """The least and the most that may be chosen, where anything is."""
    ways = len(question.options) + bool(question.other)
    if question.kind is QuestionKind.ONE:
        return 1, 1
    if question.kind is QuestionKind.PICTURE and question.least is None and question.most is None:
        return 1, 1
    return max(question.least or 1, 1), min(question.most or ways, ways)


# ------------------------------------------------------------------------------------------ kind by kind


def _yes_no(_question: FormQuestion, given: Any) -> bool:
    if not isinstance(given, bool):
        raise DomainError("Answer yes or no")
    return given


def _chosen(question: FormQuestion, given: Any) -> dict[str, Any] | None:
    if isinstance(given, int) and not isinstance(given, bool):
        given = {"options": [given]}
    if isinstance(given, list):
        given = {"options": given}
    said = given.get("options", []) if isinstance(given, dict) else None
    if not isinstance(said, list) or any(not _is_whole(one) for one in said):
        raise DomainError("Choose from what is offered")
    other = given.get("other", "")
    if other and not question.other:
        raise DomainError("Choose from what is offered")
    words = written_words(str(other or ""), limits.SURVEY_OTHER, "other", may_be_none=True)
    known = [one.id for one in question.options]
    if set(said) - set(known):
        raise DomainError(GONE)
    options = [one for one in known if one in set(said)]
    count = len(options) + bool(words)
    if not count:
        return None
    _require_count(count, *bounds(question))
    return {"options": options, "other": words} if words else {"options": options}


def _require_count(count: int, least: int, most: int) -> None:
    if least <= count <= most:
        return
    if least == most:
        raise DomainError("Choose exactly {n}", n=least)
    if count < least:
        raise DomainError("Choose at least {n}", n=least)
    raise DomainError("Choose at most {n}", n=most)


def _scale(question: FormQuestion, given: Any) -> int:
    low, high = question.ends
    if not _is_whole(given) or not low <= given <= high:
        raise DomainError("Choose a number from {low} to {high}", low=low, high=high)
    return int(given)


def _matrix(question: FormQuestion, given: Any) -> dict[str, int] | None:
    if not isinstance(given, dict):
        raise DomainError("Choose from what is offered")
    rows, columns = [one.id for one in question.options], {one.id for one in question.columns}
    said = {str(key): value for key, value in given.items() if value is not None}
    if set(said) - {str(one) for one in rows} or any(
        not _is_whole(one) or one not in columns for one in said.values()
    ):
        raise DomainError(GONE)
    if said and question.required and len(said) < len(rows):
        raise DomainError("Answer each line")
    return {str(one): said[str(one)] for one in rows if str(one) in said} or None


def _order(question: FormQuestion, given: Any) -> list[int] | None:
    if not isinstance(given, list) or any(not _is_whole(one) for one in given):
        raise DomainError("Put all of them in order")
    if not given:
        return None
    known = {one.id for one in question.options}
    if set(given) - known:
        raise DomainError(GONE)
    if len(given) != len(known) or len(set(given)) != len(known):
        raise DomainError("Put all of them in order")
    return list(given)


def _text(question: FormQuestion, given: Any) -> str | None:
    if not isinstance(given, str):
        raise DomainError("Write your answer in words")
    most = longest_text(question)
    if question.kind is QuestionKind.SHORT_TEXT:
        words = written_line(given, most, "") if given.strip() else ""
    else:
        words = written_words(given, most, "", may_be_none=True)
    if words and question.least and len(words) < question.least:
        raise DomainError("Write at least {n} characters", n=question.least)
    return words or None


def _number(question: FormQuestion, given: Any) -> float | int:
    number = _as_number(given)
    if number is None:
        raise DomainError("Give a number")
    low = -LARGEST if question.low is None else question.low
    high = LARGEST if question.high is None else question.high
    if low <= number <= high:
        return int(number) if number == int(number) else number
    if question.high is None:
        raise DomainError("At least {low}", low=_plain(low))
    if question.low is None:
        raise DomainError("At most {high}", high=_plain(high))
    raise DomainError("Give a number from {low} to {high}", low=_plain(low), high=_plain(high))


def _as_number(given: Any) -> float | None:
    if isinstance(given, bool):
        return None
    if isinstance(given, int | float):
        return float(given) if abs(given) <= LARGEST and math.isfinite(given) else None
    spelled = str(given).strip().replace("\u00a0", "").replace(" ", "").replace(",", ".").replace("−", "-")
    digits = spelled.removeprefix("-")
    if len(digits) > 15 or not digits.isascii() or not digits.replace(".", "", 1).isdecimal():
        return None
    return float(spelled)


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)


def _date(_question: FormQuestion, given: Any) -> str:
    try:
        day = date.fromisoformat(str(given))
    except ValueError:
        raise DomainError("Give a date") from None
    if day.year not in YEARS:
        raise DomainError("Give a date")
    return day.isoformat()


def _files(question: FormQuestion, given: Any) -> list[str] | None:
    if not isinstance(given, list) or any(not isinstance(one, str) for one in given):
        raise DomainError("Choose the file again")
    keys = list(dict.fromkeys(given))
    most = most_files(question)
    if len(keys) > most:
        raise DomainError("At most {n} files", n=most)
    return keys or None


def most_files(question: FormQuestion) -> int:
    """How many files the answer may have."""
    return min(question.most or 1, MOST_FILES)


def _nothing(_question: FormQuestion, _given: Any) -> None:
    return None


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


READERS: Mapping[QuestionKind, Callable[[FormQuestion, Any], Any]] = {
    QuestionKind.SECTION: _nothing,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.ONE: _chosen,
    QuestionKind.SEVERAL: _chosen,
    QuestionKind.PICTURE: _chosen,
    QuestionKind.SCALE: _scale,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.ORDER: _order,
    QuestionKind.SHORT_TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.FILE: _files,
}
