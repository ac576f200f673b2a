"""Signed papers: each byte counts, another program agrees, nothing is asked of a database or a network."""

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pypdf import PdfReader

from ejournal.errors import DomainError
from ejournal.services.issued.certificate import Keyring
from ejournal.services.issued.checking import Fault, checked
from ejournal.services.issued.signing import Signed, signed
from ejournal.settings import settings
from tests.infra.certificates import Authority, key_of, put_p12, time_stamp_service
from tests.services.issued.conftest import NUMBER

TRIES = 200


@pytest.fixture(params=["own", "given", "timed"])
def paper(
    request: pytest.FixtureRequest,
    ring: Keyring,
    plain: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Signed]:
    """A paper signed by our own certificate, by a given one with its chain, with a time stamp."""
    if request.param == "given":
        authority, key = Authority(), key_of("rsa")
        put_p12(tmp_path / "a.p12", key, authority.gives("Школа", key), authority.certificate)
        monkeypatch.setattr(settings(), "signing_file", str(tmp_path / "a.p12"))
    if request.param == "timed":
        with time_stamp_service() as address:
            monkeypatch.setattr(settings(), "timestamp_url", address)
            yield signed(plain, ring.keys(), NUMBER)
    else:
        yield signed(plain, ring.keys(), NUMBER)


def test_a_signed_paper_says_its_number_and_whose_certificate_it_is(paper: Signed) -> None:
    found = checked(paper.data)
    assert (found.fault, found.number, found.fingerprint) == (None, NUMBER, paper.fingerprint)
    assert found.certificate is not None
    assert found.certificate.fingerprint == paper.keys.fingerprint
    assert found.certificate.self_made == paper.keys.own
    assert (found.stamped_at is not None) == paper.time_stamped
    assert checked(paper.data, paper.keys.fingerprint.upper()).fault is None
    assert checked(paper.data, "0" * 64).fault is Fault.OTHER_CERTIFICATE
    assert paper.pages == 3
    assert "Отметки 2" in PdfReader(BytesIO(paper.data)).pages[2].extract_text()


def test_one_changed_byte_is_found_wherever_it_is(paper: Signed) -> None:
    random = Random(paper.fingerprint)
    unseen = []
    for _ in range(TRIES):
        at = random.randrange(len(paper.data))
        other = bytearray(paper.data)
        other[at] ^= random.randrange(1, 256)
        if checked(bytes(other)).fault is None:
            unseen.append(at)
    assert unseen == []


def test_one_changed_byte_of_the_signature_itself_is_found(paper: Signed) -> None:
    start = paper.data.rindex(b"/Contents <") + len(b"/Contents ")
    end = paper.data.index(b">", start) + 1
    random, unseen = Random(paper.fingerprint), []
    for at in [start, end - 1, *(random.randrange(start, end) for _ in range(TRIES))]:
        for bit in (0x01, 0x20):  # another digit; the same digit as a small letter
            other = bytearray(paper.data)
            other[at] ^= bit
            if checked(bytes(other)).fault is None:
                unseen.append((at, bit))
    assert unseen == []


def test_what_is_added_or_cut_is_told_apart(paper: Signed, plain: bytes) -> None:
    assert checked(paper.data + b"\n% later").fault is Fault.ADDED_TO
    assert checked(paper.data[:-1]).fault is Fault.CHANGED
    assert checked(plain).fault is Fault.NOT_SIGNED
    assert checked(b"").fault is Fault.NO_PDF
    assert checked(b"PK\x03\x04").fault is Fault.NO_PDF
    assert checked(b"%PDF-1.4 /ByteRange [0 1 2 9]").fault is Fault.CHANGED


def test_another_program_agrees(paper: Signed, tmp_path: Path) -> None:
    """The command of pyHanko: the chain's last certificate is the one that it is told to trust."""
    file, trusted = tmp_path / "paper.pdf", tmp_path / "trusted.pem"
    file.write_bytes(paper.data)
    last = [*paper.keys.chain, paper.keys.certificate][0]
    trusted.write_bytes(last.public_bytes(Encoding.PEM))
    asked = ("sign", "validate", "--no-revocation-check", "--pretty-print", "--trust", str(trusted))
    told = _pyhanko(*asked, str(file))
    assert "The signature is cryptographically sound." in told
    assert "covers the entire file" in told or "ENTIRE_FILE" in told or "entire file" in told


def _pyhanko(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pyhanko", *words], capture_output=True, text=True, timeout=120, check=False
    )
    return done.stdout + done.stderr


def test_where_the_service_is_silent_nothing_is_signed(
    ring: Keyring, plain: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "timestamp_url", "http://127.0.0.1:9/")
    with pytest.raises(DomainError, match="time stamp service"):
        signed(plain, ring.keys(), NUMBER)
