"""Documents that people acknowledge, in words: kinds, how it was said, where a line of a register stands."""

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext
from ejournal.i18n.dates import full_date, moment
from ejournal.models import DocumentKind, SignedBy
from ejournal.services.documents.register import Line, LineState

KINDS = {
    DocumentKind.LOCAL_ACT: "Local act",
    DocumentKind.ORDER: "Order",
    DocumentKind.MEMO: "Memo",
    DocumentKind.OTHER: "Other document",
}
"""The kinds, as message ids."""
STATES = {
    LineState.WAITING: "not acknowledged yet",
    LineState.LATE: "past the last day",
    LineState.DONE: "has acknowledged",
    LineState.GONE: "asked no more",
    LineState.WITHDRAWN: "not acknowledged, withdrawn",
}
"""Where a line stands, as message ids."""
TONES = {
    LineState.WAITING: "amber",
    LineState.LATE: "red",
    LineState.DONE: "green",
    LineState.GONE: "soft",
    LineState.WITHDRAWN: "soft",
}
HOW = {
    SignedBy.BUTTON: "by the button",
    SignedBy.PASSWORD: "signed with the password",
    SignedBy.CODE: "signed with a code",
    SignedBy.PAPER: "on paper",
}
"""How it was said, as message ids."""


def kind_words(kind: DocumentKind, number: str, locale: str) -> str:
    """«Приказ № 12-о»."""
    words = gettext(locale, KINDS[kind])
    return gettext(locale, "{kind} No. {number}", kind=words, number=number) if number else words


def how_words(one: Line, actor: Actor, locale: str) -> str:
    """«подписано паролем, 21.11.2026 09:30», «на бумаге от 20.11.2026, внесла Орлова Е. В.», or nothing."""
    if one.at is None or one.how is None:
        return ""
    if one.paper_day is not None:
        day = full_date(locale, one.paper_day)
        return gettext(locale, "on paper of {day}, entered by {name}", day=day, name=one.entered_by)
    at = moment(locale, clock.local(one.at, actor.time_zone))
    return f"{gettext(locale, HOW[one.how])}, {at}"
