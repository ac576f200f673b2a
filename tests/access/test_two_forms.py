"""A sentence said of one row and the condition on many rows are one rule, whatever the school is like."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from inspect import Parameter, signature
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import and_, false, select
from sqlmodel import Session, SQLModel

from ejournal.access import chat, chat_partners, forum, guard, pupils, rules
from ejournal.access.actor import Actor
from ejournal.access.asked_once import asked_once
from ejournal.access.audience import events, news, surveys
from ejournal.access.classes import page as class_page
from ejournal.access.co_teaching import is_lesson_of, spans_in
from ejournal.access.files import may_fetch
from ejournal.access.permissions import Permission
from ejournal.access.pupils import Pupil, read_pupil
from ejournal.access.rules import RULES, asker_of
from ejournal.access.sentences import Sentence
from ejournal.access.sitting import sits_in
from ejournal.models import (
    ChatMessage,
    ChatRoom,
    ClassItem,
    Course,
    Event,
    FileKind,
    FileUse,
    FileUser,
    ForumSection,
    ForumTopic,
    Lesson,
    MassMessage,
    NewsItem,
    NewsPart,
    OwnReport,
    PartKind,
    Passkey,
    Person,
    SchoolClass,
    SchoolDocument,
    SignInSession,
    StoredFile,
    Survey,
)
from ejournal.models.base import table
from ejournal.models.spans import Span
from ejournal.services.chat.search import find
from ejournal.services.chat.words import keep_words
from ejournal.services.courses.frame import frames
from ejournal.services.courses.members import members
from ejournal.services.diary.lessons import attended, lesson
from ejournal.services.news.publishing import audience
from ejournal.services.schedule.lessons import of_pupil
from ejournal.services.substitutions.notices import pupils_of
from tests.access.drawn import EDGES, LESSON_DAYS, TODAY, Drawn, Frame, actors, drawn, make_frame, plant
from tests.infra.databases import Engines, kept_for_examples

KINDS: tuple[Any, ...] = (
    ChatRoom, ClassItem, Course, Event, ForumSection, ForumTopic, Lesson, MassMessage, NewsItem, OwnReport,
    SchoolClass, SchoolDocument, SignInSession, Survey, Passkey, Person, Pupil,
)  # fmt: skip
Quick = Callable[[str], Frame]
both_databases = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
days = st.sampled_from((TODAY, TODAY, TODAY, TODAY - timedelta(days=300), TODAY + timedelta(days=200)))


@pytest.fixture(scope="module")
def quick(_engines: Engines) -> Iterator[Quick]:
    """The school in each kind of database for many examples, each undone."""
    with kept_for_examples(_engines, make_frame) as quick:
        yield quick


def tried(frame: Frame, drawn: Drawn, hold: Callable[[], None]) -> None:
    """Whether it holds in the school as drawn; all is undone after it."""
    trial = frame.session.begin_nested()
    try:
        plant(frame, drawn)
        hold()
    finally:
        trial.rollback()
        frame.session.expire_all()


def rows_of(session: Session, actor: Actor, kind: Any) -> list[Any]:
    """All rows of the kind, of both schools; of pupils those of the actor's, which are all that is read."""
    if kind is not Pupil:
        return list(session.scalars(select(kind)))
    found = (read_pupil(session, actor, row_id) for row_id in session.scalars(select(table(Person).c.id)))
    return [one for one in found if one is not None]


def table_of(kind: Any) -> Any:
    return table(Person if kind is Pupil else kind).c


def said_of(sentence: Sentence) -> Any:
    """The kind of row that a sentence is about; empty for what is made of others."""
    return list(signature(sentence).parameters.values())[-1].annotation


SENTENCES = {
    name: one
    for room in (rules, pupils, chat, chat_partners, forum, class_page, events, news, surveys)
    for name, one in vars(room).items()
    if isinstance(one, Sentence) and said_of(one) is not Parameter.empty
}


