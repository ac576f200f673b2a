"""The filed reports as paper to sign and as spreadsheets: of the school, of a class, of a teacher."""

from decimal import Decimal

from sqlmodel import Session
from starlette.requests import Request

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.http.files import PDF, SPREADSHEET, File
from ejournal.http.routes import route
from ejournal.i18n import gettext
from ejournal.i18n.dates import decimal, full_date
from ejournal.integrations.workbook.report import write_report
from ejournal.models import Person, School
from ejournal.models.people import short_name
from ejournal.printouts.reports import ReportSheet, ReportTable, draw_report
from ejournal.services.reports.classes import class_report
from ejournal.services.reports.courses import courses_report
from ejournal.services.reports.filed import (
    Cell,
    FiledReport,
    FiledTable,
    class_filed,
    courses_filed,
    school_filed,
)
from ejournal.services.reports.school import school_report
from ejournal.services.school.logo import logo_of

MOST_DIGITS = 9


@route("/print/report.pdf", Permission.REPORTS_READ)
def report_paper(request: Request, session: Session, actor: Actor) -> File:
    """The report of ?view=school|class|courses, of its period and class, as PDF."""
    filed = _filed(request, session, actor)
    locale, school = actor.locale, session.get_one(School, actor.school_id)
    sheet = ReportSheet(
        title=filed.title,
        school=school.name,
        logo=logo_of(session, actor.school_id),
        draft=gettext(locale, "DRAFT: the period is not over") if filed.is_draft else "",
        facts=filed.facts,
        tables=tuple(_printed(one, locale) for one in filed.tables),
        signatures=((filed.signs, _name(session, actor)),),
        made=gettext(locale, "Made on {date}", date=full_date(locale, actor.today)),
        page_words=gettext(locale, "page {page}", page="{page}"),
        across=True,
    )
    return File("report.pdf", PDF, lambda: draw_report(sheet))


@route("/print/report.xlsx", Permission.REPORTS_READ)
def report_spreadsheet(request: Request, session: Session, actor: Actor) -> File:
    """The same as a spreadsheet."""
    filed = _filed(request, session, actor)
    return File("report.xlsx", SPREADSHEET, lambda: write_report(filed))


def _filed(request: Request, session: Session, actor: Actor) -> FiledReport:
    asked, locale = request.query_params, actor.locale
    view, period = asked.get("view", ""), asked.get("period")
    if view == "school" and actor.leads:
        of_school = school_report(session, actor, period, asked.get("compare"))
        if of_school is not None:
            return school_filed(of_school, locale)
    elif view == "class":
        class_id = asked.get("class", "")
        if class_id.isascii() and class_id.isdecimal() and len(class_id) <= MOST_DIGITS:
            return class_filed(class_report(session, actor, int(class_id), period), locale)
    elif view == "courses":
        found = courses_report(session, actor, period)
        if found is not None:
            return courses_filed(found, _name(session, actor), locale)
    raise NotFound


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


def _words(value: Cell, places: int, locale: str) -> str:
    if value is None:
        return "–"
    return decimal(locale, value, places) if isinstance(value, Decimal) else str(value)
