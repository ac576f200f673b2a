"""For who makes the papers of a school: one at a time in all processes, paper by paper, until it is to stop.

All that is known of the work stands in its rows, so that any process can go on where another has ended.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.errors import DomainError
from ejournal.models import PaperLayout, PaperPart, PaperRun, PaperRunState, School, SchoolClass, Turn
from ejournal.models.base import table
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.topics import papers_topic
from ejournal.services.mail.turns import end_turn, hold_turn, take_turn
from ejournal.services.papers.cards import Cards, cards_of
from ejournal.services.papers.choice import PaperKind
from ejournal.services.papers.classes import ClassBasis, ClassBook, book_for_operator, read_basis
from ejournal.services.papers.whole.plans import Piece

LIVES = timedelta(minutes=2)
"""Longer than any class takes: whoever has not begun another one by then has died."""
MOST_TRIES = 3
FATAL = "Making it has ended the program {n} times. Tell the administrator"
END_FATAL = "Putting the papers together has ended the program {n} times. Tell the administrator"
NO_ROOM = "There is no room left on the server's disk. What is made so far is kept: go on when there is room"
BUSY = "{name} is having the papers of the whole school made just now: wait until it is over"

BUSY_APART = "Another command is making the papers of the whole school just now: wait until it is over"


class TurnLost(Exception):
    """Another process has the work in hand by now: of what this one has made nothing counts."""


@dataclass(frozen=True, slots=True)
class Job:
    """One paper in hand, or with no part the end of them all."""

    school_id: int
    run_id: int
    folder: str
    layout: PaperLayout
    locale: str
    issuer_id: int
    archives: bool
    part_id: int = 0
    piece: Piece | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a paper; said is the fingerprint of what stands in it, of what goes into the archive."""

    took_ms: int
    pages: int
    size: int
    sha256: str
    said: str = ""


def turn_of(school_id: int) -> str:
    """The name of the school's turn."""
    return f"papers of {school_id}"


def any_waiting(session: Session) -> tuple[int, int] | None:
    """A work under way that no living process has in hand, and its school; one query where there is none."""
    run, turn = db.paper_run.c, table(Turn).c
    rows = session.execute(
        select(run.id, run.school_id).where(run.state == PaperRunState.RUNNING).order_by(run.begun_at)
    ).all()
    names = [turn_of(row.school_id) for row in rows]
    alive = select(turn.name).where(turn.name.in_(names), turn.lives_until > clock.now())
    held = set(session.scalars(alive)) if names else set()
    return next(((row.id, row.school_id) for row in rows if turn_of(row.school_id) not in held), None)


def next_job(session: Session, run_id: int, holder: str) -> Job | None:
    """What is to be made now; None when it is halted, over, thrown away or in the hands of another."""
    whose = select(db.paper_run.c.school_id).where(db.paper_run.c.id == run_id)
    school_id = session.scalar(whose)
    # The turn before the row, as everywhere: of two processes none waits for what the other holds.
    if school_id is None or not take_turn(session, turn_of(school_id), holder, LIVES):
        return None
    job = _next(session, session.get(PaperRun, run_id, with_for_update=True))
    if job is None:
        end_turn(session, turn_of(school_id), holder)
    return job


def _next(session: Session, run: PaperRun | None) -> Job | None:
    if run is None or run.state is not PaperRunState.RUNNING:
        return None
    if run.stop_asked:
        _end(session, run, PaperRunState.STOPPED)
        return None
    run_id = run.id or 0
    job = Job(run.school_id, run_id, run.folder, run.layout, run.locale, run.begun_by_id, run.archives)
    part = _next_part(session, run)
    if part is None:
        return _end_of(session, run, job)
    part.tries += 1
    session.add(part)
    session.flush()
    piece = Piece(part.class_id, part.title, PaperKind(part.kind), part.term_number)
    return replace(job, part_id=part.id or 0, piece=piece)


def _end_of(session: Session, run: PaperRun, job: Job) -> Job | None:
    """The end of them all; None, and halted, where putting them together ends the program again and again."""
    if run.tries >= MOST_TRIES:
        note_halted(session, job.run_id, {"message": END_FATAL, "params": {"n": MOST_TRIES}})
        return None
    run.tries += 1
    session.add(run)
    session.flush()
    return job


