"""The page of a class: who is told, who writes, what is hidden, whose files one may fetch."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import (
    AuditEntry,
    ClassPart,
    Consent,
    ConsentPurpose,
    CoTeacher,
    Enrolment,
    FileKind,
    NoticeKind,
    OutboxNotice,
)
from ejournal.models.base import table
from ejournal.services.accounts.throttle import TooFast
from ejournal.services.class_page import helpers, hiding, reading, writing
from ejournal.services.class_page.writing import Fields
from ejournal.services.files import keeping
from tests.cast import DAY, Cast
from tests.consent_texts import publish_samples
from tests.services.files.test_keeping import Files

NOON = datetime(2026, 11, 20, 9, tzinfo=UTC)
_notice = table(OutboxNotice).c
WORDS = Fields("Собрание", "Ждём **в шесть**")


class Page:
    """The page of 6Б and its people."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.session, self._count = cast, cast.session, 0
        self.id = cast.classes["6b"].id or 0

    @property
    def now(self) -> datetime:
        """Two minutes after the moment before: nobody is too fast."""
        self._count += 1
        return NOON + timedelta(minutes=2) * self._count

    def add(self, who: str, part: ClassPart = ClassPart.NEWS, fields: Fields = WORDS) -> int:
        return writing.add_item(self.session, self.cast.actor(who), self.id, part, fields, self.now)

    def read(self, who: str) -> reading.ClassPage:
        return reading.page(self.session, self.cast.actor(who), self.id)

    def let(self, who: str) -> None:
        helpers.give(self.session, self.cast.actor("class_teacher"), self.id, self.cast.id_of(who))

    def told(self, kind: NoticeKind) -> set[str]:
        found = set(self.session.scalars(select(_notice.recipient_id).where(_notice.kind == kind)))
        return {name for name in self.cast.people if self.cast.id_of(name) in found}


@pytest.fixture
def page(cast: Cast) -> Page:
    return Page(cast)


def test_the_class_reads_news_and_is_told_heads_are_not(page: Page) -> None:
    page.add("class_teacher", fields=Fields("Собрание", "Ждём", pinned=True))
    page.add("deputy")
    for who in ("pupil", "classmate", "guardian", "teacher", "substitute", "director"):
        assert [one.pinned for one in page.read(who).news] == [True, False]
    told = page.told(NoticeKind.CLASS_NEWS)
    assert {"pupil", "classmate", "guardian", "teacher_parent", "teacher", "class_teacher"} <= told
    assert not told & {"director", "deputy", "other_pupil", "other_guardian", "brother", "left", "pupil_b"}
    for who in ("other_pupil", "other_guardian", "brother", "pupil_b"):
        with pytest.raises(NotFound):
            page.read(who)


def test_a_guardian_writes_while_let_and_while_a_child_is_in_the_class(page: Page, cast: Cast) -> None:
    with pytest.raises(NotFound):
        page.add("guardian")
    page.let("guardian")
    number = page.add("guardian", fields=Fields("Ярмарка", "Несём", pinned=True))
    [item] = page.read("guardian").news
    assert (item.pinned, item.may_change, item.of_family) == (False, True, True)
    assert not page.read("pupil").news[0].may_change
    actor = cast.actor("guardian")
    writing.change_item(page.session, actor, number, Fields("Ярмарка в среду", "Несём"), page.now)
    assert page.read("pupil").news[0].title == "Ярмарка в среду"
    others = page.add("class_teacher")
    with pytest.raises(NotFound):
        writing.take_away(page.session, actor, others)
    place = table(Enrolment).c
    [sits] = page.session.scalars(select(Enrolment).where(place.pupil_id == cast.id_of("pupil")))
    sits.ends = DAY - timedelta(days=1)
    page.session.add(sits)
    page.session.flush()
    with pytest.raises(NotFound):
        page.add("guardian")
    with pytest.raises(NotFound):
        page.read("guardian")
    teacher = cast.actor("class_teacher")
    names = [one.name for one in helpers.guardians(page.session, teacher, page.id)]
    assert names == ["А. Ю. Зайцев"]


