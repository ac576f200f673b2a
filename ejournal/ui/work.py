"""One handler's work: a session, an actor and the news to tell when it is committed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from ejournal.access.actor import Actor


@dataclass
class Work:
    """What a guarded handler is given; publish() waits for the commit."""

    session: Session
    actor: Actor
    now: datetime
    news: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def publish(self, topic: str, payload: dict[str, Any] | None = None) -> None:
        """Tell the open pages that follow the topic, once the transaction is committed."""
        self.news.append((topic, payload or {}))
