"""What the steps of a new school refuse."""

from ejournal.pages.setup.state import SetupState
from tests.pages.refusals import Page, Refusal, Step, do, refused

CARD = {"name": "Лицей", "short_name": "", "inn": "", "address": "", "time_zone": "Europe/Moscow"}
BELLS = {
    "begins": "08:30", "lasts": "45", "pause": "10", "long_pause": "20", "long_after": "2", "lessons": "7",
    "second_begins": "",
}  # fmt: skip
YEAR = {"begins": "2026", "primary": "quarter", "basic": "quarter", "upper": "half_year"}


def card(message: str, **fields: str) -> Refusal:
    return refused(message, do("save_school", form=CARD | fields))


def bells(message: str, **fields: str) -> Refusal:
    return refused(message, do("save_bells", form=BELLS | fields))


def classes(message: str, typed: str) -> Refusal:
    return refused(message, do("make_classes", form={"classes": typed}))


PAGES = (
    Page(
        SetupState,
        "admin",
        lambda _cast: "/setup",
        (
            card("Fill this in", name=" "),
            card("Too long: at most {limit} characters", name="Ш" * 201),
            card("Give a short name: it stands in the heads of pages", name="Ш" * 100),
            card("An INN has 10 digits, that of a person 12", inn="770708"),
            card("There is no such INN: its last digits do not fit. Check each digit", inn="7707083894"),
            card("Choose a time zone", time_zone="Europe/Nowhere"),
            bells("Give a time", begins="рано"),
            bells("Write a whole number", lasts="долго"),
            bells("Numbers of lessons, such as 2, 3", long_after="два"),
            bells("From {least} to {most}", lasts="5"),
            bells("The lessons do not fit into the day", begins="22:00"),
            refused(
                "Five or six days a week",
                do(
                    "save_grades",
                    form={f"days_{grade}": "7" for grade in range(1, 12)}
                    | {f"scale_{grade}": "five" for grade in range(1, 12)},
                ),
            ),
            refused("Choose from the list", do("save_grades", form={})),
            refused(
                "At most {limit} subjects",
                do("save_subjects", form={"own": "\n".join(f"Предмет {number}" for number in range(101))}),
            ),
            classes("Write at least one class, such as 1А", " "),
            classes("“{sign}” is no Russian letter", "6Z"),
            classes("Grades go from 1 to 11", "12А"),
            classes("The letter is missing: write {number}А", "5"),
            classes("A class is a grade and a letter, such as 6А", "физмат"),
            classes("From one letter to a later one, such as 5А–5Г", "5Г–А"),
            classes("At most {limit} classes at once", " ".join(f"{grade}А–Я" for grade in range(1, 10))),
            refused(
                "There are pupils or courses in {title}: it stays",
                Step("remove_class", lambda cast, _state: {"class_id": str(cast.classes["6b"].id)}),
            ),
            refused("Choose quarters, trimesters or half-years", do("make_year", form=YEAR | {"basic": "x"})),
            refused("The year is made already: correct its days in the calendar", do("make_year", form=YEAR)),
        ),
    ),
)
