"""News read: the list with those of classes, the archive, the main page, who has acknowledged what."""

from datetime import timedelta

import pytest

from ejournal.errors import DomainError, NotFound
from ejournal.models import ClassPart
from ejournal.services.class_page import helpers, hiding, writing
from ejournal.services.class_page.reading import ClassNews
from ejournal.services.class_page.writing import Fields
from ejournal.services.news import acknowledging, comments, publishing, reading
from ejournal.services.news.acknowledging import lines_of
from tests.cast import DAY, Cast
from tests.services.diary_helpers import counted_queries
from tests.services.news.board import NOON, Board


@pytest.fixture
def board(cast: Cast) -> Board:
    return Board(cast)


def of_class(board: Board, title: str, who: str = "class_teacher") -> int:
    """News on the page of 6Б."""
    actor, class_id = board.cast.actor(who), board.cast.classes["6b"].id or 0
    return writing.add_item(board.session, actor, class_id, ClassPart.NEWS, Fields(title, "Мы"), board.now)


def test_pinned_ones_stand_first_then_the_newest_with_those_of_the_class(board: Board) -> None:
    board.publish("deputy", "role:guardian", title="Первая", pinned=True)
    of_class(board, "Класса")
    board.publish("deputy", "role:guardian", title="Вторая")
    assert board.titles("guardian") == ["Первая", "Вторая", "Класса"]
    assert board.titles("other_guardian") == ["Первая", "Вторая"]
    assert board.titles("deputy") == ["Первая", "Вторая"]
    assert board.titles("class_teacher") == ["Класса"]
    found = reading.page(board.session, board.cast.actor("guardian")).items[2]
    assert isinstance(found, ClassNews)
    assert found.class_title == "6 «Б»"


def test_what_is_hidden_on_a_class_s_page_stands_in_no_list(board: Board, cast: Cast) -> None:
    teacher = cast.actor("class_teacher")
    helpers.give(board.session, teacher, cast.classes["6b"].id or 0, cast.id_of("guardian"))
    number = of_class(board, "Реклама", "guardian")
    assert board.titles("pupil") == ["Реклама"]
    hiding.hide(board.session, teacher, number, "Не по делу", board.now)
    assert board.titles("pupil") == board.titles("guardian") == []


def test_after_its_last_day_it_stands_in_the_archive(board: Board, cast: Cast) -> None:
    number = board.publish("deputy", "role:guardian", title="До вечера", until=DAY)
    assert (board.titles("guardian"), board.titles("guardian", archive=True)) == (["До вечера"], [])
    board.item(number).until = DAY - timedelta(days=1)
    board.session.flush()
    assert (board.titles("guardian"), board.titles("guardian", archive=True)) == ([], ["До вечера"])
    assert reading.at_home(board.session, cast.actor("guardian")) == []


