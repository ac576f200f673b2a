"""Early notices of the cast: whose they are, what is done about them, bounds, and whether they were right."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import AuditEntry, EarlyNoticeKind, EarlyNoticeTalk
from ejournal.services.early_notice.facts import Rule
from ejournal.services.early_notice.noticing import noticed
from ejournal.services.early_notice.rule import rule_of, set_rule
from ejournal.services.early_notice.talks import close_talk, note_talk
from ejournal.services.early_notice.trying import tried
from tests.cast import DAY, Cast
from tests.services.diary_helpers import counted_queries
from tests.services.reports.reports_helpers import give_marks, miss, set_term_marks

MATHS_DAYS = [date(2026, 11, 9), date(2026, 11, 12), date(2026, 11, 13), date(2026, 11, 16), DAY]


def trouble(cast: Cast) -> None:
    """Илья has three «2» in maths within two weeks; Вера of another class too."""
    give_marks(cast, "maths", "classmate", "42222", MATHS_DAYS)
    give_marks(cast, "maths_v", "other_pupil", "222", [date(2026, 11, 9), date(2026, 11, 13), DAY])


def about(cast: Cast) -> tuple[EarlyNoticeKind, int]:
    return EarlyNoticeKind.FAILING_MARKS, cast.courses["maths"].subject_id


def test_a_class_teacher_is_told_of_the_own_class_and_a_head_of_all(cast: Cast) -> None:
    trouble(cast)
    own = noticed(cast.session, cast.actor("class_teacher"))
    assert [(one.name, one.subject, one.flag.kind, one.flag.count, one.acts) for one in own] == [
        ("Зайцев Илья", "Математика", EarlyNoticeKind.FAILING_MARKS, 4, "И. С. Котова")
    ]
    assert [(one.name, one.acts) for one in noticed(cast.session, cast.actor("deputy"))] == [
        ("Зайцев Илья", "И. С. Котова"),
        ("Никитина Вера", ""),
    ]
    assert noticed(cast.session, cast.actor("teacher")) == []
    assert noticed(cast.session, cast.actor("teacher_b")) == []
    for name in ("pupil", "guardian", "admin"):
        with pytest.raises(NotAllowed):
            noticed(cast.session, cast.actor(name))


def test_absences_of_the_own_lessons_are_noticed(cast: Cast) -> None:
    for day in (date(2026, 11, 9), date(2026, 11, 12)):
        miss(cast, "maths", "pupil", day)
    late = replace(cast.actor("class_teacher"), today=date(2026, 11, 27))
    found = [one for one in noticed(cast.session, late) if not one.subject]
    assert [(one.name, one.flag.count, one.flag.of, one.flag.now) for one in found] == []
    miss(cast, "russian", "pupil", date(2026, 11, 9))
    found = [one for one in noticed(cast.session, late) if not one.subject]
    assert [(one.name, one.flag.count, one.flag.of, one.flag.now) for one in found] == [
        ("Лебедева Анна", 3, 24, Decimal("12.50"))
    ]


def test_a_talk_is_written_down_followed_up_and_closed(cast: Cast) -> None:
    trouble(cast)
    actor, pupil_id = cast.actor("class_teacher"), cast.id_of("classmate")
    first = note_talk(cast.session, actor, pupil_id, about(cast), "три «2»", "Обещали", DAY + timedelta(7))
    again = note_talk(cast.session, actor, pupil_id, about(cast), "четыре «2»", "Позвонили", None)
    assert again == first  # one thing to do, not two
    (one,) = noticed(cast.session, actor)
    assert one.talk is not None
    assert (one.talk.note, one.talk.follow_up, one.talk.is_closed) == ("Позвонили", None, False)
    with pytest.raises(DomainError, match="Say what came of it"):
        close_talk(cast.session, actor, first, "")
    close_talk(cast.session, actor, first, "Исправил две")
    (one,) = noticed(cast.session, actor)
    assert one.talk is not None
    assert (one.talk.outcome, one.talk.is_closed) == ("Исправил две", True)
    trail = cast.session.scalars(select(AuditEntry).where(AuditEntry.action.like("early_notice%")))  # type: ignore[attr-defined]
    assert [row.action for row in trail] == [
        "early_notice.talk", "early_notice.talk", "early_notice.outcome",
    ]  # fmt: skip


def test_what_is_closed_is_named_again_after_a_fortnight_of_the_same(cast: Cast) -> None:
    trouble(cast)
    actor = cast.actor("class_teacher")
    talk = note_talk(cast.session, actor, cast.id_of("classmate"), about(cast), "три «2»", "", None)
    close_talk(cast.session, actor, talk, "Исправил")
    row = cast.session.get_one(EarlyNoticeTalk, talk)
    row.talked_on = DAY - timedelta(14)
    cast.session.flush()
    (one,) = noticed(cast.session, actor)
    assert one.talk is None


def test_nobody_writes_about_pupils_of_others(cast: Cast) -> None:
    actor = cast.actor("class_teacher")
    foreign = cast.id_of("other_pupil")
    for name in ("class_teacher", "teacher", "teacher_b", "guardian"):
        with pytest.raises(NotFound):
            note_talk(cast.session, cast.actor(name), foreign, about(cast), "факт", "", None)
    mine = note_talk(cast.session, cast.actor("deputy"), foreign, about(cast), "факт", "", None)
    with pytest.raises(NotFound):
        close_talk(cast.session, actor, mine, "итог")
    with pytest.raises(NotFound):
        close_talk(cast.session, actor, 10**6, "итог")
    other = (EarlyNoticeKind.FAILING_MARKS, cast.courses["maths_b"].subject_id)
    with pytest.raises(NotFound):
        note_talk(cast.session, actor, cast.id_of("classmate"), other, "факт", "", None)


@pytest.mark.parametrize("days", [-1, 121])
def test_a_day_to_look_again_is_one_to_come_and_near(cast: Cast, days: int) -> None:
    with pytest.raises(DomainError) as error:
        note_talk(
            cast.session, cast.actor("deputy"), cast.id_of("classmate"), about(cast), "факт", "",
            DAY + timedelta(days),
        )  # fmt: skip
    assert error.value.field == "follow_up"


def test_bounds_are_the_school_s_and_may_be_tried_before_they_are_set(cast: Cast) -> None:
    trouble(cast)
    head = cast.actor("director")
    narrow = Rule(failing_marks=4, average_drop=Decimal(3))
    assert [one.name for one in noticed(cast.session, head, narrow)] == ["Зайцев Илья"]
    assert len(noticed(cast.session, head)) == 2
    set_rule(cast.session, head, narrow)
    assert rule_of(cast.session, head.school_id) == narrow
    assert len(noticed(cast.session, head)) == 1
    with pytest.raises(NotAllowed):
        set_rule(cast.session, cast.actor("class_teacher"), narrow)


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (Rule(failing_marks=0), "failing_marks"), (Rule(failing_marks=11), "failing_marks"),
        (Rule(average_drop=Decimal(0)), "average_drop"), (Rule(average_drop=Decimal(4)), "average_drop"),
        (Rule(absence_share=0), "absence_share"), (Rule(growth_share=101), "growth_share"),
    ],
)  # fmt: skip
def test_bounds_that_name_everybody_or_nobody_are_refused(cast: Cast, rule: Rule, field: str) -> None:
    with pytest.raises(DomainError) as error:
        set_rule(cast.session, cast.actor("deputy"), rule)
    assert error.value.field == field


def test_of_a_past_term_it_is_said_who_failed_and_that_data_is_too_little(cast: Cast) -> None:
    before = replace(cast.actor("deputy"), today=date(2026, 10, 1))
    assert tried(cast.session, before) is None
    give_marks(cast, "maths", "classmate", "22222", MATHS_DAYS)
    set_term_marks(
        cast, 2, {("maths", "classmate"): "2", ("maths", "pupil"): "5", ("russian", "arrived"): "2"}
    )
    later = replace(cast.actor("deputy"), today=date(2027, 1, 15))
    found = tried(cast.session, later, Rule(failing_marks=1))
    assert found is not None
    assert (found.period.number, found.noticed, found.came_true, found.failed) == (2, 1, 1, 2)
    assert (found.precision, found.recall) == (None, None)


def test_notices_of_a_school_take_the_same_queries_whatever_is_noticed(cast: Cast) -> None:
    actor = cast.actor("deputy")
    noticed(cast.session, actor)
    with counted_queries(cast.session) as before:
        noticed(cast.session, actor)
    trouble(cast)
    with counted_queries(cast.session) as after:
        noticed(cast.session, actor)
    assert len(before) == len(after) <= 20
