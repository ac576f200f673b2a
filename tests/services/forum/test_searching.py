"""Posts are found by their words in any form, where one reads them, and only while they stand."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import inspect
from sqlmodel import Session

from ejournal.errors import DomainError
from ejournal.models import ForumDeed
from ejournal.services.base.searching import index
from ejournal.services.forum import posting, searching
from ejournal.services.forum.searching import Found, search
from tests.cast import Cast
from tests.services.forum.forum_helpers import NOON, Forum
from tests.services.journal_helpers import QueryCount


@pytest.fixture
def forum(cast: Cast) -> Forum:
    return Forum(cast)


def ask(forum: Forum, who: str, words: str, section_id: int | None = None) -> Found:
    return search(forum.session, forum.cast.actor(who), words, section_id)


def found(forum: Forum, who: str, words: str, section_id: int | None = None) -> list[tuple[int, int]]:
    return [(one.topic_id, one.number) for one in ask(forum, who, words, section_id).hits]


def test_a_word_is_found_in_its_other_forms_where_one_reads(forum: Forum) -> None:
    forum.begin("guardian", forum.of_class, "Автобус приедет к школе", "Поездка в музей")
    for words in ("автобусом", "поездки", "МУЗЕЯ автобуса", "автобусы школ"):
        [hit] = ask(forum, "pupil", words).hits
        assert hit.section == "6 «Б»"
    for words in ("самолёт", "100%_", "шко автобус", "%"):
        assert found(forum, "pupil", words) == []
    assert found(forum, "pupil", "автобус", forum.school) == []
    assert len(found(forum, "pupil", "автобус", forum.of_class)) == 1


@pytest.mark.parametrize("asked", ["", "  ", "в", "на и", "!?"])
def test_without_a_word_to_look_for_nothing_is_asked(forum: Forum, asked: str) -> None:
    actor = forum.cast.actor("pupil")
    with QueryCount(forum.session) as count:
        assert not search(forum.session, actor, asked).asked
    assert len(count) == 0


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Ещё раз: _важно_ и **срочно**", "еще"),
        ("Еще раз", "ещё"),
        ("_важно_", "важно"),
        ("сдать my_plan.docx", "plan"),
        ("старинный за\u0301мок", "замок"),
        ("и\u0306од и мед", "йод"),
        ("родители 6б", "6Б"),
        ("автобус", "авто\u00adбус"),
        ("[план](https://школа.рф/неделя)", "неделя"),
        ("Reading books", "book reads"),
    ],
)
def test_what_was_written_in_another_way_is_found(forum: Forum, written: str, asked: str) -> None:
    topic = forum.begin("guardian", forum.of_class, written).topic_id
    assert found(forum, "pupil", asked) == [(topic, 1)]


def test_only_what_stands_where_one_reads_is_found(forum: Forum) -> None:
    begun = forum.begin("guardian", forum.school, "Автобус у ворот").topic_id
    readers = ("pupil", "guardian", "teacher", "deputy")
    assert all(found(forum, who, "автобус") == [] for who in readers)  # it waits, for moderators too
    forum.decide("deputy", begun, 1, ForumDeed.LET)
    assert all(found(forum, who, "автобус") == [(begun, 1)] for who in readers)
    forum.answer("teacher", begun, "Автобусы ушли")
    assert len(found(forum, "guardian", "автобус")) == 2
    forum.decide("deputy", begun, 1, ForumDeed.HIDDEN)
    assert all(found(forum, who, "автобус") == [] for who in readers)  # its answers neither
    forum.decide("deputy", begun, 1, ForumDeed.SHOWN)
    forum.decide("deputy", begun, 2, ForumDeed.HIDDEN)
    assert all(found(forum, who, "автобус") == [(begun, 1)] for who in readers)
    for who in ("pupil", "teacher", "teacher_b"):
        parents = forum.begin("guardian", forum.parents, "Стипендия").topic_id
        assert found(forum, who, "стипендия") == []
    assert (parents, 1) in found(forum, "other_guardian", "стипендия")


def test_what_was_changed_or_taken_back_is_found_by_its_words_of_now(forum: Forum) -> None:
    topic = forum.begin("guardian", forum.of_class, "Автобус в девять", "Поездка").topic_id
    actor = forum.cast.actor("guardian")
    posting.change_post(forum.session, actor, topic, 1, "Поезд в десять", forum.now, "Экскурсия")
    assert found(forum, "pupil", "автобус") == found(forum, "pupil", "поездкой") == []
    assert found(forum, "pupil", "поезда") == found(forum, "pupil", "экскурсии") == [(topic, 1)]
    posting.take_back(forum.session, actor, topic, 1, forum.now)
    assert found(forum, "pupil", "поезда") == found(forum, "deputy", "поезда") == []


def test_a_topic_that_was_moved_is_found_by_whoever_reads_its_section_now(forum: Forum) -> None:
    topic = forum.begin("guardian", forum.of_class, "Автобус").topic_id
    forum.decide("deputy", topic, 1, ForumDeed.MOVED, section_id=forum.parents)
    assert found(forum, "pupil", "автобус") == []
    assert found(forum, "other_guardian", "автобус", forum.parents) == [(topic, 1)]


def test_the_newest_come_first_and_no_more_than_fit(forum: Forum, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_FOUND", 3)
    topic = forum.begin("guardian", forum.of_class, "Задание").topic_id
    for _ in range(3):
        forum.answer("class_teacher", topic, "Ещё задание")
    answer = ask(forum, "pupil", "задания")
    assert [one.number for one in answer.hits] == [4, 3, 2]
    assert answer.has_more
    assert not ask(forum, "pupil", "ещё").has_more


def test_a_word_is_found_however_long_ago_it_was_written(
    forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "FURTHER_BACK", (1, 3, 2**62))
    topic = forum.begin("guardian", forum.of_class, "Экскурсия в музей").topic_id
    for words in ("Задание 1", "Задание 2", "Экскурсия в парк", "Задание 3"):
        forum.answer("class_teacher", topic, words)
    assert [number for _, number in found(forum, "pupil", "экскурсию ")] == [4, 1]
    assert [number for _, number in found(forum, "pupil", "задания ")] == [5, 3, 2]


def test_a_hit_shows_the_word_without_the_signs_of_markdown(forum: Forum) -> None:
    far = "Уважаемые **родители**, " * 6 + "сдайте *деньги* на экскурсию" + " и не забудьте обувь" * 9
    forum.begin("guardian", forum.of_class, far, "Об экскурсиях")
    [hit] = ask(forum, "pupil", "экскурсия").hits
    assert (hit.title.before, hit.title.word, hit.title.after) == ("Об ", "экскурсиях", "")
    assert hit.words.word == "экскурсию"
    assert hit.words.before.endswith("сдайте деньги на ")
    assert hit.words.before.startswith("… ")
    assert hit.words.after.endswith(" …")
    assert "*" not in hit.words.before
    assert len(hit.words.before) + len(hit.words.after) < 170
    assert hit.written_at > NOON


def test_words_that_begin_alike_stand_together_whatever_the_locale_of_the_server(session: Session) -> None:
    columns = inspect(session.connection()).get_columns("forum_word")
    [stem] = [one for one in columns if one["name"] == "stem"]
    assert stem["type"].collation == {"postgresql": "C", "sqlite": None}[session.connection().dialect.name]


def test_more_sections_and_posts_take_the_same_queries(forum: Forum) -> None:
    actor = forum.cast.actor("deputy")

    def asked() -> int:
        with QueryCount(forum.session) as count:
            search(forum.session, actor, "задание автобус")
        return len(count)

    topic = forum.begin("class_teacher", forum.of_class, "Задание, автобус").topic_id
    before = asked()
    for _ in range(3):
        forum.answer("class_teacher", topic, "Задание, автобус")
        forum.begin("deputy", forum.school, "Задание, автобус")
    assert asked() == before <= 3


_WORDS = some.from_regex(r"[а-яА-ЯёЁa-zA-Z]{3,12}|[0-9]{1,4}|[0-9]{1,2}[а-яё]", fullmatch=True)
_SIGNS = some.sampled_from(
    (" ", "\n", ", ", "** ", " _", "_ ", "\n> ", "\n- ", " — ", "(", ")", "`", "…", "«")
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=some.lists(some.tuples(_WORDS, _SIGNS), min_size=1, max_size=8), data=some.data())
def test_a_post_is_found_by_any_of_its_own_words(
    forum: Forum, said: list[tuple[str, str]], data: some.DataObject
) -> None:
    topic = forum.begin("class_teacher", forum.of_class, "".join(word + sign for word, sign in said)).topic_id
    word = data.draw(some.sampled_from([word for word, _ in said]))
    way = data.draw(some.sampled_from((str, str.upper, str.lower, lambda one: one.replace("ё", "е"))))
    for asked in (way(word), f"{way(word)} "):
        hits = ask(forum, "pupil", asked).hits
        [hit] = [one for one in hits if one.topic_id == topic]
        assert hit.words.word


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=some.text(max_size=100))
def test_no_text_breaks_the_search(forum: Forum, text: str) -> None:
    with suppress(DomainError):
        forum.begin("class_teacher", forum.of_class, text)
    for one in ask(forum, "pupil", text).hits:
        assert one.words.word or one.title.word
