"""How journals are filled: what lessons lack, how late marks come, and the reminder of it."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from ejournal.errors import DomainError, NotAllowed
from ejournal.models import Lesson, Mark, NoticeKind, OutboxNotice
from ejournal.services.reports.filling import FillingLine, filling, remind
from tests.cast import DAY, Cast
from tests.services.reports.reports_helpers import give_marks

MONDAY = date(2026, 11, 16)


def line(cast: Cast, name: str) -> FillingLine:
    found = filling(cast.session, cast.actor("deputy"))
    assert found is not None
    return next(one for one in found.lines if one.teacher_id == cast.id_of(name))


def change(cast: Cast, lesson: Lesson, **values: object) -> None:
    cast.session.execute(update(Lesson).where(Lesson.id == lesson.id).values(**values))  # type: ignore[arg-type]


def test_what_lessons_until_today_lack_is_counted_by_who_gives_them(cast: Cast) -> None:
    # Of Соколов: Russian in 6Б and 6В, five lessons a week, two weeks until Friday the 20th.
    assert (line(cast, "teacher").lessons, line(cast, "teacher").without_topic) == (10, 10)
    change(cast, cast.lesson("russian", MONDAY), topic="Корень", homework="§ 5")
    change(cast, cast.lesson("russian", DAY), topic="Корень", kind_id=cast.kinds["test"].id)
    change(cast, cast.lesson("russian", date(2026, 11, 11)), kind_id=cast.kinds["test"].id)
    found = line(cast, "teacher")
    assert (found.without_topic, found.without_homework, found.tests_without_marks) == (8, 9, 1)
    assert found.lacks


def test_a_lesson_in_another_s_place_is_the_substitute_s(cast: Cast) -> None:
    of_substitute = line(cast, "substitute").lessons
    change(cast, cast.lesson("russian", MONDAY), substitute_id=cast.id_of("substitute"))
    assert line(cast, "substitute").lessons == of_substitute + 1
    assert line(cast, "teacher").lessons == 9


def test_the_delay_is_the_mean_of_days_from_lesson_to_mark(cast: Cast) -> None:
    give_marks(cast, "russian", "pupil", "545", [date(2026, 11, 9), date(2026, 11, 11), MONDAY])
    for day, days in ((date(2026, 11, 9), 0), (date(2026, 11, 11), 1), (MONDAY, 4)):
        at = datetime.combine(day + timedelta(days), time(9), cast.made_at.tzinfo)
        cast.session.execute(
            update(Mark).where(Mark.lesson_id == cast.lesson("russian", day).id).values(created_at=at)  # type: ignore[arg-type]
        )
    found = line(cast, "teacher")
    assert (found.marks, found.late_marks, found.delay) == (3, 1, Decimal("1.67"))


def test_only_heads_see_it_and_remind(cast: Cast) -> None:
    for name in ("teacher", "class_teacher", "admin", "guardian"):
        with pytest.raises(NotAllowed):
            filling(cast.session, cast.actor(name))
        with pytest.raises(NotAllowed):
            remind(cast.session, cast.actor(name), None, {cast.id_of("teacher")})


def test_a_reminder_tells_whom_something_is_missing_once_a_week(cast: Cast) -> None:
    head, whom = cast.actor("deputy"), {cast.id_of("teacher"), cast.id_of("admin")}
    assert remind(cast.session, head, None, whom) == 1
    assert remind(cast.session, head, None, whom) == 1
    notices = cast.session.scalars(select(OutboxNotice)).all()
    assert [(one.kind, one.recipient_id, one.payload["topics"]) for one in notices] == [
        (NoticeKind.JOURNAL_UNFILLED.value, cast.id_of("teacher"), 10)
    ]
    with pytest.raises(DomainError, match="Nothing is missing"):
        remind(cast.session, head, None, {cast.id_of("admin")})
