"""News published: for whom, at which hour, changed, withdrawn; what is refused."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import AuditEntry, Enrolment, FileKind, NewsState, RoleGrant, Whom
from ejournal.models.base import table
from ejournal.services.accounts.throttle import TooFast
from ejournal.services.files import keeping
from ejournal.services.news import acknowledging, drafts, publishing, reading
from ejournal.services.news.drafts import Filled
from tests.cast import DAY, Cast
from tests.services.files.test_keeping import Files
from tests.services.news.board import FILLED, NOON, Board

HEADS = {"director", "deputy"}


@pytest.fixture
def board(cast: Cast) -> Board:
    return Board(cast)


@pytest.mark.parametrize(
    ("part", "whom", "readers"),
    [
        ("class:6b", Whom.BOTH, {"pupil", "classmate", "guardian", "teacher_parent", "class_teacher"}),
        ("class:6b", Whom.GUARDIANS, {"guardian", "teacher_parent", "class_teacher"}),
        ("class:6b", Whom.PUPILS, {"pupil", "classmate", "class_teacher"}),
        (
            "grade:6",
            Whom.BOTH,
            {
                "pupil", "classmate", "guardian", "teacher_parent", "class_teacher", "other_pupil",
                "other_guardian",
            },
        ),
        ("grade:2", Whom.GUARDIANS, {"guardian"}),
        ("group:english1", Whom.PUPILS, {"pupil"}),
        ("group:english1", Whom.GUARDIANS, {"guardian"}),
        ("role:teacher", Whom.BOTH, {"teacher", "substitute", "teacher_parent", "class_teacher"}),
        ("role:guardian", Whom.PUPILS, {"guardian", "teacher_parent", "other_guardian"}),
        ("role:pupil", Whom.GUARDIANS, {"pupil", "classmate", "brother", "other_pupil"}),
        ("role:administrator", Whom.BOTH, {"admin"}),
        ("person:teacher", Whom.BOTH, {"teacher"}),
        ("person:other_guardian", Whom.BOTH, {"other_guardian"}),
    ],
)  # fmt: skip
def test_who_reads_follows_from_the_parts_and_from_whom(
    board: Board, part: str, whom: Whom, readers: set[str]
) -> None:
    number = board.publish("director", part, whom=whom)
    assert board.readers(number) == readers | HEADS
    told = set(board.told()) & (board.readers(number) | {"admin"})
    assert told == readers - {"class_teacher"} | ({"class_teacher"} & set(board.told()))
    session, cast = board.session, board.cast
    reached = publishing.audience(session, cast.actor("director"), board.item(number))
    named = {name for name in board.readers(number) if cast.id_of(name) in reached}
    assert named - HEADS == readers - ({"class_teacher"} - named)


def test_who_has_left_the_class_reads_it_no_more(board: Board, cast: Cast) -> None:
    number = board.publish("deputy", "class:6b")
    assert {"pupil", "guardian"} <= board.readers(number)
    place = table(Enrolment).c
    [sits] = board.session.scalars(select(Enrolment).where(place.pupil_id == cast.id_of("pupil")))
    sits.ends = DAY - timedelta(days=1)
    board.session.flush()
    assert not {"pupil", "guardian"} & board.readers(number)


def test_a_class_teacher_writes_for_the_own_class_alone(board: Board, cast: Cast) -> None:
    board.publish("class_teacher", "class:6b")
    for part in ("class:6v", "grade:6", "role:guardian", "person:other_guardian"):
        with pytest.raises(NotFound):
            board.draft("class_teacher", part)
    with pytest.raises(NotFound):
        board.draft("class_teacher", "class:6b", is_public=True, photos=True)
    with pytest.raises(NotFound):
        board.draft("director", "absent:")
    for who in ("teacher", "guardian", "pupil"):
        with pytest.raises(NotAllowed):
            drafts.begin(board.session, cast.actor(who), NOON)


def test_what_is_not_finished_is_the_authors_alone(board: Board, cast: Cast) -> None:
    number = board.draft("deputy", "role:guardian")
    assert board.readers(number) == set()
    for who in ("director", "guardian", "admin", "teacher_b"):
        with pytest.raises(NotFound):
            reading.item_of(board.session, cast.actor(who), number)
    assert [one.id for one in drafts.own_drafts(board.session, cast.actor("deputy"))] == [number]
    drafts.keep(board.session, cast.actor("deputy"), number, title="Иное", words="Недописанное")
    assert (board.item(number).title, board.item(number).words) == ("Иное", "Недописанное")
    drafts.drop_part(board.session, cast.actor("deputy"), number, board.part("role:guardian"))
    with pytest.raises(DomainError, match="Choose to whom") as refused:
        publishing.publish(board.session, cast.actor("deputy"), number, board.now)
    assert refused.value.field == "people"
    drafts.throw_away(board.session, cast.actor("deputy"), number)
    assert drafts.own_drafts(board.session, cast.actor("deputy")) == []


def test_an_empty_draft_is_used_again_and_there_are_not_too_many(
    board: Board, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    deputy = cast.actor("deputy")
    first, second = (drafts.begin(board.session, deputy, NOON).id for _ in range(2))
    assert first == second
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 1)
    drafts.keep(board.session, deputy, first or 0, title="Начато")
    with pytest.raises(DomainError, match="drafts already"):
        drafts.begin(board.session, deputy, NOON)


def test_it_comes_out_at_its_hour_once_and_to_those_who_are_there_then(board: Board, cast: Cast) -> None:
    at = NOON + timedelta(days=1)
    number = board.draft("deputy", "class:6b", at=at)
    item = publishing.publish(board.session, cast.actor("deputy"), number, board.now)
    assert (item.state, board.told()) == (NewsState.WAITING, {})
    assert number not in board.readers(number)
    assert publishing.any_due(board.session, at - timedelta(minutes=1)) == []
    [due] = publishing.any_due(board.session, at)
    for _ in range(2):
        publishing.publish_due(board.session, *due, at)
    assert board.item(number).state is NewsState.OUT
    assert {"pupil", "guardian"} <= set(board.told())
    assert publishing.any_due(board.session, at) == []


def test_at_its_hour_an_author_who_may_no_more_keeps_a_draft(board: Board, cast: Cast) -> None:
    at = NOON + timedelta(days=1)
    number = board.draft("class_teacher", "class:6b", at=at)
    publishing.publish(board.session, cast.actor("class_teacher"), number, board.now)
    grants = table(RoleGrant).c
    held = select(RoleGrant).where(
        grants.person_id == cast.id_of("class_teacher"), grants.class_id.is_not(None)
    )
    for one in board.session.scalars(held):
        one.ends = DAY - timedelta(days=1)
    board.session.flush()
    publishing.publish_due(board.session, board.item(number).school_id, number, at)
    assert (board.item(number).state, board.told()) == (NewsState.DRAFT, {})


def test_what_waits_is_a_draft_again_when_taken_back(board: Board, cast: Cast) -> None:
    number = board.draft("deputy", "class:6b", at=NOON + timedelta(days=1))
    publishing.publish(board.session, cast.actor("deputy"), number, board.now)
    publishing.withdraw(board.session, cast.actor("deputy"), number)
    assert board.item(number).state is NewsState.DRAFT


def test_withdrawn_it_is_gone_for_readers_with_what_told_of_it(board: Board, cast: Cast) -> None:
    number = board.publish("deputy", "class:6b", is_public=True, photos=True)
    publishing.withdraw(board.session, cast.actor("director"), number)
    assert (board.readers(number), board.told(), board.item(number).is_public) == (set(), {}, False)
    with pytest.raises(NotFound):
        reading.item_of(board.session, cast.actor("guardian"), number)
    assert reading.item_of(board.session, cast.actor("deputy"), number).state is NewsState.WITHDRAWN
    for who in ("class_teacher", "admin"):
        with pytest.raises(NotFound):
            publishing.withdraw(board.session, cast.actor(who), number)
    actions = set(board.session.scalars(select(table(AuditEntry).c.action)))
    assert {"news.published", "news.withdrawn"} <= actions


def test_changed_afterwards_it_says_so_and_may_ask_anew(board: Board, cast: Cast) -> None:
    number = board.publish("deputy", "class:6b", must=True)
    guardian, deputy = cast.actor("guardian"), cast.actor("deputy")
    acknowledging.acknowledge(board.session, guardian, number, board.now)
    pinned = Filled(FILLED.title, FILLED.words, pinned=True, must=True)
    publishing.change(board.session, deputy, number, pinned, board.now)
    found = reading.item_of(board.session, guardian, number)
    assert (found.edited, found.pinned, found.acknowledged_at is not None) == (False, True, True)
    changed = Filled("Субботник перенесён", "В десять", must=True)
    publishing.change(board.session, deputy, number, changed, board.now, anew=True)
    found = reading.item_of(board.session, guardian, number)
    assert (found.title, found.edited, found.acknowledged_at) == ("Субботник перенесён", True, None)
    assert board.told()["guardian"]["what"] == "anew"
    publishing.pin(board.session, deputy, number)
    assert board.item(number).pinned
    with pytest.raises(NotFound):
        publishing.change(board.session, deputy, board.draft("deputy", "class:6b"), changed, board.now)


def test_a_day_that_has_passed_and_empty_words_are_refused(board: Board, cast: Cast) -> None:
    for fields, field in (
        ({"title": "\u200b"}, "title"),
        ({"words": " "}, "words"),
        ({"title": "а" * 161}, "title"),
        ({"words": "а" * 16_001}, "words"),
        ({"at": NOON - timedelta(days=1)}, "at"),
        ({"until": DAY - timedelta(days=1)}, "until"),
        ({"until": DAY, "at": NOON + timedelta(days=3)}, "until"),
        ({"files": ("no",)}, "files"),
        ({"files": tuple(map(str, range(11)))}, "files"),
        ({"is_public": True}, "photos"),
    ):
        with pytest.raises(DomainError) as refused:
            board.draft("deputy", "class:6b", **fields)
        assert refused.value.field == field


def test_its_hour_may_pass_while_one_looks(board: Board, cast: Cast) -> None:
    at = NOON + timedelta(hours=4)
    number = board.draft("deputy", "class:6b", at=at)
    with pytest.raises(DomainError, match="has passed"):
        publishing.publish(board.session, cast.actor("deputy"), number, at)


def test_too_many_at_once_are_refused(board: Board, cast: Cast) -> None:
    numbers = [board.draft("deputy", "class:6b", title=f"Новость {n}") for n in range(7)]
    for one in numbers[:6]:
        publishing.publish(board.session, cast.actor("deputy"), one, NOON)
    with pytest.raises(TooFast):
        publishing.publish(board.session, cast.actor("deputy"), numbers[6], NOON)
    again = publishing.publish(board.session, cast.actor("deputy"), numbers[0], NOON)
    assert again.state is NewsState.OUT


def test_files_are_fetched_by_who_sees_the_item(board: Board, cast: Cast) -> None:
    files = Files(cast)
    photo = files.key("deputy", "b", FileKind.PICTURE)
    with pytest.raises(DomainError) as refused:
        board.draft("deputy", "class:6b", files=(photo,))
    assert refused.value.field == "photos"
    number = board.publish("deputy", "class:6b", files=(photo,), photos=True)
    assert keeping.fetch(board.session, cast.actor("guardian"), photo).key == photo
    for who in ("other_guardian", "pupil_b", "admin"):
        with pytest.raises(NotFound):
            keeping.fetch(board.session, cast.actor(who), photo)
    drafts.drop_file(board.session, cast.actor("deputy"), number, photo)
    assert reading.item_of(board.session, cast.actor("guardian"), number).files == ()
