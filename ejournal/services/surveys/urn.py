"""Anonymous answers on their way: sealed in the urn of their class, opened several at a time in a random
order.

From all that the database ever holds, its hidden columns and its copies of two moments included, nobody
joins an answer to fewer than `GROUP` people. How that is reached, and what remains: docs/anonymity.md.
"""

import json
import logging
import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlmodel import Session

from ejournal.models import Survey, SurveyAnswer, SurveySealed
from ejournal.models.base import table
from ejournal.sealing import seal_evenly, unseal

log = logging.getLogger(__name__)

GROUP = 5
"""No fewer answers come to light together, and none of fewer people are broken down."""
PURPOSE = "survey"
LARGEST_ID = 2**53 - 1
_sealed, _draw = table(SurveySealed).c, secrets.SystemRandom()
ClassId = int | None


@dataclass(frozen=True, slots=True)
class Pouring:
    """Answers that come to light together: under which class, those of which classes."""

    label: ClassId
    classes: tuple[ClassId, ...]


def put(session: Session, survey: Survey, class_id: ClassId, content: Mapping[str, Any], size: int) -> None:
    """Seal the answer; when twice a group waits, half of those come to light, whichever chance draws.

    size: of the longest answer there can be, in bytes: all take as much room.
    """
    session.execute(
        insert(SurveySealed).values(
            id=_number(),
            school_id=survey.school_id,
            survey_id=survey.id,
            revision=survey.revision,
            class_id=class_id,
            content=seal_evenly(PURPOSE, json.dumps(content, ensure_ascii=False), size),
        )
    )
    waiting = _waiting(
        session, survey, _sealed.revision == survey.revision, _sealed.class_id.is_not_distinct_from(class_id)
    )
    if len(waiting) >= 2 * GROUP:
        _open(session, survey, survey.revision, class_id, _draw.sample(waiting, GROUP))


def pour_out(session: Session, survey: Survey) -> None:
    """The survey, which is held, was closed: all that waits comes to light, but for groups too small."""
    by_revision: defaultdict[int, defaultdict[ClassId, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in _waiting(session, survey):
        by_revision[row.revision][row.class_id].append(row)
    for revision, by_class in by_revision.items():
        for one in pourings({class_id: len(rows) for class_id, rows in by_class.items()}):
            _open(
                session, survey, revision, one.label, [row for each in one.classes for row in by_class[each]]
            )


def pourings(waiting: Mapping[ClassId, int]) -> list[Pouring]:
    """How what waits of each class comes to light: no answers of fewer than a group of people together.

    Classes with too few give up their name and stand together; where even those are too few, the smallest
    class that has enough gives up its own too. Of fewer than a group in all none comes to light.
    """
    small = [one for one, count in waiting.items() if 0 < count < GROUP]
    large = sorted(
        (one for one, count in waiting.items() if count >= GROUP), key=lambda one: (waiting[one], one or 0)
    )
    if small and sum(waiting[one] for one in small) < GROUP:
        if not large:
            return []
        small.append(large.pop(0))
    found = [Pouring(one, (one,)) for one in large]
    return [*found, Pouring(None, tuple(small))] if small else found


def waiting_count(session: Session, survey: Survey) -> int:
    """How many answers wait in the urns of the survey."""
    asked = select(func.count()).where(_sealed.school_id == survey.school_id, _sealed.survey_id == survey.id)
    return session.scalar(asked) or 0


def _waiting(session: Session, survey: Survey, *which: Any) -> Sequence[Any]:
    """What waits, held; what another transaction is opening is left to it."""
    return session.execute(
        select(_sealed.id, _sealed.revision, _sealed.class_id, _sealed.content)
        .where(_sealed.school_id == survey.school_id, _sealed.survey_id == survey.id, *which)
        .with_for_update(skip_locked=True)
    ).all()


def _open(session: Session, survey: Survey, revision: int, label: ClassId, rows: Sequence[Any]) -> None:
    """Unseal the rows together; none where one cannot be: the key is not the one it was sealed by."""
    texts = [unseal(PURPOSE, row.content) for row in rows]
    if not all(texts):
        log.error("Answers to survey %s cannot be unsealed: the installation's key was changed", survey.id)
        return
    _draw.shuffle(texts)
    session.execute(delete(SurveySealed).where(_sealed.id.in_([row.id for row in rows])))
    session.execute(
        insert(SurveyAnswer),
        [
            {
                "id": _number(), "school_id": survey.school_id, "survey_id": survey.id, "revision": revision,
                "class_id": label, "content": json.loads(text), "on_paper": False,
            }
            for text in texts
        ],
    )  # fmt: skip


def _number() -> int:
    return secrets.randbelow(LARGEST_ID) + 1
