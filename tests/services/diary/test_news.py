"""What changed since the previous look: one sitting is one look."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from ejournal import clock
from ejournal.errors import NotFound
from ejournal.models import Remark, Substitution
from ejournal.services import audit
from ejournal.services.diary.news import DiaryNews, NewsKind, is_new_sitting, record_visit, what_changed
from tests.cast import DAY, Cast
from tests.services.diary_helpers import change_lesson, give_mark, note_absence

MONDAY = date(2026, 11, 16)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Moves the clock on."""
    real, shift = clock.now, timedelta()

    def move(by: timedelta) -> None:
        nonlocal shift
        shift += by

    monkeypatch.setattr(clock, "now", lambda: real() + shift)
    return move


def look(cast: Cast) -> bool:
    return record_visit(cast.session, cast.actor("guardian"), cast.id_of("pupil"))


def news(cast: Cast) -> DiaryNews:
    return what_changed(cast.session, cast.actor("guardian"), cast.id_of("pupil"))


def test_at_the_very_first_look_nothing_is_news(cast: Cast) -> None:
    give_mark(cast, "pupil", cast.lessons["maths"], "5")
    assert news(cast) == DiaryNews(None)
    look(cast)
    assert news(cast) == DiaryNews(None)


def test_what_came_after_the_look_is_news_at_the_next(cast: Cast, later: Callable[[timedelta], None]) -> None:
    give_mark(cast, "pupil", cast.lesson("maths", MONDAY), "4")
    later(timedelta(minutes=1))
    look(cast)
    later(timedelta(minutes=50))
    give_mark(cast, "pupil", cast.lessons["maths"], "5")
    give_mark(cast, "classmate", cast.lessons["maths"], "2")
    note_absence(cast, "pupil", cast.lessons["russian"])
    later(timedelta(minutes=1))
    assert {item.kind: item.text for item in news(cast).items} == {
        NewsKind.MARK: "5",
        NewsKind.ABSENCE: "н",
    }


def test_looks_in_one_sitting_keep_the_news(cast: Cast, later: Callable[[timedelta], None]) -> None:
    look(cast)
    later(timedelta(hours=1))
    give_mark(cast, "pupil", cast.lessons["maths"], "5")
    assert is_new_sitting(cast.session, cast.actor("guardian"), cast.id_of("pupil"))
    assert look(cast) is True
    assert look(cast) is False
    assert not is_new_sitting(cast.session, cast.actor("guardian"), cast.id_of("pupil"))
    assert news(cast).count(NewsKind.MARK) == 1
    later(timedelta(hours=1))
    look(cast)
    assert news(cast).items == ()


def test_a_changed_mark_is_told_from_a_new_one(cast: Cast, later: Callable[[timedelta], None]) -> None:
    mark = give_mark(cast, "pupil", cast.lessons["maths"], "3")
    later(timedelta(minutes=1))
    look(cast)
    later(timedelta(hours=1))
    mark.value, mark.changed_at = "4", clock.now()
    cast.session.add(mark)
    cast.session.flush()
    assert [(item.kind, item.text) for item in news(cast).items] == [(NewsKind.MARK_CHANGED, "4")]


def test_remarks_homework_and_substitutions_are_news(cast: Cast, later: Callable[[timedelta], None]) -> None:
    look(cast)
    later(timedelta(hours=1))
    school_id, teacher_id = cast.schools["a"].id or 0, cast.id_of("class_teacher")
    lesson = change_lesson(cast, "maths", DAY, homework="№ 5")
    change = audit.Change(
        "lesson.write", "lesson", lesson.id, {"homework": ""}, {"homework": "№ 5"}, lesson_id=lesson.id
    )
    audit.record(cast.session, school_id, teacher_id, change)
    cast.session.add(
        Remark(
            school_id=school_id,
            pupil_id=cast.id_of("pupil"),
            day=DAY,
            text="Шумела",
            author_id=teacher_id,
            created_at=clock.now(),
        )
    )
    cast.session.add(
        Substitution(
            school_id=school_id,
            lesson_id=cast.lessons["russian"].id or 0,
            absent_teacher_id=cast.id_of("teacher"),
            substitute_id=cast.id_of("substitute"),
            created_at=clock.now(),
            created_by_id=cast.id_of("deputy"),
        )
    )
    cast.session.flush()
    later(timedelta(minutes=1))
    assert {(item.kind, item.text) for item in news(cast).items} == {
        (NewsKind.HOMEWORK, "№ 5"),
        (NewsKind.REMARK, "Шумела"),
        (NewsKind.SUBSTITUTION, "О. Л. Миронова"),
    }


def test_what_is_old_is_no_news(cast: Cast, later: Callable[[timedelta], None]) -> None:
    look(cast)
    later(timedelta(hours=1))
    give_mark(cast, "pupil", cast.lessons["maths"], "5")
    actor = cast.actor("guardian")
    later(timedelta(days=20))
    assert what_changed(cast.session, actor, cast.id_of("pupil")).items == ()


def test_a_strangers_look_is_not_noted(cast: Cast) -> None:
    with pytest.raises(NotFound):
        record_visit(cast.session, cast.actor("other_guardian"), cast.id_of("pupil"))
