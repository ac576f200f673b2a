"""What the browser sees of the school's webhook."""

from dataclasses import dataclass, field
from datetime import datetime

from ejournal import clock
from ejournal.i18n import gettext
from ejournal.i18n.dates import moment
from ejournal.services.delivery.rules import CHOSEN
from ejournal.services.delivery.webhooks import Hook
from ejournal.ui.words.notice_kinds import kind_words


@dataclass(frozen=True)
class KindTick:
    """A kind of notices, and whether the other system is told of it."""

    kind: str
    title: str
    ticked: bool


@dataclass(frozen=True)
class WebhookForm:
    """The form of the webhook; since: of what age its secret is, empty where there is none."""

    address: str = ""
    with_text: bool = False
    since: str = ""
    kinds: list[KindTick] = field(default_factory=list)


def webhook_form(found: Hook | None, made_at: datetime | None, zone: str, locale: str) -> WebhookForm:
    """As it is set; a new one is told of nothing yet."""
    ticked = found.kinds if found else frozenset()
    kinds = [KindTick(kind.value, kind_words(kind, locale), kind in ticked) for kind in CHOSEN]
    if found is None or made_at is None:
        return WebhookForm(kinds=kinds)
    when = moment(locale, clock.local(made_at, zone))
    since = gettext(locale, "Its secret was made on {when}, and is shown no more.", when=when)
    return WebhookForm(found.address, found.with_text, since, kinds)
