"""What the browser sees of one's second factors; the secrets among them never stand here."""

from dataclasses import dataclass
from datetime import datetime

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import dates, gettext, ngettext
from ejournal.services.second_factor.own import OwnFactors, OwnPasskey


@dataclass(frozen=True)
class PasskeyRow:
    """A passkey in the list, in both languages, since the switch is on this page."""

    id: str
    name: str
    note_ru: str
    note_en: str


@dataclass(frozen=True)
class FactorsRow:
    """Whether codes are on, how many recovery codes are left, whether the school asks for a factor."""

    has_codes: bool = False
    has_any: bool = False
    asked: bool = False
    codes_ru: str = ""
    codes_en: str = ""
    left_ru: str = ""
    left_en: str = ""
    few_left: bool = False


FEW = 3


def factors_row(actor: Actor, own: OwnFactors) -> FactorsRow:
    """The factors in words."""
    return FactorsRow(
        has_codes=own.codes_since is not None,
        has_any=own.codes_since is not None or bool(own.passkeys),
        asked=own.asked,
        codes_ru=_codes("ru", actor, own.codes_since),
        codes_en=_codes("en", actor, own.codes_since),
        left_ru=_left("ru", own.recovery_left),
        left_en=_left("en", own.recovery_left),
        few_left=own.recovery_left < FEW,
    )


def passkey_row(actor: Actor, one: OwnPasskey) -> PasskeyRow:
    """The passkey in words."""
    return PasskeyRow(str(one.id), one.name, _used("ru", actor, one), _used("en", actor, one))


def _codes(locale: str, actor: Actor, since: datetime | None) -> str:
    if since is None:
        return gettext(locale, "An application on the phone shows a new code every 30 seconds")
    return gettext(locale, "on since {day}", day=_day(locale, actor, since))


def _left(locale: str, left: int) -> str:
    return ngettext(locale, "{n} code is left", "{n} codes are left", left)


def _used(locale: str, actor: Actor, one: OwnPasskey) -> str:
    added = gettext(locale, "added {day}", day=_day(locale, actor, one.made_at))
    if one.last_used_at is None:
        return f"{added} · {gettext(locale, 'not used yet')}"
    moment = dates.moment(locale, clock.local(one.last_used_at, actor.time_zone))
    return f"{added} · {gettext(locale, 'last used on {when}', when=moment)}"


def _day(locale: str, actor: Actor, at: datetime) -> str:
    return dates.full_date(locale, clock.local(at, actor.time_zone).date())
