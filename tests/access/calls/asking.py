"""What a line of the matrix is made of: cases, earlier steps, arguments that ask the world for ids.

Everybody of the cast and a stranger make every call. The first case has good ids; others have ids of another
school, another class, another child. `absent` is a call with ids that exist nowhere: whoever may not must get
the same answer to both. The sets of who may are written out by hand on purpose.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.access.world import World
from tests.cast import CAST, DAY, STRANGER

Payload = Callable[[World], dict[str, Any]]
Address = Callable[[World], str]
Who = frozenset[str]

EVERYBODY: Who = frozenset(CAST)
SIGNED_IN = EVERYBODY - {STRANGER}
LEADERS: Who = frozenset({"director", "deputy"})
TEACHERS: Who = frozenset({"deputy", "class_teacher", "teacher", "substitute", "teacher_parent", "teacher_b"})
JOURNAL_READERS = TEACHERS | LEADERS
CLASS_TEACHERS: Who = frozenset({"class_teacher", "teacher_b"})
PUPILS: Who = frozenset({"pupil", "brother", "classmate", "other_pupil", "pupil_b"})
GUARDIANS: Who = frozenset({"guardian", "other_guardian", "teacher_parent"})
FAMILY = PUPILS | GUARDIANS
NOBODY: Who = frozenset()
NOWHERE = 10**6


def nothing(_world: World) -> dict[str, Any]:
    """No arguments."""
    return {}


@dataclass(frozen=True)
class Step:
    """An earlier event of the same tab, whatever comes of it; an address to be at first."""

    event: str
    payload: Payload = nothing
    at: Address | None = None


@dataclass(frozen=True)
class Case:
    """One call: who may, what it is given, what those who may see of it, and others never."""

    may: Who
    payload: Payload = nothing
    at: Address | None = None
    first: tuple[Step, ...] = ()
    writes: bool | None = None
    shows: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    absent: tuple["Case", ...] = ()
    """In place of the handler's own, where the case is about another id."""
    says: bool = True
    """Whether who may not is told so; a batch answers each of its entries by itself."""


@dataclass(frozen=True)
class Call:
    """A handler's cases; absent: the same with ids that are nowhere, None when it takes none."""

    cases: tuple[Case, ...]
    absent: tuple[Case, ...] = ()


def simple(may: Who, payload: Payload = nothing, **more: Any) -> Call:
    """A handler that names nothing: only the permission decides."""
    return Call((Case(may, payload, **more),))


def of(**payload: Callable[[World], Any] | str | int) -> Payload:
    """A payload; what is callable is asked of the world."""
    return lambda world: {name: value(world) if callable(value) else value for name, value in payload.items()}


def nowhere(name: str, **more: Callable[[World], Any] | str | int) -> tuple[Case, ...]:
    """The same call with an id that no row has, and with one that is none."""
    return tuple(Case(NOBODY, of(**{name: one}, **more)) for one in (str(NOWHERE), "abc"))


def at(path: str, **query: Callable[[World], Any] | str | int) -> Address:
    """An address with its query."""
    return lambda world: (
        f"{path}?"
        + "&".join(f"{name}={value(world) if callable(value) else value}" for name, value in query.items())
    )


def person(name: str) -> Callable[[World], int]:
    """The number of a person."""
    return lambda world: world.id_of(name)


def course(name: str) -> Callable[[World], int]:
    """The number of a course."""
    return lambda world: world.courses[name].id or 0


def class_of(name: str) -> Callable[[World], int]:
    """The number of a class."""
    return lambda world: world.classes[name].id or 0


def column(name: str) -> Callable[[World], str]:
    """The journal's column of the course's lesson on DAY."""
    return lambda world: f"L{world.lessons[name].id}"


def cell(course_name: str, pupil: str, text: str = "5") -> Payload:
    """A batch of one mark."""
    return lambda world: {
        "ops": [{"id": "1", "p": f"P{world.id_of(pupil)}", "c": column(course_name)(world), "v": text}]
    }


@dataclass(frozen=True)
class Visit:
    """A route: who gets through, what is sent, the status of those who do and of others."""

    may: Who
    method: str = "GET"
    form: Mapping[str, str] = field(default_factory=dict)
    path: Address | None = None
    through: int = 200
    refused: int = 404


# ------------------------------------------------------------------------------------- whose diary

SEES_PUPIL: Who = LEADERS | {"pupil", "guardian", "class_teacher"}
SEES_OTHER: Who = LEADERS | {"other_pupil", "other_guardian"}
SEES_B: Who = frozenset({"pupil_b", "teacher_b"})
OWN_CHILD: Who = LEADERS | CLASS_TEACHERS | FAMILY
"""Who has a diary open: one named by the address that they may see, or their own child's."""


def diary(path: str, pupil: str) -> Address:
    """A page of the diary of a member of the cast, on the cast's day."""
    return at(path, child=person(pupil), day=DAY.isoformat())


def diary_load(path: str, secrets: Callable[[str], tuple[str, ...]]) -> Call:
    """The load of a page of the diary; secrets: what of a course only those see who may open it."""
    return Call(
        (
            Case(SEES_PUPIL, at=diary(path, "pupil"), shows=secrets("maths")),
            Case(SEES_OTHER, at=diary(path, "other_pupil"), shows=secrets("maths_v")),
            Case(SEES_B, at=diary(path, "pupil_b"), shows=secrets("maths_b")),
            Case(NOBODY, at=diary(path, "teacher")),
        ),
        absent=(Case(NOBODY, at=at(path, child=NOWHERE)), Case(NOBODY, at=at(path, child="abc"))),
    )


def opened(event: str, path: str, pupil: str = "pupil") -> Step:
    """The page of the diary opened before."""
    return Step(event, at=diary(path, pupil))
