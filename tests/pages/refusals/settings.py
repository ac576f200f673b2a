"""What the settings of the school refuse."""

from typing import Any

from ejournal.pages.school_settings.state.chat import ChatRulesState
from ejournal.pages.school_settings.state.classes import ClassesState
from ejournal.pages.school_settings.state.exemptions import ExemptionsState
from ejournal.pages.school_settings.state.kinds import KindsState
from ejournal.pages.school_settings.state.rules import RulesState
from tests.cast import KINDS, Cast
from tests.pages.refusals import Page, Refusal, Step, do, refused

KIND = {"name": "Проект", "short_name": "пр", "weight": "2"}
RULES = {
    "to_five": "4,5", "to_four": "3,5", "to_three": "2,5", "fewest_weekly_one": "3",
    "fewest_weekly_two": "5", "fewest_weekly_more": "7", "edit_window_days": "5",
    "journal_kept_years": "5", "summary_kept_years": "25",
}  # fmt: skip
CLASS = {"scale": "five", "days_per_week": "5", "shift": "1"}
CHAT = {"chat_open": "on", "chat_from": "8", "chat_until": "20", "supervisor": ""}
EXEMPTION = {"starts": "2026-11-20", "ends": "", "reason": "справка"}


def kind(message: str, **fields: str) -> Refusal:
    return refused(message, do("open_kind", kind_id="new"), do("save_kind", form=KIND | fields))


def rule(message: str, **fields: str) -> Refusal:
    return refused(message, do("save_rules", form=RULES | fields))


def of_chat(message: str, **fields: str) -> Refusal:
    return refused(message, do("save_chat", form=CHAT | fields))


def of_class(message: str, **fields: str) -> Refusal:
    opened = Step("open_class", lambda cast, _state: {"class_id": str(cast.classes["6b"].id)})
    return refused(message, opened, do("save_class", form=CLASS | fields))


def named_like_the_first(_cast: Cast, state: Any) -> dict[str, Any]:
    return {"form": KIND | {"name": state.kinds[0].name.upper()}}


def switched(active: bool, place: int = 0) -> Step:
    def payload(cast: Cast, _state: Any) -> dict[str, Any]:
        return {"kind_id": str(list(cast.kinds.values())[place].id), "active": active}

    return Step("switch_kind", payload)


ALL_OFF = tuple(switched(False, place) for place in range(len(KINDS)))


def as_they_are(_cast: Cast, state: Any) -> dict[str, Any]:
    ticks = {name: "on" for name in ("one_allowed", "remark_visible") if getattr(state.rules, name)}
    return {"form": {name: getattr(state.rules, name) for name in RULES} | ticks}


def exemption(message: str, *between: Step, **fields: str) -> Refusal:
    steps = between or (
        Step("choose_class", lambda cast, _state: {"class_id": str(cast.classes["6b"].id)}),
        Step("choose_course", lambda cast, _state: {"course_id": str(cast.courses["maths"].id)}),
        Step("choose_pupil", lambda cast, _state: {"pupil_id": str(cast.id_of("pupil"))}),
    )
    return refused(message, do("open_new"), *steps, do("save_exemption", form=EXEMPTION | fields))


PAGES = (
    Page(
        KindsState,
        "admin",
        lambda _cast: "/settings?section=kinds",
        (
            kind("Give the kind of work a name", name=" "),
            kind("Give a short name: it stands above the column", short_name=""),
            Refusal("There is a kind of work of this name already", (
                do("open_kind", kind_id="new"),
                Step("save_kind", named_like_the_first),
            )),
            kind("A whole number from {least} to {most}", weight="1000"),
            refused("Switched off: marks of this kind stay", switched(active=False)),
            refused("Switched on", switched(active=True)),
            refused("One kind of work must stay in use", *ALL_OFF),
            kind("Too long: at most {limit} characters", name="п" * 200),
        ),
    ),
    Page(
        RulesState,
        "admin",
        lambda _cast: "/settings?section=marks",
        (
            rule("Give a number, such as 4.5", to_five="пять"),
            rule("Give a whole number", edit_window_days="неделя"),
            rule("Between {low} and {high}, two digits after the point at most", to_five="5"),
            rule("A whole number from {least} to {most}", edit_window_days="10000"),
            rule("A whole number from {least} to {most}", summary_kept_years="24"),
            refused("Nothing has changed", *[Step("save_rules", as_they_are)] * 2),
        ),
    ),
    Page(
        ClassesState,
        "admin",
        lambda _cast: "/settings?section=classes",
        (
            of_class("Choose the scale", scale="восемь"),
            of_class("Five or six days a week", days_per_week="7"),
            of_class("The first or the second shift", shift="4"),
        ),
    ),
    Page(
        ChatRulesState,
        "admin",
        lambda _cast: "/settings?section=chat",
        (
            of_chat("Nothing has changed"),
            of_chat("Choose from the list", chat_from="24"),
            of_chat("Choose from the list", chat_until="ночь"),
            of_chat("Choose from the list", supervisor="999999999"),
            of_chat("Saved", chat_until="19"),
            refused("Taken back", do("save_chat", form=CHAT | {"chat_open": ""}), do("undo_chat")),
        ),
    ),
    Page(
        ExemptionsState,
        "admin",
        lambda _cast: "/settings?section=exemptions",
        (
            exemption("Choose from the list", Step("choose_class", {"class_id": ""})),
            exemption("This day is not in the academic year", starts="2027-07-01"),
            exemption("The last day is before the first", ends="2026-11-10"),
            exemption("Give the reason: a doctor's note, an order", reason=" "),
            exemption("Give a date", starts="завтра"),
            exemption("The exemption is saved"),
            exemption("The pupil is exempt on some of these days already"),
        ),
    ),
)  # fmt: skip
