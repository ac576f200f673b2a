"""For who prints the whole school: begin, see how far it is, stop, go on, throw away, take."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import OpeningKind, PaperLayout, PaperRun, PaperRunState, Person
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_school
from ejournal.services.base.topics import papers_topic
from ejournal.services.openings import note_opening
from ejournal.services.papers.choice import PaperKind
from ejournal.services.papers.whole import keeping
from ejournal.services.papers.whole.making import is_any_left
from ejournal.services.papers.whole.plans import OF_SCHOOL, STILL_OPEN, plan_of

UNDER_WAY = "{name} is having the papers of the whole school made just now: wait, or stop that first"
CHOOSE = "Choose what is to be printed"
_part = db.paper_part.c


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be made: a term's number or None for the year, which papers, how they are laid out."""

    term_number: int | None
    kinds: tuple[PaperKind, ...] = (PaperKind.JOURNAL,)
    layout: PaperLayout = PaperLayout.A4
    archives: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A paper that could not be made: of which class, which one, why."""

    title: str
    kind: PaperKind
    problem: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SchoolRun:
    """How far the work is: now is the title of the class in hand, left_s an estimate, empty at the start."""

    id: int
    folder: str
    state: PaperRunState
    stopping: bool
    who: str
    begun_at: datetime
    ended_at: datetime | None
    term_number: int | None
    kinds: tuple[PaperKind, ...]
    layout: PaperLayout
    archives: bool
    done: int
    total: int
    now: str
    left_s: int | None
    pages: int
    left_out: tuple[str, ...]
    faults: tuple[Fault, ...]
    problem: Mapping[str, Any]
    files: Mapping[str, Any]


def begin(session: Session, actor: Actor, wish: Wish, locale: str, now: datetime) -> int:
    """Let the papers of all classes be made; the number of the work, which takes the place of the last one.

    DomainError while one is under way, when nothing is chosen, when what is to be archived is not over yet.
    """
    guard.require(actor, Permission.SCHOOL_PAPERS)
    lock_school(session, actor.school_id)
    last = _row(session, actor.school_id)
    if last is not None and last.state is PaperRunState.RUNNING:
        raise DomainError(UNDER_WAY, name=last.who)
    kinds = tuple(kind for kind in OF_SCHOOL if kind in wish.kinds)
    if not kinds:
        raise DomainError(CHOOSE)
    plan = plan_of(session, actor.school_id, actor.today)
    if wish.archives and actor.today <= plan.ends(wish.term_number):
        raise DomainError(STILL_OPEN)
    over_on = actor.today if wish.archives else None
    pieces, left_out = plan.pieces(wish.term_number, kinds, over_on)
    if last is not None:
        session.expunge(last)
        keeping.forget(session, actor.school_id)
    run = PaperRun(
        school_id=actor.school_id, year_id=plan.year.id, term_number=wish.term_number, layout=wish.layout,
        archives=wish.archives, locale=locale, begun_by_id=actor.person_id, begun_at=now, left_out=left_out,
        who=session.get_one(Person, actor.person_id).full_name[:200], folder=secrets.token_hex(8),
    )  # fmt: skip
    session.add(run)
    session.flush()
    run_id = run.id or 0
    rows: list[dict[str, Any]] = [
        {
            "school_id": actor.school_id, "run_id": run_id, "position": at, "class_id": one.class_id,
            "title": one.title, "kind": one.kind.value, "term_number": one.term_number, "tries": 0,
            "took_ms": 0, "pages": 0, "size": 0, "sha256": "", "said": "", "problem": {},
        }
        for at, one in enumerate(pieces)
    ]  # fmt: skip
    if rows:
        session.execute(insert(db.paper_part), rows)
    about = {"term": wish.term_number, "kinds": [*kinds], "layout": wish.layout, "archive": wish.archives}
    audit.record(
        session,
        actor.school_id,
        actor.person_id,
        audit.Change("papers.school", "paper_run", run_id, after=about),
    )
    note(session, papers_topic(actor.school_id))
    return run_id


def stop(session: Session, actor: Actor) -> None:
    """Let the work halt before its next class; what is made stays."""
    run = _of(session, actor)
    if run.state is PaperRunState.RUNNING:
        run.stop_asked = True
        _changed(session, run)


def go_on(session: Session, actor: Actor) -> None:
    """Go on with what was halted or could not be made; what is made is not made again."""
    run = _of(session, actor)
    if run.state is PaperRunState.DONE and not is_any_left(session, run.school_id, run.id or 0):
        return
    run.state, run.stop_asked, run.problem, run.ended_at = PaperRunState.RUNNING, False, {}, None
    run.tries = 0
    session.execute(
        update(db.paper_part)
        .where(_part.school_id == run.school_id, _part.run_id == run.id, _part.made_at.is_(None))
        .values(tries=0, problem={})
    )
    _changed(session, run)


def throw_away(session: Session, actor: Actor) -> None:
    """Throw what was made away; DomainError while it is made."""
    run = _of(session, actor)
    if run.state is PaperRunState.RUNNING:
        raise DomainError(UNDER_WAY, name=run.who)
    keeping.throw_away_old(session, run.school_id, run.folder)


def run_of(session: Session, actor: Actor) -> SchoolRun | None:
    """The school's work, under way or at its end; None when there is none. Three queries."""
    guard.require(actor, Permission.SCHOOL_PAPERS)
    run = _row(session, actor.school_id)
    return _shown(session, run) if run else None


