"""Days that people give: each must be a day of the school's academic year, and a span of one and the same."""

from datetime import date

from sqlmodel import Session

from ejournal.errors import DomainError
from ejournal.services.calendar.year import load_years, year_of

OUTSIDE = "The day must be in the academic year"


def check_school_days(session: Session, school_id: int, **days: date | None) -> None:
    """DomainError by the field of the first day that is in no academic year, or in another than those before.

    days: by field; a day that is not given is not checked.
    """
    years = load_years(session, school_id)
    found = None
    for field, day in days.items():
        if day is None:
            continue
        year = year_of(years, day)
        if year is None or (found is not None and year != found):
            raise DomainError(OUTSIDE, field=field)
        found = year
