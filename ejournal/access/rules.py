"""Who may do what to which row, in sentences: each of one loaded row, and below it of many rows at once."""

from datetime import date, timedelta
from functools import cache, partial
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Select, and_, bindparam, exists, false, or_, select, true
from sqlmodel import Session, SQLModel

from ejournal.access import forum
from ejournal.access.actor import Actor
from ejournal.access.asked_once import remembered
from ejournal.access.audience import events, news, surveys
from ejournal.access.chat import is_in_room, watches_talk
from ejournal.access.chat_partners import may_be_written_to
from ejournal.access.classes import page
from ejournal.access.co_teaching import seconds_of, spans_in, teaches_course, written_in
from ejournal.access.documents import asks_own_class, is_asked_to_know
from ejournal.access.messages import has_got_message, is_own_message
from ejournal.access.own_reports import is_own_report, shares_report
from ejournal.access.permissions import Permission
from ejournal.access.pupils import (
    Pupil,
    is_guardian_of,
    is_pupil,
    is_pupil_of_own_class,
    is_self,
    pupils_of_classes,
)
from ejournal.access.sentences import TEACHING, Asker, Columns, Condition, Sentence, all_of, any_of
from ejournal.models import (
    ChatRoom,
    CoTeacher,
    Course,
    GroupMember,
    Lesson,
    MassMessage,
    OwnReport,
    Passkey,
    Person,
    Role,
    SchoolClass,
    SchoolDocument,
    SchoolSettings,
    SignInSession,
)
from ejournal.models.base import table

_USUAL_WINDOW = SchoolSettings(school_id=0).edit_window_days
_lesson, _course, _second = table(Lesson).c, table(Course).c, table(CoTeacher).c
_member, _settings = table(GroupMember).c, table(SchoolSettings).c
_WINDOW = select(_settings.edit_window_days).where(_settings.school_id == bindparam("school_id"))


def asker_of(session: Session, actor: Actor) -> Asker:
    """The actor as conditions on many rows name one."""
    return Asker(
        school_id=actor.school_id,
        person_id=actor.person_id,
        account_id=actor.account_id,
        class_ids=sorted(actor.class_ids),
        today=actor.today,
        teaches=actor.holds(*TEACHING),
        guards=actor.holds(Role.GUARDIAN),
        learns=actor.holds(Role.PUPIL),
        leads=actor.leads,
        keeps_people=actor.keeps_people,
        works=actor.works,
        administers=actor.holds(Role.ADMINISTRATOR),
        window=partial(mends_from, session, actor),
    )


class AskerKind(NamedTuple):
    """What of an actor decides how a condition reads; all else in it are values."""

    teaches: bool
    guards: bool
    learns: bool
    leads: bool
    keeps_people: bool
    has_classes: bool
    works: bool
    administers: bool


def kind_of(actor: Actor) -> AskerKind:
    """By which a statement that was made once is found again."""
    return AskerKind(
        actor.holds(*TEACHING), actor.holds(Role.GUARDIAN), actor.holds(Role.PUPIL),
        actor.leads, actor.keeps_people,
        bool(actor.class_ids), actor.works, actor.holds(Role.ADMINISTRATOR),
    )  # fmt: skip


@cache
def any_asker(kind: AskerKind) -> Asker:
    """All actors of the kind, for a statement made once; its parameters are those of `asked_by`."""
    mended: BindParameter[date] = bindparam("asker_mends_from")
    return Asker(
        school_id=bindparam("asker_school_id"),
        person_id=bindparam("asker_person_id"),
        account_id=bindparam("asker_account_id"),
        class_ids=bindparam("asker_class_ids", expanding=True) if kind.has_classes else (),
        today=bindparam("asker_today"),
        teaches=kind.teaches,
        guards=kind.guards,
        learns=kind.learns,
        leads=kind.leads,
        keeps_people=kind.keeps_people,
        works=kind.works,
        administers=kind.administers,
        window=lambda: mended,
    )


def asked_by(session: Session, actor: Actor) -> dict[str, Any]:
    """The parameters by which a statement for `any_asker` is this actor's."""
    return {
        "asker_school_id": actor.school_id,
        "asker_person_id": actor.person_id,
        "asker_account_id": actor.account_id,
        "asker_class_ids": sorted(actor.class_ids),
        "asker_today": actor.today,
        "asker_mends_from": mends_from(session, actor) if actor.holds(*TEACHING) else actor.today,
    }


