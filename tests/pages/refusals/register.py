"""What is refused where people are entered, moved, limited and given roles by hand."""

from collections.abc import Callable
from datetime import date
from typing import Any

from ejournal.database import session_scope
from ejournal.models import AcademicYear, Enrolment, SchoolClass, TermKind, TermScheme
from ejournal.pages.people.card_state import PersonState
from ejournal.pages.people.state import PeopleState
from tests.cast import Cast
from tests.pages.refusals import Page, Refusal, Step, do, refused

NEW = {"last_name": "Семёнов", "first_name": "Пётр", "day": "2026-11-23"}
OPEN_PUPIL = do("open_form", kind="pupil")
OPEN_STAFF = do("open_form", kind="staff")


def _class_id(cast: Cast, name: str) -> str:
    return str(cast.classes[name].id)


def entered(message: str, **fields: str) -> Refusal:
    """A new pupil of 6В with these fields."""

    def form(cast: Cast, _state: Any) -> dict[str, Any]:
        return {"form": NEW | {"class_id": _class_id(cast, "6v")} | fields}

    return refused(message, OPEN_PUPIL, Step("add", form))


PHONE = "Write the phone with digits only, such as +7 900 123-45-67"
EMAIL = "This is no e-mail address: it looks like name@example.ru"
LIST = Page(
    PeopleState,
    "deputy",
    lambda _cast: "/people",
    (
        entered("A name is written with letters", last_name="—"),
        entered("There is a digit in the name", first_name="Анна2"),
        entered("This day has not come yet", birth_date="2030-01-01"),
        entered("Nobody is that old: check the year", birth_date="1901-01-01"),
        entered("A pupil of {age}? Check the year of birth", birth_date="1980-01-01"),
        entered(PHONE, phone="позвонить маме"),
        entered("There is no such phone number", phone="+7 100 123-45-67"),
        entered(EMAIL, email="почта"),
        entered("Choose the class", class_id=""),
        entered("The day is not in the academic year {year} of this class", day="2027-08-01"),
        refused("Choose at least one role", OPEN_STAFF, do("add", form=NEW)),
        refused("Open a form first", do("add", form=NEW)),
    ),
)


def act(message: str, kind: str, row: Callable[[Any], str] | None = None, **fields: Any) -> Refusal:
    """A form of the card, sent with these fields; what is callable is asked of the cast."""

    def opened(_cast: Cast, state: Any) -> dict[str, Any]:
        return {"kind": kind, "row": row(state) if row else ""}

    def form(cast: Cast, _state: Any) -> dict[str, Any]:
        return {"form": {name: one(cast) if callable(one) else one for name, one in fields.items()}}

    return refused(message, Step("open_form", opened), Step("save", form))


def after(*earlier: Refusal, then: Refusal) -> Refusal:
    """What is refused once these forms have been sent, which are not refused."""
    return refused(then.message, *(step for one in earlier for step in one.steps), *then.steps)


def to(name: str) -> Callable[[Cast], str]:
    """The class of that name."""
    return lambda cast: _class_id(cast, name)


def number(name: str) -> Callable[[Cast], str]:
    """The number of the person, as a form says it."""
    return lambda cast: str(cast.id_of(name))


def first_guardian(state: Any) -> str:
    """The first of the card's guardians."""
    return str(state.guardians[0].id)


def first_role(state: Any) -> str:
    """The first of the card's roles."""
    return str(state.roles[0].id)


def own_guardianship(state: Any) -> str:
    """The card's guardianship of the deputy head who reads it."""
    return next(str(one.id) for one in state.guardians if one.name.startswith("Громова"))


def left_behind(cast: Cast, _state: Any) -> dict[str, Any]:
    """A pupil whom nobody has taken over into the new year; the form of the transfer."""
    school_id, (starts, ends) = cast.schools["a"].id or 0, (date(2025, 9, 1), date(2026, 5, 31))
    with session_scope() as session:
        year = AcademicYear(school_id=school_id, name="2025/2026", starts=starts, ends=ends)
        session.add(year)
        session.flush()
        scheme = TermScheme(school_id=school_id, year_id=year.id or 0, kind=TermKind.QUARTER, name="Четверти")
        session.add(scheme)
        session.flush()
        one = SchoolClass(
            school_id=school_id, year_id=year.id or 0, scheme_id=scheme.id or 0, grade=5, letter="Б"
        )
        session.add(one)
        session.flush()
        pupil_id = cast.id_of("primary_teacher")
        session.add(Enrolment(school_id=school_id, pupil_id=pupil_id, class_id=one.id or 0, starts=starts))
    return {"kind": "transfer", "row": ""}


