"""Teachers away around today and earlier in the year, and who gives their lessons."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from ejournal.demo.store import Store
from ejournal.demo.world import Teacher, World, moment
from ejournal.models import (
    AbsenceReason,
    Lesson,
    LessonStatus,
    Role,
    SubstituteTask,
    Substitution,
    TeacherAbsence,
)
from ejournal.models.base import table

TASKS = ("§ {p}, вопросы 1–5 письменно", "Самостоятельная работа по карточкам", "Повторение, № {n}–{n3}")
NOTES = {
    AbsenceReason.SICK_LEAVE: "Грипп, лечится дома",
    AbsenceReason.TRAINING: "Институт развития образования",
    AbsenceReason.LEAVE: "По семейным обстоятельствам",
}
FULL_DAY = 7
CHANGE = (
    update(table(Lesson))
    .where(table(Lesson).c.id == bindparam("lesson"))
    .values(substitute_id=bindparam("substitute"), status=bindparam("state"))
)


class Slot(NamedTuple):
    """A lesson as far as its teacher is concerned."""

    id: int
    course_id: int
    day: date
    number: int
    teacher_id: int


@dataclass(eq=False)
class _Desk:
    """The deputy head's desk: who is busy when, and which lessons are to be changed."""

    store: Store
    world: World
    rng: Random
    lessons: list[Slot]
    busy: dict[tuple[int, date], set[int]] = field(default_factory=dict)
    away: set[tuple[int, date]] = field(default_factory=set)
    changes: list[dict[str, object]] = field(default_factory=list)
    orders: int = 40
    favourite: int | None = None

    def enter(self, teacher: Teacher, days: list[date], reason: AbsenceReason) -> int:
        """Put a teacher's absence down; gives its number."""
        return self._add(teacher, days, reason, self.world.staff[Role.DEPUTY.value], approved=True)

    def report(
        self, teacher: Teacher, days: list[date], reason: AbsenceReason, at: datetime,
        accepted_at: datetime | None = None,
    ) -> int:  # fmt: skip
        """Put down an absence that the teacher has reported; gives its number."""
        approved = accepted_at is not None
        absence_id = self._add(teacher, days, reason, teacher.id, approved=approved)
        self.world.reports[absence_id] = (at, accepted_at)
        return absence_id

    def _add(
        self, teacher: Teacher, days: list[date], reason: AbsenceReason, by: int, *, approved: bool
    ) -> int:
        self.away.update((teacher.id, day) for day in days)
        self.orders += 1
        return self.store.add(
            TeacherAbsence,
            school_id=self.world.school_id,
            teacher_id=teacher.id,
            starts=days[0],
            ends=days[-1],
            reason=reason,
            note=NOTES[reason],
            order_number=f"{self.orders}-к" if approved else "",
            approved=approved,
            reported_by_id=by,
        )

    def replace(self, teacher: Teacher, days: list[date], absence_id: int, leave_last: bool) -> None:
        """Find someone for each lesson, or cancel it when nobody is free; the last may stay open."""
        affected = [slot for slot in self.lessons if slot.teacher_id == teacher.id and slot.day in days]
        for slot in affected[:-1] if leave_last else affected:
            substitute = self._candidate(teacher, slot)
            if substitute is not None:
                self.busy.setdefault((substitute, slot.day), set()).add(slot.number)
            self._write(teacher, slot, absence_id, substitute)

    def _candidate(self, teacher: Teacher, slot: Slot) -> int | None:
        free = [
            other
            for other in self.world.teachers
            if (other.id, slot.day) not in self.away
            and other.pool != "primary"
            and slot.number not in self.busy.get((other.id, slot.day), ())
            and 0 < len(self.busy.get((other.id, slot.day), ())) < FULL_DAY
        ]
        if self.favourite in [other.id for other in free]:
            found, self.favourite = self.favourite, None
            return found
        best = min(
            free,
            key=lambda other: (other.pool != teacher.pool, len(self.busy[other.id, slot.day]), other.id),
            default=None,
        )
        return best.id if best else None

    def _write(self, teacher: Teacher, slot: Slot, absence_id: int, substitute: int | None) -> None:
        number = self.rng.randint(100, 400)
        if substitute:
            self._leave_task(
                teacher, slot, self.rng.choice(TASKS).format(p=number // 10, n=number, n3=number + 3)
            )
        self.store.add(
            Substitution,
            school_id=self.world.school_id,
            lesson_id=slot.id,
            absence_id=absence_id,
            absent_teacher_id=teacher.id,
            substitute_id=substitute,
            cancelled_reason="" if substitute else "Нет свободного учителя",
            order_number=f"{self.orders}-к",
            created_at=moment(slot.day - timedelta(days=1), 14),
            created_by_id=self.world.staff[Role.DEPUTY.value],
        )
        state = LessonStatus.PLANNED if substitute else LessonStatus.CANCELLED
        self.changes.append({"lesson": slot.id, "substitute": substitute, "state": state})

    def _leave_task(self, teacher: Teacher, slot: Slot, text: str) -> None:
        self.store.add(
            SubstituteTask,
            school_id=self.world.school_id,
            lesson_id=slot.id,
            text=text,
            left_by_id=teacher.id,
            left_at=moment(slot.day - timedelta(days=1), 15),
        )


def add_substitutions(store: Store, world: World) -> None:
    """One teacher ill around today, one at a training, one who reported in; a few absences before."""
    desk = _desk(store, world)
    days = sorted({slot.day for slot in desk.lessons if slot.day.isoweekday() <= 5})
    before = [day for day in days if day <= world.today]
    after = [day for day in days if day > world.today]
    away = _absentees(world)
    for teacher in away[3:6]:
        spell = _spell(desk.rng, before[:-8])
        if spell:
            reason = desk.rng.choice((AbsenceReason.SICK_LEAVE, AbsenceReason.LEAVE))
            desk.replace(teacher, spell, desk.enter(teacher, spell, reason), leave_last=False)
    desk.favourite = world.cast.get("teacher")
    around = before[-2:] + after[:2]
    if around and away:
        absence_id = desk.enter(away[0], around, AbsenceReason.SICK_LEAVE)
        desk.replace(away[0], around, absence_id, leave_last=bool(after))
    if after and len(away) > 1:
        said = before[-2] if len(before) > 1 else world.today - timedelta(days=1)
        absence_id = desk.report(
            away[1], after[:1], AbsenceReason.TRAINING, moment(said, 12, 20), moment(said, 13, 5)
        )
        desk.replace(away[1], after[:1], absence_id, leave_last=False)
    if after and len(away) > 2:
        desk.report(away[2], after[:3], AbsenceReason.SICK_LEAVE, moment(world.today, 7, 40))
    store.flush()
    if desk.changes:
        store.session.connection().execute(CHANGE, desk.changes)


def _desk(store: Store, world: World) -> _Desk:
    lesson = table(Lesson)
    rows = store.session.execute(
        select(lesson.c.id, lesson.c.course_id, lesson.c.day, lesson.c.number, lesson.c.teacher_id)
        .where(lesson.c.school_id == world.school_id)
        .order_by(lesson.c.day, lesson.c.number, lesson.c.id)
    )
    desk = _Desk(store, world, world.rng("substitutions"), [Slot._make(row) for row in rows])
    for slot in desk.lessons:
        desk.busy.setdefault((slot.teacher_id, slot.day), set()).add(slot.number)
    return desk


def _absentees(world: World) -> list[Teacher]:
    """Who may be away: nobody of the demo sign-ins; first those who teach the main class."""
    kept = {*world.cast.values(), *world.staff.values()}
    of_main = [course.teacher for course in world.courses if course.klass is world.main_class]
    upper = [course.teacher for course in world.courses if course.klass.grade >= 5]
    found = [
        teacher
        for teacher in dict.fromkeys(of_main + upper)
        if teacher.id not in kept and teacher.pool not in ("primary", "sport")
    ]
    hard = [teacher for teacher in found if teacher.pool in ("hist", "geo", "nat", "rus")]
    return list(dict.fromkeys(hard[:1] + found))


def _spell(rng: Random, days: list[date]) -> list[date]:
    if len(days) < 5:
        return []
    start = rng.randrange(len(days) - 4)
    spell = days[start : start + rng.randint(2, 4)]
    # Not over holidays: an absence is entered for days that follow one another closely.
    return [day for day in spell if day - spell[0] <= timedelta(days=5)]
