"""The search for a solution: OR-Tools run for a time, telling how far it is, stopped from elsewhere."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from ortools.sat.python import cp_model

from ejournal.services.placement.problem import Model, Slot
from ejournal.services.placement.watch import PlacementProgress, Progress, Stop

WORKERS = 2
BEAT = 1.0
"""Seconds between two news of the search when it finds nothing better."""


@dataclass(frozen=True)
class Solution:
    """Which job stands in which slots, how many hours found none, and whether nothing better is possible."""

    chosen: tuple[tuple[int, Slot], ...]
    missing: int
    price: float
    proven: bool
    stopped: bool
    seconds: float


class Search:
    """One task's searches, one after the other: they share the clock, the watcher and the stop."""

    def __init__(self, hours: int, progress: Progress | None, stop: Stop) -> None:
        self.progress, self.stop = progress, stop
        self._began, self._telling = monotonic(), threading.Lock()
        self.best = PlacementProgress(0, hours, 0.0, 0.0)

    @property
    def seconds(self) -> float:
        """How long the task takes so far, with all that is not search."""
        return monotonic() - self._began

    def run(self, model: Model, seconds: float) -> Solution | None:
        """The best solution found in the time given; None when there was none."""
        solver = cp_model.CpSolver()
        self.stop.watch(solver)
        solver.parameters.max_time_in_seconds = max(seconds, 1.0)
        solver.parameters.num_workers = WORKERS
        with self._heartbeat():
            status = solver.solve(model.cp, _Watcher(model, self))
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return Solution(
            chosen=tuple(key for key, var in model.at.items() if solver.value(var)),
            missing=sum(solver.value(one) for one in model.missing),
            price=solver.objective_value,
            proven=status == cp_model.OPTIMAL and not self.stop.asked,
            stopped=self.stop.asked,
            seconds=self.seconds,
        )

    def tell(self, placed: int, price: float) -> None:
        """Say how far the search is, and end it when asked to."""
        with self._telling:
            self.best = PlacementProgress(placed, self.best.total, price, self.seconds)
            goes_on = self.progress is None or self.progress(self.best)
        if self.stop.asked or not goes_on:
            self.stop.ask()

    @contextmanager
    def _heartbeat(self) -> Iterator[None]:
        over = threading.Event()

        def beat() -> None:
            while not over.wait(BEAT):
                self.tell(self.best.placed, self.best.price)

        thread = threading.Thread(target=beat, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


class _Watcher(cp_model.CpSolverSolutionCallback):
    def __init__(self, model: Model, search: Search) -> None:
        super().__init__()
        self.model, self.search = model, search

    def on_solution_callback(self) -> None:
        """A better solution: tell of it."""
        missing = sum(self.value(one) for one in self.model.missing)
        self.search.tell(self.search.best.total - missing, self.objective_value)
