"""The garbage collector stands in no test's way, as it stands in no server's (`warm.py` of `ui/runtime`)."""

import gc

GARBAGE_AFTER = 50_000
"""Objects made and not freed before the collector looks for those that hold one another."""


def pytest_configure() -> None:
    """What is read in stays to the end: nobody looks for garbage meanwhile."""
    gc.disable()


def pytest_collection_finish() -> None:
    """All is read in: from here on only what tests make is looked at, and seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER, 20, 20)
    gc.enable()
