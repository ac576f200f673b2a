"""The classes into which people may be put: of the year that runs, or the next one when that is ready."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.pupils import is_past_year
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db


@dataclass(frozen=True, slots=True)
class ClassOption:
    """A class and the days of its year."""

    id: int
    grade: int
    letter: str
    year: str
    starts: date
    ends: date

    @property
    def title(self) -> str:
        """«6 «Б»»."""
        return class_title(self.grade, self.letter)


def present_classes(session: Session, actor: Actor) -> tuple[ClassOption, ...]:
    """The classes of years that no newer one has taken the place of, by grade and letter; one query."""
    klass, year = db.school_class.c, db.academic_year.c
    rows = session.execute(
        select(klass.id, klass.grade, klass.letter, year.name, year.starts, year.ends)
        .join_from(db.school_class, db.academic_year, year.id == klass.year_id)
        .where(
            klass.school_id == actor.school_id,
            ~is_past_year(year, actor.today),
        )
        .order_by(year.starts, klass.grade, klass.letter)
    )
    return tuple(ClassOption(*row) for row in rows)
