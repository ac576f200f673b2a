"""How a search for places is watched and stopped; pages know this without reading in OR-Tools."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PlacementProgress:
    """How far the search is: hours placed of all, the price of the best solution, seconds gone."""

    placed: int
    total: int
    price: float
    seconds: float


Progress = Callable[[PlacementProgress], bool]
"""Called at every better solution and every second; False stops the search and keeps the best so far."""


class Stop:
    """A way to end a search from another thread, at once; the best found so far is kept."""

    def __init__(self) -> None:
        self.asked = False
        self._solver: Any = None

    def ask(self) -> None:
        """End the search."""
        self.asked = True
        if self._solver is not None:
            self._solver.stop_search()

    def watch(self, solver: Any) -> None:
        """Know the solver that is to be stopped."""
        self._solver = solver
