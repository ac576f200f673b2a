"""What is kept of second factors is of no use to who has the database alone: sealed, or hashed with a key."""

import hashlib
import hmac

from ejournal import sealing
from ejournal.settings import settings

CODES = "the keys of codes"


def seal(text: str) -> str:
    """The text as it is stored."""
    return sealing.seal(CODES, text)


def unseal(sealed: str) -> str:
    """The text that was sealed; empty when the installation's key is not the one it was sealed by."""
    return sealing.unseal(CODES, sealed)


def keyed_hash(kind: str, text: str) -> str:
    """What is kept of a short secret: it would be found by trying, were the hash without a key."""
    message = f"{kind}\0{text}".encode()
    return hmac.new(settings().second_factors_key, message, hashlib.sha256).hexdigest()
