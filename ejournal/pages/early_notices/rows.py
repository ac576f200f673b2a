"""What the browser sees of early notices: a line a fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ejournal.i18n import gettext
from ejournal.services.early_notice.facts import Rule
from ejournal.services.early_notice.noticing import Noticed
from ejournal.ui.kit import Choice
from ejournal.ui.words.early_notices import act_words, due_words, fact_words, talk_words


@dataclass
class NoticeRow:
    """A fact of a pupil; key names it, subject is its number or empty, talk that of an open talk or empty."""

    key: str
    pupil: str
    kind: str
    subject: str
    name: str
    facts: str
    acts: str
    talked: str
    due: str
    tone: str
    talk: str
    note: str
    follow_up: str
    is_closed: bool
    href: str


NO_ROW = NoticeRow("", "", "", "", "", "", "", "", "", "", "", "", "", False, "")


@dataclass
class RuleRow:
    """The bounds as the form shows them."""

    failing_marks: str = ""
    average_drop: str = ""
    absence_share: str = ""
    growth_share: str = ""


def class_choices(found: Sequence[Noticed], locale: str) -> list[Choice]:
    """The classes in which somebody is noticed, all of them first."""
    classes = {str(one.class_id): one.class_title for one in found}
    every = Choice("", gettext(locale, "All classes"))
    return [every, *(Choice(key, title) for key, title in classes.items())]


def notice_rows(found: Sequence[Noticed], today: date, locale: str) -> list[NoticeRow]:
    """A line a fact, class by class and by the alphabet."""
    return [_row(one, today, locale) for one in found]


def _row(one: Noticed, today: date, locale: str) -> NoticeRow:
    talk, subject = one.talk, str(one.flag.subject_id or "")
    due, tone = due_words(talk, today, locale)
    is_open = talk is not None and not talk.is_closed
    return NoticeRow(
        key=f"{one.pupil_id}:{one.flag.kind.value}:{subject}",
        pupil=str(one.pupil_id),
        kind=one.flag.kind.value,
        subject=subject,
        name=f"{one.name}, {one.class_title}",
        facts=fact_words(one, locale),
        acts=act_words(one, locale),
        talked=talk_words(talk, locale) if talk else "",
        due=due,
        tone=tone,
        talk=str(talk.id) if talk and is_open else "",
        note=talk.note if talk and is_open else "",
        follow_up=talk.follow_up.isoformat() if talk and is_open and talk.follow_up else "",
        is_closed=bool(talk and talk.is_closed),
        href=f"/diary?child={one.pupil_id}",
    )


def rule_row(rule: Rule) -> RuleRow:
    """The bounds in digits."""
    return RuleRow(
        str(rule.failing_marks),
        str(rule.average_drop.normalize()).replace(".", ","),
        str(rule.absence_share),
        str(rule.growth_share),
    )
