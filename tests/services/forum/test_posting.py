"""Topics and answers: who sees what, when, and who is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ejournal.access.forum import readers_of
from ejournal.errors import DomainError, NotFound
from ejournal.models import ForumDeed, ForumFormerWords, ForumSection, ForumStanding, NoticeKind
from ejournal.services.accounts.throttle import TooFast
from ejournal.services.forum import following, posting, reading, searching, sections
from tests.cast import DAY, Cast
from tests.services.forum.forum_helpers import NOON, Forum

HOSTILE = ("\u202eмасло", "а" + "\u0301" * 400, "<script>alert(1)</script>", "😀" * 10)


@pytest.fixture
def forum(cast: Cast) -> Forum:
    return Forum(cast)


def test_what_waits_is_seen_by_its_author_and_moderators_until_it_is_let_through(forum: Forum) -> None:
    begun = forum.begin("guardian", forum.school)
    assert begun.waits
    assert forum.topics("teacher", forum.school) == []
    assert forum.topics("guardian", forum.school) == forum.topics("deputy", forum.school) == ["Поездка"]
    with pytest.raises(NotFound):
        forum.read("teacher", begun.topic_id)
    assert len(forum.told("deputy", NoticeKind.FORUM_WAITS)) == 1
    with pytest.raises(DomainError, match="waits for a moderator"):
        forum.answer("guardian", begun.topic_id)
    forum.decide("deputy", begun.topic_id, 1, ForumDeed.LET)
    assert [one.words for one in forum.read("teacher", begun.topic_id)] == ["Кто едет?"]
    assert len(forum.told("guardian", NoticeKind.FORUM_DECIDED)) == 1
    assert not forum.begin("teacher", forum.school).waits  # the staff is not looked at first


def test_who_follows_a_topic_is_told_once_until_they_look(forum: Forum) -> None:
    topic = forum.begin("guardian", forum.of_class).topic_id
    forum.answer("teacher_parent", topic)
    forum.answer("teacher_parent", topic)
    assert len(forum.told("guardian", NoticeKind.FORUM_ANSWER)) == 1
    assert forum.told("teacher_parent", NoticeKind.FORUM_ANSWER) == []
    following.see(forum.session, forum.cast.actor("guardian"), topic, forum.now)
    assert forum.told("guardian", NoticeKind.FORUM_ANSWER) == []
    following.choose(forum.session, forum.cast.actor("guardian"), topic, wanted=False)
    forum.answer("guardian", topic, "Спасибо")  # who has said no stays unasked
    forum.answer("class_teacher", topic)
    assert forum.told("guardian", NoticeKind.FORUM_ANSWER) == []
    assert len(forum.told("teacher_parent", NoticeKind.FORUM_ANSWER)) == 1


def test_a_waiting_answer_is_told_of_when_it_is_let_through(forum: Forum) -> None:
    topic = forum.begin("teacher", forum.school).topic_id
    assert forum.answer("guardian", topic).waits
    assert forum.told("teacher", NoticeKind.FORUM_ANSWER) == []
    assert [one.number for one in forum.read("teacher", topic)] == [1]
    forum.decide("deputy", topic, 2, ForumDeed.LET)
    assert len(forum.told("teacher", NoticeKind.FORUM_ANSWER)) == 1
    assert [one.new for one in forum.read("teacher", topic)] == [False, True]


def test_who_only_reads_a_section_is_told_so_and_who_is_not_of_it_finds_nothing(forum: Forum) -> None:
    with pytest.raises(DomainError, match="only read"):
        forum.begin("pupil", forum.of_class)
    for who, section in (("pupil", forum.parents), ("other_guardian", forum.of_class)):
        with pytest.raises(NotFound):
            forum.begin(who, section)
    assert forum.begin("guardian", forum.parents).number == 1
    topic = forum.begin("guardian", forum.of_class, "Автобус ждёт").topic_id
    for act in (
        lambda: forum.read("other_guardian", topic),
        lambda: forum.answer("other_guardian", topic),
        lambda: following.choose(forum.session, forum.cast.actor("other_guardian"), topic, wanted=True),
    ):
        with pytest.raises(NotFound):
            act()
    assert searching.search(forum.session, forum.cast.actor("other_guardian"), "автобус").hits == ()


def test_a_closed_section_and_a_closed_topic_take_nothing_new(forum: Forum) -> None:
    topic = forum.begin("guardian", forum.of_class).topic_id
    forum.decide("class_teacher", topic, 1, ForumDeed.CLOSED)
    with pytest.raises(DomainError, match="topic is closed"):
        forum.answer("guardian", topic)
    forum.decide("class_teacher", topic, 1, ForumDeed.OPENED)
    forum.answer("guardian", topic)
    teacher, section = forum.cast.actor("class_teacher"), forum.session.get_one(ForumSection, forum.of_class)
    fields = sections.fields_of(section)
    closed = sections.SectionFields(
        fields.title, class_id=fields.class_id, reads=fields.reads, writes=fields.writes, closed=True
    )
    sections.change_section(forum.session, teacher, forum.of_class, closed)
    with pytest.raises(DomainError, match="section is closed"):
        forum.answer("guardian", topic)


def test_an_own_post_is_changed_in_time_and_what_it_said_is_kept(forum: Forum) -> None:
    topic, guardian = forum.begin("guardian", forum.of_class).topic_id, forum.cast.actor("guardian")
    posting.change_post(forum.session, guardian, topic, 1, "Кто поедет?", forum.now, "Поездка в музей")
    kept = forum.session.scalars(select(ForumFormerWords)).one()
    assert kept.words == "Поездка\n\nКто едет?"
    [post] = forum.read("teacher_parent", topic)
    assert (post.words, post.edited, forum.topic(topic).title) == ("Кто поедет?", True, "Поездка в музей")
    late = NOON + posting.CHANGED_WITHIN + timedelta(hours=1)
    with pytest.raises(DomainError, match="can be changed for"):
        posting.change_post(forum.session, guardian, topic, 1, "Поздно", late, "Поездка")
    with pytest.raises(DomainError, match="can be changed for"):
        posting.change_post(forum.session, forum.cast.actor("pupil"), topic, 1, "Чужое", forum.now, "Тема")


def test_what_is_changed_in_a_moderated_section_waits_again(forum: Forum) -> None:
    topic, guardian = forum.begin("guardian", forum.school).topic_id, forum.cast.actor("guardian")
    forum.decide("deputy", topic, 1, ForumDeed.LET)
    posting.change_post(forum.session, guardian, topic, 1, "Другое", forum.now, "Поездка")
    assert forum.topic(topic).standing is ForumStanding.WAITS


def test_a_post_is_taken_back_and_a_topic_while_nobody_has_answered(forum: Forum) -> None:
    topic, guardian = forum.begin("guardian", forum.of_class).topic_id, forum.cast.actor("guardian")
    number = forum.answer("guardian", topic, "Лишнее").number
    with pytest.raises(DomainError, match="answers already"):
        posting.take_back(forum.session, guardian, topic, 1, forum.now)
    posting.take_back(forum.session, guardian, topic, number, forum.now)
    assert [one.words for one in forum.read("pupil", topic)] == ["Кто едет?", ""]
    assert forum.read("class_teacher", topic)[1].words == "Лишнее"  # moderators keep its words
    lonely = forum.begin("guardian", forum.of_class, title="Зря").topic_id
    posting.take_back(forum.session, guardian, lonely, 1, forum.now)
    assert forum.topics("pupil", forum.of_class) == ["Поездка"]


def test_nobody_writes_faster_than_a_person(forum: Forum) -> None:
    topic, guardian = forum.begin("guardian", forum.of_class).topic_id, forum.cast.actor("guardian")
    refused = 0
    for _ in range(200):
        try:
            posting.answer(forum.session, guardian, topic, "Ещё", NOON + timedelta(hours=1))
        except TooFast:
            refused += 1
    assert forum.topic(topic).last_number == 201 - refused < 12


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_kept_harmless(forum: Forum, words: str) -> None:
    topic = forum.begin("guardian", forum.of_class, words).topic_id
    [post] = forum.read("pupil", topic)
    assert "\u202e" not in post.words
    assert post.words.count("\u0301") <= 2


@pytest.mark.parametrize("words", ["", "   ", "\u200b\u200b", "а" * 100_000])
def test_what_nobody_could_read_is_refused_by_its_field(forum: Forum, words: str) -> None:
    with pytest.raises(DomainError) as refused:
        forum.begin("guardian", forum.of_class, words)
    assert refused.value.field == posting.WORDS
    with pytest.raises(DomainError) as refused:
        forum.begin("guardian", forum.of_class, title=words)
    assert refused.value.field == posting.TITLE


def test_posts_come_by_pages_and_the_page_of_what_is_new_is_first(
    forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ejournal.services.forum.reading.POSTS", 3)
    topic = forum.begin("guardian", forum.of_class).topic_id
    for number in range(7):
        forum.answer("class_teacher", topic, f"Ответ {number}")
    assert [one.number for one in forum.read("pupil", topic)] == [1, 2, 3]
    assert [one.number for one in forum.read("pupil", topic, reading.LAST)] == [7, 8]
    following.see(forum.session, forum.cast.actor("pupil"), topic, forum.now)
    assert [one.number for one in forum.read("pupil", topic)] == [7, 8]
    actor = forum.cast.actor("pupil")
    found = reading.thread(forum.session, actor, topic, forum.now, None, 5)
    assert [one.number for one in found.posts] == [4, 5, 6]


def test_who_reads_a_class_section_follows_the_structure(forum: Forum) -> None:
    section = forum.session.get_one(ForumSection, forum.of_class)
    readers = set(forum.session.scalars(readers_of(section, DAY)))
    names = {name for name, person in forum.cast.people.items() if person.id in readers}
    assert names == {
        "director", "deputy", "class_teacher", "teacher", "substitute", "teacher_parent", "pupil",
        "classmate", "arrived", "guardian",
    }  # fmt: skip
