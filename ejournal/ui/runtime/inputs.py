"""What comes from the browser is distrusted: ids, numbers, dates and texts are read here."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from ejournal import clock
from ejournal.errors import DomainError, NotFound
from ejournal.services.base.texts import cleaned

LARGEST = 2**31 - 1
YEARS = range(1900, 2200)
"""Beyond them a week's arithmetic could fall off the calendar."""


def row_id(value: object) -> int:
    """The id in the value; NotFound for anything that cannot be one."""
    number = optional_number(value)
    if number is None or not 0 < number <= LARGEST:
        raise NotFound
    return number


def optional_row_id(value: object) -> int | None:
    """The id in the value, None when there is none given; NotFound for nonsense."""
    return None if value in (None, "", 0, "0") else row_id(value)


def chosen_row(value: object, field: str) -> int:
    """The id chosen from a list; DomainError by the field when nothing is chosen, NotFound for nonsense."""
    number = optional_row_id(value)
    if number is None:
        raise DomainError("Choose from the list", field=field)
    return number


def optional_number(value: object) -> int | None:
    """The whole number in the value, None when it holds none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value).strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdecimal() and len(text) < 12 else None


def optional_decimal(value: object) -> Decimal | None:
    """The number in the value, with a point or a comma, None when it holds none."""
    spelled = str(value or "").strip().replace(",", ".")
    whole, _, fraction = spelled.partition(".")
    plain = (
        len(spelled) < 12
        and spelled.isascii()
        and whole.isdecimal()
        and (not fraction or fraction.isdecimal())
    )
    return Decimal(spelled) if plain else None


def optional_date(value: object) -> date | None:
    """The ISO date in the value, None when it holds none, or one in which nobody goes to school."""
    try:
        day = date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
    return day if day and day.year in YEARS else None


def required_date(value: object, field: str) -> date:
    """The ISO date in the value; DomainError by the field when it holds none."""
    day = optional_date(value)
    if day is None:
        raise DomainError("Give a date", field=field)
    return day


def optional_moment(value: object, zone: str, field: str) -> datetime | None:
    """The moment of «2026-11-21T08:00» on the school's clock, None for none; DomainError for nonsense."""
    if not value:
        return None
    try:
        typed = datetime.fromisoformat(str(value)[:16])
    except ValueError:
        raise DomainError("Give a day and a time", field=field) from None
    if not 2000 <= typed.year < 2200:
        raise DomainError("Give a day and a time", field=field)
    return typed.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def typed_moment(at: datetime | None, zone: str) -> str:
    """The same the other way round, for the field; empty for none."""
    return "" if at is None else f"{clock.local(at, zone):%Y-%m-%dT%H:%M}"


def require_kept(errors: Mapping[str, str], **most: int) -> None:
    """DomainError when the text of a field was too long to keep: what follows must not be done without it."""
    for field, limit in most.items():
        if field in errors:
            raise DomainError("Too long: at most {limit} characters", field=field, limit=limit)


def text(value: object, *, limit: int, field: str = "", required: bool = False) -> str:
    """The text in the value as the database may have it; DomainError when too long or missing."""
    words = cleaned(str(value or ""), limit, field)
    if required and not words:
        raise DomainError("Fill this in", field=field)
    return words
