"""A folder for a school's certificate, and a paper to sign."""

from pathlib import Path

import pytest

from ejournal.printouts.paper import Paper, Style
from ejournal.services.issued.certificate import Keyring
from ejournal.settings import settings

NUMBER = "26-7KC4-MX29-TPH3"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of one's own: each school begins without a certificate."""
    folder = tmp_path / "data"
    monkeypatch.setattr(settings(), "data_folder", folder)
    return folder


@pytest.fixture
def ring() -> Keyring:
    """Where the keys of a school are."""
    return Keyring(1, "a", "МБОУ «Школа № 7»")


@pytest.fixture
def plain() -> bytes:
    """A PDF of three pages."""
    paper = Paper("Сводная ведомость")
    for page in range(3):
        if page:
            paper.next_page()
        paper.text(50, 50, f"Отметки {page}", Style())
    return paper.finish()
