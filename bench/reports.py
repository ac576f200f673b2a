"""How fast the reports are near the end of a year: python -m bench.reports TIMES prints the figures."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session

from bench.apart import act_ms, measured_apart
from bench.timetable import fullest_class, the_head
from ejournal.access.actor import Actor
from ejournal.database import engine
from ejournal.services.base import tables as db
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.calendar.year import load_years
from ejournal.services.early_notice.noticing import noticed
from ejournal.services.reports.charts.pupil import dynamics
from ejournal.services.reports.charts.shown import View, charts
from ejournal.services.reports.classes import class_report
from ejournal.services.reports.courses import courses_report
from ejournal.services.reports.school import school_report
from ejournal.ui.words.charts import grid_rows

BEFORE_THE_END = timedelta(days=3)
"""Most is counted then: all the term's marks stand, and none of its results."""


def figures(address: str, times: int) -> dict[str, float]:
    """The figures by name, measured in a process of their own."""
    return measured_apart("bench.reports", address, times)


def measure(times: int) -> dict[str, float]:
    """The same in this process's database."""
    with Session(engine()) as session:
        head = the_head(session)
        year = load_years(session, head.school_id)[-1]
        calendar = calendar_of(session, head.school_id, year.id)
        last = max(calendar.terms, key=lambda one: one.number) if calendar else None
        if last is None:
            raise LookupError("no term")
        head = replace(head, today=last.ends - BEFORE_THE_END)
        period = f"{year.id}.{last.kind.value}.{last.number}"
        found = {
            name: act_ms(times, lambda _, act=act: act())  # type: ignore[misc]
            for name, act in _acts(session, head, period).items()
        }
        found["reports.notice.s"] = act_ms(max(times // 5, 1), lambda _: noticed(session, head)) / 1000
        session.rollback()
    return found


def _acts(session: Session, head: Actor, period: str) -> dict[str, Callable[[], object]]:
    place, fullest = db.enrolment.c, fullest_class(session, head)
    pupil = session.scalars(select(place.pupil_id).where(place.class_id == fullest)).first() or 0
    acts: dict[str, Callable[[], object]] = {
        "reports.school.p50_ms": lambda: school_report(session, head, period),
        "reports.class.p50_ms": lambda: class_report(session, head, fullest, period),
        "reports.courses.p50_ms": lambda: courses_report(session, head, period),
        "reports.pupil.p50_ms": lambda: grid_rows(dynamics(session, head, pupil, None, "ru").grids, "ru"),
    }
    for view in View:
        acts[f"reports.charts_{view.value}.p50_ms"] = lambda view=view: _charts(session, head, view, period)  # type: ignore[misc]
    return acts


def _charts(session: Session, head: Actor, view: View, period: str) -> object:
    found = charts(session, head, view, "school:0", period, "ru")
    return grid_rows(found.grids, "ru") if found else None


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
