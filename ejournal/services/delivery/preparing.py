"""What becomes of deliveries in hand: said anew, by what their readers may see and still want now."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access.readers import readers_of
from ejournal.models import Channel, Going
from ejournal.services.base import tables as db
from ejournal.services.delivery import letters, texts
from ejournal.services.delivery.calls import ReadyCall, calls_of
from ejournal.services.delivery.choices import stop_token
from ejournal.services.delivery.content import told_now
from ejournal.services.delivery.hours import Hours
from ejournal.services.delivery.letters import Told
from ejournal.services.delivery.rules import SchoolRule, school_rules
from ejournal.services.mail.outbox import Letter

_delivery, _account, _device = db.delivery.c, db.account.c, db.push_device.c
_notice, _person = db.outbox_notice.c, db.person.c
_choice, _hours, _chat = db.notice_choice.c, db.notice_hours.c, db.messenger_chat.c
_TAKEN = (
    select(
        _delivery.id, _delivery.school_id, _delivery.account_id, _delivery.notice_id, _delivery.notice_at,
        _delivery.day, _delivery.tries, _delivery.urgent, _delivery.trial,
    )
    .where(_delivery.id.in_(bindparam("ids", expanding=True)))
    .order_by(_delivery.not_before, _delivery.id)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter to be handed over now; stop: the address at which a mail program stops them, if any."""

    id: int
    account_id: int
    to_address: str
    letter: Letter
    stop: str


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a push service takes messages for a browser, and the keys by which it alone reads them."""

    endpoint_hash: str
    endpoint: str
    public_key: str
    secret: str


@dataclass(frozen=True, slots=True)
class ReadyPush:
    """A sign for an account's browsers that there is news; also: the further deliveries that it is of."""

    id: int
    account_id: int
    browsers: tuple[Browser, ...]
    urgent: bool = False
    trial: bool = False
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadyText:
    """An SMS, and in how many parts its school pays for it."""

    id: int
    account_id: int | None
    school_id: int
    phone: str
    text: str
    parts: int
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class ReadyMessage:
    """What a messenger's bot writes to somebody; also: the further deliveries that it is of."""

    id: int
    account_id: int
    user_id: int
    text: str
    also: tuple[int, ...] = ()


Handed = Ready | ReadyPush | ReadyText | ReadyCall | ReadyMessage


def all_of(one: Handed) -> tuple[int, ...]:
    """The numbers of the deliveries that it is of."""
    return (one.id, *one.also) if isinstance(one, ReadyPush | ReadyMessage) else (one.id,)


@dataclass(frozen=True, slots=True)
class Portion:
    """What is in hand: to be handed over; what nobody may be told any more; what waits, and until when."""

    ready: tuple[Any, ...]
    dropped: tuple[int, ...]
    waits: Mapping[datetime, Sequence[int]] = field(default_factory=dict)


def prepared(session: Session, ids: Collection[int], channel: Channel = Channel.MAIL) -> Portion:
    """What becomes of those in hand; nothing is written yet."""
    claimed = session.connection().execute(_TAKEN, {"ids": list(ids)}).all()
    found: list[Handed] = []
    waits: defaultdict[datetime, list[int]] = defaultdict(list)
    notices = _notices(session, claimed) if channel is Channel.SMS else {}
    desk = _Desk(session, {one.account_id for one in claimed if one.account_id}, channel, notices)
    of_account: defaultdict[int, list[Any]] = defaultdict(list)
    for one in claimed:
        if one.account_id:
            of_account[one.account_id].append(one)
    to_nobody = [one for one in claimed if not one.account_id]
    if channel is Channel.WEBHOOK:
        found.extend(calls_of(session, [one.id for one in to_nobody]))
    else:
        found.extend(_to_nobody_s_account(to_nobody, notices))
    for account_id, ones in of_account.items():
        quiet_until = desk.quiet_until(account_id)
        go = [one for one in ones if one.urgent or one.trial or quiet_until is None]
        found.extend(desk.handed(account_id, go) if go else ())
        if quiet_until is not None:
            waits[quiet_until].extend(one.id for one in ones if one not in go)
    order = {number: place for place, number in enumerate(ids)}
    told = {number for one in found for number in all_of(one)}
    left = set(ids) - told - {number for ones in waits.values() for number in ones}
    return Portion(tuple(sorted(found, key=lambda one: order[one.id])), tuple(sorted(left)), waits)


