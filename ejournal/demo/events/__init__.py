"""Events of the demo school: a trip with places, a club each week, a celebration for all."""

import hashlib
from datetime import date, datetime, time, timedelta
from typing import Any

from ejournal.demo.store import Store
from ejournal.demo.world import ZONE, Pupil, World, moment
from ejournal.models import (
    Event,
    EventAnswer,
    EventDate,
    EventKind,
    EventPart,
    EventPer,
    EventSaid,
    EventState,
    NoticeKind,
    OutboxNotice,
    PartKind,
    Role,
    Whom,
)
from ejournal.services.events.telling import event_key
from ejournal.services.notices.outbox import personal_notice

TRIP = (
    "Едем на автобусе от школы. С собой вода и тёплая одежда.\n\n"
    "- **сбор в 9:30** у главного входа;\n- вернёмся к трём."
)
CLUB = "Собираем роботов и готовимся к соревнованиям. Можно прийти в любой день."
CONCERT = "Концерт школьного хора и театра, *вход свободный*."
SEATS = 12


def add_events(store: Store, world: World) -> None:
    """Invite the demo class to a trip with few places, the school to a concert, a grade to a club."""
    today = world.now.astimezone(ZONE).date()
    saturday = today + timedelta(days=(5 - today.weekday()) % 7 + 7)
    deputy, klass = world.staff[Role.DEPUTY.value], world.main_class
    leader = klass.teacher.id if klass.teacher is not None else deputy
    of_class = {"kind": PartKind.CLASS, "class_id": klass.id}
    trip = _put(
        store, world, leader, EventKind.TRIP, "Поездка в ботанический сад", TRIP, "у главного входа",
        of_class, per=EventPer.CHILD, seats=SEATS, guests=1, whom=Whom.GUARDIANS,
    )  # fmt: skip
    date_id = _date(store, world, trip, saturday, time(9, 30), time(15))
    _answer(store, world, date_id, [one for one in klass.pupils if one.present_in_class(world.today)])
    told = {
        "event_id": trip, "title": "Поездка в ботанический сад", "what": "invited", "asks": True,
        "place": "у главного входа", "day": saturday.isoformat(), "starts": "09:30:00", "date_id": date_id,
    }  # fmt: skip
    _invite(store, world, world.cast["parent"], event_key(trip), _at(world, 5), told)
    club = _put(
        store, world, deputy, EventKind.EVENT, "Кружок робототехники", CLUB, "кабинет 204",
        {"kind": PartKind.GRADE, "grade": klass.grade},
    )  # fmt: skip
    for week in range(-2, 6):
        _date(store, world, club, saturday + timedelta(days=7 * week - 3), time(15), time(16, 30))
    concert = _put(
        store, world, deputy, EventKind.FEAST, "Праздничный концерт", CONCERT, "актовый зал",
        {"kind": PartKind.ROLE, "role": Role.GUARDIAN}, per=EventPer.PERSON, guests=3,
    )  # fmt: skip
    _date(store, world, concert, saturday + timedelta(days=13), time(17), time(18, 30))


def _invite(store: Store, world: World, reader: int, key: str, at: datetime, payload: dict[str, Any]) -> None:
    """Told and read already."""
    one = personal_notice(world.school_id, reader, NoticeKind.EVENT, key, payload, at)
    store.add(OutboxNotice, **one | {"read_at": at})


def _put(
    store: Store, world: World, author: int, kind: EventKind, title: str, words: str, place: str,
    part: dict[str, Any], **more: Any,
) -> int:  # fmt: skip
    at = _at(world, 5)
    values: dict[str, Any] = {
        "state": EventState.OUT, "kind": kind, "title": title, "words": words, "place": place,
        "whom": Whom.BOTH, "per": EventPer.NOBODY, "guests": 0, "made_at": at,
        "uid": hashlib.sha256(f"{world.school_id} {title}".encode()).hexdigest()[:32],
        "out_at": at, **more,
    }  # fmt: skip
    number = store.add(Event, school_id=world.school_id, author_id=author, **values)
    store.add(EventPart, school_id=world.school_id, event_id=number, **part)
    return number


def _date(store: Store, world: World, event: int, day: date, starts: time, ends: time) -> int:
    of_event = {"school_id": world.school_id, "event_id": event}
    taken = {"taken": SEATS - 1} if starts == time(9, 30) else {}
    return store.add(EventDate, **of_event, day=day, starts=starts, ends=ends, **taken)


def _answer(store: Store, world: World, date_id: int, pupils: list[Pupil]) -> None:
    """All places but one are taken; the demo's child has not answered."""
    at, count = _at(world, 3), 0
    for pupil in pupils:
        if pupil.id == world.cast["pupil"] or not pupil.guardians or count == SEATS - 1:
            continue
        count += 1
        store.add(
            EventAnswer, school_id=world.school_id, date_id=date_id, for_id=pupil.id,
            person_id=sorted(pupil.guardians)[0], said=EventSaid.YES, guests=0, answered_at=at, sequence=0,
        )  # fmt: skip


def _at(world: World, back: int) -> datetime:
    day = world.now.astimezone(ZONE).date() - timedelta(days=back)
    return min(moment(day, 12, 10), world.now)
