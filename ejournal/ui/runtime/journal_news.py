"""News of a journal's cells, told by whoever writes into it: neutral of term and language.

Ids, texts and decimals as strings; each open journal renders it for its own term and language.
"""

from decimal import Decimal
from typing import Any

from ejournal.services.journal.ops import PutOutcome

LESSON, PUPIL = "L", "P"
"""How ids of columns and rows begin in the browser."""


def news_of(outcome: PutOutcome) -> dict[str, Any]:
    """What changed in cells, averages and feet."""
    return {
        "cells": [
            {"p": f"{PUPIL}{one.pupil_id}", "c": f"{LESSON}{one.lesson_id}", "v": one.cell}
            for one in outcome.changes
        ],
        "rows": [
            {
                "p": f"{PUPIL}{one.pupil_id}",
                "course": one.course_id,
                "term": one.term_number,
                "average": _spelled(one.average),
                "proposal": one.proposal,
            }
            for one in outcome.rows
        ],
        "feet": [
            {"c": f"{LESSON}{one.lesson_id}", "average": _spelled(one.average), "absent": one.absent}
            for one in outcome.feet
        ],
    }


def _spelled(average: Decimal | None) -> str:
    return "" if average is None else str(average)
