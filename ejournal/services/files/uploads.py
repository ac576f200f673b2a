"""Files on their way in: what may be begun, whose it is; the bytes lie on the disk until all have come."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlmodel import Session

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import FileUpload, StoredFile
from ejournal.models.base import table
from ejournal.services.base.locks import lock_school
from ejournal.services.files.names import kept_name
from ejournal.settings import settings

KEPT = timedelta(hours=24)
"""How long a file on its way in waits for its next part, and a stored one to be shown by something."""
MOST_OPEN = 20
"""Of one person."""
MOST_UNUSED = 60
"""Stored files of one person that nothing shows."""
MEGABYTE, GIGABYTE = 1024**2, 1024**3
_upload, _file = table(FileUpload).c, table(StoredFile).c


@dataclass(frozen=True, slots=True)
class Coming:
    """A file on its way in."""

    key: str
    school_id: int
    name: str
    size: int


def begin(session: Session, actor: Actor, client_id: str, name: str, size: int, now: datetime) -> Coming:
    """Let a file of this size come; begun again under the same client_id it goes on. DomainError in words."""
    guard.require(actor, Permission.FILES_KEEP)
    if not 8 <= len(client_id) <= limits.FILE_CLIENT or not client_id.isalnum():
        raise NotFound
    lock_school(session, actor.school_id)
    there = _own(session, actor, _upload.client_id == client_id)
    if there is not None and there.size == size:
        return _coming(there)
    _judge(session, actor, size)
    if there is not None:
        raise NotFound
    made = FileUpload(
        school_id=actor.school_id, key=secrets.token_urlsafe(24), client_id=client_id,
        owner_id=actor.person_id, name=kept_name(name), size=size, begun_at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return _coming(made)


def coming(session: Session, actor: Actor, key: str) -> Coming:
    """One's own file on its way in; NotFound for any other."""
    guard.require(actor, Permission.FILES_KEEP)
    found = _own(session, actor, _upload.key == key)
    if found is None:
        raise NotFound
    return _coming(found)


def drop(session: Session, actor: Actor, key: str) -> None:
    """Take no more of it."""
    coming(session, actor, key)
    forget(session, key)


def forget(session: Session, key: str) -> None:
    """It is no more on its way in."""
    session.execute(delete(FileUpload).where(_upload.key == key))


def forget_former(session: Session, now: datetime) -> None:
    """Forget what was begun long ago; whoever comes back to it begins anew."""
    session.execute(delete(FileUpload).where(_upload.begun_at < now - 7 * KEPT))


def _own(session: Session, actor: Actor, which: object) -> FileUpload | None:
    return session.scalars(
        select(FileUpload).where(
            _upload.school_id == actor.school_id,
            _upload.owner_id == actor.person_id,
            which,  # type: ignore[arg-type]
        )
    ).first()


def _coming(row: FileUpload) -> Coming:
    return Coming(row.key, row.school_id, row.name, row.size)


def _judge(session: Session, actor: Actor, size: int) -> None:
    """DomainError for an empty file, one too large, or more than the person or the school may keep."""
    if size < 1:
        raise DomainError("The file is empty")
    if size > settings().files_largest_mb * MEGABYTE:
        raise DomainError("The file is larger than {limit} MB", limit=settings().files_largest_mb)
    mine = _upload.owner_id == actor.person_id
    of_school = _upload.school_id == actor.school_id
    opened, coming_mine = session.execute(
        select(func.count(), func.coalesce(func.sum(_upload.size), 0)).where(of_school, mine)
    ).one()
    if opened >= MOST_OPEN:
        raise DomainError("{n} files are on their way already. Wait until they have come", n=opened)
    stored = select(func.coalesce(func.sum(_file.size), 0)).where(_file.school_id == actor.school_id)
    own = stored.where(_file.owner_id == actor.person_id)
    unused = select(func.count()).where(
        _file.school_id == actor.school_id, _file.owner_id == actor.person_id, _file.used_at.is_(None)
    )
    if (session.scalar(unused) or 0) >= MOST_UNUSED:
        raise DomainError("Too many files were sent that nothing shows. They are deleted after a day")
    if (session.scalar(own) or 0) + coming_mine + size > settings().files_person_mb * MEGABYTE:
        raise DomainError(
            "Your files would take up more than the {limit} MB that a person may keep. Ask the administrator",
            limit=settings().files_person_mb,
        )
    coming_all = session.scalar(select(func.coalesce(func.sum(_upload.size), 0)).where(of_school)) or 0
    if (session.scalar(stored) or 0) + coming_all + size > settings().files_school_gb * GIGABYTE:
        raise DomainError("The school's files take up all the room they may. Tell the administrator")
