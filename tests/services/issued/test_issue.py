"""A paper issued: its row, the trail, what differs from the one before, who may look it up."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.errors import DomainError
from ejournal.models import AuditEntry, IssuedKind, IssuedPaper
from ejournal.services.issued import lookup
from ejournal.services.issued.contents import Content, Difference, Section
from ejournal.services.issued.issue import (
    MOST_DRAWN,
    Former,
    Issue,
    Overtaken,
    Stamp,
    begin,
    keep,
    made,
    made_and_kept,
    read_anew,
)
from ejournal.services.issued.things import Thing
from ejournal.settings import settings
from tests.cast import Cast

BASE = "https://journal.example.test"
FIRST: Content = {Section.MARKS: {"1.1": "5", "1.2": "4"}, Section.LESSONS: {"1": "a"}}
SECOND: Content = {Section.MARKS: {"1.1": "5", "1.2": "3", "1.3": "5"}, Section.LESSONS: {"1": "a", "2": "b"}}


def thing(cast: Cast, kind: IssuedKind = IssuedKind.JOURNAL, **more: object) -> Thing:
    found = cast.classes["6b"]
    of_class = {"class_id": found.id, "class_title": found.title, "year_name": "2026/2027"}
    return Thing(kind, found.year_id, **of_class | more)  # type: ignore[arg-type]


def issue(cast: Cast, content: Content, plain: bytes, what: Thing | None = None) -> tuple[Issue, Stamp]:
    actor = cast.actor("deputy")
    begun = begin(cast.session, actor.school_id, actor.person_id, what or thing(cast), content, BASE)
    stamps: list[Stamp] = []

    def draw(stamp: Stamp) -> bytes:
        stamps.append(stamp)
        return plain

    keep(cast.session, begun, made(begun, draw))
    return begun, stamps[0]


def rows(session: Session) -> list[IssuedPaper]:
    return list(session.scalars(select(IssuedPaper).order_by(col(IssuedPaper.id))))


def test_the_second_says_what_differs_and_the_first_stays(cast: Cast, plain: bytes) -> None:
    first, stamp = issue(cast, FIRST, plain)
    assert (stamp.number, stamp.address) == (first.number, f"{BASE}/d/{first.number}")
    assert (stamp.former_at, stamp.own_certificate) == (None, True)
    _, again = issue(cast, SECOND, plain)
    assert again.former_number == first.number
    assert again.differs == (Difference(Section.MARKS, 1, 1, 0), Difference(Section.LESSONS, 1, 0, 0))
    _, same = issue(cast, SECOND, plain)
    assert same.differs == ()
    one, two, three = rows(cast.session)
    assert (one.differs, two.differs, three.differs) == (None, [["marks", 1, 1, 0], ["lessons", 1, 0, 0]], [])
    assert (one.content, two.content) == (b"", b"")
    assert three.content
    assert len({one.number, two.number, three.number, one.fingerprint, two.fingerprint}) == 5
    assert (one.pages, one.class_title, one.issuer_id) == (3, "6 «Б»", cast.id_of("deputy"))


def test_of_two_at_the_same_moment_the_second_is_drawn_anew_and_says_what_is_so(
    cast: Cast, plain: bytes
) -> None:
    actor = cast.actor("deputy")
    begun = begin(cast.session, actor.school_id, actor.person_id, thing(cast), FIRST, BASE)
    stamps: list[Stamp] = []

    def draw(stamp: Stamp) -> bytes:
        if not stamps:  # somebody else has begun earlier, and is done now
            others.append(issue(cast, FIRST, plain)[0].number)
        stamps.append(stamp)
        return plain

    others: list[str] = []
    made_and_kept(begun, draw, lambda last, paper: keep(cast.session, last, paper))
    assert [(one.former_number, one.differs) for one in stamps] == [("", ()), (others[0], ())]
    assert [(one.number, one.differs) for one in rows(cast.session)] == [
        (others[0], None),
        (begun.number, []),
    ]


def test_beside_another_in_which_something_else_stands_nothing_is_issued(cast: Cast, plain: bytes) -> None:
    actor = cast.actor("deputy")
    begun = begin(cast.session, actor.school_id, actor.person_id, thing(cast), FIRST, BASE)
    issue(cast, SECOND, plain)
    with pytest.raises(Overtaken):
        made_and_kept(begun, lambda _: plain, lambda last, paper: keep(cast.session, last, paper))
    assert len(rows(cast.session)) == 1
    asked: list[int] = []

    def overtaken() -> int:
        asked.append(1)
        raise Overtaken(Former("", clock.now(), {}))

    with pytest.raises(Overtaken):
        read_anew(overtaken)
    assert len(asked) == MOST_DRAWN


def test_only_one_that_differs_puts_those_before_it_out_of_date(cast: Cast, plain: bytes) -> None:
    numbers = [issue(cast, content, plain)[0].number for content in (FIRST, SECOND, SECOND)]
    found = [lookup.shown(cast.session, number) for number in numbers]
    assert [one is not None and one.replaced_at is not None for one in found] == [True, False, False]


def test_papers_of_other_things_do_not_replace_it(cast: Cast, plain: bytes) -> None:
    first, _ = issue(cast, FIRST, plain)
    others = (
        thing(cast, IssuedKind.SUMMARY),
        thing(cast, term_number=2),
        thing(cast, class_id=cast.classes["6v"].id),
        thing(cast, IssuedKind.CARDS, pupil_id=cast.id_of("pupil")),
        thing(cast, IssuedKind.CARDS),
    )
    for one in others:
        _, stamp = issue(cast, FIRST, plain, one)
        assert stamp.former_at is None
    found = lookup.shown(cast.session, first.number)
    assert found is not None
    assert found.replaced_at is None
    # A class that is called otherwise by now is the same.
    _, stamp = issue(cast, SECOND, plain, replace(thing(cast), class_title="6 «В»"))
    assert stamp.former_number == first.number
    found = lookup.shown(cast.session, first.number)
    assert found is not None
    assert found.replaced_at is not None


def test_it_is_written_into_the_trail_by_numbers(cast: Cast, plain: bytes) -> None:
    begun, _ = issue(cast, FIRST, plain)
    (entry,) = cast.session.scalars(select(AuditEntry).where(col(AuditEntry.action) == "paper.issue"))
    (row,) = rows(cast.session)
    assert (entry.subject, entry.subject_id, entry.actor_id) == ("issued_paper", row.id, cast.id_of("deputy"))
    assert entry.after is not None
    assert entry.after["number"] == begun.number
    assert entry.after["sha256"] == row.fingerprint


def test_of_one_pupil_no_name_and_no_class_is_known_by_the_number(cast: Cast, plain: bytes) -> None:
    begun, _ = issue(cast, FIRST, plain, thing(cast, IssuedKind.CARDS, pupil_id=cast.id_of("pupil")))
    found = lookup.shown(cast.session, begun.number)
    assert found is not None
    assert "Лебедева" not in repr(found)
    assert lookup.shown(cast.session, "26-2222-2222-2222") is None


def test_what_cannot_be_signed_is_not_drawn(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "signing_file", "/absent.p12")
    actor = cast.actor("deputy")
    begun = begin(cast.session, actor.school_id, actor.person_id, thing(cast), FIRST, BASE)
    drawn: list[Stamp] = []

    def draw(stamp: Stamp) -> bytes:
        drawn.append(stamp)
        return b""

    with pytest.raises(DomainError, match="cannot be read"):
        made(begun, draw)
    assert drawn == []
    assert rows(cast.session) == []


def test_misses_are_counted_by_address_and_wait(cast: Cast) -> None:
    for _ in range(lookup.TRIES.free):
        assert not lookup.wait_of(cast.session, "203.0.113.9")
        lookup.count_miss(cast.session, "203.0.113.9")
    assert lookup.wait_of(cast.session, "203.0.113.9")
    assert not lookup.wait_of(cast.session, "203.0.113.10")
    assert clock.now()
