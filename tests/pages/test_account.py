"""The account page: what it shows, and that its events end what they say they end."""

import asyncio
from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import RouterData
from sqlmodel import select

from ejournal import clock
from ejournal.access.actor import actor_of
from ejournal.database import session_scope
from ejournal.models import Account
from ejournal.pages.account.consents import OwnConsentsState
from ejournal.pages.account.state import AccountState
from ejournal.services.accounts import passwords, sign_in
from ejournal.services.accounts.device_names import device_name
from ejournal.settings import settings
from ejournal.ui.runtime import seats
from tests.cast import PASSWORD, Cast
from tests.consent_texts import publish_samples
from tests.infra.tabs import said
from tests.pages.conftest import OpenTab

STRONG = "Снегирь на ветке 9"


def tab(token: str) -> AccountState:
    """The page's state in a browser tab with that session cookie."""
    root = rx.State(_reflex_internal_init=True)
    root.router = RouterData.from_router_data({"token": "a tab", "pathname": "/account"})
    seats.seat("a tab", token)
    state = root.get_substate(AccountState.get_full_name().split("."))
    assert isinstance(state, AccountState)
    return state


def send(state: AccountState, event: str, *args: Any) -> Any:
    return asyncio.run(AccountState.event_handlers[event].fn(state, *args))


def elsewhere(login: str) -> str:
    with session_scope() as session:
        return sign_in.sign_in(
            session, login, PASSWORD, "203.0.113.5", "Mozilla/5.0 (Android 14) Firefox/140"
        ).token


def is_live(token: str) -> bool:
    with session_scope(writing=False) as session:
        return actor_of(session, token) is not None


def test_it_shows_this_device_first_and_the_others_with_where_they_are(cast: Cast) -> None:
    elsewhere("teacher")
    state = tab(cast.token("teacher"))
    send(state, "load")
    assert (state.ready, state.login, state.has_others) == (True, "teacher", True)
    assert [one.is_current for one in state.sessions] == [True, False]
    other = state.sessions[1]
    assert other.device == "Firefox, Android"
    assert other.note_ru.startswith("последний раз ")
    assert other.note_ru.endswith(" · 203.0.113.5")
    assert other.note_en.startswith("last used on ")


def test_one_browser_is_signed_out(cast: Cast) -> None:
    token, state = elsewhere("teacher"), tab(cast.token("teacher"))
    send(state, "load")
    send(state, "end_session", state.sessions[1].id)
    assert not is_live(token)
    assert is_live(cast.token("teacher"))
    assert len(state.sessions) == 1


@pytest.mark.parametrize("wrong", ["0", "-1", "abc", None, {}, [1], 10**30])
def test_nonsense_ends_nothing(cast: Cast, wrong: Any) -> None:
    token = elsewhere("teacher")
    assert send(tab(cast.token("teacher")), "end_session", wrong) is not None  # a toast
    assert is_live(token)


def test_nobody_is_signed_out_by_another(cast: Cast) -> None:
    number = cast.actor("deputy").session_id
    send(tab(cast.token("teacher")), "end_session", str(number))
    assert is_live(cast.token("deputy"))


def test_all_other_browsers_are_signed_out(cast: Cast) -> None:
    tokens, state = [elsewhere("teacher"), elsewhere("teacher")], tab(cast.token("teacher"))
    send(state, "end_others")
    assert [is_live(token) for token in (*tokens, cast.token("teacher"))] == [False, False, True]
    assert not state.has_others


def fields(old: str, new: str, again: str | None = None) -> dict[str, Any]:
    return {
        "old_password": old,
        "new_password": new,
        "again": new if again is None else again,
        "username": "x",
    }


def test_the_password_is_changed_and_the_form_made_anew(cast: Cast) -> None:
    token, state = elsewhere("teacher"), tab(cast.token("teacher"))
    send(state, "change_password", fields(PASSWORD, STRONG))
    assert (state.form, state.errors) == (1, {})
    assert not is_live(token)
    with session_scope(writing=False) as session:
        kept = session.scalars(select(Account.password_hash).where(Account.login == "teacher")).one()
    assert passwords.verify(STRONG, kept)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (fields("wrong", STRONG), "old_password"),
        (fields(PASSWORD, "short"), "new_password"),
        (fields(PASSWORD, STRONG, "other"), "again"),
        ({}, "old_password"),
        ({"old_password": ["x"], "new_password": {}}, "old_password"),
    ],
)
def test_what_is_wrong_is_told_by_the_field(cast: Cast, given: dict[str, Any], field: str) -> None:
    state = tab(cast.token("teacher"))
    send(state, "change_password", given)
    assert list(state.errors) == [field]
    assert state.form == 0


def test_a_wrong_present_password_stays_counted(cast: Cast) -> None:
    state = tab(cast.token("teacher"))
    for _ in range(5):
        send(state, "change_password", fields("wrong", STRONG))
    send(state, "change_password", fields(PASSWORD, STRONG))
    assert "Подождите" in state.errors["old_password"]


