"""One sign-in in two schools, work beside family: what open pages hold, what they show of the other."""

import asyncio
from typing import Any

import pytest

from ejournal.access.actor import actor_of
from ejournal.database import session_scope
from ejournal.models import Lesson
from ejournal.pages.account.state import AccountState
from ejournal.pages.diary.state import DiaryState
from ejournal.pages.home.state import HomeState
from ejournal.services.accounts import places
from ejournal.ui.frame.sides import SidesState
from ejournal.ui.runtime import live
from ejournal.ui.runtime.session import FAMILY, WORK, SessionState
from tests.cast import Cast
from tests.infra.tabs import said
from tests.pages.conftest import News, OpenTab
from tests.pages.test_tab import SECRET, Server, server  # noqa: F401 - a fixture
from tests.pages.test_told import shown
from tests.services.shared_helpers import acts_as, joined

OTHER_SECRET = "Тайна гимназии"


@pytest.fixture
def place(cast: Cast) -> str:
    """The number of Лебедева's place in the other school, whose lesson has a topic too."""
    with session_scope() as session:
        number = joined(session, cast).id or 0
        lesson = session.get_one(Lesson, cast.lessons["maths_b"].id)
        lesson.topic = OTHER_SECRET
        session.add(lesson)
    return str(number)


def led_to(answer: list[Any]) -> str:
    """The address that a script leads to, out of however many quotes."""
    return str(answer[0].args).partition("window.location.assign(")[2].partition(")")[0].strip('\\"')


def labels(state: DiaryState) -> list[str]:
    return [one.label for one in (*state.children, *state.far_children)]


def test_a_tab_goes_from_school_to_school_and_holds_one_of_them(
    server: Server,  # noqa: F811
    cast: Cast,
    place: str,
) -> None:
    server.run(live.listen_here())
    for tab in ("here", "beside"):
        server.connect(tab, "guardian")
        server.send(tab, "guardian", DiaryState.load, f"/diary?child={cast.id_of('pupil')}")
        assert SECRET in server.kept(tab)

    async def gone() -> Any:
        answer = await server._send("here", "guardian", SidesState.go_to, "/diary", place, "/diary")
        await shown()
        return answer

    assert "window.location.assign" in str(server.run(gone()).args)
    # The tab beside is emptied at once, and reads itself anew; this one when it is loaded.
    assert SECRET not in server.kept("beside")
    assert '"elsewhere' in server.kept("beside")
    for tab in ("here", "beside"):
        assert SECRET not in server.connect(tab, "guardian")
        server.send(tab, "guardian", DiaryState.load, "/diary")
        kept = server.kept(tab)
        assert OTHER_SECRET in kept
        assert SECRET not in kept


@pytest.mark.parametrize("asked", [(DiaryState.load,), (SidesState.choose_side, FAMILY)])
def test_a_page_that_was_not_told_is_emptied_before_it_does_anything(
    cast: Cast, open_tab: OpenTab, place: str, asked: tuple[Any, ...], told: News
) -> None:
    tab = open_tab("guardian", "/diary")
    tab.send(DiaryState.load)
    assert labels(tab.state(DiaryState)) == [
        "Анна, 6 «Б», Школа 7",
        "Лев, 2 «А», Школа 7",
        "Марк, 6 «Б», Гимназия 2",
    ]
    with session_scope() as session:
        places.go_to(session, _actor(session, cast), int(place))
    before = tab.shown()
    tab.send(*asked)
    assert "Анна" in before
    assert "Анна" not in tab.shown()
    assert tab.state(SessionState).elsewhere
    tab.send(DiaryState.load)
    assert labels(tab.state(DiaryState))[0] == "Марк, 6 «Б», Гимназия 2"


def test_news_of_one_school_does_not_reach_a_page_of_the_other(
    server: Server,  # noqa: F811
    cast: Cast,
    place: str,
) -> None:
    with session_scope() as session:
        places.go_to(session, _actor(session, cast), int(place))
    server.connect("tab", "guardian")
    server.send("tab", "guardian", DiaryState.load, "/diary")
    followed = live._tabs["tab"].topics
    own = {f"bell:{cast.id_of('guardian')}", f"pupil:{cast.id_of('pupil')}"}
    assert not own & followed
    server.sent.clear()

    async def rung() -> None:
        await live.tell([(topic, {}) for topic in own])
        await asyncio.sleep(0)
        await shown()

    server.run(rung())
    assert server.sent == []


