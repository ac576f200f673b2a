"""The best free teacher for every unsettled lesson of an absence: first shown, then set in one act."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.errors import DomainError
from ejournal.services.schedule.lessons import ScheduleLesson
from ejournal.services.substitutions.absences import affected_lessons
from ejournal.services.substitutions.arranging import Papers, assign, restore
from ejournal.services.substitutions.candidates import Candidate, candidates


@dataclass(frozen=True, slots=True)
class Choice:
    """A lesson and who would give it; None where nobody is free."""

    lesson: ScheduleLesson
    best: Candidate | None


@dataclass(frozen=True, slots=True)
class CoverPlan:
    """Who would give which lesson; the mark differs whenever another plan would be carried out."""

    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> tuple[tuple[int, int], ...]:
        """The lessons that find somebody, each with the teacher."""
        return tuple((one.lesson.lesson_id, one.best.teacher_id) for one in self.choices if one.best)

    @property
    def mark(self) -> str:
        """The plan as one text."""
        return ",".join(f"{lesson_id}:{teacher_id}" for lesson_id, teacher_id in self.chosen)


def plan_cover(session: Session, actor: Actor, absence_id: int) -> CoverPlan:
    """The best free teacher for each lesson to come that is not settled; nobody is taken for two at once."""
    now = clock.local(clock.now(), actor.time_zone).time()
    found, choices = affected_lessons(session, actor, absence_id), list[Choice]()
    for one in found:
        lesson = one.lesson
        begun = lesson.day == actor.today and lesson.starts is not None and lesson.starts <= now
        if one.settled or lesson.day < actor.today or begun:
            continue
        choices.append(Choice(lesson, _best(session, actor, lesson, choices)))
    return CoverPlan(tuple(choices))


def _best(
    session: Session, actor: Actor, lesson: ScheduleLesson, before: Sequence[Choice]
) -> Candidate | None:
    taken = {one.best.teacher_id for one in before if one.best and _meet(one.lesson, lesson)}
    more: dict[int, int] = {}
    for one in before:
        if one.best:
            more[one.best.teacher_id] = more.get(one.best.teacher_id, 0) + 1
    free = [
        one
        for one in candidates(session, actor, lesson.lesson_id)
        if one.free and not one.away and one.teacher_id not in taken
    ]
    return max(free, key=lambda one: one.score - PER_LESSON * more.get(one.teacher_id, 0), default=None)


PER_LESSON = 7
"""What a lesson of this plan costs at the next choice: a lesson and a substitution of the candidate's."""


def _meet(one: ScheduleLesson, other: ScheduleLesson) -> bool:
    if one.day != other.day:
        return False
    if one.starts is None or one.ends is None or other.starts is None or other.ends is None:
        return one.number == other.number
    return one.starts < other.ends and other.starts < one.ends


def cover(session: Session, actor: Actor, absence_id: int, mark: str) -> tuple[int, ...]:
    """Set what the plan of that mark says; the lessons. DomainError when another plan is best by now."""
    plan = plan_cover(session, actor, absence_id)
    if plan.mark != mark or not mark:
        raise DomainError("Other teachers are free by now: look at the list again")
    for lesson_id, teacher_id in plan.chosen:
        assign(session, actor, lesson_id, teacher_id, Papers(absence_id))
    return tuple(lesson_id for lesson_id, _ in plan.chosen)


def uncover(session: Session, actor: Actor, lesson_ids: Sequence[int]) -> None:
    """Take back what was set in one act, all of it or nothing."""
    for lesson_id in lesson_ids:
        restore(session, actor, lesson_id)
