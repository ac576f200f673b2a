"""How fast news are read and kept: python -m bench.news TIMES prints the figures."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count

from sqlalchemy import func, insert, select
from sqlmodel import Session

from bench.apart import act_ms, measured_apart
from bench.timetable import the_head
from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.database import engine
from ejournal.models import NewsState, PartKind, Role, Whom
from ejournal.services.base import tables as db
from ejournal.services.news import acknowledging, public, reading

ITEMS = 200
"""On the list of a parent: those of a year in a busy school."""


def figures(address: str, times: int) -> dict[str, float]:
    """The figures by name, measured in a process of their own."""
    return measured_apart("bench.news", address, times)


def measure(times: int) -> dict[str, float]:
    """The same in this process's database, which is left as it was."""
    with Session(engine()) as session:
        head = the_head(session)
        last = _write(session, head)
        acts = _acts(session, head, _a_parent(session, head), last)
        found = {name: act_ms(times, lambda _, act=act: act()) for name, act in acts.items()}  # type: ignore[misc]
        session.rollback()
    return found


def _write(session: Session, head: Actor) -> int:
    """Publish so many items for all parents; the number of the last."""
    now, first = clock.now(), (session.scalar(select(func.max(db.news_item.c.id))) or 0) + 1
    items = [
        {
            "id": first + one, "school_id": head.school_id, "author_id": head.person_id,
            "state": NewsState.OUT, "title": f"Новость {one}", "words": "Приходите **все** в девять. " * 40,
            "whom": Whom.BOTH, "must": one % 3 == 0, "is_public": one % 2 == 0, "pinned": one < 2,
            "made_at": now, "out_at": now - timedelta(hours=ITEMS - one), "comments": True,
        }
        for one in range(ITEMS)
    ]  # fmt: skip
    session.execute(insert(db.news_item), items)
    of_school = {"school_id": head.school_id, "kind": PartKind.ROLE, "role": Role.GUARDIAN}
    session.execute(insert(db.news_part), [of_school | {"news_id": one["id"]} for one in items])
    return first + ITEMS - 1


def _a_parent(session: Session, head: Actor) -> Actor:
    guards = db.guardianship.c
    most = (
        select(guards.guardian_id)
        .where(guards.school_id == head.school_id)
        .group_by(guards.guardian_id)
        .order_by(func.count().desc(), guards.guardian_id)
    )
    person = session.scalars(most.limit(1)).one()
    return replace(head, person_id=person, roles=frozenset({Role.GUARDIAN}), class_ids=frozenset())


def _acts(session: Session, head: Actor, parent: Actor, last: int) -> dict[str, Callable[[], object]]:
    code = session.scalars(select(db.school.c.code).where(db.school.c.id == head.school_id)).one()
    pages = count()
    return {
        "events.news_page.p50_ms": lambda: reading.page(session, parent, next(pages) % 10 + 1),
        "events.news_home.p50_ms": lambda: reading.at_home(session, parent),
        "events.news_public.p50_ms": lambda: public.public_page(session, code),
        "events.news_standing.p50_ms": lambda: acknowledging.standing(session, head, last),
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
