"""What the calendar's setup refuses."""

from typing import Any

from ejournal.pages.school_calendar.state import SchoolCalendarState as State
from tests.cast import Cast
from tests.pages.refusals import Page, Refusal, Step, do, refused

OF_THE_YEAR = {"name": "2026/2027", "starts": "2026-09-01", "ends": "2027-05-31"}
QUARTERS = (("09-01", "10-25"), ("11-02", "12-29"), ("01-11", "03-22"), ("04-01", "05-31"))
BELLS = {"name": "Звонки", "grade_from": "1", "grade_to": "11", "starts_1": "08:30", "ends_1": "09:15"}
LATE = {"name": "Ярмарка"} | {
    f"{end}_{n}": f"{8 + n:02}:{minutes}"
    for n in range(1, 10)
    for end, minutes in (("starts", "00"), ("ends", "45"))
}
DAY_OFF = {"name": "День школы", "starts": "2026-12-07", "ends": "", "grade_from": "1", "grade_to": "11"}
MOVED = {"day": "2026-12-12", "weekday": "1", "parity": "every", "note": ""}


def terms(**other: str) -> dict[str, str]:
    form = {"kind": "trimester", "name": "Триместры"}
    days = (("2026-09-01", "2026-11-15"), ("2026-11-23", "2027-02-15"), ("2027-02-24", "2027-05-31"))
    for number, (starts, ends) in enumerate(days, 1):
        form |= {f"starts_{number}": starts, f"ends_{number}": ends}
    return form | other


def form(message: str, kind: str, fields: dict[str, Any]) -> Refusal:
    return refused(message, do("edit", kind=kind), do("save", form=fields))


def pasted(message: str, text: str) -> Refusal:
    return refused(message, do("edit", kind="bells"), do("paste", value=text))


def of_the_first(kind: str, list_name: str) -> Step:
    def payload(_cast: Cast, state: Any) -> dict[str, Any]:
        return {"kind": kind, "row_id": getattr(state, list_name)[0].id}

    return Step("edit", payload)


def short(message: str, **fields: str) -> Refusal:
    given = {"day": "2026-12-28", "lasts": "30", "pause": "10", "name": ""} | fields
    return refused(message, of_the_first("short", "bells"), do("save", form=given))


PAGE = Page(
    State,
    "deputy",
    lambda _cast: "/schedule/calendar",
    (
        form("A year lasts from three months to one year", "year", OF_THE_YEAR | {"ends": "2026-10-01"}),
        form(
            "A term stands outside these days: change the terms first", "year",
            OF_THE_YEAR | {"ends": "2027-05-20"},
        ),
        form(
            "Give the year as four digits", "year",
            OF_THE_YEAR | {"starts": "1990-09-01", "ends": "1991-05-31"},
        ),
        form("Give a date", "year", OF_THE_YEAR | {"ends": ""}),
        form("Fill this in", "year", OF_THE_YEAR | {"name": " "}),
        form("Too long: at most {limit} characters", "year", OF_THE_YEAR | {"name": "г" * 21}),
        form("Choose quarters, trimesters or half-years", "terms", terms(kind="fifth")),
        form("It begins before the year", "terms", terms(starts_1="2026-08-31")),
        form("It begins before the one before it ends", "terms", terms(starts_2="2026-11-15")),
        form("It ends before it begins", "terms", terms(ends_2="2026-11-22")),
        form("It ends after the year", "terms", terms(ends_3="2027-06-01")),
        form("The name is taken already", "terms", terms(name="Четверти")),
        form("The day must be in the academic year", "moved", MOVED | {"day": "2027-08-01"}),
        form("Choose a weekday", "moved", MOVED | {"weekday": "9"}),
        form(
            "Grades go from 1 to 11, the lower first", "bells", BELLS | {"grade_from": "5", "grade_to": "4"}
        ),
        form("Choose a shift from 1 to 3", "bells", BELLS | {"shift": "4"}),
        form("Give the times of at least one lesson", "bells", {"name": "Пусто"}),
        form("Give a time", "bells", BELLS | {"ends_1": ""}),
        form("A lesson lasts from {shortest} to {longest} minutes", "bells", BELLS | {"ends_1": "08:35"}),
        form("No class has these grades", "classes", {"grade_from": "10", "grade_to": "11", "days": "5"}),
        form("A week has five or six days", "classes", {"grade_from": "5", "grade_to": "6", "days": "7"}),
        pasted("Line {line}: write the times as 8:30–9:15", "большая перемена"),
        pasted("Line {line}: there is no such time", "8:30–25:10"),
        pasted("Lesson {number} stands twice or out of order", "1. 8:30-9:15\n1. 9:25-10:10"),
        pasted("Lesson numbers go from 0 to {limit}", "16. 8:30-9:15"),
        short("A lesson lasts from {shortest} to {longest} minutes", lasts="5"),
        short("A break lasts at most an hour", pause="61"),
        refused("Open a form first", do("save", form={"name": "x"})),
        refused("The year is made; check the days of its terms and holidays", do("begin_year")),
        refused("The next year is made already: {name}", do("begin_year")),
        form("There is such a year already", "year", OF_THE_YEAR | {"name": "2027/2028"}),
        refused("Classes use these terms: give them others first", Step(
            "remove", lambda _cast, state: {"kind": "delete-terms", "row_id": state.schemes[0].id})),
        form(
            "These days overlap with “{name}”", "holiday",
            DAY_OFF | {"starts": "2026-10-20", "ends": "2026-10-28"},
        ),
        form("Saved", "bells", LATE),
        refused(
            "The lessons do not fit into the day",
            Step("edit", lambda _cast, state: {"kind": "short", "row_id": state.bells[-1].id}),
            do("save", form={"day": "2026-12-24", "lasts": "90", "pause": "60", "name": ""}),
        ),
        refused("Saved. Lessons: {words}", do("edit", kind="moved"), do("save", form=MOVED), do("agree")),
        form("This day is moved already", "moved", MOVED),
    ),
)  # fmt: skip
