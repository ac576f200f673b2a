"""What each kind of notice says, in the reader's language: the same words for bell, mail and push."""

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ejournal.access.notices import NOTICE_RULES, Tone
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import day_month, day_span
from ejournal.models import (
    AttendanceCode,
    ChatKind,
    ChatVerdict,
    ForumDeed,
    MessageAsks,
    NoticeKind,
    RemarkTone,
    SubstitutionKind,
    TermKind,
    TermMarkScope,
)
from ejournal.services.base.texts import beside
from ejournal.services.calendar.year import term_name
from ejournal.services.notices.room_names import RoomName

LONGEST = 240
Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """What happened, and in a softer voice where and when; the tone in which it is drawn."""

    title: str
    note: str
    tone: Tone


def words_of(kind: NoticeKind, payload: Payload, locale: str) -> NoticeWords:
    """The notice in words."""
    title, note = _WORDS[kind](payload, locale)
    tone = NOTICE_RULES[kind].tone
    if kind in (NoticeKind.PRAISE, NoticeKind.REMARK) and payload.get("tone") == RemarkTone.PRAISE:
        tone = Tone.PRAISE
    return NoticeWords(textwrap.shorten(title, LONGEST, placeholder="…"), note, tone)


def _mark(payload: Payload, locale: str) -> tuple[str, str]:
    subject, text, was = payload["subject"], payload["text"], payload["was"]
    if not text:
        title = gettext(locale, "{subject}: the mark {was} is taken away", subject=subject, was=was)
    elif was:
        title = gettext(locale, "{subject}: {text} in place of {was}", subject=subject, text=text, was=was)
    else:
        title = f"{subject}: {text}"
    return title, _joined(payload.get("kind", ""), _lesson_of(payload, locale), payload.get("comment", ""))


def _attendance(payload: Payload, locale: str) -> tuple[str, str]:
    title, note = _absence(payload, locale)
    if lost := payload.get("lost"):
        gone = gettext(
            locale, "{subject}: the mark {was} is taken away", subject=payload["subject"], was=lost
        )
        return title, _joined(note, gone)
    return title, note


def _absence(payload: Payload, locale: str) -> tuple[str, str]:
    subject, text = payload["subject"], payload["text"]
    when = _lesson_of(payload, locale)
    if not text:
        return gettext(locale, "{subject}: the absence is taken away", subject=subject), when
    code = payload.get("code", "")
    if code == AttendanceCode.LATE:
        return gettext(locale, "{subject}: late for the lesson", subject=subject), when
    if code == AttendanceCode.ABSENT:
        title = gettext(locale, "{subject}: not at the lesson", subject=subject)
        return title, _joined(when, gettext(locale, "the reason is not given"))
    return gettext(locale, "{subject}: absence ({code})", subject=subject, code=text), when


def _term_mark(payload: Payload, locale: str) -> tuple[str, str]:
    subject, text, was = payload["subject"], payload["text"], payload["was"]
    column = column_words(str(payload["column"]), payload.get("term_kind", ""), locale)
    if not text:
        title = gettext(locale, "{subject}, {column}: the mark {was} is taken away",
                        subject=subject, column=column, was=was)  # fmt: skip
    elif was:
        title = gettext(locale, "{subject}, {column}: {text} in place of {was}",
                        subject=subject, column=column, text=text, was=was)  # fmt: skip
    else:
        title = f"{subject}, {column}: {text}"
    return title, gettext(locale, "term mark")


def column_words(key: str, kind: str, locale: str) -> str:
    """The column of a term mark as it stands within a sentence; kind is that of the terms."""
    if key.isdecimal():
        return term_name(locale, TermKind(kind), int(key)) if kind else key
    names = {
        TermMarkScope.YEAR: gettext(locale, "the year"),
        TermMarkScope.EXAM: gettext(locale, "the exam"),
        TermMarkScope.FINAL: gettext(locale, "the final mark"),
    }
    return names[TermMarkScope(key)]


def _remark(payload: Payload, locale: str) -> tuple[str, str]:
    praise = payload.get("tone") == RemarkTone.PRAISE
    words = gettext(locale, "Praise: {text}") if praise else gettext(locale, "Remark: {text}")
    note = _joined(payload.get("subject", ""), _day(payload, locale), payload.get("author", ""))
    return words.format(text=payload["text"]), note


