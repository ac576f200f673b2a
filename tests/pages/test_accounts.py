"""The page of accounts: people found, a password told once, who is shut out, the own account left alone."""

import pytest

from ejournal.pages.account.state import AccountState
from ejournal.pages.accounts.state import AccountsState
from ejournal.services.accounts import administration
from ejournal.services.base.topics import session_topic
from ejournal.ui.runtime.tab import held
from tests.cast import Cast
from tests.infra.tabs import Tab, said, secret_told
from tests.pages.conftest import News, OpenTab


@pytest.fixture
def tab(cast: Cast, open_tab: OpenTab, told: News) -> Tab:
    tab = open_tab("admin", "/accounts")
    tab.send(AccountsState.load)
    return tab


def page(tab: Tab) -> AccountsState:
    return tab.state(AccountsState)


def open_card(tab: Tab, cast: Cast, name: str) -> None:
    tab.send(AccountsState.open_card, str(cast.id_of(name)))


def test_the_address_keeps_what_is_looked_for(tab: Tab) -> None:
    assert page(tab).found == "16 человек"
    [(kind, address)] = said(tab.send(AccountsState.find, {"words": "Лебед"}))
    assert kind == "redirect"
    tab.go(address)
    tab.send(AccountsState.load)
    assert [one.name.split()[1] for one in page(tab).people] == ["Лев", "Анна", "Мария"]
    [(_, address)] = said(tab.send(AccountsState.choose_role, "guardian"))
    tab.go(address)
    tab.send(AccountsState.load)
    assert [one.note for one in page(tab).people] == ["родитель · guardian"]
    tab.go("/accounts?role=nonsense&page=abc")
    tab.send(AccountsState.load)
    assert page(tab).found == "16 человек"


def test_pages_lead_to_their_neighbours(tab: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(administration, "PAGE", 7)
    tab.go("/accounts?page=2")
    tab.send(AccountsState.load)
    state = page(tab)
    assert (state.pages, state.earlier, state.later) == ("страница 2 из 3", "/accounts", "/accounts?page=3")


def test_a_new_password_is_told_once_and_signs_the_person_out(
    cast: Cast, tab: Tab, open_tab: OpenTab, told: News
) -> None:
    teacher = open_tab("teacher", "/account")
    teacher.send(AccountState.load)
    open_card(tab, cast, "teacher")
    assert (page(tab).card.login, len(page(tab).sign_ins)) == ("teacher", 1)
    tab.send(AccountsState.ask_password)
    assert page(tab).asks == "password"
    password = secret_told(tab.send(AccountsState.give_password))
    assert len(password) == 19
    assert password not in tab.shown()
    assert page(tab).told
    assert (page(tab).sign_ins, page(tab).asks) == ([], "")
    assert [topic for topic, _ in told if topic.startswith(session_topic(0)[:-1])]
    [(kind, address)] = said(teacher.send(AccountState.load))
    assert (kind, address.partition("?")[0]) == ("redirect", "/login")
    assert password not in str(held(page(tab)))  # neither in what the server keeps of the tab
    tab.send(AccountsState.close_card)
    assert not page(tab).told


def test_another_card_forgets_the_password_of_the_first(cast: Cast, tab: Tab) -> None:
    open_card(tab, cast, "teacher")
    tab.send(AccountsState.give_password)
    open_card(tab, cast, "deputy")
    assert not page(tab).told
    tab.send(AccountsState.load)
    assert page(tab).card.id == ""


def test_who_is_blocked_is_marked_and_let_in_again(cast: Cast, tab: Tab) -> None:
    open_card(tab, cast, "teacher")
    tab.send(AccountsState.block)
    assert page(tab).card.blocked
    assert [one.name.split()[0] for one in page(tab).people if one.blocked] == ["Соколов"]
    tab.send(AccountsState.unblock)
    assert not page(tab).card.blocked


def test_the_own_account_is_left_alone(cast: Cast, tab: Tab) -> None:
    open_card(tab, cast, "admin")
    assert page(tab).card.is_self
    for deed in (AccountsState.give_password, AccountsState.block, AccountsState.sign_out):
        assert [kind for kind, _ in said(tab.send(deed))] == ["error"]
    assert not page(tab).told
    tab.send(AccountsState.load)
    assert not page(tab).missing
