"""The outbox of letters: queued with the act, bounded, sent by one, tried again and given up."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.models import Mail, MailKind
from ejournal.services.mail import outbox, sending, turns
from ejournal.services.mail.outbox import Letter
from ejournal.settings import settings
from tests.cast import Cast

LETTER = Letter("Новый пароль", "Откройте адрес")
SOON = timedelta(minutes=30)


@pytest.fixture(autouse=True)
def with_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that has a mail server."""
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.test")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Moves the clock on."""
    real, shift = clock.now, timedelta()

    def move(by: timedelta) -> None:
        nonlocal shift
        shift += by

    monkeypatch.setattr(clock, "now", lambda: real() + shift)
    return move


def put(cast: Cast, who: str = "teacher", to: str = "", lasts: timedelta = outbox.LASTS) -> bool:
    person = cast.people[who]
    address = to or f"{who}@example.test"
    return outbox.put(
        cast.session, person.school_id, person.id or 0, address, MailKind.PASSWORD, LETTER, lasts
    )


def letters(session: Session) -> list[Mail]:
    return list(session.exec(select(Mail).order_by(col(Mail.id)).execution_options(populate_existing=True)))


def test_without_a_mail_server_nothing_is_queued(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "smtp_host", "")
    assert not put(cast)
    assert letters(cast.session) == []


def test_a_person_and_an_address_get_only_so_many_letters_an_hour(
    cast: Cast, later: Callable[[timedelta], None]
) -> None:
    assert [put(cast, to=f"n{number}@example.test") for number in range(11)] == [True] * 10 + [False]
    assert [put(cast, who, to="n0@example.test") for who in ("deputy", "admin")] == [True, True]
    later(timedelta(minutes=61))
    assert put(cast)


def test_one_address_is_not_flooded_by_many_accounts(cast: Cast) -> None:
    people = ("teacher", "deputy", "admin", "director", "pupil", "guardian", "brother", "substitute",
              "classmate", "other_pupil", "other_guardian")  # fmt: skip
    assert [put(cast, who, to="a@example.test") for who in people] == [True] * 10 + [False]


def test_a_letter_too_long_is_refused(cast: Cast) -> None:
    person = cast.people["teacher"]
    with pytest.raises(ValueError, match="too long"):
        outbox.put(
            cast.session, person.school_id, person.id or 0, "a@b.test", MailKind.PASSWORD,
            Letter("x", "y" * 10_001),
        )  # fmt: skip


def test_one_process_sends_at_a_time_and_a_dead_one_loses_its_turn(
    cast: Cast, later: Callable[[timedelta], None]
) -> None:
    put(cast)
    put(cast)
    assert sending.next_due(cast.session, "one") is not None
    assert sending.next_due(cast.session, "other") is None
    later(turns.TURN_LIVES)
    assert sending.next_due(cast.session, "other") is not None


def test_a_turn_that_has_ended_is_anybodys(cast: Cast) -> None:
    put(cast)
    assert turns.take_turn(cast.session, sending.TURN, "one")
    turns.end_turn(cast.session, sending.TURN, "one")
    assert sending.next_due(cast.session, "other") is not None


def test_what_the_server_has_taken_is_sent_once_and_its_text_forgotten(cast: Cast) -> None:
    put(cast)
    due = sending.next_due(cast.session, "one")
    assert due is not None
    assert (due.to_address, due.body) == ("teacher@example.test", "Откройте адрес")
    sending.note_sent(cast.session, due.id)
    (letter,) = letters(cast.session)
    assert (letter.body, letter.failed) == ("", False)
    assert letter.closed_at is not None
    assert not sending.any_due(cast.session)


def test_a_letter_is_tried_again_after_growing_pauses_until_its_day_is_over(
    cast: Cast, later: Callable[[timedelta], None]
) -> None:
    put(cast)
    pauses, waited = [], timedelta()
    while due := sending.next_due(cast.session, "one"):
        sending.note_refused(cast.session, due.id, "451 later", for_ever=False)
        (letter,) = letters(cast.session)
        pauses.append(round((letter.not_before - clock.now()) / timedelta(minutes=1)))
        waited += timedelta(minutes=pauses[-1])
        later(timedelta(minutes=pauses[-1], seconds=1))
    assert pauses == sorted(pauses)
    assert waited >= timedelta(days=1)
    (given_up,) = sending.give_up(cast.session)
    assert (given_up.school_id, given_up.count, given_up.error) == (cast.schools["a"].id, 1, "451 later")
    (letter,) = letters(cast.session)
    assert (letter.failed, letter.body) == (True, "")
    assert sending.give_up(cast.session) == ()


def test_a_letter_that_is_of_no_use_any_more_is_not_sent(
    cast: Cast, later: Callable[[timedelta], None]
) -> None:
    put(cast, lasts=SOON)
    later(SOON)
    assert sending.next_due(cast.session, "one") is None
    assert [one.count for one in sending.give_up(cast.session)] == [1]


def test_what_is_refused_for_ever_is_given_up_at_once(cast: Cast) -> None:
    put(cast)
    due = sending.next_due(cast.session, "one")
    assert due is not None
    sending.note_refused(cast.session, due.id, "550 no such user", for_ever=True)
    assert sending.any_due(cast.session)
    assert [one.error for one in sending.give_up(cast.session)] == ["550 no such user"]
