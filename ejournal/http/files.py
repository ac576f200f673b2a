"""Files that a route gives out: drawn when its transaction is over, so that nobody waits for the database."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from starlette.responses import Response

PDF = "application/pdf"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Drawn(Protocol):
    """What a route gives whose answer is made when its transaction is over."""

    def answer(self) -> Response:
        """The answer, made now."""


@dataclass(frozen=True, slots=True)
class File:
    """A file by its name, and how it is drawn from what was read; a PDF is shown, all else is kept.

    kept: a PDF too.
    """

    name: str
    media_type: str
    draw: Callable[[], bytes]
    kept: bool = False

    def answer(self) -> Response:
        """The file, drawn now."""
        place = "inline" if self.media_type == PDF and not self.kept else "attachment"
        return Response(
            self.draw(),
            media_type=self.media_type,
            headers={"Content-Disposition": f'{place}; filename="{self.name}"', "Cache-Control": "no-store"},
        )