def taken(session: Session, actor: Actor, what: str) -> SchoolRun:
    """The work whose ZIP or MERGED file is taken now, which is noted; NotFound when it is not there."""
    found = run_of(session, actor)
    if found is None or what not in found.files:
        raise NotFound
    if PaperKind.JOURNAL in found.kinds:
        classes = select(_part.class_id).where(_part.school_id == actor.school_id).distinct()
        for class_id in session.scalars(classes).all():
            note_opening(session, actor, OpeningKind.CLASS_JOURNAL, class_id)
    return found


def _row(session: Session, school_id: int) -> PaperRun | None:
    return session.scalars(select(PaperRun).where(col(PaperRun.school_id) == school_id)).first()


def _of(session: Session, actor: Actor) -> PaperRun:
    guard.require(actor, Permission.SCHOOL_PAPERS)
    lock_school(session, actor.school_id)
    run = _row(session, actor.school_id)
    if run is None:
        raise NotFound
    return run


def _changed(session: Session, run: PaperRun) -> None:
    session.add(run)
    session.flush()
    note(session, papers_topic(run.school_id))


def _shown(session: Session, run: PaperRun) -> SchoolRun:
    parts = session.execute(
        select(_part.title, _part.kind, _part.made_at, _part.took_ms, _part.pages, _part.problem)
        .where(_part.school_id == run.school_id, _part.run_id == run.id)
        .order_by(_part.position)
    ).all()
    waiting = [one for one in parts if one.made_at is None and not one.problem]
    runs = run.state is PaperRunState.RUNNING
    return SchoolRun(
        id=run.id or 0, folder=run.folder, state=run.state, stopping=run.stop_asked, who=run.who,
        begun_at=run.begun_at, ended_at=run.ended_at, term_number=run.term_number,
        layout=run.layout, archives=run.archives,
        kinds=tuple(dict.fromkeys(PaperKind(one.kind) for one in parts)),
        done=len(parts) - len(waiting), total=len(parts),
        now=waiting[0].title if runs and waiting else "",
        left_s=_left(parts, waiting) if runs else None,
        pages=sum(one.pages for one in parts), left_out=tuple(run.left_out), faults=tuple(_told(parts)),
        problem=run.problem, files=run.files,
    )  # fmt: skip


def _left(parts: Sequence[Any], waiting: Sequence[Any]) -> int | None:
    """Seconds that what waits will take, each as long as the others of its kind did."""
    known: dict[str, list[int]] = {}
    for one in parts:
        if one.made_at is not None:
            known.setdefault(one.kind, []).append(one.took_ms)
    of_all = [took for of_kind in known.values() for took in of_kind]
    if not of_all:
        return None
    times = [known.get(one.kind, of_all) for one in waiting]
    return round(sum(sum(one) / len(one) for one in times) / 1000)


def _told(parts: Iterable[Any]) -> list[Fault]:
    return [Fault(one.title, PaperKind(one.kind), one.problem) for one in parts if one.problem]
