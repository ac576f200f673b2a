"""Groups made for the load: a part of a class, or pupils of several classes taught together."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal import limits
from ejournal.models import Enrolment, Group, GroupClass, GroupMember
from ejournal.models.spans import Span

Classes = Sequence[tuple[int, str]]
"""The classes of a group, each with the label of who comes of it; empty: all of them."""


def make_group(
    session: Session, school_id: int, year_id: int, starts: date, classes: Classes, name: str
) -> int:
    """A new group of a class, or of several with who comes of each: its id.

    All pupils of a class that comes whole, and is one of several, belong to the group from `starts` on.
    """
    joint = len(classes) > 1
    group = Group(
        school_id=school_id, year_id=year_id, name=name, class_id=None if joint else classes[0][0]
    )  # fmt: skip
    session.add(group)
    session.flush()
    assert group.id is not None
    if joint:
        session.add_all(
            GroupClass(
                school_id=school_id, group_id=group.id, class_id=class_id, whole=not label, label=label
            )
            for class_id, label in classes
        )
        coming = [class_id for class_id, label in classes if not label]
        session.add_all(_members(session, school_id, group.id, coming, starts))
    return group.id


def joint_name(classes: Iterable[tuple[str, str]]) -> str:
    """What a group of several classes is called, by title and label: «1 гр», or «5 «А» 1 гр + 5 «Б» 2 гр»."""
    named = list(classes)
    labels = {label for _, label in named if label}
    if len(labels) == 1:
        return labels.pop()
    name = " + ".join(f"{title} {label}".strip() for title, label in named)
    # Only what is shown: which group it is, the labels of its classes tell.
    return name if len(name) <= limits.GROUP else name[: limits.GROUP - 1] + "…"


def _members(
    session: Session, school_id: int, group_id: int, class_ids: Iterable[int], starts: date
) -> Iterable[GroupMember]:
    rows = session.execute(
        select(col(Enrolment.pupil_id), col(Enrolment.starts), col(Enrolment.ends)).where(
            col(Enrolment.school_id) == school_id, col(Enrolment.class_id).in_(class_ids)
        )
    ).all()
    return [
        GroupMember(school_id=school_id, group_id=group_id, pupil_id=pupil_id, starts=joined, ends=ends)
        for pupil_id, joined, ends in rows
        if not Span(joined, ends).is_over(starts)
    ]
