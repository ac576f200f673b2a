"""What a timetable file says, whatever program wrote it: adapters read into this and write from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal

from ejournal.i18n import gettext
from ejournal.weeks import WeekParity

PLACES = ("line", "cell")
"""What tells of a note where it stands."""
OWN_ID = "journal:"
"""How the ids begin that this program gives to the people of a file."""


@dataclass(frozen=True)
class Note:
    """Something to tell the deputy head about a file: a message id and its parameters."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def text(self, locale: str) -> str:
        """The note in the user's language."""
        return gettext(locale, self.message, **self.params)


def told(notes: Iterable[Note], locale: str) -> list[str]:
    """The notes in words; those that differ in their place alone are one: «Line 4, 9, 12: …»."""
    places: dict[tuple[str, str, tuple[tuple[str, object], ...]], list[str]] = {}
    for note in notes:
        place = next((one for one in PLACES if one in note.params), "")
        rest = tuple((name, value) for name, value in note.params.items() if name != place)
        places.setdefault((note.message, place, rest), []).append(str(note.params.get(place, "")))
    return [
        gettext(locale, message, **dict(rest), **({place: ", ".join(found)} if place else {}))
        for (message, place, rest), found in places.items()
    ]


@dataclass(frozen=True, slots=True)
class FilePeriod:
    """A lesson number and its times, where the file tells them."""

    number: int
    starts: time | None = None
    ends: time | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class FileSubject:
    """A subject by its name."""

    name: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class FileTeacher:
    """A teacher by name; the parts are empty where the file knows only the whole.

    `external` is what other programs, and our own exports, know the person by.
    """

    name: str
    last: str = ""
    first: str = ""
    short: str = ""
    external: str = ""

    @property
    def is_foreign(self) -> bool:
        """Whether the id was given by another program, and is the person's wherever the file is taken in."""
        return not self.external.startswith(OWN_ID)


@dataclass(frozen=True, slots=True)
class FileRoom:
    """A room by its name."""

    name: str
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class FileClass:
    """A class by its name, with the grade and letter read from it."""

    name: str
    grade: int
    letter: str


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """Who sits in a lesson: a whole class, or a group of it."""

    class_name: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class FileLesson:
    """A subject taught to some pupils by some teachers, so many hours a week."""

    parts: tuple[Part, ...]
    subject: str
    teachers: tuple[str, ...] = ()
    hours: Decimal = Decimal(0)
    where: str = ""

    @property
    def key(self) -> tuple[tuple[Part, ...], str, tuple[str, ...]]:
        """What makes two lines of a file the same course."""
        return self.parts, self.subject, self.teachers


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A lesson (by its place in the file's list) at a weekday (1 = Monday) and number."""

    lesson: int
    weekday: int
    number: int
    parity: WeekParity = WeekParity.EVERY
    rooms: tuple[str, ...] = ()
    where: str = field(default="", compare=False)


@dataclass(frozen=True)
class TimetableFile:
    """A whole timetable; names are the keys."""

    source: str
    classes: tuple[FileClass, ...] = ()
    subjects: tuple[FileSubject, ...] = ()
    teachers: tuple[FileTeacher, ...] = ()
    rooms: tuple[FileRoom, ...] = ()
    periods: tuple[FilePeriod, ...] = ()
    lessons: tuple[FileLesson, ...] = ()
    entries: tuple[FileEntry, ...] = ()
    notes: tuple[Note, ...] = ()
    corner: tuple[tuple[str, ...], ...] = ()
    """The first cells of a spreadsheet, for who is to point at what stands where."""

    @property
    def tells_hours(self) -> bool:
        """Whether the hours a week are written; a spreadsheet only shows the lessons themselves."""
        return self.source != "sheet"

    def unplaced(self) -> tuple[tuple[FileLesson, Decimal], ...]:
        """Lessons with hours a week that stand nowhere; an hour of every other week counts one half."""
        placed: dict[int, Decimal] = {}
        for entry in self.entries:
            hour = Decimal(1) if entry.parity is WeekParity.EVERY else Decimal("0.5")
            placed[entry.lesson] = placed.get(entry.lesson, Decimal(0)) + hour
        left = ((lesson, lesson.hours - placed.get(at, Decimal(0))) for at, lesson in enumerate(self.lessons))
        return tuple((lesson, hours) for lesson, hours in left if hours > 0)
