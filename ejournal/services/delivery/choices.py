"""What and where to: how each kind comes to oneself, the hour of the digest, quiet hours, mail stopped.

Only what differs from the school is kept. The choices are the account's: they hold in all its schools.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlmodel import Session, col

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.notices import NOTICE_RULES, Audience
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import Account, Channel, Going, NoticeChoice, NoticeHours, NoticeKind, Role
from ejournal.services.delivery.hours import Hours
from ejournal.services.delivery.rules import CHOSEN, Rule, SchoolRule, goes, school_rules
from ejournal.services.mail.outbox import are_sent
from ejournal.settings import settings

COMPULSORY = "The school lets nobody switch this off"
WHOLE_HOUR = "An hour from 0 to 23"
_TOKEN = 32


@dataclass(frozen=True, slots=True)
class OwnKind:
    """A kind that the actor may get: how the school sends it, and what was chosen instead, if anything.

    push: whether browsers are told of it; sms: whether an SMS goes, none where the school sends none of it;
    by_max: whether the bot in MAX tells of it.
    """

    kind: NoticeKind
    rule: Rule
    chosen: Going | None
    push: bool
    by_max: bool
    sms: bool | None = None


@dataclass(frozen=True, slots=True)
class OwnChoices:
    """What comes to the actor and when; own: the hours that were chosen, none for the school's.

    email is where letters go: empty without a confirmed one.
    """

    kinds: tuple[OwnKind, ...]
    school: Hours
    own: NoticeHours
    email: str
    mail_works: bool
    push_works: bool

    @property
    def stopped(self) -> bool:
        """Whether the actor has stopped the letters that may be stopped."""
        return self.own.mail_stopped_at is not None


def own_choices(session: Session, actor: Actor) -> OwnChoices:
    """What the actor gets in the present school, and has chosen."""
    guard.require(actor, Permission.NOTICES_READ)
    rules = school_rules(session, [actor.school_id])[actor.school_id]
    chosen = _chosen(session, actor.account_id)
    account = session.get_one(Account, actor.account_id)
    email = account.email if account.email and account.email_confirmed_at else ""
    kinds = tuple(_own_kind(one, rules, chosen) for one in kinds_for(actor))
    return OwnChoices(kinds, rules.hours, _hours(session, actor), email or "", are_sent(), settings().push)


def _own_kind(kind: NoticeKind, rules: SchoolRule, chosen: Mapping[tuple[str, Channel], Going]) -> OwnKind:
    push, by_max = (
        goes(rules.of(kind, channel), chosen.get((kind.value, channel)), stopped=False) is not Going.NEVER
        for channel in (Channel.PUSH, Channel.MAX)
    )
    sms = None
    if settings().sends_sms and rules.of(kind, Channel.SMS).going is not Going.NEVER:
        sms = chosen.get((kind.value, Channel.SMS)) is not Going.NEVER
    by_mail = chosen.get((kind.value, Channel.MAIL))
    return OwnKind(kind, rules.of(kind), by_mail, push, by_max, sms)


def kinds_for(actor: Actor) -> list[NoticeKind]:
    """The kinds that may come to the actor, by role."""
    return [kind for kind in CHOSEN if _may_come(actor, kind)]


def _may_come(actor: Actor, kind: NoticeKind) -> bool:
    rule = NOTICE_RULES[kind]
    if rule.audience is Audience.FAMILY:
        return actor.holds(Role.GUARDIAN, Role.PUPIL)
    if rule.audience is Audience.CLASS_TEACHERS:
        return actor.holds(Role.CLASS_TEACHER)
    is_of_work = rule.permission is Permission.NOTICES_READ
    return (actor.works or not is_of_work) and actor.may(rule.permission)


def choose(
    session: Session, actor: Actor, kind: NoticeKind, going: Going | None, channel: Channel = Channel.MAIL
) -> None:
    """Have the kind come so by the channel; None for as the school has it. DomainError for what must come."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    if kind not in kinds_for(actor):
        raise DomainError("There is nothing to choose here")
    rules = school_rules(session, [actor.school_id])[actor.school_id]
    if going is Going.NEVER and rules.of(kind, channel).compulsory:
        raise DomainError(COMPULSORY)
    costs = channel is Channel.SMS and going is Going.NOW
    if costs or (going is Going.DIGEST and channel is not Channel.MAIL):
        raise DomainError("There is nothing to choose here")
    session.execute(
        delete(NoticeChoice).where(
            col(NoticeChoice.account_id) == actor.account_id,
            col(NoticeChoice.kind) == kind.value,
            col(NoticeChoice.channel) == channel,
        )
    )
    if going is not None:
        session.add(
            NoticeChoice(
                school_id=actor.as_owner.school_id, account_id=actor.account_id, kind=kind.value,
                channel=channel, going=going,
            )
        )  # fmt: skip
    session.flush()