def _substitution(payload: Payload, locale: str) -> tuple[str, str]:
    subject, kind = payload["subject"], payload["kind"]
    titles = {
        SubstitutionKind.SUBSTITUTED: gettext(locale, "Substitution: {subject}"),
        SubstitutionKind.JOINED: gettext(locale, "Groups joined: {subject}"),
        SubstitutionKind.CANCELLED: gettext(locale, "Cancelled: {subject}"),
        SubstitutionKind.MOVED: gettext(locale, "Moved: {subject}"),
    }
    title = titles.get(kind, gettext(locale, "As planned again: {subject}")).format(subject=subject)
    if kind == SubstitutionKind.CANCELLED:
        return title, _joined(_lesson_of(payload, locale), payload.get("reason", ""))
    moved = payload.get("from_day")
    was = gettext(locale, "was on {day}", day=day_month(locale, date.fromisoformat(moved))) if moved else ""
    given = gettext(locale, "given by {name}", name=payload["teacher"])
    return title, _joined(_lesson_of(payload, locale), given, was)


def _substitution_given(payload: Payload, locale: str) -> tuple[str, str]:
    what = ", ".join(part for part in (payload["subject"], payload.get("class_title", "")) if part)
    if payload.get("gives"):
        title = gettext(locale, "You give the lesson: {lesson}", lesson=what)
        task = payload.get("task", "")
        told = gettext(locale, "task: {task}", task=task) if task else ""
        return title, _joined(_lesson_of(payload, locale), told)
    title, note = _substitution({**payload, "subject": what}, locale)
    return title, note


def _absence_reported(payload: Payload, locale: str) -> tuple[str, str]:
    title = gettext(locale, "{name} reports an absence", name=payload["teacher"])
    return title, _joined(_span(payload, locale), gettext(locale, "waits for your decision"))


def _absence_decided(payload: Payload, locale: str) -> tuple[str, str]:
    if payload.get("reopened"):
        return gettext(locale, "Your absence waits for a decision again"), _span(payload, locale)
    accepted = gettext(locale, "Your absence is accepted")
    title = accepted if payload["approved"] else gettext(locale, "Your absence is declined")
    return title, _span(payload, locale)


def _absence_changed(payload: Payload, locale: str) -> tuple[str, str]:
    withdrawn = gettext(locale, "Your absence is taken back")
    title = withdrawn if payload["withdrawn"] else gettext(locale, "Your absence has other days")
    return title, _span(payload, locale)


def _pupil_absence(payload: Payload, locale: str) -> tuple[str, str]:
    name = payload["name"]
    if payload.get("withdrawn"):
        title = gettext(locale, "{name}: the announced absence is taken back", name=name)
    else:
        title = gettext(locale, "{name} will be away", name=name)
    reasons = {
        AttendanceCode.ILL: gettext(locale, "Illness"),
        AttendanceCode.EXCUSED: gettext(locale, "Valid reason"),
    }
    reason = reasons.get(payload["code"], "")
    return title, _joined(_span(payload, locale), reason, beside(reason, payload.get("note", "")))


def _late_change(payload: Payload, locale: str) -> tuple[str, str]:
    about = {
        "subject": payload["subject"],
        "before": payload["before"] or gettext(locale, "empty"),
        "after": payload["after"] or gettext(locale, "empty"),
    }
    column = payload.get("column", "")
    where = column_words(column, payload.get("term_kind", ""), locale) if column else _day(payload, locale)
    if payload.get("reopened"):
        title = gettext(locale, "Late change waits again: {subject}, {before} → {after}", **about)
        return title, where
    approved = gettext(locale, "Late change approved: {subject}, {before} → {after}", **about)
    refused = gettext(locale, "Late change refused: {subject}, {before} → {after}", **about)
    return approved if payload["approved"] else refused, _joined(where, payload["note"])


def _pupil_moved(payload: Payload, locale: str) -> tuple[str, str]:
    name, what = payload["name"], payload["what"]
    day = day_month(locale, date.fromisoformat(payload["day"]))
    was, becomes = payload.get("from", ""), payload.get("to", "")
    if what == "transfer":
        title = gettext(locale, "{name}: from {was} to {becomes}", name=name, was=was, becomes=becomes)
        return title, gettext(locale, "from {day}", day=day)
    if what == "leave":
        title = gettext(locale, "{name} leaves the school", name=name)
        return title, _joined(gettext(locale, "last day {day}", day=day), payload.get("reason", ""))
    if what == "undo":
        return gettext(locale, "{name}: the last move is undone", name=name), becomes or was
    title = gettext(locale, "{name} comes into {becomes}", name=name, becomes=becomes)
    return title, gettext(locale, "from {day}", day=day)


