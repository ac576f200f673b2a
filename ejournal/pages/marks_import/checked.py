"""What a draft keeps of a check, as data: the page shows it without reading the file anew."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from ejournal.services.marks_import.file import Asked, Fault, Sheet
from ejournal.services.marks_import.importing import Planned, Report
from ejournal.services.marks_import.known import Ground

MOST = 200
"""Faults of one kind that are kept; how many there are besides is said."""
ALL_OPTIONS = 60
"""Of a question, beside what is proposed."""
QUESTIONS, DIFFERENCES, FAULTS, NOTES = "questions", "differences", "faults", "notes"


def kept(report: Report, planned: Planned) -> dict[str, Any]:
    """The report and how the file was understood."""
    asked = [one for one in report.faults if one.asked and one.asked != Asked.CELL]
    differences = [one for one in report.faults if one.asked == Asked.CELL]
    others = [one for one in report.faults if not one.asked]
    faults, notes = [one for one in others if one.stops], [one for one in others if not one.stops]
    questions = _questions(asked, planned.ground)
    return {
        "made": dict(report.made),
        "changed": dict(report.changed),
        "unchanged": dict(report.unchanged),
        "sheets": [_sheet(one) for one in planned.file.sheets],
        "totals": {
            QUESTIONS: len(questions),
            DIFFERENCES: len(differences),
            FAULTS: len(faults),
            NOTES: len(notes),
        },
        "stopped": sum(one.stops for one in report.faults),
        QUESTIONS: questions[:MOST],
        DIFFERENCES: [asdict(one) for one in differences[:MOST]],
        FAULTS: [asdict(one) for one in faults[:MOST]],
        NOTES: [asdict(one) for one in notes[:MOST]],
    }


def _sheet(one: Sheet) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": one.title,
        "shape": one.shape.value,
        "rows": one.rows,
        "header": one.header,
        "about": asdict(one.about),
        "columns": [asdict(column) for column in one.columns],
        "days": [one.days[0].isoformat(), one.days[-1].isoformat()] if one.days else [],
    }


def _questions(asked: Iterable[Fault], ground: Ground) -> list[dict[str, Any]]:
    """Each question once, with how many rows ask it and all that may be answered."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for one in asked:
        question = found.get((one.asked, one.name))
        if question is None:
            options = list(dict.fromkeys([*one.options, *_others(one, ground)]))
            more = {"count": 0, "options": options, "proposed": len(one.options)}
            question = found[one.asked, one.name] = asdict(one) | more
        question["count"] += 1
    return sorted(found.values(), key=lambda one: (not one["stops"], -one["count"]))


def _others(one: Fault, ground: Ground) -> list[tuple[str, str]]:
    """What else may be meant than what is proposed."""
    if one.asked == Asked.CLASS:
        every = [(str(row.id), row.title) for row in ground.classes.values()]
    elif one.asked == Asked.SUBJECT:
        every = [(str(row.id), row.name) for row in ground.subjects]
    elif one.asked == Asked.KIND:
        every = [(str(row.id), row.name) for row in ground.kinds.values() if row.active]
    elif one.asked == Asked.TEACHER:
        every = [(str(row.id), row.name) for row in ground.staff]
    elif one.asked == Asked.PUPIL:
        place = one.name.partition(": ")[0]
        of_class = next((key for key, row in ground.classes.items() if row.title == place), 0)
        every = [(str(row.id), row.name) for row in ground.pupils.get(of_class, {}).values()]
    else:
        every = []
    return every[:ALL_OPTIONS]
