"""Libraries that few requests need, read in at their first use: until then they weigh nothing in a worker."""

from importlib import import_module
from typing import Any


class Lazily:
    """Stands for a module; what is asked of it is asked of the module, which is read in for that.

    Types are told beside it: `if TYPE_CHECKING: import library`, `else: library = Lazily("library")`.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, what: str) -> Any:
        return getattr(import_module(self._name), what)