class _Desk:
    """What is known of the accounts of a portion when it is written."""

    def __init__(
        self, session: Session, accounts: Collection[int], channel: Channel, notices: Mapping[int, Any]
    ) -> None:
        self._session, self._now, self._channel, self._notices = session, clock.now(), channel, notices
        self._actors = readers_of(session, accounts, self._now)
        rows = session.execute(
            select(
                _account.id, _account.school_id, _account.email, _account.email_confirmed_at,
                _account.locale, _hours.digest_hour, _hours.quiet_from, _hours.quiet_until,
                _hours.mail_stopped_at,
            )
            .outerjoin_from(db.account, db.notice_hours, _hours.account_id == _account.id)
            .where(_account.id.in_(accounts))
        )  # fmt: skip
        self._accounts = {one.id: one for one in rows}
        schools = {actor.school_id for actors in self._actors.values() for actor in actors}
        self._rules: dict[int, SchoolRule] = school_rules(
            session, schools | {one.school_id for one in self._accounts.values()}
        )
        self._chosen: defaultdict[int, dict[str, Going]] = defaultdict(dict)
        for one in session.execute(
            select(_choice.account_id, _choice.kind, _choice.going).where(
                _choice.account_id.in_(accounts), _choice.channel == channel
            )
        ):
            self._chosen[one.account_id][one.kind] = one.going
        self._browsers = _browsers(session, accounts) if channel is Channel.PUSH else {}
        self._users = _users(session, accounts) if channel is Channel.MAX else {}

    def quiet_until(self, account_id: int) -> datetime | None:
        """When the account's quiet hours end; None where they are not now."""
        row = self._accounts[account_id]
        of_school = self._rules[row.school_id].hours
        own = row.quiet_from is not None
        hours = Hours(
            of_school.time_zone,
            quiet_from=row.quiet_from if own else of_school.quiet_from,
            quiet_until=row.quiet_until if own else of_school.quiet_until,
        )
        return hours.after_quiet(self._now) if hours.is_quiet(self._now) else None

    def handed(self, account_id: int, claimed: Sequence[Any]) -> list[Handed]:
        """What goes to the account; nothing of what it may not be told, or where nothing reaches it."""
        row = self._accounts[account_id]
        told = told_now(
            self._session, self._actors.get(account_id, ()), self._rules, self._chosen[account_id],
            [one for one in claimed if not one.trial], channel=self._channel,
            stopped=self._channel is Channel.MAIL and row.mail_stopped_at is not None, locale=row.locale,
        )  # fmt: skip
        going = [one for one in claimed if one.trial or told.get(one.id)]
        if self._channel is Channel.PUSH:
            return self._pushed(account_id, going)
        if self._channel is Channel.MAX:
            return self._written(row, going)
        if self._channel is Channel.SMS:
            return self._texts(row, going, told)
        if not row.email or row.email_confirmed_at is None:
            return []
        return [_letter(one, row, told[one.id]) for one in going]

    def _pushed(self, account_id: int, going: Sequence[Any]) -> list[Handed]:
        """One sign for all that there is to tell."""
        browsers = tuple(self._browsers.get(account_id, ()))
        return [
            ReadyPush(first, account_id, browsers, urgent, trial, also)
            for first, also, urgent, trial in (_together(going) if browsers else ())
        ]

    def _written(self, account: Any, going: Sequence[Any]) -> list[Handed]:
        """One message for all that there is to tell."""
        user_id = self._users.get(account.id)
        if user_id is None:
            return []
        found: list[Handed] = []
        for first, also, urgent, trial in _together(going):
            words = texts.of_message(account.locale, urgent=urgent)
            text = texts.of_trial(account.locale) if trial else words
            found.append(ReadyMessage(first, account.id, user_id, text, also))
        return found

    def _texts(self, account: Any, going: Sequence[Any], told: Mapping[int, Sequence[Told]]) -> list[Handed]:
        found: list[Handed] = []
        for one in going:
            notice, words = self._notices.get(one.notice_id), self._rules[account.school_id].sms.words
            if one.trial:
                phone, text = self._own_phone(account.id), texts.of_trial(account.locale)
            elif notice is None:
                continue
            elif one.urgent:
                phone, text = notice.phone, _urgent(notice)
            else:
                phone, text = notice.phone, texts.of_news(told[one.id][0], account.locale, words=words)
            if phone:
                found.append(_text(one, phone, text))
        return found

    def _own_phone(self, account_id: int) -> str | None:
        return self._session.scalar(
            select(_person.phone)
            .join_from(db.account, db.person, _person.id == _account.person_id)
            .where(_account.id == account_id)
        )


