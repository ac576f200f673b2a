"""What may go wrong in a way that a person can be told of."""


class DomainError(Exception):
    """A broken rule of the school: a gettext message id, its parameters, the field it concerns.

    keeps_work: what was written before it stays (a counted try), instead of being rolled back.
    """

    keeps_work = False

    def __init__(self, message: str, *, field: str = "", **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.params = params


class NotFound(Exception):
    """Absent, or not for this person to know of: the two are told apart nowhere."""


class NotAllowed(Exception):
    """The person may see the thing but not do this with it."""


FACTOR_ASKED = "Your school asks for a confirmation of the sign-in: set it up on the page of your account"


class FactorAsked(NotAllowed):
    """The school asks the person for a second factor, and the time to set it up is over."""


class OnlyLooking(NotAllowed):
    """An administrator looks with another person's eyes, whose name it is: nothing can be changed."""


class NotSignedIn(Exception):
    """Nobody is signed in, or the sign-in has ended."""
