"""The signature in a file (CMS): verified, and held to one form, so that no byte of it can be another.

A signature covers neither its own wrapping nor what stands beside it. Whatever of that could be changed
unseen is compared with what it has to be.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms, parser
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

HASHES: dict[str, Any] = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
OURS = "sha256"
STAMP = "signature_time_stamp_token"
CERTIFICATE_HASH = "signing_certificate_v2"


class Broken(Exception):
    """The signature does not hold, or is not of the form that it has to be of."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a signature that holds says: by which certificate, and when by a time stamp service, if any."""

    certificate: x509.Certificate
    stamped_at: datetime | None
    stamped_by: x509.Certificate | None


def read_seal(held: bytes, digest: bytes) -> Sealed:
    """The signature over what has this SHA-256, in a place that is filled up with zeros.

    Broken, or whatever else a reader stumbles over, when it does not hold.
    """
    data = held[: parser.peek(held)]
    require(not held[len(data) :].strip(b"\0"))
    signed = cms.ContentInfo.load(data, strict=True)["content"]
    signer = _only(signed["signer_infos"])
    certificates = _certificates(signed)
    own = of_signer(certificates, signer)
    require(_as_ours(signed, signer, own).dump() == data)
    require(_attributes(signer)["message_digest"].native == digest)
    _holds(signer, own)
    _chained(own, certificates)
    stamped_at, stamped_by = _time_stamp(signer)
    return Sealed(_known(own), stamped_at, stamped_by)


def require(holds: bool) -> None:
    """Broken unless it holds."""
    if not holds:
        raise Broken


def _only(many: Iterable[Any]) -> Any:
    found = list(many)
    require(len(found) == 1)
    return found[0]


def _certificates(signed: Any) -> list[asn1.Certificate]:
    return [one.chosen for one in signed["certificates"]]


def _known(certificate: asn1.Certificate) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate.dump())


def of_signer(certificates: Sequence[asn1.Certificate], signer: Any) -> asn1.Certificate:
    sid = signer["sid"].chosen
    if signer["sid"].name == "subject_key_identifier":
        return _only(one for one in certificates if one.key_identifier == sid.native)
    serial, issuer = sid["serial_number"].native, sid["issuer"].dump()
    return _only(one for one in certificates if (one.serial_number, one.issuer.dump()) == (serial, issuer))


def _as_ours(signed: Any, signer: Any, own: asn1.Certificate) -> cms.ContentInfo:
    """The same signature in the one form in which it is written here."""
    sid = {"issuer": own.issuer, "serial_number": own.serial_number}
    parts = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": cms.IssuerAndSerialNumber(sid)}),
        "digest_algorithm": {"algorithm": OURS},
        "signed_attrs": signer["signed_attrs"],
        "signature_algorithm": {"algorithm": _algorithm(own)},
        "signature": signer["signature"].native,
    }
    if signer["unsigned_attrs"].native is not None:
        parts["unsigned_attrs"] = signer["unsigned_attrs"]
    content = {
        "version": "v1",
        "digest_algorithms": [{"algorithm": OURS}],
        "encap_content_info": {"content_type": "data"},
        "certificates": signed["certificates"],
        "signer_infos": [parts],
    }
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(content)})


def _algorithm(own: asn1.Certificate) -> str:
    return "sha256_ecdsa" if own.public_key.algorithm == "ec" else "sha256_rsa"


def _is_usual(algorithm: Any, own: asn1.Certificate, hashed: str) -> bool:
    """Whether a signature's algorithm is one that is verified here, without parameters."""
    usual = (
        ("ecdsa", f"{hashed}_ecdsa")
        if own.public_key.algorithm == "ec"
        else ("rsassa_pkcs1v15", f"{hashed}_rsa")
    )
    return algorithm["algorithm"].native in usual and algorithm["parameters"].native is None


