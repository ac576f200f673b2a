"""How pyHanko signs for us: by our clock, with our client of time stamp services; read in when needed."""

from io import BytesIO
from typing import Any

import httpx
from asn1crypto import cms, tsp
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError, set_tsp_headers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ejournal import clock
from ejournal.services.issued.seal import of_signer, whole_chain

FIELD = "School"
SERVICE_WAITS_S = 10
ROOM_WITH_TIME = 2 * 16 * 1024
"""Hexadecimal signs kept for a signature with a time stamp and both chains of certificates."""


CannotSign = SigningError
"""The key is of a kind that does not go with the signature."""


class NoTime(Exception):
    """The time stamp service gave no time."""


class _Service(TimeStamper):
    """A time stamp service (RFC 3161) over HTTP."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        async with httpx.AsyncClient(timeout=SERVICE_WAITS_S, follow_redirects=False) as client:
            answer = await client.post(self.address, content=req.dump(), headers=set_tsp_headers({}))
        if answer.status_code != httpx.codes.OK:
            raise TimestampRequestError(f"status {answer.status_code}")
        return tsp.TimeStampResp.load(answer.content)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        """The token; NoTime whatever is wrong with the service."""
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
        except (httpx.HTTPError, OSError, ValueError) as error:
            raise NoTime from error
        return _rooted(token)


def _rooted(token: Any) -> Any:
    """The token with the whole chain of its certificate, or with that alone: half a one cannot be checked."""
    signed = token["content"]
    found = [one.chosen for one in signed["certificates"]]
    own = of_signer(found, signed["signer_infos"][0])
    signed["certificates"] = [own, *whole_chain(own, found)]
    return cms.ContentInfo.load(token.dump(force=True))


class _Signer(signers.PdfSigner):
    """Signs at the moment of our clock."""

    def init_signing_session(self, *given: Any, **more: Any) -> Any:
        session = super().init_signing_session(*given, **more)
        session.system_time = clock.now()
        return session


def sign(data: bytes, keys: Any, reason: str, service: str) -> tuple[bytes, int]:
    """The signed PDF and how many pages it has; NoTime where a service is named and gives none."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    pages = int(writer.root["/Pages"]["/Count"])
    about = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        name=keys.name,
        reason=reason,
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        signer_key_usage=set(),
    )
    out = BytesIO()
    _Signer(about, _signer(keys), timestamper=_Service(service) if service else None).sign_pdf(
        writer, bytes_reserved=ROOM_WITH_TIME if service else None, output=out
    )
    return out.getvalue(), pages


def _signer(keys: Any) -> signers.SimpleSigner:
    known, own = SimpleCertificateStore(), _plain(keys.certificate)
    known.register_multiple(whole_chain(own, map(_plain, keys.chain)))
    key = keys.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(own, asn1_keys.PrivateKeyInfo.load(key), known)


def _plain(certificate: Any) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
