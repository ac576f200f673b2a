"""What the browser sees of a late change: one that waits, one decided a moment ago, one decided lately."""

from dataclasses import dataclass

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext
from ejournal.i18n.dates import day_month, moment
from ejournal.models import ChangeStatus
from ejournal.services.journal.late_requests import REPLACED
from ejournal.services.late_changes.changes import LateChange
from ejournal.services.notices.words import column_words


@dataclass(frozen=True)
class LateChangeRow:
    """One request: what would change, where, why, who asks and when; and what became of it."""

    id: str
    pupil: str
    before: str
    after: str
    lesson: str
    reason: str
    asked: str
    own: bool
    outcome: str
    """Empty while it waits, else approved, refused or replaced."""
    decided: str
    may_undo: bool


def late_change_row(actor: Actor, one: LateChange, locale: str) -> LateChangeRow:
    """The request in the words of the actor's language, times on the school's clock."""
    empty = gettext(locale, "empty")
    return LateChangeRow(
        id=str(one.id),
        pupil=one.pupil,
        before=one.before or empty,
        after=one.after or empty,
        lesson=f"{one.class_title}, {one.subject}, {_where(one, locale)}",
        reason=one.reason,
        asked=f"{one.author}, {moment(locale, clock.local(one.created_at, actor.time_zone))}",
        own=one.own,
        outcome=_outcome(one),
        decided=_decided(actor, one, locale),
        may_undo=one.may_undo,
    )


def _where(one: LateChange, locale: str) -> str:
    """«20 ноября, 2-й урок», «I четверть»."""
    if one.day is None:
        return column_words(one.column, one.term_kind, locale)
    return gettext(locale, "{day}, lesson {number}", day=day_month(locale, one.day), number=one.number)


def _outcome(one: LateChange) -> str:
    if one.status is ChangeStatus.WAITING:
        return ""
    if one.note == REPLACED:
        return "replaced"
    return "approved" if one.status is ChangeStatus.APPROVED else "refused"


def _decided(actor: Actor, one: LateChange, locale: str) -> str:
    if one.decided_at is None:
        return ""
    at = moment(locale, clock.local(one.decided_at, actor.time_zone))
    note = "" if one.note == REPLACED else one.note
    return ", ".join(part for part in (one.decided_by, at) if part) + (f" · {note}" if note else "")