def test_the_right_is_taken_away_at_once_and_both_stand_in_the_trail(page: Page, cast: Cast) -> None:
    page.let("guardian")
    teacher, guardian = cast.actor("class_teacher"), cast.id_of("guardian")
    first = helpers.guardians(page.session, teacher, page.id)[0]
    assert (first.person_id, first.since) == (guardian, DAY)
    helpers.take(page.session, teacher, page.id, guardian)
    assert [one.since for one in helpers.guardians(page.session, teacher, page.id)] == [None, None]
    with pytest.raises(NotFound):
        page.add("guardian")
    with pytest.raises(NotFound):
        helpers.take(page.session, teacher, page.id, guardian)
    for who in ("other_guardian", "pupil", "teacher"):
        with pytest.raises(NotFound):
            page.let(who)
    actions = set(page.session.scalars(select(table(AuditEntry).c.action)))
    assert {"class_page.right_given", "class_page.right_taken"} <= actions


def test_what_a_guardian_wrote_is_hidden_with_a_reason_and_shown_again(page: Page, cast: Cast) -> None:
    page.let("guardian")
    number, own = page.add("guardian"), page.add("class_teacher")
    teacher = cast.actor("class_teacher")
    with pytest.raises(DomainError, match="Say why"):
        hiding.hide(page.session, teacher, number, " ", page.now)
    hiding.hide(page.session, teacher, number, "Реклама", page.now)
    assert [one.id for one in page.read("pupil").news] == [own]
    for who in ("guardian", "class_teacher", "deputy"):
        seen = next(one for one in page.read(who).news if one.id == number)
        assert (seen.hidden, seen.reason) == (True, "Реклама")
    assert not next(one for one in page.read("guardian").news if one.hidden).may_change
    assert page.told(NoticeKind.CLASS_ITEM_HIDDEN) == {"guardian"}
    with pytest.raises(NotFound):
        hiding.hide(page.session, teacher, own, "Своё", page.now)
    with pytest.raises(NotAllowed):
        hiding.hide(page.session, cast.actor("guardian"), number, "Нет", page.now)
    hiding.show_again(page.session, teacher, number, page.now)
    assert {one.id for one in page.read("pupil").news} == {own, number}
    actions = set(page.session.scalars(select(table(AuditEntry).c.action)))
    assert {"class_page.hidden", "class_page.shown", "class_page.added"} <= actions


def test_dates_come_in_their_order_and_past_ones_stand_apart(page: Page) -> None:
    for shift in (9, -3, 2, 0, -20):
        page.add("class_teacher", ClassPart.DATE, Fields(f"через {shift}", day=DAY + timedelta(days=shift)))
    found = page.read("pupil")
    assert [one.title for one in found.coming] == ["через 0", "через 2", "через 9"]
    assert [one.title for one in found.past] == ["через -3", "через -20"]
    for day in (None, DAY + timedelta(days=400), DAY - timedelta(days=400)):
        with pytest.raises(DomainError) as refused:
            page.add("class_teacher", ClassPart.DATE, Fields("Никогда", day=day))
        assert refused.value.field == "day"


def test_files_are_fetched_by_who_sees_the_item_and_go_with_it(page: Page, cast: Cast) -> None:
    files = Files(cast)
    keys = tuple(files.key("class_teacher", sha) for sha in "ab")
    with pytest.raises(DomainError, match="Attach the file"):
        page.add("class_teacher", ClassPart.DOCUMENT, Fields("Памятка"))
    number = page.add("class_teacher", ClassPart.DOCUMENT, Fields("Памятка", files=keys))
    assert [one.key for one in page.read("pupil").documents[0].files] == list(keys)
    assert keeping.fetch(page.session, cast.actor("guardian"), keys[0]).name == "план.pdf"
    with pytest.raises(NotFound):
        keeping.fetch(page.session, cast.actor("other_guardian"), keys[0])
    teacher = cast.actor("class_teacher")
    writing.change_item(page.session, teacher, number, Fields("Памятка", gone=keys[:1]), page.now)
    assert [one.key for one in page.read("pupil").documents[0].files] == [keys[1]]
    with pytest.raises(DomainError, match="Attach the file"):
        writing.change_item(page.session, teacher, number, Fields("Памятка", gone=keys[1:]), page.now)
    writing.take_away(page.session, teacher, number)
    assert page.read("pupil").documents == []
    with pytest.raises(NotFound):
        keeping.fetch(page.session, cast.actor("guardian"), keys[1])


