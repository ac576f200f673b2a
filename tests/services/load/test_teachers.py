"""What teachers need of the timetable: closed lessons, days, limits, own rooms."""

import pytest
from sqlmodel import select

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import AuditEntry
from ejournal.services.load.teachers import (
    WHOLE_DAY,
    TeacherWeek,
    set_closed,
    set_needs,
    size_of_week,
    teacher_week,
)
from ejournal.services.timetable.facts import load_facts
from tests.cast import Cast


def year(cast: Cast) -> int:
    return cast.years["a"].id or 0


def week(cast: Cast) -> TeacherWeek:
    return teacher_week(cast.session, cast.actor("deputy"), year(cast), cast.id_of("teacher"))


def close(cast: Cast, weekday: int, number: int, closed: bool = True) -> None:
    set_closed(cast.session, cast.actor("deputy"), year(cast), cast.id_of("teacher"), weekday, number, closed)


def test_a_lesson_is_closed_and_opened_again(cast: Cast) -> None:
    close(cast, 2, 3)
    close(cast, 2, 3)
    assert week(cast).closed == {(2, 3)}
    close(cast, 2, 3, closed=False)
    assert week(cast).closed == frozenset()
    assert len(cast.session.scalars(select(AuditEntry.id)).all()) == 2, "twice the same is done once"


def test_a_closed_day_swallows_its_lessons_and_can_be_opened_but_for_one(cast: Cast) -> None:
    close(cast, 2, 3)
    close(cast, 2, WHOLE_DAY)
    close(cast, 4, 1)
    assert week(cast).closed == {(2, WHOLE_DAY), (4, 1)}
    assert all(week(cast).is_closed(2, number) for number in range(1, 16))
    close(cast, 2, 3, closed=False)
    assert not week(cast).is_closed(2, 3)
    assert week(cast).is_closed(2, 4)
    close(cast, 2, WHOLE_DAY, closed=False)
    assert week(cast).closed == {(4, 1)}


def test_the_timetable_is_checked_by_what_was_entered(cast: Cast) -> None:
    close(cast, 2, WHOLE_DAY)
    teacher, room = cast.id_of("teacher"), cast.rooms["31"].id or 0
    set_needs(cast.session, cast.actor("deputy"), year(cast), teacher, 4, room)
    facts = load_facts(cast.session, cast.actor("deputy").school_id, year(cast))
    assert facts.is_away(teacher, 2, 7)
    assert not facts.is_away(teacher, 3, 7)
    assert facts.limits[teacher].most_a_day == 4
    assert facts.limits[teacher].teacher.endswith("Соколов")
    assert facts.own_rooms == {teacher: room}
    set_needs(cast.session, cast.actor("deputy"), year(cast), teacher, None, None)
    facts = load_facts(cast.session, cast.actor("deputy").school_id, year(cast))
    assert (dict(facts.limits), dict(facts.own_rooms)) == ({}, {})


def test_the_week_is_as_long_as_the_longest_of_the_school(cast: Cast) -> None:
    assert size_of_week(cast.session, cast.actor("deputy"), year(cast)) == (5, 7)
    cast.classes["2a"].days_per_week = 6
    cast.session.flush()
    assert size_of_week(cast.session, cast.actor("deputy"), year(cast)) == (6, 7)


def test_nonsense_and_others_are_refused(cast: Cast) -> None:
    deputy, teacher = cast.actor("deputy"), cast.id_of("teacher")
    for weekday, number in ((0, 1), (8, 1), (1, 16), (1, -1)):
        with pytest.raises(DomainError):
            close(cast, weekday, number)
    for most in (0, 13):
        with pytest.raises(DomainError):
            set_needs(cast.session, deputy, year(cast), teacher, most, None)
    for other in ("pupil", "teacher_b"):
        with pytest.raises(NotFound):
            set_closed(cast.session, deputy, year(cast), cast.id_of(other), 1, 1, True)
    with pytest.raises(NotFound):
        set_closed(cast.session, deputy, cast.years["b"].id or 0, teacher, 1, 1, True)
    for member in ("teacher", "admin", "pupil"):
        with pytest.raises((NotAllowed, NotFound)):
            set_closed(cast.session, cast.actor(member), year(cast), teacher, 1, 1, True)
