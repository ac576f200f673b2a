"""Events: announced, answered, places and who waits for one, moved, cancelled, reminded of, attended."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session

from ejournal import clock
from ejournal.database import engine
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import AuditEntry, Enrolment, EventPer, EventSaid, EventState, NoticeKind, Whom
from ejournal.models.base import table
from ejournal.services.accounts.throttle import TooFast
from ejournal.services.events import answering, changing, feed, lists, planning, reading, reminding
from ejournal.services.files import keeping
from ejournal.services.schedule.feeds import make_feed
from tests.cast import DAY, Cast, make_cast
from tests.infra.databases import Databases
from tests.services.diary_helpers import counted_queries
from tests.services.events.calendar import FILLED, LATER, NOON, Calendar, day
from tests.services.files.test_keeping import Files
from tests.services.test_at_once import at_once

YES, NO, MAYBE = EventSaid.YES, EventSaid.NO, EventSaid.MAYBE
INVITED, CHANGED = NoticeKind.EVENT, NoticeKind.EVENT_CHANGED


@pytest.fixture
def calendar(cast: Cast) -> Calendar:
    return Calendar(cast)


def titles(calendar: Calendar, who: str) -> list[str]:
    found = reading.between(calendar.session, calendar.cast.actor(who), day(-40), day(400))
    return [one.title for one in found]


def test_those_invited_see_it_and_are_told(calendar: Calendar, cast: Cast) -> None:
    number = calendar.announce("class_teacher", "class:6b", whom=Whom.GUARDIANS)
    assert set(calendar.told(INVITED)) == {"guardian", "teacher_parent"}
    for who in ("guardian", "teacher_parent", "class_teacher", "deputy"):
        assert titles(calendar, who) == ["Поездка"]
    for who in ("pupil", "other_guardian", "teacher", "admin", "teacher_b"):
        assert titles(calendar, who) == []
        with pytest.raises(NotFound):
            reading.opened(calendar.session, cast.actor(who), number, NOON)
    for part in ("class:6v", "grade:6", "role:guardian"):
        with pytest.raises(NotFound):
            calendar.draft("class_teacher", part)
    for who in ("teacher", "guardian", "pupil"):
        with pytest.raises(NotAllowed):
            planning.begin(calendar.session, cast.actor(who), NOON)


def test_a_draft_is_the_authors_alone(calendar: Calendar, cast: Cast) -> None:
    number = calendar.draft("deputy", "role:guardian")
    assert titles(calendar, "guardian") == titles(calendar, "director") == []
    with pytest.raises(NotFound):
        reading.opened(calendar.session, cast.actor("director"), number, NOON)
    assert [one.id for one in planning.own_drafts(calendar.session, cast.actor("deputy"))] == [number]
    planning.drop_part(calendar.session, cast.actor("deputy"), number, calendar._board.part("role:guardian"))
    with pytest.raises(DomainError, match="Choose to whom"):
        planning.announce(calendar.session, cast.actor("deputy"), number, calendar.now)
    planning.throw_away(calendar.session, cast.actor("deputy"), number)
    assert planning.own_drafts(calendar.session, cast.actor("deputy")) == []


def test_it_is_repeated_each_week_or_on_chosen_days(calendar: Calendar) -> None:
    weekly = calendar.announce("deputy", "role:guardian", weekly_until=LATER + timedelta(days=21))
    assert [one.day for one in calendar.dates(weekly)] == [day(10), day(17), day(24), day(31)]
    chosen = calendar.announce("deputy", "role:guardian", days=(day(40), day(12), day(10)))
    assert [one.day for one in calendar.dates(chosen)] == [day(10), day(12), day(40)]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": "\u200b"}, "title"),
        ({"title": "а" * 161}, "title"),
        ({"words": "а" * 16_001}, "words"),
        ({"place": "а" * 161}, "place"),
        ({"day": None}, "day"),
        ({"day": DAY - timedelta(days=1)}, "day"),
        ({"day": DAY + timedelta(days=600)}, "day"),
        ({"days": (DAY - timedelta(days=1),)}, "day"),
        ({"weekly_until": DAY}, "weekly_until"),
        ({"weekly_until": DAY + timedelta(days=549)}, "weekly_until"),
        ({"ends": time(9)}, "till"),
        ({"starts": None}, "till"),
        ({"per": EventPer.PERSON, "seats": 0}, "seats"),
        ({"per": EventPer.PERSON, "seats": 10**9}, "seats"),
        ({"per": EventPer.PERSON, "guests": -1}, "guests"),
        ({"per": EventPer.PERSON, "guests": 99}, "guests"),
        ({"files": ("no",)}, "files"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    calendar: Calendar, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        calendar.draft("deputy", "role:guardian", **fields)
    assert refused.value.field == field


def test_one_answers_for_oneself_and_otherwise(calendar: Calendar, cast: Cast) -> None:
    number, date_id = calendar.asked(guests=2)
    calendar.answer("guardian", date_id, YES, 2)
    assert calendar.taken(date_id) == 3
    calendar.answer("guardian", date_id, MAYBE)
    assert calendar.taken(date_id) == 0
    calendar.answer("guardian", date_id, YES, 1)
    found = reading.opened(calendar.session, cast.actor("guardian"), number, NOON)
    own = found.dates[0].answers[cast.id_of("guardian")]
    assert (own.said, own.guests, own.waits, own.before) == (YES, 1, False, False)
    with pytest.raises(DomainError) as refused:
        calendar.answer("guardian", date_id, YES, 3)
    assert refused.value.field == "guests"
    for who, whose in (
        ("guardian", "pupil"),
        ("guardian", "other_guardian"),
        ("pupil", "pupil"),
        ("deputy", ""),
    ):
        with pytest.raises(NotFound):
            calendar.answer(who, date_id, whose=whose)


def test_for_each_child_its_guardian_answers_or_the_child(calendar: Calendar, cast: Cast) -> None:
    number, date_id = calendar.asked("class:6b", per=EventPer.CHILD)
    calendar.answer("guardian", date_id, whose="pupil")
    calendar.answer("pupil", date_id, NO)
    for who, whose in (("guardian", "brother"), ("guardian", "classmate"), ("guardian", "guardian")):
        with pytest.raises(NotFound):
            calendar.answer(who, date_id, whose=whose)
    found = reading.opened(calendar.session, cast.actor("guardian"), number, NOON)
    assert {found.people[one]: own.said for one, own in found.dates[0].answers.items()} == {"Анна": NO}
    _, everybody = calendar.asked("role:guardian", per=EventPer.CHILD)
    for child in ("pupil", "brother"):
        calendar.answer("guardian", everybody, whose=child)
    assert calendar.taken(everybody) == 2


def test_who_finds_no_place_waits_and_moves_up(calendar: Calendar, cast: Cast) -> None:
    _, date_id = calendar.asked(seats=2, guests=1)
    assert not calendar.answer("guardian", date_id).waits
    assert calendar.answer("other_guardian", date_id, YES, 1).waits
    assert not calendar.answer("teacher_parent", date_id).waits
    assert calendar.waits(date_id) == {"other_guardian"}
    with pytest.raises(DomainError, match="not so many places"):
        calendar.answer("guardian", date_id, YES, 1)
    calendar.answer("teacher_parent", date_id, NO)
    assert (calendar.taken(date_id), calendar.waits(date_id)) == (1, {"other_guardian"})
    calendar.answer("guardian", date_id, NO)
    assert (calendar.taken(date_id), calendar.waits(date_id)) == (2, set())
    assert calendar.told(CHANGED) == {"other_guardian": "moved_up"}
    found = lists.attendance(calendar.session, cast.actor("deputy"), date_id)
    assert (found.count(YES), found.count(NO), found.waiting) == (1, 2, 0)


def test_more_places_go_to_those_who_wait_the_longest_first(calendar: Calendar, cast: Cast) -> None:
    number, date_id = calendar.asked(seats=1)
    for who in ("guardian", "other_guardian", "teacher_parent"):
        calendar.answer(who, date_id)
    assert calendar.answer("other_guardian", date_id).waits
    more = replace(FILLED, per=EventPer.PERSON, seats=2)
    changing.change(calendar.session, cast.actor("deputy"), number, more, calendar.now)
    assert calendar.waits(date_id) == {"teacher_parent"}
    changing.change(calendar.session, cast.actor("deputy"), number, replace(more, seats=None), calendar.now)
    assert (calendar.waits(date_id), calendar.taken(date_id)) == (set(), 3)
    other = replace(more, per=EventPer.CHILD)
    with pytest.raises(DomainError) as refused:
        changing.change(calendar.session, cast.actor("deputy"), number, other, calendar.now)
    assert refused.value.field == "per"


def test_of_two_at_once_for_the_last_place_one_has_it_and_the_other_waits(
    committed: Cast, database_kind: str, databases: Databases
) -> None:
    assert committed.people
    with Session(engine(), expire_on_commit=False, autoflush=False) as session:
        session.connection(execution_options={"writing": True})
        cast = databases.planted(database_kind, make_cast).taken_into(session)
        calendar = Calendar(cast)
        _, date_id = calendar.asked(seats=1)
        session.commit()
        actors = {name: cast.actor(name) for name in ("guardian", "other_guardian")}
        people = {name: cast.id_of(name) for name in actors}

    def come(who: str) -> Any:
        return lambda one: answering.answer(one, actors[who], date_id, people[who], YES, 0, calendar.now)

    first, second = at_once(come("guardian"), come("other_guardian"))
    assert (first.waits, second.waits) == (False, True)
    with Session(engine()) as session:
        calendar.session = session
        assert calendar.taken(date_id) == 1


def test_moved_everybody_is_told_and_asked_anew(calendar: Calendar, cast: Cast) -> None:
    number, date_id = calendar.asked(seats=1)
    calendar.answer("guardian", date_id)
    calendar.answer("other_guardian", date_id)
    session, deputy = calendar.session, cast.actor("deputy")
    changing.move(session, deputy, number, date_id, day(20), time(9), None, calendar.now)
    assert set(calendar.told(CHANGED)) == {"guardian", "other_guardian", "teacher_parent"}
    assert set(calendar.told(CHANGED).values()) == {"moved"}
    [asked] = reading.between(session, cast.actor("guardian"), day(0), day(30))
    assert (asked.asks, asked.day, calendar.taken(date_id)) == (True, day(20), 1)
    found = reading.opened(session, cast.actor("guardian"), number, NOON)
    assert found.dates[0].answers[cast.id_of("guardian")].before
    calendar.answer("guardian", date_id)
    [asked] = reading.between(session, cast.actor("guardian"), day(0), day(30))
    assert (asked.asks, calendar.taken(date_id)) == (False, 1)
    before = calendar.dates(number)[0].sequence
    changing.move(session, deputy, number, date_id, day(20), time(9), None, calendar.now)
    assert calendar.dates(number)[0].sequence == before
    for wrong in (DAY - timedelta(days=1), day(600)):
        with pytest.raises(DomainError):
            changing.move(session, deputy, number, date_id, wrong, None, None, calendar.now)
    with pytest.raises(NotFound):
        changing.move(session, cast.actor("class_teacher"), number, date_id, day(21), None, None, NOON)


def test_dates_are_added_and_cancelled_and_the_last_one_cancels_all(calendar: Calendar, cast: Cast) -> None:
    number, date_id = calendar.asked()
    session, deputy = calendar.session, cast.actor("deputy")
    changing.add_date(session, deputy, number, day(30), None, None, calendar.now)
    assert set(calendar.told(CHANGED).values()) == {"added"}
    changing.cancel_date(session, deputy, number, date_id, calendar.now)
    assert set(calendar.told(CHANGED).values()) == {"date_cancelled"}
    with pytest.raises(DomainError, match="cancelled"):
        calendar.answer("guardian", date_id)
    last = calendar.dates(number)[1].id or 0
    changing.cancel_date(session, deputy, number, last, calendar.now)
    assert set(calendar.told(CHANGED).values()) == {"cancelled"}
    found = reading.opened(session, cast.actor("guardian"), number, NOON)
    assert (found.event.state, all(one.cancelled for one in found.dates)) == (EventState.CANCELLED, True)
    for act in (changing.cancel, planning.announce):
        if act is changing.cancel:
            with pytest.raises(NotFound):
                act(session, deputy, number, calendar.now)
        else:
            assert act(session, deputy, number, calendar.now).state is EventState.CANCELLED
    actions = set(session.scalars(select(table(AuditEntry).c.action)))
    assert {"event.announced", "event.date_added", "event.date_cancelled", "event.cancelled"} <= actions


def test_a_new_place_is_told(calendar: Calendar, cast: Cast) -> None:
    number = calendar.announce("deputy", "role:guardian")
    changing.change(calendar.session, cast.actor("deputy"), number, FILLED, calendar.now)
    assert calendar.told(CHANGED) == {}
    there = replace(FILLED, place="в зале")
    changing.change(calendar.session, cast.actor("deputy"), number, there, calendar.now)
    assert set(calendar.told(CHANGED).values()) == {"place"}


def test_what_has_begun_asks_no_more(calendar: Calendar) -> None:
    _, date_id = calendar.asked()
    begun = datetime.combine(LATER, time(12), UTC)
    actor, for_id = calendar.cast.actor("guardian"), calendar.cast.id_of("guardian")
    with pytest.raises(DomainError, match="has begun"):
        answering.answer(calendar.session, actor, date_id, for_id, YES, 0, begun)


def test_those_who_come_are_reminded_once(calendar: Calendar, cast: Cast) -> None:
    _, asked = calendar.asked()
    plain = calendar.announce("deputy", "class:6b", whom=Whom.GUARDIANS, starts=None, ends=None)
    calendar.answer("other_guardian", asked)
    calendar.answer("guardian", asked, NO)
    session = calendar.session
    early, soon = (datetime.combine(LATER - timedelta(days=one), time(8), UTC) for one in (2, 1))
    assert reminding.any_due(session, early) == []
    due = reminding.any_due(session, soon)
    assert {one for _, one in due} == {asked, calendar.dates(plain)[0].id}
    for _ in range(2):
        for one in due:
            reminding.remind_due(session, *one, soon)
    told = {name for name, what in calendar.told(INVITED).items() if what == "soon"}
    assert told == {"other_guardian", "guardian", "teacher_parent"}
    assert reminding.any_due(session, soon) == []


def test_the_organiser_marks_who_was_there(calendar: Calendar, cast: Cast) -> None:
    _, date_id = calendar.asked(day=DAY, starts=time(18), ends=None)
    calendar.answer("guardian", date_id)
    calendar.answer("other_guardian", date_id, NO)
    deputy, session = cast.actor("deputy"), calendar.session
    found = lists.attendance(session, deputy, date_id)
    by_said = {one.said: one for one in found.lines}
    lists.mark(session, deputy, by_said[YES].id, True)
    assert [one.was_there for one in lists.attendance(session, deputy, date_id).coming] == [True]
    lists.mark(session, deputy, by_said[YES].id, None)
    with pytest.raises(NotFound):
        lists.mark(session, deputy, by_said[NO].id, True)
    for who in ("guardian", "class_teacher", "teacher_b"):
        with pytest.raises(NotFound):
            lists.attendance(session, cast.actor(who), date_id)
    _, ahead = calendar.asked()
    calendar.answer("guardian", ahead)
    [line] = lists.attendance(session, deputy, ahead).lines
    with pytest.raises(NotFound):
        lists.mark(session, deputy, line.id, True)


def test_the_feed_has_what_invites_and_was_not_declined(
    calendar: Calendar, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    number, date_id = calendar.asked()
    calendar.announce("deputy", "role:teacher", title="Педсовет")
    session = calendar.session
    token = make_feed(session, cast.actor("guardian"))
    [one] = feed.feed_events(session, token)
    assert (one.title, one.sequence, one.cancelled, one.sure) == ("Поездка", 0, False, False)
    calendar.answer("guardian", date_id)
    changing.move(session, cast.actor("deputy"), number, date_id, day(12), None, None, calendar.now)
    [moved] = feed.feed_events(session, token)
    assert (moved.uid, moved.sequence, moved.day, moved.sure) == (one.uid, 1, day(12), True)
    changing.cancel(session, cast.actor("deputy"), number, calendar.now)
    [gone] = feed.feed_events(session, token)
    assert (gone.uid, gone.sequence, gone.cancelled) == (one.uid, 2, True)
    _, other = calendar.asked(title="Другое")
    calendar.answer("guardian", other, NO)
    assert [found.title for found in feed.feed_events(session, token)] == ["Поездка"]


def test_files_are_fetched_by_those_invited(calendar: Calendar, cast: Cast) -> None:
    key = Files(cast).key("deputy")
    number = calendar.announce("deputy", "class:6b", files=(key,))
    assert keeping.fetch(calendar.session, cast.actor("guardian"), key).key == key
    with pytest.raises(NotFound):
        keeping.fetch(calendar.session, cast.actor("other_guardian"), key)
    planning.drop_file(calendar.session, cast.actor("deputy"), number, key)
    assert reading.opened(calendar.session, cast.actor("guardian"), number, NOON).files == ()


def test_who_has_left_the_class_is_invited_no_more(calendar: Calendar, cast: Cast) -> None:
    number, date_id = calendar.asked("class:6b", per=EventPer.CHILD)
    calendar.answer("guardian", date_id, whose="pupil")
    place = table(Enrolment).c
    [sits] = calendar.session.scalars(select(Enrolment).where(place.pupil_id == cast.id_of("pupil")))
    sits.ends = DAY - timedelta(days=1)
    calendar.session.flush()
    with pytest.raises(NotFound):
        reading.opened(calendar.session, cast.actor("guardian"), number, NOON)


def test_more_events_take_the_same_queries(calendar: Calendar, cast: Cast) -> None:
    def asked() -> int:
        calendar.session.expire_all()
        with counted_queries(calendar.session) as seen:
            reading.between(calendar.session, cast.actor("guardian"), day(0), day(60))
        return len(seen)

    number, date_id = calendar.asked()
    calendar.answer("guardian", date_id)
    few = asked()
    for n in range(6):
        calendar.announce("deputy", "class:6b", title=f"Ещё {n}", weekly_until=day(40))
    assert asked() == few
    assert number


def test_too_many_at_once_and_too_many_drafts_are_refused(
    calendar: Calendar, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [calendar.draft("deputy", "class:6b", title=f"Событие {n}") for n in range(7)]
    for one in numbers[:6]:
        planning.announce(calendar.session, cast.actor("deputy"), one, NOON)
    with pytest.raises(TooFast):
        planning.announce(calendar.session, cast.actor("deputy"), numbers[6], NOON)
    monkeypatch.setattr(planning, "MOST_DRAFTS", 1)
    with pytest.raises(DomainError, match="drafts already"):
        planning.begin(calendar.session, cast.actor("deputy"), NOON)
    monkeypatch.setattr(changing, "MOST_DATES", 1)
    with pytest.raises(DomainError, match="dates"):
        changing.add_date(calendar.session, cast.actor("deputy"), numbers[0], day(9), None, None, NOON)
