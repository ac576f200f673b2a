"""What a school sets for all: how each kind goes out, what nobody switches off, the hours, when marks go."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import Channel, Going, NoticeDefault, NoticeKind, SchoolSettings
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.topics import journals_topic
from ejournal.services.delivery.choices import WHOLE_HOUR
from ejournal.services.delivery.hours import Hours
from ejournal.services.delivery.rules import CHOSEN, USUAL, Rule, Sms, school_rules, usual

LAST_HOUR = 23
MOST_OF_SMS = {"a_day": 100_000, "urgent_after": 120}
"""What a school may set of SMS at most: parts in a day, minutes."""
ALSO = (Channel.PUSH, Channel.SMS, Channel.MAX)
"""Channels beside mail: a kind goes by them at once, or not at all."""


@dataclass(frozen=True, slots=True)
class OfSchool:
    """The rule by mail of every kind that is chosen; the hours.

    marks_out_from: none, where marks go at any hour. also: by each further channel the kinds that go by it
    to whoever has chosen nothing else.
    """

    kinds: dict[NoticeKind, Rule]
    hours: Hours
    marks_out_from: int | None
    also: dict[Channel, frozenset[NoticeKind]] = field(default_factory=dict)
    sms: Sms = field(default_factory=Sms)


def of_school(session: Session, actor: Actor) -> OfSchool:
    """What the school has set."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    found = school_rules(session, [actor.school_id])[actor.school_id]
    also = {
        channel: frozenset(kind for kind in CHOSEN if found.of(kind, channel).going is not Going.NEVER)
        for channel in ALSO
    }
    return OfSchool(
        {kind: found.of(kind) for kind in CHOSEN}, found.hours, found.marks_out_from, also, found.sms
    )


def set_of_school(session: Session, actor: Actor, wanted: OfSchool) -> bool:
    """Set it for what is told from now on; whether anything has changed. DomainError by the field."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    _check(wanted)
    before = of_school(session, actor)
    if before == wanted:
        return False
    _keep_kinds(session, actor, wanted)
    known = select(SchoolSettings).where(col(SchoolSettings.school_id) == actor.school_id)
    row = session.scalars(known).first() or SchoolSettings(school_id=actor.school_id)
    row.marks_out_from, row.digest_hour = wanted.marks_out_from, wanted.hours.digest_hour
    row.quiet_from, row.quiet_until = wanted.hours.quiet_from, wanted.hours.quiet_until
    row.sms_a_day, row.sms_words = wanted.sms.a_day, wanted.sms.words
    row.urgent_sms_after = wanted.sms.urgent_after
    session.add(row)
    session.flush()
    change = audit.Change("settings.notices", "school_settings", row.id, _spelled(before), _spelled(wanted))
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, journals_topic(actor.school_id))
    return True


def _check(wanted: OfSchool) -> None:
    hours = {
        "digest_hour": wanted.hours.digest_hour,
        "quiet_from": wanted.hours.quiet_from,
        "quiet_until": wanted.hours.quiet_until,
        "marks_out_from": wanted.marks_out_from,
    }
    for name, hour in hours.items():
        if hour is not None and not 0 <= hour <= LAST_HOUR:
            raise DomainError(WHOLE_HOUR, field=name)
    for name, most in MOST_OF_SMS.items():
        if not 0 <= getattr(wanted.sms, name) <= most:
            raise DomainError("A number from 0 to {most}", field=name, most=most)
    for kind, rule in wanted.kinds.items():
        if rule.compulsory and rule.going is Going.NEVER:
            raise DomainError("What nobody switches off is to be sent", field=kind.value)


def _keep_kinds(session: Session, actor: Actor, wanted: OfSchool) -> None:
    session.execute(delete(NoticeDefault).where(col(NoticeDefault.school_id) == actor.school_id))
    rules = {(kind, Channel.MAIL): rule for kind, rule in wanted.kinds.items()}
    for channel, kinds in wanted.also.items():
        rules |= {(kind, channel): Rule(Going.NOW if kind in kinds else Going.NEVER) for kind in CHOSEN}
    session.add_all(
        NoticeDefault(
            school_id=actor.school_id, kind=kind.value, channel=channel, going=rule.going,
            compulsory=rule.compulsory,
        )
        for (kind, channel), rule in rules.items()
        if rule != usual(kind, channel)
    )  # fmt: skip


def _spelled(found: OfSchool) -> dict[str, Any]:
    other = {
        kind.value: f"{rule.going.value}{'!' if rule.compulsory else ''}"
        for kind, rule in found.kinds.items()
        if rule != USUAL[kind]
    }
    return {
        "digest_hour": found.hours.digest_hour,
        "quiet_from": found.hours.quiet_from,
        "quiet_until": found.hours.quiet_until,
        "marks_out_from": found.marks_out_from,
        "kinds": other,
        "sms_a_day": found.sms.a_day,
        "sms_words": found.sms.words,
        "urgent_sms_after": found.sms.urgent_after,
        **{channel.value: sorted(kind.value for kind in kinds) for channel, kinds in found.also.items()},
    }
