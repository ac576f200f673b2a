"""Short words for tests of delivery: who gets letters, what is sent at this moment."""

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any

from sqlmodel import col, select

from ejournal import clock
from ejournal.models import Channel, Delivery, NoticeKind
from ejournal.services.delivery import planning, sending
from ejournal.services.delivery.preparing import Ready, all_of, prepared
from ejournal.services.notices.outbox import News, tell_families
from tests.cast import DAY, Cast

_keys = count()


def confirm(cast: Cast, name: str) -> None:
    """The member of the cast has a confirmed e-mail."""
    account = cast.accounts[name]
    account.email, account.email_confirmed_at = f"{name}@example.test", clock.now()
    cast.session.add(account)
    cast.session.flush()


def news(pupil_id: int, kind: NoticeKind = NoticeKind.SUBSTITUTION, key: str = "", day: date = DAY) -> News:
    """Something about the pupil that rests no minute."""
    payload = {"subject": "Физика", "kind": "cancelled", "day": day.isoformat(), "number": 2, "reason": ""}
    return News(pupil_id, kind, key or f"test:{next(_keys)}", payload)


def tell(cast: Cast, *pupils: str, kind: NoticeKind = NoticeKind.SUBSTITUTION, key: str = "") -> None:
    """Their families are told something now."""
    found = [news(cast.id_of(name), kind, key) for name in pupils]
    tell_families(cast.session, cast.schools["a"].id or 0, found, DAY, clock.now())


def plan(cast: Cast) -> None:
    """Plan all that is due."""
    while planning.plan_due(cast.session, "planner") == planning.PORTION:
        pass


def send(cast: Cast, holder: str = "one") -> list[Ready]:
    """Plan and hand over all that is due at this moment; the letters."""
    plan(cast)
    found: list[Ready] = []
    while ids := sending.claim(cast.session, holder, sending.PORTION):
        ready = hand(cast, ids, holder)
        for one in ready:
            assert sending.note_sent(cast.session, one.id, holder)
        found += ready
    return found


def hand_over(cast: Cast, channel: Channel) -> list[Any]:
    """Plan and hand over all that is due by the channel at this moment; what that was."""
    plan(cast)
    found: list[Any] = []
    while ids := sending.claim(cast.session, "one", sending.PORTION, channel):
        portion = prepared(cast.session, ids, channel)
        sending.settle(cast.session, portion, "one")
        for number in (number for one in portion.ready for number in all_of(one)):
            assert sending.note_sent(cast.session, number, "one")
        found += portion.ready
    return found


def hand(cast: Cast, ids: list[int], holder: str = "one") -> list[Ready]:
    """What of those in hand is to be handed over; the rest is settled."""
    portion = prepared(cast.session, ids)
    sending.settle(cast.session, portion, holder)
    return list(portion.ready)


def to(letters: Iterable[Ready], name: str) -> list[Ready]:
    """Those to the member of the cast."""
    return [one for one in letters if one.to_address == f"{name}@example.test"]


def deliveries(cast: Cast) -> list[Delivery]:
    """All there are."""
    asked = select(Delivery).order_by(col(Delivery.id)).execution_options(populate_existing=True)
    return list(cast.session.exec(asked))
