"""What the forms of the calendar send, read without trust and given to the services."""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from ejournal import limits
from ejournal.access import guard
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.models import AcademicYear, Holiday, MovedDay, TermKind, WeekParity
from ejournal.services.calendar.year import BellTime
from ejournal.services.school import bells as bell_editing
from ejournal.services.school import year_days, year_editing, year_terms
from ejournal.services.school.bells import BellRules
from ejournal.services.school.year_editing import NO_DAYS, Days
from ejournal.services.school.year_terms import TERMS
from ejournal.ui.runtime.inputs import (
    optional_date,
    optional_number,
    optional_row_id,
    required_date,
    row_id,
    text,
)
from ejournal.ui.runtime.work import Work

Form = Mapping[str, Any]


def change(work: Work, year_id: int, kind: str, form: Form) -> None:
    """Do what a form of the kind asks for; DomainError by the field."""
    DOES[kind](work, year_id, form)


def _year(work: Work, year_id: int, form: Form) -> None:
    name = text(form.get("name"), limit=limits.YEAR, field="name", required=True)
    starts, ends = required_date(form.get("starts"), "starts"), required_date(form.get("ends"), "ends")
    year_editing.change_year(work.session, work.actor, year_id, name, starts, ends)


def _terms(work: Work, year_id: int, form: Form) -> None:
    kind = _kind(form.get("kind"))
    days = [
        (
            required_date(form.get(f"starts_{n}"), f"starts_{n}"),
            required_date(form.get(f"ends_{n}"), f"ends_{n}"),
        )
        for n in range(1, TERMS[kind] + 1)
    ]
    name = text(form.get("name"), limit=limits.TERMS, field="name", required=True)
    scheme_id = optional_row_id(form.get("id"))
    year_terms.save_terms(work.session, work.actor, year_id, scheme_id, kind, name, days)


def _kind(value: object) -> TermKind:
    try:
        return TermKind(str(value))
    except ValueError:
        raise DomainError("Choose quarters, trimesters or half-years", field="kind") from None


def _holiday(work: Work, year_id: int, form: Form) -> None:
    starts = required_date(form.get("starts"), "starts")
    year_days.save_holiday(
        work.session, work.actor, year_id, optional_row_id(form.get("id")),
        text(form.get("name"), limit=limits.DAY_NAME, field="name", required=True),
        starts, optional_date(form.get("ends")) or starts, _grades(form),
    )  # fmt: skip


def _grades(form: Form) -> tuple[int, int]:
    first, last = (optional_number(form.get(f"grade_{end}")) for end in ("from", "to"))
    return first or 1, last or 11


def _moved(work: Work, year_id: int, form: Form) -> None:
    parity = str(form.get("parity"))
    year_days.save_moved_day(
        work.session, work.actor, year_id, optional_row_id(form.get("id")),
        required_date(form.get("day"), "day"), optional_number(form.get("weekday")) or 0,
        WeekParity(parity) if parity in set(WeekParity) else WeekParity.EVERY,
        text(form.get("note"), limit=limits.DAY_NAME, field="note"),
    )  # fmt: skip


def _class(work: Work, _year_id: int, form: Form) -> None:
    year_editing.set_classes(
        work.session, work.actor, [row_id(form.get("id"))],
        days_per_week=optional_number(form.get("days")), shift=optional_number(form.get("shift")),
        scheme_id=optional_row_id(form.get("scheme")),
    )  # fmt: skip


def _grade_classes(work: Work, _year_id: int, form: Form) -> None:
    ids = [row_id(one) for one in str(form.get("ids") or "").split(",") if one]
    if not ids:
        raise DomainError("No class has these grades", field="grade_to")
    year_editing.set_classes(
        work.session, work.actor, ids,
        days_per_week=optional_number(form.get("days")), shift=optional_number(form.get("shift")),
        scheme_id=optional_row_id(form.get("scheme")),
    )  # fmt: skip


def _bells(work: Work, year_id: int, form: Form) -> None:
    first, last = _grades(form)
    rules = BellRules(
        name=text(form.get("name"), limit=limits.BELLS, field="name", required=True),
        bells=tuple(_times(form)),
        shift=optional_number(form.get("shift")),
        weekday=optional_number(form.get("weekday")),
        day=optional_date(form.get("day")),
        grades=(first, last),
        starts=optional_date(form.get("from_day")),
        ends=optional_date(form.get("to_day")),
    )
    bell_editing.save_bells(work.session, work.actor, year_id, optional_row_id(form.get("id")), rules)


def _times(form: Form) -> list[BellTime]:
    found = []
    for number in range(bell_editing.LAST_NUMBER + 1):
        starts, ends = str(form.get(f"starts_{number}") or ""), str(form.get(f"ends_{number}") or "")
        if starts or ends:
            found.append(BellTime(number, _time(starts, f"starts_{number}"), _time(ends, f"ends_{number}")))
    return found


def _time(value: str, field: str) -> time:
    try:
        return time.fromisoformat(value).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise DomainError("Give a time", field=field) from None


def _short(work: Work, _year_id: int, form: Form) -> None:
    day: date = required_date(form.get("day"), "day")
    name = text(form.get("name"), limit=limits.BELLS, field="name") or gettext(work.actor.locale, "Short day")
    bell_editing.add_short_day(
        work.session, work.actor, row_id(form.get("id")), day,
        optional_number(form.get("lasts")) or 0, optional_number(form.get("pause")) or 0, name,
    )  # fmt: skip


def _delete(service: Callable[..., None]) -> Callable[[Work, int, Form], None]:
    def act(work: Work, _year_id: int, form: Form) -> None:
        service(work.session, work.actor, row_id(form.get("id")))

    return act


DOES: dict[str, Callable[[Work, int, Form], None]] = {
    "year": _year,
    "terms": _terms,
    "holiday": _holiday,
    "moved": _moved,
    "class": _class,
    "classes": _grade_classes,
    "bells": _bells,
    "short": _short,
    "delete-terms": _delete(year_terms.delete_terms),
    "delete-holiday": _delete(year_days.delete_holiday),
    "delete-moved": _delete(year_days.delete_moved_day),
    "delete-bells": _delete(bell_editing.delete_bells),
}
"""What each form does."""
NO_LESSONS = ("terms", "bells", "short", "delete-terms", "delete-bells")
"""Forms that change no lesson."""


def touched(work: Work, year_id: int, kind: str, form: Form) -> Days | None:
    """The days whose lessons the form can change: none, those it names and named before, or all (None)."""
    if kind in NO_LESSONS or (kind in ("class", "classes") and not form.get("days")):
        return NO_DAYS
    found = []
    if kind.endswith(("holiday", "moved")):
        found = _own_days(form) + _row_days(work, Holiday if kind.endswith("holiday") else MovedDay, form)
    elif kind == "year":
        found = _own_days(form) + _row_days(work, AcademicYear, {"id": year_id})
    return (min(found), max(found)) if found else None


def _own_days(form: Form) -> list[date]:
    return [day for name in ("starts", "ends", "day") if (day := optional_date(form.get(name)))]


def _row_days(work: Work, table: type[Any], form: Form) -> list[date]:
    wanted = optional_row_id(form.get("id"))
    if wanted is None:
        return []
    row = guard.get(work.session, work.actor, table, wanted, Permission.CALENDAR_WRITE)
    return [getattr(row, name) for name in ("starts", "ends", "day") if hasattr(row, name)]
