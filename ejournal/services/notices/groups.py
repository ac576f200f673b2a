"""Of what notices tell, in a few groups: by them one's own are picked out."""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.notices import SEEN, seen_by
from ejournal.models import NoticeKind
from ejournal.services.base import tables as db


class NoticeGroup(StrEnum):
    """What a notice is about."""

    MARKS = "marks"
    CONDUCT = "conduct"
    ABSENCES = "absences"
    SCHEDULE = "schedule"
    TALK = "talk"
    WORK = "work"


_OF_GROUPS = {
    NoticeGroup.MARKS: (NoticeKind.MARK, NoticeKind.TERM_MARK),
    NoticeGroup.CONDUCT: (NoticeKind.PRAISE, NoticeKind.REMARK),
    NoticeGroup.ABSENCES: (NoticeKind.ATTENDANCE, NoticeKind.PUPIL_ABSENCE_ANNOUNCED),
    NoticeGroup.SCHEDULE: (
        NoticeKind.SUBSTITUTION, NoticeKind.SUBSTITUTION_GIVEN, NoticeKind.TEACHER_ABSENCE_REPORTED,
        NoticeKind.TEACHER_ABSENCE_DECIDED, NoticeKind.TEACHER_ABSENCE_CHANGED,
    ),
    NoticeGroup.TALK: (
        NoticeKind.CHAT_MESSAGE, NoticeKind.CHAT_MENTION, NoticeKind.CHAT_REPORTED, NoticeKind.CHAT_DECIDED,
        NoticeKind.MESSAGE, NoticeKind.URGENT_MESSAGE, NoticeKind.FORUM_ANSWER, NoticeKind.FORUM_WAITS,
        NoticeKind.FORUM_DECIDED, NoticeKind.SURVEY, NoticeKind.CLASS_NEWS, NoticeKind.CLASS_ITEM_HIDDEN,
        NoticeKind.NEWS, NoticeKind.DOCUMENT, NoticeKind.EVENT, NoticeKind.EVENT_CHANGED,
    ),
}  # fmt: skip
_GROUPS: Mapping[NoticeKind, NoticeGroup] = {
    kind: group for group, kinds in _OF_GROUPS.items() for kind in kinds
}


def group_of(kind: NoticeKind) -> NoticeGroup:
    """The group of the kind; what is in no other belongs to the work in the program."""
    return _GROUPS.get(kind, NoticeGroup.WORK)


def kinds_of(group: NoticeGroup) -> tuple[NoticeKind, ...]:
    """The kinds of the group."""
    return tuple(kind for kind in NoticeKind if group_of(kind) is group)


def own_groups(session: Session, actor: Actor) -> list[NoticeGroup]:
    """The groups of which the actor has any notice; one query."""
    kinds = session.connection().execute(_OWN_KINDS, seen_by(actor)).scalars()
    found = {group_of(NoticeKind(kind)) for kind in kinds}
    return [group for group in NoticeGroup if group in found]


_OWN_KINDS = select(db.outbox_notice.c.kind).where(SEEN).distinct()
