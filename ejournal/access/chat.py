"""Who is in a room of the chat, and who reads a talk beside its two.

Nobody is put into a room of the structure: who is in one follows from the day's classes, courses and
guardianships.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, exists, false, or_, select, union, union_all
from sqlmodel import Session

from ejournal.access.actor import STAFF, Actor, holders
from ejournal.access.asked_once import remembered
from ejournal.access.classes.people import (
    belongs,
    class_teachers,
    in_present_year,
    is_present,
    people_of_class,
    present_years,
    sat_classes,
    years_of,
)
from ejournal.access.co_teaching import teaches_course
from ejournal.access.pupils import wards
from ejournal.access.sentences import TEACHING, Asker, Columns, Condition, Sentence
from ejournal.access.sitting import enrolment, is_enrolled_on, member, seats, sits_in
from ejournal.models import (
    ChatKind,
    ChatMember,
    ChatRoom,
    CoTeacher,
    Course,
    Person,
    Role,
    SchoolClass,
    SchoolSettings,
)
from ejournal.models.base import table
from ejournal.models.spans import holds_on

_class, _course, _second = table(SchoolClass).c, table(Course).c, table(CoTeacher).c
_of_group, _settings = table(ChatMember).c, table(SchoolSettings).c
LEADING = (Role.DIRECTOR, Role.DEPUTY, Role.ADMINISTRATOR)
"""Who is in the administration's room."""
_own = table(ChatRoom).alias("own_room")
OF_CLASS = (ChatKind.CLASS_GUARDIANS, ChatKind.CLASS_PUPILS)


def supervisors(school_id: Any, today: Any) -> Select[Any]:
    """Whom the school has named to read the talks of the staff with pupils, while they work there."""
    return select(_settings.chat_supervisor_id).where(
        _settings.school_id == school_id,
        _settings.chat_supervisor_id.in_(holders(school_id, today, *STAFF)),
    )


# ------------------------------------------------------------------------------------------- who is in


@Sentence
def is_in_room(session: Session, actor: Actor, room: ChatRoom) -> bool:
    """The actor is in the room today."""
    match room.kind:
        case ChatKind.STAFF:
            return actor.works
        case ChatKind.HEADS:
            return actor.holds(*LEADING)
        case ChatKind.DIRECT:
            return actor.person_id in (room.one_id, room.other_id)
        case ChatKind.GROUP:
            return actor.works and _is_named(session, actor, room)
        case ChatKind.COURSE:
            course = session.get(Course, room.course_id)
            return (
                course is not None
                and course.year_id in years_of(session, actor)
                and (
                    teaches_course(session, actor, course)
                    or course in courses_of(session, actor, actor.person_id)
                )
            )
        case _:
            return _is_of_class(session, actor, room)


def _is_named(session: Session, actor: Actor, room: ChatRoom) -> bool:
    named = select(_of_group.id).where(
        _of_group.school_id == actor.school_id,
        _of_group.room_id == room.id,
        _of_group.person_id == actor.person_id,
    )
    return session.scalar(named) is not None


def _is_of_class(session: Session, actor: Actor, room: ChatRoom) -> bool:
    if room.class_id in actor.class_ids:
        return is_present(session, actor, room.class_id)
    of_pupils = room.kind is ChatKind.CLASS_PUPILS
    return belongs(session, actor, room.class_id, pupils=of_pupils, guardians=not of_pupils, staff=False)


def courses_of(session: Session, actor: Actor, pupil_id: int) -> Sequence[Course]:
    """The courses in which the pupil sits today; asked once for many rows."""

    def ask() -> Sequence[Course]:
        years = years_of(session, actor)
        return session.scalars(
            select(Course).where(
                _course.school_id == actor.school_id,
                _course.year_id.in_(years),
                sits_in(_course, pupil_id, actor.today),
            )
        ).all()

    return remembered(session, ("courses", pupil_id, actor.today), ask)


@is_in_room.for_rows
def _(asker: Asker, room: Columns) -> Condition:
    # Each sort of room by an index of its own: in one condition SQLite would read all rooms of the school.
    own = _own.c
    kinds = [ChatKind.STAFF] if asker.works else []
    kinds += [ChatKind.HEADS] if asker.leads or asker.administers else []
    mine = wards(asker.school_id, asker.person_id, asker.today) if asker.guards else None
    found = [
        own.one_id == asker.person_id,
        own.other_id == asker.person_id,
        own.kind.in_(kinds),
        own.course_id.in_(_own_courses(asker)),
        *_of_classes(own, ChatKind.CLASS_PUPILS, asker, asker.person_id),
        *_of_classes(own, ChatKind.CLASS_GUARDIANS, asker, mine),
    ]
    rooms = [select(own.id).where(own.school_id == asker.school_id, one) for one in found]
    if asker.works:
        named = (_of_group.school_id == asker.school_id, _of_group.person_id == asker.person_id)
        group = and_(own.id == _of_group.room_id, own.kind == ChatKind.GROUP)
        rooms.append(select(own.id).join_from(table(ChatMember), _own, group).where(*named))
    return room.id.in_(union_all(*rooms))


