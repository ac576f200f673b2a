"""Odd and even weeks: below the models, so that files are read without a database."""

from enum import StrEnum


class WeekParity(StrEnum):
    """Which weeks an entry of the timetable stands in."""

    EVERY = "every"
    ODD = "odd"
    EVEN = "even"


WEEKS_OF_YEAR = 34
"""Weeks of lessons in a year: what hours a week come to."""
