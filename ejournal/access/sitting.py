"""Who sits in a course's lessons on a day, in one sentence for all rooms.

In those of a whole class sits who is enrolled in it that day; in those of a group, who is in the group that
day and enrolled in whichever class.
"""

from typing import Any

from sqlalchemy import Exists, FromClause, and_, exists, or_

from ejournal.access.sentences import Columns, Condition
from ejournal.models import Enrolment, GroupMember
from ejournal.models.base import table
from ejournal.models.spans import holds_on, meets

enrolment, member = table(Enrolment), table(GroupMember)


def seats(
    *, of_group: bool, school_id: Any, whose: Any, first: Any, last: Any
) -> tuple[FromClause, Condition]:
    """The enrolments of those who sit in a class's or group's lessons on some day from first to last.

    Of a group, joined with the memberships; a row for each pair, which may hold on no day in common.
    """
    of_school = (enrolment.c.school_id == school_id, meets(enrolment.c, first, last))
    if not of_group:
        return enrolment, and_(*of_school, enrolment.c.class_id == whose)
    joined = enrolment.join(
        member, and_(member.c.school_id == enrolment.c.school_id, member.c.pupil_id == enrolment.c.pupil_id)
    )
    return joined, and_(*of_school, member.c.group_id == whose, meets(member.c, first, last))


def is_enrolled_on(school_id: Any, pupil_id: Any, day: Any, class_ids: Any = None) -> Exists:
    """The pupil is in some class on the day; in one of these, if any are named."""
    found = exists().where(
        enrolment.c.school_id == school_id, enrolment.c.pupil_id == pupil_id, holds_on(enrolment.c, day)
    )
    return found if class_ids is None else found.where(enrolment.c.class_id.in_(class_ids))


def sits_in(course: Columns, pupil_id: Any, day: Any) -> Condition:
    """The pupil sits in the course's lesson of the day."""
    is_enrolled = is_enrolled_on(course.school_id, pupil_id, day)
    in_class = is_enrolled.where(enrolment.c.class_id == course.class_id)
    in_group = exists().where(
        member.c.school_id == course.school_id,
        member.c.pupil_id == pupil_id,
        member.c.group_id == course.group_id,
        holds_on(member.c, day),
    )
    return or_(and_(course.group_id.is_(None), in_class), and_(in_group, is_enrolled))
