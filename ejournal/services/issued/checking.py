"""Whether a signed PDF is as it was issued: read from the file alone, without a database and a network."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from ejournal import clock
from ejournal.services.issued.certificate import name_of
from ejournal.services.issued.numbers import SIGN, read_number
from ejournal.services.issued.seal import Sealed, read_seal, require

MOST_BYTES = 200 * 1024 * 1024
"""Far more than a school's papers have."""
_RANGE = re.compile(rb"/ByteRange ?\[ ?(\d{1,12}) (\d{1,12}) (\d{1,12}) (\d{1,12}) ?\]")


class Fault(StrEnum):
    """Why a file is not what was issued, or cannot be checked."""

    NO_PDF = "no-pdf"
    NOT_SIGNED = "not-signed"
    CHANGED = "changed"
    ADDED_TO = "added-to"
    OTHER_CERTIFICATE = "other-certificate"
    OUT_OF_DATE = "out-of-date"


NOT_CHECKED = frozenset({Fault.NO_PDF, Fault.NOT_SIGNED})


@dataclass(frozen=True, slots=True)
class Certified:
    """Whose a certificate is, who vouches for it, its SHA-256 and days; self_made: only itself does."""

    name: str
    issuer: str
    fingerprint: str
    starts: datetime
    ends: datetime

    @property
    def self_made(self) -> bool:
        """Whether nobody else vouches for it."""
        return self.name == self.issuer

    @classmethod
    def of(cls, certificate: x509.Certificate) -> "Certified":
        """What a certificate says."""
        return cls(
            name_of(certificate.subject),
            name_of(certificate.issuer),
            certificate.fingerprint(hashes.SHA256()).hex(),
            certificate.not_valid_before_utc,
            certificate.not_valid_after_utc,
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found; number is empty where the signature names none.

    signed_at is what the signer's clock said, stamped_at what the time stamp service of stamped_by did.
    """

    fault: Fault | None
    fingerprint: str
    number: str = ""
    certificate: Certified | None = None
    signed_at: datetime | None = None
    stamped_at: datetime | None = None
    stamped_by: Certified | None = None


def checked(data: bytes, certificate: str = "") -> Checked:
    """The verdict on a file; certificate: the SHA-256 of the one that it has to be signed by, if one has."""
    fingerprint = hashlib.sha256(data).hexdigest()
    ranges = [tuple(map(int, found.groups())) for found in _RANGE.finditer(data)]
    if not ranges:
        marked = b"/ByteRange" in data
        fault = Fault.CHANGED if marked else Fault.NOT_SIGNED if b"%PDF-" in data[:1024] else Fault.NO_PDF
        return Checked(fault, fingerprint)
    if not any(first == 0 and after + rest == len(data) for first, _, after, rest in ranges):
        fault = Fault.ADDED_TO if _holds_before(data, ranges[-1]) else Fault.CHANGED
        return Checked(fault, fingerprint)
    try:
        found = _told(data, _sealed(data, ranges[-1]), fingerprint)
    except Exception:  # whatever a reader stumbles over: it is not as it was signed
        return Checked(Fault.CHANGED, fingerprint)
    return replace(found, fault=_fault(found, certificate.lower().replace(":", "").replace(" ", "")))


def _sealed(data: bytes, span: tuple[int, ...]) -> Sealed:
    """The signature over all but its own place in the file."""
    first, before, after, rest = span
    require(first == 0 and before < after and after + rest == len(data))
    place = data[before:after]
    held = bytes.fromhex(place[1:-1].decode("ascii"))
    require(place == b"<" + held.hex().upper().encode() + b">")
    digest = hashlib.sha256(data[:before])
    digest.update(data[after:])
    return read_seal(held, digest.digest())


def _holds_before(data: bytes, span: tuple[int, ...]) -> bool:
    """Whether what the signature speaks of holds, and something stands behind it."""
    try:
        _sealed(data[: span[2] + span[3]], span)
    except Exception:
        return False
    return True


def _told(data: bytes, sealed: Sealed, fingerprint: str) -> Checked:
    """What the signature says; asked when it is known to hold."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    signature = PdfFileReader(BytesIO(data)).embedded_regular_signatures[-1]
    reason = str(signature.sig_object.get("/Reason", ""))
    return Checked(
        None,
        fingerprint,
        number=read_number(reason.removeprefix(SIGN)) if reason.startswith(SIGN) else "",
        certificate=Certified.of(sealed.certificate),
        signed_at=signature.self_reported_timestamp,
        stamped_at=sealed.stamped_at,
        stamped_by=Certified.of(sealed.stamped_by) if sealed.stamped_by else None,
    )


def _fault(found: Checked, wanted: str) -> Fault | None:
    whose = found.certificate
    if whose is None or (wanted and whose.fingerprint != wanted):
        return Fault.OTHER_CERTIFICATE
    at = found.stamped_at or found.signed_at or clock.now()
    return None if whose.starts <= at <= whose.ends else Fault.OUT_OF_DATE
