"""What there is to print of a whole school: its terms, and the papers of its classes in one of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from ejournal.errors import DomainError
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.calendar.year import Calendar, TermSpan, YearSpan, current_year
from ejournal.services.papers.choice import PaperKind

OF_SCHOOL = (PaperKind.JOURNAL, PaperKind.SUMMARY, PaperKind.CARDS)
"""What is made of every class at once."""
NO_CLASSES = "There are no classes this year yet"
NO_SUCH_TERM = "There is no such term in this year"
STILL_OPEN = "Only a term or year that is over goes into the archive"


@dataclass(frozen=True, slots=True)
class Piece:
    """One paper of one class: term_number is of the class's own terms, empty for the year."""

    class_id: int
    title: str
    kind: PaperKind
    term_number: int | None


@dataclass(frozen=True, slots=True)
class SchoolPlan:
    """The classes of this year and the terms that most of them have."""

    year: YearSpan
    terms: tuple[TermSpan, ...]
    classes: tuple[Any, ...]
    calendar: Calendar

    def term(self, number: int | None) -> TermSpan | None:
        """The term of that number, None for the year; DomainError for one that is not there."""
        found = next((one for one in self.terms if one.number == number), None)
        if found is None and number is not None:
            raise DomainError(NO_SUCH_TERM)
        return found

    def ends(self, number: int | None) -> date:
        """The last day of the term, or of the year."""
        term = self.term(number)
        return term.ends if term else self.year.ends

    def pieces(
        self, number: int | None, kinds: Sequence[PaperKind], over_on: date | None = None
    ) -> tuple[list[Piece], list[str]]:
        """The papers to make, class by class; the titles of classes of which no term ends in that one.

        over_on: classes whose own term is not over on that day are among the latter.
        """
        asked, found, left_out = self.term(number), [], []
        for row in self.classes:
            title = class_title(row.grade, row.letter)
            own = self._own_term(row.scheme_id, asked) if asked else None
            if asked and (own is None or (over_on and over_on <= own.ends)):
                left_out.append(title)
                continue
            found += [Piece(row.id, title, kind, own.number if own else None) for kind in kinds]
        return found, left_out

    def _own_term(self, scheme_id: int, asked: TermSpan) -> TermSpan | None:
        """The class's own term that ends in the term asked for, or in the holidays behind it."""
        until = next((after.starts for one, after in pairwise(self.terms) if one == asked), self.year.ends)
        own = self.calendar.terms_of(scheme_id)
        return next((one for one in own if one == asked or asked.starts <= one.ends < until), None) or next(
            (one for one in own if asked == self.terms[-1] and one.ends == self.year.ends), None
        )


def plan_of(session: Session, school_id: int, today: date) -> SchoolPlan:
    """What there is this year; DomainError where there are no classes. Two queries."""
    year = current_year(session, school_id, today)
    calendar = calendar_of(session, school_id, year.id) if year else None
    klass = db.school_class.c
    rows = (
        session.execute(
            select(klass.id, klass.grade, klass.letter, klass.scheme_id)
            .where(klass.school_id == school_id, klass.year_id == year.id)
            .order_by(klass.grade, klass.letter, klass.id)
        ).all()
        if year
        else []
    )
    if calendar is None or not rows:
        raise DomainError(NO_CLASSES)
    counted = Counter(row.scheme_id for row in rows)
    most = min(counted, key=lambda scheme: (-counted[scheme], scheme))
    return SchoolPlan(calendar.year, tuple(calendar.terms_of(most)), tuple(rows), calendar)
