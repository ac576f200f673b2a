"""Pictures on a class's page: of children with a consent alone, as whoever puts them there has to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.errors import DomainError
from ejournal.models import ConsentAnswer, ConsentKind, FileKind, StoredFile
from ejournal.models.base import table
from ejournal.models.spans import holds_on
from ejournal.services.base import tables as db
from ejournal.services.base.names import by_name
from ejournal.services.files.keeping import Stored

PHOTOS = "photos"
"""The field in which is said that none of those without a consent is shown."""
_SHOWING = (FileKind.PICTURE, FileKind.VIDEO)
_consent, _purpose, _person, _place = db.consent.c, db.consent_purpose.c, db.person.c, db.enrolment.c
_file = table(StoredFile).c


@dataclass(frozen=True, slots=True)
class Unshown:
    """A pupil of the class without a consent to photos; since: when one was taken back or ended, if ever."""

    name: str
    since: datetime | None


def shows_people(files: Sequence[Stored]) -> bool:
    """Whether somebody may be seen in one of the files."""
    return any(one.kind in _SHOWING for one in files)


def looked_at(
    session: Session, actor: Actor, stays: Sequence[Stored], new: Sequence[str], now: datetime, *, said: bool
) -> datetime | None:
    """When the files that stay and the new ones, by key, were looked at; None where they show nobody.

    DomainError where it was not said that no child without a consent is seen.
    """
    asked = select(_file.id).where(
        _file.school_id == actor.school_id, _file.key.in_(new), _file.kind.in_(_SHOWING)
    )
    if not shows_people(stays) and (not new or session.scalar(asked.limit(1)) is None):
        return None
    if not said:
        raise DomainError("Look whom the pictures show, and say so here", field=PHOTOS)
    return now


def without_consent(session: Session, actor: Actor, class_id: int) -> list[Unshown] | None:
    """The pupils of the class without a consent to photos, by name; None where nobody asks for one."""
    own = _purpose.school_id == actor.school_id, _purpose.kind == ConsentKind.PHOTO
    asked = select(_purpose.id).where(*own, _purpose.closed_at.is_(None))
    document = db.consent_document.c
    published = exists().where(
        document.school_id == actor.school_id,
        document.purpose_id == _purpose.id,
        document.starts.is_not(None),
    )
    if session.scalar(asked.where(published).limit(1)) is None:
        return None
    rows = session.execute(_pupils(actor, class_id, asked, select(_purpose.id).where(*own)))
    return [
        Unshown(f"{row.last_name} {row.first_name}", row.since)
        for row in sorted(rows, key=lambda row: (by_name(row), row.id))
    ]


def _pupils(actor: Actor, class_id: int, open_: Select[Any], all_: Select[Any]) -> Select[Any]:
    of_pupil = (
        _consent.school_id == actor.school_id,
        _consent.answer == ConsentAnswer.GIVEN,
        or_(
            _consent.pupil_id == _person.id,
            and_(_consent.pupil_id.is_(None), _consent.person_id == _person.id),
        ),
    )
    ended = (_consent.withdrawn_at, _consent.lapsed_at, _consent.replaced_at)
    holds = exists().where(*of_pupil, _consent.purpose_id.in_(open_), *(one.is_(None) for one in ended))
    since = (
        select(func.max(func.coalesce(*ended)))
        .where(*of_pupil, _consent.purpose_id.in_(all_))
        .correlate(db.person)
        .scalar_subquery()
    )
    sits = select(_place.pupil_id).where(
        _place.school_id == actor.school_id, _place.class_id == class_id, holds_on(_place, actor.today)
    )
    return select(
        _person.id, _person.last_name, _person.first_name, _person.middle_name, since.label("since")
    ).where(_person.id.in_(sits), ~holds)