def test_every_sentence_is_about_a_kind_of_row_that_is_tried_here() -> None:
    assert {"teaches_course", "gives_with_another", "is_guardian_of", "is_own_class"} <= set(SENTENCES)
    assert {said_of(one) for one in SENTENCES.values()} <= {*KINDS, SQLModel}
    assert {model for _, model in RULES} <= set(KINDS)


@both_databases
@given(drawn=drawn, today=days)
@example(drawn=EDGES, today=TODAY)
@settings(max_examples=20, deadline=None)
def test_what_the_guard_gives_row_by_row_it_gives_for_many(
    quick: Quick, kind: str, drawn: Drawn, today: date
) -> None:
    frame = quick(kind)

    def holds() -> None:
        for actor in actors(frame, drawn, today):
            for permission, model in [*RULES, (Permission.SCHEDULE_READ, Course)]:
                found = rows_of(frame.session, actor, model)
                through = {one.id for one in guard.let_through(frame.session, actor, found, permission)}
                reached = guard.reached(frame.session, actor, model, permission)
                many = frame.session.scalars(select(table_of(model).id).where(reached))
                assert set(many) == through, (permission, model, actor.roles)

    tried(frame, drawn, holds)


@both_databases
@given(drawn=drawn, today=days)
@example(drawn=EDGES, today=TODAY)
@settings(max_examples=20, deadline=None)
def test_each_sentence_of_one_row_is_its_sentence_of_many(
    quick: Quick, kind: str, drawn: Drawn, today: date
) -> None:
    frame = quick(kind)

    def holds() -> None:
        session = frame.session
        for actor in actors(frame, drawn, today):
            for model in KINDS:
                rows = table_of(model)
                found = [one for one in rows_of(session, actor, model) if one.school_id == actor.school_id]
                for name, sentence in SENTENCES.items():
                    if said_of(sentence) not in (model, SQLModel):
                        continue
                    with asked_once(session):
                        said = {one.id for one in found if sentence(session, actor, one)}
                    of_school = rows.school_id == actor.school_id
                    condition = and_(of_school, sentence.of_rows(asker_of(session, actor), rows))
                    assert set(session.scalars(select(rows.id).where(condition))) == said, (name, actor)

    tried(frame, drawn, holds)


@both_databases
@given(drawn=drawn, today=days)
@example(drawn=EDGES, today=TODAY)
@settings(max_examples=20, deadline=None)
def test_who_is_in_a_room_is_the_same_asked_of_the_room_and_of_the_person(
    quick: Quick, kind: str, drawn: Drawn, today: date
) -> None:
    frame = quick(kind)

    def holds() -> None:
        session = frame.session
        everybody = actors(frame, drawn, today)
        for room in session.scalars(select(ChatRoom)):
            with asked_once(session):
                inside = {one.person_id for one in everybody if chat.is_in_room(session, one, room)}
            assert set(session.scalars(chat.people_of(session, room, today))) == inside, room

    tried(frame, drawn, holds)


@both_databases
@given(drawn=drawn, today=days, later=days)
@example(drawn=EDGES, today=TODAY, later=TODAY)
@settings(max_examples=20, deadline=None)
def test_files_and_words_of_a_room_are_fetched_and_found_by_those_in_it_and_by_nobody_else(
    quick: Quick, kind: str, drawn: Drawn, today: date, later: date
) -> None:
    """On another day others are in it: whoever has left finds nothing of it any more."""
    frame = quick(kind)

    def holds() -> None:
        session = frame.session
        rooms = [one for one in session.scalars(select(ChatRoom)) if one.school_id == frame.school_id]
        shown = {room.id: a_file_in(session, room, frame.people[0]) for room in rooms}
        for day in (today, later):
            named = set(session.scalars(chat.supervisors(frame.school_id, day)))
            everybody = actors(frame, drawn, day)
            open_to: dict[int, set[int | None]] = {actor.person_id: set() for actor in everybody}
            for room in rooms:
                inside = set(session.scalars(chat.people_of(session, room, day)))
                inside |= named if room.watched else set()
                for actor in everybody:
                    may = actor.person_id in inside and actor.may(Permission.CHAT_TAKE_PART)
                    assert may_fetch(session, actor, shown[room.id]) == may, (room, actor)
                    open_to[actor.person_id] |= {room.id} if may else set()
            for actor in everybody:
                found = find(session, actor, "стипендии").hits if actor.may(Permission.CHAT_TAKE_PART) else ()
                assert {one.room_id for one in found} == open_to[actor.person_id], actor

    tried(frame, drawn, holds)