def test_contacts_name_those_who_teach_the_class_and_no_family(page: Page) -> None:
    found = page.read("guardian")
    assert [one.name for one in found.leaders] == ["Котова Ирина Сергеевна"]
    assert ("Соколов Павел Игоревич", ("Русский язык",)) in [
        (one.name, one.subjects) for one in found.teachers
    ]
    assert not any("Лебедева" in one.name for one in (*found.leaders, *found.teachers))


def test_who_writes_there_knows_who_has_no_consent_to_photos(page: Page, cast: Cast) -> None:
    page.let("guardian")
    assert page.read("class_teacher").unshown is None
    publish_samples(page.session, cast.schools["a"].id or 0)
    for who in ("class_teacher", "guardian"):
        assert page.read(who).unshown == ("Зайцев Илья", "Лебедева Анна", "Петров Глеб")
    assert page.read("pupil").unshown is None


def test_pictures_come_with_the_word_that_no_child_without_a_consent_is_seen(page: Page, cast: Cast) -> None:
    files, teacher = Files(cast), cast.actor("class_teacher")
    plan, photo, film = (
        files.key("class_teacher", sha, kind)
        for sha, kind in (("a", FileKind.PDF), ("b", FileKind.PICTURE), ("c", FileKind.VIDEO))
    )
    for key in (photo, film):
        with pytest.raises(DomainError) as refused:
            page.add("class_teacher", fields=Fields("Поездка", "Мы", files=(plan, key)))
        assert refused.value.field == "photos"
    number = page.add("class_teacher", fields=Fields("План", "Мы", files=(plan,)))
    change = partial(writing.change_item, page.session, teacher, number)
    with pytest.raises(DomainError, match="whom the pictures show"):
        change(Fields("План", "Мы", files=(photo,)), page.now)
    change(Fields("План", "Мы", files=(photo,), photos=True), page.now)
    with pytest.raises(DomainError, match="whom the pictures show"):
        change(Fields("План", "Мы и они"), page.now)
    change(Fields("План", "Мы и они", gone=(photo,)), page.now)


def test_pictures_are_looked_at_again_when_a_consent_was_taken_back(page: Page, cast: Cast) -> None:
    documents = publish_samples(page.session, cast.schools["a"].id or 0)
    [photo] = [
        one for one in documents if page.session.get_one(ConsentPurpose, one.purpose_id).kind == "photo"
    ]
    consent = Consent(
        school_id=photo.school_id, person_id=cast.id_of("guardian"), pupil_id=cast.id_of("pupil"),
        purpose_id=photo.purpose_id, document_id=photo.id or 0, answered_at=NOON - timedelta(days=9),
    )  # fmt: skip
    page.session.add(consent)
    page.session.flush()
    assert page.read("class_teacher").unshown == ("Зайцев Илья", "Петров Глеб")
    key = Files(cast).key("class_teacher", kind=FileKind.PICTURE)
    fields = Fields("Поездка", "Мы", files=(key,), photos=True)
    number, _ = page.add("class_teacher", fields=fields), page.add("class_teacher")
    consent.withdrawn_at = page.now
    page.session.add(consent)
    page.session.flush()
    assert {one.id: one.unshown for one in page.read("class_teacher").news}[number] == ("Лебедева Анна",)
    assert sum(bool(one.unshown) for one in page.read("class_teacher").news) == 1
    assert not any(one.unshown for one in page.read("guardian").news)
    again = Fields("Поездка", "Мы", photos=True)
    writing.change_item(page.session, cast.actor("class_teacher"), number, again, page.now)
    assert not any(one.unshown for one in page.read("class_teacher").news)


