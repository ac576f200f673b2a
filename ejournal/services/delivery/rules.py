"""How each kind of notice goes out: the usual, what a school has set, what a person has chosen."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlmodel import Session

from ejournal.models import Channel, Going, NoticeKind
from ejournal.services.base import tables as db
from ejournal.services.delivery.hours import DIGEST_HOUR, QUIET_FROM, QUIET_UNTIL, Hours

NOT_OUT = (NoticeKind.MAIL_FAILED, NoticeKind.SECOND_FACTOR, NoticeKind.LOOKED_AS)
"""Kinds that stay in the bell: of two of them letters go in any case, the third tells that none do."""
OUT = tuple(kind for kind in NoticeKind if kind not in NOT_OUT)
URGENT = (NoticeKind.URGENT_MESSAGE,)
"""Kinds that go at once by all that reaches somebody, at any hour, whatever was chosen."""
CHOSEN = tuple(kind for kind in OUT if kind not in URGENT)
"""Kinds of which schools and people choose how they go."""
OF_CHAT = (NoticeKind.CHAT_MESSAGE, NoticeKind.CHAT_MENTION)
"""Kinds of which no letter goes once they were read."""
OF_MARKS = (NoticeKind.MARK, NoticeKind.TERM_MARK)
"""Kinds that wait for the hour from which on a school lets marks out."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a kind goes; compulsory: nobody switches it off; urgent: nothing holds it up."""

    going: Going
    compulsory: bool = False
    urgent: bool = False


_AT_ONCE = (
    NoticeKind.SUBSTITUTION_GIVEN,
    NoticeKind.TEACHER_ABSENCE_REPORTED,
    NoticeKind.TEACHER_ABSENCE_DECIDED,
    NoticeKind.TEACHER_ABSENCE_CHANGED,
    NoticeKind.MESSAGE,
    NoticeKind.SURVEY,
    NoticeKind.CHAT_MENTION,
    NoticeKind.DOCUMENT,
    NoticeKind.EVENT_CHANGED,
)
USUAL: Mapping[NoticeKind, Rule] = {
    **{kind: Rule(Going.NOW if kind in _AT_ONCE else Going.DIGEST) for kind in OUT},
    NoticeKind.ATTENDANCE: Rule(Going.NOW, compulsory=True),
    **dict.fromkeys(URGENT, Rule(Going.NOW, compulsory=True, urgent=True)),
}
"""What a new school begins with by mail: praise and remarks go alike."""


def usual(kind: NoticeKind, channel: Channel) -> Rule:
    """How the kind goes by the channel where a school has set nothing.

    Browsers and messengers are told of all at once, nothing but what is urgent goes by SMS.
    """
    rule = USUAL[kind]
    if rule.urgent or channel is Channel.MAIL:
        return rule
    return Rule(Going.NEVER if channel is Channel.SMS else Going.NOW)


@dataclass(frozen=True, slots=True)
class Sms:
    """What a school pays for by SMS: parts in a day; whether they say what happened.

    urgent_after: minutes in which a device's owner may confirm an urgent message before one goes.
    """

    a_day: int = 200
    words: bool = True
    urgent_after: int = 5


@dataclass(frozen=True, slots=True)
class SchoolRule:
    """What a school has set: its hours, when its marks go out, and of each kind what is not the usual."""

    hours: Hours
    marks_out_from: int | None = None
    sms: Sms = Sms()
    kinds: Mapping[tuple[str, Channel], Rule] = field(default_factory=dict)

    def of(self, kind: NoticeKind, channel: Channel = Channel.MAIL) -> Rule:
        """How the kind goes here, where nobody has chosen."""
        found = usual(kind, channel)
        return found if found.urgent else self.kinds.get((kind.value, channel), found)


def goes(rule: Rule, chosen: Going | None, *, stopped: bool) -> Going:
    """How a kind goes to somebody who has chosen, or has stopped all that may be stopped."""
    if rule.urgent:
        return Going.NOW
    if rule.compulsory:
        return rule.going if chosen in (None, Going.NEVER) else chosen
    return Going.NEVER if stopped else chosen or rule.going


_school, _settings, _default = db.school.c, db.school_settings.c, db.notice_default.c
_SCHOOLS: BindParameter[int] = bindparam("schools", expanding=True)
_RULES = (
    select(
        _school.id, _school.time_zone, _settings.marks_out_from, _settings.digest_hour, _settings.quiet_from,
        _settings.quiet_until, _settings.sms_a_day, _settings.sms_words, _settings.urgent_sms_after,
    )
    .outerjoin_from(db.school, db.school_settings, _settings.school_id == _school.id)
    .where(_school.id.in_(_SCHOOLS))
)  # fmt: skip
_DEFAULTS = select(
    _default.school_id, _default.kind, _default.channel, _default.going, _default.compulsory
).where(_default.school_id.in_(_SCHOOLS))


def school_rules(session: Session, schools: Collection[int]) -> dict[int, SchoolRule]:
    """The rules of each school; two queries."""
    asked = {"schools": sorted(set(schools))}
    kinds: defaultdict[int, dict[tuple[str, Channel], Rule]] = defaultdict(dict)
    for one in session.connection().execute(_DEFAULTS, asked):
        kinds[one.school_id][one.kind, one.channel] = Rule(one.going, one.compulsory)
    return {
        one.id: SchoolRule(_hours(one), one.marks_out_from, _sms(one), kinds[one.id])
        for one in session.connection().execute(_RULES, asked).all()
    }


def _sms(row: Any) -> Sms:
    if row.sms_a_day is None:
        return Sms()
    return Sms(row.sms_a_day, row.sms_words, row.urgent_sms_after)


def _hours(row: object) -> Hours:
    def given(name: str, usual: int) -> int:
        found = getattr(row, name)
        return usual if found is None else int(found)

    return Hours(
        str(getattr(row, "time_zone", "")),
        given("digest_hour", DIGEST_HOUR),
        given("quiet_from", QUIET_FROM),
        given("quiet_until", QUIET_UNTIL),
    )