def _attributes(signer: Any) -> dict[str, Any]:
    """The signed attributes by name, each with its one value."""
    found = {one["type"].native: _only(one["values"]) for one in signer["signed_attrs"]}
    require(len(found) == len(signer["signed_attrs"]))
    return found


def _holds(signer: Any, own: asn1.Certificate) -> None:
    """The signed attributes are of this certificate, and signed by its key."""
    about = signer["signed_attrs"].untag()
    named = _attributes(signer)
    if CERTIFICATE_HASH in named:
        told = named[CERTIFICATE_HASH]["certs"][0]
        name = told["hash_algorithm"]["algorithm"].native
        require(told["cert_hash"].native == hashlib.new(name, own.dump()).digest())
    _verify(
        own,
        signer["signature"].native,
        about.dump(),
        HASHES[signer["digest_algorithm"]["algorithm"].native](),
    )


def _verify(
    certificate: asn1.Certificate, signature: bytes, data: bytes, hashed: hashes.HashAlgorithm
) -> None:
    key: Any = _known(certificate).public_key()
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, data, padding.PKCS1v15(), hashed)
    else:
        require(isinstance(key, ec.EllipticCurvePublicKey))
        key.verify(signature, data, ec.ECDSA(hashed))


def whole_chain(own: asn1.Certificate, others: Iterable[asn1.Certificate]) -> list[asn1.Certificate]:
    """Those of the others that the certificate rests on, up to one that vouches for itself.

    Empty where that one is not among them: then nothing shows that the others are what they were.
    """
    known, left = [own], list(others)
    while known[-1].issuer != known[-1].subject:
        above = next((one for one in left if one.subject == known[-1].issuer), None)
        if above is None:
            return []
        left.remove(above)
        known.append(above)
    return known[1:] if all(map(_vouched, known, [*known[1:], known[-1]])) else []


def _vouched(one: asn1.Certificate, by: asn1.Certificate) -> bool:
    try:
        _known(one).verify_directly_issued_by(_known(by))
    except (InvalidSignature, ValueError, TypeError):
        return False
    return bool(one["signature_value"].contents[:1] == b"\0")  # no bits left over


def _chained(own: asn1.Certificate, certificates: Sequence[asn1.Certificate]) -> None:
    """No certificate stands there but those that the signer's rests on, each as it was made."""
    others = [one.dump() for one in certificates if one is not own]
    require(sorted(others) == sorted(one.dump() for one in whole_chain(own, certificates)))


def _time_stamp(signer: Any) -> tuple[datetime | None, x509.Certificate | None]:
    """The moment and the certificate of a time stamp over the signature; nothing without one."""
    if signer["unsigned_attrs"].native is None:
        return None, None
    attribute = _only(signer["unsigned_attrs"])
    require(attribute["type"].native == STAMP)
    token = _only(attribute["values"])
    signed = token["content"]
    stamper = _only(signed["signer_infos"])
    certificates = _certificates(signed)
    own = of_signer(certificates, stamper)
    written = signed["encap_content_info"]["content"]
    told = written.parsed
    name = stamper["digest_algorithm"]["algorithm"].native
    require([one["algorithm"].native for one in signed["digest_algorithms"]] == [name])
    require(_is_usual(stamper["signature_algorithm"], own, name))
    require(signed["version"].native == "v3" and stamper["version"].native in ("v1", "v3"))
    require(stamper["unsigned_attrs"].native is None and signed["crls"].native is None)
    named = _attributes(stamper)
    require(named["message_digest"].native == hashlib.new(name, bytes(written)).digest())
    require(named["content_type"].native == "tst_info")
    _holds(stamper, own)
    _chained(own, certificates)
    imprint = told["message_imprint"]
    hashed = hashlib.new(imprint["hash_algorithm"]["algorithm"].native, signer["signature"].native).digest()
    require(imprint["hashed_message"].native == hashed)
    require(type(token).load(token.dump()).dump(force=True) == token.dump())
    return told["gen_time"].native, _known(own)
