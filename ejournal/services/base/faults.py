"""What is wrong with a spreadsheet of strangers, named by its cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ejournal.i18n import gettext


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What is wrong at a place of the file, and what would be right; column is a letter, empty for the row.

    stops: the line is not taken in; else all of it is but what stands there.
    """

    sheet: str
    row: int
    column: str
    message: str
    params: dict[str, Any] = field(default_factory=dict)
    suggestion: str = ""
    stops: bool = True

    def text(self, locale: str) -> str:
        """The fault in words."""
        return gettext(locale, self.message, **self.params)


Found = TypeVar("Found", bound=SheetFault)


def in_order(faults: Iterable[Found], titles: Sequence[str]) -> list[Found]:
    """The faults as they are come upon in the file, whose sheets have these titles."""
    places = {title: place for place, title in enumerate(titles)}
    return sorted(faults, key=lambda one: (places.get(one.sheet, 0), one.row, len(one.column), one.column))
