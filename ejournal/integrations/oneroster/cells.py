"""Cells of OneRoster read: days, lists, states of a row, JSON of our own columns."""

import csv
import json
import re
from datetime import date
from typing import Any

from ejournal.errors import DomainError
from ejournal.integrations.oneroster.packing import Files, Row
from ejournal.integrations.people.values import date_of

BAD_DAY = "“{value}” is no day; OneRoster writes 2026-09-01"
BAD_STATUS = "The status “{value}” is not known: active, inactive or tobedeleted; the row is taken as active"
NO_ID = "The row has no id"
SAME_ID = "Row {row} has the same id: one id is one row"
BAD_EXTRA = "The column of this journal’s own does not hold what it should: it is not read"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def day_in(files: Files, row: Row, column: str) -> tuple[date | None, bool]:
    """The day in a cell, and whether the cell can be trusted: what is no day is a fault."""
    text = row.get(column)
    if not text:
        return None, True
    if _ISO.match(text):
        try:
            return date.fromisoformat(text[:10]), True
        except ValueError:
            pass
    try:
        suggestion = date_of(text).isoformat()
    except DomainError:
        suggestion = ""
    files.tell(row.at.fault(BAD_DAY, column, suggestion=suggestion, stops=False, value=text[:40]))
    return None, False


def items(text: str) -> list[str]:
    """The parts of a list in one cell; a part with a comma inside stands in quotes."""
    parts = next(csv.reader([text], skipinitialspace=True), []) if text else []
    return [part.strip() for part in parts if part.strip()]


def is_over(files: Files, row: Row) -> bool:
    """Whether the row says that it holds no longer."""
    status = row.get("status").lower()
    if status not in ("", "active", "inactive", "tobedeleted"):
        files.tell(row.at.fault(BAD_STATUS, "status", stops=False, value=status[:40]))
    return status in ("inactive", "tobedeleted")


def by_id(files: Files, name: str) -> dict[str, Row]:
    """The rows of a file by their ids; a row without, and the second of an id, are faults."""
    if name in files.by_id:
        return files.by_id[name]
    found = files.by_id.setdefault(name, {})
    for row in files.rows.get(name, []):
        if not row.id:
            files.tell(row.at.fault(NO_ID, "sourcedId"))
        elif row.id in found:
            files.tell(row.at.fault(SAME_ID, "sourcedId", row=found[row.id].number))
        else:
            found[row.id] = row
    return found


def extra(files: Files, row: Row, column: str) -> list[dict[str, Any]]:
    """What one of our own columns lists."""
    text = row.cells.get(column, "")
    if not text.strip():
        return []
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError):
        listed = None
    if isinstance(listed, list) and all(isinstance(one, dict) for one in listed):
        return listed
    files.tell(row.at.fault(BAD_EXTRA, column, stops=False))
    return []


def extra_days(one: dict[str, Any]) -> tuple[date | None, date | None]:
    """First and last day of an entry of our own; ValueError or TypeError when they are none."""
    first, last = one.get("from"), one.get("to")
    return date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None
