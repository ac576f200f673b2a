"""Events of the matrix's world: announced, with answers, and being planned."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from ejournal import clock
from ejournal.models import EventAnswer, EventDate, EventPer, EventSaid, PartKind, Role
from ejournal.models.base import table
from ejournal.services.audience.parts import Part
from ejournal.services.events import answering, planning
from ejournal.services.events.planning import Filled
from tests.cast import Cast
from tests.infra.laid_files import laid

TITLE = "Событие «{}»"
EVENTS = ("6b", "staff", "b")


@dataclass
class PlantedEvents:
    """By name the events, their first dates, what was answered, the keys of files."""

    items: dict[str, int]
    dates: dict[str, int]
    answers: dict[str, int]
    files: dict[str, str]


def plant_events(cast: Cast) -> PlantedEvents:
    """Events of a class teacher, of the deputy head and of school B, each with an answer; drafts."""
    session, later = cast.session, clock.now() + timedelta(hours=1)
    of_class, of_b = (Part(PartKind.CLASS, str(cast.classes[name].id)) for name in ("6b", "6b_b"))
    teachers = Part(PartKind.ROLE, Role.TEACHER.value)
    written = {
        "6b": ("class_teacher", of_class, "guardian"),
        "staff": ("deputy", teachers, "teacher"),
        "b": ("teacher_b", of_b, "pupil_b"),
        "draft": ("deputy", teachers, ""),
        "draft_6b": ("class_teacher", of_class, ""),
    }
    found = PlantedEvents({}, {}, {}, {})
    for name, (who, part, guest) in written.items():
        actor = cast.actor(who)
        key = laid(session, actor, f"event {name}")
        number = planning.begin(session, actor, later).id or 0
        planning.add_part(session, actor, number, part)
        day = clock.local(clock.now(), actor.time_zone).date()
        filled = Filled(
            TITLE.format(name), "Приходите", "в зале", per=EventPer.PERSON, guests=1,
            day=max(day, actor.today), files=(key,),
        )  # fmt: skip
        planning.fill(session, actor, number, filled, later)
        found.items[name], found.files[f"event_{name}"] = number, key
        if not guest:
            continue
        planning.announce(session, actor, number, later)
        dates = select(table(EventDate).c.id).where(table(EventDate).c.event_id == number)
        found.dates[name] = session.scalars(dates).one()
        whose = cast.actor(guest)
        answering.answer(session, whose, found.dates[name], whose.person_id, EventSaid.YES, 0, clock.now())
        mine = select(table(EventAnswer).c.id).where(table(EventAnswer).c.date_id == found.dates[name])
        found.answers[name] = session.scalars(mine).one()
    return found
