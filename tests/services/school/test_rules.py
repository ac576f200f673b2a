"""The school's own rules of marks: checked, counted by the journal, on record."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import select

from ejournal.errors import DomainError, NotAllowed
from ejournal.models import AuditEntry, SchoolSettings
from ejournal.services.audit.entries import first_fault
from ejournal.services.base.changed import take
from ejournal.services.base.topics import journals_topic, papers_topic
from ejournal.services.courses.frame import frames
from ejournal.services.grading.averages import RoundingRule
from ejournal.services.school.rules import (
    MarkRules,
    fewest_examples,
    mark_rules,
    marks_given,
    open_until,
    set_mark_rules,
    step_example,
)
from tests.cast import CAST, DAY, STRANGER, Cast

MAY = {"deputy", "director", "admin"}
STRICT = MarkRules(
    RoundingRule(Decimal("4.65"), Decimal("3.65"), Decimal("2.65"), 4, 6, 8),
    one_allowed=True,
    edit_window_days=3,
    remark_visible=True,
)


def test_rules_count_at_once_in_every_journal(cast: Cast) -> None:
    assert set_mark_rules(cast.session, cast.actor("deputy"), STRICT)
    assert mark_rules(cast.session, cast.actor("admin")) == STRICT
    course = cast.courses["maths"]
    frame = frames(cast.session, course.school_id, [course.id or 0])[course.id or 0]
    assert frame.rule == STRICT.rule
    assert "1" in frame.scale.marks
    assert frame.is_late(DAY - timedelta(days=4), DAY)
    assert not frame.is_late(DAY - timedelta(days=3), DAY)
    assert take(cast.session) == [journals_topic(course.school_id)]
    set_mark_rules(cast.session, cast.actor("deputy"), replace(STRICT, journal_kept_years=10))
    assert take(cast.session) == [journals_topic(course.school_id), papers_topic(course.school_id)]


def test_the_other_school_keeps_its_own(cast: Cast) -> None:
    set_mark_rules(cast.session, cast.actor("deputy"), STRICT)
    course = cast.courses["maths_b"]
    assert frames(cast.session, course.school_id, [course.id or 0])[course.id or 0].rule == RoundingRule()


def test_a_school_without_a_row_gets_one(cast: Cast) -> None:
    for row in cast.session.scalars(select(SchoolSettings)):
        cast.session.delete(row)
    cast.session.flush()
    assert mark_rules(cast.session, cast.actor("deputy")).rule == RoundingRule()
    set_mark_rules(cast.session, cast.actor("deputy"), STRICT)
    assert mark_rules(cast.session, cast.actor("deputy")) == STRICT


def test_a_change_is_on_record_and_no_change_is_not(cast: Cast) -> None:
    set_mark_rules(cast.session, cast.actor("deputy"), STRICT)
    assert not set_mark_rules(cast.session, cast.actor("deputy"), STRICT)
    (entry,) = cast.session.scalars(select(AuditEntry)).all()
    assert entry.action == "settings.marks"
    assert ((entry.before or {})["to_five"], (entry.after or {})["to_five"]) == ("4.5", "4.65")
    assert first_fault(cast.session, entry.school_id) is None


@pytest.mark.parametrize("member", [name for name in CAST if name not in MAY | {STRANGER}])
def test_nobody_else_reads_or_sets_them(cast: Cast, member: str) -> None:
    with pytest.raises(NotAllowed):
        mark_rules(cast.session, cast.actor(member))
    with pytest.raises(NotAllowed):
        set_mark_rules(cast.session, cast.actor(member), STRICT)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("to_five", "5"),
        ("to_five", "4"),
        ("to_five", "4.555"),
        ("to_four", "2.5"),
        ("to_three", "0"),
    ],
)
def test_a_threshold_stands_between_two_marks(cast: Cast, field: str, value: str) -> None:
    wrong = replace(STRICT, rule=replace(STRICT.rule, **{field: Decimal(value)}))
    with pytest.raises(DomainError) as raised:
        set_mark_rules(cast.session, cast.actor("deputy"), wrong)
    assert raised.value.field == field


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("fewest_weekly_one", replace(STRICT, rule=replace(STRICT.rule, fewest_weekly_one=0))),
        ("fewest_weekly_more", replace(STRICT, rule=replace(STRICT.rule, fewest_weekly_more=31))),
        ("edit_window_days", replace(STRICT, edit_window_days=-1)),
        ("edit_window_days", replace(STRICT, edit_window_days=366)),
        ("journal_kept_years", replace(STRICT, journal_kept_years=4)),
        ("journal_kept_years", replace(STRICT, journal_kept_years=101)),
        ("summary_kept_years", replace(STRICT, summary_kept_years=24)),
    ],
)
def test_numbers_have_their_bounds(cast: Cast, field: str, wrong: MarkRules) -> None:
    with pytest.raises(DomainError) as raised:
        set_mark_rules(cast.session, cast.actor("deputy"), wrong)
    assert raised.value.field == field


def test_examples_are_counted_as_the_journal_counts() -> None:
    step = step_example(RoundingRule(), Decimal("4.5"))
    assert (step.mark, step.below, step.mark_below) == ("5", Decimal("4.49"), "4")
    few = fewest_examples(RoundingRule(fewest_weekly_one=1))
    assert [(one.enough, one.mark, one.mark_of_fewer) for one in few] == [
        (1, "4", ""),
        (5, "4", "н/а"),
        (7, "4", "н/а"),
    ]
    assert marks_given(True)[-1] == "1"
    assert marks_given(False)[-1] == "2"
    assert open_until(DAY, 14) == DAY + timedelta(days=14)
