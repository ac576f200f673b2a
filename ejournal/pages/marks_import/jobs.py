"""The long steps: the check and the import itself, each in a thread, told how far it is."""

from typing import Any, TextIO

from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.database import session_scope
from ejournal.integrations.kept import tables
from ejournal.integrations.marks.reading import read_entries
from ejournal.pages.marks_import.checked import kept
from ejournal.services.base.topics import marks_import_topic
from ejournal.services.marks_import.drafts import SHELF, Draft, busy
from ejournal.services.marks_import.importing import Planned, plan, take_in, try_in, year_starts
from ejournal.services.marks_import.undoing import take_back
from ejournal.ui.runtime.files.jobs import Progress, file_job, note_in_draft, problem_of, told_now_and_then
from ejournal.ui.runtime.work import Job, Tell

UNDO = "undo"


def check(actor: Actor, turn: TextIO) -> Job:
    """The dry run of the actor's file; the draft keeps what it found."""

    def run(_progress: Progress) -> None:
        draft = SHELF.need_draft(actor)
        with session_scope(writing=False) as session:
            planned = _planned(session, actor, draft)
            report = try_in(session, planned, actor.today, clock.now())
        now = SHELF.need_draft(actor)
        same = (now.told, now.fixed, now.chosen) == (draft.told, draft.fixed, draft.chosen)
        note_in_draft(SHELF, actor, checked=kept(report, planned), stale=not same)

    return file_job(SHELF, marks_import_topic(actor.school_id), actor, turn, "check", run)


def take_marks_in(actor: Actor, turn: TextIO) -> Job:
    """The import: laid without a lock, then written part after part; the file is deleted when it is in."""

    def run(progress: Progress) -> None:
        draft = SHELF.need_draft(actor)
        with SHELF.only_import(actor, draft.owner, busy):
            with session_scope(writing=False) as session:
                planned = _planned(session, actor, draft)
            today, now = actor.today, clock.now()
            report = take_in(session_scope, planned, actor.person_id, today, now, draft.name, progress)
        done = {"made": dict(report.made), "changed": dict(report.changed), "left": _left(report.faults)}
        note_in_draft(SHELF, actor, done=done, checked={}, stale=False)
        SHELF.drop_file(actor)

    return file_job(SHELF, marks_import_topic(actor.school_id), actor, turn, "import", run)


def take_marks_back(actor: Actor, turn: TextIO, import_id: int) -> Job:
    """The last file taken back, part after part; what came of it is told to the page."""

    def job(tell: Tell) -> None:
        topic, about = marks_import_topic(actor.school_id), {"person": actor.person_id, "kind": UNDO}
        came: dict[str, Any] = {}
        try:
            school_id, today, now = actor.school_id, actor.today, clock.now()
            progress = told_now_and_then(tell, topic, about)
            found = take_back(session_scope, school_id, actor.person_id, import_id, today, now, progress)
            SHELF.throw_away(actor)
            came = {"undone": True, "left": found.left}
        except Exception as error:
            came = {"problem": problem_of(error)}
        finally:
            turn.close()
            tell(topic, about | {"over": True} | came)

    return job


def _left(faults: tuple[object, ...]) -> int:
    return sum(getattr(one, "stops", False) for one in faults)


def _planned(session: Session, actor: Actor, draft: Draft) -> Planned:
    begins = year_starts(session, actor.school_id, actor.today)
    file = read_entries(tables.of(SHELF.file_of(actor)), begins, draft.told, draft.fixed)
    return plan(session, actor.school_id, actor.today, file, draft.choices)