def test_today_tells_of_the_other_school_and_leads_there(
    cast: Cast, open_tab: OpenTab, place: str, told: News
) -> None:
    tab = open_tab("guardian", "/")
    tab.send(HomeState.load)
    (far,) = tab.state(HomeState).far
    assert (far.title, far.unread) == ("Ещё: Марк, Гимназия 2", 0)
    assert "Гимназия 2" in [one.name for one in tab.state(SessionState).schools]
    tab.send(SidesState.go_to, far.place, "/")
    with session_scope(writing=False) as session:
        assert acts_as(session, cast, "guardian") != cast.id_of("guardian")


@pytest.mark.parametrize("path", ["//evil.example", "/login", "javascript:alert(1)"])
def test_a_press_leads_to_a_page_of_ours_only(open_tab: OpenTab, place: str, told: News, path: str) -> None:
    tab = open_tab("guardian", "/diary")
    assert led_to(tab.send(SidesState.go_to, place, path)) == "/"


def test_a_page_that_is_not_there_offers_the_other_school(
    cast: Cast, open_tab: OpenTab, place: str, told: News
) -> None:
    tab = open_tab("guardian", f"/diary?child={cast.id_of('pupil_b')}")
    tab.send(DiaryState.load)
    assert tab.state(SessionState).missing
    assert led_to(tab.send(SidesState.go_to, place, "")) == f"/diary?child={cast.id_of('pupil_b')}"


def test_a_school_is_given_up_in_two_presses_on_the_own_page(
    open_tab: OpenTab, place: str, told: News
) -> None:
    tab = open_tab("guardian", "/account")
    tab.send(AccountState.load)
    tab.send(AccountState.ask_leaving, place)
    (one,) = tab.state(AccountState).further
    assert (one.school, one.asking) == ("Гимназия 2", True)
    tab.send(AccountState.keep_place)
    assert not tab.state(AccountState).further[0].asking
    assert said(tab.send(AccountState.leave_place, place)) == [("success", "Школы больше нет в вашем входе")]
    assert (tab.state(AccountState).further, tab.state(SessionState).schools) == ([], [])


def keys(tab: Any) -> list[str]:
    return [one.key for one in tab.state(SessionState).places]


def test_who_works_and_has_a_child_sees_one_side_at_a_time(open_tab: OpenTab) -> None:
    tab = open_tab("teacher_parent", "/")
    tab.send(HomeState.load)
    assert tab.state(SessionState).two_sided
    assert tab.state(SessionState).side == WORK
    assert {"journal"} <= set(keys(tab))
    assert not {"diary", "diary_marks"} & set(keys(tab))
    assert (tab.state(HomeState).teaches, tab.state(HomeState).families) == (True, [])
    assert said(tab.send(SidesState.choose_side, FAMILY))[0][0] == "event"
    tab.send(HomeState.load)
    assert {"diary", "diary_marks", "home", "schedule"} <= set(keys(tab))
    assert "journal" not in keys(tab)
    assert (tab.state(HomeState).teaches, len(tab.state(HomeState).families)) == (False, 1)
    # A new tab of the same browser begins where one was; an address chooses the side for itself.
    other = open_tab("teacher_parent", "/")
    other.send(HomeState.load)
    assert other.state(SessionState).side == FAMILY


def test_an_address_chooses_the_side(open_tab: OpenTab) -> None:
    tab = open_tab("teacher_parent", "/diary")
    tab.send(DiaryState.load)
    assert tab.state(SessionState).side == FAMILY
    assert "journal" not in keys(tab)
    assert not tab.state(SessionState).missing


def test_who_has_one_side_sees_no_switch(open_tab: OpenTab) -> None:
    for name, page in (("teacher", HomeState), ("guardian", HomeState), ("admin", HomeState)):
        tab = open_tab(name, "/")
        tab.send(page.load)
        assert (tab.state(SessionState).two_sided, tab.state(SessionState).side) == (False, "")


def _actor(session: Any, cast: Cast) -> Any:
    found = actor_of(session, cast.token("guardian"))
    assert found is not None
    return found
