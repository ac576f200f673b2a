"""What must be read again is of no use to who has the database alone: sealed by a key kept elsewhere."""

import base64
import hmac
from typing import TYPE_CHECKING

from ejournal.lazily import Lazily
from ejournal.settings import settings

if TYPE_CHECKING:
    from cryptography import fernet
else:
    fernet = Lazily("cryptography.fernet")


def seal(purpose: str, text: str) -> str:
    """The text as it is stored."""
    return _box(purpose).encrypt(text.encode()).decode()


def seal_evenly(purpose: str, text: str, size: int) -> str:
    """The text sealed so that neither its time nor, up to so many bytes, its length shows."""
    padded = text.encode().ljust(size)
    return _box(purpose).encrypt_at_time(padded, 0).decode()


def unseal(purpose: str, sealed: str) -> str:
    """The text that was sealed; empty when the installation's key is not the one it was sealed by."""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except fernet.InvalidToken:
        return ""


def _box(purpose: str) -> "fernet.Fernet":
    key = hmac.digest(settings().second_factors_key, purpose.encode(), "sha256")
    return fernet.Fernet(base64.urlsafe_b64encode(key))
