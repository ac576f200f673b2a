"""Second factors on their pages: what is told once, what is asked, where whoever has none is led."""

import re
from datetime import timedelta

import pytest
from pyotp import TOTP
from sqlmodel import select

from ejournal import clock
from ejournal.access.actor import actor_of
from ejournal.database import session_scope
from ejournal.models import Account, Role
from ejournal.pages.account.factor_state import FactorState
from ejournal.pages.accounts.state import AccountsState
from ejournal.pages.home.state import HomeState
from ejournal.pages.school_settings.state.sign_ins import SignInsState
from ejournal.services.second_factor import asked_of
from ejournal.ui.runtime.session import SessionState
from tests.cast import PASSWORD, Cast, all_sign_in
from tests.infra.tabs import Tab, said, secret_told
from tests.pages.conftest import OpenTab

PROOF = {"factor_proof": PASSWORD}


def handlers(name: str) -> object:
    return FactorState.event_handlers[name]


def sets_up(tab: Tab) -> list[str]:
    """Set codes up as the page does; what the browser was told, in one text a step."""
    begun = tab.send(handlers("begin_codes"), fields=PROOF)
    key = secret_told(begun).replace(" ", "")
    code = TOTP(key).at(clock.unpretended())
    done = tab.send(handlers("confirm_codes"), fields={"factor_code": code})
    return [str([event.args for event in begun]), secret_told(done)]


def test_the_key_and_the_recovery_codes_go_to_the_browser_once_and_stay_in_no_state(
    cast: Cast, open_tab: OpenTab
) -> None:
    tab = open_tab("teacher", "/account")
    tab.send(handlers("load_factors"))
    told, recovery = sets_up(tab)
    assert "data:image/svg+xml;base64," in told
    assert "otpauth://totp/" in told
    codes = recovery.replace("\\\\n", "\n").split()
    state = tab.state(FactorState)
    assert (state.dialog, state.factors.has_codes) == ("recovery", True)
    shown = tab.shown()
    assert not [one for one in codes if one in shown]
    assert re.search(r"осталось 10 кодов", shown)
    tab.send(handlers("close"))
    assert tab.state(FactorState).dialog == ""


def test_whose_time_is_over_is_led_to_their_account_until_it_is_set_up(
    cast: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    with session_scope() as session:
        admin = actor_of(session, cast.token("admin"))
        assert admin is not None
        asked_of.ask_of(session, admin, [Role.TEACHER])
    tab = open_tab("teacher", "/")
    tab.send(HomeState.event_handlers["load"])
    shell = tab.state(SessionState)
    assert (shell.factor_asked, shell.factor_over) == (True, False)
    assert shell.factor_left_ru == "Осталось 7 дней: включите вход с подтверждением"
    at = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(clock, "unpretended", lambda: at)
    with session_scope() as session:
        all_sign_in(session, at)
    tab = open_tab("teacher", "/")
    assert said(tab.send(HomeState.event_handlers["load"])) == [("redirect", "/account")]
    [(kind, words)] = said(tab.send(AccountsState.event_handlers["block"]))
    assert (kind, "Школа требует подтверждать вход" in words) == ("error", True)
    tab.send(handlers("load_factors"))
    shell = tab.state(SessionState)
    assert shell.factor_over
    assert [one.key for one in shell.places] == ["account"]
    sets_up(tab)
    shell = tab.state(SessionState)
    assert not shell.factor_asked
    assert "home" in {one.key for one in shell.places}


def test_the_school_ticks_roles_and_takes_it_back(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("deputy", "/settings?section=sign-ins")
    events = SignInsState.event_handlers
    tab.send(events["load"])
    assert [one.asked for one in tab.state(SignInsState).asked] == [False] * 5
    tab.send(events["save_asked"], form={"director": "on", "pupil": "on"})
    asked = [one.role for one in tab.state(SignInsState).asked if one.asked]
    assert asked == ["director"]
    tab.send(events["save_asked"], form={"director": "on"})  # nothing new
    tab.send(events["undo_asked"])
    assert not [one for one in tab.state(SignInsState).asked if one.asked]


def test_the_administrator_takes_it_off_a_lost_phone(cast: Cast, open_tab: OpenTab) -> None:
    sets_up(open_tab("teacher", "/account"))
    tab = open_tab("admin", "/accounts")
    events = AccountsState.event_handlers
    tab.send(events["open_card"], person_id=str(cast.id_of("teacher")))
    assert tab.state(AccountsState).card.has_factor
    tab.send(events["ask_factor"])
    tab.send(events["take_factor"])
    assert not tab.state(AccountsState).card.has_factor
    with session_scope(writing=False) as session:
        assert actor_of(session, cast.token("teacher")) is None
        account = session.exec(select(Account).where(Account.login == "teacher")).one()
        assert account.second_factor_since is None
