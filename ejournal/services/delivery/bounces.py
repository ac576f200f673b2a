"""An address that no letter reaches: it is confirmed no longer, and class teachers are told."""

from datetime import date

from sqlalchemy import select, update
from sqlmodel import Session

from ejournal import clock
from ejournal.access.pupils import wards
from ejournal.access.readers import readers_of
from ejournal.models import NoticeKind, Role
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.topics import people_topic
from ejournal.services.notices.class_teachers import class_teachers_of, classes_of
from ejournal.services.notices.outbox import personal_notice, tell

_account, _person = db.account.c, db.person.c


def note_bounced(session: Session, account_id: int, address: str) -> None:
    """The mail server knows no such recipient: nothing goes there until it is confirmed anew.

    Nothing where the account has another address by now.
    """
    marked = session.execute(
        update(db.account)
        .where(_account.id == account_id, _account.email == address, _account.email_confirmed_at.is_not(None))
        .values(email_confirmed_at=None)
        .returning(_account.school_id)
    ).first()
    if marked is None:
        return
    note(session, people_topic(marked.school_id))
    for actor in readers_of(session, [account_id]).get(account_id, ()):
        if actor.holds(Role.GUARDIAN):
            asked = wards(actor.school_id, actor.person_id, actor.today)
            _tell(session, actor.school_id, actor.person_id, list(session.scalars(asked)), actor.today)
        elif actor.holds(Role.PUPIL):
            _tell(session, actor.school_id, actor.person_id, [actor.person_id], actor.today)


def _tell(session: Session, school_id: int, person_id: int, pupils: list[int], today: date) -> None:
    name = session.execute(
        select(_person.last_name, _person.first_name, _person.middle_name).where(_person.id == person_id)
    ).one()
    now = clock.now()
    for pupil_id in sorted(pupils):
        for class_id in classes_of(session, school_id, pupil_id, today):
            payload = {
                "name": " ".join(filter(None, name)), "day": today.isoformat(), "class_id": class_id,
            }  # fmt: skip
            key = f"bounced:{person_id}:{pupil_id}"
            people = sorted(class_teachers_of(session, school_id, [class_id], today))
            told = [
                personal_notice(school_id, one, NoticeKind.EMAIL_BOUNCED, key, payload, now) for one in people
            ]
            tell(session, [one | {"pupil_id": pupil_id} for one in told])
