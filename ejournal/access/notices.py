"""Who a notice of each kind is for, and which of one's own notices one may still see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, exists, or_, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.pupils import (
    is_guardian_of,
    is_pupil_of_own_class,
    is_self,
    pupils_this_year,
    read_pupil,
    wards,
)
from ejournal.models import NoticeKind, OutboxNotice, Role, SchoolSettings
from ejournal.models.base import table


class Audience(StrEnum):
    """Who gets a notice: the pupil with the guardians, the class teachers of the pupil, or one person."""

    FAMILY = "family"
    CLASS_TEACHERS = "class_teachers"
    PERSON = "person"


class Tone(StrEnum):
    """What a notice is to its reader; praise weighs as much as blame."""

    PRAISE = "praise"
    BLAME = "blame"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """For whom the kind is, how it sounds, and what its reader must hold to see it."""

    audience: Audience
    permission: Permission
    tone: Tone = Tone.NEUTRAL

    @property
    def about_child(self) -> bool:
        """Whether it tells of a pupil rather than of the reader's own work."""
        return self.audience is not Audience.PERSON


_TO_FAMILY = NoticeRule(Audience.FAMILY, Permission.DIARY_READ)
_TO_PERSON = NoticeRule(Audience.PERSON, Permission.NOTICES_READ)
NOTICE_RULES: Mapping[NoticeKind, NoticeRule] = {
    NoticeKind.MARK: _TO_FAMILY,
    NoticeKind.ATTENDANCE: _TO_FAMILY,
    NoticeKind.TERM_MARK: _TO_FAMILY,
    NoticeKind.PRAISE: NoticeRule(Audience.FAMILY, Permission.DIARY_READ, Tone.PRAISE),
    NoticeKind.REMARK: NoticeRule(Audience.FAMILY, Permission.DIARY_READ, Tone.BLAME),
    NoticeKind.SUBSTITUTION: _TO_FAMILY,
    NoticeKind.SUBSTITUTION_GIVEN: _TO_PERSON,
    NoticeKind.TEACHER_ABSENCE_REPORTED: NoticeRule(Audience.PERSON, Permission.SUBSTITUTION_WRITE),
    NoticeKind.TEACHER_ABSENCE_DECIDED: _TO_PERSON,
    NoticeKind.TEACHER_ABSENCE_CHANGED: _TO_PERSON,
    NoticeKind.PUPIL_ABSENCE_ANNOUNCED: NoticeRule(Audience.CLASS_TEACHERS, Permission.CLASS_READ),
    NoticeKind.PUPIL_MOVED: NoticeRule(Audience.CLASS_TEACHERS, Permission.CLASS_READ),
    NoticeKind.MAIL_FAILED: NoticeRule(Audience.PERSON, Permission.ACCOUNTS_MANAGE),
    NoticeKind.EMAIL_BOUNCED: NoticeRule(Audience.CLASS_TEACHERS, Permission.CLASS_READ),
    NoticeKind.SECOND_FACTOR: _TO_PERSON,
    NoticeKind.LOOKED_AS: _TO_PERSON,
    NoticeKind.JOURNAL_UNFILLED: NoticeRule(Audience.PERSON, Permission.JOURNAL_READ),
    NoticeKind.LATE_CHANGE: NoticeRule(Audience.PERSON, Permission.JOURNAL_READ),
    NoticeKind.CHAT_MESSAGE: NoticeRule(Audience.PERSON, Permission.CHAT_TAKE_PART),
    NoticeKind.CHAT_MENTION: NoticeRule(Audience.PERSON, Permission.CHAT_TAKE_PART),
    NoticeKind.CHAT_REPORTED: NoticeRule(Audience.PERSON, Permission.CHAT_MODERATE),
    NoticeKind.CHAT_DECIDED: NoticeRule(Audience.PERSON, Permission.CHAT_TAKE_PART),
    NoticeKind.MESSAGE: NoticeRule(Audience.PERSON, Permission.MESSAGE_READ),
    NoticeKind.URGENT_MESSAGE: NoticeRule(Audience.PERSON, Permission.MESSAGE_READ),
    NoticeKind.SURVEY: NoticeRule(Audience.PERSON, Permission.SURVEY_ANSWER),
    NoticeKind.FORUM_ANSWER: NoticeRule(Audience.PERSON, Permission.FORUM_TAKE_PART),
    NoticeKind.FORUM_WAITS: NoticeRule(Audience.PERSON, Permission.FORUM_MODERATE),
    NoticeKind.FORUM_DECIDED: NoticeRule(Audience.PERSON, Permission.FORUM_TAKE_PART),
    NoticeKind.CLASS_NEWS: NoticeRule(Audience.PERSON, Permission.CLASS_PAGE_READ),
    NoticeKind.CLASS_ITEM_HIDDEN: NoticeRule(Audience.PERSON, Permission.CLASS_PAGE_READ),
    NoticeKind.NEWS: NoticeRule(Audience.PERSON, Permission.NEWS_READ),
    NoticeKind.DOCUMENT: NoticeRule(Audience.PERSON, Permission.DOCUMENT_READ),
    NoticeKind.DOCUMENT_LATE: NoticeRule(Audience.PERSON, Permission.DOCUMENT_REGISTER_READ),
    NoticeKind.EVENT: NoticeRule(Audience.PERSON, Permission.EVENT_READ),
    NoticeKind.EVENT_CHANGED: NoticeRule(Audience.PERSON, Permission.EVENT_READ),
}
"""Every kind; one without a line would be seen by nobody."""
OF_REMARKS = (NoticeKind.PRAISE, NoticeKind.REMARK)

