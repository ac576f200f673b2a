"""What is written, and what services say of it: the tables with new rows, the topics that are told."""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from ejournal import news
from ejournal.services.base import changed

_WRITES = re.compile(r"\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) \"?(\w+)")
_NUMBER = re.compile(r":?\d+:?")

Kinds = tuple[frozenset[str], ...]


def _of(*kinds: str) -> frozenset[str]:
    return frozenset(kinds)


JOURNAL = _of("course", "school:journals")
SHOWN: dict[str, Kinds] = {
    "absence_notice": (_of("class"), _of("pupil")),
    "academic_year": (_of("school:schedule"),),
    "acknowledgement": (_of("class"), _of("pupil")),
    "attendance": (JOURNAL, _of("pupil")),
    "bell": (_of("school:schedule"),),
    "bell_schedule": (_of("school:schedule"),),
    "change_request": (JOURNAL, _of("school:late")),
    "chat_member": (_of("chat-list"),),
    "chat_message": (_of("chat"),),
    "chat_mention": (_of("chat"),),
    "chat_mute": (_of("chat-list"),),
    "chat_reaction": (_of("chat"),),
    "chat_report": (_of("school:chat-reports"),),
    "chat_room": (_of("chat", "chat-list"),),
    "co_teacher": (_of("school:load"), _of("school:schedule")),
    "consent": (_of("school:consents"),),
    "consent_document": (_of("school:consents"),),
    "consent_purpose": (_of("school:consents"),),
    "course": (_of("course", "school:load"),),
    "class_helper": (_of("class-page"),),
    "class_item": (_of("class-page"),),
    "document_reader": (_of("document"),),
    "document_signature": (_of("document"),),
    "document_version": (_of("school:documents"),),
    "forum_decision": (_of("school:forum"),),
    "forum_post": (_of("school:forum"), _of("forum")),
    "forum_report": (_of("school:forum"),),
    "forum_section": (_of("school:forum"),),
    "forum_topic": (_of("school:forum"), _of("forum")),
    "event_answer": (_of("event"),),
    "event_date": (_of("event", "school:events"),),
    "school_event": (_of("event", "school:events"),),
    "news_comment": (_of("news"),),
    "news_item": (_of("news", "school:news"),),
    "news_reader": (_of("news"),),
    "news_report": (_of("news"),),
    "early_notice_rule": (_of("school:early-notice"),),
    "early_notice_talk": (_of("school:early-notice"),),
    "enrolment": (JOURNAL, _of("class"), _of("pupil"), _of("school:people")),
    "exemption": (JOURNAL, _of("pupil")),
    "group_class": (_of("school:load"),),
    "group_member": (_of("course", "school:load", "school:journals"),),
    "guardianship": (_of("class"), _of("pupil"), _of("school:people")),
    "holiday": (_of("school:schedule"),),
    "issued_paper": (_of("school:issued"),),
    "kind_of_work": (_of("school:journals"),),
    "mass_message": (_of("messages-of"),),
    "message_reader": (_of("message"),),
    "survey": (_of("survey"), _of("school:surveys")),
    "survey_answer": (_of("survey-answers"),),
    "survey_author": (_of("survey", "school:surveys"),),
    "survey_option": (_of("survey", "survey-answers"),),
    "survey_question": (_of("survey"),),
    "survey_rule": (_of("survey"),),
    "survey_sealed": (_of("survey-answers"),),
    "survey_seat": (_of("survey", "survey-answers"),),
    "messenger_chat": (_of("ways"),),
    "lesson": (_of("course", "school:schedule"),),
    "mark": (JOURNAL, _of("pupil")),
    "moved_day": (_of("school:schedule"),),
    "own_report": (_of("school:own-reports"),),
    "paper_archive": (_of("school:papers"),),
    "paper_part": (_of("school:papers"),),
    "paper_run": (_of("school:papers"),),
    "person": (_of("school:people"),),
    "person_merge": (_of("school:people"),),
    "remark": (JOURNAL, _of("pupil")),
    "role_grant": (_of("school:people"),),
    "room": (_of("school:schedule"),),
    "room_booking": (_of("school:schedule"),),
    "school_document": (_of("school:documents"),),
    "school_class": (_of("course", "school:schedule", "school:people"),),
    "school_settings": (_of("school:journals"),),
    "study_group": (_of("school:load"),),
    "subject": (_of("school:load"),),
    "substitute_task": (_of("school:schedule"),),
    "substitution": (_of("school:schedule"), _of("course"), _of("pupil")),
    "teacher_absence": (_of("school:schedule"),),
    "teacher_change": (_of("course"),),
    "teacher_needs": (_of("school:load"),),
    "teacher_unavailability": (_of("school:load"),),
    "term": (_of("school:schedule"),),
    "term_mark": (JOURNAL, _of("pupil")),
    "term_scheme": (_of("school:schedule"),),
    "timetable_edit": (_of("timetable"),),
    "timetable_entry": (_of("timetable", "school:load", "school:schedule"),),
    "timetable_version": (_of("timetable", "school:load", "school:schedule"),),
}
"""By table: the kinds of topics that whoever writes it names, one of each set."""

