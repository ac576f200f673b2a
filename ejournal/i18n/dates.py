"""Dates and numbers as people write them."""

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_currency

KEPT = 2000
"""Days whose words are kept: Babel takes a tenth of a millisecond for each, a page has dozens."""

DAY_MONTH = "d\u00a0MMMM"
"""A day stays with its month: in a narrow column «27» would stand above «ноября»."""


@lru_cache(maxsize=KEPT)
def day_month(locale: str, day: date) -> str:
    """«22 ноября», "22 November"."""
    return format_date(day, DAY_MONTH, locale=locale)


@lru_cache(maxsize=KEPT)
def weekday_day_month(locale: str, day: date) -> str:
    """«Пятница, 20 ноября», "Friday, 20 November"."""
    text = format_date(day, f"EEEE, {DAY_MONTH}", locale=locale)
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=KEPT)
def weekday_short(locale: str, day: date) -> str:
    """«пт», "Fri"."""
    return format_date(day, "ccc", locale=locale)


@lru_cache(maxsize=KEPT)
def weekday_name(locale: str, day: date) -> str:
    """«Пятница», "Friday"."""
    text = format_date(day, "cccc", locale=locale)
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=KEPT)
def month_name(locale: str, day: date) -> str:
    """«Ноябрь», "November"."""
    text = format_date(day, "LLLL", locale=locale)
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=KEPT)
def short_date(locale: str, day: date) -> str:
    """«20.11», "20/11"."""
    return format_date(day, "dd.MM" if locale == "ru" else "dd/MM", locale=locale)


@lru_cache(maxsize=KEPT)
def long_date(locale: str, day: date) -> str:
    """«14 марта 2014», "14 March 2014"."""
    return format_date(day, f"{DAY_MONTH} y", locale=locale)


@lru_cache(maxsize=KEPT)
def full_date(locale: str, day: date) -> str:
    """«20.11.2026», "20/11/2026"."""
    return format_date(day, "dd.MM.yyyy" if locale == "ru" else "dd/MM/yyyy", locale=locale)


def moment(locale: str, at: datetime) -> str:
    """«20 ноября, 14:05» of a moment already on the school's clock."""
    return f"{day_month(locale, at.date())}, {at:%H:%M}"


def clock(_locale: str, at: time) -> str:
    """«8:30», "8:30"."""
    return f"{at.hour}:{at.minute:02}"


def clock_span(locale: str, starts: time | None, ends: time | None) -> str:
    """«8:30–9:10»; empty where one of the times is not known."""
    return f"{clock(locale, starts)}–{clock(locale, ends)}" if starts and ends else ""


def day_span(locale: str, first: date, last: date) -> str:
    """«16–21 ноября», «28 декабря – 3 января»."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_month(locale, last)}"
    return f"{day_month(locale, first)} – {day_month(locale, last)}"


def decimal(locale: str, value: Decimal | float, places: int = 2) -> str:
    """«4,26», "4.26"; rounded half up as a school counts."""
    step = Decimal(1).scaleb(-places)
    text = str(Decimal(str(value)).quantize(step, ROUND_HALF_UP))
    return text.replace(".", ",") if locale == "ru" else text


def roubles(locale: str, amount: Decimal) -> str:
    """«1 234,50 ₽», "RUB 1,234.50"."""
    return format_currency(amount, "RUB", None if locale == "ru" else "¤\u00a0#,##0.00", locale=locale)
