"""What stands in a class's journal as plain data: to be read when no program knows the tables any more."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from ejournal.services.issued.contents import Content
from ejournal.services.papers.classes import ClassBasis, ClassBook
from ejournal.services.papers.courses import CoursePaper, Hours

FORMAT = "ejournal-journal/1"


def data_of(found: ClassBook | ClassBasis, school: str) -> dict[str, Any]:
    """The journal, or the summary sheet: pupils by their number in it, marks as paper shows them.

    The contacts of families stand on the paper alone.
    """
    basis = found.basis if isinstance(found, ClassBook) else found
    numbers = {one.id: at for at, one in enumerate(basis.pupils, 1)}
    about = {
        "format": FORMAT,
        "school": school,
        "class": basis.title,
        "class_teachers": [*basis.teachers],
        "year": basis.year.name,
        "term": basis.term.number if basis.term else None,
        "first_day": _day(basis.days.starts),
        "last_day": _day(basis.days.ends),
        "pupils": [{"number": numbers[one.id], "name": one.full or one.name} for one in basis.pupils],
        "results": _results(basis, numbers),
    }
    if isinstance(found, ClassBasis):
        return about
    missed = {
        numbers[pupil]: {
            str(term): {"days": one.days, "lessons": one.lessons} for term, one in of_pupil.items()
        }
        for pupil, of_pupil in found.missed.items()
        if pupil in numbers
    }
    courses = [_course(one, numbers) for one in (*basis.papers, *basis.beside)]
    return {**about, "missed": missed, "courses": courses}


def said_in(data: Mapping[str, Any], content: Content) -> str:
    """The fingerprint of what stands in a paper: the same for two between which nothing has changed."""
    spelled = json.dumps([data, content], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(spelled.encode()).hexdigest()


def _results(basis: ClassBasis, numbers: dict[int, int]) -> list[dict[str, Any]]:
    return [
        {"pupil": numbers[pupil], "subject": subject, "column": column, "mark": mark}
        for pupil, marks in basis.results.marks.items()
        if pupil in numbers
        for (subject, column), mark in marks.items()
    ]


def _course(paper: CoursePaper, numbers: dict[int, int]) -> dict[str, Any]:
    order = {one.id: at for at, one in enumerate(paper.lessons, 1)}
    return {
        "subject": paper.subject,
        "group": paper.group,
        "teacher": paper.teacher,
        "lessons": [
            {
                "number": order[one.id], "day": _day(one.day), "ordinal": one.ordinal, "topic": one.topic,
                "homework": one.homework, "teacher": one.teacher, "substitute": one.substitute,
                "cancelled": one.cancelled,
            }
            for one in paper.lessons
        ],
        "cells": [
            {"pupil": numbers.get(one.id), "name": one.name, "lesson": order[lesson], "entry": entry}
            for one in paper.pupils
            for lesson, entry in one.cells.items()
            if lesson in order
        ],
        "hours": [{"term": one.span.number, **_hours(one.hours)} for one in paper.terms],
    }  # fmt: skip


def _hours(hours: Hours) -> dict[str, int]:
    return {"planned": hours.planned, "given": hours.given, "lag": hours.lag}


def _day(day: date) -> str:
    return day.isoformat()
