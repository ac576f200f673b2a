"""Ready texts for a school to adapt: each is a draft until the school has published it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ejournal.models import ConsentKind

_FILES = ("data", "photo", "olympiads", "meals")
_WHOM = {"дети": "asks_children", "сотрудники": "asks_staff", "взрослые ученики": "asks_adults"}
_OPENS, _CLOSES = "[", "]"


@dataclass(frozen=True, slots=True)
class Sample:
    """The name of a purpose, its document, whom it asks."""

    kind: ConsentKind
    name: str
    title: str
    text: str
    refusal: str
    asks_children: bool = False
    asks_staff: bool = False
    asks_adults: bool = False


@cache
def samples() -> tuple[Sample, ...]:
    """All samples; the two kinds that stand in every school first."""
    return tuple(_read(name) for name in _FILES)


def _read(name: str) -> Sample:
    written = (Path(__file__).parent / "samples" / f"{name}.txt").read_text(encoding="utf-8")
    head, _, text = written.partition("\n\n")
    purpose, title, whom, refusal = head.split("\n")
    kind = next((one for one in ConsentKind if one.value == name), ConsentKind.OWN)
    asked = {_WHOM[one]: True for one in whom.split(", ")}
    return Sample(kind, purpose, title, text.strip(), refusal, **asked)


def has_gaps(text: str) -> bool:
    """Whether something in square brackets is still to be filled in."""
    opens = text.find(_OPENS)
    return opens >= 0 and text.find(_CLOSES, opens) > opens
