"""Files of another journal on their way in, and what was decided about them."""

from dataclasses import dataclass, field
from typing import Any

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.services.base.uploads import Shelf, Upload
from ejournal.services.marks_import.file import ABOUT, Asked, Choices, Meaning


@dataclass
class Draft(Upload):
    """A file with what was decided about it; `checked` and `done` are what the page shows of both.

    told: by table, meanings of columns and what it is about; fixed: by sheet, cells written anew. stale:
    whether something was decided since it was checked.
    """

    told: dict[str, dict[str, str]] = field(default_factory=dict)
    fixed: dict[str, dict[str, str]] = field(default_factory=dict)
    chosen: list[tuple[str, str, str]] = field(default_factory=list)
    checked: dict[str, Any] = field(default_factory=dict)
    stale: bool = False

    @property
    def choices(self) -> Choices:
        """What was chosen, by what was asked and its name."""
        return {(asked, name): value for asked, name, value in self.chosen}

    def tell(self, key: str, letter: str, meaning: str) -> None:
        """Let a column of a table mean something; DomainError for what nothing means."""
        if meaning not in set(Meaning):
            raise DomainError("Choose from the list what the column says")
        self.told.setdefault(key, {})[letter] = meaning
        self.stale = True

    def tell_about(self, key: str, about: dict[str, str]) -> None:
        """Say of which class, subject, term and teacher a table is; empty: as it says itself."""
        told = self.told.setdefault(key, {})
        for name in ABOUT:
            told.pop(name, None)
            if about.get(name):
                told[name] = about[name]
        self.stale = True

    def fix(self, sheet: str, place: str, value: str) -> None:
        """Let a cell say something else."""
        if len(value) > limits.LIST_CELL:
            raise DomainError("Too long: at most {limit} characters", limit=limits.LIST_CELL)
        self.fixed.setdefault(sheet, {})[place] = value
        self.stale = True

    def choose(self, asked: str, name: str, value: str) -> None:
        """Settle a question for all rows that ask it; empty takes the choice back."""
        asked = Asked(asked).value
        self.chosen = [one for one in self.chosen if tuple(one[:2]) != (asked, name)]
        if value:
            self.chosen.append((asked, name, value))
        self.stale = True


SHELF = Shelf("marks", Permission.MARKS_IMPORT, Draft)


def busy(name: str) -> DomainError:
    """What is said to whoever would take marks in while somebody does."""
    return DomainError(
        "{name} is taking marks of another journal in just now. Wait until it is done, then check your "
        "file again",
        name=name,
    )
