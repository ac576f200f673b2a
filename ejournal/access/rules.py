"""Who may do what to which row, in sentences of named predicates."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import exists
from sqlmodel import Session, SQLModel, col, select

from ejournal.access.actor import Actor
from ejournal.access.asked_once import remembered
from ejournal.access.co_teaching import spans_in
from ejournal.access.permissions import Permission
from ejournal.access.pupils import Pupil
from ejournal.models import (
    Course,
    Enrolment,
    GroupMember,
    Lesson,
    Role,
    SchoolClass,
    SchoolSettings,
    SignInSession,
)

Rule = Callable[[Session, Actor, Any], bool]


def is_self(_session: Session, actor: Actor, pupil: Pupil) -> bool:
    """The pupil is the actor."""
    return pupil.id == actor.person_id


_USUAL_WINDOW = SchoolSettings(school_id=0).edit_window_days


def is_guardian_of(_session: Session, actor: Actor, pupil: Pupil) -> bool:
    """The actor is a guardian of the pupil today."""
    return actor.holds(Role.GUARDIAN) and pupil.is_ward


def is_pupil_of_own_class(_session: Session, actor: Actor, pupil: Pupil) -> bool:
    """The pupil is, or was this academic year, in a class whose class teacher the actor is."""
    return pupil.was_this_year_in(actor.class_ids)


def is_pupil(_session: Session, _actor: Actor, pupil: Pupil) -> bool:
    """The person was ever enrolled in a class."""
    return bool(pupil.places)


def leads_school(_session: Session, actor: Actor, _row: SQLModel) -> bool:
    """The actor is deputy head or director of the row's school."""
    return actor.leads


def teaches_course(session: Session, actor: Actor, course: Course) -> bool:
    """The actor is the course's teacher, or its second one today."""
    if not actor.holds(Role.TEACHER, Role.DEPUTY):
        return False
    if course.teacher_id == actor.person_id:
        return True
    return any(one.holds_on(actor.today) for one in spans_in(session, actor, course.id))


def lately_assisted_in_course(session: Session, actor: Actor, course: Course) -> bool:
    """The actor was a second teacher of the course on a day whose lessons may still be mended."""
    if not actor.holds(Role.TEACHER, Role.DEPUTY):
        return False
    over = [one.ends for one in spans_in(session, actor, course.id) if one.is_over(actor.today)]
    return bool(over) and max(filter(None, over)) >= mends_from(session, actor)


def substitutes_in_course(session: Session, actor: Actor, course: Course) -> bool:
    """The actor gives or gave some lesson of the course in another's place."""
    if not actor.holds(Role.TEACHER, Role.DEPUTY):
        return False
    return bool(
        session.scalar(
            select(
                exists(
                    select(Lesson.id).where(
                        Lesson.school_id == actor.school_id,
                        Lesson.course_id == course.id,
                        Lesson.substitute_id == actor.person_id,
                    )
                )
            )
        )
    )


def still_mends_in_course(session: Session, actor: Actor, course: Course) -> bool:
    """The actor gave some lesson of the course that may still be mended, though another teaches it now."""
    if not actor.holds(Role.TEACHER, Role.DEPUTY):
        return False
    given = select(Lesson.id).where(
        Lesson.school_id == actor.school_id,
        Lesson.course_id == course.id,
        Lesson.teacher_id == actor.person_id,
        col(Lesson.day).between(mends_from(session, actor), actor.today),
    )
    return session.scalar(given.limit(1)) is not None


def mends_from(session: Session, actor: Actor) -> date:
    """The first day whose lessons are still in the school's edit window."""
    asked = select(SchoolSettings.edit_window_days).where(SchoolSettings.school_id == actor.school_id)
    window = remembered(session, ("window", actor.school_id), lambda: session.scalar(asked))
    return actor.today - timedelta(days=_USUAL_WINDOW if window is None else window)


def course_is_of_own_class(session: Session, actor: Actor, course: Course) -> bool:
    """The course is taught to the actor's own class, or to a group with pupils of it."""
    if not actor.class_ids:
        return False
    if course.class_id is not None:
        return course.class_id in actor.class_ids
    return bool(
        session.scalar(
            select(
                exists(
                    select(GroupMember.id)
                    .join(Enrolment, col(Enrolment.pupil_id) == GroupMember.pupil_id)
                    .where(
                        GroupMember.school_id == actor.school_id,
                        GroupMember.group_id == course.group_id,
                        col(Enrolment.class_id).in_(actor.class_ids),
                    )
                )
            )
        )
    )


