"""What making two cards one would do, told before it is done; nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import OpeningKind, Person, Role
from ejournal.models.spans import holds_on
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.duplicates.accounts import sign_in_of
from ejournal.services.duplicates.cards import FieldChoice, field_choices, two_cards
from ejournal.services.duplicates.draft import Question, Said
from ejournal.services.duplicates.planning import planned
from ejournal.services.duplicates.references import RULES, Reference
from ejournal.services.duplicates.standing import digests, hanging, mark_of
from ejournal.services.openings.noting import note_opening


@dataclass(frozen=True, slots=True)
class Side:
    """A card as it stands beside the other."""

    id: int
    name: str
    roles: tuple[Role, ...]
    classes: str
    login: str
    blocked: bool
    records: int


@dataclass(frozen=True, slots=True)
class Follows:
    """A kind of records: how many stand on the card that stays, and how many come to it."""

    about: str
    has: int
    comes: int


@dataclass(frozen=True, slots=True)
class Preview:
    """The whole of it; mark tells whether anybody has changed one of the cards since."""

    kept: Side
    gone: Side
    fields: tuple[FieldChoice, ...]
    follows: tuple[Follows, ...]
    joined: tuple[tuple[str, int], ...]
    notes: tuple[Said, ...]
    questions: tuple[Question, ...]
    refusals: tuple[Said, ...]
    mark: str


Hanging = Mapping[Reference, Mapping[int, list[int]]]


def preview(session: Session, actor: Actor, kept_id: int, gone_id: int) -> Preview:
    """What would follow if the second card became one with the first."""
    guard.require(actor, Permission.PEOPLE_MANAGE)
    kept, gone = two_cards(session, actor, kept_id, gone_id)
    for number in (kept_id, gone_id):
        note_opening(session, actor, OpeningKind.CARD, number)
    draft = planned(session, actor.school_id, kept_id, gone_id, actor.today).draft
    hangs = hanging(session, actor.school_id, draft.both)
    return Preview(
        kept=_side(session, actor, kept, hangs),
        gone=_side(session, actor, gone, hangs),
        fields=field_choices(session, actor, kept, gone),
        follows=_follows(hangs, kept_id, gone_id),
        joined=tuple(draft.joined.items()),
        notes=tuple(draft.notes),
        questions=tuple(draft.questions),
        refusals=tuple(draft.refusals),
        mark=mark_of(digests(session, actor.school_id, draft.both)),
    )


def proposed(session: Session, actor: Actor, first_id: int, second_id: int) -> tuple[int, int]:
    """Which card had better stay, then the other: the one with a sign-in that works, else with more on it."""
    two_cards(session, actor, first_id, second_id)
    hangs = hanging(session, actor.school_id, (first_id, second_id))

    def worth(person_id: int) -> tuple[bool, int, int]:
        account = sign_in_of(session, person_id)
        return account is not None and not account.blocked, _records(hangs, person_id), -person_id

    best = max((first_id, second_id), key=worth)
    return best, second_id if best == first_id else first_id


def _records(hangs: Hanging, person_id: int) -> int:
    return sum(len(of.get(person_id, ())) for one, of in hangs.items() if one.rule.moves)


def _follows(hangs: Hanging, kept_id: int, gone_id: int) -> tuple[Follows, ...]:
    counted: dict[str, tuple[int, int]] = {}
    for one, of in hangs.items():
        if one.rule.moves:
            has, comes = counted.get(one.rule.about, (0, 0))
            counted[one.rule.about] = (has + len(of.get(kept_id, ())), comes + len(of.get(gone_id, ())))
    order = list(dict.fromkeys(rule.about for rule in RULES.values()))
    ranked = sorted(counted, key=lambda about: order.index(about) if about in order else len(order))
    return tuple(Follows(about, *counted[about]) for about in ranked if counted[about][1])


def _side(session: Session, actor: Actor, person: Person, hangs: Hanging) -> Side:
    grant, place, klass = db.role_grant.c, db.enrolment.c, db.school_class.c
    number = person.id or 0
    roles = session.scalars(
        sa.select(grant.role).where(
            grant.school_id == actor.school_id, grant.person_id == number, holds_on(grant, actor.today)
        )
    )
    rows: Any = session.execute(
        sa.select(klass.grade, klass.letter)
        .join_from(db.enrolment, db.school_class, klass.id == place.class_id)
        .where(place.school_id == actor.school_id, place.pupil_id == number, holds_on(place, actor.today))
    )
    account = sign_in_of(session, number)
    order = list(Role)
    return Side(
        id=number,
        name=person.full_name,
        roles=tuple(sorted(set(roles), key=order.index)),
        classes=", ".join(class_title(row.grade, row.letter) for row in rows),
        login=account.login if account else "",
        blocked=account.blocked if account else False,
        records=_records(hangs, number),
    )
