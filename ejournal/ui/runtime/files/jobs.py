"""Long work on a file on its way in: how far it is told to its page, what went wrong kept in the draft."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, TextIO

from ejournal.access.actor import Actor
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.services.base.uploads import Shelf
from ejournal.ui.runtime.feedback import message_for
from ejournal.ui.runtime.work import Job, Tell

log = logging.getLogger(__name__)

BROKEN = "Something went wrong. Tell the administrator this code: {code}"
OFTEN = 0.4
"""Seconds between two news of the progress."""
Progress = Callable[[int, int], None]
"""Told how much of how much is done."""


@dataclass(frozen=True)
class LongWork:
    """The check or the import that is under way (kind is empty: none), and how far it is."""

    kind: str = ""
    done: int = 0
    total: int = 0


def note_in_draft(shelf: Shelf[Any], actor: Actor, **changes: Any) -> None:
    """Write what came of the work into the actor's draft."""
    draft = shelf.need_draft(actor)
    for name, value in changes.items():
        setattr(draft, name, value)
    shelf.save_draft(actor, draft)


def file_job(
    shelf: Shelf[Any], topic: str, actor: Actor, turn: TextIO, kind: str, run: Callable[[Progress], None]
) -> Job:
    """Tell how far it is, note what went wrong, and give the actor's turn back."""

    def job(tell: Tell) -> None:
        about = {"person": actor.person_id, "kind": kind}
        try:
            progress = told_now_and_then(tell, topic, about)
            note_in_draft(shelf, actor, problem={})
            run(progress)
        except Exception as error:
            _note(shelf, actor, error)
        finally:
            turn.close()
            tell(topic, about | {"over": True})

    return job


def told_now_and_then(tell: Tell, topic: str, about: dict[str, Any]) -> Progress:
    """How far the work is, told to its page at the beginning and not too often then."""
    told = [0.0]

    def progress(done: int, total: int) -> None:
        if monotonic() - told[0] > OFTEN:
            told[0] = monotonic()
            tell(topic, about | {"done": done, "total": total})

    tell(topic, about | {"done": 0, "total": 0})
    return progress


def problem_of(error: Exception) -> dict[str, Any]:
    """What went wrong, as a message for the page; a code where nobody has foreseen it."""
    if isinstance(error, DomainError):
        return {"message": error.message, "params": error.params}
    if isinstance(error, NotFound | NotAllowed):
        return {"message": message_for(error, "en"), "params": {}}
    code = secrets.token_hex(4)
    log.exception("Unexpected error %s", code, exc_info=error)
    return {"message": BROKEN, "params": {"code": code}}


def _note(shelf: Shelf[Any], actor: Actor, error: Exception) -> None:
    """Keep what went wrong for the page to show."""
    try:
        note_in_draft(shelf, actor, problem=problem_of(error))
    except NotFound:
        log.warning("A file was thrown away while it was looked at")
