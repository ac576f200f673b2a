"""SMS by SMPP 3.4: one bound connection, parts of a text one after another, each answer to its own.

As by HTTP: what may have gone is not sent again by itself.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ejournal.integrations.outgoing.refused import Refused
from ejournal.integrations.outgoing.sms import UNSURE
from ejournal.lazily import Lazily
from ejournal.services.delivery.preparing import ReadyText
from ejournal.services.delivery.texts import is_plain
from ejournal.settings import settings

if TYPE_CHECKING:
    from smpplib import client as smpp_client
    from smpplib import consts, exceptions, gsm
else:
    smpp_client = Lazily("smpplib.client")
    consts = Lazily("smpplib.consts")
    exceptions = Lazily("smpplib.exceptions")
    gsm = Lazily("smpplib.gsm")

ANSWERS_WITHIN_S = 20
NOT_NOW = (0x14, 0x58)
"""Its queue is full; too many at once."""
NO_SUCH = 0x0B
LATIN, DIGITS, INTERNATIONAL, ISDN = 5, 0, 1, 1
"""Kinds of numbers: a sender of letters, one of digits; a phone with its country, in the plan of phones."""


class SmppCarrier:
    """Texts by one connection, which is bound with the first; in a thread, for the library waits."""

    at_once = 1

    def __init__(self) -> None:
        self._client: Any = None

    async def __aenter__(self) -> SmppCarrier:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await asyncio.to_thread(self._hang_up)

    async def hand_over(self, one: ReadyText) -> None:
        """Hand over all parts of the text."""
        await asyncio.to_thread(self._hand_over, one)

    def _hand_over(self, one: ReadyText) -> None:
        client = self._bound()
        wide = consts.SMPP_ENCODING_ISO10646
        coding = consts.SMPP_ENCODING_DEFAULT if is_plain(one.text) else wide
        parts, coding, kind = gsm.make_parts(one.text, coding)
        sender = settings().smpp_from
        for number, part in enumerate(parts):
            try:
                sent = client.send_message(
                    source_addr_ton=DIGITS if sender.isdecimal() else LATIN, source_addr_npi=0,
                    source_addr=sender, dest_addr_ton=INTERNATIONAL, dest_addr_npi=ISDN,
                    destination_addr=one.phone.lstrip("+"), short_message=part, data_coding=coding,
                    esm_class=kind, registered_delivery=False,
                )  # fmt: skip
                answer = _answer(client, sent.sequence)
            except (OSError, exceptions.PDUError, exceptions.ConnectionError):
                self._hang_up()
                raise Refused(UNSURE, for_ever=True) from None
            _judge(answer.status, first=number == 0)

    def _bound(self) -> Any:
        if self._client is not None:
            return self._client
        given = settings()
        client = smpp_client.Client(
            given.smpp_host, given.smpp_port, timeout=ANSWERS_WITHIN_S, allow_unknown_opt_params=True
        )
        try:
            client.connect()
            client.bind_transmitter(
                system_id=given.smpp_user, password=given.smpp_password.get_secret_value()
            )
        except (OSError, exceptions.PDUError, exceptions.ConnectionError) as error:
            _end(client)
            words = str(error.args[0]) if error.args else "the SMPP server does not answer"
            raise Refused(words, of_server=True) from None
        self._client = client
        return client

    def _hang_up(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(Exception):
                client.unbind()
            _end(client)


def _end(client: Any) -> None:
    with suppress(Exception):
        client.disconnect()


def _answer(client: Any, sequence: int) -> Any:
    """The answer to what was sent; what else comes meanwhile is answered or left alone."""
    until = time.monotonic() + ANSWERS_WITHIN_S
    while time.monotonic() < until:
        pdu = client.read_pdu()
        if pdu.command == "submit_sm_resp" and pdu.sequence == sequence:
            return pdu
        if pdu.command == "enquire_link":
            client._enquire_link_received(pdu)
    raise TimeoutError


def _judge(status: int, *, first: bool) -> None:
    """Refused by what the server says; after a part that it has taken nothing is tried again."""
    if status == 0:
        return
    words = consts.DESCRIPTIONS.get(status, f"status {status:#x}")
    raise Refused(
        words, for_ever=status not in NOT_NOW or not first, of_server=status in NOT_NOW and first,
        of_recipient=status == NO_SUCH,
    )  # fmt: skip