def _together(going: Sequence[Any]) -> Iterator[tuple[int, tuple[int, ...], bool, bool]]:
    """Trials, then all else, each as one: the first number, the further ones, urgent, trial."""
    for trial in (True, False):
        ones = [one for one in going if one.trial is trial]
        if ones:
            first, *also = (one.id for one in ones)
            yield first, tuple(also), any(one.urgent for one in ones), trial


def _to_nobody_s_account(claimed: Sequence[Any], notices: Mapping[int, Any]) -> list[Handed]:
    found: list[Handed] = []
    for one in claimed:
        notice = notices.get(one.notice_id)
        if notice is not None and notice.created_at == one.notice_at and notice.phone:
            found.append(_text(one, notice.phone, _urgent(notice)))
    return found


def _urgent(notice: Any) -> str:
    return texts.of_urgent(notice.payload["title"], notice.payload["text"])


def _notices(session: Session, claimed: Sequence[Any]) -> dict[int, Any]:
    """What stands in the notices, and the phones of those whom they are for."""
    numbers = [one.notice_id for one in claimed if one.notice_id]
    if not numbers:
        return {}
    rows = session.execute(
        select(_notice.id, _notice.created_at, _notice.payload, _person.phone)
        .join_from(db.outbox_notice, db.person, _person.id == _notice.recipient_id)
        .where(_notice.id.in_(numbers))
    )
    return {one.id: one for one in rows}


def _text(claimed: Any, phone: str, text: str) -> ReadyText:
    return ReadyText(
        claimed.id, claimed.account_id, claimed.school_id, phone, text, texts.parts_of(text),
        urgent=claimed.urgent,
    )  # fmt: skip


def _browsers(session: Session, accounts: Collection[int]) -> dict[int, list[Browser]]:
    found: defaultdict[int, list[Browser]] = defaultdict(list)
    for one in session.execute(
        select(
            _device.account_id, _device.endpoint_hash, _device.endpoint, _device.public_key, _device.secret
        )
        .where(_device.account_id.in_(accounts))
        .order_by(_device.id)
    ):
        found[one.account_id].append(Browser(one.endpoint_hash, one.endpoint, one.public_key, one.secret))
    return found


def _users(session: Session, accounts: Collection[int]) -> dict[int, int]:
    """By account who is written to in MAX."""
    rows = session.execute(
        select(_chat.account_id, _chat.user_id).where(
            _chat.account_id.in_(accounts), _chat.channel == Channel.MAX
        )
    )
    return {one.account_id: one.user_id for one in rows}


def _letter(claimed: Any, account: Any, told: Sequence[Told]) -> Ready:
    if claimed.day:
        letter = letters.of_day(told, claimed.day, account.locale)
    else:
        letter = letters.of_one(told[0], account.locale)
    can_stop = any(one.can_stop for one in told)
    stop = letters.stop_address(stop_token(account.id)) if can_stop else ""
    return Ready(claimed.id, account.id, account.email, letter, stop)