def choose_also(session: Session, actor: Actor, kind: NoticeKind, channel: Channel, *, wanted: bool) -> None:
    """Have the kind come by the channel too, or not: what the school has it by itself is kept nowhere."""
    rules = school_rules(session, [actor.school_id])[actor.school_id]
    comes = rules.of(kind, channel).going is not Going.NEVER
    going = None if comes is wanted else Going.NOW if wanted else Going.NEVER
    choose(session, actor, kind, going, channel)


def set_hours(session: Session, actor: Actor, digest_hour: int | None, quiet: tuple[int, int] | None) -> None:
    """Have the digest at the hour, and nothing in the quiet ones; None for as the school has it."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    named = {"digest_hour": digest_hour, "quiet_from": None, "quiet_until": None}
    if quiet is not None:
        named |= {"quiet_from": quiet[0], "quiet_until": quiet[1]}
    for name, hour in named.items():
        if hour is not None and not 0 <= hour <= 23:
            raise DomainError(WHOLE_HOUR, field=name)
    row = _hours(session, actor)
    row.digest_hour, row.quiet_from, row.quiet_until = named.values()
    _keep(session, row)


def stop_mail(session: Session, actor: Actor, now: datetime, *, stopped: bool) -> None:
    """Stop all letters of notices that may be stopped, or let them come again."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    row = _hours(session, actor)
    row.mail_stopped_at = now if stopped else None
    _keep(session, row)


# ----------------------------------------------------------------- without a sign-in, by a press in the mail


def stop_token(account_id: int) -> str:
    """The secret by which a mail program stops an account's letters: the same in all of them."""
    told = f"no more notices by mail\0{account_id}"
    return f"{account_id}-{hmac.new(settings().key, told.encode(), hashlib.sha256).hexdigest()[:_TOKEN]}"


def stop_by_token(session: Session, token: str, now: datetime) -> bool:
    """Stop the letters of the account whose secret it is; False where it is nobody's. Twice is as once."""
    number = token.partition("-")[0][:12]
    if not (number.isascii() and number.isdecimal()) or not token.isascii():
        return False
    if not hmac.compare_digest(token, stop_token(int(number))):
        return False
    account = session.get(Account, int(number))
    if account is None:
        return False
    row = _hours_of(session, int(number), account.school_id)
    row.mail_stopped_at = row.mail_stopped_at or now
    _keep(session, row)
    return True


def _chosen(session: Session, account_id: int) -> Mapping[tuple[str, Channel], Going]:
    rows = session.execute(
        select(col(NoticeChoice.kind), col(NoticeChoice.channel), col(NoticeChoice.going)).where(
            col(NoticeChoice.account_id) == account_id
        )
    )
    return {(one.kind, one.channel): one.going for one in rows}


def _hours(session: Session, actor: Actor) -> NoticeHours:
    return _hours_of(session, actor.account_id, actor.as_owner.school_id)


def _hours_of(session: Session, account_id: int, school_id: int) -> NoticeHours:
    known = select(NoticeHours).where(col(NoticeHours.account_id) == account_id)
    return session.scalars(known).first() or NoticeHours(school_id=school_id, account_id=account_id)


def _keep(session: Session, row: NoticeHours) -> None:
    """A row that says nothing is not kept."""
    if (row.digest_hour, row.quiet_from, row.mail_stopped_at) != (None, None, None):
        session.add(row)
    elif row.id is not None:
        session.delete(row)
    session.flush()
