"""What tests of workers share: many notices to tell, mail servers that count, what became of deliveries."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.header import decode_header, make_header
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import insert
from sqlmodel import col, select

from ejournal import clock
from ejournal.database import session_scope
from ejournal.models import Delivery, Going, NoticeKind, OutboxNotice
from ejournal.models.base import table
from ejournal.services.delivery import choices
from tests.cast import DAY, Cast
from tests.infra.servers import Mailbox


def kept() -> list[Delivery]:
    """All deliveries there are."""
    with session_scope(writing=False) as session:
        return list(session.exec(select(Delivery).order_by(col(Delivery.id))))


def tell_many(cast: Cast, count: int) -> None:
    """So many different notices to Анна's mother, each of which goes by itself."""
    now = clock.now()
    rows = [
        {
            "school_id": cast.schools["a"].id, "recipient_id": cast.id_of("guardian"),
            "kind": NoticeKind.SUBSTITUTION, "key": f"many:{number}", "pupil_id": cast.id_of("pupil"),
            "payload": {"subject": f"Урок {number}.", "kind": "cancelled", "day": DAY.isoformat()},
            "created_at": now, "out_at": now,
        }
        for number in range(count)
    ]  # fmt: skip
    with session_scope() as session:
        cast.session = session
        choices.choose(session, cast.actor("guardian"), NoticeKind.SUBSTITUTION, Going.NOW)
        session.execute(insert(table(OutboxNotice)), rows)


def subject(letter: object) -> str:
    """What a letter is called."""
    assert isinstance(letter, Message)
    return str(make_header(decode_header(letter["Subject"])))


class Counting(Mailbox):
    """A mail server that counts connections and takes what comes, but for what it is told to answer first."""

    def __init__(self, *answers: str, knows_nobody: bool = False) -> None:
        super().__init__()
        self.knows_nobody, self.connections, self.answers = knows_nobody, 0, list(answers)

    async def handle_EHLO(  # noqa: N802 - the name that aiosmtpd looks for
        self, _server: SMTP, session: Session, _envelope: Envelope, host: str, responses: list[str]
    ) -> list[str]:
        """Count."""
        self.connections += 1
        session.host_name = host
        return responses

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd looks for
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take it, or refuse it for ever."""
        if self.answers:
            return self.answers.pop(0)
        if self.knows_nobody:
            return f"550 5.1.1 <{address}>: no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@contextmanager
def serving(box: Mailbox) -> Iterator[Mailbox]:
    """The mail server at work meanwhile."""
    controller = Controller(box, hostname=box.host, port=box.port)
    controller.start()
    yield box
    controller.stop()