def a_file_in(session: Session, room: ChatRoom, owner: int) -> StoredFile:
    """A file that a message of the room shows, of one word."""
    at = datetime(2026, 11, 1, tzinfo=UTC)
    message = ChatMessage(
        school_id=room.school_id, room_id=room.id or 0, number=1, client_id="1", author_id=owner, sent_at=at,
        words="Стипендия",
    )  # fmt: skip
    file = StoredFile(
        school_id=room.school_id, key=f"file{room.id}", owner_id=owner, name="a", kind=FileKind.OTHER,
        media_type="-", size=1, sha256="a", at=at, used_at=at,
    )  # fmt: skip
    session.add_all((message, file))
    session.flush()
    keep_words(session, message, message.words)
    session.add(
        FileUse(
            school_id=room.school_id, file_id=file.id or 0, user=FileUser.CHAT_MESSAGE,
            row_id=message.id or 0, place=0,
        )
    )  # fmt: skip
    session.flush()
    return file


@both_databases
@given(drawn=drawn, today=days)
@example(drawn=EDGES, today=TODAY)
@settings(max_examples=20, deadline=None)
def test_who_reads_a_section_is_the_same_asked_of_the_section_and_of_the_person(
    quick: Quick, kind: str, drawn: Drawn, today: date
) -> None:
    frame = quick(kind)

    def holds() -> None:
        session = frame.session
        everybody = actors(frame, drawn, today)
        of_school = table(ForumSection).c.school_id == frame.school_id
        for section in session.scalars(select(ForumSection).where(of_school)):
            with asked_once(session):
                reads = {one.person_id for one in everybody if forum.reads_section(session, one, section)}
            assert set(session.scalars(forum.readers_of(section, today))) == reads, section

    tried(frame, drawn, holds)


@both_databases
@given(drawn=drawn, today=days)
@example(drawn=EDGES, today=TODAY)
@settings(max_examples=20, deadline=None)
def test_whom_news_are_for_is_the_same_asked_of_the_parts_and_of_the_person(
    quick: Quick, kind: str, drawn: Drawn, today: date
) -> None:
    frame = quick(kind)

    def holds() -> None:
        session = frame.session
        everybody = actors(frame, drawn, today)
        heads = [one for one in everybody if one.leads]
        of_school = table(NewsItem).c.school_id == frame.school_id
        # Somebody is chosen by name only while they belong to the school in some way.
        by_name = select(table(NewsPart).c.news_id).where(table(NewsPart).c.kind == PartKind.PERSON)
        of_parts = select(NewsItem).where(of_school, table(NewsItem).c.id.not_in(by_name))
        for item in session.scalars(of_parts) if heads else ():
            # Besides those for whom it is, a class's own teacher reads what the class reads.
            others = [one for one in everybody if not one.class_ids]
            read = {one.person_id for one in others if news.is_for(session, one, item)}
            found = set(audience(session, heads[0], item))
            assert found & {one.person_id for one in others} == read, (item.whom, item.id)

    tried(frame, drawn, holds)


@both_databases
@given(drawn=drawn, today=days)
@example(drawn=EDGES, today=TODAY)
@settings(max_examples=20, deadline=None)
def test_who_reads_a_class_s_page_is_the_same_asked_of_the_class_and_of_the_person(
    quick: Quick, kind: str, drawn: Drawn, today: date
) -> None:
    frame = quick(kind)

    def holds() -> None:
        session = frame.session
        everybody = [one for one in actors(frame, drawn, today) if not one.leads]
        of_school = table(SchoolClass).c.school_id == frame.school_id
        for school_class in session.scalars(select(SchoolClass).where(of_school)):
            with asked_once(session):
                reads = {
                    one.person_id
                    for one in everybody
                    if class_page.reads_class_page(session, one, school_class)
                }
            found = set(session.scalars(class_page.people_of_page(school_class, today)))
            assert found & {one.person_id for one in everybody} == reads, school_class

    tried(frame, drawn, holds)


