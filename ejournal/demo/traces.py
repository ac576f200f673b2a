"""What people left behind: late changes that wait, weeks acknowledged, looks into diaries."""

from datetime import date, timedelta

from sqlalchemy import select

from ejournal.demo.store import Store
from ejournal.demo.world import World, moment
from ejournal.models import (
    Acknowledgement,
    Attendance,
    ChangeRequest,
    ChangeStatus,
    DiaryVisit,
    Mark,
    Role,
)
from ejournal.models.base import table
from ejournal.services.calendar.year import DAY, WEEK, monday

EDIT_WINDOW = timedelta(days=14)
REASONS = (
    "Работа переписана на консультации",
    "Ошибка при вводе: отметка другого ученика",
    "Сдан долг за болезнь",
    "Пересмотр работы по просьбе ученика",
)


def add_change_requests(store: Store, world: World) -> None:
    """Three late changes that wait, one approved and one refused before them."""
    rng = world.rng("requests")
    old = _old_cells(store, world)
    rng.shuffle(old)
    states = [ChangeStatus.WAITING] * 3 + [ChangeStatus.APPROVED, ChangeStatus.REFUSED]
    for (lesson_id, course_id, pupil_id, value, author_id), status in zip(old, states, strict=False):
        better = str(min(5, int(value) + 1)) if value != "5" else "4"
        decided = status is not ChangeStatus.WAITING
        approved = status is ChangeStatus.APPROVED
        store.add(
            ChangeRequest,
            school_id=world.school_id,
            lesson_id=lesson_id,
            course_id=course_id,
            pupil_id=pupil_id,
            before=better if approved else value,
            after=value if approved else better,
            entry={"text": value if approved else better, "kind_id": None, "comment": None},
            reason=rng.choice(REASONS),
            status=status,
            author_id=author_id,
            created_at=moment(world.filled_until - DAY, 15, rng.randint(0, 59)),
            decided_by_id=world.staff[Role.DEPUTY.value] if decided else None,
            decided_at=moment(world.filled_until - DAY, 17) if decided else None,
            decision_note="Прошу вносить вовремя" if status is ChangeStatus.REFUSED else "",
        )


def _old_cells(store: Store, world: World) -> list[tuple[int, int, int, str, int]]:
    """Cells past the edit window that hold one mark and nothing else; the demo teacher's first."""
    mark, attendance = table(Mark), table(Attendance)
    mine = [course for course in world.courses if course.teacher.id == world.cast.get("teacher")]
    courses = [course.id for course in (mine or world.courses)][:6]
    edge = world.filled_until - EDIT_WINDOW
    span = (edge - 3 * WEEK, edge - DAY)
    rows = store.session.execute(
        select(mark.c.lesson_id, mark.c.course_id, mark.c.pupil_id, mark.c.value, mark.c.author_id)
        .where(mark.c.course_id.in_(courses), mark.c.day.between(*span))
        .order_by(mark.c.lesson_id, mark.c.pupil_id, mark.c.slot)
    )
    busy = store.session.execute(
        select(attendance.c.lesson_id, attendance.c.pupil_id).where(
            attendance.c.course_id.in_(courses), attendance.c.day.between(*span)
        )
    )
    taken = {(lesson_id, pupil_id) for lesson_id, pupil_id in busy}
    cells: dict[tuple[int, int], list[tuple[int, int, int, str, int]]] = {}
    for lesson_id, course_id, pupil_id, value, author_id in rows:
        cells.setdefault((lesson_id, pupil_id), []).append((lesson_id, course_id, pupil_id, value, author_id))
    return [
        found[0]
        for key, found in cells.items()
        if len(found) == 1 and key not in taken and found[0][3].isdecimal()
    ]


def add_diary_traces(store: Store, world: World) -> None:
    """Guardians and pupils who look, the weeks guardians acknowledged; the demo parent has news waiting."""
    rng = world.rng("diary")
    this_week = monday(world.filled_until)
    weeks = [this_week - back * WEEK for back in range(1, 6)]
    weeks = [week for week in weeks if week >= monday(world.days.starts)]
    for pupil in {pupil.id: pupil for pupil in world.pupils}.values():
        for place, person_id in enumerate([*pupil.guardians, pupil.id]):
            is_demo = person_id in world.cast.values()
            eager = 0.95 if is_demo else rng.random() * (0.6 if place else 1.0)
            if rng.random() < eager and world.filled_until > world.days.starts + 3 * DAY:
                _visit(store, world, pupil.id, person_id, 2 if is_demo else rng.randint(0, 12))
            if person_id == pupil.id:
                continue
            for week in weeks:
                newest = week == this_week - WEEK
                if not (is_demo and newest) and rng.random() < eager * (0.6 if newest else 0.85):
                    _acknowledge(store, world, pupil.id, person_id, week, rng.randint(0, 59))


def _visit(store: Store, world: World, pupil_id: int, person_id: int, days_ago: int) -> None:
    last = world.filled_until - days_ago * DAY
    if moment(last, 19, 10) > world.now:
        last -= DAY
    store.add(
        DiaryVisit,
        school_id=world.school_id,
        pupil_id=pupil_id,
        person_id=person_id,
        last_at=moment(last, 19, 10),
        previous_at=moment(last - 2 * DAY, 20),
    )


def _acknowledge(
    store: Store, world: World, pupil_id: int, guardian_id: int, week: date, minute: int
) -> None:
    store.add(
        Acknowledgement,
        school_id=world.school_id,
        pupil_id=pupil_id,
        guardian_id=guardian_id,
        week=week,
        at=moment(week + 6 * DAY, 19, minute),
    )
