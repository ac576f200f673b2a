"""Notices to families, put into the outbox in the transaction of the change they tell of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, select
from sqlmodel import Session

from ejournal.access.notices import NOTICE_RULES, Audience
from ejournal.access.wards import stands_on
from ejournal.models import NoticeKind
from ejournal.services.base import tables as db
from ejournal.services.base.upserts import insert_or_renew
from ejournal.services.notices.told import note_rung, note_told
from ejournal.settings import settings

_outbox, _guardianship = db.outbox_notice.c, db.guardianship.c

RESTS = timedelta(minutes=5)
"""So long what is written in a journal stays in the program: what is mended meanwhile goes out once."""
RESTING = (
    NoticeKind.MARK,
    NoticeKind.ATTENDANCE,
    NoticeKind.TERM_MARK,
    NoticeKind.PRAISE,
    NoticeKind.REMARK,
)


@dataclass(frozen=True, slots=True)
class News:
    """Something about a pupil; the same key later is the same news corrected.

    withdrawn news is taken back from those who have not read it and told anew to those who have.
    """

    pupil_id: int
    kind: NoticeKind
    key: str
    payload: Mapping[str, Any]
    withdrawn: bool = False


_GUARDIANS = select(_guardianship.pupil_id, _guardianship.guardian_id).where(
    _guardianship.school_id == bindparam("school_id"),
    _guardianship.pupil_id.in_(bindparam("pupils", expanding=True)),
    stands_on(_guardianship, bindparam("today")),
)


_PUT = insert_or_renew(
    db.outbox_notice,
    (_outbox.school_id, _outbox.recipient_id, _outbox.key),
    ("kind", "payload", "created_at", "out_at"),
    read_at=None,
    digest_id=None,
)
_TAKE_BACK = delete(db.outbox_notice).where(
    _outbox.school_id == bindparam("school_id"),
    _outbox.key.in_(bindparam("keys", expanding=True)),
    _outbox.recipient_id.in_(bindparam("recipients", expanding=True)),
    _outbox.read_at.is_(None),
)
_STILL_THERE = select(_outbox.recipient_id, _outbox.key).where(
    _outbox.school_id == bindparam("school_id"),
    _outbox.key.in_(bindparam("keys", expanding=True)),
    _outbox.recipient_id.in_(bindparam("recipients", expanding=True)),
)


def tell_families(session: Session, school_id: int, news: Iterable[News], today: date, now: datetime) -> None:
    """Tell each pupil and the guardians of that day; the same number of queries for any amount of news."""
    told = list(news)
    if not told:
        return
    families: dict[int, list[int]] = {one.pupil_id: [one.pupil_id] for one in told}
    asked = {"school_id": school_id, "pupils": sorted(families), "today": today}
    for pupil_id, guardian_id in session.connection().execute(_GUARDIANS, asked):
        families[pupil_id].append(guardian_id)
    rows = {
        (recipient_id, one.key): _notice(school_id, recipient_id, one, now)
        for one in told
        for recipient_id in families[one.pupil_id]
    }
    withdrawn = {one.key for one in told if one.withdrawn}
    if withdrawn:
        rows = _without_unread(session, school_id, rows, withdrawn)
    tell(session, rows.values())


def _notice(school_id: int, recipient_id: int, news: News, now: datetime) -> dict[str, Any]:
    return {
        "school_id": school_id,
        "recipient_id": recipient_id,
        "kind": news.kind.value,
        "key": news.key,
        "pupil_id": news.pupil_id,
        "payload": dict(news.payload),
        "created_at": now,
        "read_at": None,
    }


def _without_unread(
    session: Session, school_id: int, rows: dict[tuple[int, str], dict[str, Any]], withdrawn: set[str]
) -> dict[tuple[int, str], dict[str, Any]]:
    recipients = sorted({recipient_id for recipient_id, _ in rows})
    asked = {"school_id": school_id, "keys": sorted(withdrawn), "recipients": recipients}
    session.connection().execute(_TAKE_BACK, asked)
    note_rung(session, recipients)
    there = {(recipient_id, key) for recipient_id, key in session.connection().execute(_STILL_THERE, asked)}
    return {place: row for place, row in rows.items() if place[1] not in withdrawn or place in there}


def tell(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Put ready notices into the outbox; a notice with a key already there replaces it, unread again."""
    found = [row | {"out_at": _goes_out(row)} for row in rows]
    note_told(session, ((row["recipient_id"], _reads_for(row)) for row in found))
    if found:
        statement = _PUT.on(session)
        session.connection().execute(statement, found if len(found) > 1 else found[0])


def _goes_out(row: Mapping[str, Any]) -> datetime | None:
    """When the notice is looked at to go out of the program; never where it has no way out."""
    if not settings().sends_notices:
        return None
    at: datetime = row["created_at"]
    return at + RESTS if row["kind"] in RESTING else at


def _reads_for(row: Mapping[str, Any]) -> int:
    """Whose news the recipient reads: a family's is the pupil's, all else one's own."""
    of_family = NOTICE_RULES[NoticeKind(row["kind"])].audience is Audience.FAMILY
    return int(row["pupil_id"] if of_family else row["recipient_id"])


def take_back(session: Session, school_id: int, *kinds: NoticeKind) -> None:
    """Empty the school's outbox of kinds of news that their readers may see no longer, read or not."""
    _take_away(session, _outbox.school_id == school_id, _outbox.kind.in_([kind.value for kind in kinds]))


def take_back_key(session: Session, school_id: int, key: str) -> None:
    """Take away what the key told of, read or not: it is so no longer, and nothing is left to lead to."""
    _take_away(session, _outbox.school_id == school_id, _outbox.key == key)


def take_back_unread(session: Session, school_id: int, key: str) -> set[int]:
    """Take the news away from those who have not read it; those who have, and are to be told anew."""
    of_key = (_outbox.school_id == school_id, _outbox.key == key)
    _take_away(session, *of_key, _outbox.read_at.is_(None))
    return set(session.scalars(select(_outbox.recipient_id).where(*of_key)))


def _take_away(session: Session, *which: ColumnElement[bool]) -> None:
    note_rung(session, session.scalars(select(_outbox.recipient_id).where(*which).distinct()).all())
    session.execute(delete(db.outbox_notice).where(*which))


def personal_notice(
    school_id: int, recipient_id: int, kind: NoticeKind, key: str, payload: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """A notice to one person of the school, about no pupil, ready for tell()."""
    return {
        "school_id": school_id,
        "recipient_id": recipient_id,
        "kind": kind.value,
        "key": key,
        "pupil_id": None,
        "payload": dict(payload),
        "created_at": now,
        "read_at": None,
    }
