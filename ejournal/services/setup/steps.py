"""The steps of a new school, in the order in which each rests on the one before."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SetupStep:
    """A step: its key in addresses, the message of its name."""

    key: str
    title: str


STEPS = (
    SetupStep("school", "School"),
    SetupStep("year", "Year and holidays"),
    SetupStep("bells", "Bells"),
    SetupStep("weeks", "Weeks and scales"),
    SetupStep("subjects", "Subjects"),
    SetupStep("classes", "Classes"),
    SetupStep("people", "People and timetable"),
)
