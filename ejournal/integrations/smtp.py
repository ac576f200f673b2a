"""A letter handed to the mail server of the settings; what it said, or why it did not take it."""

import asyncio
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

import aiosmtplib

from ejournal import clock
from ejournal.settings import settings

ANSWERS_WITHIN_S = 20.0
"""How long the server may be silent."""
ENDS_WITHIN_S = 60.0
"""How long a letter may take in all, however slowly the server speaks."""
PERMANENT = 500


class MailRefused(Exception):
    """The letter was not taken: the words are the server's. for_ever: asking again is of no use.

    of_server: the server itself does not work, whatever the letter is.
    """

    def __init__(self, words: str, *, for_ever: bool = False, of_server: bool = False) -> None:
        super().__init__(words)
        self.for_ever = for_ever
        self.of_server = of_server


async def send(to_address: str, subject: str, body: str) -> str:
    """Hand the letter over; what the server said. MailRefused when it did not take it."""
    try:
        message = _message(to_address, subject, body)
    except (ValueError, UnicodeError, MessageError) as error:
        raise MailRefused(str(error), for_ever=True) from None
    try:
        async with asyncio.timeout(ENDS_WITHIN_S):
            return await _hand_over(message)
    except aiosmtplib.SMTPRecipientsRefused as error:
        first = error.recipients[0]
        raise MailRefused(f"{first.code} {first.message}", for_ever=first.code >= PERMANENT) from None
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


async def _hand_over(message: EmailMessage) -> str:
    given = settings()
    _refused, said = await aiosmtplib.send(
        message,
        hostname=given.smtp_host,
        port=given.smtp_port,
        username=given.smtp_user or None,
        password=given.smtp_password.get_secret_value() or None,
        use_tls=given.smtp_security == "tls",
        start_tls=given.smtp_security == "starttls",
        timeout=ANSWERS_WITHIN_S,
    )
    return said


def _message(to_address: str, subject: str, body: str) -> EmailMessage:
    sender = settings().mail_sender
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["From"] = _as_servers_name_it(sender)
    message["To"] = _as_servers_name_it(to_address)
    message["Subject"] = subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=_as_servers_name_it(sender).rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    return message


def _as_servers_name_it(address: str) -> str:
    """The address with its domain in Latin letters: «школа.рф» as «xn--80atdl2c.xn--p1ai»."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"
