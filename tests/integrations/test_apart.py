"""Files of strangers are read apart: one at a time, within limits; a reader that dies is told in words."""

import fcntl
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.integrations import apart
from ejournal.integrations.timetable_files import read_timetable
from ejournal.integrations.timetable_kept import read_anew, timetables
from ejournal.services.base.uploads import read_of
from ejournal.settings import ROOT, settings
from tests.integrations.test_workbook_weight import MAIN, packed, sheet_of
from tests.services.timetable_files import asc, book, sheet


def kept(folder: Path, data: bytes) -> Path:
    file = folder / "given"
    file.write_bytes(data)
    return file


@pytest.mark.parametrize(
    "data", [asc(), asc(**{'days="11000"': 'days="1x"'}), sheet()], ids=["asc", "notes", "xlsx"]
)
def test_what_is_read_apart_is_what_the_file_says(files: Path, tmp_path: Path, data: bytes) -> None:
    assert apart.restored(apart.read_apart(kept(tmp_path, data))) == read_timetable(data)


def test_a_file_is_read_once_until_somebody_reads_it_anew(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = kept(tmp_path, asc())
    first = timetables.of(file)
    monkeypatch.setattr(apart, "WAIT_S", 0.0)
    file.write_bytes(asc(**{'name="Алгебра"': 'name="Химия"'}))
    assert timetables.of(file) is first
    read_anew(file)
    assert timetables.of(file).subjects[0].name == "Химия"
    written = sorted(one.name for one in tmp_path.iterdir() if one.is_file())
    assert written == ["given", read_of(file).name]


def test_a_second_file_waits_and_is_then_told(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "WAIT_S", 0.2)
    lock = settings().files / "imports" / "reader.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(DomainError, match="one at a time"):
            apart.read_apart(kept(tmp_path, asc()))
        monkeypatch.setattr(apart, "WAIT_S", 60.0)
        read: list[bytes] = []
        waiting = Thread(target=lambda: read.append(apart.read_apart(kept(tmp_path, asc()))))
        waiting.start()
        fcntl.flock(held, fcntl.LOCK_UN)
        waiting.join()
    assert len(read) == 1


def test_only_a_few_wait_at_once(files: Path, tmp_path: Path) -> None:
    taken = [apart._waiting.acquire(blocking=False) for _ in range(apart.MOST_WAITING)]
    try:
        assert all(taken)
        with pytest.raises(DomainError, match="one at a time"):
            apart.read_apart(kept(tmp_path, asc()))
    finally:
        for _ in taken:
            apart._waiting.release()


LIMITS = {
    "memory": "import resource; bytearray(10**9)",
    "processor": "while True: pass",
    "a signal": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_reader_that_dies_is_told_in_words(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The same limits on a program that does what a hostile file might bring about."""
    code = "from ejournal.integrations import apart; apart.CPU_S = 1; apart._limit(); "
    monkeypatch.setattr(apart, "COMMAND", ("-c", f"{code}\n{LIMITS[name]}"))
    with pytest.raises(DomainError, match="was stopped") as raised:
        apart.read_apart(kept(tmp_path, asc()))
    assert "остановлено" in gettext("ru", raised.value.message, **raised.value.params)


def test_a_reader_that_hangs_is_told_in_words(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "COMMAND", ("-c", "import signal; signal.pause()"))
    monkeypatch.setattr(apart, "WALL_S", 0.5)
    with pytest.raises(DomainError, match="was stopped"):
        apart.read_apart(kept(tmp_path, asc()))


def test_a_reader_has_no_database() -> None:
    asked = f"import sys, {apart.__name__}; print('sqlalchemy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def zipped(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return packed.getvalue()


def heavy_text() -> bytes:
    """A text of a megabyte, written once, that stands in each of 100,000 cells."""
    cells, letters = '<c t="s"><v>0</v></c>' * 100, "a" * 1_000_000
    rows, text = f"<row>{cells}</row>" * 1000, f'<sst xmlns="{MAIN}"><si><t>{letters}</t></si></sst>'
    return packed(xl__worksheets__sheet1=sheet_of(rows), xl__sharedStrings=text.encode())


def long_sheet() -> bytes:
    cells = {(row, 1): row % 7 + 1 for row in range(1, 60_001)}
    return book(("Школа", {**cells, **{(row, 2): "Алгебра" for row, _ in cells}}, []))


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a zip with a timetable inside": (
        lambda: zipped(**{"timetable.xlsx": sheet()}),
        "archive with files inside",
    ),
    "a spreadsheet of LibreOffice": (lambda: zipped(mimetype=b"application/vnd.oasis"), "Save it as .xlsx"),
    "60,000 rows": (long_sheet, "Row 2001"),
    "a text that fills the memory": (heavy_text, "was stopped"),
    "old Excel": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "password"),
    "no XML": (lambda: asc()[:-30], "Line"),
    "an entity": (lambda: b'<!DOCTYPE a [<!ENTITY b "c">]><timetable>&b;</timetable>', "Line"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_what_to_do(files: Path, tmp_path: Path, name: str) -> None:
    make, says = REFUSED[name]
    with pytest.raises(DomainError) as raised:
        apart.read_apart(kept(tmp_path, make()))
    assert says in raised.value.message.format(**raised.value.params)
