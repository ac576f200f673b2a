"""Lists of people on their way in, and what was decided about them."""

from dataclasses import dataclass, field

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.services.base.uploads import Shelf, Upload
from ejournal.services.people_import.file import Meaning
from ejournal.services.people_import.planned import Choices


@dataclass
class Draft(Upload):
    """A list with what was decided about it: meanings of columns, cells written anew, who is who."""

    told: dict[str, dict[str, str]] = field(default_factory=dict)
    fixed: dict[str, dict[str, str]] = field(default_factory=dict)
    people: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def choices(self) -> Choices:
        """Who each line is of which a person has decided it."""
        return {(sheet, row): person_id for sheet, row, person_id in self.people}

    def tell(self, sheet: str, letter: str, meaning: str) -> None:
        """Let a column mean something; DomainError for what nothing means."""
        if meaning not in set(Meaning):
            raise DomainError("Choose from the list what the column says")
        self.told.setdefault(sheet, {})[letter] = meaning

    def fix(self, sheet: str, place: str, value: str) -> None:
        """Let a cell say something else."""
        if len(value) > limits.LIST_CELL:
            raise DomainError("Too long: at most {limit} characters", limit=limits.LIST_CELL)
        self.fixed.setdefault(sheet, {})[place] = value

    def settle(self, sheet: str, row: int, person_id: int) -> None:
        """Let a line be a person of the school, or NEW."""
        self.people = [one for one in self.people if tuple(one[:2]) != (sheet, row)]
        self.people.append((sheet, row, person_id))


SHELF = Shelf("people", Permission.PEOPLE_MANAGE, Draft)
