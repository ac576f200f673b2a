"""Who wrote what stands, by the trail: each mark of a cell, its code, a term mark."""

from collections.abc import Mapping
from typing import Any

Authors = dict[str, int | None]
"""By place in a row the person; None where the trail does not say."""
IMPORTED = "import"
"""The origin of marks that came from another journal."""
KEEPS_AUTHORS = "cell.kind"
"""A lesson's kind of work takes its marks along; they stay whose they are."""

OF_OTHERS = frozenset({"cell.merge", "term-mark.merge"})
"""What went to another card of the same child was written by whoever had written it."""


def hand_of(entry: Any) -> int | None:
    """Whose hand an entry is: the actor's, or of whoever asked for the late change; None when not said.

    Of marks from another journal it is the teacher's whose they are there, not of who took them in.
    """
    if entry.action in OF_OTHERS:
        return None
    after: Mapping[str, Any] = entry.after or {}
    found: int | None = None if "undone" in after else after.get("asked_by", entry.actor_id)
    if after.get("origin") == IMPORTED:
        found = after.get("author")
    return found


def places_of_cell(row: Mapping[str, Any]) -> dict[str, Any]:
    """What has an author of its own in a cell: «mark 1», «mark 2», «code»."""
    spelled = row.get("cell") or []
    if not spelled:
        return {}
    *marks, code, minutes = spelled
    found: dict[str, Any] = {f"mark {slot}": mark for slot, mark in enumerate(marks, 1)}
    return found | ({"code": [code, minutes]} if code else {})


def places_of_term_mark(row: Mapping[str, Any]) -> dict[str, Any]:
    """A term mark has one author."""
    return {"value": row["value"]} if row.get("value") else {}


def places_of_request(row: Mapping[str, Any]) -> dict[str, Any]:
    """A request for a late change that is decided has one who decided it."""
    return {"decision": row["status"]} if row.get("status") else {}


def signed(known: Authors, before: Mapping[str, Any], after: Mapping[str, Any], by: int | None) -> Authors:
    """The authors after an entry by that hand: what it left as it was stays whose it was."""
    return {
        place: known.get(place) if place in before and before[place] == content else by
        for place, content in after.items()
    }
