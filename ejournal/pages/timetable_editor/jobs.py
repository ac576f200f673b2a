"""The long steps of the editor: the preview of a publication, the publication, the automatic placement."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Any

from sqlalchemy.exc import OperationalError

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.database import session_scope
from ejournal.pages.timetable_editor.rows import outlook
from ejournal.services.base.topics import timetable_topic
from ejournal.services.placement.problem import Rules
from ejournal.services.placement.watch import PlacementProgress, Stop
from ejournal.services.timetable.board import Board, open_board
from ejournal.services.timetable.conflicts import Severity
from ejournal.services.timetable.runs import beat, begin_run, end_run
from ejournal.services.timetable.versions import preview_publish, publish
from ejournal.ui.runtime.files.jobs import problem_of
from ejournal.ui.runtime.work import Job, Tell, Work

log = logging.getLogger(__name__)

PREVIEW, PUBLISH, FILL = "preview", "publish", "fill"
OFTEN = 0.4
"""Seconds between two news of the progress."""
BEAT = 2.0
"""Seconds between two beats of the automatic placement in the database."""
SECONDS = 90.0
"""The longest search for places."""
LIVES = timedelta(minutes=10)
"""For how long work is believed to live that does not beat: it waits for its turn, or is one transaction."""
LIVES_AFTER_BEAT = timedelta(minutes=1)
"""For how long the automatic placement is believed to live after a beat."""
Progress = Callable[..., None]
"""Takes how much is done of how much, and further words of the news."""


@dataclass(frozen=True)
class Run:
    """Long work on a version that this process is about to do, taken in the database by begin()."""

    kind: str
    who: str
    tab: str
    version_id: int
    key: str = field(default_factory=lambda: secrets.token_hex(16))
    stop: Stop = field(default_factory=Stop)


_here: dict[int, Run] = {}
"""The work of this process by version, to be stopped without waiting for its next beat."""


def begin(work: Work, run: Run) -> None:
    """Take the version for the run in the database; DomainError while other work on it is alive."""
    begin_run(work.session, work.actor, run.version_id, run.kind, run.who, run.key, work.now, LIVES)


def stop(version_id: int) -> None:
    """End the automatic placement at once, if it runs in this process."""
    if version_id in _here:
        _here[version_id].stop.ask()


def preview(actor: Actor, run: Run, locale: str) -> Job:
    """What publishing would change, in the words of the one who asks."""

    def work(_progress: Progress) -> dict[str, Any]:
        with session_scope() as session:
            return asdict(outlook(preview_publish(session, actor, run.version_id), locale))

    return _job(run, work)


def publication(actor: Actor, run: Run, reason: str) -> Job:
    """The publication: the version in force, the year's lessons made; with a reason also past errors."""

    def work(progress: Progress) -> dict[str, Any]:
        with session_scope() as session:
            report = publish(session, actor, run.version_id, bool(reason), progress, reason)
        return {"added": report.added, "removed": report.removed, "changed": report.changed,
                "kept_n": len(report.kept_because_used)}  # fmt: skip

    return _job(run, work)


def filling(actor: Actor, run: Run) -> Job:
    """The automatic placement of the tray, written as one step; its figures before and after."""

    def work(progress: Progress) -> dict[str, Any]:
        from ejournal.services.placement.fill import (  # reads in OR-Tools: not at every start
            accept,
            fill_rest,
        )

        with session_scope(writing=False) as session:
            board = open_board(session, actor, run.version_id)
        before = figures(board)
        rules = Rules(days=max((one.days for one in board.courses.values()), default=5))
        found = fill_rest(board, rules, _watch(run, progress), SECONDS, run.stop)
        with session_scope() as session:
            accept(session, actor, found)
            after = figures(open_board(session, actor, run.version_id))
        return {"before": before, "after": after}

    return _job(run, work)


def _watch(run: Run, progress: Progress) -> Callable[[PlacementProgress], bool]:
    """Tell of the search by its time and what it found; beat in the database, and hear there of a stop."""
    beaten = [monotonic()]

    def watch(state: PlacementProgress) -> bool:
        done, total = min(int(state.seconds), int(SECONDS)), int(SECONDS)
        progress(done, total, placed=state.placed, hours=state.total)
        if monotonic() - beaten[0] > BEAT:
            beaten[0] = monotonic()
            if not _beat(run, done, total):
                run.stop.ask()
        return not run.stop.asked

    return watch


def _beat(run: Run, done: int, total: int) -> bool:
    """Whether the work is to go on; a database that is busy just now is asked again at the next beat."""
    try:
        with session_scope() as session:
            return beat(session, run.version_id, run.key, done, total, clock.now(), LIVES_AFTER_BEAT)
    except OperationalError:
        log.warning("A beat of the work on timetable %s was missed", run.version_id)
        return True


def figures(board: Board) -> dict[str, float]:
    """What a timetable is compared by."""
    from ejournal.services.placement.fill import gaps_of

    wrong = board.conflicts()
    class_gaps, teacher_gaps = gaps_of(list(board.index))
    return {
        "placed": len(board.index.by_id),
        "left": sum(one.hours for one in board.unplaced()),
        "class_gaps": class_gaps,
        "teacher_gaps": teacher_gaps,
        "roomless": sum(not one.room_ids for one in board.index),
        "errors": sum(one.severity is Severity.ERROR for one in wrong),
        "warnings": sum(one.severity is Severity.WARNING for one in wrong),
    }


def _job(run: Run, work: Callable[[Progress], dict[str, Any]]) -> Job:
    topic, told = timetable_topic(run.version_id), [0.0]
    about = {"job": run.kind, "who": run.who, "tab": run.tab}

    def job(tell: Tell) -> None:
        def progress(done: int, total: int, **more: Any) -> None:
            if monotonic() - told[0] > OFTEN:
                told[0] = monotonic()
                tell(topic, about | {"done": done, "total": total} | more)

        news: dict[str, Any] = {"over": True}
        _here[run.version_id] = run
        try:
            tell(topic, about | {"done": 0, "total": 0})
            news["outcome"] = work(progress)
        except Exception as error:
            news["problem"] = problem_of(error)
        finally:
            _here.pop(run.version_id, None)
            _give_back(run)
            tell(topic, about | news)

    return job


def _give_back(run: Run) -> None:
    try:
        with session_scope() as session:
            end_run(session, run.version_id, run.key)
    except Exception:
        log.exception("Timetable %s stays taken until its time is over", run.version_id)
