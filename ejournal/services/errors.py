"""The errors that services raise."""

from ejournal.errors import DomainError, NotAllowed, NotFound, NotSignedIn

__all__ = ["DomainError", "NotAllowed", "NotFound", "NotSignedIn"]
