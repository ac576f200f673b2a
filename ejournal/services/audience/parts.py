"""What may be chosen of the school, as pages name it and as rows keep it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from ejournal.errors import DomainError, NotFound
from ejournal.models import AudiencePart, PartKind, Role, Whom
from ejournal.models.base import table

AWAY = (PartKind.ABSENT, PartKind.UNEXPLAINED)
LARGEST = 2**31 - 1
MOST_PARTS = 200
"""Of one audience."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is chosen; value is the number of a class, group, grade or person, or the name of a role."""

    kind: PartKind
    value: str = ""

    @property
    def key(self) -> str:
        """«class:5», as pages name it."""
        return f"{self.kind.value}:{self.value}"

    @property
    def number(self) -> int:
        """The value as a number."""
        return int(self.value)

    @classmethod
    def of_row(cls, row: AudiencePart) -> "Part":
        """The part that is kept."""
        found = (row.class_id, row.grade, row.group_id, row.role, row.person_id)
        return cls(row.kind, next((str(one) for one in found if one is not None), ""))

    def columns(self) -> dict[str, Any]:
        """What a row keeps of it."""
        names = {
            PartKind.CLASS: "class_id", PartKind.GRADE: "grade",
            PartKind.GROUP: "group_id", PartKind.PERSON: "person_id",
        }  # fmt: skip
        what: dict[str, Any] = {"kind": self.kind}
        if self.kind in names:
            what[names[self.kind]] = self.number
        elif self.kind is PartKind.ROLE:
            what["role"] = Role(self.value)
        return what


def read_part(key: str) -> Part:
    """The part that a page names; NotFound for nonsense."""
    name, _, value = key.partition(":")
    kind = next((one for one in PartKind if one.value == name), None)
    if kind is None:
        raise NotFound
    if kind in AWAY:
        fits = not value
    elif kind is PartKind.ROLE:
        fits = value in {one.value for one in Role}
    else:
        fits = value.isascii() and value.isdecimal() and len(value) < 11 and 0 < int(value) <= LARGEST
    if not fits:
        raise NotFound
    return Part(kind, value)


@dataclass(frozen=True, slots=True)
class Chosen:
    """All that is chosen, and who of classes, grades and groups is meant."""

    parts: tuple[Part, ...]
    whom: Whom

    def of(self, *kinds: PartKind) -> list[Part]:
        """The parts of these kinds."""
        return [one for one in self.parts if one.kind in kinds]

    def has_role(self, role: Role) -> bool:
        """Whether all of the role are chosen."""
        return Part(PartKind.ROLE, role.value) in self.parts


class KeptParts:
    """The parts that are kept for one owner in a table of theirs: of a message, of a survey."""

    def __init__(self, session: Session, kind: type[AudiencePart], school_id: int, **owner: int) -> None:
        self._session, self._kind = session, kind
        self._of_owner: dict[str, Any] = {"school_id": school_id, **owner}

    @property
    def chosen(self) -> tuple[Part, ...]:
        """The parts in the order in which they were chosen; one query."""
        return tuple(Part.of_row(row) for row in self._rows())

    def add(self, part: Part) -> None:
        """Choose this part too, which `require_part` has let; DomainError beyond `MOST_PARTS`."""
        chosen = self.chosen
        if part in chosen:
            return
        if len(chosen) >= MOST_PARTS:
            raise DomainError("At most {n} parts can be chosen", field="people", n=MOST_PARTS)
        self._put(part)

    def drop(self, part: Part) -> None:
        """Choose this part no more."""
        for row in self._rows():
            if Part.of_row(row) == part:
                self._session.delete(row)
        self._session.flush()

    def replace(self, *parts: Part) -> None:
        """Choose these parts alone, or none."""
        columns = table(self._kind).c
        which = (columns[name] == value for name, value in self._of_owner.items())
        self._session.execute(delete(table(self._kind)).where(*which))
        self._put(*parts)

    def _rows(self) -> Sequence[AudiencePart]:
        which = (col(getattr(self._kind, name)) == value for name, value in self._of_owner.items())
        return self._session.scalars(select(self._kind).where(*which).order_by(col(self._kind.id))).all()

    def _put(self, *parts: Part) -> None:
        self._session.add_all([self._kind(**self._of_owner, **part.columns()) for part in parts])
        self._session.flush()
