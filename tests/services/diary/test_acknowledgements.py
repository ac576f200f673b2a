"""Acknowledged weeks: pressed once, taken back the same day, seen by the class teacher."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from ejournal import clock
from ejournal.errors import DomainError, NotFound
from ejournal.models import Acknowledgement, DiaryVisit
from ejournal.services.audit.entries import first_fault
from ejournal.services.diary.acknowledgements import (
    ChildReading,
    acknowledge_week,
    acknowledgements_of_class,
    withdraw_acknowledgement,
)
from ejournal.services.diary.week import open_week
from tests.cast import DAY, Cast
from tests.services.diary_helpers import counted_queries

MONDAY = date(2026, 11, 16)


def acknowledge(cast: Cast, reader: str = "guardian", day: date = DAY) -> None:
    acknowledge_week(cast.session, cast.actor(reader), cast.id_of("pupil"), day)


def kept(cast: Cast) -> list[date]:
    return [row.week for row in cast.session.exec(select(Acknowledgement)).all()]


def test_a_week_is_acknowledged_by_its_monday_and_once(cast: Cast) -> None:
    acknowledge(cast)
    acknowledge(cast, day=DAY - timedelta(days=1))
    assert kept(cast) == [MONDAY]
    assert first_fault(cast.session, cast.schools["a"].id or 0) is None


def test_the_diary_names_who_acknowledged(cast: Cast) -> None:
    acknowledge(cast)
    found = open_week(cast.session, cast.actor("pupil"), cast.id_of("pupil"), DAY)
    assert [reader.name for reader in found.readers] == ["М. П. Лебедева"]


def test_a_week_that_has_not_begun_cannot_be_acknowledged(cast: Cast) -> None:
    with pytest.raises(DomainError):
        acknowledge(cast, day=DAY + timedelta(days=7))


@pytest.mark.parametrize("reader", ["pupil", "class_teacher", "deputy", "other_guardian"])
def test_nobody_acknowledges_for_the_guardian(cast: Cast, reader: str) -> None:
    with pytest.raises(NotFound):
        acknowledge(cast, reader)


def test_it_can_be_taken_back_on_the_same_day(cast: Cast) -> None:
    acknowledge(cast)
    withdraw_acknowledgement(cast.session, cast.actor("guardian"), cast.id_of("pupil"), DAY)
    assert kept(cast) == []


def test_it_cannot_be_taken_back_later(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    acknowledge(cast)
    later = clock.now() + timedelta(days=1)
    actor = cast.actor("guardian")
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(DomainError):
        withdraw_acknowledgement(cast.session, actor, cast.id_of("pupil"), DAY)


def test_taking_back_what_was_not_pressed_is_no_error(cast: Cast) -> None:
    withdraw_acknowledgement(cast.session, cast.actor("guardian"), cast.id_of("pupil"), DAY)
    assert kept(cast) == []


def reading(cast: Cast, reader: str = "class_teacher") -> dict[str, ChildReading]:
    class_id = cast.classes["6b"].id or 0
    found = acknowledgements_of_class(cast.session, cast.actor(reader), class_id, DAY)
    return {child.name: child for child in found}


def test_the_class_teacher_sees_who_looked_and_who_acknowledged(cast: Cast) -> None:
    acknowledge(cast)
    cast.session.add(
        DiaryVisit(
            school_id=cast.schools["a"].id or 0,
            pupil_id=cast.id_of("classmate"),
            person_id=cast.id_of("teacher_parent"),
            last_at=clock.now(),
        )
    )
    cast.session.flush()
    found = reading(cast)
    assert list(found) == ["Зайцев Илья", "Лебедева Анна", "Петров Глеб"]
    anna, ilya, gleb = found["Лебедева Анна"], found["Зайцев Илья"], found["Петров Глеб"]
    assert (anna.is_acknowledged, ilya.is_acknowledged, ilya.is_looked_at) == (True, False, True)
    assert gleb.guardians == ()


def test_a_look_before_the_week_does_not_count(cast: Cast) -> None:
    cast.session.add(
        DiaryVisit(
            school_id=cast.schools["a"].id or 0,
            pupil_id=cast.id_of("pupil"),
            person_id=cast.id_of("guardian"),
            last_at=clock.start_of(MONDAY, "Europe/Moscow") - timedelta(minutes=1),
        )
    )
    cast.session.flush()
    assert not reading(cast)["Лебедева Анна"].is_looked_at


@pytest.mark.parametrize("reader", ["teacher", "guardian", "pupil", "teacher_b"])
def test_the_class_is_closed_to_others(cast: Cast, reader: str) -> None:
    with pytest.raises(NotFound):
        reading(cast, reader)


def test_the_class_costs_two_queries(cast: Cast) -> None:
    actor, class_id = cast.actor("class_teacher"), cast.classes["6b"].id or 0
    cast.session.flush()
    cast.session.expunge_all()
    with counted_queries(cast.session) as seen:
        acknowledgements_of_class(cast.session, actor, class_id, DAY)
    assert len(seen) == 2