def _mail_failed(payload: Payload, locale: str) -> tuple[str, str]:
    count = int(payload["count"])
    title = ngettext(locale, "{n} letter could not be sent", "{n} letters could not be sent", count)
    return title, _joined(_day(payload, locale), payload.get("error", ""))


def _email_bounced(payload: Payload, locale: str) -> tuple[str, str]:
    title = gettext(locale, "Letters do not reach {name}", name=payload["name"])
    return title, _joined(
        _day(payload, locale), gettext(locale, "the mail server does not know the address; ask for another")
    )


def _second_factor(payload: Payload, locale: str) -> tuple[str, str]:
    title = gettext(locale, "An administrator has taken your sign-in confirmation off")
    return title, _joined(
        _day(payload, locale), gettext(locale, "set it up anew on the page of your account")
    )


def _looked_as(payload: Payload, locale: str) -> tuple[str, str]:
    title = gettext(locale, "The administrator {name} looks as you", name=payload["name"])
    reason = gettext(locale, "The reason: {reason}", reason=payload["reason"])
    return title, _joined(_day(payload, locale), reason)


def _journal_unfilled(payload: Payload, locale: str) -> tuple[str, str]:
    title = gettext(locale, "The journal waits for what lessons lack")
    topics, tests = int(payload["topics"]), int(payload["tests"])
    lacking = [
        ngettext(locale, "{n} lesson without a topic", "{n} lessons without a topic", topics)
        if topics
        else "",
        ngettext(locale, "{n} test paper without marks", "{n} test papers without marks", tests)
        if tests
        else "",
    ]
    since = gettext(locale, "since {date}", date=_day(payload, locale))
    return title, _joined(*lacking, since)


def _chat_message(payload: Payload, locale: str) -> tuple[str, str]:
    room = _room(payload, locale)
    return gettext(locale, "New in the chat: {room}", room=room), _day(payload, locale)


def _chat_mention(payload: Payload, locale: str) -> tuple[str, str]:
    title = gettext(locale, "{author} names you in the chat", author=payload["author"])
    return title, _joined(_room(payload, locale), _day(payload, locale))


def _room(payload: Payload, locale: str) -> str:
    kind, titles = ChatKind(payload["kind"]), (payload["class_title"], payload["subject"], payload["title"])
    return RoomName(kind, *titles, payload["author"]).text(locale)


def _chat_reported(payload: Payload, locale: str) -> tuple[str, str]:
    return gettext(locale, "A message of the chat was reported"), _day(payload, locale)


def _chat_decided(payload: Payload, locale: str) -> tuple[str, str]:
    titles = {
        ChatVerdict.HIDDEN: gettext(locale, "Your message in the chat was hidden"),
        ChatVerdict.MUTED: gettext(locale, "You may only read the chat for now"),
        ChatVerdict.WARNED: gettext(locale, "A moderator warns you because of a message in the chat"),
    }
    title = titles[ChatVerdict(payload["verdict"])]
    return title, _joined(_room(payload, locale), _day(payload, locale), payload["reason"])


def _urgent_message(payload: Payload, locale: str) -> tuple[str, str]:
    asks = gettext(locale, "urgent: confirm that you have read it")
    told = _joined(str(payload["text"]), str(payload["author"]), _files(payload, locale), asks)
    return str(payload["title"]), told


def _files(payload: Payload, locale: str) -> str:
    count = payload.get("files", 0)
    return ngettext(locale, "{n} file in the journal", "{n} files in the journal", count) if count else ""


def _message(payload: Payload, locale: str) -> tuple[str, str]:
    title = payload["title"]
    if payload.get("withdrawn"):
        title = gettext(locale, "Withdrawn: {title}", title=title)
    elif payload.get("reminder"):
        title = gettext(locale, "An answer is waited for: {title}", title=title)
    asked = {
        MessageAsks.CONFIRM: gettext(locale, "asks to be confirmed"),
        MessageAsks.ANSWER: gettext(locale, "asks for an answer"),
    }
    told = "" if payload.get("withdrawn") else asked.get(payload["asks"], "")
    files = "" if payload.get("withdrawn") else _files(payload, locale)
    return title, _joined(_day(payload, locale), payload["author"], files, told)


