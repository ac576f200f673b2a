"""The bot in MAX on the page of choices, in the school's rules and in the queue."""

from typing import Any

import pytest
from pydantic import SecretStr
from sqlmodel import select

from ejournal import clock
from ejournal.database import session_scope
from ejournal.models import Channel, Delivery, Fate, MessengerChat
from ejournal.pages.deliveries.state import DeliveriesState
from ejournal.pages.notice_choices.state import NoticeChoicesState
from ejournal.pages.school_settings.state.notices import NoticeRulesState
from ejournal.services.base.topics import ways_topic
from ejournal.services.messenger import bots, chats
from ejournal.settings import settings
from ejournal.ui.runtime.transaction import transact
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab

MOTHER = 501


@pytest.fixture
def with_max(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a bot, which has told its name."""
    monkeypatch.setattr(settings(), "max_token", SecretStr("token"))
    monkeypatch.setattr(settings(), "public_url", "https://journal.example.test")
    with session_scope() as session:
        bots.begin(session, Channel.MAX, "school_bot")


def choices(open_tab: OpenTab, name: str) -> tuple[Tab, NoticeChoicesState]:
    tab = open_tab(name, "/notices/choices")
    tab.send(NoticeChoicesState.load)
    return tab, tab.state(NoticeChoicesState)


def bind(cast: Cast, name: str) -> None:
    """Somebody presses “Start” in the bot."""
    with session_scope() as session:
        cast.session = session
        offer = chats.offer(session, cast.actor(name))
        chats.bind(session, Channel.MAX, offer.code, MOTHER, "Мария Л.")


def test_a_code_is_told_once_and_the_page_shows_at_once_who_is_connected(
    cast: Cast, open_tab: OpenTab, with_max: None
) -> None:
    tab, state = choices(open_tab, "guardian")
    assert (state.has_max, state.max_chats, state.max_offered) == (True, [], False)
    events = str(tab.send(NoticeChoicesState.connect_max))
    assert state.max_offered
    assert "https://max.ru/school_bot?start=" in events
    assert "data:image/svg+xml" in events
    assert "start=" not in tab.shown()
    form = state.form
    bind(cast, "guardian")
    topic = ways_topic(cast.accounts["guardian"].id or 0)
    transact(state, lambda work: state._live(work, topic, {}), False)
    (chat,) = state.max_chats
    assert (chat.title, chat.note[:2]) == ("Мария Л.", "с ")
    assert (state.max_offered, state.form) == (False, form)
    assert all(one.by_max for one in state.kinds)
    tab.send(NoticeChoicesState.choose_also, "mark", "max", False)
    assert [one.kind for one in state.kinds if not one.by_max] == ["mark"]
    assert said(tab.send(NoticeChoicesState.try_max))[-1][1] == "Пробное отправляется"
    assert state.max_trial.endswith("в пути.")
    with session_scope() as session:
        (trial,) = session.exec(select(Delivery)).all()
        trial.fate, trial.closed_at = Fate.SENT, clock.now()
        session.add(trial)
        chats.note_told(session, Channel.MAX, cast.accounts["guardian"].id or 0)
    tab.send(NoticeChoicesState.look_again)
    assert state.max_trial.endswith("принято.")
    assert "последнее" in state.max_chats[0].note
    assert said(tab.send(NoticeChoicesState.disconnect_max))[-1][1] == "В MAX больше ничего не придёт"
    assert state.max_chats == []
    with session_scope(writing=False) as session:
        assert session.exec(select(MessengerChat)).all() == []
    assert said(tab.send(NoticeChoicesState.try_max))[-1][1] == "MAX не подключён"


def test_where_there_is_no_bot_or_it_is_silent_it_is_said_so(
    cast: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab, state = choices(open_tab, "guardian")
    assert not state.has_max
    assert said(tab.send(NoticeChoicesState.connect_max))[-1][1] == "Бот в MAX здесь не подключён"
    monkeypatch.setattr(settings(), "max_token", SecretStr("token"))
    words = said(tab.send(NoticeChoicesState.connect_max))[-1][1]
    assert words == "MAX сейчас не отвечает журналу. Попробуйте позже"
    assert not state.max_offered


def test_the_school_says_which_kinds_the_bot_tells_of(
    open_tab: OpenTab, with_max: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = open_tab("admin", "/settings?section=notices")
    tab.send(NoticeRulesState.load)
    state = tab.state(NoticeRulesState)
    assert state.has_max
    assert all(one.by_max for one in state.notice_rules)
    form: dict[str, Any] = {one.kind: one.going for one in state.notice_rules}
    form |= {f"push-{one.kind}": "on" for one in state.notice_rules}
    form |= {f"max-{one.kind}": "on" for one in state.notice_rules if one.kind != "mark"}
    form |= {f"must-{one.kind}": "on" for one in state.notice_rules if one.compulsory}
    form |= {"digest_hour": "18", "quiet_from": "21", "quiet_until": "7", "marks_out_from": ""}
    tab.send(NoticeRulesState.save_notices, form)
    assert [one.kind for one in state.notice_rules if not one.by_max] == ["mark"]
    _, own = choices(open_tab, "guardian")
    assert [one.kind for one in own.kinds if not one.by_max] == ["mark"]
    monkeypatch.setattr(settings(), "max_token", SecretStr(""))
    tab.send(
        NoticeRulesState.save_notices, {name: value for name, value in form.items() if name[:4] != "max-"}
    )
    assert [one.kind for one in state.notice_rules if not one.by_max] == ["mark"]


def test_the_queue_says_what_does_not_work(
    cast: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "max_token", SecretStr("token"))
    tab = open_tab("admin", "/delivery")
    tab.send(DeliveriesState.load)
    state = tab.state(DeliveriesState)

    def fault() -> str:
        tab.send(DeliveriesState.look_again)
        return next(one.fault for one in state.channels if one.title == "По MAX")

    assert fault() == "Бот ещё ничего не сообщил о себе: подключить его пока нельзя."
    with session_scope() as session:
        bots.note_error(session, Channel.MAX, "401 verify.token")
    assert fault() == "Бот не получает событий: 401 verify.token"
    with session_scope() as session:
        bots.begin(session, Channel.MAX, "school_bot")
        bots.note_error(session, Channel.MAX, "")
    assert fault() == ""
    tab.send(DeliveriesState.send_trial, "max")
    assert next(one.trial for one in state.channels if one.title == "По MAX").endswith("в пути.")