def test_a_guardian_s_words_are_the_guardian_s_alone(page: Page, cast: Cast) -> None:
    page.let("guardian")
    number = page.add("guardian")
    for who in ("class_teacher", "deputy"):
        assert not page.read(who).news[0].may_change
        with pytest.raises(NotFound):
            writing.change_item(page.session, cast.actor(who), number, Fields("Иначе", "Так"), page.now)
        with pytest.raises(NotFound):
            writing.take_away(page.session, cast.actor(who), number)
    writing.pin(page.session, cast.actor("class_teacher"), number)
    page.add("class_teacher")
    assert [one.pinned for one in page.read("pupil").news] == [True, False]
    with pytest.raises(NotAllowed):
        writing.pin(page.session, cast.actor("guardian"), number)
    writing.pin(page.session, cast.actor("deputy"), number)
    assert not any(one.pinned for one in page.read("pupil").news)


def test_older_ones_are_read_on_and_dates_to_come_are_never_cut(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SHOWN", 2)
    for shift in (1, 2, 3, -1, -2, -3):
        page.add("class_teacher", ClassPart.DATE, Fields(f"через {shift}", day=DAY + timedelta(days=shift)))
        page.add("class_teacher", fields=Fields(f"Новость {shift}", "Текст"))
    found = page.read("pupil")
    assert (len(found.news), len(found.coming), len(found.past), found.past_count) == (2, 3, 2, 3)
    assert found.further == {ClassPart.NEWS, reading.PAST}
    more = {ClassPart.NEWS: 6, reading.PAST: 3}
    found = reading.page(page.session, page.cast.actor("pupil"), page.id, more)
    assert (len(found.news), len(found.past), found.further) == (6, 3, frozenset())


def test_second_teachers_stand_among_the_contacts_while_they_teach(page: Page, cast: Cast) -> None:
    course = cast.courses["maths"]
    second = CoTeacher(
        school_id=course.school_id,
        course_id=course.id or 0,
        teacher_id=cast.id_of("primary_teacher"),
        starts=DAY,
    )
    page.session.add(second)
    page.session.flush()

    def taught() -> dict[str, tuple[str, ...]]:
        return {one.name: one.subjects for one in page.read("guardian").teachers}

    assert taught()["Дроздова Инна Павловна"] == ("Математика",)
    assert "Математика" in taught()["Котова Ирина Сергеевна"]
    second.ends = second.starts = DAY - timedelta(days=1)
    page.session.add(second)
    page.session.flush()
    assert "Дроздова Инна Павловна" not in taught()


def test_too_many_and_too_fast_are_refused(page: Page, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    teacher = cast.actor("class_teacher")
    for _ in range(8):
        writing.add_item(page.session, teacher, page.id, ClassPart.NEWS, WORDS, NOON)
    with pytest.raises(TooFast):
        writing.add_item(page.session, teacher, page.id, ClassPart.NEWS, WORDS, NOON)
    monkeypatch.setattr(writing, "MOST_ITEMS", 1)
    with pytest.raises(DomainError, match="take old ones away"):
        page.add("deputy")
    monkeypatch.setattr(helpers, "MOST_HELPERS", 1)
    page.let("guardian")
    with pytest.raises(DomainError, match="guardians write"):
        page.let("teacher_parent")


def test_the_classes_whose_page_one_reads(page: Page, cast: Cast) -> None:
    def titles(who: str) -> list[str]:
        return [title for _, title in reading.classes(page.session, cast.actor(who))]

    assert titles("class_teacher") == ["6 «Б»"]
    assert titles("guardian") == ["6 «Б»", "2 «А»"]
    assert titles("pupil_b") == ["6 «Б»"]
    assert titles("deputy") == ["2 «А»", "6 «Б»", "6 «В»"]
    with pytest.raises(NotAllowed):
        reading.classes(page.session, cast.actor("admin"))
    assert not cast.actor("pupil").may(Permission.CLASS_PAGE_WRITE)