def _of_classes(room: Columns, kind: ChatKind, asker: Asker, pupils: Any) -> list[Condition]:
    """The rooms of the kind of the own classes, and of those in which the pupils sit."""
    meant = [_class.id.in_(asker.class_ids)] if asker.has_classes else []
    if pupils is not None:
        meant.append(_class.id.in_(sat_classes(asker.school_id, pupils, asker.today)))
    years = present_years(asker.school_id, asker.today)
    of_now = (_class.school_id == asker.school_id, _class.year_id.in_(years))
    return [
        and_(room.kind == kind, room.class_id.in_(select(_class.id).where(*of_now, one))) for one in meant
    ]


def _own_courses(asker: Asker) -> Select[Any]:
    """The courses that the asker teaches, or sits in, on the day."""
    return select(_course.id).where(
        _course.school_id == asker.school_id,
        _course.year_id.in_(present_years(asker.school_id, asker.today)),
        or_(teaches_course.of_rows(asker, _course), sat_in(asker.school_id, asker.person_id, asker.today)),
    )


def sat_in(school_id: Any, pupils: Any, today: Any) -> Condition:
    """sits_in for the courses of pupils, by the indexes of classes and groups."""
    whose = member.c.pupil_id.in_(pupils) if isinstance(pupils, Select) else member.c.pupil_id == pupils
    groups = select(member.c.group_id).where(
        member.c.school_id == school_id,
        whose,
        holds_on(member.c, today),
        is_enrolled_on(school_id, member.c.pupil_id, today),
    )
    return or_(
        and_(_course.class_id.in_(sat_classes(school_id, pupils, today)), _course.group_id.is_(None)),
        _course.group_id.in_(groups),
    )


# ----------------------------------------------------------------------------- who they are, of one room

People = Select[Any] | CompoundSelect[Any]


def people_of(session: Session, room: ChatRoom, today: date) -> People:
    """The persons of whom is_in_room holds, by number."""
    return _PEOPLE[room.kind](session, room, today)


def _by_role(*roles: Role) -> Callable[[Session, ChatRoom, date], People]:
    return lambda _session, room, today: holders(room.school_id, today, *roles)


def _two(_session: Session, room: ChatRoom, _today: date) -> People:
    person = table(Person).c
    return select(person.id).where(person.id.in_([room.one_id, room.other_id]))


def _named(_session: Session, room: ChatRoom, today: date) -> People:
    works = _of_group.person_id.in_(holders(room.school_id, today, *STAFF))
    return select(_of_group.person_id).where(
        _of_group.school_id == room.school_id, _of_group.room_id == room.id, works
    )


def _of_course(session: Session, room: ChatRoom, today: date) -> People:
    course = session.get_one(Course, room.course_id)
    of_group = course.group_id is not None
    whose = course.group_id if of_group else course.class_id
    rows, inside = seats(of_group=of_group, school_id=room.school_id, whose=whose, first=today, last=today)
    present = _course.year_id.in_(present_years(room.school_id, today))
    teaches = holders(room.school_id, today, *TEACHING)
    own = (_course.id == course.id, present)
    return union(
        select(enrolment.c.pupil_id).select_from(rows).where(inside, exists().where(*own)),
        select(_course.teacher_id).where(*own, _course.teacher_id.in_(teaches)),
        select(_second.teacher_id).where(
            _second.school_id == room.school_id,
            _second.course_id == course.id,
            holds_on(_second, today),
            _second.teacher_id.in_(teaches),
            exists().where(*own),
        ),
    )


def _of_class(_session: Session, room: ChatRoom, today: date) -> People:
    school_id, class_id, of_pupils = room.school_id, room.class_id, room.kind is ChatKind.CLASS_PUPILS
    leads = class_teachers(school_id, class_id, today).where(in_present_year(school_id, class_id, today))
    return union(
        leads,
        *people_of_class(school_id, class_id, today, pupils=of_pupils, guardians=not of_pupils, staff=False),
    )


_PEOPLE: Mapping[ChatKind, Callable[[Session, ChatRoom, date], People]] = {
    ChatKind.CLASS_GUARDIANS: _of_class,
    ChatKind.CLASS_PUPILS: _of_class,
    ChatKind.COURSE: _of_course,
    ChatKind.STAFF: _by_role(*STAFF),
    ChatKind.HEADS: _by_role(*LEADING),
    ChatKind.GROUP: _named,
    ChatKind.DIRECT: _two,
}


@Sentence
def watches_talk(session: Session, actor: Actor, room: ChatRoom) -> bool:
    """The actor is named by the school to read talks of the staff with pupils, of which the room is one."""
    if not (room.watched and actor.works):
        return False
    return supervisor_of(session, actor) == actor.person_id


def supervisor_of(session: Session, actor: Actor) -> int | None:
    """Whom the school has named; asked once for many rows."""
    asked = supervisors(actor.school_id, actor.today)
    found: int | None = remembered(session, ("supervisor", actor.today), lambda: session.scalar(asked))
    return found


@watches_talk.for_rows
def _(asker: Asker, room: Columns) -> Condition:
    if not asker.works:
        return false()
    named = supervisors(asker.school_id, asker.today).where(_settings.chat_supervisor_id == asker.person_id)
    return and_(room.watched, exists(named))