def mends_from(session: Session, actor: Actor) -> date:
    """The first day whose lessons are still in the school's edit window."""
    asked = {"school_id": actor.school_id}
    window = remembered(
        session, ("window", actor.school_id), lambda: session.connection().execute(_WINDOW, asked).scalar()
    )
    return actor.today - timedelta(days=_USUAL_WINDOW if window is None else window)


@Sentence
def leads_school(_session: Session, actor: Actor, _row: SQLModel) -> bool:
    """The actor is deputy head or director of the row's school."""
    return actor.leads


@leads_school.for_rows
def _(asker: Asker, _rows: Columns) -> Condition:
    return true() if asker.leads else false()


@Sentence
def keeps_people(_session: Session, actor: Actor, _row: SQLModel) -> bool:
    """The actor looks after the people of the row's school and their accounts."""
    return actor.keeps_people


@keeps_people.for_rows
def _(asker: Asker, _rows: Columns) -> Condition:
    return true() if asker.keeps_people else false()


@Sentence
def lately_assisted_in_course(session: Session, actor: Actor, course: Course) -> bool:
    """The actor was a second teacher of the course on a day whose lessons may still be mended."""
    if not actor.holds(*TEACHING):
        return False
    over = [one.ends for one in spans_in(session, actor, course.id) if one.is_over(actor.today)]
    return bool(over) and max(filter(None, over)) >= mends_from(session, actor)


@lately_assisted_in_course.for_rows
def _(asker: Asker, course: Columns) -> Condition:
    if not asker.teaches:
        return false()
    lately = (_second.ends < asker.today, _second.ends >= asker.mended_from)
    return course.id.in_(seconds_of(asker.school_id, asker.person_id, *lately))


@Sentence
def substitutes_in_course(session: Session, actor: Actor, course: Course) -> bool:
    """The actor gives or gave some lesson of the course in another's place."""
    if not actor.holds(*TEACHING):
        return False
    given = substituted(actor.school_id, actor.person_id).where(_lesson.course_id == course.id)
    return session.scalar(given.limit(1)) is not None


@substitutes_in_course.for_rows
def _(asker: Asker, course: Columns) -> Condition:
    return course.id.in_(substituted(asker.school_id, asker.person_id)) if asker.teaches else false()


def substituted(school_id: Any, person_id: Any) -> Select[Any]:
    """The courses of the lessons that the person gives or gave in another's place."""
    return select(_lesson.course_id).where(_lesson.school_id == school_id, _lesson.substitute_id == person_id)


@Sentence
def still_mends_in_course(session: Session, actor: Actor, course: Course) -> bool:
    """The actor gave some lesson of the course that may still be mended, though another teaches it now."""
    if not actor.holds(*TEACHING):
        return False
    given = mended(actor.school_id, actor.person_id, mends_from(session, actor), actor.today)
    return session.scalar(given.where(_lesson.course_id == course.id).limit(1)) is not None


@still_mends_in_course.for_rows
def _(asker: Asker, course: Columns) -> Condition:
    if not asker.teaches:
        return false()
    return course.id.in_(mended(asker.school_id, asker.person_id, asker.mended_from, asker.today))


def mended(school_id: Any, person_id: Any, mended_from: Any, today: Any) -> Select[Any]:
    """The courses of the lessons given by the person that are in the edit window."""
    return select(_lesson.course_id).where(
        _lesson.school_id == school_id,
        _lesson.teacher_id == person_id,
        _lesson.day.between(mended_from, today),
    )


@Sentence
def course_is_of_own_class(session: Session, actor: Actor, course: Course) -> bool:
    """The course is taught to the actor's own class, or to a group with pupils of it."""
    if not actor.class_ids:
        return False
    if course.class_id is not None:
        return course.class_id in actor.class_ids
    found = groups_of_classes(actor.school_id, sorted(actor.class_ids)).where(
        _member.group_id == course.group_id
    )
    return session.scalar(found.limit(1)) is not None


