"""Term and year marks: proposed by the rule, set by the teacher."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import select

from ejournal import clock
from ejournal.errors import NotFound
from ejournal.models import AuditEntry, OutboxNotice, TermMark
from ejournal.services import audit
from ejournal.services.journal.ops import OpStatus
from ejournal.services.journal.spread import open_journal
from ejournal.services.journal.term_columns import TermCell
from ejournal.services.journal.term_marks import TermMarkOp, TermOutcome, put_term_marks
from tests.cast import Cast
from tests.services.journal_helpers import MONDAY, QueryCount, enrol_many, op, put, set_window

DAYS = (date(2026, 11, 9), date(2026, 11, 12), date(2026, 11, 13), MONDAY)


@pytest.fixture
def cast(cast: Cast) -> Cast:
    cast.courses["maths"].weekly_hours = Decimal(1)
    cast.session.flush()
    return cast


def course_id(cast: Cast) -> int:
    return cast.courses["maths"].id or 0


def set_mark(
    cast: Cast,
    value: str,
    key: str = "2",
    pupil: str = "pupil",
    base: str | None = None,
    by: str = "class_teacher",
) -> TermOutcome:
    entry = TermMarkOp("1", cast.id_of(pupil), key, value, base)
    return put_term_marks(cast.session, cast.actor(by), course_id(cast), [entry], clock.now())


def status(outcome: TermOutcome) -> OpStatus:
    return outcome.results[0].status


def shown(cast: Cast, key: str = "2", pupil: str = "pupil", term: int | None = 2) -> TermCell:
    view = open_journal(cast.session, cast.actor("class_teacher"), course_id(cast), term)
    row = next(row for row in view.rows if row.pupil_id == cast.id_of(pupil))
    return next(one for one in row.terms if one.key == key)


def test_the_rule_proposes_and_the_teacher_sets(cast: Cast) -> None:
    put(cast, *(op(cast, "4", day=day) for day in DAYS))
    assert shown(cast) == TermCell("2", "", "4", deviates=False)
    outcome = set_mark(cast, "4")
    assert status(outcome) is OpStatus.OK
    assert shown(cast) == TermCell("2", "4", "4", deviates=False)


def test_a_deviation_is_kept_beside_what_was_proposed(cast: Cast) -> None:
    put(cast, *(op(cast, "4", day=day) for day in DAYS))
    outcome = set_mark(cast, "5")
    assert shown(cast).deviates
    assert outcome.rows[cast.id_of("pupil")][1] == TermCell("2", "5", "4", deviates=True)
    assert cast.session.execute(select(TermMark.value, TermMark.proposed)).all() == [("5", "4")]


@pytest.mark.parametrize(
    ("typed", "value"), [("н/а", "н/а"), ("на", "н/а"), ("осв", "осв"), ("3", "3"), ("", "")]
)
def test_usual_spellings_of_a_term_mark(cast: Cast, typed: str, value: str) -> None:
    assert set_mark(cast, typed).results[0].value == value


@pytest.mark.parametrize("typed", ["5/4", "оп", "6", "зач", "чушь"])
def test_what_is_no_term_mark_is_refused(cast: Cast, typed: str) -> None:
    assert status(set_mark(cast, typed)) is OpStatus.REFUSED


def test_a_year_mark_is_proposed_once_every_term_has_one(cast: Cast) -> None:
    spring = replace(cast.actor("class_teacher"), today=date(2027, 5, 20))
    set_window(cast, 365)
    terms = [TermMarkOp(key, cast.id_of("pupil"), key, "4" if key == "1" else "5") for key in "1234"]
    outcome = put_term_marks(cast.session, spring, course_id(cast), terms, clock.now())
    assert outcome.rows[cast.id_of("pupil")][-1] == TermCell("year", "", "5", deviates=False)
    year = TermMarkOp("year", cast.id_of("pupil"), "year", "5")
    put_term_marks(cast.session, spring, course_id(cast), [year], clock.now())
    assert shown(cast, "year", term=None).value == "5"


def test_too_few_marks_at_the_end_of_the_term_propose_not_attested(cast: Cast) -> None:
    december = replace(cast.actor("class_teacher"), today=date(2026, 12, 25))
    view = open_journal(cast.session, december, course_id(cast), 2)
    assert {cell.proposal for row in view.rows for cell in row.terms if cell.key == "2"} == {"н/а"}


def test_a_term_that_has_not_begun_has_no_marks(cast: Cast) -> None:
    assert status(set_mark(cast, "5", key="3")) is OpStatus.REFUSED
    assert status(set_mark(cast, "5", key="year")) is OpStatus.REFUSED
    assert status(set_mark(cast, "5", key="exam")) is OpStatus.REFUSED
    assert status(set_mark(cast, "5", key="9")) is OpStatus.REFUSED
    assert status(set_mark(cast, "5", key="2")) is OpStatus.OK


def test_a_term_mark_changed_meanwhile_is_not_lost(cast: Cast) -> None:
    set_mark(cast, "5", base="")
    result = set_mark(cast, "4", base="").results[0]
    assert (result.status, result.value) == (OpStatus.CONFLICT, "5")
    assert status(set_mark(cast, "5", base="")) is OpStatus.OK  # sent again


@pytest.mark.parametrize(
    "who", ["teacher", "substitute", "deputy", "director", "admin", "pupil", "teacher_b"]
)
def test_only_the_course_s_teacher_sets_term_marks(cast: Cast, who: str) -> None:
    with pytest.raises(NotFound):
        set_mark(cast, "5", by=who)


def test_a_foreign_pupil_is_refused(cast: Cast) -> None:
    assert set_mark(cast, "5", pupil="other_pupil").results[0].message == "Not found"


def test_term_marks_leave_a_trace_and_a_notice(cast: Cast) -> None:
    set_mark(cast, "5")
    set_mark(cast, "4")
    entries = [entry.after for entry in cast.session.scalars(select(AuditEntry))]
    assert [(entry or {})["value"] for entry in entries] == ["5", "4"]
    assert audit.first_fault(cast.session, cast.schools["a"].id or 0) is None
    notices = cast.session.scalars(select(OutboxNotice)).all()
    assert {(notice.kind, notice.payload["text"]) for notice in notices} == {("term_mark", "4")}
    assert len(notices) == 2


def test_a_whole_class_takes_the_same_queries(cast: Cast) -> None:
    pupils = enrol_many(cast, 30)
    cast.session.commit()
    teacher = cast.actor("class_teacher")
    set_mark(cast, "3")
    ops = [TermMarkOp(str(pupil_id), pupil_id, "2", "5") for pupil_id in pupils]
    with QueryCount(cast.session) as few:
        put_term_marks(cast.session, teacher, course_id(cast), ops[:1], clock.now())
    with QueryCount(cast.session) as many:
        put_term_marks(cast.session, teacher, course_id(cast), ops[1:], clock.now())
    assert len(few) == len(many)
