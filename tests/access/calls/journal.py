"""Calls of the journal."""

from dataclasses import replace
from typing import Any

from tests.access.calls.asking import (
    JOURNAL_READERS,
    LEADERS,
    NOBODY,
    NOWHERE,
    TEACHERS,
    Address,
    Call,
    Case,
    Payload,
    Step,
    Who,
    at,
    cell,
    class_of,
    column,
    course,
    nothing,
    nowhere,
    of,
    simple,
)
from tests.access.world import COMMENT, HOMEWORK, TOPIC, secrets_of

CALLS: dict[str, Call] = {}

READS_MATHS: Who = LEADERS | {"class_teacher", "substitute"}


def _journal(name: str) -> Address:
    return at("/journal", course=course(name))


def _open(name: str) -> Step:
    return Step("JournalState.load", at=_journal(name))


CALLS["JournalState.load"] = Call(
    (
        Case(
            LEADERS | {"class_teacher", "teacher"},
            at=_journal("russian"),
            shows=(TOPIC.format("russian"), HOMEWORK.format("russian")),
        ),
        Case(READS_MATHS, at=_journal("maths"), hides=(TOPIC.format("maths"), HOMEWORK.format("maths"))),
        Case(LEADERS | {"substitute"}, at=_journal("maths_v"), shows=(TOPIC.format("maths_v"),)),
        Case(frozenset({"teacher_b"}), at=_journal("maths_b"), shows=(TOPIC.format("maths_b"),)),
    ),
    absent=(Case(NOBODY, at=at("/journal", course=NOWHERE)), Case(NOBODY, at=at("/journal", course="abc"))),
)
CALLS["JournalState.choose_class"] = Call(
    (
        Case(
            LEADERS | {"class_teacher", "teacher", "substitute", "teacher_parent"},
            of(value=lambda w: str(class_of("6b")(w))),
        ),
        Case(frozenset({"teacher_b"}), of(value=lambda w: str(class_of("6b_b")(w)))),
    ),
    absent=nowhere("value"),
)
CALLS["JournalState.choose_course"] = simple(JOURNAL_READERS, of(value=lambda w: str(course("maths")(w))))
CALLS["JournalState.choose_term"] = simple(JOURNAL_READERS, of(value="year"))
CALLS["JournalState.put"] = Call(
    (
        Case(
            frozenset({"class_teacher"}),
            cell("maths", "pupil"),
            first=(_open("maths"),),
            writes=True,
            says=False,
        ),
        Case(
            frozenset({"teacher"}), cell("russian_v", "other_pupil"), first=(_open("russian_v"),), says=False
        ),
        Case(frozenset({"teacher_b"}), cell("maths_b", "pupil_b"), first=(_open("maths_b"),), says=False),
        Case(NOBODY, cell("maths", "other_pupil"), first=(_open("maths"),), says=False),
        Case(NOBODY, cell("maths", "pupil_b"), first=(_open("maths"),), says=False),
        Case(
            NOBODY,
            lambda _w: {"ops": [{"id": "1", "p": f"P{NOWHERE}", "c": f"L{NOWHERE}", "v": "5"}]},
            says=False,
        ),
        Case(
            frozenset({"class_teacher"}),
            of(ops=lambda w: [{"id": "1", "p": f"P{w.id_of('pupil')}", "c": "T2", "v": "4"}]),
            first=(_open("maths"),),
            writes=True,
            says=False,
        ),
    )
)
CALLS["JournalState.open_cell"] = Call(
    (
        Case(
            LEADERS | {"class_teacher"},
            of(pupil=lambda w: f"P{w.id_of('pupil')}", column=column("maths")),
            shows=(COMMENT.format("maths"),),
        ),
        Case(
            frozenset({"teacher_b"}),
            of(pupil=lambda w: f"P{w.id_of('pupil_b')}", column=column("maths_b")),
            shows=(COMMENT.format("maths_b"),),
        ),
        Case(
            LEADERS | {"substitute"},
            of(pupil=lambda w: f"P{w.id_of('other_pupil')}", column=column("maths_v")),
            shows=(COMMENT.format("maths_v"),),
        ),
    ),
    absent=(
        Case(NOBODY, of(pupil=f"P{NOWHERE}", column=f"L{NOWHERE}")),
        Case(NOBODY, of(pupil="x", column="y")),
    ),
)


def _of_lesson(*, writes: bool | None = True, **payload: Any) -> Call:
    """A handler that writes a lesson: only who gives it may."""
    return Call(
        (
            Case(
                frozenset({"class_teacher"}),
                of(column=column("maths"), **payload),
                first=(_open("maths"),),
                writes=writes,
            ),
            Case(
                frozenset({"teacher"}),
                of(column=column("russian_v"), **payload),
                first=(_open("russian_v"),),
                writes=writes,
            ),
            Case(NOBODY, of(column=column("maths_2a"), **payload), first=(_open("maths_2a"),)),
        ),
        absent=(Case(NOBODY, of(column=f"L{NOWHERE}", **payload)),),
    )


