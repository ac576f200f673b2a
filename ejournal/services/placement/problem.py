"""What is asked of the automatic placement: the rules, the hours to place, and the problem's variables."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ejournal.models import WeekParity
from ejournal.services.timetable.board import Unplaced
from ejournal.services.timetable.rows import CourseInfo

Slot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the deputy head may set: days and lessons of the week, and how many a day in the extreme."""

    days: int = 5
    last_number: int = 7
    first_number: int = 1
    teacher_gap_weight: int = 2
    class_gap_weight: int = 20
    late_hard_weight: int = 1
    uneven_weight: int = 4


@dataclass(frozen=True, slots=True)
class Job:
    """The hours of one course still to be placed: whole ones, and one of every other week."""

    course: CourseInfo
    hours: int
    half: bool = False


@dataclass
class Model:
    """The problem with its variables: at[job, slot] is 1 where an hour stands."""

    cp: Any
    jobs: list[Job]
    slots: list[Slot]
    at: dict[tuple[int, Slot], Any]
    missing: list[Any] = field(default_factory=list)
    price: list[Any] = field(default_factory=list)


def jobs_of(tray: Iterable[Unplaced]) -> list[Job]:
    """The tray as jobs; half an hour a week becomes an hour of odd weeks."""
    jobs = []
    for one in tray:
        whole = int(one.hours)
        if whole:
            jobs.append(Job(one.course, whole))
        if one.hours - whole >= 0.5:
            jobs.append(Job(one.course, 1, half=True))
    return jobs


def parity_of(job: Job) -> WeekParity:
    """In which weeks the job's hours stand."""
    return WeekParity.ODD if job.half else WeekParity.EVERY
