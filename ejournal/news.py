"""What open pages are told once something is committed, whoever has committed it.

Services note what they change (`services/base/changed.py`). A handler takes that and tells it as coming from
its tab; for any other transaction (a job, a route, a command) it is told by itself after the commit: in a
process that serves pages to their tabs, in a command through Redis to those who serve. Without Redis a
command reaches no open page of the running server: it shows the change when it next reads.
"""

import json
import logging
from collections.abc import Callable, Sequence
from typing import Any

from redis import Redis
from redis.exceptions import RedisError
from sqlmodel import Session

from ejournal.database import after_commit
from ejournal.services.base import changed
from ejournal.services.base.topics import bell_topic
from ejournal.services.notices import told

log = logging.getLogger(__name__)

News = tuple[str, dict[str, Any]]
"""A topic, and more exactly what happened: `reload` for whatever is to be read anew."""
Teller = Callable[[list[News]], None]
CHANNEL = "ejournal.live"
ANSWERS_WITHIN_S = 5.0
_TAKEN = "news_taken"
_tellers: list[Teller] = []


def tell_by(teller: Teller) -> None:
    """Let this process tell by the teller, and no other, what its transactions change."""
    _tellers[:] = [teller]


def take(session: Session) -> list[News]:
    """What there is to tell of the session's changes, for who tells it after the commit: nobody else will."""
    session.info[_TAKEN] = True
    return _news(session)


def _news(session: Session) -> list[News]:
    bells: list[News] = [(bell_topic(person_id), {}) for person_id in told.whose_bells_ring(session)]
    return [*((topic, {"reload": True}) for topic in changed.take(session)), *bells]


def _tell_committed(session: Session) -> None:
    if session.info.pop(_TAKEN, False) or not _tellers:
        return
    news = _news(session)
    try:
        for tell in _tellers if news else ():
            tell(news)
    except Exception:  # what is committed is committed, though nobody may have heard of it
        log.exception("Open pages could not be told of a change")


after_commit(_tell_committed)


def packed(news: Sequence[News], origin: str = "") -> str:
    """The news as processes pass them to each other; origin is the tab that knows already."""
    return json.dumps({"news": list(news), "origin": origin})


def through_redis(address: str) -> Teller:
    """For a process that serves no pages: tells those that do."""

    def tell(news: list[News]) -> None:
        wait = {"socket_connect_timeout": ANSWERS_WITHIN_S, "socket_timeout": ANSWERS_WITHIN_S}
        try:
            with Redis.from_url(address, **wait) as redis:
                redis.publish(CHANNEL, packed(news))
        except (OSError, RedisError) as error:
            log.warning("Redis is away: open pages show the change when they next read (%s)", error)

    return tell