CALLS["JournalState.finish_roll_call"] = _of_lesson()
CALLS["JournalState.set_topic"] = _of_lesson(value="Новая тема")
CALLS["JournalState.set_homework"] = _of_lesson(value="Новое задание")
CALLS["JournalState.set_minutes"] = _of_lesson(value="20")
_WAITED = _of_lesson(name="homework_minutes", value="20", base="")
CALLS["JournalState.put_waiting"] = Call(
    tuple(replace(case, says=False) for case in _WAITED.cases),
    tuple(replace(case, says=False) for case in _WAITED.absent),
)
CALLS["JournalState.ask_kind"] = _of_lesson(writes=None, value=lambda w: str(w.kinds["test"].id))
_KIND = _of_lesson(value=lambda w: str(w.kinds["test"].id))
CALLS["JournalState.set_kind"] = Call(
    (
        *_KIND.cases,
        Case(
            NOBODY,
            of(column=column("maths"), value=lambda w: str(w.kinds_b["test"].id)),
            first=(_open("maths"),),
            absent=(Case(NOBODY, of(column=column("maths"), value=str(NOWHERE)), first=(_open("maths"),)),),
        ),
    ),
    _KIND.absent,
)
for _name, _may, _payload in (
    ("undo", JOURNAL_READERS, nothing),
    ("keep_kind", JOURNAL_READERS, nothing),
    ("all_present", TEACHERS, nothing),
    ("roll_call", TEACHERS, nothing),
    ("accept_proposals", TEACHERS, nothing),
    ("select_lesson", JOURNAL_READERS, of(column=column("maths"))),
    ("choose_lesson", JOURNAL_READERS, of(column=column("maths"))),
):
    CALLS[f"JournalState.{_name}"] = simple(_may, _payload, hides=secrets_of("maths"))


for _name, _may, _payload in (
    ("open_remark", TEACHERS, nothing),
    ("close_remark", JOURNAL_READERS, nothing),
    ("choose_remark_tone", JOURNAL_READERS, of(value="remark")),
    ("choose_remark_pupil", JOURNAL_READERS, of(value=lambda w: str(w.id_of("pupil")))),
    ("keep_remark", JOURNAL_READERS, nothing),
):
    CALLS[f"RemarkState.{_name}"] = simple(_may, _payload, hides=secrets_of("maths"))


CALLS["JournalState.fill_column"] = simple(
    frozenset({"class_teacher", "substitute", "deputy"}), of(mark="5"), first=(_open("maths"),)
)


def _words(_world: Any) -> dict[str, Any]:
    return {"form": {"remark_text": "Помог товарищу"}}


def _remark(course_name: str, pupil: str, lesson: str = "") -> tuple[Step, ...]:
    return (
        _open(course_name),
        Step("JournalState.choose_lesson", of(column=column(lesson or course_name))),
        Step("RemarkState.choose_remark_pupil", of(value=lambda w: str(w.id_of(pupil)))),
    )


CALLS["RemarkState.save_remark"] = Call(
    (
        Case(
            frozenset({"class_teacher", "substitute"}),
            _words,
            first=_remark("maths", "pupil", "maths_substituted"),
            writes=True,
        ),
        Case(frozenset({"teacher_b"}), _words, first=_remark("maths_b", "pupil_b"), writes=True),
        Case(NOBODY, _words, first=_remark("maths", "pupil_b")),
        Case(NOBODY, _words, first=_remark("maths", "other_pupil")),
    )
)


def _look(course_name: str) -> tuple[Step, ...]:
    return _open(course_name), Step("JournalState.choose_lesson", of(column=column(course_name)))


def _ask(name: str) -> tuple[Step, ...]:
    return (*_look(name), Step("RemarkState.ask_withdrawal", _remark_id(name)))


def _remark_id(name: str) -> Payload:
    return of(remark_id=lambda w: str(w.remarks[name]))


CALLS["RemarkState.ask_withdrawal"] = Call(
    (
        Case(LEADERS | {"class_teacher"}, _remark_id("maths"), first=_look("maths")),
        Case(frozenset({"teacher_b"}), _remark_id("maths_b"), first=_look("maths_b")),
        Case(NOBODY, _remark_id("maths_b"), first=_look("maths")),
    ),
    absent=nowhere("remark_id"),
)
CALLS["RemarkState.withdraw"] = Call(
    (
        Case(LEADERS | {"class_teacher"}, first=_ask("maths"), writes=True),
        Case(frozenset({"teacher_b"}), first=_ask("maths_b"), writes=True),
        Case(NOBODY),
    )
)
