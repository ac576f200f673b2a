"""Rooms: who is where, a room booked for an event and given back."""

from ejournal.database import session_scope
from ejournal.models import RoomBooking
from ejournal.pages.rooms.edit_state import RoomEditingState as Edit
from ejournal.pages.rooms.state import RoomsState
from tests.cast import DAY, Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab

FORM = {"title": "Репетиция", "booking_day": DAY.isoformat(), "from_number": "9", "to_number": "10"}


def open_rooms(open_tab: OpenTab, member: str = "teacher", lesson: int = 9) -> tuple[Tab, RoomsState]:
    """The page at a lesson of the day."""
    tab = open_tab(member, f"/schedule/rooms?day={DAY.isoformat()}&lesson={lesson}")
    tab.send(RoomsState.load)
    return tab, tab.state(RoomsState)


def test_taken_rooms_name_class_subject_and_teacher(cast: Cast, open_tab: OpenTab) -> None:
    lesson = cast.lessons["maths"]
    _, state = open_rooms(open_tab, lesson=lesson.number)
    taken = [one for one in state.rooms if not one.free]
    assert all(one.who for one in taken)
    assert any("Математика" in one.who and "6 «Б»" in one.who for one in taken) == bool(lesson.room_id)


def test_a_booked_room_is_taken_for_everybody_and_free_again_after(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = open_rooms(open_tab)
    tab.send(RoomsState.begin_booking, str(cast.rooms["31"].id))
    assert said(tab.send(RoomsState.book, FORM))[0][0] == "success"
    _, other = open_rooms(open_tab, "class_teacher")
    [room] = [one for one in other.rooms if one.id == str(cast.rooms["31"].id)]
    assert (room.free, "Репетиция" in room.who) == (False, True)
    [booking] = state.bookings
    assert [one.own for one in other.bookings] == [False]
    tab.send(RoomsState.cancel, booking.id)
    with session_scope(writing=False) as session:
        assert session.get(RoomBooking, int(booking.id)) is None


def test_two_cannot_have_one_room_and_the_second_is_told_by_the_field(cast: Cast, open_tab: OpenTab) -> None:
    first, _ = open_rooms(open_tab)
    second, state = open_rooms(open_tab, "class_teacher")
    for tab in (first, second):
        tab.send(RoomsState.begin_booking, str(cast.rooms["31"].id))
        tab.send(RoomsState.book, FORM)
    assert state.errors == {"room_id": "Кабинет 31 в это время занят"}
    assert state.booking.id


def test_only_free_rooms_are_shown_on_demand(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = open_rooms(open_tab, lesson=cast.lessons["maths"].number)
    tab.send(RoomsState.show_free, True)
    assert all(one.free for one in state.rooms)


def test_families_find_no_rooms(cast: Cast, open_tab: OpenTab) -> None:
    _, state = open_rooms(open_tab, "guardian")
    assert state.missing
    assert state.rooms == []


def test_the_deputy_changes_the_rooms_themselves(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = open_rooms(open_tab, "deputy")
    assert state.may_edit
    tab.send(Edit.open_list)
    tab.send(Edit.open_room, "")
    tab.send(Edit.choose_shared, True)
    tab.send(Edit.save_room, {"name": "Спортзал", "capacity": "много"})
    assert "capacity" in state.errors
    tab.send(Edit.save_room, {"name": "Спортзал", "capacity": "60"})
    edited = tab.state(Edit)
    [gym] = [one for one in edited.edited if one.name == "Спортзал"]
    assert (gym.seats, gym.shared, edited.edit_dialog) == ("60", True, "list")
    assert "Спортзал" in [one.name for one in state.rooms]
    tab.send(Edit.open_room, gym.id)
    assert edited.one_shared
    tab.send(Edit.remove_room)
    assert "Спортзал" not in [one.name for one in edited.edited]


def test_a_teacher_sees_no_way_to_change_rooms(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = open_rooms(open_tab, "teacher")
    assert not state.may_edit
    assert said(tab.send(Edit.open_list))[0][0] == "error"
