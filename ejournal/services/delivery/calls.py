"""What another system is told by a school's webhook: kinds and numbers, words where the school says so."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlmodel import Session

from ejournal.access.notices import NOT_HIDDEN
from ejournal.i18n import DEFAULT
from ejournal.models import NoticeKind
from ejournal.sealing import unseal
from ejournal.services.base import tables as db
from ejournal.services.notices.words import words_of

PURPOSE = "the keys of webhooks"
_delivery, _hook, _school = db.delivery.c, db.webhook.c, db.school.c
_notice, _person = db.outbox_notice.c, db.person.c
_pupils = db.person.alias("pupil")
_pupil = _pupils.c
_CALLED = (
    select(
        _delivery.id, _delivery.trial, _delivery.created_at.label("planned_at"), _hook.address, _hook.sealed,
        _hook.kinds, _hook.with_text, _school.code, _notice.kind, _notice.created_at, _notice.payload,
        _person.id.label("person_id"), _person.external_id, _pupil.first_name,
    )
    .select_from(db.delivery)
    .join(db.webhook, _hook.school_id == _delivery.school_id)
    .join(db.school, _school.id == _delivery.school_id)
    .outerjoin(
        db.outbox_notice,
        and_(_notice.id == _delivery.notice_id, _notice.created_at == _delivery.notice_at, NOT_HIDDEN),
    )
    .outerjoin(db.person, _person.id == _notice.recipient_id)
    .outerjoin(_pupils, _pupil.id == _notice.pupil_id)
    .where(_delivery.id.in_(bindparam("ids", expanding=True)))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadyCall:
    """A call of a school's address; secret is empty where it cannot be read any more."""

    id: int
    address: str
    secret: str
    body: bytes


def calls_of(session: Session, ids: Collection[int]) -> list[ReadyCall]:
    """What is told now, in one query: nothing that was taken back, hidden, corrected or is ticked no more."""
    rows = session.connection().execute(_CALLED, {"ids": list(ids)}).all()
    return [
        ReadyCall(row.id, row.address, unseal(PURPOSE, row.sealed), json.dumps(_told(row)).encode())
        for row in rows
        if row.trial or row.kind in row.kinds
    ]


def _told(row: Any) -> dict[str, Any]:
    if row.trial:
        return {"id": row.id, "kind": "trial", "time": row.planned_at.isoformat(), "school": row.code}
    told = {
        "id": row.id, "kind": row.kind, "time": row.created_at.isoformat(), "school": row.code,
        "recipient": {"id": row.person_id, "external_id": row.external_id},
    }  # fmt: skip
    if row.with_text:
        words = words_of(NoticeKind(row.kind), row.payload, DEFAULT)
        told["text"] = {"child": row.first_name or "", "title": words.title, "note": words.note}
    return told
