"""Kinds of notices, how they go and hours, in words."""

from ejournal.i18n import gettext
from ejournal.models import Channel, Going, NoticeKind

KINDS = {
    NoticeKind.MARK: "Marks",
    NoticeKind.ATTENDANCE: "Absences and late comings",
    NoticeKind.TERM_MARK: "Term marks",
    NoticeKind.PRAISE: "Praise",
    NoticeKind.REMARK: "Remarks",
    NoticeKind.SUBSTITUTION: "Changes of the schedule",
    NoticeKind.SUBSTITUTION_GIVEN: "Substitutions that I give",
    NoticeKind.TEACHER_ABSENCE_REPORTED: "Teachers report an absence",
    NoticeKind.TEACHER_ABSENCE_DECIDED: "Decisions on my absence",
    NoticeKind.TEACHER_ABSENCE_CHANGED: "Changes of my absence",
    NoticeKind.PUPIL_ABSENCE_ANNOUNCED: "Absences that families announce",
    NoticeKind.PUPIL_MOVED: "Pupils who come and go",
    NoticeKind.EMAIL_BOUNCED: "Families whom no letter reaches",
    NoticeKind.JOURNAL_UNFILLED: "Reminders to fill the journal",
    NoticeKind.LATE_CHANGE: "Decisions on late changes",
    NoticeKind.CHAT_MESSAGE: "Messages of the chat",
    NoticeKind.CHAT_MENTION: "Messages of the chat that name me",
    NoticeKind.CHAT_REPORTED: "Reported messages",
    NoticeKind.CHAT_DECIDED: "Decisions on my messages",
    NoticeKind.MESSAGE: "Messages of the school",
    NoticeKind.SURVEY: "Surveys that ask me",
    NoticeKind.FORUM_ANSWER: "Answers in the forum",
    NoticeKind.FORUM_WAITS: "What waits in the forum",
    NoticeKind.FORUM_DECIDED: "Decisions on my posts",
    NoticeKind.CLASS_NEWS: "News of the class",
    NoticeKind.NEWS: "News of the school",
    NoticeKind.EVENT: "Invitations to events, and reminders of them",
    NoticeKind.EVENT_CHANGED: "Changes of events",
    NoticeKind.CLASS_ITEM_HIDDEN: "What was hidden of mine on the class page",
    NoticeKind.DOCUMENT: "Documents to acknowledge",
    NoticeKind.DOCUMENT_LATE: "Who has not acknowledged in time",
}
"""What is chosen, as message ids."""
CHANNELS = {
    Channel.MAIL: "By mail",
    Channel.PUSH: "To browsers",
    Channel.SMS: "By SMS",
    Channel.WEBHOOK: "To another system",
    Channel.MAX: "By MAX",
}
"""What the channels are called, as message ids."""
GOING = {Going.NOW: "at once", Going.DIGEST: "in the letter of the day", Going.NEVER: "do not send"}
"""How it goes, as message ids."""


def kind_words(kind: NoticeKind, locale: str) -> str:
    """«Пропуски и опоздания»."""
    return gettext(locale, KINDS[kind])


def going_words(going: Going, locale: str) -> str:
    """«сразу», «в письме за день», «не присылать»."""
    return gettext(locale, GOING[going])


def hour_words(hour: int) -> str:
    """«18:00»."""
    return f"{hour}:00"
