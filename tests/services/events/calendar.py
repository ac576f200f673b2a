"""Events of the cast's school: planned and announced by those who may, answered by the others."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from ejournal.models import EventAnswer, EventDate, EventPer, EventSaid, NoticeKind, OutboxNotice, Whom
from ejournal.models.base import table
from ejournal.services.events import answering, planning
from ejournal.services.events.answering import Given
from ejournal.services.events.planning import Filled
from tests.cast import DAY, Cast
from tests.services.news.board import Board

NOON = datetime(2026, 11, 20, 9, tzinfo=UTC)
"""Of the cast's day, in UTC."""
LATER = DAY + timedelta(days=10)
FILLED = Filled("Поездка", "Едем **все**", "у входа", day=LATER, starts=time(10), ends=time(12))
_notice, _date, _answer = table(OutboxNotice).c, table(EventDate).c, table(EventAnswer).c


class Calendar:
    """Events of the cast's schools."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.session, self._count = cast, cast.session, 0
        self._board = Board(cast)

    @property
    def now(self) -> datetime:
        """Ten minutes after the moment before: nobody is too fast."""
        self._count += 1
        return NOON + timedelta(minutes=10) * self._count

    def draft(self, who: str, *parts: str, whom: Whom = Whom.BOTH, **fields: Any) -> int:
        """A draft of somebody's that invites these parts, filled in."""
        session, actor, now = self.session, self.cast.actor(who), self.now
        number = planning.begin(session, actor, now).id or 0
        planning.set_whom(session, actor, number, whom)
        for one in parts:
            planning.add_part(session, actor, number, self._board.part(one))
        planning.fill(session, actor, number, replace(FILLED, **fields), now)
        return number

    def announce(self, who: str, *parts: str, whom: Whom = Whom.BOTH, **fields: Any) -> int:
        """An event that is announced."""
        number = self.draft(who, *parts, whom=whom, **fields)
        planning.announce(self.session, self.cast.actor(who), number, self.now)
        return number

    def asked(self, *parts: str, per: EventPer = EventPer.PERSON, **fields: Any) -> tuple[int, int]:
        """An event that asks for an answer, of the deputy head; the number of its first date."""
        number = self.announce("deputy", *(parts or ("role:guardian",)), per=per, **fields)
        return number, self.dates(number)[0].id or 0

    def dates(self, number: int) -> list[EventDate]:
        """The dates of the event."""
        found = select(EventDate).where(_date.event_id == number).order_by(_date.day)
        return list(self.session.scalars(found.execution_options(populate_existing=True)))

    def answer(
        self, who: str, date_id: int, said: EventSaid = EventSaid.YES, guests: int = 0, whose: str = ""
    ) -> Given:
        """What somebody answers, for themselves or for a child."""
        actor, for_id = self.cast.actor(who), self.cast.id_of(whose or who)
        return answering.answer(self.session, actor, date_id, for_id, said, guests, self.now)

    def waits(self, date_id: int) -> set[str]:
        """Who waits for a place."""
        found = set(
            self.session.scalars(
                select(_answer.for_id).where(_answer.date_id == date_id, _answer.waits_from.is_not(None))
            )
        )
        return {name for name in self.cast.people if self.cast.id_of(name) in found}

    def taken(self, date_id: int) -> int:
        """How many places are taken."""
        return self.session.scalar(select(_date.taken).where(_date.id == date_id)) or 0

    def told(self, kind: NoticeKind) -> dict[str, str]:
        """What was last told whom."""
        rows = self.session.execute(
            select(_notice.recipient_id, _notice.payload).where(_notice.kind == kind).order_by(_notice.id)
        )
        found = {row.recipient_id: row.payload["what"] for row in rows}
        people = self.cast.people
        return {name: found[self.cast.id_of(name)] for name in people if self.cast.id_of(name) in found}


def day(shift: int) -> date:
    """A day from the cast's on."""
    return DAY + timedelta(days=shift)
