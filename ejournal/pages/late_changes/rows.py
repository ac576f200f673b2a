"""What the browser sees of a late change that waits."""

from dataclasses import dataclass

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext
from ejournal.i18n.dates import day_month, moment
from ejournal.services.late_changes import LateChange


@dataclass(frozen=True)
class LateChangeRow:
    """One request: what would change, where, why, who asks and when."""

    id: str
    pupil: str
    before: str
    after: str
    lesson: str
    reason: str
    asked: str
    own: bool


def late_change_row(actor: Actor, one: LateChange, locale: str) -> LateChangeRow:
    """The request in the words of the actor's language, times on the school's clock."""
    empty = gettext(locale, "empty")
    when = gettext(locale, "{day}, lesson {number}", day=day_month(locale, one.day), number=one.number)
    return LateChangeRow(
        id=str(one.id),
        pupil=one.pupil,
        before=one.before or empty,
        after=one.after or empty,
        lesson=f"{one.class_title}, {one.subject}, {when}",
        reason=one.reason,
        asked=f"{one.author}, {moment(locale, clock.local(one.created_at, actor.time_zone))}",
        own=one.own,
    )
