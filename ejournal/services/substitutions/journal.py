"""The journal of substitutions, as it is kept, signed and paid by."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import AbsenceReason, Person, Substitution, SubstitutionKind, TeacherAbsence
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.services.base.lesson_rows import in_days, named_lessons
from ejournal.services.base.names import by_name
from ejournal.services.schedule.lessons import course, done, group, klass, lesson, link, subject, task

REASONS = {
    AbsenceReason.SICK_LEAVE: "sick leave",
    AbsenceReason.LEAVE: "leave",
    AbsenceReason.TRAINING: "training course",
    AbsenceReason.OTHER: "another reason",
}
"""Why a teacher is away, as message ids."""
KINDS = {
    SubstitutionKind.SUBSTITUTED: "substitution",
    SubstitutionKind.JOINED: "classes joined",
    SubstitutionKind.MOVED: "moved",
    SubstitutionKind.CANCELLED: "cancelled",
}
"""What was done with a lesson, as message ids."""
FURTHEST_YEARS = 100


@dataclass(frozen=True, slots=True)
class SubstitutionLine:
    """A line of the journal: the fields of the printed one; the signature is given by hand."""

    lesson_id: int
    day: date
    classes: str
    group: str
    subject: str
    number: int
    absent_teacher: str
    reason: AbsenceReason | None
    kind: SubstitutionKind
    substitute: str
    topic: str
    order_number: str
    paid_hours: int
    note: str


@dataclass(frozen=True, slots=True)
class PaidHours:
    """The hours of substitution to be paid to one teacher."""

    teacher_id: int
    teacher: str
    hours: int
    joined: int


def journal_of_substitutions(
    session: Session, actor: Actor, first: date, last: date
) -> list[SubstitutionLine]:
    """The lines from first to last, in order of day, number and class; two queries."""
    guard.require(actor, Permission.SUBSTITUTION_WRITE)
    absent, given = table(Person).alias("absent"), table(Person).alias("given")
    away = table(TeacherAbsence)
    joint = _joint_titles(session, actor.school_id)
    rows = session.execute(
        select(
            lesson.c.id, lesson.c.day, lesson.c.number, lesson.c.topic, course.c.group_id,
            klass.c.grade, klass.c.letter, group.c.name.label("group"), subject.c.name.label("subject"),
            absent.c.last_name, absent.c.first_name, absent.c.middle_name,
            given.c.last_name.label("g_last"), given.c.first_name.label("g_first"),
            given.c.middle_name.label("g_middle"),
            away.c.reason, away.c.order_number.label("away_order"),
            done.c.kind, done.c.order_number, done.c.paid, done.c.cancelled_reason, task.c.text.label("task"),
        )
        .select_from(named_lessons())
        .join(done, done.c.lesson_id == lesson.c.id)
        .join(absent, absent.c.id == done.c.absent_teacher_id)
        .outerjoin(given, given.c.id == done.c.substitute_id)
        .outerjoin(away, and_(away.c.school_id == done.c.school_id, away.c.id == done.c.absence_id))
        .outerjoin(task, and_(task.c.school_id == done.c.school_id, task.c.lesson_id == done.c.lesson_id))
        .where(done.c.school_id == actor.school_id, in_days(lesson.c, actor.school_id, first, last))
        .order_by(lesson.c.day, lesson.c.number, klass.c.grade, klass.c.letter, lesson.c.id)
    )  # fmt: skip
    return [
        SubstitutionLine(
            lesson_id=row.id,
            day=row.day,
            classes=f"{row.grade} «{row.letter}»" if row.grade else joint.get(row.group_id, ""),
            group=row.group or "",
            subject=row.subject,
            number=row.number,
            absent_teacher=short_name(row.last_name, row.first_name, row.middle_name),
            reason=row.reason,
            kind=row.kind,
            substitute=short_name(row.g_last, row.g_first, row.g_middle) if row.g_last else "",
            topic=row.topic,
            order_number=row.order_number or row.away_order or "",
            paid_hours=int(bool(row.paid and row.g_last)),
            note=row.cancelled_reason or row.task or "",
        )
        for row in rows
    ]


def _joint_titles(session: Session, school_id: int) -> dict[int, str]:
    rows = session.execute(
        select(link.c.group_id, klass.c.grade, klass.c.letter)
        .join(klass, klass.c.id == link.c.class_id)
        .where(link.c.school_id == school_id)
        .order_by(klass.c.grade, klass.c.letter)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for group_id, grade, letter in rows:
        found[group_id].append(f"{grade} «{letter}»")
    return {group_id: ", ".join(titles) for group_id, titles in found.items()}


def paid_hours(session: Session, actor: Actor, first: date, last: date) -> list[PaidHours]:
    """Hours to be paid to each substitute from first to last, by name; one query."""
    guard.require(actor, Permission.SUBSTITUTION_WRITE)
    person, row = table(Person), table(Substitution)
    rows = session.execute(
        select(person.c.id, person.c.last_name, person.c.first_name, person.c.middle_name, row.c.kind)
        .join(lesson, lesson.c.id == row.c.lesson_id)
        .join(person, person.c.id == row.c.substitute_id)
        .where(row.c.school_id == actor.school_id, row.c.paid)
        .where(in_days(lesson.c, actor.school_id, first, last))
    ).all()
    found: dict[tuple[int, str], list[SubstitutionKind]] = defaultdict(list)
    for key, last_name, first_name, middle_name, kind in sorted(rows, key=lambda one: (by_name(one), one.id)):
        found[key, short_name(last_name, first_name, middle_name)].append(kind)
    return [
        PaidHours(key, name, len(kinds), kinds.count(SubstitutionKind.JOINED))
        for (key, name), kinds in found.items()
    ]


def month_days(month: object, today: date) -> tuple[date, date]:
    """The first and last day of a month written as 2026-11; today's month for anything else, or far away."""
    first = today.replace(day=1)
    try:
        asked = date.fromisoformat(f"{month}-01")
    except ValueError:
        asked = first
    if abs(asked.year - first.year) <= FURTHEST_YEARS:
        first = asked
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def why_away(line: SubstitutionLine) -> str:
    """The message id of the reason; empty without one."""
    return REASONS[line.reason] if line.reason else ""


def what_was_done(line: SubstitutionLine) -> str:
    """The message id of what was done with the lesson."""
    return KINDS[line.kind]
