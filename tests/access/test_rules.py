"""Who may do what, in sentences: one line of the school's rules each, for the whole cast."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlmodel import Session, SQLModel, col

from ejournal.access import guard
from ejournal.access.actor import Actor, actor_of
from ejournal.access.permissions import GRANTED, Permission
from ejournal.access.pupils import Pupil
from ejournal.access.rules import RULES
from ejournal.errors import NotAllowed, NotFound
from ejournal.models import (
    AcademicYear,
    Course,
    Enrolment,
    Guardianship,
    Lesson,
    Role,
    RoleGrant,
    SchoolClass,
    SchoolSettings,
)
from tests.cast import CAST, DAY, STRANGER, YEAR_ENDS, YEAR_STARTS, Cast

SIGNED_IN = tuple(name for name in CAST if name != STRANGER)
LEADERS = {"director", "deputy"}


Kind = type[SQLModel | Pupil]
Who = Callable[[Permission, Kind, int | None], set[str]]


@pytest.fixture
def who(session: Session, cast: Cast) -> Who:
    """All of the cast whom the guard lets through to a row with a permission."""
    actors = {name: cast.actor(name) for name in SIGNED_IN}

    def through(permission: Permission, model: Kind, row_id: int | None) -> set[str]:
        return {name for name in SIGNED_IN if _gets(session, actors[name], permission, model, row_id)}

    return through


def _gets(session: Session, actor: Actor, permission: Permission, model: Any, row_id: int | None) -> bool:
    try:
        guard.get(session, actor, model, row_id or 0, permission)
    except NotFound:
        return False
    return True


@pytest.mark.parametrize(
    ("course", "readers"),
    [
        (
            "maths",
            {"class_teacher", "substitute"},
        ),  # its teacher, who is also the class teacher; who gives a lesson
        ("russian", {"teacher", "class_teacher"}),  # the class teacher sees own class in all subjects
        ("english1", {"teacher_parent", "class_teacher"}),  # groups of it too
        ("english2", {"substitute", "class_teacher"}),
        ("maths_v", {"substitute"}),
        ("russian_v", {"teacher"}),
        ("maths_2a", set()),
    ],
)
def test_a_journal_is_read_by_its_teacher_its_class_teacher_its_substitute_and_the_heads(
    who: Who, cast: Cast, course: str, readers: set[str]
) -> None:
    assert who(Permission.JOURNAL_READ, Course, cast.courses[course].id) == readers | LEADERS


def test_term_marks_are_set_by_the_teacher_of_the_course_alone(who: Who, cast: Cast) -> None:
    assert who(Permission.TERM_MARK_WRITE, Course, cast.courses["maths"].id) == {"class_teacher"}
    assert who(Permission.TERM_MARK_WRITE, Course, cast.courses["russian"].id) == {"teacher"}


def test_marks_are_set_by_who_gives_the_lesson(who: Who, cast: Cast) -> None:
    assert who(Permission.JOURNAL_WRITE, Lesson, cast.lessons["maths"].id) == {"class_teacher"}
    assert who(Permission.JOURNAL_WRITE, Lesson, cast.lessons["russian"].id) == {"teacher"}


def test_a_substitute_writes_in_the_substituted_lesson_only(who: Who, cast: Cast) -> None:
    substituted = who(Permission.JOURNAL_WRITE, Lesson, cast.lessons["maths_substituted"].id)
    assert substituted == {"class_teacher", "substitute"}
    other = who(Permission.JOURNAL_WRITE, Lesson, cast.lesson("maths", date(2026, 11, 16)).id)
    assert "substitute" not in other


@pytest.mark.parametrize(("window", "mends"), [(14, True), (4, True), (3, False), (0, False)])
def test_who_was_moved_off_a_course_mends_given_lessons_in_their_edit_window(
    session: Session, cast: Cast, who: Who, window: int, mends: bool
) -> None:
    session.execute(update(SchoolSettings).values(edit_window_days=window))
    cast.courses["russian"].teacher_id = cast.id_of("substitute")
    session.flush()
    given = cast.lesson("russian", DAY - timedelta(days=4))
    former = {"teacher"} if mends else set()
    assert who(Permission.JOURNAL_WRITE, Lesson, given.id) == {"substitute"} | former
    # Today's lesson is in the window whatever it is, so the journal opens for it.
    assert "teacher" in who(Permission.JOURNAL_READ, Course, cast.courses["russian"].id)


def test_who_was_moved_off_a_course_has_no_part_in_what_is_to_come(
    session: Session, cast: Cast, who: Who
) -> None:
    cast.courses["russian"].teacher_id = cast.id_of("substitute")
    session.flush()
    coming = next(one for (name, day), one in cast.by_day.items() if name == "russian" and day > DAY)
    assert who(Permission.JOURNAL_WRITE, Lesson, coming.id) == {"substitute"}
    session.execute(update(SchoolSettings).values(edit_window_days=0))
    session.execute(delete(Lesson).where(col(Lesson.day) == DAY))
    assert "teacher" not in who(Permission.JOURNAL_READ, Course, cast.courses["russian"].id)


def test_the_teacher_of_a_course_writes_in_lessons_that_another_gave_before(
    session: Session, cast: Cast, who: Who
) -> None:
    session.execute(update(SchoolSettings).values(edit_window_days=0))
    cast.courses["russian"].teacher_id = cast.id_of("substitute")
    session.flush()
    given = cast.lesson("russian", DAY - timedelta(days=9))
    assert who(Permission.JOURNAL_WRITE, Lesson, given.id) == {"substitute"}


def test_who_no_longer_teaches_writes_nothing(session: Session, cast: Cast) -> None:
    for role in (Role.PUPIL, Role.GUARDIAN, Role.ADMINISTRATOR, Role.DIRECTOR):
        former = replace(cast.actor("teacher"), roles=frozenset({role}))
        assert not guard.may(session, former, cast.lessons["russian"], Permission.JOURNAL_WRITE)


@pytest.mark.parametrize(
    ("pupil", "readers"),
    [
        ("pupil", {"pupil", "guardian", "class_teacher"}),
        ("brother", {"brother", "guardian"}),
        ("classmate", {"classmate", "teacher_parent", "class_teacher"}),
        ("other_pupil", {"other_pupil", "other_guardian"}),
        ("left", {"class_teacher"}),
    ],
)
def test_a_diary_is_read_by_the_pupil_own_guardians_the_class_teacher_and_the_heads(
    who: Who, cast: Cast, pupil: str, readers: set[str]
) -> None:
    assert who(Permission.DIARY_READ, Pupil, cast.id_of(pupil)) == readers | LEADERS


def test_who_left_the_class_this_year_is_its_class_teachers_till_the_next_begins(
    session: Session, cast: Cast, who: Who
) -> None:
    """A diary of years ago is nobody's but the family's and the heads'."""
    school_id, left = cast.schools["a"].id or 0, cast.id_of("left")
    assert "class_teacher" in who(Permission.DIARY_READ, Pupil, left)
    session.add(
        AcademicYear(school_id=school_id, name="2027/2028", starts=DAY + timedelta(days=9), ends=YEAR_ENDS)
    )
    session.flush()
    assert "class_teacher" in who(Permission.DIARY_READ, Pupil, left)  # a year to come changes nothing
    session.execute(update(AcademicYear).where(col(AcademicYear.name) == "2027/2028").values(starts=DAY))
    for pupil in ("left", "pupil"):
        assert "class_teacher" not in who(Permission.DIARY_READ, Pupil, cast.id_of(pupil))
        assert "class_teacher" not in who(Permission.ABSENCE_EXPLAIN, Pupil, cast.id_of(pupil))
    old = update(Enrolment).where(col(Enrolment.pupil_id) == left)
    session.execute(delete(AcademicYear).where(col(AcademicYear.name) == "2027/2028"))
    assert "class_teacher" in who(Permission.DIARY_READ, Pupil, left)
    session.execute(old.values(starts=YEAR_STARTS - timedelta(days=90), ends=YEAR_STARTS - timedelta(days=1)))
    assert "class_teacher" not in who(Permission.DIARY_READ, Pupil, left)


