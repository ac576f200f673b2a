"""Signs that people were here: sign-ins, looks into diaries, notices read, diaries acknowledged, by week.

What stands is the least that happened. A sign-in is known by its first and its latest day, a diary by its
last two looks, a notice by the moment at which it was read.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, func, literal, or_, select, union_all
from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.models import Acknowledgement, DiaryVisit, SignInSession
from ejournal.models.base import table
from ejournal.services.base import tables as db
from ejournal.services.calendar.year import monday

WEEKS = 8
WEEK = timedelta(weeks=1)

_session, _visit, _seen = table(SignInSession).c, table(DiaryVisit).c, table(Acknowledgement).c
_account, _place, _notice = db.account.c, db.account_place.c, db.outbox_notice.c


class Sign(StrEnum):
    """What a person was seen to do."""

    SIGNED_IN = "signed_in"
    LOOKED = "looked"
    READ = "read"
    ACKNOWLEDGED = "acknowledged"


def weeks_until(today: date) -> list[date]:
    """The Mondays of the weeks that are looked at, this week's last."""
    last = monday(today)
    return [last - WEEK * back for back in reversed(range(WEEKS))]


Signs = dict[tuple[Sign, int], int]
"""The weeks of a person as bits, the earliest lowest, by sign and child; 0 for a sign that is about none."""


def read_signs(session: Session, actor: Actor, of_people: Select[Any] | Sequence[int]) -> dict[int, Signs]:
    """The signs by person; one query, at most a row a person, sign and child.

    of_people: the numbers of those whose signs are read.
    """
    weeks = weeks_until(actor.today)
    bounds = [clock.start_of(day, actor.time_zone) for day in (*weeks, weeks[-1] + WEEK)]
    found: dict[int, Signs] = {}
    for sign, person_id, pupil_id, mask in session.execute(union_all(*_signs(actor, of_people, bounds))):
        of, key = found.setdefault(person_id, {}), (Sign(sign), pupil_id)
        of[key] = of.get(key, 0) | int(mask)
    return found


def _signs(
    actor: Actor, of_people: Select[Any] | Sequence[int], bounds: Sequence[datetime]
) -> Iterator[Select[Any]]:
    """A statement a source: sign, person, child, mask."""
    school_id = actor.school_id

    def rows(sign: Sign, person: Any, pupil: Any, *moments: Any) -> Select[Any]:
        whose = person.label("person_id"), (literal(0) if pupil is None else func.coalesce(pupil, 0))
        since = or_(*(moment >= bounds[0] for moment in moments))
        asked = select(literal(sign.value).label("sign"), *whose, _mask(bounds, *moments).label("mask"))
        by = (person,) if pupil is None else (person, pupil)
        return asked.where(since, person.in_(of_people)).group_by(*by)

    # "+ 0": from the school's accounts to their sign-ins, never from the sign-ins of all schools.
    session, account, place = table(SignInSession), db.account, db.account_place
    yield (
        rows(Sign.SIGNED_IN, _account.person_id, None, _session.created_at, _session.seen_at)
        .join_from(account, session, _session.account_id == _account.id + 0)
        .where(
            _account.school_id == school_id,
            _session.school_id == school_id,
            _session.looker_id.is_(None),
        )
    )
    # Whoever acts here by an account of another school: only where it acts now is known.
    yield (
        rows(Sign.SIGNED_IN, _place.person_id, None, _session.seen_at)
        .join_from(place, session, _session.place_id == _place.id + 0)
        .where(_place.school_id == school_id, _session.looker_id.is_(None))
    )
    yield rows(Sign.LOOKED, _visit.person_id, _visit.pupil_id, _visit.last_at, _visit.previous_at).where(
        _visit.school_id == school_id
    )
    yield rows(Sign.READ, _notice.recipient_id, _notice.pupil_id, _notice.read_at).where(
        _notice.school_id == school_id, _notice.created_at >= bounds[0]
    )
    yield rows(Sign.ACKNOWLEDGED, _seen.guardian_id, _seen.pupil_id, _seen.at).where(
        _seen.school_id == school_id
    )


def _mask(bounds: Sequence[datetime], *moments: Any) -> ColumnElement[int]:
    """The weeks in which one of the moments lies, of all rows of a person, as bits."""
    mask: Any = literal(0)
    for place, (starts, ends) in enumerate(pairwise(bounds)):
        inside = or_(*(and_(moment >= starts, moment < ends) for moment in moments))
        mask = mask + func.max(case((inside, 1 << place), else_=0))
    return func.coalesce(mask, 0, type_=Integer)


def weeks_here(signs: Signs) -> int:
    """The weeks in which any sign stands: each shows that the person was here."""
    mask = 0
    for weeks in signs.values():
        mask |= weeks
    return mask


def weeks_of(signs: Signs, pupil_id: int, *which: Sign) -> int:
    """The weeks in which one of these signs about the child stands."""
    mask = 0
    for sign in which:
        mask |= signs.get((sign, pupil_id), 0)
    return mask
