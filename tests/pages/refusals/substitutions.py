"""What is refused around absent teachers and their lessons."""

from datetime import date
from typing import Any

from sqlmodel import col, select

from ejournal.database import session_scope
from ejournal.models import TeacherAbsence
from ejournal.pages.substitutions.own_state import OwnAbsenceState
from ejournal.pages.substitutions.state import SubstitutionsState
from tests.cast import DAY, SUBSTITUTED_DAY, Cast
from tests.pages.refusals import Page, Refusal, Step, do, refused

AWAY = {"starts": "2026-11-23", "ends": "2026-11-27", "reason": "sick_leave"}


def entered(message: str, **fields: str) -> Refusal:
    def payload(cast: Cast, _state: Any) -> dict[str, Any]:
        return {"form": AWAY | {"teacher": str(cast.id_of("teacher"))} | fields}

    return refused(message, do("begin_absence"), Step("enter_absence", payload))


def own(message: str, **fields: str) -> Refusal:
    return refused(message, do("report", form=AWAY | fields))


def absence_of_the_cast(cast: Cast) -> str:
    with session_scope(writing=False) as session:
        found = session.scalars(
            select(col(TeacherAbsence.id)).where(TeacherAbsence.teacher_id == cast.id_of("class_teacher"))
        ).first()
    return f"/substitutions?absence={found}"


def opened(_cast: Cast, state: Any) -> dict[str, Any]:
    return {"lesson": state.lessons[0].id}


def moved(message: str, day: date | str, number: object) -> Refusal:
    def payload(cast: Cast, _state: Any) -> dict[str, Any]:
        at = cast.lessons[number].number if isinstance(number, str) and number in cast.lessons else number
        return {"form": {"move_day": str(day), "move_number": str(at)}}

    return refused(message, Step("open_lesson", opened), do("begin_move"), Step("move_lesson", payload))


OPENED = Step("open_lesson", opened)
PAGES = (
    Page(
        SubstitutionsState,
        "deputy",
        absence_of_the_cast,
        (
            entered("Give a date", starts=""),
            entered("The last day must not be before the first, nor a year after it", ends="2026-11-01"),
            entered("The last lesson must not be before the first", from_number="3", to_number="2"),
            entered("The day must be in the academic year", starts="2027-07-01", ends="2027-07-02"),
            entered("Too long: at most {limit} characters", absence_note="г" * 401),
            moved("The day must be in the academic year", "2027-07-01", 1),
            moved("Fill this in", DAY, ""),
            moved("There is no such lesson in the week", DAY, 20),
            moved("There are no lessons that day", "2026-12-30", 1),
            moved("The teacher has a lesson at that time", DAY, "maths"),
            moved("The class has a lesson at that time", DAY, "russian"),
            refused(
                "Say why the lesson falls out",
                OPENED, do("begin_cancel"), do("cancel_lesson", form={"cancel_reason": " "}),
            ),
            refused(
                "Too long: at most {limit} characters",
                OPENED, do("write_task", value="з" * 10_000),
            ),
            refused(
                "Nothing was done with this lesson",
                Step("restore", lambda cast, _state: {"lesson": str(cast.lessons["maths"].id)}),
            ),
            refused(
                "This has been decided already",
                Step("approve", lambda _cast, state: {"absence": state.absence}),
            ),
        ),
    ),
    Page(
        OwnAbsenceState,
        "teacher",
        lambda _cast: "/absence",
        (
            own(
                "Report from today on; the deputy head enters what is past",
                starts=SUBSTITUTED_DAY.isoformat(),
            ),
            own("Give a date", starts=""),
        ),
    ),
)  # fmt: skip
