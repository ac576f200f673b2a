"""The long steps of the editor: the preview of a publication, the publication, the automatic placement."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from ejournal.access.actor import Actor
from ejournal.database import session_scope
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.pages.timetable_editor.rows import preview_rows
from ejournal.services.placement import PlacementProgress, Stop, accept, fill_rest, gaps_of
from ejournal.services.placement_problem import Rules
from ejournal.services.timetable_board import Board, open_board
from ejournal.services.timetable_conflicts import Severity
from ejournal.services.timetable_versions import preview_publish, publish
from ejournal.ui.feedback import message_for
from ejournal.ui.topics import schedule_topic, timetable_topic
from ejournal.ui.work import Job, Tell

log = logging.getLogger(__name__)

PREVIEW, PUBLISH, FILL = "preview", "publish", "fill"
BROKEN = "Something went wrong. Tell the administrator this code: {code}"
OFTEN = 0.4
"""Seconds between two news of the progress."""
SECONDS = 90.0
"""The longest search for places."""


@dataclass
class Run:
    """Long work on a version that is under way in this process."""

    kind: str
    who: str
    tab: str
    done: int = 0
    total: int = 0
    stop: Stop = field(default_factory=Stop)


_running: dict[int, Run] = {}


def running(version_id: int) -> Run | None:
    """What is under way on the version in this process."""
    return _running.get(version_id)


def preview(actor: Actor, version_id: int, run: Run, locale: str) -> Job:
    """What publishing would change, in the words of the one who asks."""

    def work(_progress: Callable[[int, int], None]) -> dict[str, Any]:
        with session_scope() as session:
            return preview_rows(preview_publish(session, actor, version_id), locale)

    return _job(actor, version_id, run, work)


def publication(actor: Actor, version_id: int, run: Run, reason: str) -> Job:
    """The publication: the version in force, the year's lessons made; with a reason also past errors."""

    def work(progress: Callable[[int, int], None]) -> dict[str, Any]:
        with session_scope() as session:
            report = publish(session, actor, version_id, bool(reason), progress, reason)
        return {"added": report.added, "removed": report.removed, "changed": report.changed,
                "kept_n": len(report.kept_because_used)}  # fmt: skip

    return _job(actor, version_id, run, work)


def filling(actor: Actor, version_id: int, run: Run) -> Job:
    """The automatic placement of the tray, written as one step; its figures before and after."""

    def work(progress: Callable[[int, int], None]) -> dict[str, Any]:
        def watch(state: PlacementProgress) -> bool:
            progress(state.placed, state.total)
            return not run.stop.asked

        with session_scope(writing=False) as session:
            board = open_board(session, actor, version_id)
        before = figures(board)
        rules = Rules(days=max((one.days for one in board.courses.values()), default=5))
        found = fill_rest(board, rules, watch, SECONDS, run.stop)
        with session_scope() as session:
            accept(session, actor, found)
            after = figures(open_board(session, actor, version_id))
        return {"before": before, "after": after}

    return _job(actor, version_id, run, work)


def figures(board: Board) -> dict[str, float]:
    """What a timetable is compared by."""
    wrong = board.conflicts()
    class_gaps, teacher_gaps = gaps_of(list(board.index))
    return {
        "placed": len(board.index.by_id),
        "left": sum(one.hours for one in board.unplaced()),
        "class_gaps": class_gaps,
        "teacher_gaps": teacher_gaps,
        "errors": sum(one.severity is Severity.ERROR for one in wrong),
        "warnings": sum(one.severity is Severity.WARNING for one in wrong),
    }


def _job(
    actor: Actor, version_id: int, run: Run, work: Callable[[Callable[[int, int], None]], dict[str, Any]]
) -> Job:
    if version_id in _running:
        raise DomainError("Something is under way with this timetable: wait until it is over")
    _running[version_id] = run
    topic, told = timetable_topic(version_id), [0.0]
    about = {"job": run.kind, "who": run.who, "tab": run.tab}

    def job(tell: Tell) -> None:
        def progress(done: int, total: int) -> None:
            run.done, run.total = done, total
            if monotonic() - told[0] > OFTEN:
                told[0] = monotonic()
                tell(topic, about | {"done": done, "total": total})

        news: dict[str, Any] = {"over": True}
        try:
            tell(topic, about | {"done": 0, "total": 0})
            news["outcome"] = work(progress)
            if run.kind == PUBLISH:
                tell(schedule_topic(actor.school_id), {"reload": True})
        except Exception as error:
            news["problem"] = _problem(error)
        finally:
            _running.pop(version_id, None)
            tell(topic, about | news)

    return job


def _problem(error: Exception) -> dict[str, Any]:
    """What went wrong as a message id with its parameters."""
    if isinstance(error, DomainError):
        return {"message": error.message, "params": error.params}
    if isinstance(error, NotFound | NotAllowed):
        return {"message": message_for(error, "en"), "params": {}}
    code = secrets.token_hex(4)
    log.exception("Unexpected error %s", code, exc_info=error)
    return {"message": BROKEN, "params": {"code": code}}
