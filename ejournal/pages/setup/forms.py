"""What the forms of the steps send, read without trust."""

import re
from collections.abc import Mapping
from datetime import time
from typing import Any

from ejournal import limits
from ejournal.errors import DomainError
from ejournal.models import ScaleKind, TermKind
from ejournal.services.courses.grade_rules import GradeFields
from ejournal.services.courses.usual_subjects import usual_subjects
from ejournal.services.school.bells import LAST_NUMBER
from ejournal.services.school.card import SchoolFields
from ejournal.services.school.usual_bells import BellWish
from ejournal.services.school.year_beginning import STAGES, YearWish
from ejournal.ui.runtime.inputs import optional_number, text

Form = Mapping[str, Any]


def school_wish(form: Form) -> SchoolFields:
    """The school's card."""
    return SchoolFields(
        name=text(form.get("name"), limit=limits.SCHOOL, field="name"),
        short_name=text(form.get("short_name"), limit=limits.SCHOOL_SHORT, field="short_name"),
        inn=text(form.get("inn"), limit=limits.INN, field="inn"),
        address=text(form.get("address"), limit=limits.ADDRESS, field="address"),
        time_zone=text(form.get("time_zone"), limit=limits.SCHOOL_SHORT, field="time_zone"),
    )


def year_wish(form: Form) -> YearWish:
    """The year to make."""
    return YearWish(
        begins=optional_number(form.get("begins")) or 0,
        terms={stage: _kind(form.get(stage), stage) for stage in STAGES},
        first_grade_rests=bool(form.get("first_grade_rests")),
    )


def _kind(value: object, field: str) -> TermKind:
    try:
        return TermKind(str(value))
    except ValueError:
        raise DomainError("Choose quarters, trimesters or half-years", field=field) from None


def bell_wish(form: Form) -> BellWish:
    """The figures of the bells."""
    second = str(form.get("second_begins") or "")
    return BellWish(
        begins=_time(form.get("begins"), "begins"),
        lasts=_minutes(form, "lasts"),
        pause=_minutes(form, "pause"),
        long_pause=_minutes(form, "long_pause"),
        long_after=_numbers(form.get("long_after")),
        lessons=_minutes(form, "lessons"),
        first_grade=bool(form.get("first_grade")),
        second_begins=_time(second, "second_begins") if second else None,
    )


def _time(value: object, field: str) -> time:
    try:
        return time.fromisoformat(str(value)).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise DomainError("Give a time", field=field) from None


def _minutes(form: Form, field: str) -> int:
    number = optional_number(form.get(field))
    if number is None:
        raise DomainError("Write a whole number", field=field)
    return number


def _numbers(value: object) -> tuple[int, ...]:
    words = re.split(r"[\s,;]+", str(value or "").strip())[: LAST_NUMBER + 1]
    numbers = [optional_number(word) for word in words if word]
    if any(one is None for one in numbers):
        raise DomainError("Numbers of lessons, such as 2, 3", field="long_after")
    return tuple(one for one in numbers if one is not None)


def grade_wishes(form: Form, known: Mapping[int, GradeFields]) -> list[GradeFields]:
    """The rule of each grade; terms stay as the year's step has set them."""
    found = []
    for grade, one in known.items():
        scale = str(form.get(f"scale_{grade}"))
        if scale not in set(ScaleKind):
            raise DomainError("Choose from the list", field=f"scale_{grade}")
        days = optional_number(form.get(f"days_{grade}")) or 0
        found.append(GradeFields(grade, days, ScaleKind(scale), one.terms))
    return found


def subject_names(form: Form) -> list[str]:
    """The usual subjects that are ticked, and the own ones, one a line."""
    ticked = [one.name for at, one in enumerate(usual_subjects()) if form.get(f"usual_{at}")]
    own = text(form.get("own"), limit=limits.SUBJECT_NAMES, field="own")
    return ticked + [line.strip() for line in own.splitlines() if line.strip()]
