"""Consents on paper: entered by staff with the day of the paper, for those whom they look after."""

from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import ConsentAnswer, Person
from ejournal.models.spans import holds_on
from ejournal.services.base import tables as db
from ejournal.services.base.locks import lock_row
from ejournal.services.consents.giving import Asked, answer, consents_of, take_back
from ejournal.services.consents.register import sees_all

EARLIEST = date(2006, 7, 27)
"""The day of the law on personal data: no paper is older."""


class OnPaper(StrEnum):
    """What a paper says."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


def question(session: Session, actor: Actor, person_id: int, key: str) -> Asked:
    """A question to another person, to be answered by their paper; NotFound where that is not the actor's."""
    person = _person(session, actor, person_id)
    found = next((one for one in consents_of(session, person, actor.today) if one.key == key), None)
    if found is None or not _in_care(session, actor, found.pupil_id or person_id):
        raise NotFound
    return found


def enter_paper(session: Session, actor: Actor, person_id: int, key: str, says: OnPaper, day: date) -> None:
    """Write down what a paper of the day says; who has entered it stands beside it."""
    person = _person(session, actor, person_id)
    lock_row(session, Person, actor.school_id, person_id)
    question(session, actor, person_id, key)
    if not EARLIEST <= day <= actor.today:
        raise DomainError("A day until today", field="day")
    if says is OnPaper.WITHDRAWN:
        try:
            take_back(session, person, key, actor.today, actor.person_id, day)
        except NotFound:
            raise DomainError("There is no consent to take back", field="says") from None
        return
    answer(session, person, {key: ConsentAnswer(says.value)}, actor.today, actor.person_id, day)


def _person(session: Session, actor: Actor, person_id: int) -> Person:
    guard.require(actor, Permission.CONSENTS_ENTER)
    person = session.get(Person, person_id)
    if person is None or person.school_id != actor.school_id:
        raise NotFound
    return person


def _in_care(session: Session, actor: Actor, about_id: int) -> bool:
    """Whether whom it is about sits in a class of the actor's today, or the whole school is in their care."""
    if sees_all(actor):
        return True
    sits = db.enrolment.c
    return (
        session.scalar(
            select(sits.id)
            .where(
                sits.school_id == actor.school_id,
                sits.pupil_id == about_id,
                sits.class_id.in_(sorted(actor.class_ids)),
                holds_on(sits, actor.today),
            )
            .limit(1)
        )
        is not None
    )
