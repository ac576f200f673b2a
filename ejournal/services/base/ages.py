"""From which day a person answers for themselves."""

from datetime import date

OF_AGE = 18


def is_of_age(born: date | None, today: date) -> bool:
    """Whether whoever was born on the day is of age; nobody knows it of whom no birth date is known."""
    return born is not None and born <= latest_birth(today)


def latest_birth(today: date) -> date:
    """The last birth date of those who are of age; who was born on 29 February is so on 1 March."""
    try:
        return today.replace(year=today.year - OF_AGE)
    except ValueError:
        return date(today.year - OF_AGE, 2, 28)
