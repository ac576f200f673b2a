"""The columns of term, year, exam and final marks, with what the rule proposes for each pupil."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.i18n import gettext
from ejournal.models import Role, ScaleKind, TermMarkScope
from ejournal.services.calendar.year import TermSpan
from ejournal.services.courses.frame import CourseFrame, is_settling
from ejournal.services.courses.members import Member
from ejournal.services.grading.averages import RoundingRule, Tally, propose_term_mark, propose_year_mark
from ejournal.services.grading.scales import EXEMPT

YEAR, EXAM, FINAL = TermMarkScope.YEAR.value, TermMarkScope.EXAM.value, TermMarkScope.FINAL.value
EXAM_GRADES = (9, 11)
SUMMER_ENDS = (8, 31)
_TITLES = {YEAR: "Year", EXAM: "Exam", FINAL: "Final"}


@dataclass(frozen=True, slots=True)
class TermColumn:
    """A column of term marks: key is the term's number as text, "year", "exam" or "final"."""

    key: str
    title: str
    writable: bool
    begun: bool
    runs_until: date | None
    """The last day of what it sums up, while that is still to come."""


@dataclass(frozen=True, slots=True)
class TermCell:
    """A pupil's term mark, what the rule proposes now, whether the mark departs from that of then."""

    key: str
    value: str
    proposal: str
    deviates: bool
    waiting: bool = False
    """Whether a late change of it waits for a decision."""

    @property
    def shown(self) -> str:
        """The mark with its flag, as in a lesson's cell: ? a change that waits."""
        return shown(self.value, self.waiting)


def shown(value: str, waiting: bool) -> str:
    """A term mark as the journal shows it."""
    return value + ("?" if waiting else "")


def teaches(actor: Actor, frame: CourseFrame) -> bool:
    """Whether the actor is a teacher of the course; the rule of TERM_MARK_WRITE without a row."""
    return (
        frame.teaches(actor.person_id, actor.today)
        and actor.holds(Role.TEACHER, Role.DEPUTY)
        and actor.may(Permission.TERM_MARK_WRITE)
    )


def has_begun(frame: CourseFrame, key: str, today: date) -> bool:
    """Whether marks may be set in the column: its term (for the year the last one) has begun."""
    if key.isdecimal():
        term = frame.term(int(key))
        return term is not None and term.starts <= today
    return bool(frame.terms) and frame.terms[-1].starts <= today


def is_late(frame: CourseFrame, key: str, today: date) -> bool:
    """Whether the edit window of the column has passed; it is as long as that of a lesson.

    For a term it runs from the term's last day. What sums a year up runs from 31 August after the last term:
    exams, second exams and marks for a certificate are set in the summer.
    """
    term = frame.term(int(key)) if key.isdecimal() else None
    if term is not None:
        return frame.is_late(term.ends, today)
    return bool(frame.terms) and frame.is_late(date(frame.terms[-1].ends.year, *SUMMER_ENDS), today)


def keys_of_terms(frame: CourseFrame, term: TermSpan | None) -> tuple[str, ...]:
    """The columns shown beside a term (None: in the year's view)."""
    if term is None:
        numbers = tuple(str(one.number) for one in frame.terms)
        return (*numbers, YEAR, EXAM, FINAL) if frame.grade in EXAM_GRADES else (*numbers, YEAR)
    is_last = bool(frame.terms) and frame.terms[-1].number == term.number
    return (str(term.number), YEAR) if is_last else (str(term.number),)


def columns_of_terms(actor: Actor, frame: CourseFrame, term: TermSpan | None) -> tuple[TermColumn, ...]:
    """The columns beside a term (None: of the year) as the actor sees them."""
    mine = teaches(actor, frame)
    return tuple(_column(actor, frame, key, mine) for key in keys_of_terms(frame, term))


def _column(actor: Actor, frame: CourseFrame, key: str, mine: bool) -> TermColumn:
    begun = has_begun(frame, key, actor.today)
    summed = frame.term(int(key)) if key.isdecimal() else frame.terms[-1] if frame.terms else None
    runs_until = summed.ends if summed and summed.ends >= actor.today else None
    return TermColumn(key, _title(actor, frame, key), mine and begun, begun, runs_until)


def _title(actor: Actor, frame: CourseFrame, key: str) -> str:
    if key in _TITLES:
        return gettext(actor.locale, _TITLES[key])
    term = frame.term(int(key))
    return term.short_name(actor.locale) if term else key


def propose(
    frame: CourseFrame, key: str, today: date, pupil: Member, tally: Tally, values: Mapping[str, str]
) -> str:
    """What the rule proposes for the pupil in the column; values are the term marks already set."""
    kind = frame.scale.kind
    if key == YEAR:
        return propose_year_mark(kind, [values.get(str(term.number), "") for term in frame.terms], frame.rule)
    term = frame.term(int(key)) if key.isdecimal() else None
    if term is None or term.starts > today or not pupil.is_taught(term.ends):
        return ""
    exempt = pupil.is_exempt(term.ends)
    return propose_in_term(kind, tally, frame.weekly_hours, frame.rule, term, today, exempt=exempt)


def propose_in_term(
    kind: ScaleKind,
    tally: Tally,
    weekly_hours: Decimal,
    rule: RoundingRule,
    term: TermSpan,
    today: date,
    *,
    exempt: bool,
) -> str:
    """What the rule proposes in a term that has begun to whoever is taught at its end."""
    if exempt:
        return EXEMPT
    return propose_term_mark(kind, tally, weekly_hours, rule, settling=is_settling(term, today))


def no_term_cells(keys: tuple[str, ...]) -> tuple[TermCell, ...]:
    """The cells of a pupil whose term marks the actor may not see."""
    return tuple(TermCell(key, "", "", False) for key in keys)


def term_cells(
    frame: CourseFrame,
    today: date,
    keys: tuple[str, ...],
    pupil: Member,
    tallies: Mapping[int, Tally],
    stored: Mapping[str, tuple[str, str]],
    waiting: Collection[str] = (),
) -> tuple[TermCell, ...]:
    """The pupil's cells in the columns.

    tallies by term number, stored as (mark, proposed then), waiting: the columns in which a change waits.
    """
    values = {key: value for key, (value, _) in stored.items()}
    found = []
    for key in keys:
        value, proposed = stored.get(key, ("", ""))
        tally = tallies.get(int(key)) if key.isdecimal() else None
        now = propose(frame, key, today, pupil, tally or Tally(), values)
        deviates = bool(value and proposed and value != proposed)
        found.append(TermCell(key, value, now, deviates, key in waiting))
    return tuple(found)