def test_pages_go_on_where_the_one_before_ended(
    board: Board, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PAGE", 2)
    for n in range(3):
        board.publish("deputy", "role:guardian", title=f"Школы {n}")
        of_class(board, f"Класса {n}")
    pages = [reading.page(board.session, cast.actor("guardian"), number) for number in (1, 2, 3, 9)]
    assert [[one.title for one in page.items] for page in pages] == [
        ["Класса 2", "Школы 2"], ["Класса 1", "Школы 1"], ["Класса 0", "Школы 0"], [],
    ]  # fmt: skip
    assert [page.has_more for page in pages] == [True, True, False, False]


def test_more_news_take_the_same_queries(board: Board, cast: Cast) -> None:
    def asked() -> int:
        board.session.expire_all()
        with counted_queries(board.session) as seen:
            reading.page(board.session, cast.actor("guardian"))
            reading.at_home(board.session, cast.actor("guardian"))
        return len(seen)

    board.publish("deputy", "role:guardian")
    of_class(board, "Класса")
    few = asked()
    for n in range(12):
        board.publish("deputy", "role:guardian", title=f"Ещё {n}")
        of_class(board, f"Класса {n}")
    assert asked() == few


def test_the_main_page_shows_what_is_new_pinned_or_to_be_acknowledged(board: Board, cast: Cast) -> None:
    plain = board.publish("deputy", "role:guardian", title="Простая")
    must = board.publish("deputy", "role:guardian", title="Ознакомиться", must=True)
    board.publish("deputy", "role:guardian", title="Главная", pinned=True)
    guardian = cast.actor("guardian")

    def home() -> list[str]:
        return [one.title for one in reading.at_home(board.session, guardian)]

    assert home() == ["Главная", "Ознакомиться", "Простая"]
    for number in (plain, must):
        acknowledging.mark_seen(board.session, guardian, number, board.now)
    assert home() == ["Главная", "Ознакомиться"]
    acknowledging.acknowledge(board.session, guardian, must, board.now)
    assert home() == ["Главная"]


def test_who_has_acknowledged_it_stands_class_by_class(board: Board, cast: Cast) -> None:
    number = board.publish("deputy", "role:guardian", "role:teacher", must=True)
    deputy, session = cast.actor("deputy"), board.session
    acknowledging.mark_seen(session, cast.actor("other_guardian"), number, board.now)
    first = board.now
    acknowledging.acknowledge(session, cast.actor("guardian"), number, first)
    acknowledging.acknowledge(session, cast.actor("guardian"), number, board.now)
    acknowledging.mark_seen(session, deputy, number, board.now)
    found = acknowledging.standing(session, deputy, number)
    assert (found.seen, found.acknowledged, found.may_remind) == (2, 1, True)
    by_title = {group.title: group for group in found.groups}
    assert set(by_title) == {"", "2 «А»", "6 «Б»", "6 «В»"}
    assert (by_title["6 «Б»"].acknowledged, by_title["2 «А»"].acknowledged) == (1, 1)
    [lebedeva] = [one for one in by_title["6 «Б»"].lines if one.acknowledged_at]
    assert (lebedeva.acknowledged_at, lebedeva.children[0].split()[0]) == (first, "Лебедева")
    assert len(lines_of(found)) == sum(len(group.lines) for group in found.groups)
    for who in ("guardian", "class_teacher", "admin"):
        with pytest.raises(NotFound):
            acknowledging.standing(session, cast.actor(who), number)


def test_nothing_is_acknowledged_that_is_not_asked(board: Board, cast: Cast) -> None:
    plain = board.publish("deputy", "role:guardian")
    must = board.publish("deputy", "role:guardian", must=True)
    waits = board.draft("deputy", "role:guardian", must=True)
    for who, number in (("guardian", plain), ("guardian", waits), ("teacher", must), ("deputy", must)):
        with pytest.raises(NotFound):
            acknowledging.acknowledge(board.session, cast.actor(who), number, board.now)


def test_the_rest_is_reminded_and_not_too_often(board: Board, cast: Cast) -> None:
    number = board.publish("deputy", "role:guardian", must=True)
    session, deputy = board.session, cast.actor("deputy")
    acknowledging.acknowledge(session, cast.actor("guardian"), number, board.now)
    assert acknowledging.remind(session, deputy, number, NOON + timedelta(days=1)) == 2
    told = {name: payload["what"] for name, payload in board.told().items()}
    assert told == {"guardian": "out", "other_guardian": "reminder", "teacher_parent": "reminder"}
    with pytest.raises(DomainError, match="reminded lately"):
        acknowledging.remind(session, deputy, number, NOON + timedelta(days=1, hours=1))
    plain = board.publish("deputy", "role:guardian")
    with pytest.raises(NotFound):
        acknowledging.remind(session, deputy, plain, board.now)


def test_readers_speak_under_it_where_they_may(board: Board, cast: Cast) -> None:
    session, guardian = board.session, cast.actor("guardian")
    closed = board.publish("deputy", "role:guardian")
    with pytest.raises(NotFound):
        comments.say(session, guardian, closed, "Можно?", board.now)
    number = board.publish("deputy", "role:guardian", comments=True)
    said = comments.say(session, guardian, number, "Придём <b>все</b>", board.now)
    with pytest.raises(NotFound):
        comments.say(session, cast.actor("pupil"), number, "И мы", board.now)
    with pytest.raises(DomainError, match="Write something"):
        comments.say(session, guardian, number, " \u2060", board.now)
    item = board.item(number)
    [seen] = comments.comments_of(session, cast.actor("other_guardian"), item)
    assert (seen.id, seen.words, seen.is_own) == (said, "Придём <b>все</b>", False)
    with pytest.raises(NotFound):
        comments.take_back(session, cast.actor("other_guardian"), said, board.now)
    comments.take_back(session, guardian, said, board.now)
    assert comments.comments_of(session, cast.actor("deputy"), item) == []


def test_a_reported_comment_is_hidden_with_a_reason_that_its_author_reads(board: Board, cast: Cast) -> None:
    session, guardian, other = board.session, cast.actor("guardian"), cast.actor("other_guardian")
    number = board.publish("deputy", "role:guardian", comments=True)
    said = comments.say(session, guardian, number, "Покупайте у нас", board.now)
    item = board.item(number)
    for _ in range(2):
        comments.report(session, other, said, board.now)
    assert board.told()["deputy"]["what"] == "reported"
    with pytest.raises(NotFound):
        comments.report(session, guardian, said, board.now)
    assert comments.comments_of(session, cast.actor("deputy"), item)[0].reported == 1
    assert comments.comments_of(session, other, item)[0].reported == 0
    assert comments.waiting_reports(session, cast.actor("deputy"), [number]) == {number}
    with pytest.raises(DomainError, match="Say why"):
        comments.hide(session, cast.actor("director"), said, " ", board.now)
    comments.hide(session, cast.actor("director"), said, "Реклама", board.now)
    assert comments.comments_of(session, other, item) == []
    [own] = comments.comments_of(session, guardian, item)
    assert (own.hidden, own.reason) == (True, "Реклама")
    assert board.told()["guardian"]["reason"] == "Реклама"
    assert comments.waiting_reports(session, cast.actor("deputy"), [number]) == frozenset()
    for wrong in (comments.report, comments.take_back):
        with pytest.raises(NotFound):
            wrong(session, other, said, board.now)
    comments.show_again(session, cast.actor("deputy"), said, board.now)
    assert [one.id for one in comments.comments_of(session, other, item)] == [said]
    comments.report(session, cast.actor("teacher_parent"), said, board.now)
    comments.leave(session, cast.actor("deputy"), said, board.now)
    assert comments.waiting_reports(session, cast.actor("deputy"), [number]) == frozenset()
    publishing.withdraw(session, cast.actor("deputy"), number)
    with pytest.raises(NotFound):
        comments.say(session, guardian, number, "Ещё?", board.now)


def test_there_are_not_too_many_comments(board: Board, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comments, "MOST", 1)
    number = board.publish("deputy", "role:guardian", comments=True)
    comments.say(board.session, cast.actor("guardian"), number, "Раз", board.now)
    with pytest.raises(DomainError, match="comments here already"):
        comments.say(board.session, cast.actor("guardian"), number, "Два", board.now)
