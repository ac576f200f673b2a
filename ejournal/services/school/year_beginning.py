"""A school's first year, made ready by grade: terms as each stage has them, holidays, days off."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import AcademicYear, TermKind
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_school
from ejournal.services.base.topics import schedule_topic
from ejournal.services.calendar.usual_year import make_usual_year
from ejournal.services.calendar.year import GRADES, load_years
from ejournal.services.courses.grade_rules import grade_rules, set_grade_rules

STAGES: Mapping[str, range] = {"primary": range(1, 5), "basic": range(5, 10), "upper": range(10, 12)}
"""The grades of each stage of school."""


@dataclass(frozen=True, slots=True)
class YearWish:
    """The September it begins in, the terms of each stage, whether grade 1 rests in February."""

    begins: int
    terms: Mapping[str, TermKind]
    first_grade_rests: bool = True


def years_to_begin(today: date) -> tuple[int, int]:
    """The academic year of the day and the one after, by the September each begins in."""
    this = today.year if today.month >= 7 else today.year - 1
    return this, this + 1


def begin_first_year(session: Session, actor: Actor, wish: YearWish) -> int:
    """Make the school's first year; DomainError when it has one already, made a moment ago by another."""
    guard.require(actor, Permission.CALENDAR_WRITE)
    lock_school(session, actor.school_id)
    if load_years(session, actor.school_id):
        raise DomainError("The year is made already: correct its days in the calendar")
    if wish.begins not in years_to_begin(actor.today):
        raise DomainError("Choose a year", field="begins")
    year_id = _make(session, actor.school_id, actor.person_id, wish)
    rules = grade_rules(session, actor.school_id)
    of_grade = {grade: wish.terms[stage] for stage, grades in STAGES.items() for grade in grades}
    unlike = [grade for grade in GRADES if rules[grade].terms is not of_grade[grade]]
    set_grade_rules(session, actor, [replace(rules[grade], terms=of_grade[grade]) for grade in unlike])
    return year_id


def begin_usual_year(session: Session, school_id: int, today: date) -> str:
    """Make the present year, parted as the grades' rules say, in a school without any; its name, else empty.

    For the operator's commands: what a file brings needs a year to stand in.
    """
    lock_school(session, school_id)
    if load_years(session, school_id):
        return ""
    rules = grade_rules(session, school_id)
    terms = {stage: rules[grades[0]].terms for stage, grades in STAGES.items()}
    year_id = _make(session, school_id, None, YearWish(years_to_begin(today)[0], terms))
    return session.get_one(AcademicYear, year_id).name


def _make(session: Session, school_id: int, author_id: int | None, wish: YearWish) -> int:
    kinds = dict.fromkeys(wish.terms[stage] for stage in STAGES)
    year_id, _ = make_usual_year(
        session, school_id, wish.begins, kinds, first_grade_rests=wish.first_grade_rests
    )
    year = session.get_one(AcademicYear, year_id)
    change = audit.Change("calendar.year.add", "academic_year", year_id, after=year.model_dump(mode="json"))
    audit.record(session, school_id, author_id, change)
    note(session, schedule_topic(school_id))
    return year_id
