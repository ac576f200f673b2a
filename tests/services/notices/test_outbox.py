"""Notices have a reader: every kind is written, has words and a place, is counted, listed and read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event, insert
from sqlmodel import col, select

from ejournal import clock
from ejournal.access.notices import NOTICE_RULES, OF_REMARKS, Tone
from ejournal.errors import NotAllowed
from ejournal.models import (
    Guardianship,
    NoticeKind,
    OutboxNotice,
    RemarkTone,
    Role,
    RoleGrant,
    SchoolSettings,
)
from ejournal.models.base import table
from ejournal.services.absences.announced import withdraw_notice
from ejournal.services.journal.remarks import withdraw_remark
from ejournal.services.notices.board import (
    MOST_COUNTED,
    PAGE,
    Asked,
    Notice,
    count_unread,
    mark_all_read,
    mark_read,
    own_notices,
)
from ejournal.services.notices.places import places
from ejournal.services.notices.told import Reach, reach, whose_bells_ring
from ejournal.services.notices.words import words_of
from ejournal.services.substitutions.absence_changes import outlook, withdraw_absence
from ejournal.services.substitutions.absences import decide_absence
from ejournal.services.substitutions.arranging import assign, cancel_lesson, restore
from tests.cast import DAY, Cast
from tests.services.journal_helpers import NEXT_MONDAY, QueryCount, op, put_one
from tests.services.notice_acts import ACTS, announced, remark, reported

EVERY_KIND = pytest.mark.parametrize("kind", list(NoticeKind))


def read(
    cast: Cast,
    name: str,
    child: int | None = None,
    kinds: tuple[NoticeKind, ...] = (),
    begin: int | None = None,
) -> list[Notice]:
    return list(own_notices(cast.session, cast.actor(name), Asked(child, kinds), begin).notices)


def titles(cast: Cast, name: str) -> list[str]:
    return [words_of(one.kind, one.payload, "ru").title for one in read(cast, name)]


def unread(cast: Cast, name: str) -> int:
    return count_unread(cast.session, cast.actor(name))


@EVERY_KIND
def test_every_kind_is_written_by_a_verb_and_stands_in_its_readers_bell(cast: Cast, kind: NoticeKind) -> None:
    ACTS[kind].act(cast)
    for reader in ACTS[kind].readers:
        found = [one for one in read(cast, reader) if one.kind is kind]
        assert found, f"{reader} was not told"
        assert unread(cast, reader) == len(read(cast, reader))
        for one in found:
            ru, en = (words_of(kind, one.payload, locale) for locale in ("ru", "en"))
            assert all((ru.title, en.title, ru.note, en.note))
            assert (ru.title, ru.note) != (en.title, en.note)
            assert places(cast.session, cast.actor(reader), [one])[one.id].startswith("/")
    bystanders = {"admin", "director", "other_pupil", "other_guardian", "teacher_b"} - {*ACTS[kind].readers}
    assert [name for name in bystanders if unread(cast, name)] == []


@EVERY_KIND
def test_whose_notices_have_changed_their_bells_ring(cast: Cast, kind: NoticeKind) -> None:
    ACTS[kind].act(cast)
    assert {cast.id_of(name) for name in ACTS[kind].readers} <= set(whose_bells_ring(cast.session))


def test_every_kind_has_a_rule_and_praise_differs_from_blame_in_tone_alone() -> None:
    assert set(NOTICE_RULES) == set(NoticeKind) == set(ACTS)
    praise, blame = (NOTICE_RULES[kind] for kind in OF_REMARKS)
    assert (praise.tone, blame.tone) == (Tone.PRAISE, Tone.BLAME)
    assert (praise.audience, praise.permission) == (blame.audience, blame.permission)


def test_news_corrected_is_told_anew_and_news_taken_back_unread_is_gone(cast: Cast) -> None:
    put_one(cast, op(cast, "4"))
    put_one(cast, op(cast, "5"))
    assert titles(cast, "guardian") == ["Математика: 5 вместо 4"]
    mark_all_read(cast.session, cast.actor("guardian"), clock.now())
    put_one(cast, op(cast, ""))
    assert (titles(cast, "guardian"), unread(cast, "guardian")) == (["Математика: отметка 5 убрана"], 1)
    assert titles(cast, "pupil") == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("н", "Математика: пропуск урока"),
        ("б", "Математика: пропуск (б)"),
        ("у/п", "Математика: пропуск (у/п)"),
        ("н/п", "Математика: пропуск (н/п)"),
        ("оп", "Математика: опоздание"),
        ("оп 5", "Математика: опоздание"),
        ("осв", "Математика: пропуск (осв)"),
        ("н/4", "Математика: н/4"),
        ("5 4", "Математика: 5/4"),
    ],
)
def test_a_cell_is_told_in_words(cast: Cast, text: str, title: str) -> None:
    result = put_one(cast, op(cast, text))
    assert not result.message
    assert titles(cast, "guardian") == [title]


def test_an_absence_taken_away_is_told_to_who_knew_of_it(cast: Cast) -> None:
    put_one(cast, op(cast, "н"))
    mark_all_read(cast.session, cast.actor("pupil"), clock.now())
    put_one(cast, op(cast, ""))
    assert (titles(cast, "pupil"), titles(cast, "guardian")) == (["Математика: пропуск снят"], [])


def test_what_was_done_with_a_lesson_is_told_to_the_end(cast: Cast) -> None:
    lesson, deputy = cast.lesson("maths", NEXT_MONDAY).id or 0, cast.actor("deputy")
    assign(cast.session, deputy, lesson, cast.id_of("teacher_parent"))
    assert titles(cast, "guardian") == ["Замена: Математика"]
    assert titles(cast, "teacher_parent")[0] == "Вы ведёте урок: Математика, 6 «Б»"
    cancel_lesson(cast.session, deputy, lesson, "Карантин")
    assert titles(cast, "guardian") == ["Урока не будет: Математика"]
    assert "Урока не будет: Математика, 6 «Б»" in titles(cast, "teacher_parent")
    restore(cast.session, deputy, lesson)
    assert titles(cast, "guardian") == ["Снова по расписанию: Математика"]


def end_guardianship(cast: Cast) -> None:
    for row in cast.session.scalars(select(Guardianship)):
        row.ends = DAY - timedelta(days=1)
    cast.session.flush()


def end_roles(cast: Cast) -> None:
    for grant in cast.session.scalars(select(RoleGrant).where(col(RoleGrant.role) != Role.TEACHER)):
        grant.ends = DAY - timedelta(days=1)
    cast.session.flush()


def hide_remarks(cast: Cast) -> None:
    """As if it was done in the database: the notices are still there."""
    for row in cast.session.scalars(select(SchoolSettings)):
        row.remark_visible = False
    cast.session.flush()


@pytest.mark.parametrize(
    ("kind", "reader", "loses"),
    [
        (NoticeKind.MARK, "guardian", end_guardianship),
        (NoticeKind.TERM_MARK, "guardian", end_roles),
        (NoticeKind.MARK, "pupil", end_roles),
        (NoticeKind.REMARK, "guardian", hide_remarks),
        (NoticeKind.PRAISE, "pupil", hide_remarks),
        (NoticeKind.PUPIL_ABSENCE_ANNOUNCED, "class_teacher", end_roles),
        (NoticeKind.TEACHER_ABSENCE_REPORTED, "deputy", end_roles),
    ],
)
def test_what_one_may_see_no_longer_is_neither_listed_nor_counted(
    cast: Cast, kind: NoticeKind, reader: str, loses: Callable[[Cast], None]
) -> None:
    ACTS[kind].act(cast)
    assert unread(cast, reader) == 1
    loses(cast)
    if cast.actor(reader).roles:
        assert (unread(cast, reader), read(cast, reader)) == (0, [])
    else:
        with pytest.raises(NotAllowed):
            unread(cast, reader)


def test_a_withdrawn_remark_is_in_no_bell_read_or_not(cast: Cast) -> None:
    number = remark(cast, RemarkTone.REMARK)
    mark_all_read(cast.session, cast.actor("pupil"), clock.now())
    withdraw_remark(cast.session, cast.actor("class_teacher"), number)
    assert (read(cast, "pupil"), read(cast, "guardian")) == ([], [])
    assert {cast.id_of("pupil"), cast.id_of("guardian")} <= set(whose_bells_ring(cast.session))


def test_a_withdrawn_absence_leaves_no_notice_that_leads_nowhere(cast: Cast) -> None:
    number, deputy = reported(cast), cast.actor("deputy")
    decide_absence(cast.session, deputy, number, True)
    withdraw_absence(cast.session, deputy, number, outlook(cast.session, deputy, number, None).mark)
    assert (read(cast, "deputy"), titles(cast, "teacher")) == ([], ["Ваше отсутствие отозвано"])


def test_an_announcement_taken_back_is_gone_or_told(cast: Cast) -> None:
    number = announced(cast)
    withdraw_notice(cast.session, cast.actor("guardian"), number)
    assert read(cast, "class_teacher") == []
    number = announced(cast)
    mark_all_read(cast.session, cast.actor("class_teacher"), clock.now())
    withdraw_notice(cast.session, cast.actor("guardian"), number)
    assert titles(cast, "class_teacher") == ["Лебедева Анна: сообщение об отсутствии отозвано"]


def test_looking_reads_what_was_shown_and_not_what_was_corrected_meanwhile(cast: Cast) -> None:
    put_one(cast, op(cast, "4"))
    put_one(cast, op(cast, "5", course="russian"), by="teacher")
    guardian = cast.actor("guardian")
    shown, seen_at = [one.id for one in read(cast, "guardian")], clock.now()
    late = cast.session.scalars(select(OutboxNotice).where(OutboxNotice.id == shown[0])).one()
    late.created_at = seen_at + timedelta(seconds=5)
    cast.session.flush()
    assert mark_read(cast.session, guardian, shown, seen_at) == 1
    assert [one.is_new for one in read(cast, "guardian")] == [True, False]
    assert unread(cast, "guardian") == 1


def test_nobody_reads_for_another(cast: Cast) -> None:
    put_one(cast, op(cast, "4"))
    [mine] = [one.id for one in read(cast, "guardian")]
    assert mark_read(cast.session, cast.actor("pupil"), [mine], clock.now()) == 0
    assert mark_all_read(cast.session, cast.actor("pupil"), clock.now()) == 1
    assert (unread(cast, "guardian"), unread(cast, "pupil")) == (1, 0)


def put_many(cast: Cast, count: int, about: str = "pupil", reader: str = "guardian") -> None:
    """So many marks in the reader's box, each a minute after the one before; two share each minute."""
    start = clock.now() - timedelta(days=30)
    payload = {"lesson_id": 1, "day": "2026-11-20", "subject": "Физика", "text": "5", "was": "", "kind": ""}
    rows = [
        {
            "school_id": cast.schools["a"].id, "recipient_id": cast.id_of(reader), "kind": "mark",
            "key": f"cell:{about}:{number}", "pupil_id": cast.id_of(about), "payload": payload,
            "created_at": start + timedelta(minutes=number // 2), "read_at": None,
        }
        for number in range(count)
    ]  # fmt: skip
    cast.session.execute(insert(table(OutboxNotice)), rows)


def test_thousands_are_read_page_by_page_each_once(cast: Cast) -> None:
    put_many(cast, 2 * PAGE + 7)
    found, begin, pages = list[int](), None, 0
    while True:
        page = own_notices(cast.session, cast.actor("guardian"), begin=begin)
        found += [one.id for one in page.notices]
        pages, begin = pages + 1, page.earlier
        if begin is None:
            break
    assert (pages, len(found), len(set(found))) == (3, 2 * PAGE + 7, 2 * PAGE + 7)
    assert unread(cast, "guardian") == MOST_COUNTED


def test_a_page_that_begins_at_nothing_is_the_first(cast: Cast) -> None:
    put_many(cast, 3)
    assert len(read(cast, "guardian", begin=987654321)) == 3
    put_one(cast, op(cast, "5", pupil="other_pupil", course="maths_v"), by="substitute")
    [foreign] = [one.id for one in read(cast, "other_guardian")]
    assert len(read(cast, "guardian", begin=foreign)) == 3


def test_a_guardian_of_several_may_ask_for_one_child(cast: Cast) -> None:
    put_many(cast, 2)
    put_many(cast, 3, "brother")
    assert len(read(cast, "guardian")) == 5
    assert {one.first_name for one in read(cast, "guardian", child=cast.id_of("brother"))} == {"Лев"}
    assert read(cast, "guardian", child=cast.id_of("other_pupil")) == []


def test_a_box_of_any_size_takes_the_same_few_queries(cast: Cast) -> None:
    guardian = cast.actor("guardian")
    put_many(cast, 1)
    with QueryCount(cast.session) as few:
        own_notices(cast.session, guardian)
        count_unread(cast.session, guardian)
    put_many(cast, 300, "brother")
    with QueryCount(cast.session) as many:
        found = own_notices(cast.session, guardian)
        count_unread(cast.session, guardian)
        places(cast.session, guardian, found.notices)
    assert (len(few), len(many)) == (2, 2)


def test_the_bell_s_number_is_found_by_the_index_of_unread_ones(cast: Cast) -> None:
    put_many(cast, 5)
    asked: list[tuple[str, object]] = []
    connection = cast.session.connection()

    def note(_: object, __: object, statement: str, values: object, *more: object) -> None:
        asked.append((statement, values))

    guardian = cast.actor("guardian")
    event.listen(connection, "before_cursor_execute", note)
    count_unread(cast.session, guardian)
    event.remove(connection, "before_cursor_execute", note)
    if connection.dialect.name == "sqlite":  # the planner of PostgreSQL scans a small table anyway
        statement, values = asked[-1]
        plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]  # type: ignore[arg-type]
        assert any(
            "SEARCH outbox_notice USING" in step and "ix_outbox_notice_unread" in step for step in plan
        )