_notice, _settings = table(OutboxNotice).c, table(SchoolSettings).c
_SCHOOL: BindParameter[int] = bindparam("school_id")
_TODAY: BindParameter[date] = bindparam("today")


def may_see(session: Session, actor: Actor, notice: OutboxNotice) -> bool:
    """Whether the notice, in the actor's own box, is about what the actor may still see."""
    rule = NOTICE_RULES.get(NoticeKind(notice.kind)) if notice.kind in list(NoticeKind) else None
    is_own = (notice.school_id, notice.recipient_id) == (actor.school_id, actor.person_id)
    if rule is None or not is_own or not actor.may(rule.permission):
        return False
    if notice.kind in OF_REMARKS and _remarks_hidden(session, actor.school_id):
        return False
    if rule.audience is Audience.PERSON:
        return True
    pupil = read_pupil(session, actor, notice.pupil_id or 0)
    if pupil is None:
        return False
    if rule.audience is Audience.CLASS_TEACHERS:
        return is_pupil_of_own_class(session, actor, pupil)
    own = actor.holds(Role.PUPIL) and is_self(session, actor, pupil)
    return own or is_guardian_of(session, actor, pupil)


def _remarks_hidden(session: Session, school_id: int) -> bool:
    shown = select(_settings.remark_visible).where(_settings.school_id == school_id)
    return session.scalar(shown) is False


_IS_WARD = _notice.pupil_id.in_(wards(_SCHOOL, bindparam("guardian"), _TODAY))
_IS_OF_OWN_CLASS = _notice.pupil_id.in_(
    pupils_this_year(_SCHOOL, bindparam("classes", expanding=True), _TODAY)
)
NOT_HIDDEN: ColumnElement[bool] = or_(
    _notice.kind.not_in(OF_REMARKS),
    ~exists().where(_settings.school_id == _notice.school_id, _settings.remark_visible.is_(False)),
)
"""Whether the notice is of what its school lets anybody see."""
SEEN: ColumnElement[bool] = and_(
    _notice.school_id == _SCHOOL,
    _notice.recipient_id == bindparam("reader"),
    or_(
        _notice.kind.in_(bindparam("personal", expanding=True)),
        and_(
            _notice.kind.in_(bindparam("family", expanding=True)),
            or_(_notice.pupil_id == bindparam("pupil"), _IS_WARD),
        ),
        and_(_notice.kind.in_(bindparam("class_teachers", expanding=True)), _IS_OF_OWN_CLASS),
    ),
    NOT_HIDDEN,
)
"""may_see for many rows at once, made once; parameters: those of `seen_by`."""


def seen_by(actor: Actor) -> dict[str, Any]:
    """The parameters by which SEEN finds what this actor may see."""
    guard.require(actor, Permission.NOTICES_READ)
    return {
        "school_id": actor.school_id,
        "today": actor.today,
        "reader": actor.person_id,
        "pupil": actor.person_id if actor.holds(Role.PUPIL) else 0,
        "guardian": actor.person_id if actor.holds(Role.GUARDIAN) else 0,
        "classes": sorted(actor.class_ids),
        "personal": _kinds(actor, Audience.PERSON),
        "family": _kinds(actor, Audience.FAMILY),
        "class_teachers": _kinds(actor, Audience.CLASS_TEACHERS),
    }


def _kinds(actor: Actor, audience: Audience) -> list[str]:
    return [
        kind.value
        for kind, rule in NOTICE_RULES.items()
        if rule.audience is audience and actor.may(rule.permission)
    ]
