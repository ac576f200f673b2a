"""What a delivery tells at this moment: only what its reader may see now, and still wants."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.notices import NOTICE_RULES, SEEN, seen_by
from ejournal.access.permissions import Permission
from ejournal.models import Channel, Going, NoticeKind
from ejournal.services.base import tables as db
from ejournal.services.delivery.letters import Told
from ejournal.services.delivery.rules import CHOSEN, OF_CHAT, OUT, SchoolRule, goes
from ejournal.services.notices.board import Notice
from ejournal.services.notices.places import places
from ejournal.services.notices.words import words_of

_notice, _person, _school = db.outbox_notice.c, db.person.c, db.school.c
_ALONE = _notice.id.in_(bindparam("alone", expanding=True))
_SEEN_OF = (  # what was read on the screen goes only by a letter of its own, a message of the chat by none
    select(
        _notice.id, _notice.kind, _notice.created_at, _notice.payload, _notice.pupil_id, _notice.digest_id,
        _person.first_name, _school.name.label("school"),
    )
    .join(db.school, _school.id == _notice.school_id)
    .outerjoin(db.person, _person.id == _notice.pupil_id)
    .where(
        SEEN,
        or_(_notice.read_at.is_(None), and_(_ALONE, _notice.kind.not_in(bindparam("once", expanding=True)))),
        or_(_ALONE, _notice.digest_id.in_(bindparam("digests", expanding=True))),
    )
    .order_by(_notice.pupil_id, _notice.created_at, _notice.id)
)  # fmt: skip


def told_now(
    session: Session, actors: Iterable[Actor], rules: Mapping[int, SchoolRule],
    chosen: Mapping[str, Going], claimed: Collection[Any], *, channel: Channel, stopped: bool, locale: str,
) -> dict[int, list[Told]]:  # fmt: skip
    """By the number of each of an account's deliveries, what it tells; nothing left means it is not sent."""
    alone = {(one.notice_id, one.notice_at): one.id for one in claimed if one.notice_id}
    digests = {one.id for one in claimed if one.day}
    found: defaultdict[int, list[Told]] = defaultdict(list)
    for actor in actors:
        if not actor.may(Permission.NOTICES_READ):
            continue
        asked = seen_by(actor) | {
            "alone": [number for number, _ in alone] or [0],
            "digests": sorted(digests) or [0],
            "once": OF_CHAT if channel is Channel.MAIL else CHOSEN,
        }
        rows = [
            row
            for row in session.connection().execute(_SEEN_OF, asked)
            if row.kind in OUT and _still_goes(row, rules[actor.school_id], chosen, channel, stopped=stopped)
        ]
        of_row = {row.id: _delivery_of(row, alone, digests) for row in rows}
        for row, told in zip(rows, _told(session, actor, rows, rules[actor.school_id], locale), strict=True):
            if (number := of_row[row.id]) is not None:
                found[number].append(told)
    return dict(found)


def _still_goes(
    row: Any, rule: SchoolRule, chosen: Mapping[str, Going], channel: Channel, *, stopped: bool
) -> bool:
    of_kind = rule.of(NoticeKind(row.kind), channel)
    return goes(of_kind, chosen.get(row.kind), stopped=stopped) is not Going.NEVER


def _delivery_of(row: Any, alone: Mapping[Any, int], digests: Collection[int]) -> int | None:
    """The delivery that the notice is of; none where it was corrected since, and goes by another."""
    if (row.id, row.created_at) in alone:
        return alone[row.id, row.created_at]
    return row.digest_id if row.digest_id in digests else None


def _told(session: Session, actor: Actor, rows: Sequence[Any], rule: SchoolRule, locale: str) -> list[Told]:
    notices = [
        Notice(row.id, NoticeKind(row.kind), row.created_at, True, row.payload, row.pupil_id) for row in rows
    ]
    addresses = places(session, actor, notices)
    return [_one(actor, row, addresses[row.id], rule, locale) for row in rows]


def _one(actor: Actor, row: Any, address: str, rule: SchoolRule, locale: str) -> Told:
    kind = NoticeKind(row.kind)
    words = words_of(kind, row.payload, locale)
    about_child = NOTICE_RULES[kind].about_child and row.pupil_id != actor.person_id
    child = row.first_name or "" if about_child else ""
    can_stop = not rule.of(kind).compulsory
    return Told(row.school, child, words.title, words.note, address, can_stop)
