"""What lies beside the Python is found as Reflex itself would find it."""

from pathlib import Path

import pytest
import reflex as rx

from ejournal.ui.components.own_asset import own_asset


def test_it_is_what_reflex_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the links are made in the folder of the program
    mine, theirs = own_asset("test_own_asset.py"), rx.asset("test_own_asset.py", shared=True)
    assert (str(mine), mine.importable_path) == (str(theirs), theirs.importable_path)
