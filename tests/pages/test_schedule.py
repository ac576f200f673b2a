"""The schedule's pages: what a person sees first, how links keep the choice, links and live news."""

from typing import Any

import pytest

from ejournal.access.actor import actor_of
from ejournal.clock import now
from ejournal.database import session_scope
from ejournal.pages.schedule.rows import SlotRow
from ejournal.pages.schedule.state.bells import BellsState
from ejournal.pages.schedule.state.links import LinksState
from ejournal.pages.schedule.state.week import ScheduleState
from ejournal.services.base.topics import schedule_topic
from ejournal.services.rooms.occupancy import book_room
from ejournal.services.substitutions.arranging import cancel_lesson
from ejournal.ui.runtime.work import Work
from tests.cast import DAY, SUBSTITUTED_DAY, Cast
from tests.infra.tabs import Tab, said, secret_told
from tests.pages.conftest import OpenTab


def opened(open_tab: OpenTab, name: str, address: str = "/schedule") -> tuple[Tab, ScheduleState]:
    tab = open_tab(name, address)
    assert tab.send(ScheduleState.load) == []
    return tab, tab.state(ScheduleState)


def slots(state: ScheduleState, day: str) -> list[SlotRow]:
    return next(one for one in state.days if one.iso == day).slots


@pytest.mark.parametrize(
    ("who", "by", "title"),
    [
        ("pupil", "child", "Лебедева Анна Олеговна"),
        ("guardian", "child", "Лебедева Анна Олеговна"),
        ("teacher", "own", "Соколов Павел Игоревич"),
        ("teacher_parent", "own", "Зайцев Андрей Юрьевич"),
        ("deputy", "class", "2 «А» класс"),
    ],
)
def test_everybody_begins_with_what_is_theirs(open_tab: OpenTab, who: str, by: str, title: str) -> None:
    _, state = opened(open_tab, who)
    assert (state.ready, state.missing, state.by) == (True, False, by)
    assert state.subtitle.startswith(title)
    assert state.day == DAY.isoformat()


def test_a_class_teacher_begins_with_the_own_class(open_tab: OpenTab) -> None:
    _, state = opened(open_tab, "class_teacher", "/schedule?by=class")
    assert state.subtitle.startswith("6 «Б» класс")
    assert [one.label for one in state.ways] == ["Моё", "Класс", "Учитель", "Кабинет"]


def test_the_address_keeps_the_choice(open_tab: OpenTab, cast: Cast) -> None:
    room = cast.rooms["31"].id
    tab, state = opened(open_tab, "teacher", f"/schedule?by=room&id={room}&day=2026-11-18&view=day")
    assert (state.by, state.target, state.day, state.view) == ("room", str(room), "2026-11-18", "day")
    assert said(tab.send(ScheduleState.choose, value="7")) == [
        ("redirect", "/schedule?by=room&id=7&day=2026-11-18&view=day")
    ]
    assert said(tab.send(ScheduleState.jump, day="2026-12-01")) == [
        ("redirect", f"/schedule?by=room&id={room}&day=2026-12-01&view=day")
    ]
    assert tab.send(ScheduleState.jump, day="") == []


def test_a_substitution_says_who_replaces_whom(open_tab: OpenTab) -> None:
    _, state = opened(open_tab, "pupil")
    (slot,) = slots(state, SUBSTITUTED_DAY.isoformat())
    (lesson,) = slot.lessons
    assert (lesson.kind, lesson.badge) == ("substituted", "Замена")
    assert "Миронова" in lesson.change
    assert "Котова" in lesson.change


def test_a_booked_room_says_by_whom_and_for_what(open_tab: OpenTab, cast: Cast) -> None:
    room = cast.rooms["31"].id or 0
    with session_scope() as session:
        actor = actor_of(session, cast.token("teacher"))
        assert actor is not None
        book_room(session, actor, room, DAY, 4, 5, "Олимпиада")
    _, state = opened(open_tab, "deputy", f"/schedule?by=room&id={room}")
    booked = [(slot.number, one) for slot in slots(state, DAY.isoformat()) for one in slot.lessons]
    assert [(number, one.subject, one.about, one.kind, one.badge) for number, one in booked] == [
        (number, "Олимпиада", "П.\u00a0И.\u00a0Соколов", "booked", "Кабинет занят") for number in (4, 5)
    ]
    assert not next(one for one in state.days if one.iso == DAY.isoformat()).off