@both_databases
@given(drawn=drawn)
@example(drawn=EDGES)
@settings(max_examples=15, deadline=None)
def test_whose_lessons_they_are_is_the_same_for_one_and_for_many(
    quick: Quick, kind: str, drawn: Drawn
) -> None:
    frame = quick(kind)

    def holds() -> None:
        session, rows = frame.session, table(Lesson).c
        for actor in actors(frame, drawn, TODAY):
            own = {
                one.id
                for one in session.scalars(select(Lesson))
                if actor.person_id in (one.teacher_id, one.substitute_id)
                or any(span.holds_on(one.day) for span in spans_in(session, actor, one.course_id))
            }
            many = session.scalars(select(rows.id).where(is_lesson_of(rows, actor.person_id)))
            assert set(many) == own

    tried(frame, drawn, holds)


def sits(drawn: Drawn, pupil: int, of_class: int, group: int | None, day: date) -> bool:
    """The sentence, said anew of what was drawn."""
    places = [place for place in drawn.enrolments if place[1] == pupil and Span(*place[2:]).holds_on(day)]
    if group is None:
        return any(place[0] == of_class for place in places)
    inside = (one for one in drawn.members if one[:2] == (group, pupil))
    return bool(places) and any(Span(*one[2:]).holds_on(day) for one in inside)


@both_databases
@given(drawn=drawn)
@example(drawn=EDGES)
@settings(max_examples=20, deadline=None)
def test_the_journal_the_diary_the_schedule_and_the_notices_agree_on_who_sits_in_a_lesson(
    quick: Quick, kind: str, drawn: Drawn
) -> None:
    frame = quick(kind)

    def holds() -> None:
        session, course = frame.session, table(Course)
        of_course = frames(session, frame.school_id, frame.courses)
        joined = select(lesson.c.id).join(course, course.c.id == lesson.c.course_id)
        span = {"school_id": frame.school_id, "asked_school": frame.school_id,
                "first_day": LESSON_DAYS[0], "last_day": LESSON_DAYS[-1]}  # fmt: skip
        expected: dict[int, set[int]] = {one: set() for one in frame.people}
        for number, lesson_id in enumerate(frame.lessons[:-1]):
            row = session.get_one(Lesson, lesson_id)
            of_class, group = ((0, None), (1, None), (0, 0), (-1, 1), (2, None))[number // len(LESSON_DAYS)]
            found = members(session, of_course[row.course_id], LESSON_DAYS[0], LESSON_DAYS[-1])
            inside = {
                key for key, one in enumerate(frame.people) if sits(drawn, key, of_class, group, row.day)
            }
            ids = {frame.people[key] for key in inside}
            assert {key for key, one in found.items() if one.is_taught(row.day)} == ids
            assert set(pupils_of(session, row)) == ids
            for one in ids:
                expected[one].add(lesson_id)
        for pupil_id, lessons in expected.items():
            condition = sits_in(course.c, pupil_id, lesson.c.day)
            seen = joined.where(condition, course.c.school_id == frame.school_id)
            assert set(session.scalars(seen)) == lessons
            assert set(session.scalars(joined.where(of_pupil(pupil_id)), span)) == lessons
            diary = select(lesson.c.id).select_from(attended())
            assert set(session.scalars(diary, span | {"pupil_id": pupil_id})) == lessons

    tried(frame, drawn, holds)


def test_nobody_is_asked_about_rows_that_no_rule_names(quick: Quick) -> None:
    frame = quick("sqlite")
    actor = actors(frame, Drawn([], [], [], [], [], [], [], 0), TODAY)[0]
    assert guard.reached(frame.session, actor, Course, Permission.JOURNAL_READ).compare(false())
