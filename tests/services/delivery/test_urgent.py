"""What is urgent: at once, at any hour, whatever was chosen; until it is confirmed."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from ejournal import clock
from ejournal.errors import DomainError
from ejournal.models import Channel, Fate, Going, NoticeChoice, NoticeKind, OutboxNotice
from ejournal.services.delivery import choices, of_school, sending
from ejournal.services.delivery.urgent import UrgentNews, confirmed, tell_urgent
from ejournal.services.delivery.ways import Told, reached
from ejournal.services.notices.board import count_unread
from tests.cast import DAY, Cast
from tests.services.delivery.conftest import NOON
from tests.services.delivery.helpers import deliveries, plan, send, tell, to

At = Callable[[timedelta], datetime]
HOUR = timedelta(hours=1)
NIGHT = 11 * HOUR
"""Eleven in the evening where the school stands."""
NEWS = UrgentNews(7, "Школа закрыта", "Завтра уроков нет", "Орлова О. О.", DAY)


def school(cast: Cast) -> int:
    return cast.schools["a"].id or 0


def tell_all(cast: Cast, *names: str) -> None:
    tell_urgent(cast.session, school(cast), [cast.id_of(one) for one in names], NEWS, clock.now())


def test_it_goes_at_night_past_all_that_was_chosen(family: Cast, at: At) -> None:
    guardian = family.actor("guardian")
    choices.stop_mail(family.session, guardian, clock.now(), stopped=True)
    family.session.add(
        NoticeChoice(
            school_id=school(family), account_id=guardian.account_id, kind=NoticeKind.URGENT_MESSAGE,
            channel=Channel.MAIL, going=Going.NEVER,
        )
    )  # fmt: skip
    at(NIGHT)
    tell(family, "pupil", kind=NoticeKind.SUBSTITUTION)
    tell_all(family, "guardian", "pupil")
    letters = send(family)
    assert sorted(one.to_address for one in letters) == ["guardian@example.test", "pupil@example.test"]
    (letter,) = to(letters, "guardian")
    assert letter.letter.subject == "Школа закрыта"
    assert "Завтра уроков нет" in letter.letter.body
    assert letter.stop == ""


def test_nobody_chooses_how_it_goes(family: Cast) -> None:
    for name in ("guardian", "teacher", "admin"):
        assert NoticeKind.URGENT_MESSAGE not in choices.kinds_for(family.actor(name))
        with pytest.raises(DomainError):
            choices.choose(family.session, family.actor(name), NoticeKind.URGENT_MESSAGE, Going.NEVER)
    assert NoticeKind.URGENT_MESSAGE not in of_school.of_school(family.session, family.actor("admin")).kinds


def test_it_goes_before_all_that_has_waited_longer(family: Cast, at: At) -> None:
    choices.choose(family.session, family.actor("guardian"), NoticeKind.SUBSTITUTION, Going.NOW)
    for number in range(30):
        at(number * timedelta(minutes=1))
        tell(family, "pupil")
    plan(family)
    at(HOUR)
    tell_all(family, "guardian")
    plan(family)
    ids = sending.claim(family.session, "one", sending.PORTION)
    assert len(ids) == sending.PORTION
    urgent = [one.id for one in deliveries(family) if one.urgent]
    assert ids[:1] == urgent


def test_who_has_confirmed_gets_nothing_more(family: Cast, at: At) -> None:
    at(NIGHT)
    tell_all(family, "guardian", "pupil")
    confirmed(family.session, school(family), NEWS.number, [family.id_of("pupil")])  # before it was planned
    plan(family)
    assert [one.account_id for one in deliveries(family)] == [family.accounts["guardian"].id]
    assert count_unread(family.session, family.actor("pupil")) == 0
    confirmed(family.session, school(family), NEWS.number, [family.id_of("guardian")])
    assert send(family) == []
    assert [one.fate for one in deliveries(family)] == [Fate.DROPPED]
    seen = select(OutboxNotice.read_at).where(col(OutboxNotice.read_at).is_(None))
    assert family.session.exec(seen).all() == []


def test_who_was_reached_by_what_and_whom_nothing_reaches(family: Cast, at: At) -> None:
    tell_all(family, "guardian", "pupil", "teacher")
    plan(family)
    ids = sending.claim(family.session, "one", 1)
    sending.note_refused(family.session, ids[0], "one", "550 no such user", for_ever=True, of_recipient=True)
    send(family)
    found = reached(family.session, Told(school(family), NEWS.key, NOON))
    assert {one: len(found[family.id_of(one)].ways) for one in ("guardian", "pupil", "teacher")} == {
        "guardian": 1, "pupil": 1, "teacher": 0,
    }  # fmt: skip
    ways = [way for one in found.values() for way in one.ways]
    assert sorted((one.fate, one.error) for one in ways) == [
        (Fate.BOUNCED, "550 no such user"), (Fate.SENT, ""),
    ]  # fmt: skip
    assert sorted(one.arrived for one in found.values()) == [False, False, True]
    confirmed(family.session, school(family), NEWS.number, [family.id_of("teacher")])
    assert reached(family.session, Told(school(family), NEWS.key, NOON))[family.id_of("teacher")].arrived
    assert reached(family.session, Told(school(family), "urgent:8", NOON)) == {}
