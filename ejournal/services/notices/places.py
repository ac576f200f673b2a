"""Where a notice leads its reader: the address of the exact day, lesson or page."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import NoticeKind
from ejournal.services.courses.choice import open_courses
from ejournal.services.notices.board import Notice

OF_JOURNAL = (NoticeKind.SUBSTITUTION_GIVEN, NoticeKind.LATE_CHANGE)
"""Kinds that lead into a journal where the reader may still open it."""


_ALWAYS = {
    NoticeKind.SECOND_FACTOR: "/account",
    NoticeKind.LOOKED_AS: "/account",
    NoticeKind.MAIL_FAILED: "/accounts",
    NoticeKind.CHAT_REPORTED: "/chat/reports",
    NoticeKind.CHAT_MESSAGE: "/chat?room={room_id}",
    NoticeKind.CHAT_MENTION: "/chat?room={room_id}&at={number}",
    NoticeKind.CHAT_DECIDED: "/chat?room={room_id}&at={number}",
    NoticeKind.MESSAGE: "/messages/read?id={message_id}",
    NoticeKind.URGENT_MESSAGE: "/messages/read?id={message_id}",
    NoticeKind.SURVEY: "/surveys/answer?id={survey_id}",
    NoticeKind.FORUM_WAITS: "/forum/waiting",
    NoticeKind.FORUM_ANSWER: "/forum/topic?topic={topic_id}",
    NoticeKind.FORUM_DECIDED: "/forum/topic?topic={topic_id}",
    NoticeKind.CLASS_NEWS: "/class-page?class={class_id}",
    NoticeKind.CLASS_ITEM_HIDDEN: "/class-page?class={class_id}",
    NoticeKind.NEWS: "/news/read?id={news_id}",
    NoticeKind.EVENT: "/events/read?id={event_id}&date={date_id}",
    NoticeKind.EVENT_CHANGED: "/events/read?id={event_id}&date={date_id}",
    NoticeKind.JOURNAL_UNFILLED: "/",
    NoticeKind.DOCUMENT: "/documents/read?id={document_id}",
    NoticeKind.DOCUMENT_LATE: "/documents/register?id={document_id}&state=late",
}
"""Kinds that lead to one page, or to one of it that they name; what lessons lack stands on the main one."""


def places(session: Session, actor: Actor, notices: Collection[Notice]) -> dict[int, str]:
    """The address of each notice, by its number; one query for any number of them, where it takes one."""
    asked = {one.payload.get("course_id") for one in notices if one.kind in OF_JOURNAL}
    courses = open_courses(session, actor, [one for one in asked if one])
    return {one.id: _place(actor, one, courses) for one in notices}


def _place(actor: Actor, one: Notice, courses: Collection[int]) -> str:
    payload = one.payload
    if one.kind in _ALWAYS:
        return _ALWAYS[one.kind].format(**payload)
    match one.kind:
        case NoticeKind.TERM_MARK:
            term = f"&term={payload['column']}" if str(payload["column"]).isdecimal() else ""
            return f"/diary/marks?child={one.pupil_id}{term}"
        case NoticeKind.TEACHER_ABSENCE_REPORTED:
            absence = payload.get("absence_id")
            return f"/substitutions?absence={absence}" if absence else "/substitutions"
        case NoticeKind.TEACHER_ABSENCE_DECIDED | NoticeKind.TEACHER_ABSENCE_CHANGED:
            return (
                "/absence" if actor.may(Permission.ABSENCE_REPORT) else f"/schedule?day={payload['starts']}"
            )
        case NoticeKind.PUPIL_ABSENCE_ANNOUNCED:
            of_class = payload.get("class_id")
            return f"/class?class={of_class}" if of_class in actor.class_ids else "/class"
        case NoticeKind.PUPIL_MOVED | NoticeKind.EMAIL_BOUNCED:
            of_class = payload.get("class_id")
            return f"/class/people?class={of_class}" if of_class in actor.class_ids else "/class/people"
        case NoticeKind.SUBSTITUTION_GIVEN:
            return _journal(payload, courses) or f"/schedule?day={payload['day']}"
        case NoticeKind.LATE_CHANGE:
            return _journal(payload, courses) or "/journal"
        case _:
            return f"/diary?child={one.pupil_id}&day={payload['day']}"


def _journal(payload: Mapping[str, Any], courses: Collection[int]) -> str:
    course, lesson = payload.get("course_id"), payload.get("lesson_id")
    if course not in courses:
        return ""
    column = str(payload.get("column", ""))
    where = f"lesson=L{lesson}" if lesson else f"term={column if column.isdecimal() else 'year'}"
    return f"/journal?course={course}&{where}"
