"""Another teacher has a first day: until it nothing changes, and what was before it stays."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, select

from ejournal.access.actor import Actor
from ejournal.access.co_teaching import teaches_course
from ejournal.integrations.asc_xml import parse_asc
from ejournal.models import Course, Lesson, Person, Role, RoleGrant, TeacherChange
from ejournal.services.courses.teacher_changes import (
    apply_all_due,
    apply_due,
    load_changes,
    plan_change,
    teacher_on,
)
from ejournal.services.exchange.importing import ImportOptions, ImportReport, take_in, try_in
from ejournal.services.lessons.planning import plan_lessons
from ejournal.services.load.changing import change_course, course_fields, remove_course
from ejournal.services.timetable.versions import publish
from tests.services.exchange.test_importing import new_school
from tests.services.timetable_files import asc

TODAY, FIRST = date(2026, 11, 20), date(2026, 11, 30)
OLD = '<lesson id="L6" classids="C2" subjectid="S1" periodsperweek="3.0" teacherids="T1"'
OTHER = parse_asc(asc(**{OLD: OLD.replace("T1", "T3")}))


class Scene:
    """A school whose timetable holds since September; algebra of 9 «Б» is Орлова's."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.school_id, self.deputy = new_school(session)
        take_in(
            session, self.school_id, None, TODAY, parse_asc(asc()), ImportOptions(starts=date(2026, 9, 1))
        )
        self.former, self.new = self.person("Орлова", ""), self.person("Белов", "Бе2")
        (self.course,) = [
            one for one in session.scalars(select(Course).where(Course.school_id == self.school_id))
            if one.teacher_id == self.former and one.weekly_hours == 3
        ]  # fmt: skip

    def person(self, last: str, _mark: str) -> int:
        query = select(Person.id).where(Person.school_id == self.school_id, Person.last_name == last)
        found = self.session.scalars(query.order_by(Person.id)).all()[-1]
        assert found is not None
        return found

    def take_in(self, day: date = FIRST, *, publish: bool = True) -> ImportReport:
        options = ImportOptions(starts=day, publish=publish)
        return take_in(self.session, self.school_id, None, TODAY, OTHER, options)

    def teachers(self) -> dict[date, int]:
        rows = self.session.scalars(select(Lesson).where(Lesson.course_id == self.course.id))
        return {one.day: one.teacher_id for one in rows}

    def actor(self, person_id: int) -> Actor:
        return Actor(
            person_id, self.school_id, 0, 0, frozenset({Role.TEACHER}), frozenset(), "Europe/Moscow", TODAY
        )

    def right(self, person_id: int) -> bool:
        return teaches_course(self.session, self.actor(person_id), self.course)


@pytest.fixture
def scene(session: Session) -> Scene:
    return Scene(session)


def test_a_dry_run_lists_the_change_with_its_day(scene: Scene) -> None:
    tried = try_in(scene.session, scene.school_id, None, TODAY, OTHER, ImportOptions(starts=FIRST))
    (line,) = tried.teachers
    assert (line.course, line.before, line.after) == ("Алгебра, 9 «Б»", "В. Орлова", "П. Белов")
    (slot,) = tried.differences
    assert ("В. Орлова" in str(slot.before), "П. Белов" in str(slot.after)) == (True, True)
    assert (scene.right(scene.former), load_changes(scene.session, scene.school_id)) == (True, {})


def test_until_its_day_rights_and_name_stay_and_lessons_change_from_it_on(scene: Scene) -> None:
    assert scene.take_in().courses_retaught == 1
    assert (scene.right(scene.former), scene.right(scene.new)) == (True, False)
    taught = scene.teachers()
    assert {who for day, who in taught.items() if day < FIRST} == {scene.former}
    assert {who for day, who in taught.items() if day >= FIRST} == {scene.new}
    assert apply_due(scene.session, scene.school_id, date(2026, 11, 29)) == 0
    assert apply_due(scene.session, scene.school_id, FIRST) == 1
    assert (scene.right(scene.former), scene.right(scene.new)) == (False, True)
    plan = plan_lessons(scene.session, scene.school_id, scene.course.year_id)
    assert (plan.to_change, plan.to_add, plan.to_remove) == ((), (), ())
    assert scene.teachers() == taught


def test_the_same_file_once_more_changes_nothing(scene: Scene) -> None:
    scene.take_in()
    again = scene.take_in()
    assert (again.courses_retaught, again.teachers, again.differences) == (0, (), ())
    assert len(scene.session.scalars(select(TeacherChange)).all()) == 1


def test_a_day_that_has_come_gives_the_journal_over_at_once(scene: Scene) -> None:
    scene.take_in(date(2026, 11, 16))
    assert (scene.right(scene.former), scene.right(scene.new)) == (False, True)
    assert {who for day, who in scene.teachers().items() if day < date(2026, 11, 16)} == {scene.former}


def test_a_draft_changes_nobody_until_it_is_published(scene: Scene) -> None:
    report = scene.take_in(publish=False)
    assert (len(report.teachers), load_changes(scene.session, scene.school_id)) == (1, {})
    assert set(scene.teachers().values()) == {scene.former}
    publish(scene.session, scene.deputy, report.version_id, override=True)
    (change,) = scene.session.scalars(select(TeacherChange)).all()
    assert (change.starts, change.former_id, change.teacher_id) == (FIRST, scene.former, scene.new)


def test_a_change_by_hand_leaves_the_past_as_it_was(scene: Scene) -> None:
    scene.session.add(
        RoleGrant(school_id=scene.school_id, person_id=scene.deputy.person_id, role=Role.TEACHER)
    )
    wish = course_fields(scene.session, scene.deputy, scene.course.id or 0)
    change_course(scene.session, scene.deputy, scene.course.id or 0, replace(wish, teacher_id=scene.new))
    assert (scene.right(scene.former), scene.right(scene.new)) == (False, True)
    plan = plan_lessons(scene.session, scene.school_id, scene.course.year_id)
    assert plan.to_change == ()
    assert {who for day, who in scene.teachers().items() if day <= TODAY} == {scene.former}


def test_a_course_is_removed_with_its_changes(scene: Scene) -> None:
    scene.take_in()
    remove_course(scene.session, scene.deputy, scene.course.id or 0)
    assert scene.session.scalars(select(TeacherChange)).all() == []


def test_changes_follow_one_another(scene: Scene) -> None:
    session, course = scene.session, scene.course
    third = scene.deputy.person_id
    plan_change(session, course, scene.new, FIRST, TODAY)
    plan_change(session, course, third, date(2026, 11, 25), TODAY)
    changes = load_changes(session, scene.school_id)[course.id or 0]
    days = (date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 29), FIRST)
    assert [teacher_on(changes, course.teacher_id, day) for day in days] == [
        scene.former,
        third,
        third,
        scene.new,
    ]
    assert changes[1].former_id == third
    assert apply_all_due(session) == 0
