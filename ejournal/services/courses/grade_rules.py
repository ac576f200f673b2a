"""What classes of a grade begin with: days a week, scale of marks, how their year is parted."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import exists
from sqlmodel import Session, col, select

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import Course, GradeRule, ScaleKind, SchoolClass, TermKind, TermScheme
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_school
from ejournal.services.base.topics import schedule_topic
from ejournal.services.calendar.year import GRADES, current_year
from ejournal.services.courses.class_settings import DAYS_A_WEEK


@dataclass(frozen=True, slots=True)
class GradeFields:
    """What a school sets for a grade."""

    grade: int
    days_per_week: int = 5
    scale: ScaleKind = ScaleKind.FIVE
    terms: TermKind = TermKind.QUARTER


def usual_rule(grade: int) -> GradeFields:
    """As most schools have it: no marks in grade 1, half-years from grade 10 on."""
    return GradeFields(
        grade,
        scale=ScaleKind.NONE if grade == 1 else ScaleKind.FIVE,
        terms=TermKind.HALF_YEAR if grade >= 10 else TermKind.QUARTER,
    )


def grade_rules(session: Session, school_id: int) -> dict[int, GradeFields]:
    """The rule of every grade; the usual one where the school has set none."""
    known = {
        one.grade: GradeFields(one.grade, one.days_per_week, one.scale, one.terms)
        for one in session.exec(select(GradeRule).where(GradeRule.school_id == school_id))
    }
    return {grade: known.get(grade, usual_rule(grade)) for grade in GRADES}


def set_grade_rules(session: Session, actor: Actor, rules: Iterable[GradeFields]) -> int:
    """Set the grades' rules; how many classes took them over: those in which nothing is taught yet."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    lock_school(session, actor.school_id)
    wanted = {one.grade: one for one in rules}
    before = grade_rules(session, actor.school_id)
    for one in wanted.values():
        if one.grade not in GRADES:
            raise DomainError("Grades go from 1 to 11, the lower first")
        if one.days_per_week not in DAYS_A_WEEK:
            raise DomainError("Five or six days a week", field=f"days_{one.grade}")
    stored = {
        row.grade: row
        for row in session.exec(select(GradeRule).where(GradeRule.school_id == actor.school_id))
    }
    for grade, one in wanted.items():
        row = stored.get(grade) or GradeRule(school_id=actor.school_id, grade=grade)
        row.days_per_week, row.scale, row.terms = one.days_per_week, one.scale, one.terms
        session.add(row)
    session.flush()
    if changed := [one for grade, one in wanted.items() if before[grade] != one]:
        old = {str(one.grade): asdict(before[one.grade]) for one in changed}
        new = {str(one.grade): asdict(one) for one in changed}
        change = audit.Change("grades.rules", "school", actor.school_id, before=old, after=new)
        audit.record(session, actor.school_id, actor.person_id, change)
    return _take_over(session, actor, wanted)


def schemes_of(session: Session, school_id: int, year_id: int) -> dict[TermKind, int]:
    """The first way of parting the year of each kind; empty in a year without terms."""
    rows = session.exec(
        select(TermScheme)
        .where(TermScheme.school_id == school_id, TermScheme.year_id == year_id)
        .order_by(col(TermScheme.id))
    )
    found: dict[TermKind, int] = {}
    for row in rows:
        assert row.id is not None
        found.setdefault(row.kind, row.id)
    return found


def _take_over(session: Session, actor: Actor, rules: dict[int, GradeFields]) -> int:
    year = current_year(session, actor.school_id, actor.today)
    if year is None:
        return 0
    schemes = schemes_of(session, actor.school_id, year.id)
    taught = exists().where(
        col(Course.school_id) == actor.school_id, col(Course.class_id) == col(SchoolClass.id)
    )
    asked = select(SchoolClass).where(
        SchoolClass.school_id == actor.school_id, SchoolClass.year_id == year.id, ~taught
    )
    taken = 0
    for row in session.exec(asked):
        rule = rules.get(row.grade)
        if rule is None:
            continue
        wanted = rule.days_per_week, rule.scale, schemes.get(rule.terms, row.scheme_id)
        if (row.days_per_week, row.scale, row.scheme_id) != wanted:
            before = row.model_dump(mode="json")
            row.days_per_week, row.scale, row.scheme_id = wanted
            session.add(row)
            session.flush()
            change = audit.Change(
                "class.settings", "school_class", row.id, before=before, after=row.model_dump(mode="json")
            )
            audit.record(session, actor.school_id, actor.person_id, change)
            taken += 1
    if taken:
        note(session, schedule_topic(actor.school_id))
    return taken
