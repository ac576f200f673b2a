"""What the browser sees of how a school's notices go out."""

from dataclasses import dataclass, field

from ejournal.i18n import gettext
from ejournal.models import Channel, Going
from ejournal.services.delivery.of_school import OfSchool
from ejournal.ui.kit import Choice
from ejournal.ui.words.notice_kinds import going_words, hour_words, kind_words

HOURS = range(24)


@dataclass(frozen=True)
class NoticeRuleRow:
    """A kind, how it goes, whether nobody switches it off, whether browsers are told too."""

    kind: str
    title: str
    going: str
    compulsory: bool
    push: bool
    sms: bool
    by_max: bool


@dataclass(frozen=True)
class NoticeHoursForm:
    """The hours as the form has them; an empty marks_out_from is any hour."""

    digest_hour: str = ""
    quiet_from: str = ""
    quiet_until: str = ""
    marks_out_from: str = ""
    sms_a_day: str = ""
    sms_words: bool = True
    urgent_sms_after: str = ""
    options: list[Choice] = field(default_factory=list)
    marks_options: list[Choice] = field(default_factory=list)


def notice_rule_rows(found: OfSchool, locale: str) -> list[NoticeRuleRow]:
    """A row a kind."""
    return [
        NoticeRuleRow(
            kind.value,
            kind_words(kind, locale),
            rule.going.value,
            rule.compulsory,
            push=kind in found.also[Channel.PUSH],
            sms=kind in found.also[Channel.SMS],
            by_max=kind in found.also[Channel.MAX],
        )
        for kind, rule in found.kinds.items()
    ]


def going_options(locale: str) -> list[Choice]:
    """How a kind may go."""
    return [Choice(going.value, going_words(going, locale)) for going in Going]


def notice_hours_form(found: OfSchool, locale: str) -> NoticeHoursForm:
    """The form of the hours."""
    options = [Choice(str(hour), hour_words(hour)) for hour in HOURS]
    from_hour = found.marks_out_from
    return NoticeHoursForm(
        str(found.hours.digest_hour),
        str(found.hours.quiet_from),
        str(found.hours.quiet_until),
        "" if from_hour is None else str(from_hour),
        str(found.sms.a_day),
        found.sms.words,
        str(found.sms.urgent_after),
        options,
        [Choice("", gettext(locale, "at any hour")), *options],
    )
