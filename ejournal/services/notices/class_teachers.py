"""What is told to the class teachers of a pupil, in the transaction of the change."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.models import NoticeKind, Role, RoleGrant
from ejournal.models.base import table
from ejournal.models.spans import holds_on
from ejournal.services.base import tables as db
from ejournal.services.notices.outbox import personal_notice, take_back_unread, tell

_grant = table(RoleGrant).c


def classes_of(session: Session, school_id: int, pupil_id: int, day: date) -> list[int]:
    """The classes in which the pupil is enrolled on the day; one query."""
    place = db.enrolment.c
    asked = select(place.class_id).where(
        place.school_id == school_id, place.pupil_id == pupil_id, holds_on(place, day)
    )
    return sorted(set(session.scalars(asked)))


def tell_class_teachers(
    session: Session, actor: Actor, pupil_id: int, kind: NoticeKind, key: str, payload: Mapping[str, Any],
    withdrawn: bool = False,
) -> None:  # fmt: skip
    """Tell those who are class teachers of the pupil today; the same key later is the same news corrected.

    withdrawn news is taken back from those who have not read it and told anew to those who have.
    """
    of_pupil = classes_of(session, actor.school_id, pupil_id, actor.today)
    people = class_teachers_of(session, actor.school_id, of_pupil, actor.today)
    if withdrawn:
        people &= take_back_unread(session, actor.school_id, key)
    about = dict(payload) | {"withdrawn": withdrawn, "class_id": of_pupil[0] if of_pupil else None}
    now = clock.now()
    notices = [personal_notice(actor.school_id, one, kind, key, about, now) for one in people]
    tell(session, [notice | {"pupil_id": pupil_id} for notice in notices])


def tell_teachers_of_classes(
    session: Session, actor: Actor, classes: Collection[int], pupil_id: int, kind: NoticeKind, key: str,
    payload: Mapping[str, Any],
) -> None:  # fmt: skip
    """Tell the class teachers of these classes, whether or not the pupil sits there today."""
    now, told = clock.now(), set[int]()
    for class_id in classes:
        people = class_teachers_of(session, actor.school_id, [class_id], actor.today) - told
        about = dict(payload) | {"class_id": class_id}
        notices = [personal_notice(actor.school_id, one, kind, key, about, now) for one in sorted(people)]
        tell(session, [notice | {"pupil_id": pupil_id} for notice in notices])
        told |= people


def class_teachers_of(session: Session, school_id: int, classes: Collection[int], day: date) -> set[int]:
    """Who is class teacher of one of the classes on the day; one query."""
    asked = select(_grant.person_id).where(
        _grant.school_id == school_id,
        _grant.role == Role.CLASS_TEACHER,
        _grant.class_id.in_(list(classes)),
        holds_on(_grant, day),
    )
    return set(session.scalars(asked))
