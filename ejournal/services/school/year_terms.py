"""How a year is parted: quarters, trimesters, half-years, their days."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    SchoolClass,
    Term,
    TermKind,
    TermScheme,
)
from ejournal.services.calendar.year import YearSpan
from ejournal.services.school.year_rows import (
    MORE,
    check_name,
    delete_row,
    save_row,
    values_of,
    year_of,
)

TERMS = {TermKind.QUARTER: 4, TermKind.TRIMESTER: 3, TermKind.HALF_YEAR: 2}
"""How many terms a year of the kind has."""


def save_terms(
    session: Session, actor: Actor, year_id: int, scheme_id: int | None, kind: TermKind, name: str,
    days: Sequence[tuple[date, date]],
) -> int:  # fmt: skip
    """Add a way of parting the year, or change its days; the field of term 2 is starts_2 or ends_2."""
    year = year_of(session, actor, year_id)
    check_name(name, limits.TERMS)
    _check_terms(year, kind, days)
    scheme = guard.get(session, actor, TermScheme, scheme_id, MORE) if scheme_id else None
    if scheme is not None and (scheme.kind, scheme.year_id) != (kind, year_id):
        raise NotFound  # quarters do not become trimesters: those are another way of parting the year
    _check_scheme_name(session, actor, year_id, scheme_id, name)
    before = values_of(scheme) if scheme else None
    if scheme is None:
        scheme = TermScheme(school_id=actor.school_id, year_id=year_id, kind=kind, name=name)
    scheme.name = name.strip()
    session.add(scheme)
    session.flush()
    assert scheme.id is not None
    _write_terms(session, actor, scheme.id, days)
    save_row(session, actor, "calendar.terms.save", scheme, before, terms=[[str(a), str(b)] for a, b in days])
    return scheme.id


def _check_terms(year: YearSpan, kind: TermKind, days: Sequence[tuple[date, date]]) -> None:
    if len(days) != TERMS[kind]:
        raise ValueError(days)
    last = year.starts - timedelta(days=1)
    for number, (starts, ends) in enumerate(days, 1):
        if starts <= last:
            text = "It begins before the one before it ends" if number > 1 else "It begins before the year"
            raise DomainError(text, field=f"starts_{number}")
        if ends < starts:
            raise DomainError("It ends before it begins", field=f"ends_{number}")
        if ends > year.ends:
            raise DomainError("It ends after the year", field=f"ends_{number}")
        last = ends


def _check_scheme_name(
    session: Session, actor: Actor, year_id: int, scheme_id: int | None, name: str
) -> None:
    known = session.execute(
        select(col(TermScheme.id), col(TermScheme.name)).where(
            col(TermScheme.school_id) == actor.school_id, col(TermScheme.year_id) == year_id
        )
    )
    if any(other == name.strip() and key != scheme_id for key, other in known):
        raise DomainError("The name is taken already", field="name")


def _write_terms(session: Session, actor: Actor, scheme_id: int, days: Sequence[tuple[date, date]]) -> None:
    known = {
        term.number: term
        for term in session.scalars(
            select(Term).where(col(Term.school_id) == actor.school_id, col(Term.scheme_id) == scheme_id)
        )
    }
    for number, (starts, ends) in enumerate(days, 1):
        term = known.get(number) or Term(
            school_id=actor.school_id, scheme_id=scheme_id, number=number, starts=starts, ends=ends
        )
        term.starts, term.ends = starts, ends
        session.add(term)
    session.flush()


def delete_terms(session: Session, actor: Actor, scheme_id: int) -> None:
    """Remove a way of parting the year that no class uses."""
    scheme = guard.get(session, actor, TermScheme, scheme_id, MORE)
    used = session.scalars(
        select(col(SchoolClass.id)).where(
            col(SchoolClass.school_id) == actor.school_id, col(SchoolClass.scheme_id) == scheme_id
        )
    ).first()
    if used is not None:
        raise DomainError("Classes use these terms: give them others first")
    for term in session.scalars(
        select(Term).where(col(Term.school_id) == actor.school_id, col(Term.scheme_id) == scheme_id)
    ):
        session.delete(term)
    session.flush()
    delete_row(session, actor, "calendar.terms.delete", scheme)
