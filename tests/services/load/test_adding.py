"""The teaching load: courses added, changed, and removed while nothing is written in them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import func, select

from ejournal import clock
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    CoTeacher,
    Course,
    Exemption,
    Group,
    GroupClass,
    GroupMember,
    Lesson,
    Mark,
    Subject,
    TimetableEdit,
    TimetableEntry,
)
from ejournal.services.lessons.making import make_lessons
from ejournal.services.load.adding import CourseWish, add_course, load_choices
from ejournal.services.load.changing import (
    CourseChange,
    change_course,
    course_fields,
    course_removal,
    remove_course,
)
from ejournal.services.timetable.board import Where, open_board
from ejournal.services.timetable.editing import place_entry, remove_entry, undo
from ejournal.services.timetable.versions import copy_version
from tests.cast import DAY, Cast


def year(cast: Cast) -> int:
    return cast.years["a"].id or 0


def wish(cast: Cast, *classes: str, **more: object) -> CourseWish:
    one = CourseWish(
        class_ids=tuple(cast.classes[name].id or 0 for name in classes),
        subject_id=cast.courses["russian"].subject_id,
        teacher_id=cast.id_of("class_teacher"),
        weekly_hours=Decimal(2),
    )
    return replace(one, **more)  # type: ignore[arg-type]


def add(cast: Cast, one: CourseWish) -> Course:
    return cast.session.get_one(Course, add_course(cast.session, cast.actor("deputy"), year(cast), one))


def test_a_new_group_of_a_class_is_made_once(cast: Cast) -> None:
    first = add(cast, wish(cast, "6b", group_name=" Русский, 1 "))
    second = add(cast, wish(cast, "6b", group_name="Русский, 1", teacher_id=cast.id_of("teacher")))
    assert first.class_id == cast.classes["6b"].id
    assert first.group_id == second.group_id
    assert cast.session.get_one(Group, first.group_id).name == "Русский, 1"


def test_whole_classes_together_bring_all_their_pupils(cast: Cast) -> None:
    course = add(cast, wish(cast, "6b", "6v", whole=True))
    assert course.class_id is None
    members = select(GroupMember.pupil_id).where(GroupMember.group_id == course.group_id)
    present = {"pupil", "classmate", "arrived", "other_pupil"}
    assert set(cast.session.exec(members)) == {cast.id_of(name) for name in present}
    assert cast.session.get_one(Group, course.group_id).name == "Русский язык"
    info = open_board(cast.session, cast.actor("deputy"), cast.versions["a"].id or 0).courses[course.id or 0]
    assert [(part.title, part.whole) for part in info.classes] == [("6 «Б»", True), ("6 «В»", True)]


def test_a_group_of_several_classes_is_offered_to_each_of_them(cast: Cast) -> None:
    with pytest.raises(DomainError) as refused:
        add(cast, wish(cast, "6b", "6v"))
    assert refused.value.field == "group_name"
    course = add(cast, wish(cast, "6b", "6v", group_name="Хор"))
    assert cast.session.scalar(select(func.count()).select_from(GroupClass)) == 2
    offered = load_choices(cast.session, cast.actor("deputy"), year(cast)).groups
    for name in ("6b", "6v"):
        assert "Хор: 6 «Б», 6 «В»" in {one.name for one in offered[cast.classes[name].id or 0]}
    again = add(cast, wish(cast, "6v", group_id=course.group_id, teacher_id=cast.id_of("teacher")))
    assert (again.class_id, again.group_id) == (None, course.group_id)
    with pytest.raises(DomainError, match="already"):
        add(cast, wish(cast, "6b", group_id=course.group_id))
    with pytest.raises(NotFound):
        add(cast, wish(cast, "2a", group_id=course.group_id))


def test_other_schools_are_refused(cast: Cast) -> None:
    for one in (
        wish(cast, "6b", "6b_b", whole=True),
        wish(cast),
        wish(cast, "6b", teacher_id=cast.id_of("teacher_b")),
        wish(cast, "6b", room_id=10**6),
    ):
        with pytest.raises(NotFound):
            add(cast, one)


def fields(cast: Cast, name: str, **more: object) -> CourseChange:
    now = course_fields(cast.session, cast.actor("deputy"), cast.courses[name].id or 0)
    return replace(now, **more)  # type: ignore[arg-type]


def change(cast: Cast, name: str, **more: object) -> int:
    return change_course(
        cast.session, cast.actor("deputy"), cast.courses[name].id or 0, fields(cast, name, **more)
    )


def test_hours_room_and_difficulty_change(cast: Cast) -> None:
    room = cast.rooms["31"].id
    assert change(cast, "maths", weekly_hours=Decimal("4.5"), room_id=room, difficulty=11) == 0
    cast.session.expire_all()
    course = cast.session.get_one(Course, cast.courses["maths"].id)
    assert (course.weekly_hours, course.planned_hours, course.room_id) == (Decimal("4.5"), 153, room)
    assert cast.session.get_one(Subject, course.subject_id).difficulty == 11
    change(cast, "maths", weekly_hours=Decimal(0))
    assert (course.weekly_hours, course.planned_hours) == (0, 153), "what was planned stays in the journal"
    board = open_board(cast.session, cast.actor("deputy"), cast.versions["a"].id or 0)
    assert course.id not in {one.course.id for one in board.unplaced()}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("weekly_hours", Decimal("0.3")), ("weekly_hours", Decimal(21)), ("weekly_hours", None),
        ("difficulty", 0), ("difficulty", 14), ("difficulty", None),
    ],
)  # fmt: skip
def test_nonsense_is_refused_by_its_field(cast: Cast, field: str, value: object) -> None:
    with pytest.raises(DomainError) as refused:
        change(cast, "maths", **{field: value})
    assert refused.value.field == field.removeprefix("weekly_")


def test_a_new_teacher_gives_what_is_to_come_and_not_what_was_given(cast: Cast) -> None:
    session, course_id = cast.session, cast.courses["maths"].id or 0
    make_lessons(session, cast.schools["a"].id or 0, year(cast))
    session.add(
        CoTeacher(school_id=cast.schools["a"].id or 0, course_id=course_id, teacher_id=cast.id_of("teacher"))
    )  # he helped so far
    session.flush()
    was = {one.id: one.teacher_id for one in lessons(cast, course_id)}
    today = cast.lessons["maths"]
    today.roll_called = True
    session.add(today)
    session.flush()
    moved = change(cast, "maths", teacher_id=cast.id_of("teacher"))
    now = lessons(cast, course_id)
    assert {one.id for one in now} == set(was)
    changed = [one for one in now if one.teacher_id != was[one.id]]
    assert len(changed) == moved > 50
    assert all(one.day > DAY for one in changed)
    assert all(one.teacher_id == cast.id_of("teacher") for one in changed)
    [helped] = session.exec(select(CoTeacher).where(CoTeacher.course_id == course_id))
    assert (helped.teacher_id, helped.ends) == (cast.id_of("teacher"), DAY), "he helped so far"


def test_todays_lesson_stays_with_who_may_have_given_it(cast: Cast) -> None:
    lesson, was = cast.lessons["maths"], cast.courses["maths"].teacher_id
    lesson.topic = "Дроби"
    cast.session.add(lesson)
    make_lessons(cast.session, lesson.school_id, year(cast))
    assert change(cast, "maths", teacher_id=cast.id_of("teacher")) > 50
    now = {one.day: one.teacher_id for one in lessons(cast, lesson.course_id)}
    assert now[DAY] == was
    assert {teacher for day, teacher in now.items() if day > DAY} == {cast.id_of("teacher")}


def lessons(cast: Cast, course_id: int) -> list[Lesson]:
    cast.session.expire_all()
    return list(cast.session.exec(select(Lesson).where(Lesson.course_id == course_id)))


def test_a_teacher_does_not_have_the_same_course_twice(cast: Cast) -> None:
    add(cast, wish(cast, "6b"))
    with pytest.raises(DomainError, match="already"):
        change(cast, "russian", teacher_id=cast.id_of("class_teacher"))


def blank(cast: Cast) -> int:
    """A course that stands in a draft and, published, in coming lessons; nothing is written in it."""
    course = add(cast, wish(cast, "6b", group_name="Русский, 1"))
    actor, course_id = cast.actor("deputy"), course.id or 0
    draft = copy_version(cast.session, actor, cast.versions["a"].id or 0, "Черновик", date(2026, 11, 30))
    entry = place_entry(cast.session, actor, draft, course_id, Where(1, 6))
    place_entry(cast.session, actor, draft, course_id, Where(2, 6))
    remove_entry(cast.session, actor, entry)
    cast.session.add(
        TimetableEntry(
            school_id=cast.schools["a"].id or 0,
            version_id=cast.versions["a"].id or 0,
            course_id=course_id,
            weekday=3,
            number=6,
        )
    )
    cast.session.flush()
    make_lessons(cast.session, cast.schools["a"].id or 0, year(cast))
    return course_id


def test_a_course_goes_with_its_lessons_while_nothing_is_written(cast: Cast) -> None:
    course_id, actor = blank(cast), cast.actor("deputy")
    group_id = cast.session.get_one(Course, course_id).group_id
    found = course_removal(cast.session, actor, course_id)
    assert (found.drafts, found.published, found.is_used) == (1, 1, False)
    assert found.lessons == len(lessons(cast, course_id)) > 20
    others = cast.session.scalar(
        select(func.count()).select_from(Lesson).where(Lesson.course_id != course_id)
    )
    assert remove_course(cast.session, actor, course_id) == found
    assert cast.session.get(Course, course_id) is None
    assert cast.session.get(Group, group_id) is None
    assert cast.session.scalar(select(func.count()).select_from(Lesson)) == others
    draft = cast.session.exec(select(TimetableEdit.version_id)).first()
    assert draft is None, "steps that spoke of it are forgotten"


def test_what_was_done_before_can_still_be_undone(cast: Cast) -> None:
    course_id, actor = blank(cast), cast.actor("deputy")
    draft = cast.session.exec(select(TimetableEdit.version_id)).first() or 0
    place_entry(cast.session, actor, draft, cast.courses["maths"].id or 0, Where(5, 6))
    remove_course(cast.session, actor, course_id)
    assert undo(cast.session, actor, draft).action == "place"
    with pytest.raises(DomainError, match="nothing to undo"):
        undo(cast.session, actor, draft)


@pytest.mark.parametrize("how", ["mark", "topic", "exemption"])
def test_a_used_course_stays(cast: Cast, how: str) -> None:
    course_id = blank(cast)
    lesson = lessons(cast, course_id)[-1]
    if how == "topic":
        lesson.topic = "Имя существительное"
        cast.session.add(lesson)
    elif how == "mark":
        cast.session.add(
            Mark(
                school_id=lesson.school_id, lesson_id=lesson.id or 0, course_id=course_id, day=lesson.day,
                pupil_id=cast.id_of("pupil"), value="5", kind_id=cast.kinds["answer"].id or 0,
                author_id=cast.id_of("class_teacher"), created_at=clock.now(), changed_at=clock.now(),
            )
        )  # fmt: skip
    else:
        cast.session.add(
            Exemption(
                school_id=cast.schools["a"].id or 0,
                course_id=course_id,
                pupil_id=cast.id_of("pupil"),
                starts=DAY,
            )
        )
    cast.session.flush()
    assert course_removal(cast.session, cast.actor("deputy"), course_id).is_used
    with pytest.raises(DomainError, match="it stays"):
        remove_course(cast.session, cast.actor("deputy"), course_id)
    assert lessons(cast, course_id)


def test_a_joint_group_goes_with_its_last_course(cast: Cast) -> None:
    first = add(cast, wish(cast, "6b", "6v", whole=True))
    second = add(cast, wish(cast, "6b", group_id=first.group_id, teacher_id=cast.id_of("teacher")))
    group_id, ids = first.group_id, (first.id or 0, second.id or 0)
    remove_course(cast.session, cast.actor("deputy"), ids[0])
    assert cast.session.get(Group, group_id) is not None
    remove_course(cast.session, cast.actor("deputy"), ids[1])
    assert cast.session.get(Group, group_id) is None
    assert not cast.session.exec(select(GroupMember).where(GroupMember.group_id == group_id)).all()


@pytest.mark.parametrize("member", ["teacher", "admin", "pupil"])
def test_only_who_makes_the_timetable_changes_the_load(cast: Cast, member: str) -> None:
    course_id, now = cast.courses["maths"].id or 0, fields(cast, "maths")
    with pytest.raises(NotFound):
        change_course(cast.session, cast.actor(member), course_id, now)
    with pytest.raises(NotFound):
        remove_course(cast.session, cast.actor(member), course_id)
    with pytest.raises(NotFound):
        remove_course(cast.session, cast.actor("deputy"), cast.courses["maths_b"].id or 0)
