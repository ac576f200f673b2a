"""The long steps of an import: the check and the import itself, each one transaction in a thread."""

from typing import Any, TextIO

from ejournal.access.actor import Actor
from ejournal.database import session_scope
from ejournal.errors import DomainError
from ejournal.integrations.timetable_kept import timetables
from ejournal.pages.schedule_import import rows
from ejournal.services.base.topics import import_topic
from ejournal.services.exchange.importing import ImportOptions, apply_import, preview_import
from ejournal.services.exchange.uploads import SHELF, Draft, busy, timetables_mark
from ejournal.ui.runtime.files.jobs import Progress, file_job, note_in_draft
from ejournal.ui.runtime.inputs import optional_date
from ejournal.ui.runtime.work import Job

CHANGED = (
    "The timetable has changed since the check, somebody else has imported or published. Check once more"
)


def check(actor: Actor, turn: TextIO) -> Job:
    """The dry run of the actor's file; the draft keeps what it found."""

    def run(_progress: Progress) -> None:
        draft = SHELF.need_draft(actor)
        with session_scope() as session:
            mark = timetables_mark(session, actor.school_id)
            file = timetables.of(SHELF.file_of(actor))
            report = preview_import(session, actor, file, _options(draft))
        if SHELF.need_draft(actor).choices == draft.choices:
            _save(actor, checked=rows.in_all_languages(report, done=False), mark=mark)

    return file_job(SHELF, import_topic(actor.school_id), actor, turn, "check", run)


def take_in(actor: Actor, turn: TextIO) -> Job:
    """The import of the actor's file as it was checked; the file is deleted when it is in."""

    def run(progress: Progress) -> None:
        draft = SHELF.need_draft(actor)
        with SHELF.only_import(actor, draft.owner, busy), session_scope() as session:
            if timetables_mark(session, actor.school_id) != draft.mark:
                _save(actor, checked={}, mark="")
                raise DomainError(CHANGED)
            file = timetables.of(SHELF.file_of(actor))
            report = apply_import(session, actor, file, _options(draft), progress)
        _save(actor, done=rows.in_all_languages(report, done=True), checked={}, mark="")
        SHELF.drop_file(actor)

    return file_job(SHELF, import_topic(actor.school_id), actor, turn, "import", run)


def _options(draft: Draft) -> ImportOptions:
    return ImportOptions(choices=draft.chosen, starts=optional_date(draft.starts), publish=draft.publish)


def _save(actor: Actor, **changes: Any) -> None:
    note_in_draft(SHELF, actor, **changes)
