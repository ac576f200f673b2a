"""Places of which a person has only one: where both cards hold it, the row of the card that stays is left."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ejournal.models import Acknowledgement, DiaryVisit, RegistrationReminder
from ejournal.models.base import table
from ejournal.services.duplicates.draft import Draft
from ejournal.services.duplicates.references import references, unique_columns

ASKED = frozenset({"mark", "attendance", "term_mark", "account", "account_place", "outbox_notice", "person"})
"""Tables that have a room of their own."""
_ABOUT: Mapping[str, str] = {
    "acknowledgement": "The same weeks acknowledged",
    "teacher_needs": "Wishes for the timetable of the same year",
    "teacher_unavailability": "The same wishes for the timetable",
    "diary_visit": "Looks into the same diary",
    "registration_reminder": "Reminders to register",
}


def join_uniques(draft: Draft) -> None:
    """Let the second of two rows for one place go, in every table but those that ask."""
    for rows in dict.fromkeys(one.table for one in references() if one.rule.moves):
        if rows.name not in ASKED:
            for columns in unique_columns(rows):
                _join(draft, rows, columns)


def _join(draft: Draft, rows: sa.Table, columns: tuple[sa.Column[Any], ...]) -> None:
    named = {one.column.name for one in references() if one.table is rows and one.rule.moves}
    people = named.intersection(one.name for one in columns)
    standing: dict[tuple[Any, ...], Mapping[str, Any]] = {}

    def names_gone(row: Mapping[str, Any]) -> bool:
        return any(row[name] == draft.gone_id for name in people)

    for row in sorted(draft.rows(rows, *people).values(), key=lambda row: (names_gone(row), row["id"])):
        key = tuple(draft.one(row[one.name]) if one.name in people else row[one.name] for one in columns)
        if None in key or standing.setdefault(key, row) is row:
            continue
        stays = standing[key]
        draft.remove(rows, row["id"], _ABOUT.get(rows.name, "Other records that only one may be of"))
        if rows is table(Acknowledgement) and row["at"] < stays["at"]:
            draft.change(rows, stays["id"], at=row["at"])
        if rows is table(RegistrationReminder) and row["stopped_at"] and not stays["stopped_at"]:
            draft.change(rows, stays["id"], stopped_at=row["stopped_at"])
        if rows is table(DiaryVisit) and row["last_at"] > stays["last_at"]:
            draft.change(rows, stays["id"], last_at=row["last_at"], previous_at=row["previous_at"])