def is_of_own_course(session: Session, actor: Actor, lesson: Lesson) -> bool:
    """The lesson is of a course whose teacher the actor is now."""
    course = session.get(Course, lesson.course_id)
    if course is None or not actor.holds(Role.TEACHER, Role.DEPUTY):
        return False
    return course.teacher_id == actor.person_id


def gives_with_another(session: Session, actor: Actor, lesson: Lesson) -> bool:
    """The lesson's day is one on which the actor is a second teacher of its course.

    When the span is over, what is still in the edit window, as with whoever was moved off a course.
    """
    if not actor.holds(Role.TEACHER, Role.DEPUTY):
        return False
    spans = [one for one in spans_in(session, actor, lesson.course_id) if one.holds_on(lesson.day)]
    if not spans:
        return False
    mended_from = (
        mends_from(session, actor) if any(one.is_over(actor.today) for one in spans) else actor.today
    )
    return any(one.writes(lesson.day, actor.today, mended_from) for one in spans)


def gives_for_another(_session: Session, actor: Actor, lesson: Lesson) -> bool:
    """The actor gives the lesson in another's place."""
    return lesson.substitute_id == actor.person_id and actor.holds(Role.TEACHER, Role.DEPUTY)


def may_still_mend(session: Session, actor: Actor, lesson: Lesson) -> bool:
    """The actor gave the lesson before another took the course over, and its edit window is still open.

    Later the journal is in the new teacher's hands, who asks for late changes as for any lesson.
    """
    if lesson.teacher_id != actor.person_id or not actor.holds(Role.TEACHER, Role.DEPUTY):
        return False
    return mends_from(session, actor) <= lesson.day <= actor.today


def is_own_class(_session: Session, actor: Actor, school_class: SchoolClass) -> bool:
    """The actor is the class teacher of the class."""
    return school_class.id in actor.class_ids


def is_own_sign_in(_session: Session, actor: Actor, sign_in: SignInSession) -> bool:
    """The sign-in is one of the actor's own."""
    return sign_in.account_id == actor.account_id


def any_of(*rules: Rule) -> Rule:
    """True when one of the rules holds."""

    def rule(session: Session, actor: Actor, row: Any) -> bool:
        return any(one(session, actor, row) for one in rules)

    return rule


def all_of(*rules: Rule) -> Rule:
    """True when each of the rules holds."""

    def rule(session: Session, actor: Actor, row: Any) -> bool:
        return all(one(session, actor, row) for one in rules)

    return rule


_SEES_DIARY = any_of(is_self, is_guardian_of, is_pupil_of_own_class, leads_school)

RULES: dict[tuple[Permission, type[Any]], Rule] = {
    (Permission.ACCOUNT_WRITE, SignInSession): is_own_sign_in,
    (Permission.DIARY_READ, Pupil): all_of(is_pupil, _SEES_DIARY),
    (Permission.DIARY_ACKNOWLEDGE, Pupil): is_guardian_of,
    (Permission.ABSENCE_ANNOUNCE, Pupil): is_guardian_of,
    (Permission.ABSENCE_EXPLAIN, Pupil): any_of(is_pupil_of_own_class, leads_school),
    (Permission.JOURNAL_READ, Course): any_of(
        leads_school,
        teaches_course,
        course_is_of_own_class,
        substitutes_in_course,
        still_mends_in_course,
        lately_assisted_in_course,
    ),
    (Permission.TERM_MARK_WRITE, Course): teaches_course,
    (Permission.JOURNAL_WRITE, Lesson): any_of(
        gives_for_another, is_of_own_course, gives_with_another, may_still_mend
    ),
    (Permission.CLASS_READ, SchoolClass): any_of(is_own_class, leads_school),
    (Permission.ABSENCE_EXPLAIN, SchoolClass): any_of(is_own_class, leads_school),
}
"""What has no line here is refused, unless the whole school is the permission's scope."""