@pytest.mark.parametrize("adult", ["teacher", "guardian", "admin", "director"])
def test_adults_have_no_diary(who: Who, cast: Cast, adult: str) -> None:
    assert who(Permission.DIARY_READ, Pupil, cast.id_of(adult)) == set()


@pytest.mark.parametrize("permission", [Permission.DIARY_ACKNOWLEDGE, Permission.ABSENCE_ANNOUNCE])
def test_only_guardians_acknowledge_and_announce_and_only_for_their_own(
    who: Who, cast: Cast, permission: Permission
) -> None:
    assert who(permission, Pupil, cast.id_of("pupil")) == {"guardian"}
    assert who(permission, Pupil, cast.id_of("classmate")) == {"teacher_parent"}


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (DAY + timedelta(days=1), None, False),
        (None, DAY - timedelta(days=1), False),
    ],
)
def test_guardianship_holds_from_its_first_day_to_its_last(
    session: Session, cast: Cast, starts: date | None, ends: date | None, holds: bool
) -> None:
    guardianship = Guardianship(
        school_id=cast.schools["a"].id or 0,
        guardian_id=cast.id_of("other_guardian"),
        pupil_id=cast.id_of("classmate"),
        starts=starts,
        ends=ends,
    )
    session.add(guardianship)
    session.flush()
    other = cast.actor("other_guardian")
    assert _gets(session, other, Permission.DIARY_READ, Pupil, cast.id_of("classmate")) is holds


