"""The school's certificate: one of our own where none is given, in words what is wrong with a given one."""

import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from ejournal import clock
from ejournal.errors import DomainError
from ejournal.services.issued.certificate import LONGEST_SCHOOL, Keyring, own_file
from ejournal.settings import settings
from tests.infra.certificates import Authority, key_of, put_p12

DAY = timedelta(days=1)


def give(monkeypatch: pytest.MonkeyPatch, path: Path | str, password: str = "") -> None:
    monkeypatch.setattr(settings(), "signing_file", str(path))
    monkeypatch.setattr(settings(), "signing_password", SecretStr(password))


def trouble(ring: Keyring) -> str:
    with pytest.raises(DomainError) as raised:
        ring.keys()
    with pytest.raises(DomainError) as looked:
        ring.look()
    assert looked.value.message == raised.value.message
    return raised.value.message


def test_our_own_is_made_once_and_nobody_else_reads_it(ring: Keyring, data_folder: Path) -> None:
    ring.look()
    assert not data_folder.exists()
    keys = ring.keys()
    assert (keys.own, keys.name) == (True, "МБОУ «Школа № 7»")
    assert ring.keys().fingerprint == keys.fingerprint
    path = own_file(1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]
    assert Keyring(2, "b", "").keys().fingerprint != keys.fingerprint


@pytest.mark.parametrize(
    "name", ["", "Школа " * 80, "Государственное общеобразовательное учреждение № 7", "№ 7"]
)
def test_a_school_of_any_name_gets_one(name: str) -> None:
    keys = Keyring(3, "c", name).keys()
    assert keys.name == (name.strip()[:LONGEST_SCHOOL] or "school").strip()


def test_of_two_that_make_it_at_once_one_is_kept(ring: Keyring) -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(ring.keys().fingerprint)) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert set(found) == {ring.keys().fingerprint}
    assert len(found) == 4


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_given_one_is_read_with_those_it_rests_on(
    ring: Keyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    authority, key = Authority(), key_of(kind)
    certificate = authority.gives("Школа", key)
    put_p12(tmp_path / "a.p12", key, certificate, authority.certificate, password="пароль")
    give(monkeypatch, tmp_path / "{school}.p12", "пароль")
    keys = ring.keys()
    assert (keys.own, keys.name, keys.chain) == (False, "Школа", (authority.certificate,))
    assert not own_file(1).exists()


def test_what_is_wrong_with_a_given_one_is_said_in_words(
    ring: Keyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, key, now = Authority(), key_of(), clock.now()
    good = put_p12(tmp_path / "good.p12", key, authority.gives("Школа", key), password="secret")
    give(monkeypatch, tmp_path / "absent.p12")
    assert "cannot be read" in trouble(ring)
    give(monkeypatch, good, "wrong")
    assert "password" in trouble(ring)
    give(monkeypatch, good)
    assert "password" in trouble(ring)
    (tmp_path / "text.p12").write_text("не сертификат")
    give(monkeypatch, tmp_path / "text.p12")
    assert "holds no certificate" in trouble(ring)
    old = authority.gives("Школа", key, starts=now - 9 * DAY, ends=now - DAY)
    give(monkeypatch, put_p12(tmp_path / "old.p12", key, old))
    assert "was valid until" in trouble(ring)
    early = authority.gives("Школа", key, starts=now + DAY, ends=now + 9 * DAY)
    give(monkeypatch, put_p12(tmp_path / "early.p12", key, early))
    assert "only from" in trouble(ring)
    give(monkeypatch, put_p12(tmp_path / "old.p12", key, authority.gives("Школа", key)))
    assert not ring.keys().own  # changed in its place, it is read anew
