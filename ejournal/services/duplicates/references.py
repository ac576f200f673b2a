"""Whatever refers to a person, taken from the tables, and what becomes of it when two cards are made one.

A table that says nothing here is re-pointed. A test fails on a unique rule, a bag of JSON or a bare number
that nobody has thought of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import sqlalchemy as sa
from sqlmodel import SQLModel


class Watch(StrEnum):
    """What of the rows must be as it was for an undo: all of it, that they still name the person, nothing."""

    ROWS = "rows"
    LINKS = "links"
    LOOSE = "loose"


@dataclass(frozen=True, slots=True)
class Rule:
    """What becomes of a column that names a person; about counts it in the preview, as a message id."""

    about: str = "Other records"
    watch: Watch = Watch.LINKS
    moves: bool = True


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that names a person."""

    table: sa.Table
    column: sa.Column[int]
    rule: Rule

    @property
    def name(self) -> str:
        """«mark.pupil_id»."""
        return f"{self.table.name}.{self.column.name}"


_HANDS = Rule("What the person wrote or did")
_STAYS = Rule(moves=False, watch=Watch.LOOSE)
RULES: Mapping[str, Rule] = {
    # the child
    "mark.pupil_id": Rule("Marks", Watch.ROWS),
    "attendance.pupil_id": Rule("Absences and late comings", Watch.ROWS),
    "term_mark.pupil_id": Rule("Term marks", Watch.ROWS),
    "remark.pupil_id": Rule("Remarks and praise", Watch.ROWS),
    "change_request.pupil_id": Rule("Late changes of marks", Watch.ROWS),
    "absence_notice.pupil_id": Rule("Announced absences", Watch.ROWS),
    "enrolment.pupil_id": Rule("Places in classes", Watch.ROWS),
    "group_member.pupil_id": Rule("Places in groups", Watch.ROWS),
    "exemption.pupil_id": Rule("Exemptions", Watch.ROWS),
    "acknowledgement.pupil_id": Rule("Weeks acknowledged", Watch.ROWS),
    "diary_visit.pupil_id": Rule("Looks into the diary", Watch.LOOSE),
    # the family
    "guardianship.pupil_id": Rule("Guardians", Watch.ROWS),
    "guardianship.guardian_id": Rule("Children whom the person stands for", Watch.ROWS),
    "acknowledgement.guardian_id": Rule("Weeks acknowledged", Watch.ROWS),
    "diary_visit.person_id": Rule("Looks into the diary", Watch.LOOSE),
    "consent.person_id": Rule("Consents", Watch.ROWS),
    "consent.pupil_id": Rule("Consents", Watch.ROWS),
    # the staff
    "role_grant.person_id": Rule("Roles", Watch.ROWS),
    "course.teacher_id": Rule("Courses", Watch.ROWS),
    "co_teacher.teacher_id": Rule("Courses as a second teacher", Watch.ROWS),
    "lesson.teacher_id": Rule("Lessons"),
    "lesson.substitute_id": Rule("Lessons as a substitute"),
    "timetable_entry.teacher_id": Rule("Places in timetables"),
    "teacher_change.former_id": Rule("Changes of teachers", Watch.ROWS),
    "teacher_change.teacher_id": Rule("Changes of teachers", Watch.ROWS),
    "teacher_needs.teacher_id": Rule("Wishes for the timetable", Watch.ROWS),
    "teacher_unavailability.teacher_id": Rule("Wishes for the timetable", Watch.ROWS),
    "teacher_absence.teacher_id": Rule("Absences as a teacher", Watch.ROWS),
    "substitution.absent_teacher_id": Rule("Substitutions", Watch.ROWS),
    "substitution.substitute_id": Rule("Substitutions", Watch.ROWS),
    "issued_paper.pupil_id": Rule("Issued papers", Watch.LOOSE),
    "issued_paper.teacher_id": Rule("Issued papers", Watch.LOOSE),
    # what is told and sent
    "outbox_notice.recipient_id": Rule("Notices", Watch.LOOSE),
    "outbox_notice.pupil_id": Rule("Notices", Watch.LOOSE),
    "mail.person_id": Rule("Letters", Watch.LOOSE),
    "sign_in_session.looker_id": Rule(watch=Watch.LOOSE),
    "calendar_feed.owner_id": Rule("Calendar links", Watch.LOOSE),
    "calendar_feed.pupil_id": Rule("Calendar links", Watch.LOOSE),
    "one_time_link.person_id": Rule("Registration codes and password links", Watch.LOOSE),
    "registration_reminder.person_id": Rule("Reminders to register", Watch.LOOSE),
    "chat_seen.person_id": Rule("Chat", Watch.LOOSE),
    "chat_member.person_id": Rule("Chat", Watch.LOOSE),
    "chat_reaction.person_id": Rule("Chat", Watch.LOOSE),
    "chat_mention.person_id": Rule("Chat", Watch.LOOSE),
    "chat_room.one_id": Rule("Chat"),
    "chat_room.other_id": Rule("Chat"),
    "chat_message.author_id": Rule("Chat"),
    "chat_mute.person_id": Rule("Chat"),
    "stored_file.owner_id": Rule("What the person wrote or did", Watch.LOOSE),  # some are swept
    "file_upload.owner_id": Rule("What the person wrote or did", Watch.LOOSE),
    "message_reader.person_id": Rule("Messages to many", Watch.LOOSE),
    "message_child.person_id": Rule("Messages to many", Watch.LOOSE),
    "message_child.pupil_id": Rule("Messages to many", Watch.LOOSE),
    "message_part.person_id": Rule("Messages to many", Watch.LOOSE),
    "survey.author_id": Rule("Surveys"),
    "survey_author.person_id": Rule("Surveys", Watch.LOOSE),
    "survey_part.person_id": Rule("Surveys", Watch.LOOSE),
    "survey_seat_child.pupil_id": Rule("Surveys", Watch.LOOSE),
    "survey_reader.person_id": Rule("Surveys", Watch.LOOSE),
    "document_reader.person_id": Rule("Documents to acknowledge", Watch.LOOSE),
    "document_reader.for_id": Rule("Documents to acknowledge", Watch.LOOSE),
    "document_signature.person_id": Rule("Documents to acknowledge"),
    "document_signature.for_id": Rule("Documents to acknowledge"),
    "document_part.person_id": Rule("Documents to acknowledge", Watch.LOOSE),
    "forum_topic.author_id": Rule("Forum"),
    "forum_post.author_id": Rule("Forum"),
    "forum_decision.person_id": Rule("Forum"),
    "forum_seen.person_id": Rule("Forum", Watch.LOOSE),
    "forum_subscription.person_id": Rule("Forum", Watch.LOOSE),
    "class_item.author_id": Rule("Class page", Watch.LOOSE),
    "class_item.hidden_by_id": Rule("Class page", Watch.LOOSE),
    "class_helper.person_id": Rule("Class page"),
    "class_helper.given_by_id": Rule("Class page"),
    "school_event.author_id": Rule("Events"),
    "event_part.person_id": Rule("Events", Watch.LOOSE),
    "event_answer.for_id": Rule("Events", Watch.LOOSE),
    "event_answer.person_id": Rule("Events", Watch.LOOSE),
    "news_item.author_id": Rule("News"),
    "news_part.person_id": Rule("News", Watch.LOOSE),
    "news_reader.person_id": Rule("News", Watch.LOOSE),
    "news_comment.author_id": Rule("News"),
    "news_comment.hidden_by_id": Rule("News", Watch.LOOSE),
    "news_report.reporter_id": Rule("News", Watch.LOOSE),
    # the account has rules of its own: accounts.py
    "account_place.person_id": Rule("Accounts"),
    "account.person_id": Rule("Accounts", Watch.LOOSE, moves=False),
    # what is written down for ever keeps the name of the card by which it was done
    "audit_entry.actor_id": _STAYS,
    "opening.opener_id": _STAYS,
    "issued_paper.issuer_id": _STAYS,
    "consent.entered_by_id": _STAYS,
    "document_signature.entered_by_id": _STAYS,
    "person.merged_into_id": _STAYS,
    "person_merge.kept_id": _STAYS,
    "person_merge.gone_id": _STAYS,
    "person_merge.author_id": _STAYS,
    "not_duplicate.first_id": _STAYS,
    "not_duplicate.second_id": _STAYS,
    "not_duplicate.author_id": _STAYS,
}
"""By «table.column»; of the others a column of a whole life is watched row by row, a hand's by its links."""
UNIQUE: Mapping[str, str] = {
    "mark": "cells.py asks which cell stays",
    "attendance": "cells.py asks which cell stays",
    "term_mark": "cells.py asks which mark stays",
    "account": "accounts.py says which sign-in stays",
    "account_place": "accounts.py refuses a second way to sign in",
    "acknowledgement": "the first reading stays",
    "diary_visit": "the first row stays",
    "outbox_notice": "told once is told",
    "teacher_needs": "the first row stays",
    "teacher_unavailability": "the same wish",
    "registration_reminder": "the first row stays; who asked for no more is asked no more",
    "opening": "is not re-pointed",
    "chat_member": "is in the group once",
    "chat_seen": "the first row stays",
    "chat_reaction": "the same sign",
    "chat_mention": "named once is named",
    "chat_report": "has reported it already",
    "file_upload": "the first row stays: a browser names each file anew",
    "message_reader": "the first row stays",
    "event_answer": "the first row stays",
    "news_reader": "the first row stays",
    "news_report": "the first row stays",
    "message_child": "the same child",
    "survey_author": "keeps it once",
    "survey_seat_child": "the same child",
    "survey_reader": "may use a seat once",
    "document_reader": "the first row stays",
    "document_signature": "said once is said",
    "forum_seen": "the first row stays",
    "forum_subscription": "the first choice stays",
    "forum_report": "has reported it already",
    "not_duplicate": "is looked for among standing cards only",
}
"""Tables in which two cards may hold one unique place, and what is done then; unsaid, the first row stays."""
BAGS: Mapping[str, str] = {
    "mass_message.options": "answers in words",
    "survey_rule.options": "options",
    "survey_answer.content": "what was said, by questions",
    "audit_entry.before": "the trail is never rewritten",
    "audit_entry.after": "the trail is never rewritten",
    "person_merge.moved": "row numbers",
    "person_merge.changed": "rows as they were",
    "person_merge.told": "the trail is never rewritten",
    "person_merge.stands": "digests",
    "people_import.made": "an import whose card was merged is not taken back any more",
    "people_import.changed": "the same",
    "change_request.entry": "names no person",
    "outbox_notice.payload": "names no person by number",
    "timetable_entry.more_room_ids": "rooms",
    "webhook.kinds": "kinds of notices",
    "marks_import_part.cells": "payloads.py",
    "marks_import_part.terms": "payloads.py",
    "timetable_edit.before": "payloads.py",
    "timetable_edit.after": "payloads.py",
    "paper_run.left_out": "titles of classes",
    "paper_run.problem": "names no person",
    "paper_run.files": "sizes and digests",
    "paper_part.problem": "names no person",
    "issued_paper.differs": "counts",
}
"""JSON columns, and where people in them are thought of."""
BARE: Mapping[str, str] = {
    "audit_entry.subject_id": "the trail is never rewritten",
    "audit_entry.lesson_id": "a lesson",
    "audit_entry.pupil_id": "the trail is never rewritten",
    "audit_head.key_id": "a key",
    "delivery.notice_id": "a notice",
    "messenger_chat.user_id": "somebody of a messenger",
    "outbox_notice.digest_id": "a delivery",
    "chat_message.client_id": "a name that a browser gave",
    "file_upload.client_id": "a name that a browser gave",
    "file_use.row_id": "a row that shows the file, of a kind that is no person",
    "import_mapping.target_id": "payloads.py",
    "opening.subject_id": "the log is never rewritten; a card's lines are read by all numbers it has had",
    "passkey.credential_id": "a key",
    "provider_try.session_id": "a sign-in",
    "person.external_id": "a number of another program, a field of the card",
}
"""Columns that end in «_id» and refer to no table, and where people in them are thought of."""
_LIVES = frozenset({"pupil_id", "guardian_id", "person_id", "teacher_id"})


@cache
def references() -> tuple[Reference, ...]:
    """Every column of every table that names a person."""
    return tuple(
        Reference(rows, key.parent, _rule(rows, key.parent))
        for rows in SQLModel.metadata.sorted_tables
        for key in sorted(rows.foreign_keys, key=lambda key: key.parent.name)
        if key.column.table.name == "person"
    )


def _rule(rows: sa.Table, column: sa.Column[int]) -> Rule:
    known = RULES.get(f"{rows.name}.{column.name}")
    if known is not None:
        return known
    return Rule(watch=Watch.ROWS) if column.name in _LIVES else _HANDS


def unique_columns(rows: sa.Table) -> list[tuple[sa.Column[object], ...]]:
    """The sets of columns that must be unique in the table and name a person."""
    people = {one.column for one in references() if one.table is rows}
    sets = [tuple(rule.columns) for rule in rows.constraints if isinstance(rule, sa.UniqueConstraint)] + [
        tuple(index.columns) for index in rows.indexes if index.unique
    ]
    sets.append(tuple(rows.primary_key.columns))
    return [one for one in sets if people.intersection(one)]
