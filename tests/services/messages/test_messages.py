"""Messages to many: who gets one, what it says to each, what is answered, what its author sees."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import (
    GuardianRights,
    Guardianship,
    MassMessage,
    MessageAsks,
    MessageReader,
    MessageState,
    OutboxNotice,
    PartKind,
    Role,
    Whom,
)
from ejournal.services.audience.offered import find_people, offered
from ejournal.services.audience.parts import Chosen, Part
from ejournal.services.audience.people import people_of
from ejournal.services.messages import drafts, kept, reading, sending, standing
from ejournal.services.messages.reach import Reach
from tests.cast import Cast
from tests.services.delivery.helpers import plan
from tests.services.messages.message_helpers import (
    ASKED,
    LATER,
    NOON,
    class_part,
    drafted,
    person_part,
    sent,
)

WRITE = Permission.MESSAGE_WRITE


def names(cast: Cast, people: object) -> set[str]:
    numbers = set(people)  # type: ignore[call-overload]
    return {name for name in cast.people if cast.id_of(name) in numbers}


def to(cast: Cast, who: str, *parts: Part, whom: Whom = Whom.GUARDIANS) -> set[str]:
    return names(cast, people_of(cast.session, cast.actor(who), WRITE, Chosen(parts, whom)))


def role(one: Role) -> Part:
    return Part(PartKind.ROLE, one.value)


def test_a_class_teacher_reaches_the_own_class_and_nobody_else(cast: Cast) -> None:
    own, other = class_part(cast, "6b"), class_part(cast, "6v")
    assert to(cast, "class_teacher", own) == {"guardian", "teacher_parent"}
    assert to(cast, "class_teacher", own, whom=Whom.PUPILS) == {"pupil", "classmate", "arrived"}
    for part in (
        other,
        Part(PartKind.GRADE, "2"),
        role(Role.TEACHER),
        person_part(cast, "other_guardian"),
    ):
        assert to(cast, "class_teacher", part) == set(), part
        with pytest.raises(NotFound):
            drafts.add_part(cast.session, cast.actor("class_teacher"), part, NOON)
    assert to(cast, "class_teacher", role(Role.GUARDIAN)) == {"guardian", "teacher_parent"}


def test_heads_reach_the_whole_school_and_nobody_of_another(cast: Cast) -> None:
    assert to(cast, "deputy", role(Role.GUARDIAN)) == {"guardian", "teacher_parent", "other_guardian"}
    assert to(cast, "admin", Part(PartKind.GRADE, "6")) == {
        "guardian", "teacher_parent", "other_guardian"
    }  # fmt: skip
    assert to(cast, "director", role(Role.DEPUTY), role(Role.ADMINISTRATOR)) == {"deputy", "admin"}
    assert to(cast, "deputy", class_part(cast, "6b_b")) == set()
    assert to(cast, "deputy", person_part(cast, "pupil_b")) == set()
    group = Part(PartKind.GROUP, str(cast.groups["english1"].id))
    assert to(cast, "deputy", group, whom=Whom.BOTH) == {"guardian", "pupil"}


def test_who_teaches_alone_writes_to_nobody(cast: Cast) -> None:
    for who in ("teacher", "pupil", "guardian"):
        with pytest.raises(NotAllowed):
            offered(cast.session, cast.actor(who), WRITE)


def test_a_guardian_without_rights_gets_nothing(cast: Cast) -> None:
    session = cast.session
    mine = session.scalars(
        select(Guardianship).where(
            col(Guardianship.guardian_id) == cast.id_of("guardian"),
            col(Guardianship.pupil_id) == cast.id_of("pupil"),
        )
    ).one()
    mine.rights = GuardianRights.NONE
    session.flush()
    assert to(cast, "class_teacher", class_part(cast, "6b")) == {"teacher_parent"}
    assert to(cast, "class_teacher", person_part(cast, "guardian")) == set()


def test_whoever_has_two_children_gets_it_once_and_it_names_both(cast: Cast) -> None:
    parts = (class_part(cast, "6b"), class_part(cast, "2a"))
    message_id = sent(cast, "deputy", *parts, words="Семье {ребёнка}, {класс}. Ждём {про ребёнка}, {Дата}")
    session, guardian = cast.session, cast.actor("guardian")
    rows = session.scalars(select(MessageReader).where(col(MessageReader.message_id) == message_id)).all()
    assert names(cast, [one.person_id for one in rows]) == {"guardian", "teacher_parent"}
    opened = reading.opened_message(session, guardian, message_id, NOON)
    assert opened.words == "Семье Анны и Льва, 6 «Б» и 2 «А». Ждём Анну и Льва, 20\xa0ноября"
    other = reading.opened_message(session, cast.actor("teacher_parent"), message_id, NOON)
    assert other.words.startswith("Семье Ильи, 6 «Б». Ждём Илью")


def test_a_message_is_sent_once_however_often_it_is_pressed(cast: Cast) -> None:
    draft = drafted(cast)
    actor, number = cast.actor("class_teacher"), draft.id or 0
    for _ in range(3):
        assert sending.send(cast.session, actor, number, NOON).id == number
    told = cast.session.scalars(
        select(OutboxNotice).where(col(OutboxNotice.key) == f"message:{number}")
    ).all()
    assert len(told) == 2
    assert drafts.own_draft(cast.session, actor) is None


def test_seen_confirmed_and_answered_anew_until_the_end(cast: Cast) -> None:
    message_id = sent(cast, until=LATER, **ASKED)
    session, guardian = cast.session, cast.actor("guardian")
    reading.mark_seen(session, guardian, message_id, NOON)
    reading.answer(session, guardian, message_id, 0, NOON)
    reading.answer(session, guardian, message_id, 1, NOON)
    counts = standing.counts_of(session, cast.actor("class_teacher"), message_id)
    assert (counts.people, counts.seen, counts.answered, counts.by_option) == (2, 1, 1, (0, 1))
    with pytest.raises(NotFound):
        reading.answer(session, guardian, message_id, 2, NOON)
    with pytest.raises(DomainError, match="not taken any more"):
        reading.answer(session, guardian, message_id, 0, LATER)
    with pytest.raises(NotFound):
        reading.answer(session, cast.actor("other_guardian"), message_id, 0, NOON)


def test_nobody_else_opens_a_message_nor_its_author_alone_sees_who_answered(cast: Cast) -> None:
    message_id = sent(cast)
    for who in ("other_guardian", "pupil", "teacher", "deputy", "teacher_b"):
        with pytest.raises(NotFound):
            reading.opened_message(cast.session, cast.actor(who), message_id, NOON)
    for who in ("guardian", "deputy", "teacher_b"):
        with pytest.raises(NotFound):
            standing.counts_of(cast.session, cast.actor(who), message_id)


def test_who_stands_for_no_child_of_it_any_more_reads_it_no_more(cast: Cast) -> None:
    message_id, session = sent(cast), cast.session
    for row in session.scalars(
        select(Guardianship).where(col(Guardianship.guardian_id) == cast.id_of("guardian"))
    ):
        row.rights = GuardianRights.NONE
    session.flush()
    with pytest.raises(NotFound):
        reading.opened_message(session, cast.actor("guardian"), message_id, NOON)
    assert reading.got_messages(session, cast.actor("guardian"), 1).lines == []


def test_the_author_sees_whom_nothing_reaches_and_the_classes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    cast.accounts["guardian"].blocked = True
    cast.session.flush()
    parts = (class_part(cast, "6b"), class_part(cast, "2a"))
    message_id = sent(cast, "deputy", *parts, whom=Whom.BOTH)
    actor = cast.actor("deputy")
    found = {one.name: one for one in standing.all_people(cast.session, actor, message_id)}
    assert found["Лебедева Мария Петровна"].reach is Reach.BLOCKED
    assert found["Лебедева Мария Петровна"].children == ("Анна, 6 «Б»", "Лев, 2 «А»")
    assert found["Петров Глеб Маратович"].reach is Reach.NO_ACCOUNT
    plan(cast)
    for who in ("teacher_parent", "pupil", "classmate", "brother"):
        reading.mark_seen(cast.session, cast.actor(who), message_id, NOON)
    unreached = standing.people_of_message(cast.session, actor, message_id, standing.NOT_REACHED)
    assert {one.name.split()[0] for one in unreached.lines} == {"Лебедева", "Петров"}
    counts = standing.counts_of(cast.session, actor, message_id)
    assert (counts.people, counts.missed) == (6, 2)
    by_class = standing.counts_by_class(cast.session, actor, message_id)
    assert [(one.title, one.people, one.missed) for one in by_class] == [("2 «А»", 2, 1), ("6 «Б»", 5, 2)]


def test_a_reminder_goes_to_those_who_have_not_answered_and_not_twice_in_a_while(cast: Cast) -> None:
    message_id, session, actor = (
        sent(cast, asks=MessageAsks.CONFIRM),
        cast.session,
        cast.actor("class_teacher"),
    )
    reading.answer(session, cast.actor("guardian"), message_id, 0, NOON)
    assert sending.remind(session, actor, message_id, LATER) == 1
    with pytest.raises(DomainError, match="reminded lately"):
        sending.remind(session, actor, message_id, LATER + timedelta(hours=1))
    assert sending.remind(session, actor, message_id, LATER + sending.REMINDED_AFTER) == 1


def test_what_is_withdrawn_is_told_to_whoever_had_read_of_it_and_takes_no_answers(cast: Cast) -> None:
    message_id, session = sent(cast, asks=MessageAsks.CONFIRM), cast.session
    reading.mark_seen(session, cast.actor("guardian"), message_id, NOON)
    sending.withdraw(session, cast.actor("class_teacher"), message_id, LATER)
    told = session.scalars(select(OutboxNotice).where(col(OutboxNotice.key) == f"message:{message_id}")).all()
    assert [(one.recipient_id, one.payload.get("withdrawn")) for one in told] == [
        (cast.id_of("guardian"), True)
    ]
    opened = reading.opened_message(session, cast.actor("guardian"), message_id, LATER)
    assert opened.got.state is MessageState.WITHDRAWN
    assert not opened.is_open
    with pytest.raises(NotFound):
        sending.remind(session, cast.actor("class_teacher"), message_id, LATER)


def test_a_waiting_message_goes_at_its_hour_as_its_author_may_then(cast: Cast) -> None:
    session, actor = cast.session, cast.actor("class_teacher")
    draft = drafted(cast, send_at=LATER)
    number = draft.id or 0
    assert sending.send(session, actor, number, NOON).state is MessageState.WAITING
    assert sending.any_due(session, NOON) == []
    assert sending.any_due(session, LATER) == [(actor.school_id, number)]
    for _ in range(2):
        sending.send_due(session, actor.school_id, number, LATER)
    row = session.get_one(MassMessage, number)
    assert (row.state, row.sent_at) == (MessageState.SENT, LATER)
    assert reading.opened_message(session, cast.actor("guardian"), number, LATER).words


def test_a_waiting_message_may_be_withdrawn_and_lapses_with_its_authors_account(cast: Cast) -> None:
    session, actor = cast.session, cast.actor("class_teacher")
    withdrawn = sending.send(session, actor, drafted(cast, send_at=LATER).id or 0, NOON)
    sending.withdraw(session, actor, withdrawn.id or 0, NOON)
    sending.send_due(session, actor.school_id, withdrawn.id or 0, LATER)
    assert session.get_one(MassMessage, withdrawn.id).state is MessageState.WITHDRAWN
    lapses = sending.send(session, actor, drafted(cast, send_at=LATER).id or 0, NOON)
    cast.accounts["class_teacher"].blocked = True
    session.flush()
    sending.send_due(session, actor.school_id, lapses.id or 0, LATER)
    assert session.get_one(MassMessage, lapses.id).state is MessageState.LAPSED
    assert reading.got_messages(session, cast.actor("guardian"), 1).lines == []


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"title": " \u200b "}, "title", "Write something"),
        ({"title": "Для {ребёнка}"}, "title", "Fields stand in the text"),
        ({"words": "а" * 100_000}, "words", "Too long"),
        ({"words": "\u200b\u2060"}, "words", "Write something"),
        ({"words": "Ждём {ребенкка}"}, "words", "Do you mean"),
        ({"words": "Ждём {zzzz}"}, "words", "There is no field"),
        ({"send_at": NOON}, "send_at", "has passed"),
        ({"until": NOON, "asks": MessageAsks.CONFIRM}, "until", "after it is sent"),
        ({"asks": MessageAsks.ANSWER, "options": "Да"}, "options", "from two to"),
        (
            {"asks": MessageAsks.ANSWER, "options": "\n".join(str(n) for n in range(11))},
            "options",
            "from two to",
        ),
        ({"asks": MessageAsks.ANSWER, "options": "Да\nда"}, "options", "the same"),
    ],
)
def test_what_cannot_be_sent_is_said_by_its_field(
    cast: Cast, more: dict[str, object], field: str, words: str
) -> None:
    with pytest.raises(DomainError, match=words) as refused:
        drafted(cast, **more)
    assert refused.value.field == field


def test_nobody_chosen_and_a_child_named_to_those_without_one_are_refused(cast: Cast) -> None:
    session, actor = cast.session, cast.actor("deputy")
    draft = drafted(cast, "deputy", role(Role.TEACHER))
    with pytest.raises(DomainError, match="names a child") as refused:
        sending.check(session, actor, draft)
    assert refused.value.params["n"] == 4
    drafts.drop_part(session, actor, role(Role.TEACHER), NOON)
    with pytest.raises(DomainError, match="Choose to whom") as refused:
        sending.check(session, actor, draft)
    assert refused.value.field == "people"


def test_hostile_words_are_kept_as_words(cast: Cast) -> None:
    message_id = sent(cast, words="<script>alert(1)</script> \u202eкод\u202c а" + "\u0301" * 30)
    opened = reading.opened_message(cast.session, cast.actor("guardian"), message_id, NOON)
    assert opened.words == "<script>alert(1)</script> код а" + "\u0301" * 2


def test_texts_and_choices_are_kept_and_used_again(cast: Cast) -> None:
    session, deputy, teacher = cast.session, cast.actor("deputy"), cast.actor("class_teacher")
    kept.keep_template(session, deputy, "Собрание", "Ждём {ребёнка}", of_school=True)
    kept.keep_template(session, teacher, "Экскурсия", "Едем", of_school=True)
    kept.keep_template(session, teacher, "экскурсия", "Едем завтра", of_school=False)
    assert [(one.title, one.of_school, one.is_own) for one in kept.templates(session, teacher)] == [
        ("экскурсия", False, True), ("Собрание", True, False)
    ]  # fmt: skip
    assert [one.title for one in kept.templates(session, deputy)] == ["Собрание"]
    school = kept.templates(session, teacher)[1]
    with pytest.raises(NotFound):
        kept.drop_template(session, teacher, school.id)
    drafted(cast, "class_teacher", person_part(cast, "guardian"))
    kept.keep_choice(session, teacher, "Поездка")
    drafts.throw_away(session, teacher)
    choice = kept.kept_choices(session, teacher)[0]
    kept.use_choice(session, teacher, choice.id, NOON)
    draft = drafts.own_draft(session, teacher)
    assert draft is not None
    assert drafts.chosen_of(session, draft).parts == (person_part(cast, "guardian"),)
    with pytest.raises(NotFound):
        kept.use_choice(session, deputy, choice.id, NOON)
    kept.drop_choice(session, teacher, choice.id)
    assert kept.kept_choices(session, teacher) == []


def test_people_are_found_by_name_where_they_may_be_written_to(cast: Cast) -> None:
    def found(who: str, words: str) -> list[str]:
        return [one.name for one in find_people(cast.session, cast.actor(who), WRITE, words)]

    assert found("class_teacher", "лебед") == ["Лебедева Анна Олеговна", "Лебедева Мария Петровна"]
    assert found("class_teacher", "никитин") == []
    assert found("deputy", "никитин") == ["Никитин Иван Ильич", "Никитина Вера Ивановна"]
    assert found("deputy", "юдин") == []
    assert found("deputy", "л") == []


def test_what_is_offered_is_what_may_be_chosen(cast: Cast) -> None:
    own = offered(cast.session, cast.actor("class_teacher"), WRITE)
    assert [one.name for one in own.classes] == ["6 «Б»"]
    assert [one.name for one in own.groups] == ["6 «Б» · Английский, 1", "6 «Б» · Английский, 2"]
    assert (own.grades, own.roles) == ((), ())
    whole = offered(cast.session, cast.actor("deputy"), WRITE)
    assert [one.name for one in whole.classes] == ["2 «А»", "6 «Б»", "6 «В»"]
    assert [one.part.value for one in whole.grades] == ["2", "6"]
    for part in (*whole.classes, *whole.grades, *whole.groups, *whole.roles):
        drafts.add_part(cast.session, cast.actor("deputy"), part.part, NOON)


def test_lists_are_the_readers_own_and_a_page_long(cast: Cast, session: Session) -> None:
    numbers = [sent(cast, title=f"Письмо {n}") for n in range(reading.PAGE + 2)]
    drafted(cast, title="Черновик")
    first = reading.got_messages(session, cast.actor("guardian"), 1)
    second = reading.got_messages(session, cast.actor("guardian"), 2)
    assert (len(first.lines), first.has_more) == (reading.PAGE, True)
    assert [one.id for one in second.lines] == numbers[1::-1]
    written = reading.written_messages(session, cast.actor("class_teacher"), 1)
    assert [one.title for one in written.lines[:2]] == ["Черновик", f"Письмо {reading.PAGE + 1}"]
    assert written.lines[1].people == 2
