"""A browser that is told by Web Push: what arrives for it is opened by RFC 8291."""

import base64
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SALT, LENGTH = 16, 4
"""Bytes of the head of a message: its salt, then the size of records."""


def _written(given: bytes) -> str:
    return base64.urlsafe_b64encode(given).rstrip(b"=").decode()


@dataclass(frozen=True)
class Browser:
    """Keys of its own, as PushManager makes them."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def _point(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def public(self) -> str:
        """Its key `p256dh`."""
        return _written(self._point)

    @property
    def secret(self) -> str:
        """Its secret `auth`."""
        return _written(self.auth)

    def opened(self, body: bytes) -> dict[str, Any]:
        """What a message of one record tells; an error where it is not for this browser."""
        salt, rest = body[:SALT], body[SALT + LENGTH :]
        length = rest[0]
        point, sealed = rest[1 : 1 + length], rest[1 + length :]
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        shared = self.key.exchange(ec.ECDH(), theirs)
        about = b"WebPush: info\0" + self._point + point
        master = _derived(shared, self.auth, about, 32)
        key = _derived(master, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derived(master, salt, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")
        assert plain.endswith(b"\x02"), "the last record ends so"
        found: dict[str, Any] = json.loads(plain[:-1])
        return found


def _derived(secret: bytes, salt: bytes, about: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, about).derive(secret)
