"""What is kept of second factors is of no use to who has the database alone: sealed, or hashed with a key."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken

from ejournal.settings import settings


def seal(text: str) -> str:
    """The text as it is stored."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text that was sealed; empty when the installation's key is not the one it was sealed by."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def keyed_hash(kind: str, text: str) -> str:
    """What is kept of a short secret: it would be found by trying, were the hash without a key."""
    message = f"{kind}\0{text}".encode()
    return hmac.new(settings().second_factors_key, message, hashlib.sha256).hexdigest()


def _box() -> Fernet:
    key = hmac.digest(settings().second_factors_key, b"the keys of codes", "sha256")
    return Fernet(base64.urlsafe_b64encode(key))
