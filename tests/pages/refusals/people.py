"""What is refused on the pages of one's own account, of accounts, rooms and a child's absences."""

from typing import Any

from ejournal.database import session_scope
from ejournal.pages.account.state import AccountState
from ejournal.pages.accounts.state import AccountsState
from ejournal.pages.class_overview.state import ClassState
from ejournal.pages.diary.state import DiaryState
from ejournal.pages.diary_absences.state import DiaryAbsencesState
from ejournal.pages.diary_marks.state import DiaryMarksState
from ejournal.pages.openings.state import OpeningsState
from ejournal.pages.rooms.edit_state import RoomEditingState
from ejournal.pages.rooms.state import RoomsState
from ejournal.services.accounts import throttle
from ejournal.services.diary.progress import MOST_SUPPOSED
from tests.cast import PASSWORD, Cast
from tests.pages.refusals import Page, Refusal, Step, do, refused

STRONG = "Снегирь на ветке 9"
BOOKING = {"title": "Кружок", "from_number": "1", "to_number": "1", "booking_day": "2026-11-24"}
SPAN = {"starts": "2026-11-23", "ends": "2026-11-24", "note": "к врачу"}


def password(message: str, new: str = STRONG, old: str = PASSWORD, again: str | None = None) -> Refusal:
    fields = {"old_password": old, "new_password": new, "again": new if again is None else again}
    return refused(message, do("change_password", fields=fields))


GUESS = do("change_password", fields={"old_password": "нет", "new_password": STRONG, "again": STRONG})


def booked(message: str, **fields: str) -> Refusal:
    chosen = Step("begin_booking", lambda cast, _state: {"room": str(cast.rooms["31"].id)})
    return refused(message, chosen, do("book", form=BOOKING | fields))


def room(message: str, **fields: str) -> Refusal:
    form = {"name": "Новый", "capacity": "", **fields}
    return refused(message, do("open_room", room=""), do("save_room", form=form))


def named_like_the_first(_cast: Cast, state: Any) -> dict[str, Any]:
    return {"form": {"name": state.edited[0].name.upper(), "capacity": ""}}


def booked_room(cast: Cast, _state: Any) -> dict[str, Any]:
    room_id = cast.rooms["31"].id or 0
    with session_scope() as session:
        session.merge(cast.courses["maths"]).room_id = room_id
    return {"room": str(room_id)}


def absence(message: str, **fields: str) -> Refusal:
    ill = do("set_code", value="ill")
    return refused(message, do("open_form"), ill, do("announce", form=SPAN | fields))


PAGES = (
    Page(
        OpeningsState,
        "admin",
        lambda _cast: "/people/openings",
        tuple(
            refused("A whole number from {least} to {most}", do("open_form"), do("keep", form={"days": days}))
            for days in ("", "29", "1826", "год")
        ),
    ),
    Page(
        AccountState,
        "teacher",
        lambda _cast: "/account",
        (
            password("The two new passwords differ", again="другой"),
            password("At least {n} characters", "мало"),
            password("Too long: at most {limit} characters", "длинный" * 30),
            password("Too many people use this password. Choose another", "qwertyuiop"),
            password("This password is soon guessed. Make it longer, of several words", "irina2012"),
            password("The password repeats your name or login. Choose another", "СоколовПавел"),
            password("This is your present password. Choose another", PASSWORD),
            password("This is not your present password", old="не помню"),
            refused("Too many tries. Wait {wait} s", *[GUESS] * (throttle.PAIR.free + 1)),
        ),
    ),
    Page(
        AccountsState,
        "admin",
        lambda _cast: "/accounts",
        (
            refused(
                "This is your own account: change it on your own page",
                Step("open_card", lambda cast, _state: {"person_id": str(cast.id_of("admin"))}),
                do("block"),
            ),
            refused(
                "Signed out everywhere",
                Step("open_card", lambda cast, _state: {"person_id": str(cast.id_of("teacher"))}),
                do("sign_out"),
            ),
        ),
    ),
    Page(
        RoomsState,
        "deputy",
        lambda _cast: "/schedule/rooms?day=2026-11-20&lesson=2",
        (
            booked("Fill this in", to_number=""),
            booked("Say what the room is for", title=" "),
            booked("Give a date", booking_day="завтра"),
            booked("The day is past", booking_day="2026-11-19"),
            booked("The day must be in the academic year", booking_day="2027-08-02"),
            booked("The last lesson must not be before the first", from_number="3", to_number="2"),
        ),
    ),
    Page(
        RoomEditingState,
        "deputy",
        lambda _cast: "/schedule/rooms",
        (
            room("From 1 to {most} seats", capacity="много"),
            room("From 1 to {most} seats", capacity="0"),
            room("Name the room, in at most {limit} letters", name=" "),
            refused(
                "Room {room} is named in timetables, lessons, bookings or wishes: it stays. It can be renamed",  # noqa: E501
                do("open_list"),
                Step("open_room", booked_room),
                do("remove_room"),
            ),
            refused(
                "There is a room of this name already",
                do("open_list"), do("open_room", room=""), Step("save_room", named_like_the_first),
            ),
        ),
    ),
    Page(
        DiaryAbsencesState,
        "guardian",
        lambda cast: f"/diary/absences?child={cast.id_of('pupil')}",
        (
            refused("Choose the reason", do("open_form"), do("set_code", value="лень")),
            absence("Give a date", starts=""),
            absence("Only absences of the last week can be announced here", starts="2026-10-12"),
            absence("The last day cannot be before the first", ends="2026-11-20"),
            absence("At most {days} days at once", ends="2027-05-20"),
            absence("The day must be in the academic year", starts="2027-05-25", ends="2027-06-10"),
        ),
    ),
    Page(
        DiaryState,
        "guardian",
        lambda cast: f"/diary?child={cast.id_of('pupil')}&day=2026-12-01",
        (refused("This week has not begun yet", do("acknowledge")),),
    ),
    Page(
        DiaryMarksState,
        "guardian",
        lambda cast: f"/diary/marks?child={cast.id_of('pupil')}",
        (
            refused(
                "At most {most} marks can be added",
                Step("open_subject", lambda cast, _: {"subject_id": str(cast.courses["maths"].subject_id)}),
                *[do("suppose", value="5")] * (MOST_SUPPOSED + 1),
            ),
        ),
    ),
    Page(
        ClassState,
        "class_teacher",
        lambda _cast: "/class",
        (refused("Choose the reason", do("set_code", value="лень")),),
    ),
)  # fmt: skip
