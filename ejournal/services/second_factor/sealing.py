"""What is kept of second factors is of no use to who has the database alone: sealed, or hashed with a key."""

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

from ejournal.lazily import Lazily
from ejournal.settings import settings

if TYPE_CHECKING:
    from cryptography import fernet
else:
    fernet = Lazily("cryptography.fernet")


def seal(text: str) -> str:
    """The text as it is stored."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text that was sealed; empty when the installation's key is not the one it was sealed by."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except fernet.InvalidToken:
        return ""


def keyed_hash(kind: str, text: str) -> str:
    """What is kept of a short secret: it would be found by trying, were the hash without a key."""
    message = f"{kind}\0{text}".encode()
    return hmac.new(settings().second_factors_key, message, hashlib.sha256).hexdigest()


def _box() -> "fernet.Fernet":
    key = hmac.digest(settings().second_factors_key, b"the keys of codes", "sha256")
    return fernet.Fernet(base64.urlsafe_b64encode(key))
