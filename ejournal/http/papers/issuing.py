"""Papers as a route gives them: a draft or a look by GET, an issued one with a number by POST."""

from collections.abc import Callable
from datetime import timedelta

from sqlmodel import Session
from starlette.requests import Request

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.database import session_scope
from ejournal.errors import DomainError
from ejournal.http.addresses import own_address
from ejournal.http.files import PDF, File
from ejournal.services.accounts import throttle
from ejournal.services.accounts.throttle import Limit, seconds
from ejournal.services.issued.issue import Issue, Stamp, begin, keep, made_and_kept
from ejournal.services.issued.signing import Signed
from ejournal.services.papers.matters import Matter

METHODS = ("GET", "POST")
AT_ONCE = Limit(120, timedelta(seconds=10), timedelta(minutes=5), timedelta(hours=1))
"""Papers of one person: more than the year's end asks of a class teacher; each stays in the list for good."""
KEPT = "save"
"""Of the query: the file is to be kept, not shown."""


def given(
    request: Request,
    session: Session,
    actor: Actor,
    name: str,
    matter: Matter,
    draw: Callable[[Stamp | None], bytes],
) -> File:
    """The file: issued for a POST, else without a number.

    An issued one is drawn, signed and written down before a byte of it goes out; what fails leaves nothing.
    """
    saved = KEPT in request.query_params
    if request.method != "POST":
        return File(name, PDF, lambda: draw(None), saved)
    guard.require_own_eyes(actor)
    if matter.is_open:
        raise DomainError("The term is not over: there is only a draft, without a number")
    if not matter.is_whole:
        raise DomainError(
            "You see a part of the pupils of this journal: the whole is issued by its teacher or a head "
            "of the school"
        )
    _count(actor)
    issue = begin(
        session, actor.school_id, actor.person_id, matter.thing, matter.content, own_address(request.scope)
    )

    def issued() -> bytes:
        def kept(last: Issue, paper: Signed) -> None:
            with session_scope(writing=True) as writing:
                keep(writing, last, paper)

        return made_and_kept(issue, draw, kept).data

    return File(f"{name.removesuffix('.pdf')}-{issue.number}.pdf", PDF, issued, saved)


def _count(actor: Actor) -> None:
    """DomainError for who issues paper after paper without end."""
    with session_scope(writing=True) as session:
        counted = throttle.alone("issued", str(actor.person_id), limit=AT_ONCE)
        if wait := throttle.charge(session, (counted,), clock.now()):
            raise DomainError("Too many papers in an hour. Wait {wait} s", wait=seconds(wait))
