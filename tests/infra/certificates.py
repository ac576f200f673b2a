"""Certificates as schools and services have them, and a time stamp service on this machine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ejournal import clock

YEAR = timedelta(days=365)


class Authority:
    """Who vouches for others; one of its own kind gives certificates."""

    def __init__(self, name: str = "Удостоверяющий центр") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = _certificate(name, self.key, name, self.key, is_authority=True)

    def gives(self, name: str, key: Any, **more: Any) -> x509.Certificate:
        """A certificate for the key."""
        issuer = self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
        return _certificate(name, key, str(issuer), self.key, **more)


def key_of(kind: str = "ec") -> Any:
    """A fresh private key."""
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    if kind == "rsa":
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(ec.SECP256R1())


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(
    name: str,
    key: Any,
    issuer: str,
    issuer_key: Any,
    *,
    is_authority: bool = False,
    starts: datetime | None = None,
    ends: datetime | None = None,
    for_time: bool = False,
) -> x509.Certificate:
    now = clock.now()
    built = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts or now - YEAR)
        .not_valid_after(ends or now + YEAR)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if for_time:
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return built.sign(issuer_key, hashes.SHA256())


def put_p12(path: Path, key: Any, certificate: x509.Certificate, *chain: x509.Certificate,
            password: str = "") -> Path:  # fmt: skip
    """A PKCS#12 file."""
    closed: Any = (
        serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
    )
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"school", key, certificate, list(chain), closed))
    return path


@contextmanager
def time_stamp_service() -> Iterator[str]:
    """The address of a service that confirms the time, as RFC 3161 says."""
    from pyhanko.sign.timestamps import DummyTimeStamper
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    authority, key = Authority("Центр меток времени"), key_of("rsa")
    certificate = authority.gives("Служба меток времени", key, for_time=True)
    known = SimpleCertificateStore()
    known.register(_plain(authority.certificate))
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    stamper = DummyTimeStamper(
        _plain(certificate),
        asn1_keys.PrivateKeyInfo.load(private),
        certs_to_embed=known,
        fixed_dt=clock.now(),
    )

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = stamper.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_words: Any) -> None:
            """Nothing is told."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def _plain(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