RELATION = "Say what the person is to the child: mother, father, guardian"
SITS = "On this day the pupil sits in a class: use the transfer"
ENDS = "The last day is before the first one, {day}"
KNOWN = {"last_name": "Лебедева", "first_name": "Мария", "relation": "мать"}
MONDAY = "2026-11-23"
OF_PUPIL = Page(
    PersonState,
    "deputy",
    lambda cast: f"/people?person={cast.id_of('pupil')}",
    (
        act("The pupil sits in this class already", "transfer", class_id=to("6b"), day=MONDAY),
        act(
            "Choose a day after {day}, when the pupil came into the present class",
            "transfer", class_id=to("6v"), day="2026-09-01",
        ),
        act(SITS, "enter", class_id=to("6v"), day=MONDAY),
        act("Say why the pupil leaves", "leave", day=MONDAY, reason=" "),
        act("The pupil came into the class on {day} only", "leave", day="2026-08-01", reason="Переезд"),
        act("Nobody is their own guardian", "guardian-add", who=number("pupil"), relation="я"),
        act(
            "This person stands for the child already",
            "guardian-add", who=number("guardian"), relation="мать",
        ),
        act(RELATION, "guardian-change", first_guardian, relation=" "),
        act(ENDS, "guardian-add", None, **KNOWN, who="new", ends="2026-01-01"),
        refused("This can be undone no more: something has followed", do("undo_move")),
        refused("Open a form first", do("save", form={})),
    ),
)  # fmt: skip
OF_GUARDIAN = Page(
    PersonState,
    "deputy",
    lambda cast: f"/people?person={cast.id_of('guardian')}",
    (
        act(
            "The child stands for this person: check who is whose guardian",
            "guardian-add", who=number("pupil"), relation="дочь",
        ),
        act("The pupil sits in no class now", "leave", day=MONDAY, reason="Переезд"),
    ),
)  # fmt: skip
OF_BROTHER = Page(
    PersonState,
    "deputy",
    lambda cast: f"/people?person={cast.id_of('brother')}",
    (
        after(
            act("", "guardian-add", who=number("deputy"), relation="мать", rights="full"),
            then=act(
                "What you may see of your own child is for another to change",
                "guardian-end", own_guardianship, day=MONDAY,
            ),
        ),
    ),
)  # fmt: skip
OF_ONE_LEFT_BEHIND = Page(
    PersonState,
    "deputy",
    lambda cast: f"/people?person={cast.id_of('primary_teacher')}",
    (
        refused(
            "The pupil's class is of a past year: enter the pupil into a class of this one",
            Step("open_form", left_behind),
            Step("save", lambda cast, _: {"form": {"class_id": _class_id(cast, "6v"), "day": MONDAY}}),
        ),
    ),
)
OF_TEACHER = Page(
    PersonState,
    "admin",
    lambda cast: f"/people?person={cast.id_of('teacher')}",
    (
        act("The person has this role already", "role-give", role="teacher", day=MONDAY),
        act("Choose the class", "role-give", role="class_teacher", day=MONDAY),
        refused("This person has an account already", do("make_account", form={"login": "sokolov"})),
        after(
            act("", "role-end", first_role, ends="2026-11-18"),
            then=act("This role is over already", "role-end", first_role, ends=MONDAY),
        ),
        after(
            act("", "role-give", role="teacher", day="2026-12-10"),
            then=act("The role begins later than this day", "role-end", first_role, ends=MONDAY),
        ),
    ),
)
OF_ADMINISTRATOR = Page(
    PersonState,
    "admin",
    lambda cast: f"/people?person={cast.id_of('admin')}",
    (
        act(
            "This is the last administrator: give the role to another first",
            "role-end", first_role, ends="2026-11-20",
        ),
    ),
)  # fmt: skip
OF_NEWCOMER = Page(
    PersonState,
    "admin",
    lambda cast: f"/people?person={cast.id_of('arrived')}",
    (
        refused(
            "A login is 3 to 60 Latin letters and digits; dots, hyphens and underscores between them",
            do("make_account", form={"login": "логин"}),
        ),
        refused("This login is taken: choose another", do("make_account", form={"login": "teacher"})),
    ),
)
PAGES = (
    LIST, OF_PUPIL, OF_GUARDIAN, OF_BROTHER, OF_ONE_LEFT_BEHIND, OF_TEACHER, OF_ADMINISTRATOR, OF_NEWCOMER,
)  # fmt: skip
