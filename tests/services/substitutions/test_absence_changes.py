"""An absence entered too long: what returns to the teacher, what stays, who is told."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from ejournal import clock
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import AbsenceReason, LessonStatus, OutboxNotice, Substitution, TeacherAbsence
from ejournal.services.journal.lessons import call_roll
from ejournal.services.substitutions.absence_changes import change_end, outlook, withdraw_absence
from ejournal.services.substitutions.absences import affected_lessons, enter_absence, report_own_absence
from ejournal.services.substitutions.arranging import Papers, assign, cancel_lesson, move_lesson
from tests.cast import DAY, SUBSTITUTED_DAY, Cast

MONDAY, THURSDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 26), date(2026, 11, 27)


def away(cast: Cast, starts: date = MONDAY, ends: date = FRIDAY) -> int:
    actor, who = cast.actor("deputy"), cast.id_of("class_teacher")
    return enter_absence(cast.session, actor, who, starts, ends, AbsenceReason.SICK_LEAVE)


def lesson_id(cast: Cast, day: date) -> int:
    return cast.lesson("maths", day).id or 0


def give(cast: Cast, day: date, absence_id: int, who: str = "teacher") -> int:
    actor, lesson = cast.actor("deputy"), lesson_id(cast, day)
    assign(cast.session, actor, lesson, cast.id_of(who), Papers(absence_id), join=True)
    return lesson


def days(found: tuple[object, ...]) -> list[date]:
    return [one.day for one in found]  # type: ignore[attr-defined]


def told(cast: Cast, name: str, kind: str) -> list[dict[str, object]]:
    cast.session.expire_all()
    rows = cast.session.scalars(
        select(OutboxNotice).where(OutboxNotice.recipient_id == cast.id_of(name), OutboxNotice.kind == kind)
    )
    return [row.payload for row in rows]


def test_the_lessons_that_return_are_named_before_anything_is_done(cast: Cast) -> None:
    absence_id, actor = away(cast), cast.actor("deputy")
    for day in (MONDAY, THURSDAY):
        give(cast, day, absence_id)
    cancel_lesson(cast.session, actor, lesson_id(cast, FRIDAY), "Нет учителя", Papers(absence_id, paid=False))
    found = outlook(cast.session, actor, absence_id, MONDAY)
    assert (days(found.returning), days(found.staying)) == ([THURSDAY, FRIDAY], [])
    assert days(outlook(cast.session, actor, absence_id, None).returning) == [MONDAY, THURSDAY, FRIDAY]
    assert outlook(cast.session, actor, absence_id, FRIDAY + timedelta(days=7)).mark == ""
    assert cast.session.get_one(TeacherAbsence, absence_id).ends == FRIDAY


def test_a_shorter_absence_gives_lessons_back_and_tells_all(cast: Cast) -> None:
    absence_id, actor = away(cast), cast.actor("deputy")
    for day in (MONDAY, THURSDAY):
        give(cast, day, absence_id)
    cancel_lesson(cast.session, actor, lesson_id(cast, FRIDAY), "Нет учителя")
    mark = outlook(cast.session, actor, absence_id, MONDAY).mark
    returned = change_end(cast.session, actor, absence_id, MONDAY, mark)
    assert returned == [lesson_id(cast, THURSDAY), lesson_id(cast, FRIDAY)]
    assert cast.lesson("maths", MONDAY).substitute_id == cast.id_of("teacher")
    assert cast.lesson("maths", THURSDAY).substitute_id is None
    assert cast.lesson("maths", FRIDAY).status is LessonStatus.PLANNED
    assert [one.lesson.day for one in affected_lessons(cast.session, actor, absence_id)] == [MONDAY]
    substitute = {one["day"]: one["kind"] for one in told(cast, "teacher", "substitution_given")}
    assert substitute == {str(MONDAY): "substituted", str(THURSDAY): "restored"}
    assert {one["kind"] for one in told(cast, "guardian", "substitution")} == {"substituted", "restored"}
    [teacher] = told(cast, "class_teacher", "teacher_absence_changed")
    assert (teacher["ends"], teacher["withdrawn"]) == (str(MONDAY), False)


def test_a_longer_absence_changes_no_lesson(cast: Cast) -> None:
    absence_id, actor = away(cast, ends=MONDAY), cast.actor("deputy")
    give(cast, MONDAY, absence_id)
    assert change_end(cast.session, actor, absence_id, FRIDAY, "") == []
    assert len(affected_lessons(cast.session, actor, absence_id)) == 3


def test_what_was_given_moved_or_is_past_stays(cast: Cast) -> None:
    absence_id, actor = away(cast, starts=SUBSTITUTED_DAY), cast.actor("deputy")
    today = give(cast, DAY, absence_id, "substitute")
    call_roll(cast.session, cast.actor("substitute"), today)
    move_lesson(cast.session, actor, lesson_id(cast, MONDAY), date(2026, 12, 2), 6, Papers(absence_id))
    give(cast, THURSDAY, absence_id)
    found = outlook(cast.session, actor, absence_id, SUBSTITUTED_DAY)
    assert (days(found.returning), days(found.staying)) == ([THURSDAY], [DAY, date(2026, 12, 2)])
    change_end(cast.session, actor, absence_id, SUBSTITUTED_DAY, found.mark)
    assert cast.lesson("maths", DAY).substitute_id == cast.id_of("substitute")


@pytest.mark.parametrize(
    ("hour", "topic", "returns"), [(6, "", True), (6, "Дроби", False), (9, "", False), (20, "", False)]
)
def test_a_lesson_of_today_returns_only_before_it_has_begun(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: int, topic: str, returns: bool
) -> None:
    absence_id, actor = away(cast, starts=DAY), cast.actor("deputy")
    given = give(cast, DAY, absence_id)
    cast.lesson("maths", DAY).topic = topic
    cast.session.flush()
    at = datetime.combine(DAY, time(hour), ZoneInfo(actor.time_zone)) + timedelta(minutes=80)
    monkeypatch.setattr(clock, "now", lambda: at)  # the third lesson begins at 10:20
    found = outlook(cast.session, actor, absence_id, None)
    assert [one.lesson_id for one in (found.returning if returns else found.staying)] == [given]


def test_a_moved_lesson_that_a_substitute_took_later_stays(cast: Cast) -> None:
    absence_id, actor = away(cast), cast.actor("deputy")
    moved = lesson_id(cast, MONDAY)
    move_lesson(cast.session, actor, moved, date(2026, 12, 2), 6, Papers(absence_id))
    assign(cast.session, actor, moved, cast.id_of("teacher"), Papers(absence_id), join=True)
    found = outlook(cast.session, actor, absence_id, None)
    assert (days(found.returning), days(found.staying)) == ([], [date(2026, 12, 2)])


def test_a_lesson_that_fell_out_and_lost_its_place_stays(cast: Cast) -> None:
    absence_id, actor = away(cast), cast.actor("deputy")
    lost, free = lesson_id(cast, MONDAY), lesson_id(cast, THURSDAY)
    for one in (lost, free):
        cancel_lesson(cast.session, actor, one, "Нет учителя", Papers(absence_id, paid=False))
    move_lesson(cast.session, actor, cast.lesson("russian", MONDAY).id or 0, MONDAY, 2)
    found = outlook(cast.session, actor, absence_id, None)
    assert (days(found.returning), days(found.staying)) == ([THURSDAY], [MONDAY])


def test_a_whole_absence_is_withdrawn_unless_lessons_were_given_in_its_place(cast: Cast) -> None:
    absence_id, actor = away(cast), cast.actor("deputy")
    lesson = give(cast, MONDAY, absence_id)
    mark = outlook(cast.session, actor, absence_id, None).mark
    assert withdraw_absence(cast.session, actor, absence_id, mark) == [lesson]
    assert cast.session.get(TeacherAbsence, absence_id) is None
    assert told(cast, "class_teacher", "teacher_absence_changed")[0]["withdrawn"] is True
    other = away(cast, starts=DAY, ends=DAY)
    call_roll(cast.session, cast.actor("substitute"), give(cast, DAY, other, "substitute"))
    with pytest.raises(DomainError, match="stay as they were"):
        withdraw_absence(cast.session, actor, other, "")


def test_days_of_another_absence_do_not_return(cast: Cast) -> None:
    first, actor = away(cast, ends=THURSDAY), cast.actor("deputy")
    away(cast, starts=THURSDAY, ends=FRIDAY)
    give(cast, THURSDAY, first)
    found = outlook(cast.session, actor, first, MONDAY)
    assert (found.returning, found.staying) == ((), ())


def test_what_has_changed_since_the_look_is_looked_at_again(cast: Cast) -> None:
    absence_id, actor = away(cast), cast.actor("deputy")
    give(cast, THURSDAY, absence_id)
    mark = outlook(cast.session, actor, absence_id, MONDAY).mark
    give(cast, FRIDAY, absence_id, "substitute")
    with pytest.raises(DomainError, match="look at them again"):
        change_end(cast.session, actor, absence_id, MONDAY, mark)


def test_only_what_holds_is_changed_to_possible_days_by_heads_of_the_school(cast: Cast) -> None:
    absence_id, actor = away(cast), cast.actor("deputy")
    with pytest.raises(DomainError):
        outlook(cast.session, actor, absence_id, MONDAY - timedelta(days=1))
    waiting = report_own_absence(cast.session, cast.actor("teacher"), MONDAY, MONDAY, AbsenceReason.OTHER)
    with pytest.raises(DomainError, match="not been accepted"):
        change_end(cast.session, actor, waiting, THURSDAY, "")
    for name in ("teacher", "class_teacher", "pupil", "admin", "teacher_b"):
        with pytest.raises(NotFound):
            outlook(cast.session, cast.actor(name), absence_id, MONDAY)
        with pytest.raises(NotAllowed):
            change_end(cast.session, cast.actor(name), absence_id, MONDAY, "")
    assert (
        cast.session.scalars(select(Substitution.id).where(col(Substitution.absence_id) == absence_id)).all()
        == []
    )


def test_a_substitute_who_falls_ill_is_not_who_the_lesson_was_taken_from(cast: Cast) -> None:
    absence_id, actor = away(cast), cast.actor("deputy")
    lesson = give(cast, THURSDAY, absence_id)
    ill = enter_absence(
        cast.session, actor, cast.id_of("teacher"), THURSDAY, THURSDAY, AbsenceReason.SICK_LEAVE
    )
    assign(cast.session, actor, lesson, cast.id_of("substitute"), Papers(ill), join=True)
    row = cast.session.scalars(select(Substitution).where(Substitution.lesson_id == lesson)).one()
    assert row.absence_id == absence_id
    assert withdraw_absence(cast.session, actor, ill, "") == []
