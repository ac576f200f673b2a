"""Which pupils are noticed today, with the facts, who acts, and what was done already."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlmodel import Session, col

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import EarlyNoticeTalk
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.services.base import tables as db
from ejournal.services.early_notice.facts import FORTNIGHT, LOOK_BACK, Flag, Rule, flags_of
from ejournal.services.early_notice.reading import Weeks, read_weeks
from ejournal.services.early_notice.rule import rule_of
from ejournal.services.reports.periods import Period, periods_of

_talk = table(EarlyNoticeTalk).c


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk with the family about it: when, who, what was said, when to look again, what came of it."""

    id: int
    talked_on: date
    author: str
    note: str
    follow_up: date | None
    outcome: str
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Noticed:
    """A pupil, a fact, and who is to act; subject is empty for absences."""

    pupil_id: int
    name: str
    class_id: int
    class_title: str
    subject: str
    flag: Flag
    acts: str
    talk: Talk | None


def this_year(session: Session, actor: Actor) -> Period | None:
    """The year to look at: today's, in summer the one just finished; None before the first one."""
    years = [one for one in periods_of(session, actor.school_id, actor.today) if one.kind is None]
    return years[-1] if years else None


def noticed(session: Session, actor: Actor, rule: Rule | None = None) -> list[Noticed]:
    """The pupils of the classes in care, class by class and by the alphabet; twenty queries at most.

    rule: other bounds than the school's own, to see whom they would name. What was talked about and is closed
    is left out for a fortnight.
    """
    guard.require(actor, Permission.REPORTS_READ)
    period = this_year(session, actor)
    if period is None:
        return []
    weeks = read_weeks(session, actor, period, actor.today, actor.today)
    bounds = rule or rule_of(session, actor.school_id)
    talks = _talks(session, actor)
    return list(_noticed(weeks, bounds, talks, actor.today))


def _noticed(
    weeks: Weeks, rule: Rule, talks: dict[tuple[int, str, int | None], Talk], today: date
) -> Iterator[Noticed]:
    for of_class, place in weeks.pupils(today):
        marks = weeks.marks_of(of_class, place)
        for flag in flags_of(today, marks, weeks.attended(of_class, place, today - LOOK_BACK, today), rule):
            talk = talks.get((place.pupil_id, flag.kind.value, flag.subject_id))
            if talk is not None and talk.is_closed and talk.talked_on <= today - FORTNIGHT:
                talk = None
            yield Noticed(
                place.pupil_id,
                f"{place.last_name} {place.first_name}",
                of_class.id,
                of_class.title,
                weeks.subjects.get(flag.subject_id or 0, ""),
                flag,
                weeks.teachers.get(of_class.id, ""),
                talk,
            )


def _talks(session: Session, actor: Actor) -> dict[tuple[int, str, int | None], Talk]:
    """The latest talk about each pupil and thing: the open ones, and those closed a short while ago."""
    rows = session.execute(
        select(table(EarlyNoticeTalk), db.person.c.last_name, db.person.c.first_name, db.person.c.middle_name)
        .join_from(table(EarlyNoticeTalk), db.person, db.person.c.id == _talk.author_id)
        .where(_talk.school_id == actor.school_id)
        .where(or_(_talk.closed_at.is_(None), _talk.talked_on > actor.today - LOOK_BACK))
        .order_by(col(EarlyNoticeTalk.id))
    )
    return {
        (row.pupil_id, row.kind.value, row.subject_id): Talk(
            row.id,
            row.talked_on,
            short_name(row.last_name, row.first_name, row.middle_name),
            row.note,
            row.follow_up,
            row.outcome,
            row.closed_at is not None,
        )
        for row in rows
    }
