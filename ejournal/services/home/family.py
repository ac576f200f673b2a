"""What a family needs today: the child's lessons with what they brought, and the homework that comes next."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.services.diary.news import NewsItem, fresh_marks
from ejournal.services.diary.week import DiaryDay, open_week

AHEAD = timedelta(days=7)
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
    """The child's day and the next one with lessons; at most two weeks are read."""
    week = open_week(session, actor, pupil_id, actor.today)
    days = [day for day in week.days if day.lessons]
    coming = next((day for day in days if day.day > actor.today), None)
    if coming is None:
        later = open_week(session, actor, pupil_id, actor.today + AHEAD)
        coming = next((day for day in later.days if day.lessons), None)
    return ChildNow(
        pupil_id=pupil_id,
        first_name=week.first_name,
        class_title=week.class_title,
        today=next((day for day in days if day.day == actor.today), None),
        coming=coming,
        fresh=tuple(one for one in fresh_marks(session, actor, pupil_id, FRESH) if one.day != actor.today),
    )
