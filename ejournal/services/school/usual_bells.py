"""Bells from a few figures: when lessons begin, how long they and the breaks last, what grade 1 has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import AcademicYear
from ejournal.services.calendar.year import BellTime
from ejournal.services.school.bells import FIRST_GRADE, FIRST_GRADE_AUTUMN, LAST_NUMBER, BellRules, save_bells

LONGEST_BREAK = 60


@dataclass(frozen=True, slots=True)
class BellWish:
    """Minutes of a lesson and of breaks; long_after: the numbers of the lessons followed by a long break.

    second_begins: when the second shift begins, None without one.
    """

    begins: time = time(8, 30)
    lasts: int = 45
    pause: int = 10
    long_pause: int = 20
    long_after: tuple[int, ...] = (2, 3)
    lessons: int = 8
    first_grade: bool = True
    second_begins: time | None = None


def bell_times(wish: BellWish, begins: time, lasts: int) -> tuple[BellTime, ...]:
    """The times of all lessons; DomainError by the field when they do not fit into a day."""
    _check(wish)
    found = []
    at = datetime.combine(date.min, begins)
    for number in range(1, wish.lessons + 1):
        ends = at + timedelta(minutes=lasts)
        if ends.date() != date.min:
            raise DomainError("The lessons do not fit into the day", field="lessons")
        found.append(BellTime(number, at.time(), ends.time()))
        pause = wish.long_pause if number in wish.long_after else wish.pause
        at = ends + timedelta(minutes=pause)
    return tuple(found)


def add_usual_bells(
    session: Session, actor: Actor, year_id: int, wish: BellWish, names: "BellNames"
) -> list[int]:
    """Add the bells that the wish comes to; the ids of their schedules. DomainError by the field."""
    year = guard.get(session, actor, AcademicYear, year_id, Permission.CALENDAR_WRITE)
    return [save_bells(session, actor, year_id, None, rules) for rules in usual_rules(year, wish, names)]


@dataclass(frozen=True, slots=True)
class BellNames:
    """What the schedules are called, in the language of whoever makes them."""

    usual: str
    second: str
    autumn: str
    later: str


def usual_rules(year: AcademicYear, wish: BellWish, names: BellNames) -> Iterable[BellRules]:
    """The bell schedules of the wish: for all, for the second shift, for grade 1 before and after January."""
    shift = 1 if wish.second_begins else None
    found = [BellRules(names.usual, bell_times(wish, wish.begins, wish.lasts), shift=shift)]
    if wish.second_begins:
        second = bell_times(wish, wish.second_begins, wish.lasts)
        found.append(BellRules(names.second, second, shift=2, grades=(2, 11)))  # grade 1 has no second shift
    if wish.first_grade:
        turn = date(year.ends.year, 1, 1)
        autumn = bell_times(wish, wish.begins, FIRST_GRADE_AUTUMN)
        later = bell_times(wish, wish.begins, min(FIRST_GRADE, wish.lasts))
        found.append(BellRules(names.autumn, autumn, shift, grades=(1, 1), ends=turn - timedelta(days=1)))
        found.append(BellRules(names.later, later, shift, grades=(1, 1), starts=turn))
    return found


def _check(wish: BellWish) -> None:
    for field, value, least, most in (
        ("lasts", wish.lasts, 30, 90),
        ("pause", wish.pause, 0, LONGEST_BREAK),
        ("long_pause", wish.long_pause, 0, LONGEST_BREAK),
        ("lessons", wish.lessons, 1, LAST_NUMBER),
    ):
        if not least <= value <= most:
            raise DomainError("From {least} to {most}", field=field, least=least, most=most)
    if any(not 1 <= one <= wish.lessons for one in wish.long_after):
        raise DomainError("Numbers of lessons, such as 2, 3", field="long_after")
