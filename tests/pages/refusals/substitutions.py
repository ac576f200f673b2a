"""What is refused around absent teachers and their lessons."""

from typing import Any

from ejournal.pages.substitutions.own_state import OwnAbsenceState
from ejournal.pages.substitutions.state import SubstitutionsState
from tests.cast import SUBSTITUTED_DAY, Cast
from tests.pages.refusals import Page, Refusal, Step, do, refused

AWAY = {"starts": "2026-11-23", "ends": "2026-11-27", "reason": "sick_leave"}


def entered(message: str, **fields: str) -> Refusal:
    def payload(cast: Cast, _state: Any) -> dict[str, Any]:
        return {"form": AWAY | {"teacher": str(cast.id_of("teacher"))} | fields}

    return refused(message, do("begin_absence"), Step("enter_absence", payload))


def own(message: str, **fields: str) -> Refusal:
    return refused(message, do("report", form=AWAY | fields))


PAGES = (
    Page(
        SubstitutionsState,
        "deputy",
        lambda _cast: "/substitutions",
        (
            entered("Give a date", starts=""),
            entered("The last day must not be before the first, nor a year after it", ends="2026-11-01"),
            entered("The last lesson must not be before the first", from_number="3", to_number="2"),
            entered("The day must be in the academic year", starts="2027-07-01", ends="2027-07-02"),
            entered("Too long: at most {limit} characters", absence_note="г" * 401),
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
)
