"""The filed reports as paper to sign and as spreadsheets: of the school, of a class, of a teacher."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.http.files import SPREADSHEET, File
from ejournal.http.papers.issuing import METHODS, given
from ejournal.http.routes import route
from ejournal.i18n import DEFAULT, gettext
from ejournal.i18n.dates import decimal, full_date
from ejournal.integrations.workbook.report import write_report
from ejournal.models import IssuedKind, Person, School
from ejournal.models.people import short_name
from ejournal.printouts.charts import PrintedChart, PrintedPoint
from ejournal.printouts.reports import ReportSheet, ReportTable, draw_report, stamped
from ejournal.services.issued.issue import Stamp
from ejournal.services.issued.things import Thing
from ejournal.services.papers.matters import Matter, filed_content
from ejournal.services.reports.classes import class_report, note_taking
from ejournal.services.reports.courses import courses_report
from ejournal.services.reports.filed import (
    Cell,
    FiledReport,
    FiledTable,
    class_filed,
    courses_filed,
    school_filed,
)
from ejournal.services.reports.grid import Grid
from ejournal.services.reports.periods import Period
from ejournal.services.reports.school import school_report
from ejournal.services.school.logo import logo_of

MOST_DIGITS = 9


@route("/print/report.pdf", Permission.REPORTS_READ, methods=METHODS)
def report_paper(request: Request, session: Session, actor: Actor) -> File:
    """The report of ?view=school|class|courses, of its period and class, as PDF."""
    told, locale = _told(request, session, actor), actor.locale
    filed = told.filed(locale)
    sheet = report_sheet(session, actor, filed)
    matter = Matter(told.thing, filed_content(told.filed(DEFAULT)), filed.is_draft)

    def draw(stamp: Stamp | None) -> bytes:
        return draw_report(stamped(sheet, stamp, locale))

    return given(request, session, actor, "report.pdf", matter, draw)


def report_sheet(session: Session, actor: Actor, filed: FiledReport) -> ReportSheet:
    """A report as it is printed for the actor."""
    locale, school = actor.locale, session.get_one(School, actor.school_id)
    return ReportSheet(
        title=filed.title,
        school=school.name,
        logo=logo_of(session, actor.school_id),
        draft=gettext(locale, "DRAFT: the period is not over") if filed.is_draft else "",
        facts=filed.facts,
        tables=tuple(_printed(one, locale) for one in filed.tables),
        signatures=((filed.signs, _name(session, actor)),),
        made=gettext(locale, "Made on {date}", date=full_date(locale, actor.today)),
        page_words=gettext(locale, "page {page} of {pages}", page="{page}", pages="{pages}"),
        across=True,
        charts=tuple(_charted(one, locale) for one in filed.charts),
    )


@route("/print/report.xlsx", Permission.REPORTS_READ)
def report_spreadsheet(request: Request, session: Session, actor: Actor) -> File:
    """The same as a spreadsheet."""
    filed = _told(request, session, actor).filed(actor.locale)
    return File("report.xlsx", SPREADSHEET, lambda: write_report(filed))


@dataclass(frozen=True, slots=True)
class Told:
    """A report: what it is of, and its facts and tables in a language."""

    thing: Thing
    filed: Callable[[str], FiledReport]


def _told(request: Request, session: Session, actor: Actor) -> Told:
    asked = request.query_params
    view, period = asked.get("view", ""), asked.get("period")
    if view == "school" and actor.leads:
        of_school = school_report(session, actor, period, asked.get("compare"))
        if of_school is not None:
            thing = _thing(IssuedKind.SCHOOL_REPORT, of_school.period)
            return Told(thing, lambda locale: school_filed(of_school, locale))
    elif view == "class":
        class_id = asked.get("class", "")
        if class_id.isascii() and class_id.isdecimal() and len(class_id) <= MOST_DIGITS:
            of_class = class_report(session, actor, int(class_id), period)
            more = {"class_id": of_class.class_id, "class_title": of_class.title}
            thing = _thing(IssuedKind.CLASS_REPORT, of_class.period, **more)
            note_taking(session, actor, of_class.class_id)
            return Told(thing, lambda locale: class_filed(of_class, locale))
    elif view == "courses":
        found, name = courses_report(session, actor, period), _name(session, actor)
        if found is not None:
            thing = _thing(IssuedKind.COURSES_REPORT, found.period, teacher_id=actor.person_id)
            return Told(thing, lambda locale: courses_filed(found, name, locale))
    raise NotFound


def _thing(kind: IssuedKind, period: Period, **more: Any) -> Thing:
    return Thing(kind, period.year.id, period.kind, period.number, year_name=period.year.name, **more)


def _name(session: Session, actor: Actor) -> str:
    one = session.get_one(Person, actor.person_id)
    return short_name(one.last_name, one.first_name, one.middle_name)


def _printed(table: FiledTable, locale: str) -> ReportTable:
    return ReportTable(
        table.title,
        tuple(one.title for one in table.columns),
        tuple(one.share for one in table.columns),
        tuple(
            tuple(_words(value, one.places, locale) for value, one in zip(line, table.columns, strict=True))
            for line in table.lines
        ),
    )


def _charted(grid: Grid, locale: str) -> PrintedChart:
    rows = tuple(
        (
            row.title,
            tuple(
                PrintedPoint(
                    words,
                    _words(spot.value, row.places, locale),
                    None if spot.value is None else float(spot.value),
                    spot.is_draft,
                )
                for (_, words), spot in zip(grid.heads, row.spots, strict=True)
            ),
        )
        for row in grid.rows
    )
    return PrintedChart(grid.title, grid.form.value, rows, grid.low, grid.axis_top, tuple(grid.ticks))


def _words(value: Cell, places: int, locale: str) -> str:
    if value is None:
        return "–"
    return decimal(locale, value, places) if isinstance(value, Decimal) else str(value)
