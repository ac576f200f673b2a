"""An account by a code: once, for whose it is; all that opens nothing gets one answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from ejournal import clock
from ejournal.errors import DomainError
from ejournal.models import Account, LinkPurpose, Person, SignInTry
from ejournal.services.accounts import throttle
from ejournal.services.accounts.opening import open_account
from ejournal.services.accounts.sign_in import sign_in
from ejournal.services.base.one_time_links import give_link
from ejournal.services.registration.codes import LASTS, Whom, give_codes
from ejournal.services.registration.opening import CodeRefused, masked, newcomer, register, try_code
from tests.cast import Cast

ADDRESS, PASSWORD = "10.0.0.7", "тихий омут 7"
NOTHING = "This code does not work"
Later = Callable[[timedelta], None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """later(days) moves the clock on."""

    def move(by: timedelta) -> None:
        at = clock.now() + by
        monkeypatch.setattr(clock, "now", lambda: at)

    return move


def code_of(session: Session, cast: Cast) -> str:
    """The code of Петров Глеб, who has no account."""
    return give_codes(session, cast.actor("class_teacher"), Whom.PUPILS, cast.classes["6b"].id)[1][0].code


def test_who_has_a_code_opens_an_account_and_signs_in(session: Session, cast: Cast) -> None:
    sealed = try_code(session, code_of(session, cast).lower(), ADDRESS)
    who = newcomer(session, sealed)
    assert (who.name, who.school, who.login) == ("П…в Глеб М.", "Школа № 7", "petrov.gm")
    account = register(session, sealed, who.login, PASSWORD, "gleb@example.test")
    assert account.person_id == cast.id_of("arrived")
    assert sign_in(session, "petrov.gm", PASSWORD, ADDRESS).token


def test_an_email_waits_to_be_confirmed_and_opens_nothing(session: Session, cast: Cast) -> None:
    account = register(
        session, try_code(session, code_of(session, cast), ADDRESS), "gleb", PASSWORD, "Gleb@example.test"
    )
    assert account.email is None
    assert session.get_one(Person, account.person_id).email.lower() == "gleb@example.test"


def test_a_code_works_once(session: Session, cast: Cast) -> None:
    code = code_of(session, cast)
    sealed = try_code(session, code, ADDRESS)
    register(session, sealed, "gleb", PASSWORD)
    for again in (
        lambda: try_code(session, code, ADDRESS),
        lambda: register(session, sealed, "g2", PASSWORD),
    ):
        with pytest.raises(CodeRefused, match=NOTHING):
            again()
    assert len(session.exec(select(Account).where(Account.person_id == cast.id_of("arrived"))).all()) == 1


def test_all_that_opens_nothing_gets_one_answer(session: Session, cast: Cast, later: Later) -> None:
    replaced = code_of(session, cast)
    expired = code_of(session, cast)
    later(LASTS)
    for typed in (replaced, expired, "C9HKM-PT23X", "с9нкм рт23х"):
        with pytest.raises(CodeRefused) as refused:
            try_code(session, typed, ADDRESS)
        assert (refused.value.message.startswith(NOTHING), refused.value.params) == (True, {}), typed
        later(timedelta(hours=2))


def test_what_no_code_can_be_is_said_by_the_field_and_costs_no_try(session: Session, cast: Cast) -> None:
    code = code_of(session, cast)
    password = give_link(session, LinkPurpose.PASSWORD, LASTS, person_id=cast.id_of("arrived"))
    for typed in (password, "", "код", "0O1I0-0O1I0", "x" * 9000, code[:-1]) * throttle.PAIR.free:
        with pytest.raises(DomainError) as refused:
            try_code(session, typed, ADDRESS)
        assert refused.value.field == "code"
    assert session.exec(select(SignInTry)).all() == []
    assert try_code(session, code, ADDRESS)


def test_a_code_of_who_got_an_account_meanwhile_opens_nothing(session: Session, cast: Cast) -> None:
    code = code_of(session, cast)
    open_account(session, cast.people["arrived"], "gleb", PASSWORD)
    with pytest.raises(CodeRefused, match=NOTHING):
        try_code(session, code, ADDRESS)


def test_guesses_wait_like_wrong_passwords(session: Session, cast: Cast, later: Later) -> None:
    code = code_of(session, cast)
    said = set()
    for number in range(70):
        with pytest.raises(CodeRefused) as refused:
            try_code(session, f"C9HKM-PT2{number // 8 % 8 + 2}{number % 8 + 2}", ADDRESS)
        said.add(refused.value.message)
    assert "Too many tries. Wait {wait} s" in said
    with pytest.raises(CodeRefused, match="Too many"):
        try_code(session, code, ADDRESS)
    assert try_code(session, code, "10.9.9.9")
    later(timedelta(hours=1))
    assert try_code(session, code, ADDRESS)


def test_guesses_from_everywhere_are_bounded_together_by_the_hour(
    session: Session, cast: Cast, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "ALL", replace(throttle.ALL, free=20))
    code = code_of(session, cast)
    said = []
    for number in range(25):
        with pytest.raises(CodeRefused) as refused:
            try_code(session, f"C9HKM-PT2{number // 8 % 8 + 2}{number % 8 + 2}", f"10.0.{number}.1")
        said.append(refused.value.message.startswith(NOTHING))
    assert said == [True] * 20 + [False] * 5
    with pytest.raises(CodeRefused, match="Too many"):
        try_code(session, code, "10.9.9.9")
    later(timedelta(hours=1))
    assert try_code(session, code, "10.9.9.9")


def test_a_cookie_made_by_hand_opens_nothing(session: Session, cast: Cast) -> None:
    code = code_of(session, cast).replace("-", "")
    for forged in (code, f"{code}.", f"{code}.{'0' * 40}", "", ".", "ё.ё"):
        with pytest.raises(CodeRefused, match=NOTHING):
            newcomer(session, forged)


@pytest.mark.parametrize(
    ("login", "password", "email", "field"),
    [
        ("teacher", PASSWORD, "", "login"),
        ("п ё", PASSWORD, "", "login"),
        ("gleb", "короче", "", "password"),
        ("gleb", "password123", "", "password"),
        ("gleb", "петровглеб", "", "password"),
        ("gleb", PASSWORD, "не почта", "email"),
    ],
)
def test_what_cannot_be_is_said_by_the_field_and_the_code_still_works(
    session: Session, cast: Cast, login: str, password: str, email: str, field: str
) -> None:
    sealed = try_code(session, code_of(session, cast), ADDRESS)
    with pytest.raises(DomainError) as refused, session.begin_nested():
        register(session, sealed, login, password, email)
    assert refused.value.field == field
    session.expire_all()
    assert register(session, sealed, "gleb", PASSWORD).id


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (("Котова", "Ирина", "Сергеевна"), "К…а Ирина С."),
        (("Ли", "Ян", ""), "Л… Ян"),
        (("Римская-Корсакова", "Анна", "И."), "Р…а Анна И."),
    ],
)
def test_a_name_is_masked(names: tuple[str, str, str], shown: str) -> None:
    last, first, middle = names
    assert masked(Person(school_id=1, last_name=last, first_name=first, middle_name=middle)) == shown
