"""The mark of a person's rights is another one as soon as a right has ended, in whatever way."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlmodel import col

from ejournal.access.standing import standing_of
from ejournal.models import (
    Course,
    Enrolment,
    Group,
    GroupMember,
    Guardianship,
    Lesson,
    Role,
    RoleGrant,
    SchoolSettings,
)
from tests.cast import DAY, YEAR_STARTS, Cast
from tests.services.journal_helpers import set_window

Ending = Callable[[Cast], object]
YESTERDAY = DAY - timedelta(days=1)


def rights(cast: Cast, who: str) -> str:
    """The mark of the person's rights now."""
    found = standing_of(cast.session, cast.token(who))
    assert found is not None
    return found.rights


def a_group_of_two_classes(cast: Cast) -> None:
    """A group in which a pupil of the class teacher's class learns with others."""
    session, school, of = cast.session, cast.schools["a"].id or 0, cast.courses["russian_v"]
    group = Group(school_id=school, year_id=of.year_id, name="Немецкий")
    session.add(group)
    session.flush()
    member = GroupMember(
        school_id=school, group_id=group.id or 0, pupil_id=cast.id_of("pupil"), starts=YEAR_STARTS
    )
    session.add(member)
    session.execute(update(Course).where(col(Course.id) == of.id).values(group_id=group.id, class_id=None))
    session.flush()


def no_longer_in_the_group(cast: Cast) -> None:
    cast.session.execute(delete(GroupMember).where(col(GroupMember.pupil_id) == cast.id_of("pupil")))


def given_by_another_before(cast: Cast) -> None:
    """A course whose lessons of last week another teacher gave."""
    cast.session.execute(
        update(Lesson)
        .where(col(Lesson.course_id) == cast.courses["maths"].id, col(Lesson.day) < DAY)
        .values(teacher_id=cast.id_of("teacher"))
    )
    cast.session.flush()


def nothing(_cast: Cast) -> None:
    """Nothing has to be so before."""


def ends_role(role: Role) -> Ending:
    return lambda cast: cast.session.execute(
        update(RoleGrant).where(col(RoleGrant.role) == role).values(ends=YESTERDAY)
    )


ENDINGS: dict[str, tuple[str, Ending, Ending]] = {
    "a role until yesterday": ("deputy", nothing, ends_role(Role.DEPUTY)),
    "a class given up": ("class_teacher", nothing, ends_role(Role.CLASS_TEACHER)),
    "a guardianship until yesterday": (
        "guardian",
        nothing,
        lambda cast: cast.session.execute(update(Guardianship).values(ends=YESTERDAY)),
    ),
    "a child who left the class": (
        "class_teacher",
        nothing,
        lambda cast: cast.session.execute(
            update(Enrolment).where(col(Enrolment.pupil_id) == cast.id_of("pupil")).values(ends=YESTERDAY)
        ),
    ),
    "a child of the class who left a group": (
        "class_teacher",
        a_group_of_two_classes,
        no_longer_in_the_group,
    ),
    "a course given to another": (
        "class_teacher",
        nothing,
        lambda cast: cast.session.execute(update(Course).values(teacher_id=cast.id_of("teacher"))),
    ),
    "a substitution taken back": (
        "substitute",
        nothing,
        lambda cast: cast.session.execute(update(Lesson).values(substitute_id=None)),
    ),
    "an edit window made shorter": (
        "teacher",
        given_by_another_before,
        lambda cast: set_window(cast, 0),
    ),
    "remarks no longer shown to families": (
        "guardian",
        nothing,
        lambda cast: cast.session.execute(update(SchoolSettings).values(remark_visible=False)),
    ),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_rights_are_others_once_one_has_ended(cast: Cast, ending: str) -> None:
    who, prepare, end = ENDINGS[ending]
    prepare(cast)
    before = rights(cast, who)
    assert rights(cast, who) == before
    end(cast)
    cast.session.flush()
    assert rights(cast, who) != before
