"""The one-time addresses that are printed to the operator."""

from ejournal.http.first_start_pages import DOOR as SETUP
from ejournal.http.new_password import DOOR as PASSWORD
from ejournal.serve import checks
from ejournal.settings import settings


def setup_address(token: str) -> str:
    """Where the first start of a school goes on."""
    return SETUP.address(_base(), token)


def password_address(token: str) -> str:
    """Where a password of one's own is set."""
    return PASSWORD.address(_base(), token)


def _base() -> str:
    return settings().public_url or checks.address().url
