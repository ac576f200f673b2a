"""Whose a report is that somebody put together, and with whom it is shared."""

from sqlalchemy import false, or_
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.sentences import Asker, Columns, Condition, Sentence
from ejournal.models import Audience, OwnReport


@Sentence
def is_own_report(_session: Session, actor: Actor, report: OwnReport) -> bool:
    """The actor has put the report together."""
    return report.owner_id == actor.person_id


@is_own_report.for_rows
def _(asker: Asker, report: Columns) -> Condition:
    return report.owner_id == asker.person_id


@Sentence
def shares_report(_session: Session, actor: Actor, report: OwnReport) -> bool:
    """The report is shared with a role of the actor: with teachers, with class teachers, with heads."""
    return (
        report.audience is Audience.TEACHERS
        or (report.audience is Audience.CLASS_TEACHERS and (actor.leads or bool(actor.class_ids)))
        or (report.audience is Audience.HEADS and actor.leads)
    )


@shares_report.for_rows
def _(asker: Asker, report: Columns) -> Condition:
    of_classes = report.audience == Audience.CLASS_TEACHERS if asker.leads or asker.has_classes else false()
    of_heads = report.audience == Audience.HEADS if asker.leads else false()
    return or_(report.audience == Audience.TEACHERS, of_classes, of_heads)
