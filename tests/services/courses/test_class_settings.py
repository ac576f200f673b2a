"""What is set for a class: its scale, days and shift; single courses by themselves."""

from dataclasses import replace

import pytest
from sqlmodel import select

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import AuditEntry, GroupClass, ScaleKind
from ejournal.services.courses.class_settings import (
    ClassFields,
    class_courses,
    class_lines,
    has_marks,
    set_class,
)
from ejournal.services.courses.frame import frames
from tests.cast import CAST, STRANGER, Cast
from tests.services.journal_helpers import cell, op, put

MAY = {"deputy", "director", "admin"}
USUAL = ClassFields(ScaleKind.FIVE, 5, 1)


def klass(cast: Cast, name: str = "6b") -> int:
    return cast.classes[name].id or 0


def scale_of(cast: Cast, name: str) -> ScaleKind:
    course = cast.courses[name]
    return frames(cast.session, course.school_id, [course.id or 0])[course.id or 0].scale.kind


def test_the_classes_of_the_own_school(cast: Cast) -> None:
    lines = class_lines(cast.session, cast.actor("admin"))
    assert [(one.title, one.scale, one.days_per_week, one.shift) for one in lines] == [
        ("2 «А»", ScaleKind.FIVE, 5, 1),
        ("6 «Б»", ScaleKind.FIVE, 5, 1),
        ("6 «В»", ScaleKind.FIVE, 5, 1),
    ]


def test_a_class_takes_its_scale_and_a_course_another(cast: Cast) -> None:
    english = cast.courses["english1"].id or 0
    fields = ClassFields(ScaleKind.TEN, 6, 2, {english: ScaleKind.PASS})
    change = set_class(cast.session, cast.actor("deputy"), klass(cast), fields)
    assert (scale_of(cast, "maths"), scale_of(cast, "english1")) == (ScaleKind.TEN, ScaleKind.PASS)
    assert scale_of(cast, "maths_v") is ScaleKind.FIVE
    touched = {cast.courses[name].id for name in ("maths", "russian", "english1", "english2")}
    assert set(change.courses) == touched
    assert change.before == ClassFields(ScaleKind.FIVE, 5, 1, {english: None})
    line = next(one for one in class_lines(cast.session, cast.actor("deputy")) if one.id == klass(cast))
    assert (line.scale, line.days_per_week, line.shift, line.own_scales) == (ScaleKind.TEN, 6, 2, 1)
    set_class(cast.session, cast.actor("deputy"), klass(cast), change.before)
    assert scale_of(cast, "english1") is ScaleKind.FIVE


def test_only_the_course_that_changes_is_touched_and_on_record(cast: Cast) -> None:
    maths = cast.courses["maths"].id or 0
    fields = replace(USUAL, scales={maths: ScaleKind.TEN, cast.courses["russian"].id or 0: None})
    assert set_class(cast.session, cast.actor("deputy"), klass(cast), fields).courses == (maths,)
    assert set_class(cast.session, cast.actor("deputy"), klass(cast), fields).courses == ()
    (entry,) = cast.session.scalars(select(AuditEntry)).all()
    assert (entry.before or {})["courses"] == {str(maths): None}
    assert (entry.after or {})["courses"] == {str(maths): "ten"}


def test_marks_that_are_given_stay(cast: Cast) -> None:
    assert not has_marks(cast.session, cast.actor("deputy"), klass(cast))
    put(cast, op(cast, "5"))
    assert has_marks(cast.session, cast.actor("deputy"), klass(cast))
    set_class(cast.session, cast.actor("deputy"), klass(cast), replace(USUAL, scale=ScaleKind.TEN))
    assert cell(cast) == "5"


def test_courses_of_groups_that_take_pupils_from_the_class(cast: Cast) -> None:
    course = cast.courses["english1"]
    group_class = GroupClass(school_id=course.school_id, group_id=course.group_id, class_id=klass(cast, "6v"))
    cast.session.add(group_class)
    cast.session.flush()
    found = class_courses(cast.session, cast.actor("deputy"), klass(cast, "6v"))
    assert course.id in [one.id for one in found]


@pytest.mark.parametrize(("field", "value"), [("days_per_week", 7), ("shift", 3)])
def test_what_cannot_be_is_told_by_the_field(cast: Cast, field: str, value: int) -> None:
    with pytest.raises(DomainError) as raised:
        set_class(cast.session, cast.actor("deputy"), klass(cast), replace(USUAL, **{field: value}))
    assert raised.value.field == field


def test_courses_of_others_do_not_exist(cast: Cast) -> None:
    actor = cast.actor("deputy")
    for foreign in ("maths_v", "maths_b"):
        fields = replace(USUAL, scales={cast.courses[foreign].id or 0: ScaleKind.TEN})
        with pytest.raises(NotFound):
            set_class(cast.session, actor, klass(cast), fields)
    with pytest.raises(NotFound):
        set_class(cast.session, actor, klass(cast, "6b_b"), USUAL)
    with pytest.raises(NotFound):
        class_courses(cast.session, actor, klass(cast, "6b_b"))


@pytest.mark.parametrize("member", [name for name in CAST if name not in MAY | {STRANGER}])
def test_nobody_else_sets_a_class(cast: Cast, member: str) -> None:
    with pytest.raises(NotAllowed):
        class_lines(cast.session, cast.actor(member))
    with pytest.raises(NotFound):
        set_class(cast.session, cast.actor(member), klass(cast), USUAL)
