"""Two cards made one: in one transaction, with the trail, and with all that an undo needs."""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.errors import DomainError
from ejournal.models import Person, PersonMerge
from ejournal.models.people import sought_words
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.shown_people import shown_in
from ejournal.services.duplicates.accounts import close_one
from ejournal.services.duplicates.cards import field_choices, told, two_cards
from ejournal.services.duplicates.draft import GONE, Draft
from ejournal.services.duplicates.ledger import Ledger
from ejournal.services.duplicates.planning import Planned, planned
from ejournal.services.duplicates.standing import digests, hanging, mark_of

MERGE, MERGED = "person.merge", "person.merged"
"""What the trail says of the card that stays, and of the other."""
CHANGED = "Somebody has changed one of the two cards meanwhile. Look at both once more"


def merge(
    session: Session,
    actor: Actor,
    kept_id: int,
    gone_id: int,
    seen: str,
    fields: Mapping[str, str],
    answers: Mapping[str, str],
) -> int:
    """Make the second card one with the first, as the preview with the mark said: the merge's number.

    fields and answers say «gone» where the other card's value, or row, is to stay.
    """
    hold(session, actor.school_id, (kept_id, gone_id))
    kept, gone = two_cards(session, actor, kept_id, gone_id)
    if mark_of(digests(session, actor.school_id, (kept_id, gone_id))) != seen:
        raise DomainError(CHANGED)
    choices = field_choices(session, actor, kept, gone, fields)
    taken = {one.name: one.of_gone for one in choices if one.taken == GONE}
    return make_one(session, actor, kept, gone, taken, answers)


def hold(session: Session, school_id: int, people: Collection[int]) -> None:
    """Hold both cards, and the lessons and courses in which marks may be being written of them.

    A card is held whole: whoever is about to let a row name it waits, and then finds that it is gone.
    """
    for number in sorted(people):
        session.execute(
            sa.select(db.person.c.id).where(db.person.c.id == number, db.person.c.school_id == school_id)
            .with_for_update()
        )  # fmt: skip
    session.expire_all()
    if session.get_bind().dialect.name == "sqlite":
        return  # its writer is alone
    place, course, lesson, member = db.enrolment.c, db.course.c, db.lesson.c, db.group_member.c
    classes = sa.select(place.class_id).where(place.school_id == school_id, place.pupil_id.in_(people))
    groups = sa.select(member.group_id).where(member.school_id == school_id, member.pupil_id.in_(people))
    taught = sa.or_(course.class_id.in_(classes), course.group_id.in_(groups))
    courses = sa.select(course.id).where(course.school_id == school_id, taught)
    session.execute(courses.order_by(course.id).with_for_update(key_share=True))
    lessons = sa.select(lesson.id).where(lesson.school_id == school_id, lesson.course_id.in_(courses))
    session.execute(lessons.order_by(lesson.id).with_for_update(key_share=True))


def make_one(
    session: Session,
    actor: Actor,
    kept: Person,
    gone: Person,
    taken: Mapping[str, Any],
    answers: Mapping[str, str],
) -> int:
    """The same for two cards that are held and may be made one: the values taken are of the other card."""
    kept_id, gone_id, school_id = kept.id or 0, gone.id or 0, actor.school_id
    plan = planned(session, school_id, kept_id, gone_id, actor.today, answers)
    require_possible(plan.draft)
    topics = shown_in(session, school_id, (kept_id, gone_id))
    was = {name: told(getattr(kept, name)) for name in taken}
    ledger = Ledger(session)
    login = _write(session, plan, ledger)
    moved = {name: len(ids) for name, ids in ledger.moved.items()}
    _fill_in(ledger, kept, taken)
    ledger.change(db.person, gone_id, {"merged_into_id": kept_id})
    session.expire_all()
    row = PersonMerge(
        school_id=school_id,
        kept_id=kept_id,
        gone_id=gone_id,
        at=clock.now(),
        author_id=actor.person_id,
        moved=ledger.moved,
        changed=ledger.changed,
        told=[_kept_of(one) for one in plan.trail],
        stands=digests(session, school_id, (kept_id, gone_id)),
    )
    session.add(row)
    session.flush()
    after = {"with": gone.full_name, "gone": gone_id, "kept": kept_id, "moved": moved, "closed": login}
    after |= {name: told(value) for name, value in taken.items()}
    audit.record(
        session,
        school_id,
        actor.person_id,
        *plan.trail,
        audit.Change(MERGE, "person", kept_id, before=was, after=after),
        audit.Change(
            MERGED, "person", gone_id, after={"with": kept.full_name, "kept": kept_id, "gone": gone_id}
        ),
    )
    note(session, *topics)
    return row.id or 0


def require_possible(draft: Draft) -> None:
    """DomainError when it cannot be done, or something is not answered yet."""
    if draft.refusals:
        first = draft.refusals[0]
        raise DomainError(first.message, **first.params)
    if any(draft.answers.get(one.key) not in ("kept", GONE) for one in draft.questions):
        raise DomainError("Choose what stays wherever the two cards differ")


def _write(session: Session, plan: Planned, ledger: Ledger) -> str:
    """Rows that go, go first; then the others follow, and are changed: the login that was closed."""
    draft, tables = plan.draft, SQLModel.metadata.tables
    session.flush()
    hangs = hanging(session, draft.school_id, (draft.gone_id,))
    for name, numbers in draft.removed.items():
        for number in sorted(numbers):
            ledger.remove(tables[name], number)
    for (name, number), values in draft.changes.items():
        if number not in draft.removed.get(name, ()):
            ledger.change(tables[name], number, values)
    for one, of in hangs.items():
        if one.rule.moves:
            gone = draft.removed.get(one.table.name, set())
            ledger.move(
                one.column, [number for number in of[draft.gone_id] if number not in gone], draft.kept_id
            )
    return close_one(session, ledger, draft.school_id, draft.kept_id, draft.gone_id)


def _fill_in(ledger: Ledger, kept: Person, taken: Mapping[str, Any]) -> None:
    """The fields of the card, and the words by which it is found."""
    if not taken:
        return
    named = {name: getattr(kept, name) for name in ("last_name", "first_name", "middle_name", "phone")}
    ledger.change(db.person, kept.id or 0, dict(taken) | {"sought": sought_words(named | dict(taken))})


def _kept_of(change: audit.Change) -> dict[str, Any]:
    return dict(vars(change))
