"""A lesson as a whole: the roll, topic, homework, kind of work."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from ejournal import clock
from ejournal.errors import DomainError, NotFound
from ejournal.models import AuditEntry, Mark
from ejournal.services.journal.lessons import LessonSaved, call_roll, set_lesson
from tests.cast import SUBSTITUTED_DAY, Cast
from tests.services.journal_helpers import MONDAY, NEXT_MONDAY, op, put, put_one, set_window

MORNING = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
EVENING = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)


def lesson_id(cast: Cast, course: str = "maths") -> int:
    return cast.lessons[course].id or 0


def save(cast: Cast, now: datetime = MORNING, by: str = "class_teacher", **given: object) -> LessonSaved:
    return set_lesson(cast.session, cast.actor(by), lesson_id(cast), now, **given)  # type: ignore[arg-type]


def test_the_roll_is_called_once_and_not_ahead(cast: Cast) -> None:
    teacher = cast.actor("class_teacher")
    call_roll(cast.session, teacher, lesson_id(cast))
    call_roll(cast.session, teacher, lesson_id(cast))
    assert cast.session.scalars(select(AuditEntry.action)).all() == ["lesson.roll"]
    with pytest.raises(DomainError):
        call_roll(cast.session, teacher, cast.lesson("maths", NEXT_MONDAY).id or 0)


def test_topic_and_homework_are_written_with_a_trace(cast: Cast) -> None:
    saved = save(cast, topic="  Дроби ", homework="§ 18, № 412", homework_minutes=30)
    assert (saved.topic, saved.homework, saved.homework_minutes) == ("Дроби", "§ 18, № 412", 30)
    assert not saved.homework_late
    entry = cast.session.scalars(select(AuditEntry)).one()
    assert (entry.before or {})["topic"] == ""
    assert (entry.after or {})["topic"] == "Дроби"


def test_what_is_the_same_leaves_no_trace(cast: Cast) -> None:
    save(cast, topic="Дроби")
    save(cast, topic="Дроби ")
    assert len(cast.session.scalars(select(AuditEntry)).all()) == 1


def test_homework_after_the_last_bell_is_noted(cast: Cast) -> None:
    assert save(cast, EVENING, homework="№ 5").homework_late
    assert save(cast, EVENING + timedelta(days=1), homework="№ 6").homework_late
    assert not save(cast, EVENING, topic="Дроби").homework_late


def test_texts_have_their_lengths(cast: Cast) -> None:
    for given in ({"topic": "я" * 501}, {"homework": "я" * 2001}, {"homework_minutes": 601}):
        with pytest.raises(DomainError):
            save(cast, **given)


def test_a_new_kind_of_work_takes_the_column_s_marks_along(cast: Cast) -> None:
    put(cast, op(cast, "5"), op(cast, "4", pupil="classmate", kind_id=cast.kinds["quiz"].id))
    saved = save(cast, kind_id=cast.kinds["test"].id)
    assert (saved.kind, saved.is_test, saved.kinds_changed) == ("к/р", True, True)
    kinds = cast.session.execute(select(Mark.value, Mark.kind_id).order_by(col(Mark.value))).all()
    assert kinds == [("4", cast.kinds["quiz"].id), ("5", cast.kinds["test"].id)]
    with pytest.raises(DomainError):
        save(cast, kind_id=cast.kinds_b["test"].id)


def test_past_the_edit_window_an_empty_line_may_be_filled_but_not_changed(cast: Cast) -> None:
    set_window(cast, 3)
    late = cast.lesson("maths", MONDAY)
    teacher = cast.actor("class_teacher")
    saved = set_lesson(cast.session, teacher, late.id or 0, MORNING, topic="Дроби")
    assert saved.topic == "Дроби"
    with pytest.raises(DomainError):
        set_lesson(cast.session, teacher, late.id or 0, MORNING, topic="Проценты")


def test_past_the_edit_window_marks_do_not_change_their_weight(cast: Cast) -> None:
    late = cast.lesson("maths", MONDAY)
    put(cast, op(cast, "5", day=MONDAY))
    set_window(cast, 3)
    with pytest.raises(DomainError) as refused:
        set_lesson(
            cast.session, cast.actor("class_teacher"), late.id or 0, MORNING, kind_id=cast.kinds["test"].id
        )
    assert refused.value.field == "kind"


def test_a_substitute_writes_the_substituted_lesson_s_line(cast: Cast) -> None:
    lesson = cast.lesson("maths", SUBSTITUTED_DAY)
    saved = set_lesson(cast.session, cast.actor("substitute"), lesson.id or 0, clock.now(), topic="Дроби")
    assert saved.topic == "Дроби"
    with pytest.raises(NotFound):
        save(cast, by="substitute", topic="Дроби")


def test_the_lesson_s_kind_counts_for_marks_set_after(cast: Cast) -> None:
    save(cast, kind_id=cast.kinds["test"].id)
    put_one(cast, op(cast, "5"))
    assert cast.session.scalars(select(Mark.kind_id)).one() == cast.kinds["test"].id
    assert save(cast, kind_id=0).kind_id == 0
