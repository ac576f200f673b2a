"""What a family needs today: the child's lessons with what they brought, and the homework that comes next."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.pupils import Pupil
from ejournal.models.structure import class_title
from ejournal.services.calendar.year import monday
from ejournal.services.diary.news import NewsItem, fresh_marks
from ejournal.services.diary.week import DiaryDay, open_days, place_of_week

AHEAD = timedelta(days=6)
"""The next day with lessons is most often one of these: so few are read at first."""
FORTNIGHT = timedelta(days=13)
FRESH = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class ChildNow:
    """A child's day today, if there are lessons, and the next school day within two weeks."""

    pupil_id: int
    first_name: str
    class_title: str
    today: DiaryDay | None
    coming: DiaryDay | None
    fresh: tuple[NewsItem, ...] = ()
    """Marks of other days that came or were changed in the last days, the latest first."""


def child_now(session: Session, actor: Actor, pupil_id: int) -> ChildNow:
    """The child's day and the next one with lessons, by the end of next week; at most six queries."""
    pupil = guard.get(session, actor, Pupil, pupil_id, Permission.DIARY_READ)
    today, place = actor.today, place_of_week(pupil, actor.today)
    days = [day for day in open_days(session, actor, pupil, today, today + AHEAD) if day.lessons]
    if not any(day.day > today for day in days):
        rest = today + AHEAD + timedelta(days=1), monday(today) + FORTNIGHT
        days += [day for day in open_days(session, actor, pupil, *rest) if day.lessons]
    return ChildNow(
        pupil_id=pupil_id,
        first_name=pupil.first_name,
        class_title=class_title(place.grade, place.letter),
        today=next((day for day in days if day.day == today), None),
        coming=next((day for day in days if day.day > today), None),
        fresh=tuple(one for one in fresh_marks(session, actor, pupil, FRESH) if one.day != today),
    )
