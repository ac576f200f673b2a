"""How fast notices leave the program: many letters to a mail server of this machine, an urgent one to all.

`python -m bench.delivery alone [KIND] [LETTERS]` makes so many (10,000 unless said otherwise) on a database
of that kind and prints the figures; `measure LETTERS` measures the database and the mail server that are set.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from contextlib import closing
from socket import create_connection

from sqlalchemy import String, cast, func, insert, literal, select, update
from sqlmodel import Session

from bench import processes
from bench.sizes import school_alone
from bench.timetable import the_head
from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.database import session_scope
from ejournal.integrations.outgoing.delivering import deliver_due
from ejournal.models import Channel, Fate, NoticeKind, PartKind, Role
from ejournal.services.audience.parts import Part
from ejournal.services.base import tables as db
from ejournal.services.messages.drafts import Filled, add_part, fill
from ejournal.services.messages.sending import send
from ejournal.settings import ROOT

LETTERS = 10_000
GUARDIANS = Part(PartKind.ROLE, Role.GUARDIAN.value)
ANSWERS_WITHIN_S = 20.0


def measure(letters: int) -> dict[str, float]:
    """The figures by name: of letters each of which goes by itself, of an urgent message to all families."""
    with session_scope() as session:
        head = the_head(session)
        _let_all_be_reached(session)
        _send(session, head, urgent=False)
        _make_many(session, letters)
    began = time.perf_counter()
    asyncio.run(deliver_due("bench"))
    of_letters = time.perf_counter() - began
    sent = _sent()
    began = time.perf_counter()
    with session_scope() as session:
        families = _send(session, head, urgent=True)
    queued = time.perf_counter() - began
    asyncio.run(deliver_due("bench"))
    return {
        "notices.letters": sent,
        "notices.letters_s": of_letters,
        "notices.urgent.families": families,
        "notices.urgent.queued_s": queued,
        "notices.urgent.handed_over_s": time.perf_counter() - began,
        "notices.urgent.sent": _sent() - sent,
    }


def _let_all_be_reached(session: Session) -> None:
    account = db.account.c
    address = literal("family-") + cast(account.id, String) + "@bench.example"
    session.execute(update(db.account).values(email=address, email_confirmed_at=clock.now()))


def _send(session: Session, head: Actor, *, urgent: bool) -> int:
    """Send a message to all families; how many people it is for."""
    now = clock.now()
    add_part(session, head, GUARDIANS, now)
    draft = fill(session, head, Filled(title="Собрание", words="Ждём в шесть", urgent=urgent), now)
    send(session, head, draft.id or 0, now)
    reader = db.message_reader.c
    return session.scalar(select(func.count()).where(reader.message_id == draft.id)) or 0


def _make_many(session: Session, letters: int) -> None:
    """The notices of the message again and again, each time as of another."""
    notice = db.outbox_notice
    told = (notice.c.kind == NoticeKind.MESSAGE, notice.c.out_at.is_not(None))
    rows = [dict(row._mapping) for row in session.execute(select(notice).where(*told))]
    for row in rows:
        del row["id"]
    more = [rows[turn % len(rows)] | {"key": f"bench:{turn}"} for turn in range(letters - len(rows))]
    session.execute(insert(notice), more)


def _sent() -> int:
    delivery = db.delivery.c
    asked = select(func.count()).where(delivery.channel == Channel.MAIL, delivery.fate == Fate.SENT)
    with session_scope(writing=False) as session:
        return session.scalar(asked) or 0


def alone(kind: str, letters: int) -> None:
    """Make the school and a mail server, measure, print."""
    port = processes.free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Sink"]
    )
    mail = {
        "EJOURNAL_SMTP_HOST": "127.0.0.1", "EJOURNAL_SMTP_PORT": str(port), "EJOURNAL_SMTP_SECURITY": "none",
        "EJOURNAL_SMTP_FROM": "school@bench.example", "EJOURNAL_PUBLIC_URL": "https://bench.example",
        "EJOURNAL_PUSH": "false",
    }  # fmt: skip
    try:
        _wait_for(port)
        with school_alone(kind, full_year=False) as one:
            environment = os.environ | one.settings | mail | {"EJOURNAL_DATABASE_URL": one.address}
            subprocess.run(
                [sys.executable, "-m", "bench.delivery", "measure", str(letters)],
                cwd=ROOT, env=environment, check=True,
            )  # fmt: skip
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + ANSWERS_WITHIN_S
    while True:
        try:
            with closing(create_connection(("127.0.0.1", port), timeout=1)):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["measure", number]:
            print(json.dumps(measure(int(number))))
        case ["alone", *rest]:
            kind, number = [*rest, "sqlite", str(LETTERS)][:2] if len(rest) != 1 else [rest[0], str(LETTERS)]
            alone(kind, int(number))
        case _:
            raise SystemExit(__doc__)