@course_is_of_own_class.for_rows
def _(asker: Asker, course: Columns) -> Condition:
    if not asker.has_classes:
        return false()
    # By the course's group, in whose rows SQLite begins; named in a list it would read all of the school's.
    in_group = groups_of_classes(asker.school_id, asker.class_ids).where(_member.group_id == course.group_id)
    return or_(course.class_id.in_(asker.class_ids), and_(course.class_id.is_(None), exists(in_group)))


def groups_of_classes(school_id: Any, class_ids: Any) -> Select[Any]:
    """The groups in which there are, or were, pupils of the classes."""
    pupils = pupils_of_classes(school_id, class_ids)
    return select(_member.group_id).where(_member.school_id == school_id, _member.pupil_id.in_(pupils))


@Sentence
def is_of_own_course(session: Session, actor: Actor, lesson: Lesson) -> bool:
    """The lesson is of a course whose teacher the actor is now."""
    course = session.get(Course, lesson.course_id)
    if course is None or not actor.holds(*TEACHING):
        return False
    return course.teacher_id == actor.person_id


@is_of_own_course.for_rows
def _(asker: Asker, lesson: Columns) -> Condition:
    if not asker.teaches:
        return false()
    own = select(_course.id).where(
        _course.school_id == asker.school_id, _course.teacher_id == asker.person_id
    )
    return lesson.course_id.in_(own)


@Sentence
def gives_with_another(session: Session, actor: Actor, lesson: Lesson) -> bool:
    """The lesson's day is one on which the actor is a second teacher of its course.

    When the span is over, what is still in the edit window, as with whoever was moved off a course.
    """
    if not actor.holds(*TEACHING):
        return False
    spans = [one for one in spans_in(session, actor, lesson.course_id) if one.holds_on(lesson.day)]
    if not spans:
        return False
    mended_from = (
        mends_from(session, actor) if any(one.is_over(actor.today) for one in spans) else actor.today
    )
    return any(one.writes(lesson.day, actor.today, mended_from) for one in spans)


@gives_with_another.for_rows
def _(asker: Asker, lesson: Columns) -> Condition:
    if not asker.teaches:
        return false()
    its_course = _second.course_id == lesson.course_id
    return exists(
        seconds_of(asker.school_id, asker.person_id, its_course, written_in(_second, lesson.day, asker))
    )


@Sentence
def gives_for_another(_session: Session, actor: Actor, lesson: Lesson) -> bool:
    """The actor gives the lesson in another's place."""
    return lesson.substitute_id == actor.person_id and actor.holds(*TEACHING)


@gives_for_another.for_rows
def _(asker: Asker, lesson: Columns) -> Condition:
    return lesson.substitute_id == asker.person_id if asker.teaches else false()


@Sentence
def may_still_mend(session: Session, actor: Actor, lesson: Lesson) -> bool:
    """The actor gave the lesson before another took the course over, and its edit window is still open.

    Later the journal is in the new teacher's hands, who asks for late changes as for any lesson.
    """
    if lesson.teacher_id != actor.person_id or not actor.holds(*TEACHING):
        return False
    return mends_from(session, actor) <= lesson.day <= actor.today


@may_still_mend.for_rows
def _(asker: Asker, lesson: Columns) -> Condition:
    if not asker.teaches:
        return false()
    return and_(lesson.teacher_id == asker.person_id, lesson.day.between(asker.mended_from, asker.today))


@Sentence
def is_own_class(_session: Session, actor: Actor, school_class: SchoolClass) -> bool:
    """The actor is the class teacher of the class."""
    return school_class.id in actor.class_ids


@is_own_class.for_rows
def _(asker: Asker, school_class: Columns) -> Condition:
    return school_class.id.in_(asker.class_ids)


@Sentence
def is_own_sign_in(_session: Session, actor: Actor, sign_in: SignInSession) -> bool:
    """The sign-in is one of the actor's own."""
    return sign_in.account_id == actor.account_id


@is_own_sign_in.for_rows
def _(asker: Asker, sign_in: Columns) -> Condition:
    return sign_in.account_id == asker.account_id


@Sentence
def is_own_passkey(_session: Session, actor: Actor, passkey: Passkey) -> bool:
    """The passkey is one of the actor's own."""
    return passkey.account_id == actor.account_id