def hold(session: Session, school_id: int, holder: str) -> None:
    """Have the turn until the transaction ends and go on having it; TurnLost where another has taken it."""
    if not hold_turn(session, turn_of(school_id), holder, LIVES):
        raise TurnLost


def _next_part(session: Session, run: PaperRun) -> PaperPart | None:
    waiting = (
        select(PaperPart)
        .where(
            col(PaperPart.school_id) == run.school_id,
            col(PaperPart.run_id) == run.id,
            col(PaperPart.made_at).is_(None),
        )
        .order_by(col(PaperPart.position))
    )
    for part in session.scalars(waiting):
        if part.tries >= MOST_TRIES and not part.problem:
            part.problem = {"message": FATAL, "params": {"n": MOST_TRIES}}
            session.add(part)
        if not part.problem:
            return part
    session.flush()
    return None


def note_made(session: Session, part_id: int, made: Made) -> None:
    """The paper is there."""
    part = session.get(PaperPart, part_id)
    if part is not None:
        part.made_at, part.took_ms, part.pages = clock.now(), made.took_ms, made.pages
        part.size, part.sha256, part.said = made.size, made.sha256, made.said
        _keep(session, part)


def note_fault(session: Session, part_id: int, problem: Mapping[str, Any]) -> None:
    """The paper could not be made; the others are gone on with."""
    part = session.get(PaperPart, part_id)
    if part is not None and part.made_at is None:
        part.problem = dict(problem)
        _keep(session, part)


def _keep(session: Session, part: PaperPart) -> None:
    session.add(part)
    session.flush()
    note(session, papers_topic(part.school_id))


def note_halted(session: Session, run_id: int, problem: Mapping[str, Any]) -> None:
    """All of it has ended in the midst; what is made stays."""
    run = session.get(PaperRun, run_id)
    if run is not None and run.state is PaperRunState.RUNNING:
        run.problem = dict(problem)
        _end(session, run, PaperRunState.FAILED)


def note_done(session: Session, run_id: int, files: Mapping[str, Any]) -> None:
    """All of it is there."""
    run = session.get(PaperRun, run_id)
    if run is not None:
        run.files = dict(files)
        _end(session, run, PaperRunState.DONE)


def _end(session: Session, run: PaperRun, state: PaperRunState) -> None:
    run.state, run.stop_asked, run.ended_at = state, False, clock.now()
    session.add(run)
    session.flush()
    note(session, papers_topic(run.school_id))


def note_lost(session: Session, part_id: int) -> None:
    """The paper's file is gone, or not what was made: it is to be made again."""
    part = session.get(PaperPart, part_id)
    if part is not None:
        part.made_at = None
        _keep(session, part)
        session.get_one(PaperRun, part.run_id).tries = 0
        session.flush()


def made_parts(session: Session, run_id: int) -> Sequence[PaperPart]:
    """What is made of the work, in its order."""
    made = col(PaperPart.made_at).is_not(None)
    return session.scalars(
        select(PaperPart).where(col(PaperPart.run_id) == run_id, made).order_by(col(PaperPart.position))
    ).all()


def is_any_left(session: Session, school_id: int, run_id: int) -> bool:
    """Whether any paper of the work is not made, be it that it could not be."""
    part = db.paper_part.c
    left = select(part.id).where(part.school_id == school_id, part.run_id == run_id, part.made_at.is_(None))
    return session.scalars(left.limit(1)).first() is not None


def who_has(session: Session, school_id: int) -> DomainError:
    """In words who is at it, for whoever comes second."""
    run = db.paper_run.c
    running = select(run.who).where(run.school_id == school_id, run.state == PaperRunState.RUNNING)
    who = session.scalar(running)
    return DomainError(BUSY, name=who) if who else DomainError(BUSY_APART)


def read_piece(session: Session, school_id: int, piece: Piece) -> ClassBook | ClassBasis | Cards:
    """What stands on the paper; whoever may print the school takes it, so hidden contacts are left out."""
    school, klass = session.get_one(School, school_id), session.get_one(SchoolClass, piece.class_id)
    today = clock.today(school.time_zone)
    if piece.kind is PaperKind.JOURNAL:
        return book_for_operator(session, school_id, klass, piece.term_number, today)
    if piece.kind is PaperKind.SUMMARY:
        return read_basis(session, school_id, klass, piece.term_number, today)
    return cards_of(read_basis(session, school_id, klass, None, today), piece.term_number, today)
