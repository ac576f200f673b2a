"""One handler's work: a session, an actor, the news to tell and the jobs to begin when it is committed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from ejournal.access.actor import Actor

Tell = Callable[[str, dict[str, Any]], None]
"""What a job tells the followers of a topic on its way."""
Job = Callable[[Tell], None]
"""Long work, done in a thread: it opens its own transaction, and answers for its own errors."""


@dataclass
class Work:
    """What a guarded handler is given; publish() and begin() wait for the commit."""

    session: Session
    actor: Actor
    now: datetime
    news: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)

    def publish(self, topic: str, payload: dict[str, Any]) -> None:
        """Tell more exactly what services have said of the topic, once the transaction is committed."""
        self.news.append((topic, payload))

    def begin(self, job: Job) -> None:
        """Begin long work once the transaction is committed; the handler does not wait for it."""
        self.jobs.append(job)
