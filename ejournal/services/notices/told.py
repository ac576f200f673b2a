"""Who was told in this transaction: whose bell rings after the commit, and whom nothing reaches."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from ejournal.i18n import gettext, ngettext
from ejournal.services.base import tables as db

_TOLD, _RUNG = "told", "rung"
MOST_NAMES = 3


def note_told(session: Session, people: Iterable[tuple[int, int]]) -> None:
    """Note to whom a notice was put into the outbox, and for whom they read it: a pupil or themselves."""
    found = list(people)
    session.info.setdefault(_TOLD, set()).update(found)
    note_rung(session, [recipient_id for recipient_id, _ in found])


def note_rung(session: Session, people: Iterable[int]) -> None:
    """Note whose notices have changed in any way: their bells show another number."""
    session.info.setdefault(_RUNG, set()).update(people)


def whose_bells_ring(session: Session) -> list[int]:
    """The people whose notices this session has changed."""
    return sorted(session.info.get(_RUNG, ()))


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people with an account were told, and the names of those whom nobody reads for.

    A pupil's news reaches the family when pupil or guardian has an account that is not blocked.
    """

    people: int
    nobody: tuple[str, ...] = ()

    def text(self, locale: str) -> str:
        """«Сообщено 43 людям. Нет учётной записи: Петров Глеб и ещё 2»."""
        told = ngettext(locale, "{n} person told", "{n} people told", self.people)
        parts = [told if self.people else gettext(locale, "Nobody is told")]
        if self.nobody:
            names, rest = ", ".join(self.nobody[:MOST_NAMES]), len(self.nobody) - MOST_NAMES
            if rest > 0:
                names = gettext(locale, "{names} and {n} more", names=names, n=rest)
            parts.append(gettext(locale, "No account: {names}", names=names))
        return ". ".join(parts)


def reach(session: Session) -> Reach | None:
    """Whom the notices of this session reach, None when nothing new was to be told; two queries."""
    told: Collection[tuple[int, int]] | None = session.info.get(_TOLD)
    if told is None:
        return None
    account, place = db.account.c, db.account_place.c
    people = {one for one, _ in told}
    by_another_school = (
        select(place.person_id)
        .join_from(db.account_place, db.account, account.id == place.account_id)
        .where(place.person_id.in_(people), account.blocked.is_(False))
    )
    own = select(account.person_id).where(account.person_id.in_(people), account.blocked.is_(False))
    readers = set(session.scalars(own.union_all(by_another_school)))
    nobody = {about for _, about in told} - {about for one, about in told if one in readers}
    return Reach(len(readers), tuple(_names(session, nobody)))


def _names(session: Session, people: set[int]) -> list[str]:
    if not people:
        return []
    person = db.person.c
    rows = session.execute(select(person.last_name, person.first_name).where(person.id.in_(people)))
    return sorted(f"{last} {first}".strip() for last, first in rows)
