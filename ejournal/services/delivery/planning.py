"""Deliveries of what is newly told: a fixed number of statements, by one process at a time."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, false, select, update
from sqlmodel import Session

from ejournal import clock
from ejournal.models import Channel, Going, NoticeKind
from ejournal.services.base import tables as db
from ejournal.services.base.upserts import insert_new
from ejournal.services.delivery.hours import DAY, Hours, shown_out
from ejournal.services.delivery.rules import OF_MARKS, OUT, URGENT, SchoolRule, goes, school_rules
from ejournal.services.delivery.ways import OF_MESSAGES, note_messages
from ejournal.services.mail.outbox import are_sent
from ejournal.services.mail.turns import end_turn, take_turn
from ejournal.settings import settings

TURN, TURN_LIVES = "delivery", timedelta(seconds=30)
PORTION = 500
"""Notices of one transaction: others write in the database too."""
STALE = timedelta(days=3)
"""What nobody has looked at for so long goes no more: it stands in the bell."""

AT_HAND = frozenset({Channel.PUSH, Channel.MAX})
"""Channels of which what is told may be confirmed at once, before an SMS goes."""

_notice, _account, _place = db.outbox_notice.c, db.account.c, db.account_place.c
_delivery, _choice, _hours = db.delivery.c, db.notice_choice.c, db.notice_hours.c
_NOW: BindParameter[datetime] = bindparam("now")


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whose account a person's notices go to, and the channels that lead there."""

    account_id: int
    school_id: int
    ways: frozenset[Channel]
    stopped: bool
    hours: Hours


@dataclass(frozen=True, slots=True)
class _Untold:
    """A notice that nobody has been told."""

    recipient_id: int
    school_id: int
    kind: NoticeKind


_DUE = (
    select(
        _notice.id, _notice.school_id, _notice.recipient_id, _notice.kind, _notice.created_at, _notice.out_at
    )
    .where(_notice.out_at <= _NOW)
    .order_by(_notice.out_at, _notice.id)
    .limit(PORTION)
    .with_for_update(skip_locked=True)
)  # fmt: skip
"""Whoever tells something anew at this moment is not waited for."""
_ANY_DUE = select(_notice.id).where(_notice.out_at <= _NOW).limit(1)


def _accounts(person_id: Any, source: Any) -> Select[Any]:
    return (
        select(
            person_id.label("person_id"), _account.id, _account.school_id, _account.email,
            _account.email_confirmed_at, _hours.digest_hour, _hours.quiet_from, _hours.quiet_until,
            _hours.mail_stopped_at,
        )
        .select_from(source)
        .outerjoin(db.notice_hours, _hours.account_id == _account.id)
        .where(person_id.in_(bindparam("people", expanding=True)), _account.blocked == false())
    )  # fmt: skip


_ADDRESSEES = _accounts(_account.person_id, db.account).union_all(
    _accounts(_place.person_id, db.account_place.join(db.account, _account.id == _place.account_id))
)
_ACCOUNTS: BindParameter[int] = bindparam("accounts", expanding=True)
_CHOICES = select(_choice.account_id, _choice.channel, _choice.kind, _choice.going).where(
    _choice.account_id.in_(_ACCOUNTS)
)
_PEOPLE: BindParameter[int] = bindparam("people", expanding=True)
_WITH_PHONES = select(db.person.c.id).where(db.person.c.id.in_(_PEOPLE), db.person.c.phone != "")
_WITH_BROWSERS = select(db.push_device.c.account_id).where(db.push_device.c.account_id.in_(_ACCOUNTS))
_IN_MAX = select(db.messenger_chat.c.account_id).where(
    db.messenger_chat.c.account_id.in_(_ACCOUNTS), db.messenger_chat.c.channel == Channel.MAX
)
_DIGESTS = select(_delivery.id, _delivery.account_id, _delivery.day).where(
    _delivery.account_id.in_(_ACCOUNTS), _delivery.channel == Channel.MAIL,
    _delivery.day >= bindparam("since"),
)  # fmt: skip
_OPEN = _DIGESTS.where(_delivery.closed_at.is_(None), _delivery.holder == "").with_for_update()
"""Those that nobody has in hand: nobody takes them until this transaction is over."""
_HOOKS = select(db.webhook.c.school_id, db.webhook.c.kinds).where(
    db.webhook.c.school_id.in_(bindparam("schools", expanding=True))
)
_ADD = insert_new(db.delivery)
_PLANNED = (
    update(db.outbox_notice)
    .where(_notice.id == bindparam("notice"))
    .values(out_at=bindparam("next_look"), digest_id=bindparam("digest"))
)


def any_due(session: Session) -> bool:
    """Whether a notice waits to be looked at; nothing is locked."""
    return session.connection().execute(_ANY_DUE, {"now": clock.now()}).first() is not None


def plan_due(session: Session, holder: str) -> int:
    """Make deliveries of a portion of what is due; how many notices it was, none while another plans."""
    if not take_turn(session, TURN, holder, TURN_LIVES):
        return 0
    now = clock.now()
    notices = session.connection().execute(_DUE, {"now": now}).all()
    if notices:
        _Planned(session, now, notices).write()
    if len(notices) < PORTION:
        end_turn(session, TURN, holder)
    return len(notices)


