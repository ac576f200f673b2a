"""Letters sent while the server works: one process of all sends, a server that hangs holds nobody up."""

import asyncio
import logging
import secrets

import reflex as rx

from ejournal.database import session_scope
from ejournal.integrations import smtp
from ejournal.services.accounts import forgotten
from ejournal.services.mail import sending
from ejournal.services.mail.outbox import are_sent
from ejournal.services.mail.turns import end_turn
from ejournal.services.notices.mail import tell_given_up

log = logging.getLogger(__name__)

EVERY_S = 3.0


def attach(app: rx.App) -> None:
    """Let the app send its mail while it serves."""
    app.register_lifespan_task(send_on)


async def send_on() -> None:
    """Send what is due, again and again, until the server ends; nothing where no mail server is set."""
    holder = secrets.token_hex(8)
    while are_sent():
        try:
            await send_due(holder)
        except Exception:
            log.exception("Mail could not be sent; it is tried again in a moment")
        await asyncio.sleep(EVERY_S)


async def send_due(holder: str) -> None:
    """Send all that is due, unless another process does; a server that does not work ends it for now."""
    await asyncio.to_thread(_write_to_the_forgetful)
    if not await asyncio.to_thread(_any_due):
        return
    while due := await asyncio.to_thread(_next_due, holder):
        try:
            await smtp.send(due.to_address, due.subject, due.body)
        except smtp.MailRefused as refused:
            await asyncio.to_thread(_note_refused, due.id, refused)
            # Neither the address nor the server's words, which may repeat it.
            log.warning("Letter %d was not taken; %s", due.id, _fate(refused))
            if refused.of_server:
                break
        else:
            await asyncio.to_thread(_note_sent, due.id)
    await asyncio.to_thread(_close, holder)


def _fate(refused: smtp.MailRefused) -> str:
    if refused.for_ever:
        return "it is given up"
    return "the mail server does not work" if refused.of_server else "it is tried again later"


def _write_to_the_forgetful() -> None:
    with session_scope(writing=False) as session:
        asked = forgotten.any_asked(session)
    if asked:
        with session_scope() as session:
            forgotten.answer_asked(session)


def _any_due() -> bool:
    with session_scope(writing=False) as session:
        return sending.any_due(session)


def _next_due(holder: str) -> sending.Due | None:
    with session_scope() as session:
        return sending.next_due(session, holder)


def _note_sent(mail_id: int) -> None:
    with session_scope() as session:
        sending.note_sent(session, mail_id)


def _note_refused(mail_id: int, refused: smtp.MailRefused) -> None:
    with session_scope() as session:
        sending.note_refused(session, mail_id, str(refused), for_ever=refused.for_ever)


def _close(holder: str) -> None:
    with session_scope() as session:
        for one in sending.give_up(session):
            tell_given_up(session, one)
        end_turn(session, sending.TURN, holder)
