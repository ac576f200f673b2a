"""The way in for marks of another journal: lay a file on the lessons, try it, take it in."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlmodel import Session

from ejournal import clock
from ejournal.errors import DomainError
from ejournal.models import MarksImport, MarksImportPart
from ejournal.services import audit
from ejournal.services.audit.authors import IMPORTED
from ejournal.services.base.faults import in_order
from ejournal.services.base.locks import lock_school
from ejournal.services.calendar.year import current_year
from ejournal.services.journal.entries import Writer
from ejournal.services.marks_import.alone import Alone, Scope
from ejournal.services.marks_import.file import Choices, Fault, MarksFile
from ejournal.services.marks_import.judging import Outcome, Progress, hold
from ejournal.services.marks_import.known import NO_YEAR, Ground, load_ground
from ejournal.services.marks_import.laid import Laid
from ejournal.services.marks_import.laying import lay
from ejournal.services.marks_import.undoing import put_back

COUNTED = ("marks", "absences", "term_marks")
"""What a report counts, in its order."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A file laid on the lessons of the school, not yet held against what stands in them."""

    file: MarksFile
    ground: Ground
    laid: Laid
    choices: Choices


@dataclass(frozen=True, slots=True)
class Report:
    """What a file did, or would do: counts by COUNTED, and the faults in the order of the file."""

    made: Mapping[str, int]
    changed: Mapping[str, int]
    unchanged: Mapping[str, int]
    faults: tuple[Fault, ...]
    import_id: int | None = None

    @property
    def changes_nothing(self) -> bool:
        """Whether all that the file says stands already, or cannot."""
        return not any(self.made.values()) and not any(self.changed.values())


def year_starts(session: Session, school_id: int, today: date) -> date:
    """The first day of the year, by which days without one are read; DomainError when there is none."""
    year = current_year(session, school_id, today)
    if year is None:
        raise DomainError(NO_YEAR)
    return year.starts


def plan(
    session: Session, school_id: int, today: date, file: MarksFile, choices: Choices | None = None
) -> Planned:
    """Lay the file on the lessons; nothing is written. DomainError when there is no academic year."""
    ground = load_ground(session, school_id, today)
    return Planned(file, ground, lay(session, ground, file, choices or {}, today), choices or {})


def try_in(session: Session, planned: Planned, today: date, now: datetime) -> Report:
    """What taking it in would do; nothing is written."""
    writer_of = partial(_writer, None, today, now, {})
    outcome = hold(lambda: nullcontext(session), planned.ground, planned.laid, planned.choices, writer_of)
    return _report(planned, outcome, None)


def take_in(
    scope: Scope,
    planned: Planned,
    author_id: int | None,
    today: date,
    now: datetime,
    name: str = "",
    progress: Progress | None = None,
) -> Report:
    """Write all that may stand, by the rules of the journal, in many short transactions of the scope.

    The cells are judged once more: what was changed since the file was laid is a difference. Families are
    told nothing of it, for it is history; the trail says who took it in. What says nothing new leaves no
    record. Whatever goes wrong, all that was written is taken back; where nobody is left to do it, the
    program does (`undoing.unfinished`). DomainError while another file is taken in or back.
    """
    school_id = planned.ground.school_id
    with Alone(scope, school_id) as alone:
        with alone.step() as session:
            made = MarksImport(school_id=school_id, at=now, author_id=author_id, file_name=name[-200:])
            session.add(made)
            session.flush()
            import_id = made.id or 0
        writer_of = partial(_writer, author_id, today, now, {"origin": IMPORTED, "import": import_id})
        steps, keep = partial(_locked, alone, school_id), partial(_keep, school_id, import_id)
        ground, laid, choices = planned.ground, planned.laid, planned.choices
        try:
            outcome = hold(steps, ground, laid, choices, writer_of, keep=keep, progress=progress)
            with alone.step() as session:
                return _end(session, planned, outcome, author_id, import_id)
        except BaseException:
            put_back(alone, school_id, author_id, import_id, today, now)
            raise


@contextmanager
def _locked(alone: Alone, school_id: int) -> Iterator[Session]:
    with alone.step() as session:
        lock_school(session, school_id)
        yield session


def _keep(
    school_id: int, import_id: int, session: Session, cells: list[list[Any]], terms: list[list[Any]]
) -> None:
    session.add(MarksImportPart(school_id=school_id, import_id=import_id, cells=cells, terms=terms))
    session.flush()


def _end(
    session: Session, planned: Planned, outcome: Outcome, author_id: int | None, import_id: int
) -> Report:
    """From now on the file is taken in as a whole."""
    made = session.get_one(MarksImport, import_id)
    if not outcome.rows:
        session.delete(made)
        session.flush()
        return _report(planned, outcome, None)
    made.finished_at = clock.now()
    session.add(made)
    session.flush()
    report = _report(planned, outcome, import_id)
    counts = {"file": made.file_name, "made": dict(report.made), "changed": dict(report.changed)}
    change = audit.Change("marks.import", "marks_import", import_id, after=counts)
    audit.record(session, made.school_id, author_id, change)
    return report


def _writer(
    actor_id: int | None, today: date, now: datetime, about: Mapping[str, Any], author_id: int
) -> Writer:
    """History is written past every edit window, and without a word to families."""
    return Writer(actor_id, author_id, today, now, {**about, "author": author_id}, quiet=True)


def _report(planned: Planned, outcome: Outcome, import_id: int | None) -> Report:
    def counts(found: Mapping[str, int]) -> dict[str, int]:
        return {name: found.get(name, 0) for name in COUNTED}

    titles = [one.key for one in planned.file.sheets]
    return Report(
        counts(outcome.made),
        counts(outcome.changed),
        counts(outcome.unchanged),
        tuple(in_order([*planned.laid.faults, *outcome.faults], titles)),
        import_id,
    )
