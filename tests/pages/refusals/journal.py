"""What the journal refuses: cells, term marks, lines of lessons, remarks, decisions on late changes."""

from collections.abc import Callable
from datetime import date
from typing import Any

from ejournal import limits
from ejournal.pages.journal.entry import MOST_AT_ONCE
from ejournal.pages.journal.remark_state import RemarkState
from ejournal.pages.journal.state import JournalState
from tests.cast import DAY, Cast
from tests.pages.refusals import Page, Refusal, Step, do, refused

AHEAD = date(2026, 11, 23)


def put(message: str, text: str, pupil: str = "pupil", day: date = DAY, **more: Any) -> Refusal:
    def payload(cast: Cast, _state: Any) -> dict[str, Any]:
        column = f"L{cast.lesson('maths', day).id}"
        return {"ops": [{"id": "1", "p": f"P{cast.id_of(pupil)}", "c": column, "v": text, **more}]}

    return refused(message, Step("put", payload))


def term(message: str, key: str, text: str, pupil: str = "pupil") -> Refusal:
    def payload(cast: Cast, _state: Any) -> dict[str, Any]:
        return {"ops": [{"id": "1", "p": f"P{cast.id_of(pupil)}", "c": f"T{key}", "v": text}]}

    return refused(message, Step("put", payload))


def line(message: str, event: str, value: object, day: date = DAY) -> Refusal:
    def payload(cast: Cast, _state: Any) -> dict[str, Any]:
        return {"column": f"L{cast.lesson('maths', day).id}", "value": value}

    return refused(message, Step(event, payload))


def chosen(day: date) -> Callable[[Cast, Any], dict[str, Any]]:
    return lambda cast, _state: {"column": f"L{cast.lesson('maths', day).id}"}


def remark(message: str, words: str, day: date = DAY) -> Refusal:
    to_whom = Step("choose_remark_pupil", lambda cast, _state: {"value": str(cast.id_of("pupil"))})
    steps = (Step("choose_lesson", chosen(day), JournalState), do("open_remark"), to_whom)
    return refused(message, *steps, do("save_remark", form={"remark_text": words}))


OPENED = "/journal?course={}&term=2"
PAGES = (
    Page(
        JournalState,
        "class_teacher",
        lambda cast: OPENED.format(cast.courses["maths"].id),
        (
            refused("At most {most} cells are written at once", do("put", ops=[{}] * (MOST_AT_ONCE + 1))),
            put("“{text}” cannot stand in a cell of this journal", "хорошо"),
            put("At most two marks stand in a cell", "5/4/3"),
            put("An exempt pupil gets no mark", "осв 5"),
            put("One attendance code stands in a cell", "н б"),
            put("Minutes late must be from 1 to {most}", "оп 500"),
            put("There is no such kind of work", "5", kind="999999"),
            put("Not found", "5", "pupil_b"),
            put("A comment stands only with a mark", "н", comment="молодец"),
            put("{pupil} was not in this class or group that day", "5", "arrived", date(2026, 11, 9)),
            put("This lesson is still to come: only an absence can be entered ahead", "5", day=AHEAD),
            put("A late coming cannot be entered ahead", "оп", day=AHEAD),
            term("This term has not begun yet", "4", "5"),
            term("A term mark is one mark, «н/а» or «осв»", "2", "5/4"),
            line("Too long: at most {limit} characters", "set_topic", "т" * (limits.TOPIC + 1)),
            line("Give the minutes as a number up to {most}", "set_minutes", "час"),
            line("There is no such kind of work", "set_kind", "999999"),
        ),
    ),
    Page(
        RemarkState,
        "class_teacher",
        lambda cast: OPENED.format(cast.courses["maths"].id),
        (
            remark("Fill this in", " "),
            remark("This lesson is still to come", "Рано", AHEAD),
        ),
    ),
)