def _forum_answer(payload: Payload, locale: str) -> tuple[str, str]:
    return gettext(locale, "New answer: {topic}", topic=payload["title"]), _day(payload, locale)


def _forum_waits(payload: Payload, locale: str) -> tuple[str, str]:
    title = gettext(locale, "The forum waits for you: {section}", section=payload["section"])
    return title, _day(payload, locale)


def _forum_decided(payload: Payload, locale: str) -> tuple[str, str]:
    titles = {
        ForumDeed.LET: gettext(locale, "Your post is seen now: {topic}"),
        ForumDeed.SHOWN: gettext(locale, "Your post is seen again: {topic}"),
        ForumDeed.HIDDEN: gettext(locale, "Your post was hidden: {topic}"),
        ForumDeed.CLOSED: gettext(locale, "Your topic was closed: {topic}"),
        ForumDeed.OPENED: gettext(locale, "Your topic is open again: {topic}"),
        ForumDeed.MOVED: gettext(locale, "Your topic was moved: {topic}"),
        ForumDeed.WARNED: gettext(locale, "A moderator warns you: {topic}"),
        ForumDeed.MUTED: gettext(locale, "You may only read the forum for now: {topic}"),
    }
    title = titles[ForumDeed(payload["deed"])].format(topic=payload["title"])
    return title, _joined(_day(payload, locale), payload["reason"])


def _survey(payload: Payload, locale: str) -> tuple[str, str]:
    title = (
        gettext(locale, "Your answer is still waited for: {title}", title=payload["title"])
        if payload["reminder"]
        else gettext(locale, "Survey: {title}", title=payload["title"])
    )
    until = payload["until"]
    ends = gettext(locale, "until {day}", day=day_month(locale, date.fromisoformat(until))) if until else ""
    nameless = gettext(locale, "without names") if payload["anonymous"] else ""
    return title, _joined(payload["author"], ends, nameless)


def _class_news(payload: Payload, locale: str) -> tuple[str, str]:
    title = gettext(locale, "News of class {name}: {title}", name=payload["class"], title=payload["title"])
    return title, _day(payload, locale)


def _class_item_hidden(payload: Payload, locale: str) -> tuple[str, str]:
    title = (
        gettext(locale, "Hidden on the class page: {title}", title=payload["title"])
        if payload["hidden"]
        else gettext(locale, "Seen again on the class page: {title}", title=payload["title"])
    )
    return title, _joined(_day(payload, locale), payload["reason"])


def _news(payload: Payload, locale: str) -> tuple[str, str]:
    titles = {
        "out": gettext(locale, "News: {title}"),
        "reminder": gettext(locale, "Please acknowledge: {title}"),
        "anew": gettext(locale, "Changed, please acknowledge anew: {title}"),
        "hidden": gettext(locale, "Your comment was hidden: {title}"),
        "shown": gettext(locale, "Your comment is seen again: {title}"),
        "reported": gettext(locale, "A comment was reported: {title}"),
    }
    title = titles[payload["what"]].format(title=payload["title"])
    asks = payload["must"] and payload["what"] == "out"
    asked = gettext(locale, "to be acknowledged") if asks else ""
    return title, _joined(_day(payload, locale), asked, payload.get("reason", ""))


def _document(payload: Payload, locale: str) -> tuple[str, str]:
    title = payload["title"]
    if payload.get("withdrawn"):
        return gettext(locale, "Withdrawn: {title}", title=title), _day(payload, locale)
    if payload.get("reminder"):
        told = gettext(locale, "Not acknowledged yet: {title}", title=title)
    elif payload["version"] > 1:
        told = gettext(locale, "A new version to acknowledge: {title}", title=title)
    else:
        told = gettext(locale, "To acknowledge: {title}", title=title)
    return told, _joined(_until(payload, locale), _signed(payload, locale))


def _until(payload: Payload, locale: str) -> str:
    until = payload.get("until")
    if not until:
        return ""
    return gettext(locale, "acknowledge by {day}", day=day_month(locale, date.fromisoformat(until)))


def _signed(payload: Payload, locale: str) -> str:
    return gettext(locale, "signed with the password or a code") if payload.get("signed") else ""


