"""A PDF signed by a school's certificate: PAdES, with the time of a service where one is set."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

from ejournal.errors import DomainError
from ejournal.services.issued.certificate import Keys
from ejournal.services.issued.numbers import SIGN
from ejournal.settings import settings


@dataclass(frozen=True)
class Signed:
    """A signed file, its SHA-256 and what it was signed with."""

    data: bytes = field(repr=False)
    pages: int
    keys: Keys
    time_stamped: bool

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the file."""
        return hashlib.sha256(self.data).hexdigest()


def signed(data: bytes, keys: Keys, number: str) -> Signed:
    """The PDF with a signature over all of it that allows no change; DomainError where no time is given.

    Not for the thread of an event loop: a time stamp service is waited for.
    """
    from ejournal.services.issued import pades
    from ejournal.services.issued.checking import checked

    service = settings().timestamp_url
    try:
        written, pages = pades.sign(data, keys, SIGN + number, service)
    except pades.NoTime as error:
        raise DomainError(
            "The time stamp service does not answer. Nothing was issued: try again later"
        ) from error
    except pades.CannotSign as error:
        raise _of_another_kind() from error
    if checked(written).fault is not None:
        raise _of_another_kind()
    return Signed(written, pages, keys, bool(service))


def _of_another_kind() -> DomainError:
    return DomainError(
        "The certificate or the time stamp service is of a kind that cannot be checked. "
        "Nothing was issued: tell the administrator"
    )
