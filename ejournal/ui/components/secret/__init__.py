"""A secret that is told once: no state holds it, only the page in the browser while it shows it."""

from ejournal.ui.components.secret.qr import qr_picture
from ejournal.ui.components.secret.secret import (
    secret_address,
    secret_lines,
    secret_picture,
    secret_text,
    tell_secret,
)

__all__ = ["qr_picture", "secret_address", "secret_lines", "secret_picture", "secret_text", "tell_secret"]