def test_a_free_hour_stands_between_lessons(open_tab: OpenTab) -> None:
    _, state = opened(open_tab, "teacher")
    friday = slots(state, DAY.isoformat())
    assert [(one.number, len(one.lessons)) for one in friday] == [(2, 1), (3, 0), (4, 0), (5, 1)]
    assert state.free_words == "окно"


def test_groups_share_a_cell_and_families_see_their_own(open_tab: OpenTab, cast: Cast) -> None:
    _, state = opened(open_tab, "deputy", f"/schedule?by=class&id={cast.classes['6b'].id}")
    assert [len(one.lessons) for one in slots(state, DAY.isoformat()) if one.number == 4] == [2]
    _, state = opened(open_tab, "guardian")
    assert [len(one.lessons) for one in slots(state, DAY.isoformat()) if one.number == 4] == [1]


@pytest.mark.parametrize("address", ["?by=class&id=1", "?by=own", "?by=teacher", "?child=99999", "?by=x"])
def test_what_is_not_a_familys_is_not_found(open_tab: OpenTab, address: str) -> None:
    _, state = opened(open_tab, "guardian", "/schedule" + address)
    assert (state.missing, state.ready, state.days) == (True, False, [])


def test_an_open_schedule_follows_news(open_tab: OpenTab, cast: Cast) -> None:
    tab, state = opened(open_tab, "pupil")
    with session_scope() as session:
        cancel_lesson(session, cast.actor("deputy"), cast.lessons["maths"].id or 0, "Карантин")
    topic = schedule_topic(cast.schools["a"].id or 0)
    with session_scope(writing=False) as session:
        actor = actor_of(session, tab.token)
        assert actor is not None
        work = Work(session, actor, now())
        assert state._topics(work) == [topic]
        state._live(work, topic, {})
    (lesson,) = next(one for one in slots(state, DAY.isoformat()) if one.number == 3).lessons
    assert (lesson.kind, lesson.note) == ("cancelled", "Карантин")


def test_a_bell_before_anything_is_open_does_no_harm(open_tab: OpenTab) -> None:
    tab = open_tab("pupil", "/schedule")
    assert tab.send(ScheduleState.refresh) == []
    assert tab.state(ScheduleState).days == []


def test_bells_of_a_day(open_tab: OpenTab) -> None:
    tab = open_tab("pupil", "/schedule/bells?day=2026-11-23")
    tab.send(BellsState.load)
    state = tab.state(BellsState)
    (table,) = state.tables
    assert (table.name, len(table.lines), table.rings) == ("Основные", 7, [])
    assert (table.lines[0].starts, table.lines[0].pause) == ("8:30", "10 минут")
    tab.go("/schedule/bells")
    tab.send(BellsState.load)
    assert all(ring.left > 0 for ring in state.tables[0].rings)


# ----------------------------------------------------------------------------------------- secret links


def test_a_calendars_address_is_shown_once(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab("guardian", "/schedule")
    tab.send(LinksState.open_calendar, by="child", target=str(cast.id_of("pupil")))
    state: Any = tab.state(LinksState)
    assert (state.dialog, state.links) == ("calendar", [])
    address = secret_told(tab.send(LinksState.make_calendar))
    assert address.endswith(".ics")
    assert address not in tab.shown()
    assert [link.title for link in state.links] == ["Лебедева Анна Олеговна"]
    tab.send(LinksState.close)
    assert state.dialog == ""
    tab.send(LinksState.open_calendar, by="child", target=str(cast.id_of("pupil")))
    assert said(tab.send(LinksState.revoke_calendar, link_id=state.links[0].id))[-1][0] == "success"
    assert state.links == []


def test_a_screen_needs_a_place(open_tab: OpenTab) -> None:
    tab = open_tab("deputy", "/schedule")
    tab.send(LinksState.open_kiosk)
    tab.send(LinksState.make_kiosk, fields={"screen_title": " "})
    state: Any = tab.state(LinksState)
    assert "screen_title" in state.errors
    address = secret_told(tab.send(LinksState.make_kiosk, fields={"screen_title": "Холл"}))
    assert ("/kiosk/" in address, [link.title for link in state.links]) == (True, ["Холл"])
