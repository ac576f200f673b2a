"""Groups made for the load: a part of a class, or pupils of several classes taught together."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal.models import Enrolment, Group, GroupClass, GroupMember

GROUP_NAME = 80


def make_group(
    session: Session,
    school_id: int,
    year_id: int,
    starts: date,
    classes: Sequence[tuple[int, bool]],
    name: str,
) -> int:
    """A new group of a class, or of several with whether each comes whole: its id.

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
            GroupClass(school_id=school_id, group_id=group.id, class_id=class_id, whole=whole)
            for class_id, whole in classes
        )
        coming = [class_id for class_id, whole in classes if whole]
        session.add_all(_members(session, school_id, group.id, coming, starts))
    return group.id


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
        if ends is None or ends >= starts
    ]
