"""How often notices of past terms were right, and how many failures they did not see."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import SchoolClass
from ejournal.services.early_notice.facts import LOOK_BACK, Rule, flags_of
from ejournal.services.early_notice.reading import read_weeks
from ejournal.services.early_notice.rule import rule_of
from ejournal.services.grading.averages import share
from ejournal.services.grading.scales import NOT_ATTESTED
from ejournal.services.reports.formulas import FAILING
from ejournal.services.reports.periods import Period, periods_of
from ejournal.services.reports.rows import Scope, read_book

LOOKS = (timedelta(days=28), timedelta(days=14))
"""So long before a term's end it is looked: there is still time to act."""
FEWEST = 10
"""Of fewer notices, or fewer failures, a share says nothing."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A past term: pupils noticed, of them those who then failed, all who failed; None for too little data.

    precision: how many of the noticed failed; recall: how many of those who failed were noticed; in per cent.
    """

    period: Period
    noticed: int
    came_true: int
    failed: int
    precision: Decimal | None
    recall: Decimal | None


def tried(session: Session, actor: Actor, rule: Rule | None = None) -> Tried | None:
    """The latest term that is over: who was noticed two and four weeks before its end, and who failed in it.

    Failed is «2» or «н/а» as a term mark. None while no term is over.
    """
    guard.require(actor, Permission.REPORTS_READ)
    over = [
        one
        for one in periods_of(session, actor.school_id, actor.today)
        if one.kind and one.ends < actor.today
    ]
    if not over:
        return None
    period = over[-1]
    bounds = rule or rule_of(session, actor.school_id)
    scope = Scope(guard.reached(session, actor, SchoolClass, Permission.REPORTS_READ))
    book = read_book(session, actor, [period], scope)
    failed = {
        one.pupil_id for one in book.pupils(period) if FAILING in one.levels or NOT_ATTESTED in one.levels
    }
    asked = {one.pupil_id for one in book.pupils(period) if any(one.levels)}
    noticed = _noticed(session, actor, period, bounds) & asked
    right = noticed & failed
    enough = min(len(noticed), len(failed)) >= FEWEST
    return Tried(
        period,
        len(noticed),
        len(right),
        len(failed),
        share(len(right) * 100, len(noticed)) if enough else None,
        share(len(right) * 100, len(failed)) if enough else None,
    )


def _noticed(session: Session, actor: Actor, period: Period, rule: Rule) -> set[int]:
    """Whom the rule would have named on the days at which it is looked."""
    weeks = read_weeks(session, actor, period, period.ends - max(LOOKS), period.ends)
    found: set[int] = set()
    for look in LOOKS:
        for of_class in weeks.book.classes.values():
            span = period.span(of_class.scheme_id)
            if span is None:
                continue
            day: date = span[1] - look
            for place in weeks.book.places.get(of_class.id, ()):
                if place.span.holds_on(day) and place.pupil_id not in found:
                    days = weeks.attended(of_class, place, day - LOOK_BACK, day)
                    if flags_of(day, weeks.marks_of(of_class, place), days, rule):
                        found.add(place.pupil_id)
    return found
