"""Remarks and praise: written by whoever gives the lesson, withdrawn with a trace."""

import pytest
from sqlmodel import Session, select

from ejournal import clock
from ejournal.models import AuditEntry, OutboxNotice, Remark, RemarkTone
from ejournal.services.errors import DomainError, NotFound
from ejournal.services.remarks import RemarkLine, add_remark, remarks_of_lesson, withdraw_remark
from tests.cast import Cast, make_cast
from tests.services.journal_helpers import NEXT_MONDAY


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


def add(
    cast: Cast, text: str = "Разговаривал", by: str = "class_teacher", pupil: str = "pupil"
) -> RemarkLine:
    lesson_id = cast.lessons["maths"].id or 0
    return add_remark(
        cast.session, cast.actor(by), lesson_id, cast.id_of(pupil), text, RemarkTone.REMARK, clock.now()
    )


def test_a_remark_is_kept_and_told(cast: Cast) -> None:
    add(cast)
    (line,) = remarks_of_lesson(cast.session, cast.actor("class_teacher"), cast.lessons["maths"].id or 0)
    assert (line.text, line.author, line.own) == ("Разговаривал", "И. С. Котова", True)
    recipients = {notice.recipient_id for notice in cast.session.scalars(select(OutboxNotice))}
    assert recipients == {cast.id_of("pupil"), cast.id_of("guardian")}


def test_a_remark_has_words_and_a_length(cast: Cast) -> None:
    for text in ("", "   ", "\x00", "я" * 1001):
        with pytest.raises(DomainError):
            add(cast, text)


def test_only_a_pupil_of_the_lesson_gets_one_from_whoever_gives_it(cast: Cast) -> None:
    for pupil in ("other_pupil", "left", "pupil_b", "director"):
        with pytest.raises(NotFound):
            add(cast, pupil=pupil)
    for who in ("teacher", "deputy", "guardian", "teacher_b", "substitute"):
        with pytest.raises(NotFound):
            add(cast, by=who)


def test_no_remark_for_a_lesson_to_come(cast: Cast) -> None:
    lesson_id = cast.lesson("maths", NEXT_MONDAY).id or 0
    with pytest.raises(DomainError):
        add_remark(
            cast.session,
            cast.actor("class_teacher"),
            lesson_id,
            cast.id_of("pupil"),
            "рано",
            RemarkTone.PRAISE,
            clock.now(),
        )


def test_a_withdrawn_remark_leaves_its_text_in_the_trail(cast: Cast) -> None:
    line = add(cast)
    withdraw_remark(cast.session, cast.actor("class_teacher"), line.id, clock.now())
    assert cast.session.scalars(select(Remark)).all() == []
    last = cast.session.scalars(select(AuditEntry)).all()[-1]
    assert (last.action, (last.before or {})["text"]) == ("remark.withdraw", "Разговаривал")
    assert cast.session.scalars(select(OutboxNotice)).all() == []


def test_nobody_else_withdraws_it_but_a_head_of_the_school(cast: Cast) -> None:
    line = add(cast)
    for who in ("teacher", "admin", "pupil", "guardian", "teacher_b"):
        with pytest.raises(NotFound):
            withdraw_remark(cast.session, cast.actor(who), line.id, clock.now())
    withdraw_remark(cast.session, cast.actor("deputy"), line.id, clock.now())
