"""What a transfer to another class would do, said before it is done."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.models import Person, SchoolSettings
from ejournal.models.people import short_name
from ejournal.models.spans import Span
from ejournal.services.base import tables as db
from ejournal.services.notices.class_teachers import class_teachers_of
from ejournal.services.people import places
from ejournal.services.people.card import group_title
from ejournal.services.people.classes import present_classes
from ejournal.services.people.moves import judged
from ejournal.services.people.places import DAY


@dataclass(frozen=True, slots=True)
class GroupOption:
    """A group of a class: whole ones take all its pupils, the others are chosen."""

    id: int
    title: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a transfer would do: groups that end and those to choose from, who is told, where marks count."""

    was: str
    becomes: str
    last: date
    day: date
    ending: tuple[str, ...]
    groups: tuple[GroupOption, ...]
    told: tuple[str, ...]
    marked_until: date | None
    former_marks_count: bool


def groups_to_choose(session: Session, actor: Actor, class_id: int) -> tuple[GroupOption, ...]:
    """The groups into which a newcomer of the class may be put."""
    guard.require(actor, Permission.PEOPLE_MANAGE)
    if class_id not in {one.id for one in present_classes(session, actor)}:
        raise NotFound
    found = places.groups_of(session, actor, class_id)
    subjects = places.subjects_of(session, actor, found)
    return tuple(
        GroupOption(number, group_title(name, subjects.get(number, "")), whole)
        for number, (name, whole) in found.items()
    )


def transfer_outlook(session: Session, actor: Actor, pupil_id: int, class_id: int, day: date) -> Outlook:
    """What follows from a transfer from the day on; nothing is written. DomainError when it cannot be."""
    guard.get(session, actor, Person, pupil_id, Permission.PEOPLE_MANAGE)
    was, becomes, marked = judged(session, actor, pupil_id, class_id, day)
    old = places.groups_of(session, actor, was.id)
    groups = groups_to_choose(session, actor, class_id)
    stay = {one.id for one in groups}
    subjects = places.subjects_of(session, actor, old)
    ending = [
        group_title(old[one.group_id][0], subjects.get(one.group_id, ""))
        for one in places.memberships(session, actor, pupil_id)
        if one.group_id in old and one.group_id not in stay and Span.of(one).lasts(day)
    ]
    teachers = class_teachers_of(session, actor.school_id, [was.id, class_id], actor.today)
    rule = select(col(SchoolSettings.former_marks_count)).where(
        col(SchoolSettings.school_id) == actor.school_id
    )
    return Outlook(
        was.title,
        becomes.title,
        day - DAY,
        day,
        tuple(dict.fromkeys(ending)),
        groups,
        _names(session, teachers),
        marked,
        session.scalar(rule) is not False,
    )


def _names(session: Session, people: Collection[int]) -> tuple[str, ...]:
    person = db.person.c
    rows = session.execute(
        select(person.last_name, person.first_name, person.middle_name)
        .where(person.id.in_(list(people)))
        .order_by(person.sought)
    )
    return tuple(short_name(row.last_name, row.first_name, row.middle_name or "") for row in rows)
