"""Remarks and praise: written by whoever gives the lesson, withdrawn with a trace."""

from dataclasses import replace

import pytest
from sqlalchemy import delete
from sqlmodel import select

from ejournal import clock
from ejournal.errors import DomainError, NotFound
from ejournal.models import AuditEntry, OutboxNotice, Remark, RemarkTone, SchoolSettings
from ejournal.services.journal.remarks import RemarkLine, add_remark, remarks_of_lesson, withdraw_remark
from ejournal.services.school.rules import mark_rules, set_mark_rules
from tests.cast import Cast
from tests.services.journal_helpers import NEXT_MONDAY, join_classes, op, put_one


def add(cast: Cast, text: str = "Разговаривал", by: str = "class_teacher", pupil: str = "pupil") -> int:
    lesson_id = cast.lessons["maths"].id or 0
    return add_remark(
        cast.session, cast.actor(by), lesson_id, cast.id_of(pupil), text, RemarkTone.REMARK, clock.now()
    )


def test_a_remark_is_kept_and_told(cast: Cast) -> None:
    add(cast)
    (line,) = read(cast, "class_teacher")
    assert (line.pupil, line.text, line.author) == ("Лебедева Анна", "Разговаривал", "И. С. Котова")
    recipients = {notice.recipient_id for notice in cast.session.scalars(select(OutboxNotice))}
    assert recipients == {cast.id_of("pupil"), cast.id_of("guardian")}


def read(cast: Cast, by: str, course: str = "maths") -> list[RemarkLine]:
    return remarks_of_lesson(cast.session, cast.actor(by), cast.lessons[course].id or 0)


def test_a_lesson_s_remarks_are_read_by_who_sees_it_and_withdrawn_by_author_and_heads(cast: Cast) -> None:
    add(cast)
    reads = {who: [line.may_withdraw for line in read(cast, who)] for who in ("class_teacher", "deputy")}
    assert reads == {"class_teacher": [True], "deputy": [True]}
    cast.lessons["maths"].substitute_id = cast.id_of("substitute")
    assert [line.may_withdraw for line in read(cast, "substitute")] == [False]
    for who in ("teacher", "teacher_parent", "guardian", "pupil", "admin", "teacher_b"):
        with pytest.raises(NotFound):
            read(cast, who)


def test_a_class_teacher_reads_remarks_to_own_pupils_alone(cast: Cast) -> None:
    join_classes(cast.session, cast)
    lesson_id, teacher = cast.lessons["english1"].id or 0, cast.actor("teacher_parent")
    for pupil in ("pupil", "other_pupil"):
        add_remark(
            cast.session, teacher, lesson_id, cast.id_of(pupil), "Шумно", RemarkTone.REMARK, clock.now()
        )
    assert len(read(cast, "teacher_parent", "english1")) == 2
    assert [line.pupil_id for line in read(cast, "class_teacher", "english1")] == [cast.id_of("pupil")]


def told(cast: Cast) -> list[OutboxNotice]:
    return list(cast.session.scalars(select(OutboxNotice)).all())


def show_remarks(cast: Cast, visible: bool) -> None:
    rules = mark_rules(cast.session, cast.actor("deputy"))
    set_mark_rules(cast.session, cast.actor("deputy"), replace(rules, remark_visible=visible))


def test_where_the_school_hides_remarks_no_family_is_told(cast: Cast) -> None:
    show_remarks(cast, False)
    number = add(cast)
    assert told(cast) == []
    withdraw_remark(cast.session, cast.actor("class_teacher"), number)
    assert told(cast) == []
    show_remarks(cast, True)
    add(cast)
    assert len(told(cast)) == 2


def test_hiding_remarks_takes_back_what_was_told_of_them_alone(cast: Cast) -> None:
    add(cast)
    put_one(cast, op(cast, "5"))
    show_remarks(cast, False)
    assert {notice.kind for notice in told(cast)} == {"mark"}


def test_a_school_without_settings_shows_them(cast: Cast) -> None:
    cast.session.execute(delete(SchoolSettings))
    add(cast)
    assert len(told(cast)) == 2


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
    number = add(cast)
    withdraw_remark(cast.session, cast.actor("class_teacher"), number)
    assert cast.session.scalars(select(Remark)).all() == []
    last = cast.session.scalars(select(AuditEntry)).all()[-1]
    assert (last.action, (last.before or {})["text"]) == ("remark.withdraw", "Разговаривал")
    assert cast.session.scalars(select(OutboxNotice)).all() == []


def test_nobody_else_withdraws_it_but_a_head_of_the_school(cast: Cast) -> None:
    number = add(cast)
    for who in ("teacher", "admin", "pupil", "guardian", "teacher_b"):
        with pytest.raises(NotFound):
            withdraw_remark(cast.session, cast.actor(who), number)
    withdraw_remark(cast.session, cast.actor("deputy"), number)
