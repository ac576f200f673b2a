"""How a message would go, before it is sent: by which channels, what its SMS cost of what a day allows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.models import Channel, Going, MassMessage, NoticeKind
from ejournal.services.base import tables as db
from ejournal.services.delivery import spending, texts
from ejournal.services.delivery.letters import Told
from ejournal.services.delivery.planning import foreseen
from ejournal.services.delivery.rules import SchoolRule, school_rules
from ejournal.services.delivery.spending import Spent
from ejournal.services.messages.sending import news_of, told_at_once
from ejournal.services.notices.words import words_of
from ejournal.settings import settings

_account = db.account.c


@dataclass(frozen=True, slots=True)
class Texts:
    """The SMS of a message: to how many people, in how many parts, and what the day of its hour allows.

    climbs_after: minutes in which the owner of a device may confirm an urgent message before one goes. alone:
    whom nothing else reaches.
    """

    people: int
    parts: int
    spent: Spent
    urgent: bool
    climbs_after: int
    alone: frozenset[int]

    @property
    def price(self) -> Decimal | None:
        """What they cost in roubles at most; none where no price is set."""
        return spending.price_of(self.parts)

    @property
    def are_too_many(self) -> bool:
        """Whether some of them would not go that day."""
        return self.parts > self.spent.left


@dataclass(frozen=True, slots=True)
class Ahead:
    """To how many people a message would go by each channel, to how many by none; its SMS, if any go."""

    by_channel: Mapping[Channel, int]
    by_none: int
    texts: Texts | None


def ahead_of(
    session: Session, actor: Actor, message: MassMessage, people: Collection[int], now: datetime
) -> Ahead:
    """How the message would go to these people now; at most twelve queries."""
    kind = NoticeKind.URGENT_MESSAGE if message.urgent else NoticeKind.MESSAGE
    found = foreseen(session, actor.school_id, kind, people)
    told = set[int]().union(*(accounts for accounts in found.values()))
    return Ahead(
        by_channel={channel: len(found[channel]) for channel in sorted(found)},
        by_none=len(people) - len(told),
        texts=_texts(session, actor, message, found.get(Channel.SMS, {}), now),
    )


def _texts(
    session: Session, actor: Actor, message: MassMessage, accounts: Mapping[int, int | None], now: datetime
) -> Texts | None:
    kind = NoticeKind.URGENT_MESSAGE if message.urgent else NoticeKind.MESSAGE
    if not settings().sends_sms:
        return None
    rule = school_rules(session, [actor.school_id])[actor.school_id]
    if not accounts and rule.of(kind, Channel.SMS).going is Going.NEVER:
        return None
    locales = _locales(session, {one for one in accounts.values() if one is not None})
    spoken = {*locales.values(), actor.locale}
    parts = {one: texts.parts_of(_text(message, rule, one, actor.today)) for one in spoken}
    return Texts(
        people=len(accounts),
        parts=sum(parts[locales.get(one or 0, actor.locale)] for one in accounts.values()),
        spent=spending.spent_on(session, actor.school_id, message.send_at or now, urgent=message.urgent),
        urgent=message.urgent,
        climbs_after=rule.sms.urgent_after,
        alone=frozenset(one for one, account in accounts.items() if account is None),
    )


def _locales(session: Session, accounts: Collection[int]) -> dict[int, str]:
    rows = session.execute(select(_account.id, _account.locale).where(_account.id.in_(sorted(accounts))))
    return {row.id: row.locale for row in rows}


def _text(message: MassMessage, rule: SchoolRule, locale: str, day: date) -> str:
    """What stands in the SMS."""
    if message.urgent:
        return texts.of_urgent(message.title, told_at_once(message))
    told = words_of(NoticeKind.MESSAGE, news_of(message, "", day), locale)
    return texts.of_news(Told("", "", told.title, "", ""), locale, words=rule.sms.words)