def _document_late(payload: Payload, locale: str) -> tuple[str, str]:
    title = gettext(locale, "Not all have acknowledged: {title}", title=payload["title"])
    count = int(payload["count"])
    late = ngettext(locale, "{n} signature is missing", "{n} signatures are missing", count)
    return title, _joined(late, _until(payload, locale))


def _event(payload: Payload, locale: str) -> tuple[str, str]:
    titles = {
        "invited": gettext(locale, "You are invited: {title}"),
        "soon": gettext(locale, "It is soon: {title}"),
        "moved": gettext(locale, "Moved: {title}"),
        "added": gettext(locale, "One more date: {title}"),
        "place": gettext(locale, "In another place: {title}"),
        "date_cancelled": gettext(locale, "A date is cancelled: {title}"),
        "cancelled": gettext(locale, "Cancelled: {title}"),
        "moved_up": gettext(locale, "There is a place for you: {title}"),
    }
    title = titles[payload["what"]].format(title=payload["title"])
    asks = payload["asks"] and payload["what"] in ("invited", "moved", "added")
    starts = payload["starts"][:5] if payload["starts"] else ""
    when = _day(payload, locale) if payload["day"] else ""
    asked = gettext(locale, "please answer") if asks else ""
    if payload["what"] == "cancelled":
        asked = gettext(locale, "it does not take place")
    return title, _joined(", ".join(one for one in (when, starts) if one), payload["place"], asked)


_WORDS: dict[NoticeKind, Callable[[Payload, str], tuple[str, str]]] = {
    NoticeKind.MARK: _mark,
    NoticeKind.ATTENDANCE: _attendance,
    NoticeKind.TERM_MARK: _term_mark,
    NoticeKind.PRAISE: _remark,
    NoticeKind.REMARK: _remark,
    NoticeKind.SUBSTITUTION: _substitution,
    NoticeKind.SUBSTITUTION_GIVEN: _substitution_given,
    NoticeKind.TEACHER_ABSENCE_REPORTED: _absence_reported,
    NoticeKind.TEACHER_ABSENCE_DECIDED: _absence_decided,
    NoticeKind.TEACHER_ABSENCE_CHANGED: _absence_changed,
    NoticeKind.PUPIL_ABSENCE_ANNOUNCED: _pupil_absence,
    NoticeKind.LATE_CHANGE: _late_change,
    NoticeKind.PUPIL_MOVED: _pupil_moved,
    NoticeKind.MAIL_FAILED: _mail_failed,
    NoticeKind.EMAIL_BOUNCED: _email_bounced,
    NoticeKind.SECOND_FACTOR: _second_factor,
    NoticeKind.LOOKED_AS: _looked_as,
    NoticeKind.JOURNAL_UNFILLED: _journal_unfilled,
    NoticeKind.CHAT_MESSAGE: _chat_message,
    NoticeKind.CHAT_MENTION: _chat_mention,
    NoticeKind.CHAT_REPORTED: _chat_reported,
    NoticeKind.CHAT_DECIDED: _chat_decided,
    NoticeKind.URGENT_MESSAGE: _urgent_message,
    NoticeKind.MESSAGE: _message,
    NoticeKind.SURVEY: _survey,
    NoticeKind.FORUM_ANSWER: _forum_answer,
    NoticeKind.FORUM_WAITS: _forum_waits,
    NoticeKind.FORUM_DECIDED: _forum_decided,
    NoticeKind.CLASS_NEWS: _class_news,
    NoticeKind.CLASS_ITEM_HIDDEN: _class_item_hidden,
    NoticeKind.NEWS: _news,
    NoticeKind.DOCUMENT: _document,
    NoticeKind.DOCUMENT_LATE: _document_late,
    NoticeKind.EVENT: _event,
    NoticeKind.EVENT_CHANGED: _event,
}


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _day(payload: Payload, locale: str) -> str:
    return day_month(locale, date.fromisoformat(payload["day"]))


def _lesson_of(payload: Payload, locale: str) -> str:
    if not payload.get("number"):
        return _day(payload, locale)
    return gettext(locale, "{day}, lesson {number}", day=_day(payload, locale), number=payload["number"])


def _span(payload: Payload, locale: str) -> str:
    first, last = date.fromisoformat(payload["starts"]), date.fromisoformat(payload["ends"])
    return day_month(locale, first) if first == last else day_span(locale, first, last)
