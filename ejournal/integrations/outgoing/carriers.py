"""Who hands over by each channel, and what it takes at most in a minute."""

from typing import Any, Protocol, Self

from ejournal.integrations import smtp
from ejournal.integrations.outgoing import max_bot
from ejournal.integrations.outgoing.messengers import MessengerCarrier
from ejournal.integrations.outgoing.push import PushCarrier
from ejournal.integrations.outgoing.smpp import SmppCarrier
from ejournal.integrations.outgoing.sms import SmsCarrier
from ejournal.integrations.outgoing.webhook import WebhookCarrier
from ejournal.models import Channel
from ejournal.services.delivery.preparing import Ready
from ejournal.services.mail.outbox import are_sent
from ejournal.settings import settings


class Carrier(Protocol):
    """Hands things over, so many at once; Refused where it does not."""

    at_once: int

    async def __aenter__(self) -> Self:
        """Begin."""

    async def __aexit__(self, *_error: object) -> None:
        """End: connections are closed."""

    async def hand_over(self, one: Any) -> None:
        """Hand it over."""


class MailCarrier:
    """Letters by one connection, one after another."""

    at_once = 1

    def __init__(self) -> None:
        self._line = smtp.Line()

    async def __aenter__(self) -> "MailCarrier":
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._line.hang_up()

    async def hand_over(self, one: Ready) -> None:
        """Send the letter."""
        letter = one.letter
        await smtp.send(one.to_address, letter.subject, letter.body, line=self._line, stop=one.stop)


def carrier_of(channel: Channel) -> Carrier | None:
    """Who hands over by the channel; None where this installation has no way to, or not at this moment."""
    if channel is Channel.MAIL:
        return MailCarrier() if are_sent() else None
    if channel is Channel.PUSH:
        return PushCarrier() if settings().push else None
    if channel is Channel.WEBHOOK:
        return WebhookCarrier() if settings().webhooks else None
    if channel is Channel.MAX:
        works = settings().has_max and not max_bot.rests()
        return MessengerCarrier(max_bot.MaxBot(), settings().max_per_second) if works else None
    if settings().smpp_host:
        return SmppCarrier()
    return SmsCarrier() if settings().sms_url else None


def most_a_minute(channel: Channel) -> int:
    """How many may go by the channel in a minute, from all processes; 0 is no limit."""
    limits = {Channel.MAIL: settings().smtp_per_minute, Channel.SMS: settings().sms_per_minute}
    return limits.get(channel, 0)
