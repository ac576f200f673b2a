"""What HTTP may cost: requests of one address, fewer of those that change something, none by another name."""

from dataclasses import dataclass, field

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import Scope

from ejournal.http.addresses import client_address, is_our_host
from ejournal.http.doors.buckets import Bucket, Rate, Remembered
from ejournal.services.accounts.throttle import network

READING = frozenset({"GET", "HEAD", "OPTIONS"})
QUESTIONS = Rate(at_once=600, a_second=60)
"""Of one address, built files not counted: a school behind one address asks for few pages a second."""
CHANGES = Rate(at_once=400, a_second=20)
"""Forms and files sent from one address: a whole school behind it signs in at the same bell."""
MOST_ADDRESSES = 50_000
BUILT = ("/assets/", "/fonts/", "/styles/")
HEALTH = ("/health", "/_health")
"""Asked by whoever watches over the server, by any of its names."""
SIGN_IN = "/auth/login"


@dataclass
class Asking:
    """What one address may still ask for."""

    questions: Bucket = field(default_factory=lambda: Bucket(QUESTIONS))
    changes: Bucket = field(default_factory=lambda: Bucket(CHANGES))

    @property
    def is_idle(self) -> bool:
        """Whether nothing needs to be remembered."""
        return self.questions.is_full and self.changes.is_full


_asking: Remembered[Asking] = Remembered(Asking, MOST_ADDRESSES, lambda one: one.is_idle)


def refusal(scope: Scope) -> Response | None:
    """The answer to a request for another host, or to one too many; None when it may go on."""
    path = scope["path"]
    if path not in HEALTH and not is_our_host(scope):
        return PlainTextResponse("There is no such site here", status_code=400)
    if path.startswith(BUILT):
        return None
    asking, reads = _asking[network(client_address(scope))], scope["method"] in READING
    if (asking.questions if reads else asking.changes).takes():
        return None
    if path == SIGN_IN and not reads:
        return RedirectResponse("/login?error=locked&wait=5", status_code=303)
    return PlainTextResponse("Too many requests", status_code=429, headers={"Retry-After": "1"})


def forget() -> None:
    """Begin anew, as after a start."""
    _asking.clear()
