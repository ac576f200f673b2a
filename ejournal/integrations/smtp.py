"""A letter handed to the mail server of the settings; what it said, or why it did not take it."""

import asyncio
import time
from contextlib import suppress
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

import aiosmtplib

from ejournal import clock
from ejournal.integrations.outgoing.refused import Refused
from ejournal.settings import settings

ANSWERS_WITHIN_S = 20.0
"""How long the server may be silent."""
ENDS_WITHIN_S = 60.0
"""How long a letter may take in all, however slowly the server speaks."""
ENDS_POLITELY_S = 2.0
RESTED_S = 2.0
"""A connection that has rested so long is asked whether it still stands."""
MOST_ON_A_LINE = 100
"""Letters on one connection: servers have such a bound."""
PERMANENT = 500


class MailRefused(Refused):
    """The letter was not taken: the words are the mail server's."""


class Line:
    """A connection to the mail server that is kept for many letters; opened with the first."""

    def __init__(self) -> None:
        self._client: aiosmtplib.SMTP | None = None
        self._letters, self._used = 0, 0.0

    async def __aenter__(self) -> "Line":
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.hang_up()

    async def hand_over(self, message: EmailMessage) -> str:
        """Hand a letter over; what the server said."""
        client = await self._opened()
        self._letters += 1
        _refused, said = await client.send_message(message)
        self._used = time.monotonic()
        return said

    async def _opened(self) -> aiosmtplib.SMTP:
        """The connection, if the server still answers on it: asked before the letter, never in its midst."""
        if self._client is not None and self._client.is_connected and self._letters < MOST_ON_A_LINE:
            if time.monotonic() - self._used < RESTED_S:
                return self._client
            with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                await self._client.noop()
                return self._client
        await self.hang_up()
        given = settings()
        self._client = aiosmtplib.SMTP(
            hostname=given.smtp_host,
            port=given.smtp_port,
            username=given.smtp_user or None,
            password=given.smtp_password.get_secret_value() or None,
            use_tls=given.smtp_security == "tls",
            start_tls=given.smtp_security == "starttls",
            timeout=ANSWERS_WITHIN_S,
        )
        self._letters = 0
        await self._client.connect()
        return self._client

    async def hang_up(self) -> None:
        """End the connection."""
        client, self._client = self._client, None
        if client is None or not client.is_connected:
            return
        with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
            async with asyncio.timeout(ENDS_POLITELY_S):
                await client.quit()
        client.close()


async def send(to_address: str, subject: str, body: str, *, line: Line | None = None, stop: str = "") -> str:
    """Hand the letter over, by the line where one is kept; what the server said.

    stop: the address at which a mail program stops such letters. MailRefused when the server did not take it.
    """
    if line is None:
        async with Line() as own:
            return await send(to_address, subject, body, line=own, stop=stop)
    try:
        message = _message(to_address, subject, body, stop)
    except (ValueError, UnicodeError, MessageError) as error:
        raise MailRefused(str(error), for_ever=True) from None
    try:
        async with asyncio.timeout(ENDS_WITHIN_S):
            return await line.hand_over(message)
    except aiosmtplib.SMTPRecipientsRefused as error:
        first = error.recipients[0]
        raise MailRefused(
            f"{first.code} {first.message}", for_ever=first.code >= PERMANENT, of_recipient=True
        ) from None
    except aiosmtplib.SMTPAuthenticationError as error:
        raise MailRefused(f"{error.code} {error.message}", of_server=True) from None
    except aiosmtplib.SMTPResponseException as error:
        for_ever = isinstance(error, aiosmtplib.SMTPDataError) and error.code >= PERMANENT
        raise MailRefused(
            f"{error.code} {error.message}", for_ever=for_ever, of_server=not for_ever
        ) from None
    except (TimeoutError, aiosmtplib.SMTPTimeoutError):
        raise MailRefused("the mail server does not answer", of_server=True) from None
    except (OSError, aiosmtplib.SMTPException) as error:
        raise MailRefused(str(error) or type(error).__name__, of_server=True) from None


def _message(to_address: str, subject: str, body: str, stop: str) -> EmailMessage:
    sender = settings().mail_sender
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["From"] = _as_servers_name_it(sender)
    message["To"] = _as_servers_name_it(to_address)
    message["Subject"] = subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=_as_servers_name_it(sender).rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    if stop:  # RFC 8058: by one press in the mail program, without a page
        message["List-Unsubscribe"] = f"<{stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(body)
    return message


def _as_servers_name_it(address: str) -> str:
    """The address with its domain in Latin letters: «школа.рф» as «xn--80atdl2c.xn--p1ai»."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"
