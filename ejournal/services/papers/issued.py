"""The issued papers that an actor may print: of a class, or of all.

Whoever may print a paper sees the line of each one that was issued of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.errors import DomainError
from ejournal.models import IssuedPaper, Person, School
from ejournal.models.people import short_name
from ejournal.services.issued.certificate import Keyring
from ejournal.services.issued.contents import Difference, from_kept
from ejournal.services.issued.issue import puts_out_of_date
from ejournal.services.issued.things import SAME, Thing
from ejournal.services.papers.choice import ClassToPrint

PAGE, MOST = 20, 200


@dataclass(frozen=True, slots=True)
class IssuedLine:
    """An issued paper: at on the school's clock, by whom (empty: from the command line), of which pupil.

    differs is None in the first one of a thing; is_replaced: a later one puts it out of date.
    """

    number: str
    thing: Thing
    at: datetime
    by: str
    pupil: str
    pages: int
    differs: list[Difference] | None
    is_replaced: bool


@dataclass(frozen=True, slots=True)
class IssuedLines:
    """The latest ones first, and whether there are earlier ones."""

    lines: tuple[IssuedLine, ...]
    has_more: bool


def issued_lines(
    session: Session, actor: Actor, classes: Sequence[ClassToPrint], most: int, *, others: bool = False
) -> IssuedLines:
    """Up to `most` papers issued of the classes and their courses; one query.

    others: beside them the actor's own reports, and for who leads all of the school.
    """
    most = min(most, MOST)
    later, issuer, pupil = aliased(IssuedPaper), aliased(Person), aliased(Person)
    same = (
        getattr(later, name).is_not_distinct_from(getattr(IssuedPaper, name)) for name in ("school_id", *SAME)
    )
    newer = (col(later.id) > col(IssuedPaper.id), puts_out_of_date(later))
    replaced = select(col(later.id)).where(*same, *newer).exists()
    asked = (
        select(IssuedPaper, issuer, pupil, replaced.label("replaced"))
        .outerjoin(issuer, col(issuer.id) == col(IssuedPaper.issuer_id))
        .outerjoin(pupil, col(pupil.id) == col(IssuedPaper.pupil_id))
        .where(col(IssuedPaper.school_id) == actor.school_id, _whose(actor, classes, others))
        .order_by(col(IssuedPaper.id).desc())
        .limit(most + 1)
    )
    rows = session.execute(asked).all()
    lines = tuple(
        IssuedLine(
            number=row.number,
            thing=Thing.of_row(row),
            at=clock.local(row.issued_at, actor.time_zone),
            by=short_name(by.last_name, by.first_name, by.middle_name) if by else "",
            pupil=f"{of.last_name} {of.first_name}" if of else "",
            pages=row.pages,
            differs=None if row.differs is None else from_kept(row.differs),
            is_replaced=is_replaced,
        )
        for row, by, of, is_replaced in rows[:most]
    )
    return IssuedLines(lines, len(rows) > most and most < MOST)


def _whose(actor: Actor, classes: Sequence[ClassToPrint], others: bool) -> ColumnElement[bool]:
    if others and actor.leads:
        return col(IssuedPaper.school_id) == actor.school_id
    whole = [one.id for one in classes if one.whole]
    courses = [course.course_id for one in classes for course in one.courses]
    own = col(IssuedPaper.teacher_id) == actor.person_id if others else false()
    return or_(
        col(IssuedPaper.class_id).in_(whole),
        and_(col(IssuedPaper.class_id).is_(None), col(IssuedPaper.course_id).in_(courses)),
        own,
    )


def trouble_with_signing(session: Session, school_id: int) -> DomainError | None:
    """Why no paper of the school can be signed now; None where one can."""
    school = session.get_one(School, school_id)
    try:
        Keyring(school_id, school.code, school.name).look()
    except DomainError as error:
        return error
    return None
