"""A merge taken back exactly, as long as nothing that hung on the two cards has changed since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import Person, PersonMerge
from ejournal.models.people import short_name
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.shown_people import shown_in
from ejournal.services.duplicates.cards import require_in_care
from ejournal.services.duplicates.ledger import portions, put_back
from ejournal.services.duplicates.merging import hold
from ejournal.services.duplicates.references import RULES, Rule
from ejournal.services.duplicates.standing import differing, digests

UNDO, UNDONE = "person.merge-undo", "person.merged-undo"
"""What the trail says of the card that stayed, and of the one that is back."""
_ABOUT = {"person": "Names and contacts", "account": "Accounts"}


@dataclass(frozen=True, slots=True)
class Merged:
    """A card that was made one with the person's: by whom and when.

    later: the name on a later merge that is to be undone first; changed: message ids of what has changed.
    """

    id: int
    name: str
    at: datetime
    by: str
    later: str
    changed: tuple[str, ...]


def merges_of(session: Session, actor: Actor, person_id: int) -> tuple[Merged, ...]:
    """The merges that stand for the person's card, the latest first."""
    guard.get(session, actor, Person, person_id, Permission.PEOPLE_READ)
    found = session.scalars(
        sa.select(PersonMerge)
        .where(col(PersonMerge.school_id) == actor.school_id, col(PersonMerge.kept_id) == person_id)
        .order_by(col(PersonMerge.id).desc())
    ).all()
    return tuple(_told(session, one) for one in found)


def _told(session: Session, one: PersonMerge) -> Merged:
    author = session.get_one(Person, one.author_id)
    by = short_name(author.last_name, author.first_name, author.middle_name or "")
    later = _later(session, one)
    changed = () if later else tuple(_changed_since(session, one))
    return Merged(one.id or 0, session.get_one(Person, one.gone_id).full_name, one.at, by, later, changed)


def _later(session: Session, one: PersonMerge) -> str:
    """The name on the card of a later merge that must be undone first; empty when there is none."""
    later = session.scalars(
        sa.select(PersonMerge)
        .where(
            col(PersonMerge.school_id) == one.school_id,
            sa.or_(col(PersonMerge.kept_id) == one.kept_id, col(PersonMerge.gone_id) == one.kept_id),
            col(PersonMerge.id) > one.id,
        )
        .order_by(col(PersonMerge.id).desc())
        .limit(1)
    ).first()
    if later is None:
        return ""
    other = later.gone_id if later.kept_id == one.kept_id else later.kept_id
    return session.get_one(Person, other).full_name


def _changed_since(session: Session, one: PersonMerge) -> list[str]:
    """What of the two is not as the merge has left it, as message ids."""
    now = digests(session, one.school_id, (one.kept_id, one.gone_id))
    found = [_about_of(name) for name in differing(one.stands, now)]
    for name, ids in one.moved.items():
        table_name, _, column = name.partition(".")
        rows = SQLModel.metadata.tables[table_name]
        still = sum(
            session.scalar(
                sa.select(sa.func.count())
                .select_from(rows)
                .where(rows.c.id.in_(some), rows.c[column] == one.kept_id)
            )
            or 0
            for some in portions(ids)
        )
        if still != len(ids) and table_name not in _PASSING:
            found.append(RULES.get(name, Rule()).about)
    return list(dict.fromkeys(found))


_PASSING = frozenset({"mail", "outbox_notice", "one_time_link"})
"""Tables whose rows may be swept away without anybody's act."""


def _about_of(table_name: str) -> str:
    if table_name in _ABOUT:
        return _ABOUT[table_name]
    return next(
        (rule.about for name, rule in RULES.items() if name.startswith(f"{table_name}.")), Rule().about
    )


def undo_merge(session: Session, actor: Actor, merge_id: int) -> tuple[int, int]:
    """Part the two cards again: the numbers of both. DomainError says why it cannot be."""
    guard.require(actor, Permission.PEOPLE_MANAGE)
    one = session.get(PersonMerge, merge_id)
    if one is None or one.school_id != actor.school_id:
        raise NotFound
    both = one.kept_id, one.gone_id
    hold(session, actor.school_id, both)
    one = session.get(PersonMerge, merge_id)
    if one is None:
        raise NotFound  # another has undone it a moment ago
    require_in_care(session, actor, both)
    if later := _later(session, one):
        raise DomainError("Undo the later merge first: {name}", name=later)
    if changed := _changed_since(session, one):
        raise Changed(changed)
    _part(session, actor, one)
    return both


class Changed(DomainError):
    """Something has changed since the merge: what, as message ids."""

    def __init__(self, what: Sequence[str]) -> None:
        super().__init__("Since then has changed: {what}. The two cards cannot be parted any more")
        self.what = tuple(what)


def _part(session: Session, actor: Actor, one: PersonMerge) -> None:
    school_id, kept_id, gone_id = one.school_id, one.kept_id, one.gone_id
    topics = shown_in(session, school_id, (kept_id,))
    told = [_back(change) for change in reversed(one.told)]
    put_back(session, one.moved, one.changed, gone_id)
    session.delete(one)
    session.flush()
    session.expire_all()
    kept, gone = (session.get_one(Person, number) for number in (kept_id, gone_id))
    about = {"gone": gone_id, "kept": kept_id}
    audit.record(
        session,
        school_id,
        actor.person_id,
        *told,
        audit.Change(UNDO, "person", kept_id, after=about | {"with": gone.full_name}),
        audit.Change(UNDONE, "person", gone_id, after=about | {"with": kept.full_name}),
    )
    note(session, *topics, *shown_in(session, school_id, (gone_id,)))


def _back(change: dict[str, Any]) -> audit.Change:
    """The entry that takes another back."""
    values = change | {"before": change["after"], "after": change["before"]}
    return audit.Change(**values)
