"""A school that has long written to each other: a room of many messages opened, words looked for among them.

`python -m bench.messages alone [KIND] [MESSAGES]` makes so many (1,000,000 unless said otherwise) on a
database of that kind and prints the figures; `measure` measures the database that is given.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select, text, update
from sqlmodel import Session

from bench.apart import act_ms
from bench.sizes import school_alone
from bench.timetable import the_head
from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.database import engine
from ejournal.models import ChatKind, ChatRoom, Role
from ejournal.services.base import tables as db
from ejournal.services.chat import reading
from ejournal.services.chat.rooms import make_missing, readable_rooms
from ejournal.services.chat.search import find
from ejournal.settings import ROOT
from ejournal.word_forms import stem_of

MESSAGES, IN_ONE_ROOM = 1_000_000, 10_000
WORDS_EACH, VOCABULARY, AT_ONCE, TIMES = 8, 4000, 20_000, 40
FREQUENT = (
    "завтра",
    "контрольная",
    "работа",
    "домашнее",
    "задание",
    "собрание",
    "экскурсия",
    "учебник",
    "тетрадь",
    "родители",
)


def vocabulary() -> list[str]:
    """Frequent words first; the rest are made up, each with an ending of its own."""
    syllables = [first + second for first in "бвгдклмнпрст" for second in "аеиоу"]
    draw = random.Random(7)
    made = ("".join(draw.choices(syllables, k=3)) + "ость" for _ in range(VOCABULARY))
    return [*FREQUENT, *dict.fromkeys(made)]


def write(session: Session, actor: Actor, how_many: int) -> None:
    """Fill the rooms of the school: the first with IN_ONE_ROOM, the rest over all."""
    make_missing(session, actor.school_id, actor.today)
    room = db.chat_room.c
    asked = select(room.id, room.last_number).where(room.school_id == actor.school_id)
    rooms = session.execute(asked.order_by(room.kind != ChatKind.STAFF, room.id)).all()
    numbers = {one.id: one.last_number for one in rooms}
    written = _messages(session, actor, how_many, numbers)
    while some := list(islice(written, AT_ONCE)):
        session.execute(insert(db.chat_message), [row for row, _ in some])
        session.execute(insert(db.chat_word), [
            {"school_id": actor.school_id, "room_id": row["room_id"], "message_id": row["id"], "stem": stem}
            for row, stems in some for stem in stems
        ])  # fmt: skip
    for room_id, last in numbers.items():
        values = {"last_number": last, "told_number": last, "last_at": clock.now()}
        session.execute(update(db.chat_room).where(db.chat_room.c.id == room_id).values(values))
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ANALYZE"))  # as the server does by itself where messages come day by day
    session.commit()


def _messages(
    session: Session, actor: Actor, how_many: int, numbers: dict[int, int]
) -> Iterator[tuple[dict[str, Any], set[str]]]:
    words, draw, now = vocabulary(), random.Random(11), clock.now()
    first, rooms = session.scalar(select(func.max(db.chat_message.c.id))) or 0, list(numbers)
    weights = [1 / place for place in range(1, len(words) + 1)]
    for turn in range(1, how_many + 1):
        room_id = rooms[0] if turn <= IN_ONE_ROOM else rooms[1 + turn % (len(rooms) - 1)]
        numbers[room_id] += 1
        said = draw.choices(words, weights, k=WORDS_EACH)
        row = {
            "id": first + turn, "school_id": actor.school_id, "room_id": room_id, "number": numbers[room_id],
            "client_id": f"bench-{turn}", "author_id": actor.person_id, "words": " ".join(said),
            "sent_at": now - timedelta(seconds=how_many - turn), "announcement": False, "hidden_reason": "",
        }  # fmt: skip
        yield row, {stem_of(one) for one in said}


def a_teacher(session: Session) -> Actor:
    """Who has most courses, and so is in most rooms."""
    course, head = db.course.c, the_head(session)
    asked = (
        select(course.teacher_id)
        .where(course.school_id == head.school_id)
        .group_by(course.teacher_id)
        .order_by(func.count().desc())
        .limit(1)
    )
    return replace(head, person_id=session.scalars(asked).one(), roles=frozenset({Role.TEACHER}))


def measure() -> dict[str, float]:
    """The figures: of one who is in the rooms of the staff, and the words from frequent to rare."""
    with Session(engine()) as session:
        actor = a_teacher(session)
        room = session.scalars(
            select(ChatRoom).where(
                db.chat_room.c.kind == ChatKind.STAFF, db.chat_room.c.school_id == actor.school_id
            )
        ).one()
        sought = [f"{FREQUENT[turn % 5]} {FREQUENT[turn % 7 + 2]} " for turn in range(TIMES)]
        rare = vocabulary()[-TIMES:]
        return {
            "talk.open.p50_ms": act_ms(TIMES, lambda _: reading.last_messages(session, actor, room)),
            "talk.search.p95_ms": act_ms(TIMES - 1, lambda turn: find(session, actor, sought[turn]), 0.95),
            "talk.search_rare.p95_ms": act_ms(TIMES - 1, lambda turn: find(session, actor, rare[turn]), 0.95),
            "talk.search_begun.p95_ms": act_ms(
                TIMES - 1, lambda turn: find(session, actor, sought[turn][:5]), 0.95
            ),
            "talk.messages": session.scalar(select(func.count()).select_from(db.chat_message)) or 0,
            "talk.rooms": len(readable_rooms(session, actor)),
        }


def alone(kind: str, how_many: int) -> None:
    """Make the messages, measure, print."""
    with school_alone(kind, full_year=False) as one:
        environment = os.environ | one.settings | {"EJOURNAL_DATABASE_URL": one.address}
        for what in (("write", str(how_many)), ("measure",)):
            subprocess.run(
                [sys.executable, "-m", "bench.messages", *what], cwd=ROOT, env=environment, check=True
            )


def main(what: str, *more: str) -> None:
    """Do as the command says."""
    if what == "alone":
        kind, how_many = [*more, *("sqlite", str(MESSAGES))[len(more) :]]
        alone(kind, int(how_many))
    elif what == "write":
        with Session(engine()) as session:
            write(session, the_head(session), int(more[0]))
    else:
        print(json.dumps(measure()))


if __name__ == "__main__":
    main(*sys.argv[1:])
