"""Reports that are kept: named, shared with colleagues by role, copied; an owner changes and deletes them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import Audience, OwnReport, RowKind, Subject
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.names import folded
from ejournal.services.base.topics import own_reports_topic
from ejournal.services.own_reports.choice import MOST_COLUMNS, Choice, choice_of

MOST_KEPT = 100
"""Of one owner."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept report; owner is empty for one's own."""

    id: int
    title: str
    choice: Choice
    audience: Audience
    owner: str
    changed_at: datetime

    @property
    def is_own(self) -> bool:
        """Whether the reader may change it."""
        return not self.owner


def kept_reports(session: Session, actor: Actor) -> list[Kept]:
    """One's own by name, then those that colleagues share with one; one query."""
    guard.require(actor, Permission.REPORTS_READ)
    rows = table(OwnReport).c
    person = db.person.c
    found = session.execute(
        select(OwnReport, person.last_name, person.first_name, person.middle_name)
        .join(db.person, person.id == rows.owner_id)
        .where(guard.reached(session, actor, OwnReport, Permission.REPORTS_READ))
    )
    kept = [_kept(row, actor, names) for row, *names in found]
    return sorted(kept, key=lambda one: (not one.is_own, folded(one.title), one.id))


def kept_report(session: Session, actor: Actor, report_id: int) -> Kept:
    """One of those; NotFound for any other."""
    found = next((one for one in kept_reports(session, actor) if one.id == report_id), None)
    if found is None:
        raise NotFound
    return found


def _kept(row: OwnReport, actor: Actor, names: list[str]) -> Kept:
    owner = "" if row.owner_id == actor.person_id else short_name(*names)
    return Kept(row.id or 0, row.title, choice_of(row), row.audience, owner, row.changed_at)


def keep_report(
    session: Session, actor: Actor, report_id: int | None, title: str, choice: Choice, audience: Audience
) -> int:
    """Keep the choice under the name, anew or in place of an own report; its number.

    DomainError by the field for no name, one that another own report has, or no columns.
    """
    guard.require(actor, Permission.REPORT_KEEP)
    row = _new(actor) if report_id is None else _own(session, actor, report_id)
    if not title:
        raise DomainError("Give the report a name", field="title")
    if not 0 < len(choice.columns) <= MOST_COLUMNS:
        raise DomainError("Choose a column", field="columns")
    _check_subject(session, actor, choice)
    _check_name(session, actor, report_id, title)
    _fill(row, title, choice, audience)
    session.add(row)
    session.flush()
    note(session, own_reports_topic(actor.school_id))
    return row.id or 0


def delete_report(session: Session, actor: Actor, report_id: int) -> None:
    """Take an own report away, from those with whom it was shared too."""
    guard.require(actor, Permission.REPORT_KEEP)
    session.delete(_own(session, actor, report_id))
    session.flush()
    note(session, own_reports_topic(actor.school_id))


def _new(actor: Actor) -> OwnReport:
    return OwnReport(
        school_id=actor.school_id, owner_id=actor.person_id, title="", rows=RowKind.PUPILS, columns="",
        changed_at=clock.now(),
    )  # fmt: skip


def _own(session: Session, actor: Actor, report_id: int) -> OwnReport:
    return guard.get(session, actor, OwnReport, report_id, Permission.REPORT_KEEP)


def _check_subject(session: Session, actor: Actor, choice: Choice) -> None:
    if choice.subject_id is not None:
        subject = session.get(Subject, choice.subject_id)
        if subject is None or subject.school_id != actor.school_id:
            raise NotFound


def _check_name(session: Session, actor: Actor, report_id: int | None, title: str) -> None:
    own = session.scalars(
        select(OwnReport).where(
            col(OwnReport.school_id) == actor.school_id, col(OwnReport.owner_id) == actor.person_id
        )
    ).all()
    if any(one.id != report_id and folded(one.title) == folded(title) for one in own):
        raise DomainError("You have a report of this name", field="title")
    if report_id is None and len(own) >= MOST_KEPT:
        raise DomainError("At most {n} reports are kept: delete one", field="title", n=MOST_KEPT)


def _fill(row: OwnReport, title: str, choice: Choice, audience: Audience) -> None:
    row.title, row.audience, row.changed_at = title, audience, clock.now()
    row.rows, row.columns, row.period = choice.rows, ",".join(choice.columns), choice.period
    row.grade, row.letter, row.subject_id = choice.grade, choice.letter, choice.subject_id
    row.bound_column, row.at_least, row.bound = choice.bound_column, choice.at_least, choice.bound
    row.order_column, row.descending = choice.order_column, choice.descending
