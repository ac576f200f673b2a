"""Short words for moves of a pupil to another class or group."""

from datetime import date, timedelta

from sqlalchemy import update

from ejournal.models import Enrolment, GroupMember, SchoolSettings
from tests.cast import DAY, FIRST_MONDAY, Cast
from tests.services.diary_helpers import give_mark

DAY_OF = timedelta(days=1)
MOVED = date(2026, 11, 14)


def move_class(cast: Cast, pupil: str, to: str, day: date) -> None:
    """From the day on the pupil is in another class."""
    of_pupil = (Enrolment.pupil_id == cast.id_of(pupil), Enrolment.ends == None)  # noqa: E711
    cast.session.execute(update(Enrolment).where(*of_pupil).values(ends=day - DAY_OF))
    place = {"school_id": cast.schools["a"].id or 0, "class_id": cast.classes[to].id or 0}
    cast.session.add(Enrolment(**place, pupil_id=cast.id_of(pupil), starts=day))
    cast.session.flush()


def move_group(cast: Cast, pupil: str, to: str, day: date) -> None:
    """From the day on the pupil is in another group."""
    of_pupil = (GroupMember.pupil_id == cast.id_of(pupil), GroupMember.ends == None)  # noqa: E711
    cast.session.execute(update(GroupMember).where(*of_pupil).values(ends=day - DAY_OF))
    place = {"school_id": cast.schools["a"].id or 0, "group_id": cast.groups[to].id or 0}
    cast.session.add(GroupMember(**place, pupil_id=cast.id_of(pupil), starts=day))
    cast.session.flush()


def moved(cast: Cast) -> None:
    """Two «2» in 6Б, one «5» in 6В."""
    monday, thursday = FIRST_MONDAY, FIRST_MONDAY + timedelta(days=3)
    for day in (monday, thursday):
        give_mark(cast, "pupil", cast.lesson("maths", day), "2")
    move_class(cast, "pupil", "6v", MOVED)
    give_mark(cast, "pupil", cast.lesson("maths_v", DAY), "5")


def set_counting(cast: Cast, count: bool) -> None:
    cast.session.execute(update(SchoolSettings).values(former_marks_count=count))
    cast.session.expire_all()
