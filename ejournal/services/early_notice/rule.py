"""From which facts on a school is told: read, set, and whom other bounds would name."""

from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import EarlyNoticeRule
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.topics import early_notice_topic
from ejournal.services.early_notice.facts import Rule

MOST_MARKS, MOST_DROP, MOST_SHARE = 10, Decimal(3), 100


def rule_of(session: Session, school_id: int) -> Rule:
    """The school's rule; the usual one until it has set its own."""
    row = _row(session, school_id)
    if row is None:
        return Rule()
    return Rule(row.failing_marks, row.average_drop, row.absence_share, row.growth_share)


def set_rule(session: Session, actor: Actor, rule: Rule) -> None:
    """Set the rule, which names pupils by it from now on; DomainError for what cannot be."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    guard.require(actor, Permission.REPORTS_READ)
    check_rule(rule)
    before = rule_of(session, actor.school_id)
    row = _row(session, actor.school_id) or EarlyNoticeRule(school_id=actor.school_id)
    row.failing_marks, row.average_drop = rule.failing_marks, rule.average_drop
    row.absence_share, row.growth_share = rule.absence_share, rule.growth_share
    session.add(row)
    session.flush()
    change = audit.Change(
        "early_notice.rule", "early_notice_rule", row.id, before=_said(before), after=_said(rule)
    )
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, early_notice_topic(actor.school_id))


def check_rule(rule: Rule) -> None:
    """DomainError by its field for a bound that names everybody or nobody."""
    if not 1 <= rule.failing_marks <= MOST_MARKS:
        raise DomainError("From 1 to {most} marks", field="failing_marks", most=MOST_MARKS)
    if not Decimal(0) < rule.average_drop <= MOST_DROP:
        raise DomainError("More than 0 and at most {most}", field="average_drop", most=MOST_DROP)
    for field, value in (("absence_share", rule.absence_share), ("growth_share", rule.growth_share)):
        if not 1 <= value <= MOST_SHARE:
            raise DomainError("From 1 to {most} per cent", field=field, most=MOST_SHARE)


def _row(session: Session, school_id: int) -> EarlyNoticeRule | None:
    return session.scalars(
        select(EarlyNoticeRule).where(col(EarlyNoticeRule.school_id) == school_id)
    ).one_or_none()


def _said(rule: Rule) -> dict[str, str]:
    return {name: str(value) for name, value in rule._asdict().items()}
