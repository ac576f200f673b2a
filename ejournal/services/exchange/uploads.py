"""Timetable files on their way in, and the choices made for them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import School, TimetableVersion, VersionStatus
from ejournal.models.base import table
from ejournal.services.base.uploads import Shelf, Upload
from ejournal.services.exchange.names import Choices


@dataclass
class Draft(Upload):
    """A file with the choices made for it; `checked` and `done` are what the page shows of both."""

    choices: list[tuple[str, str, int]] = field(default_factory=list)
    layout: dict[str, str] = field(default_factory=dict)
    """Where class, weekday and lesson number stand in a spreadsheet, if somebody has pointed at it."""
    starts: str = ""
    publish: bool = True
    mark: str = ""
    """The school's timetables as they were when the file was checked."""
    checked: dict[str, Any] = field(default_factory=dict)

    @property
    def chosen(self) -> Choices:
        """The choices as the import takes them."""
        return {(kind, name): row_id for kind, name, row_id in self.choices}

    def choose(self, kind: str, name: str, row_id: int) -> None:
        """Let a name of the file stand for a row, 0 for a new one; the check is to be made again."""
        self.choices = [one for one in self.choices if tuple(one[:2]) != (kind, name)]
        self.choices.append((kind, name, row_id))
        self.checked, self.mark = {}, ""


SHELF = Shelf("imports", Permission.SCHEDULE_WRITE, Draft)


def busy(name: str) -> DomainError:
    """What is said to whoever would import while somebody does."""
    return DomainError(
        "{name} is importing a timetable just now. Wait until it is done, then check your file again",
        name=name,
    )


_AXES = ("class", "day", "number")
_PLACE = re.compile(r"title|row:[1-9][0-9]{0,2}|column:[A-Z]{1,2}")


def pointed(layout: Mapping[str, str], axis: str, place: str) -> dict[str, str]:
    """The layout with a place for class, day or number, empty: found by itself; DomainError for no place."""
    if axis not in _AXES or (place and not _PLACE.fullmatch(place)):
        raise DomainError("Choose from the list where it stands")
    rest = {name: one for name, one in layout.items() if name != axis}
    return {**rest, axis: place} if place else rest


def timetables_mark(session: Session, school_id: int) -> str:
    """Another text whenever a timetable of the school was added, deleted or published; locks the school."""
    session.execute(
        select(table(School).c.id).where(table(School).c.id == school_id).with_for_update()
    )  # on PostgreSQL two imports wait for each other here; SQLite has one writer anyway
    version = table(TimetableVersion)
    published = version.c.status == VersionStatus.PUBLISHED
    row = session.execute(
        select(func.count(), func.max(version.c.id), func.count().filter(published)).where(
            version.c.school_id == school_id
        )
    ).one()
    return "-".join(str(value or 0) for value in row)
