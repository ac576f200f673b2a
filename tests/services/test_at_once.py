"""Two people at the same moment, each in their own transaction: the second is told, or nothing is done."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, func, select

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.database import engine, session_scope
from ejournal.errors import DomainError
from ejournal.integrations.people.reading import read_people
from ejournal.models import (
    AbsenceNotice,
    AbsenceReason,
    AcademicYear,
    AttendanceCode,
    DiaryVisit,
    OutboxNotice,
    Person,
    RoomBooking,
    SubstituteTask,
    Substitution,
    TeacherAbsence,
)
from ejournal.services.absences.announced import announce_absence, withdraw_notice
from ejournal.services.absences.missed import explain_absence
from ejournal.services.diary.news import record_visit
from ejournal.services.duplicates.merging import merge
from ejournal.services.duplicates.preview import preview
from ejournal.services.journal.batch import lock_lessons
from ejournal.services.journal.entries import put_cells
from ejournal.services.journal.lessons import call_roll
from ejournal.services.journal.ops import OpStatus
from ejournal.services.people_import.importing import take_in
from ejournal.services.rooms.occupancy import book_room, cancel_booking
from ejournal.services.school.year_editing import begin_next_year
from ejournal.services.substitutions.absence_changes import change_end, outlook
from ejournal.services.substitutions.absences import decide_absence, enter_absence, report_own_absence
from ejournal.services.substitutions.arranging import Papers, assign, cancel_lesson, restore
from ejournal.services.substitutions.tasks import leave_task
from tests.cast import DAY, Cast, make_cast
from tests.infra.databases import Databases
from tests.infra.servers import wait_until
from tests.services.diary_helpers import note_absence
from tests.services.journal_helpers import op
from tests.services.people_files import pupils

THURSDAY, MONDAY, WEDNESDAY = date(2026, 11, 19), date(2026, 11, 23), date(2026, 11, 25)
SICK = AbsenceReason.SICK_LEAVE
Act = Callable[[Session], Any]


@pytest.fixture
def cast(database: str, database_kind: str, databases: Databases) -> Cast:
    """The cast, committed, with a pupil absent that day whose family has said so; a second deputy head."""
    with Session(engine(), expire_on_commit=False, autoflush=False) as session:
        session.connection(execution_options={"writing": True})
        cast = databases.planted(database_kind, make_cast).taken_into(session)
        note_absence(cast, "pupil", cast.lessons["maths"])
        session.commit()
        actors = {name: cast.actor(name) for name in cast.accounts}
        cast.actor = actors.__getitem__  # type: ignore[method-assign]
        return cast


def is_waiting() -> bool:
    """Whether somebody waits for a lock; SQLite's second writer waits at its very first statement."""
    if engine().dialect.name == "sqlite":
        return True
    with engine().connect() as connection:
        return bool(connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


def at_once(first: Act, second: Act) -> tuple[Any, Any]:
    """What each gives, or the error it ends with: the second begins before the first has committed."""
    outcomes: list[Any] = []

    def run() -> None:
        try:
            with session_scope() as session:
                outcomes.append(second(session))
        except Exception as error:
            outcomes.append(error)

    other = threading.Thread(target=run)
    with session_scope() as session:
        given = first(session)
        other.start()
        wait_until(lambda: is_waiting() or bool(outcomes), 10)
    other.join(15)
    return given, outcomes[0]


def count(model: Any) -> int:
    with session_scope(writing=False) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_of_two_heads_who_settle_one_lesson_the_second_is_told(cast: Cast) -> None:
    deputy, lesson_id = cast.actor("deputy"), cast.lesson("maths", MONDAY).id or 0
    unseen = Papers(seen="")
    before = count(Substitution)
    _, second = at_once(
        lambda session: assign(session, deputy, lesson_id, cast.id_of("teacher"), unseen),
        lambda session: cancel_lesson(session, deputy, lesson_id, "Карантин", unseen),
    )
    assert isinstance(second, DomainError)
    assert "Another head" in second.message
    assert count(Substitution) == before + 1


def test_one_teacher_is_not_given_two_lessons_at_one_time(cast: Cast) -> None:
    deputy, teacher = cast.actor("deputy"), cast.id_of("teacher")
    lessons = [cast.lesson(course, MONDAY).id or 0 for course in ("maths", "maths_v")]
    _, second = at_once(
        lambda session: assign(session, deputy, lessons[0], teacher),
        lambda session: assign(session, deputy, lessons[1], teacher),
    )
    assert isinstance(second, DomainError)
    assert "has a lesson at that time" in second.message


def test_what_was_done_is_taken_back_once(cast: Cast) -> None:
    deputy, lesson_id = cast.actor("deputy"), cast.lesson("maths", MONDAY).id or 0
    with session_scope() as session:
        assign(session, deputy, lesson_id, cast.id_of("teacher"))
    _, second = at_once(*[lambda session: restore(session, deputy, lesson_id)] * 2)
    assert isinstance(second, DomainError)
    assert "Nothing was done" in second.message


def test_two_tasks_for_one_lesson_leave_the_later(cast: Cast) -> None:
    lesson_id = cast.lesson("maths", MONDAY).id or 0
    outcomes = at_once(
        lambda session: leave_task(session, cast.actor("class_teacher"), lesson_id, "§ 5"),
        lambda session: leave_task(session, cast.actor("deputy"), lesson_id, "§ 6"),
    )
    assert outcomes == (cast.courses["maths"].id,) * 2
    with session_scope(writing=False) as session:
        assert session.scalars(select(SubstituteTask.text)).all() == ["§ 6"]


def test_a_roll_called_while_an_absence_is_shortened_waits_for_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    deputy, who = cast.actor("deputy"), cast.id_of("substitute")
    morning = clock.start_of(DAY, deputy.time_zone)
    monkeypatch.setattr(clock, "now", lambda: morning)  # today's lesson has not begun
    today, later = (cast.lesson("maths_v", day).id or 0 for day in (DAY, date(2026, 11, 27)))
    with session_scope() as session:
        absence_id = enter_absence(session, deputy, who, THURSDAY, date(2026, 11, 27), SICK)
        for lesson_id in (today, later):
            assign(session, deputy, lesson_id, cast.id_of("teacher"), Papers(absence_id), join=True)
        mark = outlook(session, deputy, absence_id, THURSDAY).mark
    outcomes: list[Any] = []

    def shorten() -> None:
        try:
            with session_scope() as session:
                outcomes.append(change_end(session, deputy, absence_id, THURSDAY, mark))
        except Exception as error:
            outcomes.append(error)

    other = threading.Thread(target=shorten)
    with session_scope() as session:
        lock_lessons(session, deputy.school_id, [today])
        other.start()
        wait_until(lambda: is_waiting() or bool(outcomes), 10)
        call_roll(session, cast.actor("teacher"), today)
    other.join(15)
    assert isinstance(outcomes[0], DomainError)
    assert "look at them again" in outcomes[0].message


def test_a_reported_absence_is_decided_once(cast: Cast) -> None:
    with session_scope() as session:
        absence_id = report_own_absence(session, cast.actor("teacher"), MONDAY, MONDAY, SICK)
    deputy = cast.actor("deputy")
    _, second = at_once(
        lambda session: decide_absence(session, deputy, absence_id, True),
        lambda session: decide_absence(session, deputy, absence_id, False),
    )
    assert isinstance(second, DomainError)
    with session_scope(writing=False) as session:
        absence = session.get_one(TeacherAbsence, absence_id)
        assert (absence.approved, absence.declined) == (True, False)


def test_an_absence_sent_twice_is_one_and_is_told_once(cast: Cast) -> None:
    before = count(TeacherAbsence)
    first, second = at_once(
        *[lambda session: report_own_absence(session, cast.actor("teacher"), MONDAY, MONDAY, SICK)] * 2
    )
    assert first == second
    assert count(TeacherAbsence) == before + 1
    with session_scope(writing=False) as session:
        kinds = session.scalars(select(OutboxNotice.kind)).all()
    assert kinds.count("teacher_absence_reported") == 1
    teacher, deputy = cast.id_of("teacher"), cast.actor("deputy")
    first, second = at_once(
        *[lambda session: enter_absence(session, deputy, teacher, WEDNESDAY, WEDNESDAY, SICK)] * 2
    )
    assert first == second


def test_a_room_is_booked_once(cast: Cast) -> None:
    room_id = cast.rooms["31"].id or 0
    first, second = at_once(
        lambda session: book_room(session, cast.actor("teacher"), room_id, MONDAY, 5, 6, "Кружок"),
        lambda session: book_room(session, cast.actor("deputy"), room_id, MONDAY, 6, 7, "Совещание"),
    )
    assert isinstance(second, DomainError)
    assert second.field == "room_id"
    assert count(RoomBooking) == 1
    _, again = at_once(*[lambda session: cancel_booking(session, cast.actor("deputy"), first)] * 2)
    assert type(again).__name__ == "NotFound"


def test_the_next_year_is_begun_once(cast: Cast) -> None:
    years = count(AcademicYear)
    _, second = at_once(*[lambda session: begin_next_year(session, cast.actor("deputy"))] * 2)
    assert isinstance(second, DomainError)
    assert "made already" in second.message
    assert count(AcademicYear) == years + 1


def test_two_tabs_that_look_first_are_one_visit(cast: Cast) -> None:
    guardian, pupil = cast.actor("guardian"), cast.id_of("pupil")
    assert at_once(*[lambda session: record_visit(session, guardian, pupil)] * 2) == (True, False)
    assert count(DiaryVisit) == 1


def announce(session: Session, cast: Cast) -> int:
    guardian, pupil = cast.actor("guardian"), cast.id_of("pupil")
    return announce_absence(session, guardian, pupil, DAY, DAY, AttendanceCode.ILL, "Простуда")


def explain(session: Session, cast: Cast, actor: Actor) -> list[int]:
    return explain_absence(session, actor, cast.id_of("pupil"), DAY, DAY, AttendanceCode.ILL)


def test_an_absence_announced_twice_is_one(cast: Cast) -> None:
    first, second = at_once(*[lambda session: announce(session, cast)] * 2)
    assert first == second
    assert count(AbsenceNotice) == 1


@pytest.mark.parametrize("family_first", [True, False])
def test_an_announcement_is_taken_back_or_confirmed(cast: Cast, family_first: bool) -> None:
    with session_scope() as session:
        notice_id = announce(session, cast)
    acts: list[Act] = [
        lambda session: withdraw_notice(session, cast.actor("guardian"), notice_id),
        lambda session: explain(session, cast, cast.actor("class_teacher")),
    ]
    _, second = at_once(*(acts if family_first else reversed(acts)))
    if family_first:
        assert second == [cast.courses["maths"].id]
    else:
        assert isinstance(second, DomainError)
    with session_scope(writing=False) as session:
        [notice] = session.scalars(select(AbsenceNotice)).all()
        assert notice.confirmed_by_id == cast.id_of("class_teacher")
        assert (notice.announced_by_id == cast.id_of("guardian")) is not family_first


def test_two_take_in_the_same_list_of_people_and_nobody_is_made_twice(cast: Cast) -> None:
    file = read_people(pupils(("Новиков Илья Петрович", "01.02.2014", "6Б", "Новикова Анна Ивановна", "")))
    deputy = cast.actor("deputy")

    def take(session: Session) -> int:
        report = take_in(session, deputy.school_id, deputy.person_id, DAY, file, clock.now())
        return report.made["pupils"]

    before = count(Person)
    assert at_once(take, take) == (1, 0)
    assert count(Person) == before + 2


def test_of_two_who_make_the_same_cards_one_the_second_is_told(cast: Cast) -> None:
    deputy, admin, both = (
        cast.actor("deputy"),
        cast.actor("admin"),
        (cast.id_of("left"), cast.id_of("arrived")),
    )
    with session_scope() as session:
        seen = preview(session, deputy, *both).mark
    _, second = at_once(
        lambda session: merge(session, deputy, *both, seen, {}, {}),
        lambda session: merge(session, admin, *both[::-1], seen, {}, {}),
    )
    assert isinstance(second, DomainError)
    assert second.message == "This card is made one with another already: {name}"


def test_no_mark_is_given_to_a_card_that_is_being_made_one_with_another(cast: Cast) -> None:
    deputy, both = cast.actor("deputy"), (cast.id_of("left"), cast.id_of("arrived"))
    entry, teacher = op(cast, "5", pupil="arrived"), cast.actor("class_teacher")
    with session_scope() as session:
        seen = preview(session, deputy, *both).mark
    _, second = at_once(
        lambda session: merge(session, deputy, *both, seen, {}, {}),
        lambda session: put_cells(session, teacher, [entry], clock.now()),
    )
    assert [one.status for one in second.results] == [OpStatus.REFUSED]
