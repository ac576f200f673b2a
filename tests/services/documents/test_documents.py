"""Documents: who is asked, what is signed and how, versions, the register, what happens by itself."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from ejournal import limits
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import (
    DocumentKind,
    DocumentReader,
    DocumentSignature,
    Enrolment,
    Guardianship,
    NoticeKind,
    OutboxNotice,
    PartKind,
    Role,
    RoleGrant,
    SchoolDocument,
    SignedBy,
    Whom,
)
from ejournal.services.audience.parts import Part
from ejournal.services.documents import drafts, due, publishing, reading, register, signing
from ejournal.services.documents.drafts import Filled
from ejournal.services.documents.register import LineState, Wanted
from ejournal.services.files import keeping
from tests.cast import DAY, PASSWORD, Cast
from tests.infra.laid_files import laid
from tests.services.diary_helpers import counted_queries
from tests.services.documents.helpers import (
    NOON,
    UNTIL,
    WORDS,
    class_part,
    drafted,
    next_version,
    published,
)
from tests.services.second_factor.helpers import code_of, with_codes

LATER = NOON + timedelta(hours=1)


def sign(cast: Cast, number: int, who: str, *children: str, typed: str = "", version: int = 1) -> int:
    whom = [cast.id_of(one) for one in children or (who,)]
    return signing.acknowledge(cast.session, cast.actor(who), number, version, whom, typed, LATER)


def lines(cast: Cast, who: str, number: int, **wanted: Any) -> dict[tuple[str, str], register.Line]:
    found = register.register(cast.session, cast.actor(who), Wanted(number, **wanted)).lines
    return {(one.name.split()[0], one.about.split()[-1] if one.about else ""): one for one in found}


def told(cast: Cast, kind: NoticeKind) -> dict[str, dict[str, Any]]:
    rows = cast.session.scalars(
        select(OutboxNotice)
        .where(col(OutboxNotice.kind) == kind.value)
        .execution_options(populate_existing=True)
    )
    by_id = {cast.id_of(name): name for name in cast.people}
    return {by_id[row.recipient_id]: row.payload for row in rows}


def waits(cast: Cast, who: str) -> int:
    return reading.count_waiting(cast.session, cast.actor(who))


def test_the_guardians_of_a_class_are_asked_for_each_child_and_told(cast: Cast) -> None:
    number = published(cast)
    assert set(told(cast, NoticeKind.DOCUMENT)) == {"guardian", "teacher_parent"}
    assert waits(cast, "guardian") == 1
    assert waits(cast, "other_guardian") == waits(cast, "pupil") == 0
    found = reading.opened(cast.session, cast.actor("guardian"), number)
    assert [one.name for one in found.own if one.waits] == ["Анна"]
    assert found.unseen
    assert [one.waiting for one in reading.own_documents(cast.session, cast.actor("guardian"), 1).lines] == [
        1
    ]


def test_a_word_stands_in_the_register_with_version_moment_way_and_hash(cast: Cast) -> None:
    number = published(cast)
    signing.mark_seen(cast.session, cast.actor("guardian"), number, NOON)
    assert sign(cast, number, "guardian", "pupil") == 1
    assert sign(cast, number, "guardian", "pupil") == 0, "said once is said"
    assert waits(cast, "guardian") == 0
    kept = cast.session.scalars(select(DocumentSignature)).one()
    version = publishing.version_of(cast.session, cast.session.get_one(SchoolDocument, number))
    assert (kept.how, kept.at, kept.text_hash) == (SignedBy.BUTTON, LATER, version.text_hash)
    line = lines(cast, "deputy", number)["Лебедева", "Анна"]
    assert (line.state, line.version, line.seen_at) == (LineState.DONE, 1, NOON)
    assert line.text_hash == version.text_hash
    read = cast.session.scalars(
        select(OutboxNotice).where(col(OutboxNotice.recipient_id) == cast.id_of("guardian"))
    )
    assert all(one.read_at is not None for one in read)


def test_a_document_that_asks_for_it_is_signed_by_password_or_code(cast: Cast) -> None:
    number = published(cast, signed=True)
    for typed in ("", "не тот пароль"):
        with pytest.raises(DomainError) as refused:
            sign(cast, number, "guardian", "pupil", typed=typed)
        assert refused.value.field == "proof"
    assert waits(cast, "guardian") == 1
    sign(cast, number, "guardian", "pupil", typed=PASSWORD)
    key, _ = with_codes(cast, "teacher_parent")
    children = [one.for_id for one in reading.opened(cast.session, cast.actor("teacher_parent"), number).own]
    typed = code_of(key, LATER + timedelta(days=1))
    with pytest.raises(DomainError):
        signing.acknowledge(cast.session, cast.actor("teacher_parent"), number, 1, children, typed, LATER)
    signing.acknowledge(cast.session, cast.actor("teacher_parent"), number, 1, children, PASSWORD, LATER)
    assert {one.how for one in cast.session.scalars(select(DocumentSignature))} == {SignedBy.PASSWORD}


def test_guessing_the_password_over_a_document_is_throttled(cast: Cast) -> None:
    number = published(cast, signed=True)
    ids = set()
    for _ in range(30):
        with pytest.raises(DomainError) as refused:
            sign(cast, number, "guardian", "pupil", typed="наугад")
        ids.add(refused.value.args[0])
    assert "Too many tries. Wait {wait} s" in ids


@pytest.mark.parametrize("who", ["other_guardian", "pupil", "teacher", "teacher_b", "pupil_b"])
def test_whoever_is_not_asked_finds_no_document(cast: Cast, who: str) -> None:
    number = published(cast)
    with pytest.raises(NotFound):
        reading.opened(cast.session, cast.actor(who), number)
    with pytest.raises(NotFound):
        sign(cast, number, who)


def test_nobody_signs_for_the_child_of_another_or_for_nobody(cast: Cast) -> None:
    number = published(cast)
    for child in ("classmate", "other_pupil", "guardian"):
        with pytest.raises(NotFound):
            sign(cast, number, "guardian", child)
    with pytest.raises(DomainError) as refused:
        signing.acknowledge(cast.session, cast.actor("guardian"), number, 1, [], "", LATER)
    assert refused.value.field == "whom"


def test_who_no_longer_stands_for_the_child_is_asked_no_more(cast: Cast) -> None:
    number = published(cast)
    rows = select(Guardianship).where(col(Guardianship.guardian_id) == cast.id_of("guardian"))
    for row in cast.session.scalars(rows).all():
        row.ends = DAY - timedelta(days=1)
        cast.session.add(row)
    cast.session.flush()
    assert waits(cast, "guardian") == 0
    with pytest.raises(NotFound):
        reading.opened(cast.session, cast.actor("guardian"), number)


def test_a_new_version_asks_everybody_anew_where_the_author_says_so(cast: Cast) -> None:
    number = published(cast)
    sign(cast, number, "guardian", "pupil")
    next_version(cast, number, "Иначе", asks_again=True, at=LATER)
    assert waits(cast, "guardian") == 1
    assert told(cast, NoticeKind.DOCUMENT)["guardian"]["version"] == 2
    with pytest.raises(DomainError, match="new version"):
        sign(cast, number, "guardian", "pupil", version=1)
    sign(cast, number, "guardian", "pupil", version=2)
    assert {one.version for one in cast.session.scalars(select(DocumentSignature))} == {1, 2}
    former = reading.opened(cast.session, cast.actor("guardian"), number, 1)
    assert (former.version.words, former.is_current) == (WORDS, False)


def test_a_new_version_leaves_those_alone_who_know_the_former_where_it_does_not(cast: Cast) -> None:
    number = published(cast)
    sign(cast, number, "guardian", "pupil")
    next_version(cast, number, "Опечатка исправлена", asks_again=False, at=LATER)
    assert (waits(cast, "guardian"), waits(cast, "teacher_parent")) == (0, 1)
    assert lines(cast, "deputy", number)["Лебедева", "Анна"].version == 1


def test_what_is_published_never_changes_and_a_draft_is_nobodys_to_read(cast: Cast) -> None:
    number = published(cast)
    with pytest.raises(DomainError, match="no draft"):
        drafts.fill(cast.session, cast.actor("deputy"), number, Filled("Другое", "Другое"), NOON)
    drafts.begin_version(cast.session, cast.actor("deputy"), number)
    changed = Filled("Другое", "Секрет черновика", DocumentKind.ORDER, signed=True)
    drafts.fill(cast.session, cast.actor("director"), number, changed, NOON)
    found = reading.opened(cast.session, cast.actor("guardian"), number)
    assert (found.version.words, found.document.kind, found.document.signed) == (
        WORDS, DocumentKind.LOCAL_ACT, False
    )  # fmt: skip
    with pytest.raises(NotFound):
        reading.opened(cast.session, cast.actor("guardian"), number, 2)
    unpublished = drafted(cast)
    for who in ("guardian", "class_teacher", "teacher_b"):
        with pytest.raises(NotFound):
            reading.opened(cast.session, cast.actor(who), unpublished)


def test_a_draft_says_by_the_field_what_it_lacks(cast: Cast) -> None:
    session, actor = cast.session, cast.actor("deputy")
    number = drafts.begin(session, actor, NOON)
    refused = []
    with pytest.raises(DomainError) as found:
        publishing.check(session, actor, number)
    refused.append(found.value.field)
    for filled in (
        Filled("", WORDS),
        Filled("x" * (limits.DOCUMENT_TITLE + 1), WORDS),
        Filled("Правила", "x" * (limits.DOCUMENT + 1)),
        Filled("Правила", WORDS, number="9" * (limits.ORDER_NUMBER + 1)),
        Filled("Правила", WORDS, until=DAY - timedelta(days=1)),
        Filled("Правила", WORDS, until=date(9999, 1, 1)),
    ):
        with pytest.raises(DomainError) as found:
            drafts.fill(session, actor, number, filled, NOON)
        refused.append(found.value.field)
    drafts.fill(session, actor, number, Filled("Правила", ""), NOON)
    with pytest.raises(DomainError) as found:
        publishing.check(session, actor, number)
    refused.append(found.value.field)
    drafts.fill(session, actor, number, Filled("Правила", WORDS), NOON)
    with pytest.raises(DomainError) as found:
        publishing.check(session, actor, number)
    refused.append(found.value.field)
    assert refused == ["title", "title", "title", "words", "number", "until", "until", "words", "people"]


def test_the_last_day_may_pass_while_a_draft_lies(cast: Cast) -> None:
    number = drafted(cast)
    late = replace(cast.actor("deputy"), today=UNTIL + timedelta(days=1))
    with pytest.raises(DomainError) as refused:
        publishing.check(cast.session, late, number)
    assert refused.value.field == "until"


def test_a_draft_that_another_has_changed_is_not_published_unseen(cast: Cast) -> None:
    number = drafted(cast)
    seen = publishing.check(cast.session, cast.actor("deputy"), number).seen
    drafts.fill(cast.session, cast.actor("director"), number, Filled("Правила", "Иначе"), NOON)
    with pytest.raises(DomainError, match="changed meanwhile"):
        publishing.publish(cast.session, cast.actor("deputy"), number, seen, NOON)


def test_only_heads_and_administrators_write_and_only_of_their_school(cast: Cast) -> None:
    for who in ("class_teacher", "teacher", "guardian", "pupil"):
        with pytest.raises(NotAllowed):
            drafts.begin(cast.session, cast.actor(who), NOON)
    number = published(cast)
    for act in (
        lambda: drafts.begin_version(cast.session, cast.actor("class_teacher"), number),
        lambda: publishing.withdraw(cast.session, cast.actor("class_teacher"), number, "Так", NOON),
        lambda: publishing.remind(cast.session, cast.actor("guardian"), number, NOON),
        lambda: drafts.add_part(cast.session, cast.actor("deputy"), number, class_part(cast, "6b_b")),
        lambda: drafts.add_part(cast.session, cast.actor("deputy"), number, Part(PartKind.ABSENT)),
    ):
        with pytest.raises(NotFound):
            act()


def test_drafts_are_bounded_and_thrown_away(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 1)
    number = drafted(cast)
    with pytest.raises(DomainError, match="At most"):
        drafts.begin(cast.session, cast.actor("deputy"), NOON)
    drafts.throw_away(cast.session, cast.actor("deputy"), number)
    assert cast.session.get(SchoolDocument, number) is None
    asked = published(cast)
    with pytest.raises(DomainError, match="no draft"):
        drafts.throw_away(cast.session, cast.actor("deputy"), asked)
    drafts.begin_version(cast.session, cast.actor("deputy"), asked)
    drafts.throw_away(cast.session, cast.actor("deputy"), asked)
    assert cast.session.get(SchoolDocument, asked) is not None


def test_files_go_with_a_version_and_on_to_the_next(cast: Cast) -> None:
    session, deputy = cast.session, cast.actor("deputy")
    key = laid(session, deputy, "порядок")
    number = published(cast, words="", files=(key,))
    found = reading.opened(session, cast.actor("guardian"), number)
    assert [one.key for one in found.files] == [key]
    assert keeping.fetch(session, cast.actor("guardian"), key).key == key
    for who in ("other_guardian", "teacher_b"):
        with pytest.raises(NotFound):
            keeping.fetch(session, cast.actor(who), key)
    drafts.begin_version(session, deputy, number)
    assert [one.key for one in drafts.draft_of(session, deputy, number).files] == [key]
    drafts.drop_file(session, deputy, number, key)
    assert drafts.draft_of(session, deputy, number).files == ()
    assert keeping.fetch(session, cast.actor("guardian"), key).key == key, "the version in force keeps it"
    other = laid(session, deputy, "черновик")
    drafts.fill(session, deputy, number, Filled("Правила", WORDS, files=(other,)), NOON)
    with pytest.raises(NotFound):
        keeping.fetch(session, cast.actor("guardian"), other)
    assert keeping.fetch(session, cast.actor("director"), other).key == other


def test_the_hash_is_of_title_text_and_files(cast: Cast) -> None:
    key = laid(cast.session, cast.actor("deputy"), "порядок")
    number = drafted(cast, files=(key,))
    files = drafts.draft_of(cast.session, cast.actor("deputy"), number).files
    hashes = {
        drafts.text_hash("Правила", WORDS, files),
        drafts.text_hash("Правила", WORDS, ()),
        drafts.text_hash("Правила", "", files),
        drafts.text_hash("", WORDS, files),
    }
    assert len(hashes) == 4


def test_a_withdrawn_document_stays_in_the_register_and_asks_nobody(cast: Cast) -> None:
    number = published(cast)
    sign(cast, number, "guardian", "pupil")
    with pytest.raises(DomainError) as refused:
        publishing.withdraw(cast.session, cast.actor("deputy"), number, " ", NOON)
    assert refused.value.field == "reason"
    publishing.withdraw(cast.session, cast.actor("deputy"), number, "Вышел новый порядок", LATER)
    assert waits(cast, "teacher_parent") == 0
    assert set(told(cast, NoticeKind.DOCUMENT)) == {"guardian"}, "who had not read of it is told nothing"
    assert told(cast, NoticeKind.DOCUMENT)["guardian"]["withdrawn"]
    states = {one.state for one in lines(cast, "deputy", number).values()}
    assert states == {LineState.DONE, LineState.WITHDRAWN}
    children = [one.for_id for one in reading.opened(cast.session, cast.actor("teacher_parent"), number).own]
    with pytest.raises(DomainError, match="withdrawn"):
        signing.acknowledge(cast.session, cast.actor("teacher_parent"), number, 1, children, "", LATER)
    with pytest.raises(DomainError, match="withdrawn"):
        publishing.withdraw(cast.session, cast.actor("deputy"), number, "Ещё раз", LATER)
    with pytest.raises(DomainError, match="throw the draft away"):
        publishing.withdraw(cast.session, cast.actor("deputy"), drafted(cast), "Так", LATER)


def test_the_class_teacher_sees_the_own_class_alone(cast: Cast) -> None:
    number = published(cast, class_part(cast, "6b"), class_part(cast, "6v"))
    own, all_of_it = lines(cast, "class_teacher", number), lines(cast, "deputy", number)
    assert set(own) < set(all_of_it)
    counted = register.counts(cast.session, cast.actor("class_teacher"), number)
    assert (counted.asked, counted.done) == (len(own), 0)
    other = cast.classes["6v"].id
    with pytest.raises(NotFound):
        lines(cast, "class_teacher", number, class_id=other)
    assert set(lines(cast, "deputy", number, class_id=other)) == set(all_of_it) - set(own)
    only_other = published(cast, class_part(cast, "6v"))
    with pytest.raises(NotFound):
        lines(cast, "class_teacher", only_other)
    for who in ("teacher", "guardian", "pupil"):
        with pytest.raises((NotAllowed, NotFound)):
            lines(cast, who, number)
    listed = reading.school_documents(cast.session, cast.actor("class_teacher"), 1).lines
    assert [(one.id, one.asked) for one in listed] == [(number, len(own))]


def test_the_register_is_found_by_name_and_state(cast: Cast) -> None:
    number = published(cast)
    sign(cast, number, "guardian", "pupil")
    assert {one[0] for one in lines(cast, "deputy", number, words="лебед")} == {"Лебедева"}
    assert lines(cast, "deputy", number, words="%") == {}
    assert set(lines(cast, "deputy", number, state=LineState.DONE)) == {("Лебедева", "Анна")}
    assert ("Лебедева", "Анна") not in lines(cast, "deputy", number, state=LineState.WAITING)
    late = replace(cast.actor("deputy"), today=UNTIL + timedelta(days=1))
    found = register.register(cast.session, late, Wanted(None, state=LineState.LATE))
    assert found.total == len(lines(cast, "deputy", number)) - 1
    taken = register.whole_register(cast.session, cast.actor("class_teacher"), Wanted(number))
    assert len(taken) == len(lines(cast, "deputy", number))


def test_a_paper_is_entered_by_staff_for_those_in_their_care(cast: Cast) -> None:
    number = published(cast, signed=True)
    line = lines(cast, "class_teacher", number)["Лебедева", "Анна"]
    for who in ("teacher_b", "guardian", "teacher"):
        with pytest.raises((NotAllowed, NotFound)):
            signing.enter_paper(cast.session, cast.actor(who), line.id, DAY, LATER)
    for day in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
        with pytest.raises(DomainError) as refused:
            signing.enter_paper(cast.session, cast.actor("class_teacher"), line.id, day, LATER)
        assert refused.value.field == "day"
    signing.enter_paper(cast.session, cast.actor("class_teacher"), line.id, DAY, LATER)
    kept = cast.session.scalars(select(DocumentSignature)).one()
    assert (kept.how, kept.paper_day, kept.entered_by_id) == (
        SignedBy.PAPER, DAY, cast.id_of("class_teacher")
    )  # fmt: skip
    assert waits(cast, "guardian") == 0
    with pytest.raises(DomainError, match="already"):
        signing.enter_paper(cast.session, cast.actor("class_teacher"), line.id, DAY, LATER)
    assert lines(cast, "deputy", number)["Лебедева", "Анна"].entered_by == "И. С. Котова"


def test_who_has_not_said_anything_is_reminded_by_hand_and_not_too_often(cast: Cast) -> None:
    number = published(cast)
    sign(cast, number, "guardian", "pupil")
    assert publishing.remind(cast.session, cast.actor("deputy"), number, LATER) == 1
    found = told(cast, NoticeKind.DOCUMENT)
    assert found["teacher_parent"]["reminder"]
    assert "reminder" not in found["guardian"]
    with pytest.raises(DomainError, match="reminded lately"):
        publishing.remind(cast.session, cast.actor("deputy"), number, LATER + timedelta(hours=1))
    assert publishing.remind(cast.session, cast.actor("deputy"), number, LATER + timedelta(hours=5)) == 1


def look(cast: Cast, number: int, days: int) -> None:
    at = NOON + timedelta(days=days)
    assert (cast.people["deputy"].school_id, number) in due.any_due(cast.session, at)
    due.look(cast.session, cast.people["deputy"].school_id, number, at)
    assert (cast.people["deputy"].school_id, number) not in due.any_due(cast.session, at)


def test_before_the_last_day_whoever_waits_is_reminded_once_by_itself(cast: Cast) -> None:
    number = published(cast)
    sign(cast, number, "guardian", "pupil")
    before = (UNTIL - DAY - due.REMINDED_BEFORE).days
    look(cast, number, before - 1)
    assert not any("reminder" in one for one in told(cast, NoticeKind.DOCUMENT).values())
    look(cast, number, before)
    assert told(cast, NoticeKind.DOCUMENT)["teacher_parent"]["reminder"]
    assert "reminder" not in told(cast, NoticeKind.DOCUMENT)["guardian"]
    rows = select(OutboxNotice).where(col(OutboxNotice.recipient_id) == cast.id_of("teacher_parent"))
    when = cast.session.scalars(rows).one().created_at
    look(cast, number, before + 1)
    assert cast.session.scalars(rows.execution_options(populate_existing=True)).one().created_at == when


def test_after_the_last_day_heads_and_the_class_teacher_learn_how_many_are_late(cast: Cast) -> None:
    number = published(cast, class_part(cast, "6b"), class_part(cast, "6v"))
    sign(cast, number, "guardian", "pupil")
    late = (UNTIL - DAY).days + 1
    look(cast, number, late)
    found = told(cast, NoticeKind.DOCUMENT_LATE)
    assert set(found) == {"director", "deputy", "class_teacher"}
    own = len(lines(cast, "class_teacher", number)) - 1
    assert found["class_teacher"]["count"] == own
    assert found["deputy"]["count"] == len(lines(cast, "deputy", number)) - 1
    look(cast, number, late + 1)
    assert len(told(cast, NoticeKind.DOCUMENT_LATE)) == 3


def test_newcomers_are_asked_from_the_next_day_on_and_those_who_leave_no_more(cast: Cast) -> None:
    number = published(cast)
    session = cast.session
    moved = session.scalars(
        select(Enrolment).where(col(Enrolment.pupil_id) == cast.id_of("other_pupil"))
    ).one()
    moved.class_id = cast.classes["6b"].id or 0
    gone = select(Guardianship).where(col(Guardianship.guardian_id) == cast.id_of("guardian"))
    for row in session.scalars(gone).all():
        row.ends = DAY
        session.add(row)
    session.add(moved)
    session.flush()
    look(cast, number, 1)
    assert (
        reading.count_waiting(session, replace(cast.actor("other_guardian"), today=DAY + timedelta(days=1)))
        == 1
    )
    assert "other_guardian" in told(cast, NoticeKind.DOCUMENT)
    rows = session.scalars(
        select(DocumentReader)
        .where(col(DocumentReader.person_id) == cast.id_of("guardian"))
        .execution_options(populate_existing=True)
    )
    assert {one.asked for one in rows} == {False}


def test_an_author_who_has_left_leaves_documents_that_still_remind(cast: Cast) -> None:
    number = published(cast, who="deputy")
    grants = select(RoleGrant).where(col(RoleGrant.person_id) == cast.id_of("deputy"))
    for grant in cast.session.scalars(grants).all():
        grant.ends = DAY
        cast.session.add(grant)
    cast.session.flush()
    look(cast, number, (UNTIL - DAY).days - 1)
    assert told(cast, NoticeKind.DOCUMENT)["guardian"]["reminder"]


def test_the_staff_is_asked_by_role_and_pupils_for_themselves(cast: Cast) -> None:
    staff = published(cast, Part(PartKind.ROLE, Role.TEACHER.value))
    own = reading.opened(cast.session, cast.actor("teacher"), staff).own
    assert [(one.name, one.waits) for one in own] == [("", True)]
    sign(cast, staff, "teacher")
    line = lines(cast, "deputy", staff, state=LineState.DONE)
    assert [one.class_title for one in line.values()] == [""]
    pupils = published(cast, whom=Whom.PUPILS)
    assert waits(cast, "pupil") == 1
    sign(cast, pupils, "pupil")
    assert waits(cast, "pupil") == 0
    assert waits(cast, "guardian") == 0


def test_each_reading_takes_a_fixed_number_of_queries(cast: Cast, session: Session) -> None:
    def all_of_them() -> list[int]:
        counts = []
        for read in (
            lambda: reading.own_documents(session, cast.actor("guardian"), 1),
            lambda: reading.school_documents(session, cast.actor("deputy"), 1),
            lambda: register.register(session, cast.actor("deputy"), Wanted()),
            lambda: reading.drafts(session, cast.actor("deputy")),
        ):
            with counted_queries(session) as queries:
                read()
            counts.append(len(queries))
        return counts

    published(cast)
    few = all_of_them()
    for _ in range(5):
        published(cast, class_part(cast, "6b"), class_part(cast, "6v"))
        drafted(cast)
    assert all_of_them() == few
