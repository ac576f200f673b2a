"""The whole draft of making two cards one, read under one view: the same for the preview and for the act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from ejournal.services import audit
from ejournal.services.duplicates.accounts import judge_accounts
from ejournal.services.duplicates.cells import join_cells, join_term_marks, trail_of_remarks
from ejournal.services.duplicates.draft import Draft
from ejournal.services.duplicates.family import join_families
from ejournal.services.duplicates.payloads import join_notices, rename_in_imports, rename_in_steps
from ejournal.services.duplicates.spans import join_spans
from ejournal.services.duplicates.uniques import join_uniques


@dataclass(frozen=True, slots=True)
class Planned:
    """The draft, and what the trail is to say of rows that it follows."""

    draft: Draft
    trail: tuple[audit.Change, ...]


def planned(
    session: Session,
    school_id: int,
    kept_id: int,
    gone_id: int,
    today: date,
    answers: Mapping[str, str] | None = None,
) -> Planned:
    """What making the two cards one would do, with these answers; nothing is written."""
    draft = Draft(session, school_id, kept_id, gone_id, today, answers or {})
    join_families(draft)
    join_spans(draft)
    trail = [*join_cells(draft), *join_term_marks(draft), *trail_of_remarks(draft)]
    join_uniques(draft)
    join_notices(draft)
    rename_in_steps(draft)
    rename_in_imports(draft)
    judge_accounts(draft)
    return Planned(draft, tuple(trail))
