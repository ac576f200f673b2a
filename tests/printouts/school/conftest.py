"""A school whose papers are made, and what of them was drawn."""

from pathlib import Path
from typing import Any

import pytest

from ejournal.printouts.school import making as maker
from tests.cast import Cast


@pytest.fixture
def school(committed: Cast, files: Path) -> Cast:
    """The cast in a database of its own, that many transactions see."""
    return committed


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The classes of which a paper was drawn, in order."""
    seen: list[str] = []
    draw = maker.drawn

    def noting(school_id: int, piece: Any, *rest: Any) -> bytes:
        seen.append(piece.title)
        return draw(school_id, piece, *rest)

    monkeypatch.setattr(maker, "drawn", noting)
    return seen
