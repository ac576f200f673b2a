"""Who was away when: illnesses over days, single days, hours left early; announced or not."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from ejournal.demo.store import Store
from ejournal.demo.world import Klass, Pupil, World, moment
from ejournal.models import AbsenceNotice, AttendanceCode
from ejournal.services.calendar.year import DAY, Calendar

ILL_A_DAY = 0.008
AWAY_A_DAY = 0.006
EARLY_A_DAY = 0.003
UNEXPLAINED = timedelta(days=6)
NOTES = {
    AttendanceCode.ILL: (
        "Температура",
        "Простуда, вызвали врача",
        "Ангина, врач был дома",
        "Плохо себя чувствует",
    ),
    AttendanceCode.EXCUSED: ("Семейные обстоятельства", "Соревнования", "Запись к врачу", "Олимпиада"),
}


@dataclass(eq=False)
class Away:
    """By pupil and day: the code, and from which lesson on."""

    days: dict[int, dict[date, tuple[AttendanceCode, int]]] = field(default_factory=dict)

    def code(self, pupil_id: int, day: date, number: int) -> AttendanceCode | None:
        """The code of absence at the lesson, or none."""
        found = self.days[pupil_id].get(day)
        return found[0] if found and number >= found[1] else None


def make_absences(store: Store, world: World, calendar: Calendar) -> Away:
    """Absences of all pupils until today, and a few announced for the days to come."""
    rng, away = world.rng("absences"), Away()
    days_of = {klass: _days(world, calendar, klass) for klass in world.classes}
    long_ill = {pupil.id for pupil in rng.sample(world.pupils, max(1, len(world.pupils) // 150))}
    for pupil in world.pupils:
        away.days[pupil.id] = _days_away(store, world, rng, pupil, days_of[pupil.klass])
        if pupil.id in long_ill and pupil.id not in world.cast.values():
            for day in days_of[pupil.klass][15:48]:
                away.days[pupil.id][day] = (AttendanceCode.ILL, 1)
    _announce(store, world, rng, calendar)
    return away


def _days(world: World, calendar: Calendar, klass: Klass) -> list[date]:
    return calendar.school_days(world.days.starts, world.filled_until, klass.grade, klass.days_per_week)


def _days_away(
    store: Store, world: World, rng: Random, pupil: Pupil, days: list[date]
) -> dict[date, tuple[AttendanceCode, int]]:
    found: dict[date, tuple[AttendanceCode, int]] = {}
    place = 0
    while place < len(days):
        chance, day = rng.random(), days[place]
        winter = 1.6 if day.month in (11, 12, 1, 2) else 0.8
        ill = ILL_A_DAY * pupil.health * winter
        if chance < ill:
            spell = days[place : place + rng.randint(2, 8)]
            code = _code(world, rng, spell[-1], AttendanceCode.ILL)
            found.update(dict.fromkeys(spell, (code, 1)))
            _notice(store, world, rng, pupil, spell, code)
            place += len(spell)
        elif chance < ill + AWAY_A_DAY:
            kinds = (AttendanceCode.EXCUSED, AttendanceCode.EXCUSED, AttendanceCode.UNEXCUSED)
            code = _code(world, rng, day, rng.choice(kinds))
            found[day] = (code, 1)
            _notice(store, world, rng, pupil, [day], code)
        elif chance < ill + AWAY_A_DAY + EARLY_A_DAY:
            found[day] = (_code(world, rng, day, AttendanceCode.EXCUSED), rng.randint(3, 5))
        place += 1
    return found


def _code(world: World, rng: Random, last: date, known: AttendanceCode) -> AttendanceCode:
    # The reason is written in later by the class teacher: the newest absences still read «н».
    if last > world.filled_until - UNEXPLAINED or rng.random() < 0.04:
        return AttendanceCode.ABSENT
    return known


def _notice(
    store: Store, world: World, rng: Random, pupil: Pupil, days: list[date], code: AttendanceCode
) -> None:
    if rng.random() > 0.5 or code is AttendanceCode.UNEXCUSED:
        return
    reason = AttendanceCode.ILL if len(days) > 1 else AttendanceCode.EXCUSED
    confirmed = code is not AttendanceCode.ABSENT and pupil.klass.teacher is not None
    store.add(
        AbsenceNotice,
        school_id=world.school_id,
        pupil_id=pupil.id,
        starts=days[0],
        ends=days[-1],
        code=reason,
        note=rng.choice(NOTES[reason]),
        announced_by_id=pupil.guardians[0],
        announced_at=moment(days[0], 7, rng.randint(0, 59)),
        confirmed_by_id=pupil.klass.teacher.id if confirmed and pupil.klass.teacher else None,
        confirmed_at=moment(days[-1] + DAY, 9) if confirmed else None,
    )


def _announce(store: Store, world: World, rng: Random, calendar: Calendar) -> None:
    if world.filled_until >= world.days.ends:
        return
    main = world.main_class
    others = [klass for klass in world.classes if klass is not main]
    for klass in [main, *rng.sample(others, min(3, len(others)))]:
        day = calendar.next_school_day(world.today, klass.grade, klass.days_per_week)
        pupil = rng.choice([one for one in klass.pupils if one.id not in world.cast.values()])
        if day and pupil.present_in_class(day):
            _add_future(store, world, rng, pupil, day)


def _add_future(store: Store, world: World, rng: Random, pupil: Pupil, day: date) -> None:
    reason = rng.choice((AttendanceCode.ILL, AttendanceCode.EXCUSED))
    store.add(
        AbsenceNotice,
        school_id=world.school_id,
        pupil_id=pupil.id,
        starts=day,
        ends=day + rng.randint(0, 2) * DAY,
        code=reason,
        note=rng.choice(NOTES[reason]),
        announced_by_id=pupil.guardians[0],
        announced_at=moment(world.today, 7, rng.randint(0, 30)),
    )
