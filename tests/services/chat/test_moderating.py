"""Reports: who sees how much of them, what a moderator makes of them, and that it can be taken back."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import AuditEntry, ChatKind, ChatVerdict, NoticeKind, OutboxNotice
from ejournal.services.chat import moderating, sending
from ejournal.services.chat.moderating import Decision, Report
from ejournal.services.chat.reporting import MOST_OPEN, report
from ejournal.services.chat.rooms import own_room
from tests.cast import Cast
from tests.services.chat.chat_helpers import NOON, PAUSE, Chat

RUDE = "Сами разбирайтесь"


@pytest.fixture
def chat(session: Session, cast: Cast) -> Chat:
    return Chat(cast)


def asked(chat: Chat, by: str = "class_teacher", number: int = 4) -> int:
    """Seven messages in the room of 6Б's parents, the fourth of which is reported; the report's number."""
    for place in range(1, 8):
        who = "guardian" if place == 4 else "teacher_parent"
        chat.say(who, chat.guardians, RUDE if place == 4 else f"Сообщение {place}")
    report(chat.session, chat.cast.actor(by), chat.guardians, number, "Грубо", NOON + PAUSE * 9)
    return seen(chat)[0].id


def seen(chat: Chat, who: str = "deputy") -> list[Report]:
    return moderating.reports(chat.session, chat.cast.actor(who), NOON + PAUSE * 20)


def decide(
    chat: Chat, report_id: int, *, hides: bool = True, mute: str = "", reason: str = "Грубость"
) -> None:
    actor = chat.cast.actor("deputy")
    moderating.decide(chat.session, actor, report_id, Decision(hides, mute, reason), NOON + PAUSE * 15)


def test_a_moderator_reads_the_message_with_two_before_and_after_it_and_no_more(chat: Chat) -> None:
    asked(chat)
    [found] = seen(chat)
    assert [one.words for one in found.near] == [
        "Сообщение 2", "Сообщение 3", RUDE, "Сообщение 5", "Сообщение 6",
    ]  # fmt: skip
    assert [one.reported for one in found.near] == [False, False, True, False, False]
    assert (found.author, found.reporter, found.reason) == ("М. П. Лебедева", "И. С. Котова", "Грубо")
    with pytest.raises(NotFound):
        own_room(chat.session, chat.cast.actor("deputy"), chat.guardians)


@pytest.mark.parametrize("who", ["class_teacher", "guardian", "admin", "teacher"])
def test_others_see_no_reports(chat: Chat, who: str) -> None:
    number = asked(chat)
    with pytest.raises(NotAllowed):
        seen(chat, who)
    with pytest.raises(NotAllowed):
        moderating.put_aside(chat.session, chat.cast.actor(who), number, NOON)


def test_moderators_are_told_by_one_notice_and_the_author_is_not(
    chat: Chat, session: Session, cast: Cast
) -> None:
    asked(chat)
    report(session, cast.actor("guardian"), chat.guardians, 1, "Не по делу", NOON + PAUSE * 10)
    kinds = select(col(OutboxNotice.recipient_id)).where(col(OutboxNotice.kind) == NoticeKind.CHAT_REPORTED)
    told = session.scalars(kinds).all()
    assert sorted(told) == sorted({cast.id_of("director"), cast.id_of("deputy")})


def test_a_head_sees_no_report_of_the_own_message(chat: Chat, session: Session, cast: Cast) -> None:
    room = chat.room(ChatKind.STAFF)
    chat.say("deputy", room, RUDE)
    report(session, cast.actor("teacher"), room, 1, "Грубо", NOON + PAUSE * 9)
    assert seen(chat) == []
    [found] = seen(chat, "director")
    with pytest.raises(NotFound):
        moderating.put_aside(session, cast.actor("deputy"), found.id, NOON)


def test_what_cannot_be_reported(chat: Chat, session: Session, cast: Cast) -> None:
    asked(chat)
    teacher = cast.actor("class_teacher")
    with pytest.raises(DomainError, match="already"):
        report(session, teacher, chat.guardians, 4, "Ещё раз", NOON)
    with pytest.raises(DomainError, match="Say why"):
        report(session, teacher, chat.guardians, 5, "  ", NOON)
    with pytest.raises(DomainError, match="Too long"):
        report(session, teacher, chat.guardians, 5, "а" * 5000, NOON)
    for who, number in (("guardian", 4), ("class_teacher", 99), ("pupil", 1), ("teacher_b", 1)):
        with pytest.raises(NotFound):
            report(session, cast.actor(who), chat.guardians, number, "Грубо", NOON)


def test_one_who_reports_without_end_waits_for_the_school(chat: Chat, session: Session, cast: Cast) -> None:
    for number in range(MOST_OPEN + 1):
        chat.say("guardian", chat.guardians, f"Вопрос {number}")
    teacher = cast.actor("class_teacher")
    for number in range(1, MOST_OPEN + 1):
        report(session, teacher, chat.guardians, number, "Грубо", NOON + PAUSE * 30)
    with pytest.raises(DomainError, match="The school looks at"):
        report(session, teacher, chat.guardians, MOST_OPEN + 1, "Грубо", NOON + PAUSE * 30)


def test_a_hidden_message_is_gone_for_all_and_its_author_reads_why(
    chat: Chat, session: Session, cast: Cast
) -> None:
    number = asked(chat)
    decide(chat, number)
    for who, reason in (("guardian", "Грубость"), ("class_teacher", "")):
        message = chat.read(who, chat.guardians)[3]
        assert (message.words, message.hidden) == ("", reason)
    [found] = seen(chat)
    assert (found.verdict, found.hides, found.note) == (ChatVerdict.HIDDEN, True, "Грубость")
    assert found.near[2].gone
    with pytest.raises(DomainError, match="already"):
        decide(chat, number)
    moderating.take_back(session, cast.actor("director"), number)
    message = chat.read("class_teacher", chat.guardians)[3]
    assert (message.words, message.hidden) == (RUDE, None)
    assert [one.verdict for one in seen(chat)] == [ChatVerdict.OPEN]
    with pytest.raises(NotFound):
        moderating.take_back(session, cast.actor("deputy"), number)
    trail = session.scalars(select(col(AuditEntry.action)).where(col(AuditEntry.action).like("chat.%"))).all()
    assert sorted(trail) == ["chat.moderate", "chat.take_back"]


def test_who_is_muted_reads_until_when_and_why_and_writes_again_after_it(
    chat: Chat, session: Session, cast: Cast
) -> None:
    number = asked(chat)
    decide(chat, number, hides=False, mute="day")
    [found] = seen(chat)
    assert (found.verdict, found.hides) == (ChatVerdict.MUTED, False)
    assert found.muted_until == NOON + PAUSE * 15 + timedelta(days=1)
    with pytest.raises(DomainError, match="You may only read until"):
        chat.say("guardian", chat.guardians, "Что?", NOON + PAUSE * 20)
    with pytest.raises(DomainError, match="You may only read until"):
        sending.change_words(session, cast.actor("guardian"), chat.guardians, 4, "Иначе", NOON + PAUSE * 16)
    chat.say("guardian", chat.guardians, "Понял", NOON + timedelta(days=2))
    moderating.take_back(session, cast.actor("deputy"), number)
    chat.say("guardian", chat.guardians, "Спасибо", NOON + PAUSE * 30)


def test_a_decision_needs_a_reason(chat: Chat) -> None:
    number = asked(chat)
    for given, field in (
        ({"mute": "for ever"}, "mute"), ({"reason": " "}, "reason"),
        ({"hides": False, "reason": " "}, "reason"),
    ):  # fmt: skip
        with pytest.raises(DomainError) as refused:
            decide(chat, number, **given)  # type: ignore[arg-type]
        assert refused.value.field == field


def test_the_author_is_told_what_was_decided_and_why_until_it_is_taken_back(
    chat: Chat, session: Session, cast: Cast
) -> None:
    number = asked(chat)
    of_author = select(col(OutboxNotice.payload)).where(
        col(OutboxNotice.kind) == NoticeKind.CHAT_DECIDED,
        col(OutboxNotice.recipient_id) == cast.id_of("guardian"),
    )
    for given, verdict in (
        ({"hides": False}, ChatVerdict.WARNED), ({}, ChatVerdict.HIDDEN),
        ({"hides": False, "mute": "day"}, ChatVerdict.MUTED),
    ):  # fmt: skip
        decide(chat, number, **given)  # type: ignore[arg-type]
        assert seen(chat)[0].verdict is verdict
        [told] = session.scalars(of_author).all()
        assert (told["verdict"], told["reason"]) == (verdict.value, "Грубость")
        assert told["number"] == 4
        moderating.take_back(session, cast.actor("deputy"), number)
        assert session.scalars(of_author).all() == []


def test_who_was_warned_goes_on_writing_and_the_message_stays(chat: Chat) -> None:
    decide(chat, asked(chat), hides=False)
    assert chat.read("class_teacher", chat.guardians)[3].words == RUDE
    chat.say("guardian", chat.guardians, "Извините", NOON + PAUSE * 30)


def test_what_is_put_aside_changes_nothing_for_all_who_reported_it(
    chat: Chat, session: Session, cast: Cast
) -> None:
    number = asked(chat)
    report(session, cast.actor("teacher_parent"), chat.guardians, 4, "И я", NOON + PAUSE * 10)
    moderating.put_aside(session, cast.actor("deputy"), number, NOON + PAUSE * 15)
    assert {one.verdict for one in seen(chat)} == {ChatVerdict.NOTHING}
    assert chat.read("class_teacher", chat.guardians)[3].words == RUDE
