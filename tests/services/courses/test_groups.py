"""Who is in a group: chosen from the pupils of its classes, the past kept."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import select

from ejournal import clock
from ejournal.errors import DomainError, NotFound
from ejournal.models import Course, GroupMember, Lesson, Mark
from ejournal.services.courses.groups import GroupList, group_list, set_group
from ejournal.services.load.adding import CourseWish, add_course
from tests.cast import DAY, YEAR_STARTS, Cast

YESTERDAY = DAY - timedelta(days=1)


def group(cast: Cast, name: str = "english1") -> int:
    return cast.groups[name].id or 0


def listed(cast: Cast, group_id: int) -> GroupList:
    return group_list(cast.session, cast.actor("deputy"), group_id)


def inside(cast: Cast, group_id: int) -> set[str]:
    return {one.name for one in listed(cast, group_id).pupils if one.inside}


def put(cast: Cast, group_id: int, *names: str) -> int:
    return set_group(cast.session, cast.actor("deputy"), group_id, [cast.id_of(name) for name in names])


def spans(cast: Cast, group_id: int, name: str) -> list[tuple[date, date | None]]:
    rows = cast.session.exec(
        select(GroupMember).where(GroupMember.group_id == group_id, GroupMember.pupil_id == cast.id_of(name))
    )
    return sorted((one.starts, one.ends) for one in rows)


def test_the_pupils_of_the_class_are_listed_without_who_has_left(cast: Cast) -> None:
    found = listed(cast, group(cast))
    assert [one.name for one in found.pupils] == ["Зайцев Илья", "Лебедева Анна", "Петров Глеб"]
    assert inside(cast, group(cast)) == {"Лебедева Анна"}
    assert not found.is_fixed


def test_from_today_on_when_the_group_has_had_lessons(cast: Cast) -> None:
    assert put(cast, group(cast), "classmate") == 2
    assert inside(cast, group(cast)) == {"Зайцев Илья"}
    assert spans(cast, group(cast), "pupil") == [(YEAR_STARTS, YESTERDAY)]
    assert spans(cast, group(cast), "classmate") == [(DAY, None)]
    assert put(cast, group(cast), "pupil") == 2, "a slip is taken back without a trace"
    assert spans(cast, group(cast), "pupil") == [(YEAR_STARTS, None)]
    assert spans(cast, group(cast), "classmate") == []
    assert put(cast, group(cast), "pupil") == 0


def mark(cast: Cast, lesson: Lesson) -> None:
    cast.session.add(
        Mark(
            school_id=lesson.school_id, lesson_id=lesson.id or 0, course_id=lesson.course_id, day=DAY,
            pupil_id=cast.id_of("pupil"), value="5", kind_id=cast.kinds["answer"].id or 0,
            author_id=cast.id_of("teacher_parent"), created_at=clock.now(), changed_at=clock.now(),
        )
    )  # fmt: skip
    cast.session.flush()


def test_who_has_a_mark_in_the_group_today_is_out_from_tomorrow(cast: Cast) -> None:
    mark(cast, cast.lessons["english1"])
    put(cast, group(cast))
    assert spans(cast, group(cast), "pupil") == [(YEAR_STARTS, DAY)]
    assert inside(cast, group(cast)) == set()
    put(cast, group(cast), "pupil")
    assert spans(cast, group(cast), "pupil") == [(YEAR_STARTS, None)]


def joint(cast: Cast, *, whole: bool) -> int:
    wish = CourseWish(
        class_ids=(cast.classes["6b"].id or 0, cast.classes["6v"].id or 0),
        subject_id=cast.courses["russian"].subject_id, teacher_id=cast.id_of("teacher"),
        weekly_hours=Decimal(1), group_name="Хор", whole=whole,
    )  # fmt: skip
    course = add_course(cast.session, cast.actor("deputy"), cast.years["a"].id or 0, wish)
    return cast.session.get_one(Course, course).group_id or 0


def test_a_new_group_of_several_classes_is_filled_from_the_beginning_of_the_year(cast: Cast) -> None:
    group_id = joint(cast, whole=False)
    assert [one.class_title for one in listed(cast, group_id).pupils] == ["6 «Б»"] * 3 + ["6 «В»"]
    put(cast, group_id, "classmate", "other_pupil")
    assert spans(cast, group_id, "other_pupil") == [(YEAR_STARTS, None)]
    put(cast, group_id, "classmate")
    assert spans(cast, group_id, "other_pupil") == []


def test_on_the_first_day_of_a_group_a_mark_keeps_its_pupil_until_tomorrow(cast: Cast) -> None:
    group_id = joint(cast, whole=False)
    put(cast, group_id, "pupil", "classmate")
    course = cast.session.exec(select(Course).where(Course.group_id == group_id)).one()
    lesson = Lesson(school_id=course.school_id, course_id=course.id or 0, day=DAY, number=7,
                    teacher_id=course.teacher_id)  # fmt: skip
    cast.session.add(lesson)
    cast.session.flush()
    mark(cast, lesson)
    put(cast, group_id)
    assert spans(cast, group_id, "pupil") == [(YEAR_STARTS, DAY)]
    assert spans(cast, group_id, "classmate") == [], "a slip: nothing is written of them"
    put(cast, group_id, "pupil")
    assert spans(cast, group_id, "pupil") == [(YEAR_STARTS, None)]


def test_whole_classes_are_not_picked_apart(cast: Cast) -> None:
    group_id = joint(cast, whole=True)
    assert listed(cast, group_id).is_fixed
    with pytest.raises(DomainError, match="all their pupils"):
        put(cast, group_id, "classmate")


def test_others_are_refused(cast: Cast) -> None:
    for name in ("other_pupil", "left", "teacher", "pupil_b"):
        with pytest.raises(NotFound):
            put(cast, group(cast), name)
    for member in ("teacher_parent", "class_teacher", "pupil", "admin", "teacher_b"):
        with pytest.raises(NotFound):
            group_list(cast.session, cast.actor(member), group(cast))
        with pytest.raises(NotFound):
            set_group(cast.session, cast.actor(member), group(cast), [])
