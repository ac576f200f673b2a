"""What moderators do: the author is told why, others are not, all stands in the trail."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import AuditEntry, ForumDeed, ForumStanding, NoticeKind
from ejournal.services.forum import moderating, reporting
from ejournal.services.forum.queue import queue
from tests.cast import Cast
from tests.services.forum.forum_helpers import Forum


@pytest.fixture
def forum(cast: Cast) -> Forum:
    return Forum(cast)


@pytest.fixture
def topic(forum: Forum) -> int:
    """A mother's topic in the section of 6Б, which another parent has answered."""
    number = forum.begin("guardian", forum.of_class).topic_id
    forum.answer("teacher_parent", number)
    return number


def test_the_author_reads_why_a_post_was_hidden_and_others_see_that_it_is(forum: Forum, topic: int) -> None:
    forum.decide("class_teacher", topic, 2, ForumDeed.HIDDEN, "Грубость")
    hidden = forum.read("teacher_parent", topic)[1]
    assert (hidden.words, hidden.said[0].reason) == ("Мы едем", "Грубость")
    other = forum.read("guardian", topic)[1]
    assert (other.words, other.said, other.standing) == ("", (), ForumStanding.HIDDEN)
    [told] = forum.told("teacher_parent", NoticeKind.FORUM_DECIDED)
    assert told.payload["reason"] == "Грубость"
    forum.decide("class_teacher", topic, 2, ForumDeed.SHOWN)
    assert forum.read("guardian", topic)[1].words == "Мы едем"
    actions = set(forum.session.scalars(select(AuditEntry.action)))  # type: ignore[call-overload]
    assert {"forum.hidden", "forum.shown"} <= actions


def test_a_hidden_topic_is_gone_for_all_but_its_author_and_moderators(forum: Forum, topic: int) -> None:
    forum.decide("class_teacher", topic, 1, ForumDeed.HIDDEN)
    assert forum.topics("pupil", forum.of_class) == []
    assert forum.topics("guardian", forum.of_class) == ["Поездка"]
    with pytest.raises(NotFound):
        forum.answer("teacher_parent", topic)
    with pytest.raises(DomainError, match="hidden"):
        forum.answer("guardian", topic)


def test_who_was_muted_reads_and_is_told_until_when_and_why(forum: Forum, topic: int) -> None:
    with pytest.raises(DomainError) as refused:
        forum.decide("class_teacher", topic, 1, ForumDeed.MUTED, "Ссора", mute="year")
    assert refused.value.field == "mute"
    forum.decide("class_teacher", topic, 1, ForumDeed.MUTED, "Ссора", mute="day")
    with pytest.raises(DomainError, match="only read until"):
        forum.answer("guardian", topic)
    forum.begin("guardian", forum.parents)  # a class teacher's word holds in the class
    teacher, now = forum.cast.actor("class_teacher"), forum.now
    [muted] = queue(forum.session, teacher, now).muted
    moderating.lift_mute(forum.session, teacher, muted.decision_id, now)
    forum.answer("guardian", topic)
    with pytest.raises(NotFound):
        moderating.lift_mute(forum.session, teacher, muted.decision_id, now + timedelta(minutes=1))


def test_a_mute_of_the_heads_holds_in_all_the_forum(forum: Forum, topic: int) -> None:
    forum.decide("deputy", topic, 1, ForumDeed.MUTED, "Ссора", mute="week")
    with pytest.raises(DomainError, match="only read until"):
        forum.begin("guardian", forum.parents)
    teacher, now = forum.cast.actor("class_teacher"), forum.now
    assert queue(forum.session, teacher, now).muted == ()
    [muted] = queue(forum.session, forum.cast.actor("director"), now).muted
    with pytest.raises(NotFound):
        moderating.lift_mute(forum.session, teacher, muted.decision_id, now)


def test_a_topic_is_moved_by_who_looks_after_both_sections(forum: Forum, topic: int) -> None:
    with pytest.raises(NotFound):
        forum.decide("class_teacher", topic, 1, ForumDeed.MOVED, section_id=forum.parents)
    with pytest.raises(DomainError) as refused:
        forum.decide("deputy", topic, 1, ForumDeed.MOVED)
    assert refused.value.field == "section"
    forum.decide("deputy", topic, 1, ForumDeed.MOVED, section_id=forum.parents)
    assert forum.topics("other_guardian", forum.parents) == ["Поездка"]
    with pytest.raises(NotFound):  # a pupil of the class, who answers from a page that is open yet
        forum.answer("pupil", topic)


def test_reports_wait_for_who_looks_after_the_section_until_something_is_done(
    forum: Forum, topic: int
) -> None:
    guardian, teacher = forum.cast.actor("guardian"), forum.cast.actor("class_teacher")
    reporting.report(forum.session, guardian, topic, 2, "Грубо", forum.now)
    [told] = forum.told("class_teacher", NoticeKind.FORUM_WAITS)
    assert told.payload["section"] == "6 «Б»"
    [one] = queue(forum.session, teacher, forum.now).reported
    assert (one.reason, one.number, one.reporter) == ("Грубо", 2, "М. П. Лебедева")
    with pytest.raises(DomainError, match="already"):
        reporting.report(forum.session, guardian, topic, 2, "Снова", forum.now)
    with pytest.raises(NotFound):
        reporting.report(forum.session, guardian, topic, 1, "Своё", forum.now)
    forum.decide("class_teacher", topic, 2, ForumDeed.NOTHING)
    assert queue(forum.session, teacher, forum.now).reported == ()
    assert forum.told("teacher_parent", NoticeKind.FORUM_DECIDED) == []


def test_nobody_decides_against_oneself_nor_twice_nor_without_a_reason(forum: Forum, topic: int) -> None:
    own = forum.begin("class_teacher", forum.of_class).topic_id
    with pytest.raises(DomainError, match="already"):
        forum.decide("class_teacher", own, 1, ForumDeed.WARNED)
    with pytest.raises(DomainError, match="Say why"):
        forum.decide("class_teacher", topic, 2, ForumDeed.WARNED, "  ")
    forum.decide("class_teacher", topic, 2, ForumDeed.HIDDEN)
    with pytest.raises(DomainError, match="already"):
        forum.decide("deputy", topic, 2, ForumDeed.HIDDEN)
    with pytest.raises(NotAllowed):
        forum.decide("teacher", topic, 1, ForumDeed.WARNED)


def test_a_topic_is_pinned_and_taken_down(forum: Forum, topic: int) -> None:
    forum.begin("guardian", forum.of_class, title="Новая")
    moderating.pin(forum.session, forum.cast.actor("class_teacher"), topic)
    assert forum.topics("pupil", forum.of_class) == ["Поездка", "Новая"]
    with pytest.raises(NotFound):
        moderating.pin(forum.session, forum.cast.actor("guardian"), topic)
    moderating.pin(forum.session, forum.cast.actor("class_teacher"), topic)
    assert forum.topics("pupil", forum.of_class) == ["Новая", "Поездка"]
