"""News of the cast's school: written and published by those who may, read by the others."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from ejournal.models import NewsItem, NoticeKind, OutboxNotice, Role, Whom
from ejournal.models.base import table
from ejournal.services.audience.parts import Part, read_part
from ejournal.services.news import drafts, publishing, reading
from ejournal.services.news.drafts import Filled
from tests.cast import Cast

NOON = datetime(2026, 11, 20, 9, tzinfo=UTC)
"""Of the cast's day, in UTC."""
FILLED = Filled("Субботник", "Приходите **все** в девять")
_notice = table(OutboxNotice).c


class Board:
    """News of the cast's schools."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.session, self._count = cast, cast.session, 0

    @property
    def now(self) -> datetime:
        """Ten minutes after the moment before: nobody is too fast."""
        self._count += 1
        return NOON + timedelta(minutes=10) * self._count

    def part(self, name: str) -> Part:
        """«class:6b», «grade:6», «role:teacher», «group:english1», «person:pupil»: by the cast's names."""
        kind, _, value = name.partition(":")
        numbers: dict[str, Any] = {
            "class": lambda: self.cast.classes[value].id,
            "group": lambda: self.cast.groups[value].id,
            "person": lambda: self.cast.id_of(value),
        }
        return read_part(f"{kind}:{numbers[kind]()}" if kind in numbers else name)

    def draft(self, who: str, *parts: str, whom: Whom = Whom.BOTH, **fields: Any) -> int:
        """A draft of somebody's for these parts, filled in."""
        session, actor, now = self.session, self.cast.actor(who), self.now
        number = drafts.begin(session, actor, now).id or 0
        drafts.set_whom(session, actor, number, whom)
        for one in parts:
            drafts.add_part(session, actor, number, self.part(one))
        drafts.fill(session, actor, number, replace(FILLED, **fields), now)
        return number

    def publish(self, who: str, *parts: str, whom: Whom = Whom.BOTH, **fields: Any) -> int:
        """An item that is out."""
        number = self.draft(who, *parts, whom=whom, **fields)
        publishing.publish(self.session, self.cast.actor(who), number, self.now)
        return number

    def item(self, number: int) -> NewsItem:
        """The row."""
        return self.session.get_one(NewsItem, number, populate_existing=True)

    def titles(self, who: str, *, archive: bool = False) -> list[str]:
        """What stands in somebody's list."""
        found = reading.page(self.session, self.cast.actor(who), archive=archive)
        return [one.title for one in found.items]

    def readers(self, number: int) -> set[str]:
        """Who of the first school's cast has the item in the list."""
        return {
            name
            for name in (*(role.value for role in Role if role is not Role.ADMINISTRATOR), *OTHERS, "admin")
            if name in self.cast.people
            and any(
                getattr(one, "id", 0) == number
                for one in reading.page(self.session, self.cast.actor(name)).items
            )
        }

    def told(self) -> dict[str, dict[str, Any]]:
        """What the bell last told whom of news."""
        rows = self.session.execute(
            select(_notice.recipient_id, _notice.payload)
            .where(_notice.kind == NoticeKind.NEWS)
            .order_by(_notice.id)
        )
        found = {row.recipient_id: row.payload for row in rows}
        return {
            name: found[self.cast.id_of(name)] for name in self.cast.people if self.cast.id_of(name) in found
        }


OTHERS = (
    "class_teacher", "substitute", "teacher_parent", "brother", "classmate", "other_pupil", "other_guardian",
    "teacher_b", "pupil_b",
)  # fmt: skip