QUIET = frozenset(
    {
        # What stands in these is told by the rows beside them, or by the bell.
        "audit_entry", "audit_head", "import_mapping", "mail", "marks_import", "marks_import_part",
        "outbox_notice", "people_import",
        # Open pages show none of it: it is read when it is needed.
        "calendar_feed", "channel_day", "chat_former_words", "chat_seen", "chat_word", "code_key",
        "delivery", "diary_visit", "email_change", "file_upload", "file_use", "forgotten_password",
        "message_child", "message_choice", "message_part", "message_template", "messenger_bot",
        "event_part", "news_part", "survey_part", "survey_reader", "survey_seat_child",
        "forum_former_words", "forum_seen", "forum_subscription", "forum_word",
        "document_part",
        "grade_rule", "half_sign_in", "not_duplicate", "notice_choice", "notice_default", "notice_hours",
        "one_time_link", "opening", "passkey", "passkey_challenge", "push_device",
        "password_cost", "provider_link", "provider_try", "recovery_code", "registration_reminder", "school",
        "school_logo", "second_factor_rule", "sign_in_try", "stored_file", "turn", "webhook",
        # Progress of long work is told by the work itself.
        "timetable_run",
        # One's own account; what administrators do to it is asked of by verb: tests/services/test_topics.py.
        "account", "account_place", "sign_in_session",
    }
)  # fmt: skip
"""The tables that no open page follows."""


class Changes:
    """The tables written and the topics told since it was emptied; what was undone is neither."""

    def __init__(self) -> None:
        self.tables: set[str] = set()
        self.topics: set[str] = set()
        self._before: defaultdict[Any, list[set[str]]] = defaultdict(list)

    def empty(self) -> None:
        """Begin anew."""
        self.tables, self.topics = set(), set()

    def untold(self) -> dict[str, list[list[str]]]:
        """The tables written of which something that shows them was not told: of each set, one was to be."""
        kinds = {_NUMBER.sub(":", one).strip(":") for one in self.topics}
        lacking = {
            table: [sorted(one) for one in SHOWN[table] if not one & kinds] for table in self.tables - QUIET
        }
        return {table: sets for table, sets in lacking.items() if sets}

    @contextmanager
    def noted(self, engine: Engine) -> Iterator["Changes"]:
        """Note what is written through the engine meanwhile, and what services say of it."""
        take = changed.take

        def noting(session: Session) -> list[str]:
            found = take(session)
            self.topics |= set(found)
            return found

        listeners: dict[str, Any] = {
            "after_cursor_execute": self._written,
            "begin": self._begun,
            "commit": self._kept,
            "rollback": self._undone,
            "savepoint": self._begun,
            "release_savepoint": self._kept,
            "rollback_savepoint": self._undone,
        }
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(changed, "take", noting)
            patch.setattr(news, "_tellers", [lambda _news: None])
            for name, listener in listeners.items():
                event.listen(engine, name, listener)
            try:
                yield self
            finally:
                for name, listener in listeners.items():
                    event.remove(engine, name, listener)

    def _written(self, _connection: Any, cursor: Any, asked: str, *_more: Any) -> None:
        hit = _WRITES.match(asked)
        if hit and (cursor.rowcount or "RETURNING" in asked):
            self.tables.add(hit[1])

    def _begun(self, connection: Any, *_name: Any) -> None:
        self._before[connection].append(set(self.tables))

    def _kept(self, connection: Any, *_name: Any) -> None:
        self._before[connection].pop()

    def _undone(self, connection: Any, *_name: Any) -> None:
        self.tables = self._before[connection].pop()
