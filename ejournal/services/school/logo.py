"""The school's emblem: kept in the database, so that every process and every copy of it has the same."""

import hashlib

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import School, SchoolLogo
from ejournal.services import audit
from ejournal.services.base.locks import lock_school


def set_logo(session: Session, actor: Actor, png: bytes, width: int, height: int) -> str:
    """Show this PNG of ours from now on; its hash. The same once more changes nothing."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    lock_school(session, actor.school_id)
    png_hash = hashlib.sha256(png).hexdigest()
    row = _row(session, actor.school_id) or SchoolLogo(
        school_id=actor.school_id, png=b"", png_hash="", width=0, height=0
    )
    if row.png_hash == png_hash:
        return png_hash
    before = row.png_hash
    row.png, row.png_hash, row.width, row.height = png, png_hash, width, height
    session.add(row)
    session.flush()
    _record(session, actor, {"hash": before} if before else None, {"hash": png_hash})
    return png_hash


def remove_logo(session: Session, actor: Actor) -> bool:
    """Show none from now on; whether there was one."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    known = logo_hash(session, actor.school_id)
    if not known:
        return False
    session.execute(delete(SchoolLogo).where(col(SchoolLogo.school_id) == actor.school_id))
    _record(session, actor, {"hash": known}, None)
    return True


def logo_hash(session: Session, school_id: int) -> str:
    """The hash of the school's emblem; empty where it has none."""
    asked = select(col(SchoolLogo.png_hash)).where(col(SchoolLogo.school_id) == school_id)
    return session.scalar(asked) or ""


def logo_of(session: Session, school_id: int) -> bytes:
    """The school's emblem as PNG; empty where it has none."""
    asked = select(col(SchoolLogo.png)).where(col(SchoolLogo.school_id) == school_id)
    return session.scalar(asked) or b""


def logo_of_the_only_school(session: Session) -> bytes:
    """The emblem for strangers: where the installation has one school, and it has an emblem."""
    if session.scalar(select(func.count()).select_from(School)) != 1:
        return b""
    return session.scalar(select(col(SchoolLogo.png))) or b""


def _row(session: Session, school_id: int) -> SchoolLogo | None:
    return session.scalars(select(SchoolLogo).where(col(SchoolLogo.school_id) == school_id)).first()


def _record(
    session: Session, actor: Actor, before: dict[str, str] | None, after: dict[str, str] | None
) -> None:
    change = audit.Change("school.logo", "school", actor.school_id, before=before, after=after)
    audit.record(session, actor.school_id, actor.person_id, change)
