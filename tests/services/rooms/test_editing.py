"""The school's rooms: added, changed, removed while nothing refers to them."""

from dataclasses import replace

import pytest

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import Room, RoomBooking, TimetableEntry
from ejournal.services.rooms.editing import RoomFields, add_room, change_room, list_rooms, remove_room
from ejournal.services.timetable.board import Where
from ejournal.services.timetable.editing import place_entry, redo, set_entry_room, steps_to_undo, undo
from ejournal.services.timetable.facts import load_facts
from ejournal.services.timetable.versions import create_version
from tests.cast import DAY, Cast


def names(cast: Cast) -> dict[str, RoomFields]:
    return {fields.name: fields for _, fields in list_rooms(cast.session, cast.actor("deputy"))}


def test_rooms_are_added_and_changed(cast: Cast) -> None:
    actor = cast.actor("deputy")
    gym = add_room(cast.session, actor, RoomFields(" Спортзал ", 60, shared=True))
    assert names(cast)["Спортзал"] == RoomFields("Спортзал", 60, shared=True)
    facts = load_facts(cast.session, actor.school_id, cast.years["a"].id or 0)
    assert facts.shared_rooms == {gym}
    change_room(cast.session, actor, gym, RoomFields("Зал"))
    assert set(names(cast)) == {"12", "31", "Зал"}
    assert not load_facts(cast.session, actor.school_id, cast.years["a"].id or 0).shared_rooms
    remove_room(cast.session, actor, gym)
    assert set(names(cast)) == {"12", "31"}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (RoomFields("31"), "name"),
        (RoomFields(" 31 "), "name"),
        (RoomFields("  "), "name"),
        (RoomFields("к" * 81), "name"),
        (RoomFields("14", 0), "capacity"),
        (RoomFields("14", 2001), "capacity"),
    ],
)
def test_nonsense_is_refused_by_its_field(cast: Cast, fields: RoomFields, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        add_room(cast.session, cast.actor("deputy"), fields)
    assert refused.value.field == field


@pytest.mark.parametrize("how", ["entry", "second", "booking"])
def test_a_room_that_is_used_stays(cast: Cast, how: str) -> None:
    room, school = cast.rooms["31"].id or 0, cast.schools["a"].id or 0
    if how == "booking":
        cast.session.add(
            RoomBooking(
                school_id=school, room_id=room, day=DAY, from_number=1, to_number=1, title="Хор",
                booked_by_id=cast.id_of("teacher"),
            )
        )  # fmt: skip
    else:
        at = {"room_id": room} if how == "entry" else {"more_room_ids": [room]}
        version, course = cast.versions["a"].id or 0, cast.courses["maths"].id or 0
        cast.session.add(
            TimetableEntry(school_id=school, version_id=version, course_id=course, weekday=5, number=7, **at)
        )
    cast.session.flush()
    with pytest.raises(DomainError, match="it stays"):
        remove_room(cast.session, cast.actor("deputy"), room)
    assert cast.session.get(Room, room)


def test_steps_that_named_a_removed_room_are_still_taken_back(cast: Cast) -> None:
    session, actor = cast.session, cast.actor("deputy")
    attic = add_room(session, actor, RoomFields("Чердак"))
    version_id = create_version(session, actor, cast.years["a"].id or 0, "Черновик", DAY)
    entry = place_entry(session, actor, version_id, cast.courses["maths"].id or 0, Where(5, 7))
    for room in (attic, cast.rooms["31"].id):
        set_entry_room(session, actor, entry, room)
    stale = undo(session, actor, version_id)
    redo(session, actor, version_id, stale)
    remove_room(session, actor, attic)
    with pytest.raises(DomainError, match="changed these lessons since"):
        redo(session, actor, version_id, replace(stale, before=stale.after, after=stale.before))
    assert steps_to_undo(session, actor, version_id) == 2, "the step into the attic did nothing else"
    undo(session, actor, version_id)
    assert session.get_one(TimetableEntry, entry).room_id is None
    assert undo(session, actor, version_id).action == "place"
    assert session.get(TimetableEntry, entry) is None


def test_others_and_other_schools_do_not_change_rooms(cast: Cast) -> None:
    room = cast.rooms["31"].id or 0
    for member in ("teacher", "admin", "pupil"):
        with pytest.raises((NotAllowed, NotFound)):
            change_room(cast.session, cast.actor(member), room, RoomFields("x"))
        with pytest.raises((NotAllowed, NotFound)):
            remove_room(cast.session, cast.actor(member), room)
    foreign = Room(school_id=cast.schools["b"].id or 0, name="31")
    cast.session.add(foreign)
    cast.session.flush()
    with pytest.raises(NotFound):
        change_room(cast.session, cast.actor("deputy"), foreign.id or 0, RoomFields("x"))
    change_room(cast.session, cast.actor("deputy"), room, RoomFields("31", 24))
    assert names(cast)["31"].capacity == 24, "its own name is not taken"