def foreseen(
    session: Session, school_id: int, kind: NoticeKind, people: Collection[int]
) -> dict[Channel, dict[int, int | None]]:
    """By channel who of them would be told of a notice of the kind now, by whose account; nothing is written.

    None for an account: whoever has none gets an SMS of what is urgent.
    """
    return _Planned(session, clock.now(), [_Untold(one, school_id, kind) for one in people]).foreseen()


class _Planned:
    """What becomes of a portion of notices."""

    def __init__(self, session: Session, now: datetime, notices: Sequence[Any]) -> None:
        self._session, self._now, self._notices = session, now, notices
        people = {one.recipient_id for one in notices}
        self._phones = self._read_phones(people) if settings().sends_sms else frozenset[int]()
        addressees = self._read_addressees(people)
        schools = {one.school_id for one in notices} | {one.school_id for one in addressees.values()}
        self._rules = school_rules(session, schools)
        self._addressees = {
            person_id: self._with_hours(one) for person_id, one in addressees.items() if one.ways
        }
        self._choices = self._read_choices({one.account_id for one in self._addressees.values()})

    def foreseen(self) -> dict[Channel, dict[int, int | None]]:
        """By channel the recipients of what would go there, each with the account that it is of."""
        found: defaultdict[Channel, dict[int, int | None]] = defaultdict(dict)
        for one in self._notices:
            rule, to = self._rules[one.school_id], self._addressees.get(one.recipient_id)
            if to is None and self._has_phone_alone(one):
                found[Channel.SMS][one.recipient_id] = None
            for channel in to.ways if to is not None else ():
                if to is not None and self._going(one, rule, to, channel) is not Going.NEVER:
                    found[channel][one.recipient_id] = to.account_id
        return dict(found)

    def _has_phone_alone(self, notice: Any) -> bool:
        """Whether what is urgent goes to a phone, of somebody whom no account tells of it."""
        return notice.kind in URGENT and notice.recipient_id in self._phones

    def write(self) -> None:
        """Put the deliveries down; each notice is in a digest, looked at later, or done with."""
        looks: dict[int, datetime] = {}
        alone: list[dict[str, Any]] = []
        of_digest: list[tuple[Any, Addressee]] = []
        hooks = self._read_hooks()
        for one in self._notices:
            rule, to = self._rules[one.school_id], self._addressees.get(one.recipient_id)
            if one.kind not in OUT or one.out_at < self._now - STALE:
                continue
            shown = _shown(one, rule)
            if shown > self._now:
                looks[one.id] = shown
                continue
            alone += self._to_nobody_s_account(one, to, is_called=one.kind in hooks.get(one.school_id, ()))
            if to is None:
                continue
            for channel in sorted(to.ways):
                going = self._going(one, rule, to, channel)
                if going is Going.NOW:
                    alone.append(self._alone(one, to, channel))
                elif going is Going.DIGEST:
                    of_digest.append((one, to))
        self._add(alone)
        in_digest = self._digests(of_digest)
        self._session.connection().execute(
            _PLANNED,
            [
                {"notice": one.id, "next_look": looks.get(one.id), "digest": in_digest.get(one.id)}
                for one in self._notices
            ],
        )
        if any(one.kind in OF_MESSAGES for one in self._notices):
            note_messages(self._session, _notice.id.in_([one.id for one in self._notices]))

    def _going(self, notice: Any, rule: SchoolRule, to: Addressee, channel: Channel) -> Going:
        kind = NoticeKind(notice.kind)
        chosen = self._choices.get((to.account_id, channel, notice.kind))
        return goes(rule.of(kind, channel), chosen, stopped=to.stopped and channel is Channel.MAIL)

    def _alone(self, notice: Any, to: Addressee, channel: Channel) -> dict[str, Any]:
        told = {"channel": channel, "notice_id": notice.id, "notice_at": notice.created_at}
        row = self._row(to, self._now) | told
        if channel is Channel.SMS:  # the school that tells it pays for it
            row |= {"school_id": notice.school_id}
        if notice.kind not in URGENT:
            return row
        climbs = channel is Channel.SMS and bool(to.ways & AT_HAND)
        pause = timedelta(minutes=self._rules[notice.school_id].sms.urgent_after) if climbs else timedelta()
        return row | {"urgent": True, "not_before": self._now + pause}

    def _to_nobody_s_account(
        self, notice: Any, to: Addressee | None, *, is_called: bool
    ) -> list[dict[str, Any]]:
        """An urgent text to somebody whom nothing else reaches, and what another system is told."""
        channels = [Channel.SMS] if to is None and self._has_phone_alone(notice) else []
        if is_called:
            channels.append(Channel.WEBHOOK)
        return [
            {
                "school_id": notice.school_id, "account_id": None, "channel": channel,
                "urgent": notice.kind in URGENT, "notice_id": notice.id, "notice_at": notice.created_at,
                "day": None, "created_at": self._now, "not_before": self._now,
            }
            for channel in channels
        ]  # fmt: skip

    def _row(self, to: Addressee, not_before: datetime) -> dict[str, Any]:
        """A delivery by mail."""
        return {
            "school_id": to.school_id, "account_id": to.account_id, "channel": Channel.MAIL,
            "notice_id": None, "notice_at": None, "day": None, "created_at": self._now,
            "not_before": to.hours.after_quiet(not_before), "urgent": False,
        }  # fmt: skip

    def _add(self, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._session.connection().execute(_ADD.on(self._session), rows)

    def _digests(self, asked: Sequence[tuple[Any, Addressee]]) -> dict[int, int]:
        """By the number of each notice the digest that it is in, made where there is none."""
        if not asked:
            return {}
        accounts = {to.account_id: to for _, to in asked}
        still_open = {number for days in self._read(_OPEN, accounts).values() for number in days.values()}
        known = self._read(_DIGESTS, accounts)
        days = {
            one.id: (to.account_id, self._day(one, to, known.get(to.account_id, {}), still_open))
            for one, to in asked
        }
        new = {place for place in days.values() if place[1] not in known.get(place[0], {})}
        self._add(
            [
                self._row(accounts[account_id], accounts[account_id].hours.digest_of(day)) | {"day": day}
                for account_id, day in sorted(new)
            ]
        )
        known = self._read(_DIGESTS, accounts) if new else known
        return {number: known[account_id][day] for number, (account_id, day) in days.items()}

    def _day(
        self, notice: Any, to: Addressee, known: Mapping[date, int], still_open: Collection[int]
    ) -> date:
        """The first digest after it came, or the last that is overdue, neither sent nor in anybody's hand."""
        overdue = to.hours.next_digest(self._now) - DAY
        day = max(to.hours.next_digest(notice.out_at), overdue)
        while day in known and known[day] not in still_open:
            day += DAY
        return day

    def _read(self, statement: Select[Any], accounts: Collection[int]) -> Mapping[int, Mapping[date, int]]:
        asked = {"accounts": sorted(accounts), "since": self._now.date() - 3 * DAY}
        found: defaultdict[int, dict[date, int]] = defaultdict(dict)
        for one in self._session.connection().execute(statement, asked):
            found[one.account_id][one.day] = one.id
        return found

    def _read_addressees(self, people: Collection[int]) -> dict[int, Addressee]:
        rows = self._session.connection().execute(_ADDRESSEES, {"people": sorted(people)}).all()
        asked = {"accounts": sorted({one.id for one in rows})}
        told = {
            Channel.PUSH: set(self._session.scalars(_WITH_BROWSERS, asked)) if settings().push else set(),
            Channel.MAX: set(self._session.scalars(_IN_MAX, asked)) if settings().has_max else set(),
        }
        return {
            one.person_id: Addressee(
                one.id, one.school_id, _ways(one, told, self._phones),
                stopped=one.mail_stopped_at is not None,
                hours=Hours("", one.digest_hour, one.quiet_from, one.quiet_until),
            )
            for one in rows
        }  # fmt: skip

    def _read_phones(self, people: Collection[int]) -> frozenset[int]:
        return frozenset(self._session.scalars(_WITH_PHONES, {"people": sorted(people)}))

    def _read_hooks(self) -> dict[int, Collection[str]]:
        """By school the kinds that another system is told of."""
        if not settings().webhooks:
            return {}
        asked = {"schools": sorted({one.school_id for one in self._notices})}
        return {one.school_id: one.kinds for one in self._session.connection().execute(_HOOKS, asked)}

    def _with_hours(self, to: Addressee) -> Addressee:
        """With the school's hours where the account has none of its own."""
        of_school, own = self._rules[to.school_id].hours, to.hours
        hours = Hours(
            of_school.time_zone,
            of_school.digest_hour if own.digest_hour is None else own.digest_hour,
            of_school.quiet_from if own.quiet_from is None else own.quiet_from,
            of_school.quiet_until if own.quiet_until is None else own.quiet_until,
        )
        return Addressee(to.account_id, to.school_id, to.ways, to.stopped, hours)

    def _read_choices(self, accounts: Collection[int]) -> Mapping[tuple[int, Channel, str], Going]:
        rows = self._session.connection().execute(_CHOICES, {"accounts": sorted(accounts)})
        return {(one.account_id, one.channel, one.kind): one.going for one in rows}


def _ways(
    account: Any, told: Mapping[Channel, Collection[int]], phones: Collection[int]
) -> frozenset[Channel]:
    by_mail = are_sent() and account.email and account.email_confirmed_at is not None
    ways = {channel: account.id in accounts for channel, accounts in told.items()}
    ways |= {Channel.MAIL: by_mail, Channel.SMS: account.person_id in phones}
    return frozenset(channel for channel, leads_there in ways.items() if leads_there)


def _shown(notice: Any, rule: SchoolRule) -> datetime:
    """From when on the notice may go out of the program."""
    hour = rule.marks_out_from if notice.kind in OF_MARKS else None
    return shown_out(notice.created_at, hour, rule.hours.time_zone)