@is_own_passkey.for_rows
def _(asker: Asker, passkey: Columns) -> Condition:
    return passkey.account_id == asker.account_id


writes_in = any_of(gives_for_another, is_of_own_course, gives_with_another, may_still_mend)
"""The actor writes in the lesson."""
sees_all_lessons_of = any_of(leads_school, teaches_course, course_is_of_own_class)
"""The actor sees every lesson of the course, and not only some of them by having given these."""

_SEES_DIARY = any_of(is_self, is_guardian_of, is_pupil_of_own_class, leads_school)

RULES: dict[tuple[Permission, type[Any]], Sentence] = {
    (Permission.ACCOUNT_WRITE, SignInSession): is_own_sign_in,
    (Permission.ACCOUNT_WRITE, Passkey): is_own_passkey,
    (Permission.DIARY_READ, Pupil): all_of(is_pupil, _SEES_DIARY),
    (Permission.DIARY_ACKNOWLEDGE, Pupil): is_guardian_of,
    (Permission.ABSENCE_ANNOUNCE, Pupil): is_guardian_of,
    (Permission.ABSENCE_EXPLAIN, Pupil): any_of(is_pupil_of_own_class, leads_school),
    (Permission.JOURNAL_READ, Course): any_of(
        sees_all_lessons_of,
        substitutes_in_course,
        still_mends_in_course,
        lately_assisted_in_course,
    ),
    (Permission.TERM_MARK_WRITE, Course): teaches_course,
    (Permission.JOURNAL_WRITE, Lesson): writes_in,
    (Permission.CLASS_READ, SchoolClass): any_of(is_own_class, leads_school),
    (Permission.EARLY_NOTICE_WRITE, Pupil): any_of(is_pupil_of_own_class, leads_school),
    (Permission.REPORTS_READ, SchoolClass): any_of(is_own_class, leads_school),
    (Permission.REPORTS_READ, Course): any_of(leads_school, teaches_course),
    (Permission.REPORTS_READ, OwnReport): any_of(is_own_report, shares_report),
    (Permission.REPORT_KEEP, OwnReport): is_own_report,
    (Permission.CONSENTS_READ, SchoolClass): any_of(is_own_class, leads_school, keeps_people),
    (Permission.CONSENTS_ENTER, SchoolClass): any_of(is_own_class, leads_school, keeps_people),
    (Permission.CHAT_TAKE_PART, ChatRoom): any_of(is_in_room, watches_talk),
    (Permission.CHAT_TAKE_PART, Person): may_be_written_to,
    (Permission.MESSAGE_READ, MassMessage): any_of(is_own_message, has_got_message),
    (Permission.MESSAGE_ANSWER, MassMessage): has_got_message,
    (Permission.MESSAGE_WRITE, MassMessage): is_own_message,
    (Permission.MESSAGE_WRITE, SchoolClass): any_of(is_own_class, leads_school, keeps_people),
    (Permission.SURVEY_KEEP, SchoolClass): any_of(is_own_class, leads_school, keeps_people),
    **surveys.RULES,
    (Permission.NEWS_WRITE, SchoolClass): any_of(is_own_class, leads_school, keeps_people),
    (Permission.DOCUMENT_READ, SchoolDocument): any_of(
        is_asked_to_know, asks_own_class, leads_school, keeps_people
    ),
    (Permission.DOCUMENT_ACKNOWLEDGE, SchoolDocument): is_asked_to_know,
    (Permission.DOCUMENT_REGISTER_READ, SchoolDocument): any_of(asks_own_class, leads_school, keeps_people),
    (Permission.DOCUMENT_REGISTER_READ, SchoolClass): any_of(is_own_class, leads_school, keeps_people),
    (Permission.EVENT_WRITE, SchoolClass): any_of(is_own_class, leads_school, keeps_people),
    **forum.RULES,
    **news.RULES,
    **events.RULES,
    **page.RULES,
    (Permission.CODES_GIVE, SchoolClass): any_of(is_own_class, keeps_people),
    (Permission.REGISTRATION_READ, SchoolClass): any_of(is_own_class, leads_school, keeps_people),
}
"""What has no line here is refused, unless the whole school is the permission's scope."""
