"""Whom and what an aSc file names by its ids: namesakes told apart, and what cannot be taken told."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ejournal.integrations.asc_rows import Row
from ejournal.services.base.class_names import LETTER_LENGTH, split_class_name
from ejournal.services.base.names import same
from ejournal.services.exchange.file import Note

LONGEST = {"subject": 120, "classroom": 80, "teacher": 80, "class": 200, "group": 80}
NAMED = ("subject", "teacher", "classroom", "class")


@dataclass(frozen=True, slots=True)
class AscGroup:
    """A group of a class; one that is the entire class; its division."""

    name: str
    class_id: str
    entire: bool
    division: str


class Remarks:
    """What is told of a file, each with its line."""

    def __init__(self) -> None:
        self.notes: list[Note] = []

    def tell(self, message: Note) -> None:
        """Add a remark."""
        self.notes.append(message)


class Names:
    """The named elements by id: an id or a name that cannot be believed is told and left out."""

    def __init__(self, rows: Mapping[str, list[Row]], remarks: Remarks) -> None:
        self.remarks = remarks
        self.rows = {kind: self._by_id(rows[kind]) for kind in NAMED}
        self.names = {kind: self._named(kind, self.rows[kind]) for kind in NAMED}
        self._tell_doubles()
        self.groups = self._groups(rows["group"])

    def of(self, kind: str, key: str) -> str | None:
        """The name behind an id."""
        return self.names[kind].get(key)

    def class_names(self) -> dict[str, str]:
        """The class's name in the file, and the shorter one by which grade and letter are read."""
        return {name: self._short_class(key, name) for key, name in self.names["class"].items()}

    def _short_class(self, key: str, name: str) -> str:
        return self.rows["class"][key].get("short") or name

    def _by_id(self, rows: Iterable[Row]) -> dict[str, Row]:
        found: dict[str, Row] = {}
        for row in rows:
            key = row.get("id")
            if not key:
                self.remarks.tell(Note("Line {line}: “{name}” is missing; the element was left out",
                                       {"line": row.line, "name": "id"}))  # fmt: skip
            elif key in found:
                self.remarks.tell(
                    Note("Line {line}: the id “{id}” stands already in line {other}; this one was left out",
                         {"line": row.line, "id": key, "other": found[key].line})
                )  # fmt: skip
            else:
                found[key] = row
        return found

    def _named(self, kind: str, rows: Mapping[str, Row]) -> dict[str, str]:
        named = {key: row.get("name") or row.get("short") for key, row in rows.items()}
        kept = {key: name for key, name in named.items() if self._may_be(kind, rows[key], name)}
        if kind in ("subject", "classroom"):
            return kept
        times = Counter(same(name) for name in kept.values())
        shorts = Counter((same(name), same(rows[key].get("short"))) for key, name in kept.items())
        return {
            key: name if times[same(name)] == 1 else self._marked(name, key, rows[key].get("short"), shorts)
            for key, name in kept.items()
        }

    def _marked(self, name: str, key: str, short: str, shorts: Counter[tuple[str, str]]) -> str:
        """Namesakes are two people, or two classes, told apart by their short names."""
        alone = short and shorts[same(name), same(short)] == 1
        return f"{name} ({short if alone else key})"

    def _may_be(self, kind: str, row: Row, name: str) -> bool:
        if not name:
            self.remarks.tell(Note("Line {line}: “{name}” is missing; the element was left out",
                                   {"line": row.line, "name": "name"}))  # fmt: skip
            return False
        long = _too_long(kind, row, name)
        if long:
            self.remarks.tell(
                Note("Line {line}: “{name}” is longer than {limit} letters and was left out. "
                     "Shorten it in the file", {"line": row.line, "name": long[0], "limit": long[1]})
            )  # fmt: skip
        return long is None

    def _tell_doubles(self) -> None:
        for kind in ("subject", "classroom"):
            first: dict[str, int] = {}
            for key, name in self.names[kind].items():
                line = self.rows[kind][key].line
                other = first.setdefault(same(name), line)
                if other != line:
                    self.remarks.tell(
                        Note("Line {line}: “{name}” stands already in line {other}; the two are one",
                             {"line": line, "name": name, "other": other})
                    )  # fmt: skip

    def _groups(self, rows: Iterable[Row]) -> dict[str, AscGroup]:
        found: dict[str, AscGroup] = {}
        taken: dict[tuple[str, str], str] = {}
        for key, row in self._by_id(rows).items():
            class_id, name, division = row.get("classid"), row.get("name"), row.get("divisiontag")
            if class_id not in self.names["class"]:
                self.remarks.tell(Note("Line {line}: nothing in the file has the id “{id}”; the group was "
                                       "left out", {"line": row.line, "id": class_id}))  # fmt: skip
            elif self._may_be("group", row, name):
                # «Группа 1» of two divisions is not the same pupils.
                if taken.setdefault((class_id, same(name)), division) != division:
                    name = f"{name} ({division})"
                found[key] = AscGroup(name, class_id, row.get("entireclass") == "1", division)
        return found


def _too_long(kind: str, row: Row, name: str) -> tuple[str, int] | None:
    """What of the names no column can hold, and how long it may be; nothing is ever cut."""
    if len(name) > LONGEST[kind]:
        return name, LONGEST[kind]
    if kind == "class" and len(letter := split_class_name(row.get("short") or name)[1]) > LETTER_LENGTH:
        return letter, LETTER_LENGTH
    if kind == "teacher":
        parts = (row.get("lastname"), row.get("firstname"))
        return next(((part, LONGEST[kind]) for part in parts if len(part) > LONGEST[kind]), None)
    return None