def test_a_stranger_is_led_to_the_sign_in(cast: Cast) -> None:
    for event, args in (
        ("load", ()),
        ("end_others", ()),
        ("change_password", ({},)),
        ("end_session", ("1",)),
    ):
        state = tab("")
        assert "/login" in str(send(state, event, *args))
        assert state.sessions == []


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 YaBrowser/25.8 Safari/537.36",
            "Яндекс Браузер, Windows",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_browsers_are_named_as_people_name_them(user_agent: str, name: str) -> None:
    assert device_name(user_agent) == name


def test_a_consent_is_given_and_taken_back_in_two_presses(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        publish_samples(session, cast.people["guardian"].school_id)
    page = open_tab("guardian", "/account")
    page.send(OwnConsentsState.load_consents)
    state = page.state(OwnConsentsState)
    key = state.consents[0].key
    page.send(OwnConsentsState.open_consent, key)
    assert said(page.send(OwnConsentsState.agree)) == [("success", "Согласие записано")]
    assert [one.given for one in state.consents] == [True, False, False, False]
    page.send(OwnConsentsState.open_consent, key)
    assert "обязана учитывать по закону" in state.opened.refusal
    assert said(page.send(OwnConsentsState.withdraw)) == [("success", "Согласие отозвано")]
    assert not any(one.given for one in state.consents)
    assert (state.consents[0].state, state.consents[0].can_give) == ("отозвано", True)
    page.send(OwnConsentsState.open_consent, state.consents[1].key)
    assert said(page.send(OwnConsentsState.refuse)) == [("success", "Отказ записан")]
    assert state.consents[1].state == "отказ"


def test_a_consent_that_is_looked_at_and_left_stays_as_it_was(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        publish_samples(session, cast.people["teacher"].school_id)
    page = open_tab("teacher", "/account")
    page.send(OwnConsentsState.load_consents)
    state = page.state(OwnConsentsState)
    page.send(OwnConsentsState.open_consent, state.consents[0].key)
    assert (state.opened.given, state.opened.note) == (False, "О вас")
    page.send(OwnConsentsState.close_consent)
    assert state.opened.key == ""
    assert not any(one.given for one in state.consents)


def test_an_e_mail_named_waits_until_it_is_confirmed_and_may_be_dropped(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tab(cast.token("teacher"))
    send(state, "load")
    assert (state.email, state.email_confirmed, state.mail_sent) == ("teacher@example.test", False, False)
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.test")
    send(state, "name_email", {"email_password": "wrong", "new_email": "new@example.test"})
    assert "email_password" in state.errors
    send(state, "name_email", {"email_password": PASSWORD, "new_email": "new@example.test"})
    assert (state.named_email, state.mail_sent, state.email_form) == ("new@example.test", True, 1)
    send(state, "forget_named_email")
    assert state.named_email == ""


def test_an_e_mail_that_was_never_confirmed_is_offered_to_be_on_both_pages(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.test")
    state = tab(cast.token("teacher"))
    send(state, "load")
    assert state.unconfirmed.startswith("Почта teacher@example.test не подтверждена")
    assert "Письмо ушло на teacher@example.test" in str(send(state, "confirm_present_email"))
    assert (state.unconfirmed, state.named_email) == ("", "teacher@example.test")
    assert state.named_note.startswith("Откройте адрес из письма")
    with session_scope() as session:
        account = session.get(Account, cast.accounts["teacher"].id)
        assert account is not None
        account.email_confirmed_at = clock.now()
    assert "Нет почты, которую нужно подтвердить" in str(send(state, "confirm_present_email"))
    send(state, "name_email", {"email_password": PASSWORD, "new_email": "new@example.test"})
    assert state.named_note.startswith("Откройте оба письма")


def test_why_an_e_mail_is_not_taken_is_said_by_its_field(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    state = tab(cast.token("teacher"))
    refused = send(state, "name_email", {"email_password": PASSWORD, "new_email": "a@example.test"})
    assert "письма не отправляются" in str(refused)
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.test")
    send(state, "name_email", {"email_password": PASSWORD, "new_email": " "})
    assert state.errors["new_email"] == "Заполните это поле"
    with session_scope() as session:
        account = session.get(Account, cast.accounts["teacher"].id)
        assert account is not None
        account.email_confirmed_at = clock.now()
        session.add(account)
    send(state, "name_email", {"email_password": PASSWORD, "new_email": "teacher@example.test"})
    assert state.errors["new_email"] == "Это уже ваша почта"
    for number in range(11):
        send(state, "name_email", {"email_password": PASSWORD, "new_email": f"n{number}@example.test"})
    assert state.errors["new_email"] == "Отправлено слишком много писем. Попробуйте через час"
