"""The certificate by which a school's papers are signed: the one given in the settings, else one of our own.

Our own is made at the first paper: a self-signed one, that shows whether a file is as it was issued and
vouches for nobody. Its key is in a file of this user's alone, and no page reads it.
"""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ejournal import clock
from ejournal.disk import PRIVATE_FILE, private_folder, telling_of_full_disk
from ejournal.errors import DomainError
from ejournal.lazily import Lazily
from ejournal.settings import settings

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import pkcs12
    from cryptography.x509 import oid
else:
    x509 = Lazily("cryptography.x509")
    hashes = Lazily("cryptography.hazmat.primitives.hashes")
    serialization = Lazily("cryptography.hazmat.primitives.serialization")
    ec = Lazily("cryptography.hazmat.primitives.asymmetric.ec")
    pkcs12 = Lazily("cryptography.hazmat.primitives.serialization.pkcs12")
    oid = Lazily("cryptography.x509.oid")

FOLDER = "signing"
OWN_LASTS = timedelta(days=3652)
LONGEST_NAME, CUT = 64, "…"
"""Of a certificate's common name, in bytes; a longer one ends so."""
LONGEST_SCHOOL = 200
CODE = "{school}"
"""Stands in the setting for the school's code, where each school has a certificate of its own."""


@dataclass(frozen=True, slots=True)
class Keys:
    """A certificate with its key: whose, its SHA-256, whether it is our own; chain: those it rests on."""

    name: str
    fingerprint: str
    own: bool
    certificate: "x509.Certificate" = field(repr=False)
    key: Any = field(repr=False)
    chain: tuple["x509.Certificate", ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Keyring:
    """Where the keys of a school are."""

    school_id: int
    code: str
    name: str

    def keys(self) -> Keys:
        """The keys to sign with now; DomainError in words when they cannot be used."""
        path = self._given()
        if path is not None:
            return _usable(_read(path, settings().signing_password.get_secret_value(), own=False))
        path = own_file(self.school_id)
        if not path.exists():
            _make(path, self.name)
        return _usable(_read(path, "", own=True))

    def look(self) -> None:
        """The same DomainError, without making anything."""
        if self._given() is not None or own_file(self.school_id).exists():
            self.keys()

    def _given(self) -> Path | None:
        given = settings().signing_file.strip()
        return Path(given.replace(CODE, self.code)) if given else None


def own_file(school_id: int) -> Path:
    """Where the certificate is that the program makes for a school."""
    return settings().data_folder / FOLDER / f"school-{school_id}.p12"


def name_of(subject: "x509.Name") -> str:
    """Whom a certificate names, in its own words: an organisation whole where its common name is cut."""
    kinds = (oid.NameOID.COMMON_NAME, oid.NameOID.ORGANIZATION_NAME)
    found = [str(one.value) for kind in kinds for one in subject.get_attributes_for_oid(kind)]
    whole = next((one for one in found if not one.endswith(CUT)), "")
    return whole or subject.rfc4514_string()


def _read(path: Path, password: str, *, own: bool) -> Keys:
    try:
        found = path.stat()
        return _loaded(path, (found.st_mtime_ns, found.st_size, found.st_ino), password, own)
    except OSError:
        raise DomainError(
            "The file of the school's certificate, {file}, cannot be read. Nothing was issued: "
            "tell the administrator",
            file=path.name,
        ) from None


@lru_cache(maxsize=64)
def _loaded(path: Path, _as_it_is: tuple[int, ...], password: str, own: bool) -> Keys:
    """The keys of a file, read once while it stays as it is: a password may take a tenth of a second."""
    data = path.read_bytes()
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(data, password.encode() or None)
    except (ValueError, TypeError) as error:
        if "password" in str(error).lower():
            raise DomainError(
                "The password of the school's certificate does not fit. Nothing was issued: "
                "tell the administrator"
            ) from None
        raise _no_key(path) from None
    if key is None or certificate is None or not hasattr(key, "sign"):
        raise _no_key(path)
    fingerprint = certificate.fingerprint(hashes.SHA256()).hex()
    return Keys(name_of(certificate.subject)[:200], fingerprint, own, certificate, key, tuple(chain))


def _no_key(path: Path) -> DomainError:
    return DomainError(
        "The file {file} holds no certificate with a key to sign with. Nothing was issued: "
        "tell the administrator",
        file=path.name,
    )


def _usable(keys: Keys) -> Keys:
    now = clock.now()
    if now > keys.certificate.not_valid_after_utc:
        raise DomainError(
            "The school's certificate was valid until {day}. Nothing was issued: tell the administrator",
            day=f"{keys.certificate.not_valid_after_utc:%d.%m.%Y}",
        )
    if now < keys.certificate.not_valid_before_utc:
        raise DomainError(
            "The school's certificate is valid only from {day} on. Nothing was issued: "
            "tell the administrator",
            day=f"{keys.certificate.not_valid_before_utc:%d.%m.%Y}",
        )
    return keys


def _make(path: Path, school: str) -> None:
    """A certificate of our own in the file; of two processes at once the first one's stays."""
    data = _fresh(school)
    with telling_of_full_disk():
        private_folder(path.parent)
        making = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        try:
            with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb") as file:
                file.write(data)
            with suppress(FileExistsError):
                os.link(making, path)
        finally:
            making.unlink(missing_ok=True)


def _short(name: str) -> str:
    """The name in as many bytes as a common name may have."""
    if len(name.encode()) <= LONGEST_NAME:
        return name
    return name.encode()[: LONGEST_NAME - len(CUT.encode())].decode(errors="ignore").rstrip() + CUT


def _fresh(school: str) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    named = school.strip()[:LONGEST_SCHOOL] or "school"
    subject = x509.Name(
        [
            x509.NameAttribute(oid.NameOID.COMMON_NAME, _short(named)),
            x509.NameAttribute(oid.NameOID.ORGANIZATION_NAME, named),
            x509.NameAttribute(oid.NameOID.ORGANIZATIONAL_UNIT_NAME, "self-made by the school journal"),
        ]
    )
    now = clock.now()
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"),
        False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + OWN_LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        named.encode(), key, certificate, None, serialization.NoEncryption()
    )