def test_absences_are_explained_by_the_class_teacher_and_the_heads(who: Who, cast: Cast) -> None:
    assert who(Permission.ABSENCE_EXPLAIN, Pupil, cast.id_of("pupil")) == {"class_teacher"} | LEADERS
    assert who(Permission.ABSENCE_EXPLAIN, Pupil, cast.id_of("other_pupil")) == LEADERS


def test_a_class_is_seen_by_its_class_teacher_and_the_heads(who: Who, cast: Cast) -> None:
    assert who(Permission.CLASS_READ, SchoolClass, cast.classes["6b"].id) == {"class_teacher"} | LEADERS
    assert who(Permission.CLASS_READ, SchoolClass, cast.classes["6v"].id) == LEADERS


def test_the_administrator_keeps_accounts_and_settings_and_sees_no_marks() -> None:
    marks = {
        Permission.JOURNAL_READ,
        Permission.JOURNAL_WRITE,
        Permission.DIARY_READ,
        Permission.TERM_MARK_WRITE,
    }
    assert not marks & GRANTED[Role.ADMINISTRATOR]
    assert {Permission.ACCOUNTS_MANAGE, Permission.SETTINGS_MANAGE} <= GRANTED[Role.ADMINISTRATOR]


def test_late_changes_are_decided_by_the_heads(cast: Cast) -> None:
    assert {name for name in SIGNED_IN if cast.actor(name).may(Permission.LATE_CHANGE_DECIDE)} == LEADERS


def _rows_of_b(cast: Cast) -> Iterable[tuple[Kind, int | None]]:
    yield Course, cast.courses["maths_b"].id
    yield Lesson, cast.lessons["maths_b"].id
    yield Pupil, cast.id_of("pupil_b")
    yield SchoolClass, cast.classes["6b_b"].id


def test_nobody_sees_another_school(who: Who, cast: Cast) -> None:
    ours = {name for name in SIGNED_IN if not name.endswith("_b")}
    for model, row_id in _rows_of_b(cast):
        for permission in Permission:
            assert not ours & who(permission, model, row_id), (permission, model)


def test_what_has_no_rule_is_refused(session: Session, cast: Cast) -> None:
    deputy = cast.actor("deputy")
    for permission in Permission:
        if (permission, Lesson) in RULES or permission.value.startswith("school:"):
            continue
        assert not _gets(session, deputy, permission, Lesson, cast.lessons["maths"].id)


def test_absent_and_foreign_are_told_apart_nowhere(session: Session, cast: Cast) -> None:
    for row_id in (cast.courses["russian_v"].id, cast.courses["maths_b"].id, 10**6, 0, -1):
        with pytest.raises(NotFound):
            guard.get(session, cast.actor("class_teacher"), Course, row_id or 0, Permission.JOURNAL_READ)


def test_require_says_that_it_is_not_allowed(cast: Cast) -> None:
    guard.require(cast.actor("deputy"), Permission.LATE_CHANGE_DECIDE)
    with pytest.raises(NotAllowed):
        guard.require(cast.actor("teacher"), Permission.LATE_CHANGE_DECIDE)


def test_a_role_holds_from_its_first_day_to_its_last(session: Session, cast: Cast) -> None:
    person_id = cast.id_of("director")
    for days in ((-9, -1), (1, 9)):
        starts, ends = (cast.actor("director").today + timedelta(days=shift) for shift in days)
        session.add(
            RoleGrant(
                school_id=cast.schools["a"].id or 0,
                person_id=person_id,
                role=Role.ADMINISTRATOR,
                starts=starts,
                ends=ends,
            )
        )
    session.flush()
    actor = actor_of(session, cast.token("director"))
    assert actor is not None
    assert actor.roles == {Role.DIRECTOR}
