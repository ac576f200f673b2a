"""The long steps of an import: the check and the import itself, each one transaction in a thread."""

import logging
import secrets
from collections.abc import Callable
from time import monotonic
from typing import Any, TextIO

from ejournal.access.actor import Actor
from ejournal.database import session_scope
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.integrations.timetable_kept import read_kept
from ejournal.pages.schedule_import import rows
from ejournal.services.base.topics import import_topic
from ejournal.services.exchange.importing import ImportOptions, apply_import, preview_import
from ejournal.services.exchange.uploads import (
    Draft,
    drop_file,
    file_of,
    need_draft,
    only_import,
    save_draft,
    timetables_mark,
)
from ejournal.ui.runtime.feedback import message_for
from ejournal.ui.runtime.inputs import optional_date
from ejournal.ui.runtime.work import Job, Tell

log = logging.getLogger(__name__)

BROKEN = "Something went wrong. Tell the administrator this code: {code}"
CHANGED = (
    "The timetable has changed since the check, somebody else has imported or published. Check once more"
)
OFTEN = 0.4
"""Seconds between two news of the progress."""


def check(actor: Actor, turn: TextIO) -> Job:
    """The dry run of the actor's file; the draft keeps what it found."""

    def run(_progress: Callable[[int, int], None]) -> None:
        draft = need_draft(actor)
        with session_scope() as session:
            mark = timetables_mark(session, actor.school_id)
            report = preview_import(session, actor, read_kept(file_of(actor)), _options(draft))
        if need_draft(actor).choices == draft.choices:
            _save(actor, checked=rows.in_all_languages(report, done=False), mark=mark)

    return _job(actor, turn, "check", run)


def take_in(actor: Actor, turn: TextIO) -> Job:
    """The import of the actor's file as it was checked; the file is deleted when it is in."""

    def run(progress: Callable[[int, int], None]) -> None:
        draft = need_draft(actor)
        with only_import(actor, draft.owner), session_scope() as session:
            if timetables_mark(session, actor.school_id) != draft.mark:
                _save(actor, checked={}, mark="")
                raise DomainError(CHANGED)
            file = read_kept(file_of(actor))
            report = apply_import(session, actor, file, _options(draft), progress)
        _save(actor, done=rows.in_all_languages(report, done=True), checked={}, mark="")
        drop_file(actor)

    return _job(actor, turn, "import", run)


def _options(draft: Draft) -> ImportOptions:
    return ImportOptions(choices=draft.chosen, starts=optional_date(draft.starts), publish=draft.publish)


def _save(actor: Actor, **changes: Any) -> None:
    draft = need_draft(actor)
    for name, value in changes.items():
        setattr(draft, name, value)
    save_draft(actor, draft)


def _job(actor: Actor, turn: TextIO, kind: str, run: Callable[[Callable[[int, int], None]], None]) -> Job:
    """Tell how far it is, note what went wrong, and give the actor's turn back."""

    def job(tell: Tell) -> None:
        topic, told = import_topic(actor.school_id), [0.0]
        about = {"person": actor.person_id, "kind": kind}

        def progress(done: int, total: int) -> None:
            if monotonic() - told[0] > OFTEN:
                told[0] = monotonic()
                tell(topic, about | {"done": done, "total": total})

        try:
            tell(topic, about | {"done": 0, "total": 0})
            _save(actor, problem={})
            run(progress)
        except Exception as error:
            _note(actor, error)
        finally:
            turn.close()
            tell(topic, about | {"over": True})

    return job


def _note(actor: Actor, error: Exception) -> None:
    """Keep what went wrong for the page to show."""
    if isinstance(error, DomainError):
        problem = {"message": error.message, "params": error.params}
    elif isinstance(error, NotFound | NotAllowed):
        problem = {"message": message_for(error, "en"), "params": {}}
    else:
        code = secrets.token_hex(4)
        log.exception("Unexpected error %s", code, exc_info=error)
        problem = {"message": BROKEN, "params": {"code": code}}
    try:
        _save(actor, problem=problem)
    except NotFound:
        log.warning("A timetable file was thrown away while it was looked at")
