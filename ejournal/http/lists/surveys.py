"""The results of a survey as paper with charts, as a spreadsheet, as CSV, as JSON: what the page shows."""

import csv
import json
from dataclasses import replace
from io import StringIO
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.http.files import PDF, SPREADSHEET, File
from ejournal.http.lists.reports import report_sheet
from ejournal.http.routes import route
from ejournal.i18n import gettext
from ejournal.integrations.workbook.report import write_report
from ejournal.printouts.charts import PrintedChart, PrintedPoint
from ejournal.printouts.reports import draw_report
from ejournal.services.reports.filed import Cell, FiledReport, FiledTable
from ejournal.services.surveys.results.filed import Wording, survey_filed
from ejournal.services.surveys.results.participation import SeatLine, all_seats
from ejournal.services.surveys.results.shown import Figures, Results, results
from ejournal.ui.runtime.inputs import optional_row_id, row_id
from ejournal.ui.words.surveys.results import (
    HIDDEN,
    KINDS,
    class_words,
    notes,
    share_words,
    standing_line,
    turnout_words,
    value_words,
    way_words,
)

READ = Permission.SURVEY_READ
CSV, JSON = "text/csv; charset=utf-8", "application/json"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
MOST_BARS = 14
"""Of one chart on paper; what has more is in its table."""


@route("/print/survey.pdf", READ)
def survey_paper(request: Request, session: Session, actor: Actor) -> File:
    """The results of ?id=… with charts, as PDF."""
    found, filed = _filed(request, session, actor, named=False)
    sheet = replace(
        report_sheet(session, actor, filed),
        signatures=(),
        draft="",
        charts=tuple(_charts(found, actor.locale)),
    )
    return File("survey.pdf", PDF, lambda: draw_report(sheet))


@route("/print/survey.xlsx", READ)
def survey_spreadsheet(request: Request, session: Session, actor: Actor) -> File:
    """The same as a spreadsheet, with all answers by name where the survey has names."""
    _, filed = _filed(request, session, actor, named=True)
    return File("survey.xlsx", SPREADSHEET, lambda: write_report(filed))


@route("/print/survey.csv", READ)
def survey_csv(request: Request, session: Session, actor: Actor) -> File:
    """The last table of the same: all answers by name, or where there are no names what was said by how
    many."""
    found, filed = _filed(request, session, actor, named=True)
    has_names = found.sight.keeps and not found.sight.survey.anonymous and found.is_shown
    return File("survey.csv", CSV, lambda: _csv(filed.tables[-1] if has_names else filed.tables[0]))


@route("/print/survey.json", READ)
def survey_json(request: Request, session: Session, actor: Actor) -> File:
    """All tables of the same as JSON."""
    _, filed = _filed(request, session, actor, named=True)
    told: dict[str, Any] = {
        "title": filed.title,
        "notes": filed.facts,
        "tables": [_told(one) for one in filed.tables],
    }
    return File("survey.json", JSON, lambda: json.dumps(told, ensure_ascii=False, indent=1).encode())


def _told(one: FiledTable) -> dict[str, Any]:
    heads = [column.title for column in one.columns]
    return {"title": one.title, "heads": heads, "lines": [list(line) for line in one.lines]}


def _csv(table: FiledTable) -> bytes:
    written = StringIO()
    lines = csv.writer(written, delimiter=";")
    lines.writerow([_harmless(one.title) for one in table.columns])
    lines.writerows([_harmless(cell) for cell in line] for line in table.lines)
    return written.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    """The cell so that no spreadsheet runs it: an apostrophe before what it would take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" \u00a0").startswith(FORMULA) else cell


def _filed(request: Request, session: Session, actor: Actor, *, named: bool) -> tuple[Results, FiledReport]:
    asked, now, locale = request.query_params, clock.now(), actor.locale
    found = results(session, actor, row_id(asked.get("id")), now, optional_row_id(asked.get("revision")))
    if found.sight.later:
        raise NotFound
    survey = found.sight.survey
    seats: dict[int, SeatLine] = {}
    if named and found.sight.keeps and not survey.anonymous:
        seats = {one.seat_id: one for one in all_seats(session, found.sight)}
    titles = {one.class_id: class_words(one, locale) for one in found.classes}
    say = Wording(
        locale,
        lambda question, way: way_words(question, way, locale),
        lambda question, value: value_words(question, value, locale),
        lambda number: _class_title(titles, number, locale),
        gettext(locale, HIDDEN),
        {kind: gettext(locale, words) for kind, words in KINDS.items()},
    )
    facts = (
        standing_line(survey, actor, locale, is_open=found.sight.is_open),
        turnout_words(found, locale),
        *notes(found, actor, locale),
        *_held(found, locale),
    )
    return found, survey_filed(found, say, facts, seats)


def _class_title(titles: dict[int | None, str], number: int | None, locale: str) -> str:
    if number is None and any(one is not None for one in titles):
        return titles.get(None) or gettext(locale, "Others together")
    return titles.get(number, "")


def _held(found: Results, locale: str) -> list[str]:
    if not found.sight.protected or not found.is_shown:
        return []
    return [
        gettext(
            locale,
            "Numbers below five are hidden, others with them, so that nobody can work them out; in files too",
        )
    ]


def _charts(found: Results, locale: str) -> list[PrintedChart]:
    return (
        [_chart(one, locale) for one in found.figures if one.ways and not one.held] if found.is_shown else []
    )


def _chart(one: Figures, locale: str) -> PrintedChart:
    points = tuple(
        PrintedPoint(
            way_words(one.question, way, locale),
            f"{count} · {share_words(count, one.answered)}",
            float(count),
        )
        for way, count in one.ways[:MOST_BARS]
    )
    most = max((count for _, count in one.ways), default=0)
    return PrintedChart(one.question.title, "bars", (("", points),), 0, max(most, 1))
