"""Courses and groups: every class gets its subjects, parted in two where the plan parts it."""

from decimal import Decimal

from ejournal.demo.curriculum import SPORT, WITHOUT_MARKS, SubjectLine, taught
from ejournal.demo.staff import Staff, is_split
from ejournal.demo.store import Store
from ejournal.demo.world import CourseSeed, Klass, Pupil, Unit, World
from ejournal.models import Course, Exemption, Gender, Group, GroupMember, ScaleKind, WeekParity

WEEKS = 34
HALF = Decimal("0.5")


def add_courses(store: Store, world: World, staff: Staff) -> None:
    """The courses of all classes, and the units in which they stand in the timetable."""
    for klass in world.classes:
        groups: dict[str, list[tuple[int, list[Pupil]]]] = {}
        shared: list[CourseSeed] = []
        for subject, hours in taught(klass.grade):
            courses = _courses(store, world, staff, klass, subject, hours, groups)
            world.courses.extend(courses)
            if hours == HALF:
                shared.extend(courses)
            else:
                world.units.append(Unit(klass, courses, int(hours)))
        if shared:
            for course, parity in zip(shared, (WeekParity.ODD, WeekParity.EVEN), strict=True):
                course.parity = parity
            world.units.append(Unit(klass, shared, 1))
    _exempt_one(store, world)


def _courses(
    store: Store,
    world: World,
    staff: Staff,
    klass: Klass,
    subject: SubjectLine,
    hours: Decimal,
    groups: dict[str, list[tuple[int, list[Pupil]]]],
) -> list[CourseSeed]:
    if not is_split(subject, klass, len(klass.pupils)):
        return [_course(store, world, staff, klass, subject, hours, 0, None, klass.pupils)]
    if subject.parted not in groups:
        groups[subject.parted] = _groups(store, world, klass, subject.parted)
    return [
        _course(store, world, staff, klass, subject, hours, side, group_id, members)
        for side, (group_id, members) in enumerate(groups[subject.parted])
    ]


def _course(
    store: Store,
    world: World,
    staff: Staff,
    klass: Klass,
    subject: SubjectLine,
    hours: Decimal,
    side: int,
    group_id: int | None,
    pupils: list[Pupil],
) -> CourseSeed:
    teacher = staff.teacher(klass, subject, side)
    passing = subject.name == WITHOUT_MARKS
    course_id = store.add(
        Course,
        school_id=world.school_id,
        year_id=world.year_id,
        class_id=klass.id,
        group_id=group_id,
        subject_id=world.subjects[subject.name],
        teacher_id=teacher.id,
        weekly_hours=hours,
        planned_hours=int(hours * (WEEKS - 1 if klass.grade == 1 else WEEKS)),
        scale=ScaleKind.PASS if passing else None,
    )
    return CourseSeed(course_id, klass, subject, teacher, pupils, hours, passing=passing)


def _groups(store: Store, world: World, klass: Klass, parted: str) -> list[tuple[int, list[Pupil]]]:
    if parted == "half":
        names = ("1 гр.", "2 гр.")
        parts = [[pupil for pupil in klass.pupils if pupil.half == half] for half in (0, 1)]
    else:
        names = ("девочки", "мальчики")
        genders = (Gender.FEMALE, Gender.MALE)
        parts = [[pupil for pupil in klass.pupils if pupil.gender is gender] for gender in genders]
    found = []
    for name, members in zip(names, parts, strict=True):
        group_id = store.add(
            Group, school_id=world.school_id, class_id=klass.id, year_id=world.year_id, name=name
        )
        for pupil in members:
            store.add(
                GroupMember,
                school_id=world.school_id,
                group_id=group_id,
                pupil_id=pupil.id,
                starts=pupil.starts,
                ends=pupil.ends,
            )
        found.append((group_id, members))
    return found


def _exempt_one(store: Store, world: World) -> None:
    klass = world.main_class
    course = next(
        course for course in world.courses if course.klass is klass and course.subject.name == SPORT
    )
    pupil = next(
        pupil for pupil in reversed(klass.pupils) if pupil.id != world.cast["pupil"] and not pupil.ends
    )
    course.exempt.add(pupil.id)
    store.add(
        Exemption,
        school_id=world.school_id,
        course_id=course.id,
        pupil_id=pupil.id,
        starts=world.days.starts,
        reason="Справка врача до конца учебного года",
    )