def test_what_is_said_of_being_told_counts_those_who_can_read(cast: Cast) -> None:
    lesson = cast.lesson("maths", NEXT_MONDAY).id or 0
    assert reach(cast.session) is None
    assign(cast.session, cast.actor("deputy"), lesson, cast.id_of("teacher_parent"))
    # Анна, Илья and their guardians; Петров has no account, nor has anybody of his family.
    assert reach(cast.session) == Reach(4, ("Петров Глеб",))
    cast.accounts["guardian"].blocked = True
    cast.session.flush()
    assert reach(cast.session) == Reach(3, ("Петров Глеб",))


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Reach(1), "Сообщено 1 человеку"),
        (Reach(43, ("Петров Глеб",)), "Сообщено 43 людям. Нет учётной записи: Петров Глеб"),
        (Reach(0), "Никому не сообщено"),
        (Reach(2, ("А", "Б", "В", "Г", "Д")), "Сообщено 2 людям. Нет учётной записи: А, Б, В и ещё 2"),
    ],
)
def test_who_was_told_is_said_in_words(found: Reach, words: str) -> None:
    assert found.text("ru") == words


def test_a_teacher_whose_child_is_in_the_class_is_told_as_both(cast: Cast) -> None:
    lesson = cast.lesson("maths", NEXT_MONDAY).id or 0
    assign(cast.session, cast.actor("deputy"), lesson, cast.id_of("teacher_parent"))
    assert sorted(titles(cast, "teacher_parent")) == [
        "Вы ведёте урок: Математика, 6 «Б»",
        "Замена: Математика",
    ]
    restore(cast.session, cast.actor("deputy"), lesson)
    cancel_lesson(cast.session, cast.actor("deputy"), lesson, "Карантин")
    assert "Урока не будет: Математика" in titles(cast, "teacher_parent")
