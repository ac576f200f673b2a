"""A small school whose people, roles, lessons and dated rows are drawn."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import update
from sqlmodel import Session, SQLModel

from ejournal.access.actor import Actor
from ejournal.access.chat import OF_CLASS
from ejournal.models import (
    AcademicYear,
    Account,
    Audience,
    ChatKind,
    ChatMember,
    ChatRoom,
    ClassHelper,
    ClassItem,
    ClassPart,
    CoTeacher,
    Course,
    DocumentReader,
    Enrolment,
    Event,
    EventPart,
    EventState,
    ForumSection,
    ForumStanding,
    ForumTopic,
    Group,
    GroupClass,
    GroupMember,
    Guardianship,
    Lesson,
    MassMessage,
    MessageChild,
    MessageReader,
    MessageState,
    NewsItem,
    NewsPart,
    NewsState,
    OwnReport,
    PartKind,
    Passkey,
    Person,
    Role,
    RoleGrant,
    RowKind,
    School,
    SchoolClass,
    SchoolDocument,
    SchoolSettings,
    SignInSession,
    Subject,
    Survey,
    SurveyAuthor,
    SurveyPer,
    SurveyReader,
    SurveySeat,
    SurveySeatChild,
    SurveyState,
    TermKind,
    TermScheme,
    Whom,
)
from ejournal.models.base import table
from ejournal.models.spans import Span

TODAY = date(2026, 11, 20)
_OF_SCHOOL = table(SchoolSettings).c.school_id
YEARS = (date(2025, 9, 1), date(2026, 9, 1))
PEOPLE, CLASSES, GROUPS, COURSES = range(4), range(3), range(2), range(5)


def _at(*shifts: int) -> tuple[date, ...]:
    return tuple(TODAY + timedelta(days=shift) for shift in shifts)


LESSON_DAYS = _at(-20, -3, 0, 2)


_days = st.sampled_from(_at(-20, -14, -13, -4, -3, -2, -1, 0, 1, 2))
_of_years = st.sampled_from((*YEARS, YEARS[0] + timedelta(days=9), YEARS[1] - timedelta(days=1)))
_first = st.one_of(_of_years, _days)
_maybe = st.one_of(st.none(), _days)
_seldom = st.one_of(st.none(), st.none(), st.none(), _days)
_roles = st.sampled_from((*Role, Role.TEACHER, Role.TEACHER, Role.CLASS_TEACHER, Role.GUARDIAN))
_last = st.one_of(st.none(), _of_years, _days)
_person = st.sampled_from(PEOPLE)


@dataclass(frozen=True)
class Drawn:
    """People, classes, groups and courses by their number; dated rows end with their first and last day."""

    grants: list[tuple[int, Role, int, date | None, date | None]]
    teachers: list[int]
    given: list[tuple[int, int | None]]
    seconds: list[tuple[int, int, date | None, date | None]]
    enrolments: list[tuple[int, int, date, date | None]]
    members: list[tuple[int, int, date, date | None]]
    guardians: list[tuple[int, int, date | None, date | None]]
    window: int
    named: list[tuple[int, int]] = field(default_factory=list)
    supervisor: int | None = None


drawn = st.builds(
    Drawn,
    grants=st.lists(
        st.tuples(_person, _roles, st.sampled_from(CLASSES), _seldom, _seldom), min_size=4, max_size=8
    ),
    teachers=st.lists(_person, min_size=len(COURSES), max_size=len(COURSES)),
    given=st.lists(
        st.tuples(_person, st.one_of(st.none(), _person)),
        min_size=len(COURSES) * len(LESSON_DAYS), max_size=len(COURSES) * len(LESSON_DAYS),
    ),
    seconds=st.lists(st.tuples(st.sampled_from(COURSES), _person, _maybe, _maybe), min_size=2, max_size=6),
    enrolments=st.lists(st.tuples(st.sampled_from(CLASSES), _person, _first, _last), min_size=3, max_size=8),
    members=st.lists(st.tuples(st.sampled_from(GROUPS), _person, _first, _last), min_size=2, max_size=6),
    guardians=st.lists(st.tuples(_person, _person, _maybe, _maybe), max_size=5),
    window=st.sampled_from((0, 2, 3, 14)),
    named=st.lists(st.tuples(_person, _person), max_size=3, unique=True),
    supervisor=st.one_of(st.none(), _person),
)  # fmt: skip

_BOUNDS = [(first, last) for first in (None, *_at(-3, -2, 0, 1)) for last in (None, *_at(-4, -3, -1, 0))]
EDGES = Drawn(
    grants=[(who, role, who % len(CLASSES), None, None) for who in PEOPLE for role in Role if who],
    teachers=[0] * len(COURSES),
    given=[(number % len(PEOPLE), None) for number in range(len(COURSES) * len(LESSON_DAYS))],
    seconds=[(number % len(COURSES), number % len(PEOPLE), *bounds) for number, bounds in enumerate(_BOUNDS)],
    enrolments=[
        (number % len(CLASSES), number % len(PEOPLE), YEARS[0], last)
        for number, last in enumerate((None, YEARS[1], YEARS[1] - timedelta(days=1), *_at(-4, -3, 0)))
    ],
    members=[
        (number % len(GROUPS), number % len(PEOPLE), YEARS[1], last)
        for number, last in enumerate((None, *_at(-4, -3, 0)))
    ],
    guardians=[(number % len(PEOPLE), 1, *bounds) for number, bounds in enumerate(_BOUNDS)],
    window=3,
    named=[(0, 1), (1, 2)],
    supervisor=1,
)
"""Every span that begins or ends on a day that matters, the day before it and the day after."""


@dataclass
class Frame:
    """What is not drawn: two schools, the second with one of each."""

    session: Session
    school_id: int = 0
    people: list[int] = field(default_factory=list)
    classes: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    courses: list[int] = field(default_factory=list)
    lessons: list[int] = field(default_factory=list)
    talks: list[int] = field(default_factory=list)


def make_frame(session: Session) -> Frame:
    """Two years of a school: classes, groups of one class and of several, courses of each kind, lessons."""
    frame = Frame(session)
    ours = _school(session, frame, "a", people=len(PEOPLE))
    frame.school_id = ours["school_id"]
    past, present = (_year(session, ours, starts) for starts in YEARS)
    frame.classes = [
        _add(session, SchoolClass(**ours, **year, grade=6, letter=letter))
        for letter, year in (("А", present), ("Б", present), ("В", past))
    ]
    of_year = ours | {"year_id": present["year_id"]}
    for class_id in (frame.classes[0], None):
        frame.groups.append(_add(session, Group(**of_year, class_id=class_id, name=f"Группа {class_id}")))
    subject = {"subject_id": _add(session, Subject(**ours, name="Математика"))}
    (a, b, c), (own, joint) = frame.classes, frame.groups
    for class_id, group_id in ((a, None), (b, None), (a, own), (None, joint), (c, None)):
        year_id = past["year_id"] if class_id == c else present["year_id"]
        frame.courses.append(
            _add(
                session,
                Course(
                    **ours, **subject, year_id=year_id, class_id=class_id, group_id=group_id,
                    teacher_id=frame.people[0],
                ),
            )
        )  # fmt: skip
    for course_id in frame.courses:
        for day in LESSON_DAYS:
            lesson = Lesson(**ours, course_id=course_id, day=day, number=1, teacher_id=frame.people[0])
            frame.lessons.append(_add(session, lesson))
    _add_chats(session, frame, ours)
    _add_messages(session, frame, ours)
    _add_surveys(session, frame, ours)
    _add_documents(session, frame, ours)
    _add_forum(session, frame, ours)
    _add_class_pages(session, frame, ours)
    _add_news(session, frame, ours)
    _add_foreign(session, frame)
    return frame


def _add_chats(session: Session, frame: Frame, ours: dict[str, int]) -> None:
    """Every room of the structure, and talks of two."""
    parts = [{"kind": ChatKind.STAFF}, {"kind": ChatKind.HEADS}, {"kind": ChatKind.GROUP}]
    for class_id in frame.classes:
        parts += [{"kind": kind, "class_id": class_id} for kind in OF_CLASS]
    parts += [{"kind": ChatKind.COURSE, "course_id": course_id} for course_id in frame.courses]
    for one, other in ((0, 1), (1, 2), (3, 0)):
        two = {"one_id": frame.people[one], "other_id": frame.people[other]}
        parts.append({"kind": ChatKind.DIRECT, "watched": one == 1, **two})
    frame.talks = [_add(session, ChatRoom(**ours, **part)) for part in parts]


def _add_messages(session: Session, frame: Frame, ours: dict[str, int]) -> None:
    """Everybody has written to the next one; of every other it is because of a child."""
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    people = frame.people
    for number, author_id in enumerate(people):
        message = MassMessage(
            **ours, author_id=author_id, state=MessageState.SENT, title="Письмо", words="Слова",
            made_at=moment, sent_at=moment,
        )  # fmt: skip
        of_message = ours | {"message_id": _add(session, message)}
        reader = {"person_id": people[(number + 1) % len(people)]}
        _add(session, MessageReader(**of_message, **reader))
        for step in range(number % 3):
            pupil = people[(number + 1 + step) % len(people)]
            child = MessageChild(**of_message, **reader, pupil_id=pupil, class_id=frame.classes[0])
            _add(session, child)


def _add_surveys(session: Session, frame: Frame, ours: dict[str, int]) -> None:
    """Everybody has asked the next one, and keeps the survey with the one behind; some because of a child."""
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    people = frame.people
    for number, author_id in enumerate(people):
        survey = Survey(
            **ours, author_id=author_id, state=SurveyState.OPEN, title="Опрос", made_at=moment,
            saved_at=moment, opened_at=moment,
        )  # fmt: skip
        of_survey = ours | {"survey_id": _add(session, survey)}
        _add(session, SurveyAuthor(**of_survey, person_id=people[(number + 2) % len(people)]))
        of_seat = of_survey | {"seat_id": _add(session, SurveySeat(**of_survey, per=SurveyPer.FAMILY))}
        _add(session, SurveyReader(**of_seat, person_id=people[(number + 1) % len(people)]))
        for step in range(number % 3):
            pupil = people[(number + 1 + step) % len(people)]
            _add(session, SurveySeatChild(**of_seat, pupil_id=pupil, class_id=frame.classes[0]))


def _add_documents(session: Session, frame: Frame, ours: dict[str, int]) -> None:
    """A document for everybody: for themselves, for the next one, or for nobody of a class."""
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    people = frame.people
    for number, person_id in enumerate(people):
        document = SchoolDocument(**ours, author_id=person_id, current=1, asks_from=1, made_at=moment)
        of_document = ours | {"document_id": _add(session, document)}
        class_id = frame.classes[number % 3] if number % 2 else None
        for_id = people[(number + number % 3) % len(people)]
        reader = {"person_id": person_id, "for_id": for_id, "class_id": class_id}
        _add(session, DocumentReader(**of_document, **reader, asked_on=moment.date()))


def _add_forum(session: Session, frame: Frame, ours: dict[str, int]) -> None:
    """Sections of the school and of classes for each kind of reader, topics of each standing."""
    _add(session, GroupClass(**ours, group_id=frame.groups[1], class_id=frame.classes[1]))
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    for class_id in (None, *frame.classes):
        for number, who in enumerate(("pupils", "guardians", "staff")):
            switches = {
                f"{does}_{one}": one == who
                for does in ("reads", "writes")
                for one in ("pupils", "guardians", "staff")
            }
            of_class = {"class_id": class_id, "closed": number == 1 and class_id == frame.classes[0]}
            section_id = _add(session, ForumSection(**ours, **of_class, title=who, **switches))
            standing = list(ForumStanding)[number]
            for author, one in enumerate((ForumStanding.STANDS, standing, ForumStanding.GONE)):
                topic = ForumTopic(
                    **ours, section_id=section_id, title=who, author_id=frame.people[author],
                    made_at=moment, last_at=moment, standing=one,
                )  # fmt: skip
                _add(session, topic)


def _add_class_pages(session: Session, frame: Frame, ours: dict[str, int]) -> None:
    """On the page of each class an item of everybody, every other hidden; rights over, that hold, to come."""
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    spans = (_at(-3, -1), _at(-3, 2), (TODAY, None), _at(1, 2))
    for of_class, class_id in enumerate(frame.classes):
        for number, person_id in enumerate(frame.people):
            hidden = moment if (number + of_class) % 2 else None
            item = ClassItem(
                **ours, class_id=class_id, part=ClassPart.NEWS, title="Новость", author_id=person_id,
                written_at=moment, hidden_at=hidden, of_family=bool(number // 2 % 2),
            )  # fmt: skip
            _add(session, item)
            starts, ends = spans[(number + of_class) % len(spans)]
            dated = {"starts": starts, "ends": ends}
            helper = ClassHelper(
                **ours, class_id=class_id, person_id=person_id, given_by_id=frame.people[0], **dated
            )
            _add(session, helper)


def _add_news(session: Session, frame: Frame, ours: dict[str, int]) -> None:
    """For each part of the school and each of whom news and an event; drafts and withdrawn ones too."""
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    parts: list[dict[str, Any]] = [{"kind": PartKind.CLASS, "class_id": one} for one in frame.classes]
    parts += [{"kind": PartKind.GROUP, "group_id": one} for one in frame.groups]
    parts += [{"kind": PartKind.ROLE, "role": one} for one in Role]
    parts += [{"kind": PartKind.PERSON, "person_id": one} for one in frame.people[:2]]
    parts.append({"kind": PartKind.GRADE, "grade": 6})
    states = (NewsState.OUT, NewsState.OUT, NewsState.DRAFT, NewsState.OUT, NewsState.WITHDRAWN)
    for number, (part, whom) in enumerate(product(parts, Whom)):
        item = NewsItem(
            **ours, author_id=frame.people[number % len(frame.people)], title="Новость", whom=whom,
            state=states[number % len(states)], made_at=moment, out_at=moment,
        )  # fmt: skip
        _add(session, NewsPart(**ours, news_id=_add(session, item), **part))
        event = Event(
            **ours, author_id=item.author_id, title="Событие", whom=whom, uid=str(number), made_at=moment,
            state=EventState.DRAFT if number % 3 == 0 else EventState.OUT,
        )  # fmt: skip
        _add(session, EventPart(**ours, event_id=_add(session, event), **part))


def _add_foreign(session: Session, frame: Frame) -> None:
    theirs = _school(session, frame, "b", people=1)
    year = _year(session, theirs, YEARS[1])
    frame.classes.append(_add(session, SchoolClass(**theirs, **year, grade=6, letter="А")))
    course = Course(
        **theirs, year_id=year["year_id"], class_id=frame.classes[-1], teacher_id=frame.people[-1],
        subject_id=_add(session, Subject(**theirs, name="Математика")),
    )  # fmt: skip
    frame.courses.append(_add(session, course))
    lesson = Lesson(**theirs, course_id=frame.courses[-1], day=TODAY, number=1, teacher_id=frame.people[-1])
    frame.lessons.append(_add(session, lesson))
    _add(
        session,
        Enrolment(**theirs, class_id=frame.classes[-1], pupil_id=frame.people[-1], starts=YEARS[1]),
    )


def _school(session: Session, frame: Frame, code: str, people: int) -> dict[str, int]:
    of_school = {"school_id": _add(session, School(code=code, name=code, short_name=code))}
    _add(session, SchoolSettings(**of_school))
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    for number in range(people):
        person_id = _add(session, Person(**of_school, last_name=f"Имя {number}", first_name=code))
        frame.people.append(person_id)
        account = Account(
            **of_school, person_id=person_id, login=f"{code}{number}", password_hash="-",
            password_changed_at=moment,
        )  # fmt: skip
        sign_in = SignInSession(
            **of_school, account_id=_add(session, account), token_hash=f"{code}{number}",
            created_at=moment, seen_at=moment, expires_at=moment,
        )  # fmt: skip
        _add(session, sign_in)
        passkey = Passkey(
            **of_school, account_id=sign_in.account_id, name="Телефон", credential_id=f"{code}{number}",
            public_key="", made_at=moment,
        )  # fmt: skip
        _add(session, passkey)
        report = OwnReport(
            **of_school, owner_id=person_id, title="Отчёт", rows=RowKind.PUPILS, columns="class",
            audience=list(Audience)[number % len(Audience)], changed_at=moment,
        )  # fmt: skip
        _add(session, report)
    return of_school


def _year(session: Session, of_school: dict[str, int], starts: date) -> dict[str, int]:
    ends = starts.replace(year=starts.year + 1, month=5, day=31)
    year_id = _add(session, AcademicYear(**of_school, name=str(starts.year), starts=starts, ends=ends))
    scheme = TermScheme(**of_school, year_id=year_id, kind=TermKind.QUARTER, name="Четверти")
    return {"year_id": year_id, "scheme_id": _add(session, scheme)}


def _add(session: Session, row: Any) -> int:
    session.add(row)
    session.flush()
    return int(row.id)


def plant(frame: Frame, drawn: Drawn) -> None:
    """Put what was drawn into the school, and forget what the session held of it."""
    session, of_school = frame.session, {"school_id": frame.school_id}
    people = frame.people
    supervisor = None if drawn.supervisor is None else people[drawn.supervisor]
    rules = {"edit_window_days": drawn.window, "chat_supervisor_id": supervisor}
    session.execute(update(SchoolSettings).where(frame.school_id == _OF_SCHOOL).values(**rules))
    for number, who in enumerate(drawn.teachers):
        session.execute(
            update(Course).where(Course.id == frame.courses[number]).values(teacher_id=people[who])  # type: ignore[arg-type]
        )
    for lesson_id, (who, other) in zip(frame.lessons, drawn.given, strict=False):
        session.execute(
            update(Lesson)
            .where(Lesson.id == lesson_id)  # type: ignore[arg-type]
            .values(teacher_id=people[who], substitute_id=None if other is None else people[other])
        )
    rows: list[SQLModel] = [
        RoleGrant(
            **of_school, person_id=people[who], role=role, starts=starts, ends=ends,
            class_id=frame.classes[of_class] if role is Role.CLASS_TEACHER else None,
        )
        for who, role, of_class, starts, ends in drawn.grants
    ]  # fmt: skip
    for course, who, starts, ends in drawn.seconds:
        dated = {"starts": starts, "ends": ends}
        rows.append(CoTeacher(**of_school, course_id=frame.courses[course], teacher_id=people[who], **dated))
    for of_class, who, first, ends in drawn.enrolments:
        place = {"class_id": frame.classes[of_class], "pupil_id": people[who]}
        rows.append(Enrolment(**of_school, **place, starts=first, ends=ends))
    for group, who, first, ends in drawn.members:
        place = {"group_id": frame.groups[group], "pupil_id": people[who]}
        rows.append(GroupMember(**of_school, **place, starts=first, ends=ends))
    for guardian, who, starts, ends in drawn.guardians:
        both = {"guardian_id": people[guardian], "pupil_id": people[who]}
        rows.append(Guardianship(**of_school, **both, starts=starts, ends=ends))
    for talk, who in drawn.named:
        rows.append(ChatMember(**of_school, room_id=frame.talks[talk], person_id=people[who]))
    session.add_all(rows)
    session.flush()
    session.expire_all()


def actors(frame: Frame, drawn: Drawn, today: date) -> list[Actor]:
    """Everybody of the school as who they are on the day."""
    found = []
    for number in PEOPLE:
        held = [
            (role, frame.classes[of_class])
            for who, role, of_class, *days in drawn.grants
            if who == number and Span(*days).holds_on(today)
        ]
        found.append(
            Actor(
                person_id=frame.people[number], school_id=frame.school_id, account_id=number + 1,
                session_id=0, time_zone="Europe/Moscow", today=today,
                roles=frozenset(role for role, _ in held),
                class_ids=frozenset(key for role, key in held if role is Role.CLASS_TEACHER),
            )
        )  # fmt: skip
    return found
