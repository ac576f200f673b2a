"""Every permission, as scope:resource:action, and which roles may hold it at all."""

from enum import StrEnum

from ejournal.models import Role


class Permission(StrEnum):
    """What may be done; the rules say to which rows."""

    HOME_READ = "own:home:read"
    ACCOUNT_READ = "own:account:read"
    ACCOUNT_WRITE = "own:account:write"
    NOTICES_READ = "own:notices:read"
    DIARY_READ = "pupil:diary:read"
    DIARY_ACKNOWLEDGE = "pupil:diary:acknowledge"
    ABSENCE_ANNOUNCE = "pupil:absence:announce"
    JOURNAL_READ = "course:journal:read"
    JOURNAL_WRITE = "lesson:journal:write"
    TERM_MARK_WRITE = "course:term-mark:write"
    LATE_CHANGE_DECIDE = "school:late-change:decide"
    CLASS_READ = "class:overview:read"
    ABSENCE_EXPLAIN = "class:absence:explain"
    SCHOOL_READ = "school:overview:read"
    SCHEDULE_READ = "school:schedule:read"
    SCHEDULE_OF_OTHERS_READ = "school:schedule-of-others:read"
    SCHEDULE_WRITE = "school:schedule:write"
    CALENDAR_WRITE = "school:calendar:write"
    SUBSTITUTION_WRITE = "school:substitution:write"
    ABSENCE_REPORT = "own:teacher-absence:report"
    ACCOUNTS_MANAGE = "school:accounts:manage"
    SETTINGS_MANAGE = "school:settings:manage"
    EXEMPTION_REASON_READ = "school:exemption-reason:read"
    PEOPLE_READ = "school:people:read"
    PEOPLE_MANAGE = "school:people:manage"
    MARKS_IMPORT = "school:marks:import"
    CODES_GIVE = "class:registration-code:give"
    CONSENT_TEXTS_READ = "school:consent-texts:read"
    CONSENT_TEXTS_WRITE = "school:consent-texts:write"
    CONSENTS_READ = "class:consents:read"
    CONSENTS_ENTER = "class:consents:enter"
    OPENINGS_READ = "school:openings:read"
    OPENINGS_KEEP = "school:openings:keep"
    REGISTRATION_READ = "class:registration:read"
    REPORTS_READ = "course:reports:read"
    REPORT_KEEP = "own:report:keep"
    EARLY_NOTICE_WRITE = "pupil:early-notice:write"
    SCHOOL_PAPERS = "school:papers:make"
    CHAT_TAKE_PART = "own:chat:take-part"
    CHAT_MODERATE = "school:chat:moderate"
    FILES_READ = "own:files:read"
    FILES_KEEP = "own:files:keep"
    MESSAGE_READ = "own:message:read"
    MESSAGE_ANSWER = "own:message:answer"
    MESSAGE_WRITE = "class:message:write"
    SURVEY_READ = "own:survey:read"
    SURVEY_ANSWER = "own:survey:answer"
    SURVEY_KEEP = "class:survey:keep"
    DOCUMENT_READ = "own:document:read"
    DOCUMENT_ACKNOWLEDGE = "own:document:acknowledge"
    DOCUMENT_WRITE = "school:document:write"
    DOCUMENT_REGISTER_READ = "class:document-register:read"
    DOCUMENT_PAPER_ENTER = "class:document-paper:enter"
    FORUM_TAKE_PART = "own:forum:take-part"
    FORUM_WRITE = "own:forum:write"
    FORUM_MODERATE = "class:forum:moderate"
    CLASS_PAGE_READ = "class:page:read"
    CLASS_PAGE_WRITE = "class:page:write"
    CLASS_PAGE_KEEP = "class:page:keep"
    NEWS_READ = "own:news:read"
    NEWS_ANSWER = "own:news:answer"
    NEWS_WRITE = "class:news:write"
    EVENT_READ = "own:event:read"
    EVENT_ANSWER = "own:event:answer"
    EVENT_WRITE = "class:event:write"

    @property
    def writes(self) -> bool:
        """Whether holding it means changing something."""
        return not self.value.endswith(":read")


_EVERYBODY = {
    Permission.HOME_READ,
    Permission.ACCOUNT_READ,
    Permission.ACCOUNT_WRITE,
    Permission.NOTICES_READ,
    Permission.SCHEDULE_READ,
    Permission.CHAT_TAKE_PART,
    Permission.FILES_READ,
    Permission.FILES_KEEP,
    Permission.MESSAGE_READ,
    Permission.MESSAGE_ANSWER,
    Permission.SURVEY_READ,
    Permission.SURVEY_ANSWER,
    Permission.DOCUMENT_READ,
    Permission.DOCUMENT_ACKNOWLEDGE,
    Permission.FORUM_TAKE_PART,
    Permission.FORUM_WRITE,
    Permission.NEWS_READ,
    Permission.NEWS_ANSWER,
    Permission.EVENT_READ,
    Permission.EVENT_ANSWER,
}
_STAFF = _EVERYBODY | {Permission.SCHEDULE_OF_OTHERS_READ}
_TEACHING = {
    Permission.JOURNAL_READ,
    Permission.JOURNAL_WRITE,
    Permission.TERM_MARK_WRITE,
    Permission.ABSENCE_REPORT,
    Permission.CLASS_PAGE_READ,
    Permission.REPORTS_READ,
    Permission.REPORT_KEEP,
}
_LEADING = {
    Permission.JOURNAL_READ,
    Permission.DIARY_READ,
    Permission.CLASS_READ,
    Permission.ABSENCE_EXPLAIN,
    Permission.SCHOOL_READ,
    Permission.LATE_CHANGE_DECIDE,
    Permission.REPORTS_READ,
    Permission.REPORT_KEEP,
    Permission.EARLY_NOTICE_WRITE,
    Permission.SCHEDULE_WRITE,
    Permission.CALENDAR_WRITE,
    Permission.SUBSTITUTION_WRITE,
    Permission.SETTINGS_MANAGE,
    Permission.EXEMPTION_REASON_READ,
    Permission.PEOPLE_READ,
    Permission.REGISTRATION_READ,
    Permission.CONSENT_TEXTS_READ,
    Permission.CONSENTS_READ,
    Permission.CONSENTS_ENTER,
    Permission.SCHOOL_PAPERS,
    Permission.CHAT_MODERATE,
    Permission.MESSAGE_WRITE,
    Permission.SURVEY_KEEP,
    Permission.DOCUMENT_WRITE,
    Permission.DOCUMENT_REGISTER_READ,
    Permission.DOCUMENT_PAPER_ENTER,
    Permission.FORUM_MODERATE,
    Permission.CLASS_PAGE_READ,
    Permission.CLASS_PAGE_WRITE,
    Permission.CLASS_PAGE_KEEP,
    Permission.NEWS_WRITE,
    Permission.EVENT_WRITE,
}

GRANTED: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(
        _STAFF
        | {
            Permission.ACCOUNTS_MANAGE,
            Permission.SETTINGS_MANAGE,
            Permission.CALENDAR_WRITE,
            Permission.PEOPLE_READ,
            Permission.PEOPLE_MANAGE,
            Permission.MARKS_IMPORT,
            Permission.CODES_GIVE,
            Permission.CONSENT_TEXTS_READ,
            Permission.CONSENT_TEXTS_WRITE,
            Permission.CONSENTS_READ,
            Permission.CONSENTS_ENTER,
            Permission.OPENINGS_READ,
            Permission.OPENINGS_KEEP,
            Permission.REGISTRATION_READ,
            Permission.MESSAGE_WRITE,
            Permission.SURVEY_KEEP,
            Permission.NEWS_WRITE,
            Permission.DOCUMENT_WRITE,
            Permission.DOCUMENT_REGISTER_READ,
            Permission.DOCUMENT_PAPER_ENTER,
            Permission.EVENT_WRITE,
        }
    ),
    Role.DIRECTOR: frozenset(_STAFF | _LEADING | {Permission.CONSENT_TEXTS_WRITE}),
    Role.DEPUTY: frozenset(
        _STAFF
        | _LEADING
        | _TEACHING
        | {Permission.PEOPLE_MANAGE, Permission.MARKS_IMPORT, Permission.CODES_GIVE}
    ),
    Role.CLASS_TEACHER: frozenset(
        _STAFF
        | {
            Permission.JOURNAL_READ,
            Permission.DIARY_READ,
            Permission.CLASS_READ,
            Permission.ABSENCE_EXPLAIN,
            Permission.REPORTS_READ,
            Permission.REPORT_KEEP,
            Permission.EARLY_NOTICE_WRITE,
            Permission.FORUM_MODERATE,
            Permission.CLASS_PAGE_READ,
            Permission.CLASS_PAGE_WRITE,
            Permission.CLASS_PAGE_KEEP,
            Permission.CODES_GIVE,
            Permission.REGISTRATION_READ,
            Permission.CONSENTS_READ,
            Permission.CONSENTS_ENTER,
            Permission.MESSAGE_WRITE,
            Permission.SURVEY_KEEP,
            Permission.NEWS_WRITE,
            Permission.DOCUMENT_REGISTER_READ,
            Permission.DOCUMENT_PAPER_ENTER,
            Permission.EVENT_WRITE,
        }
    ),
    Role.TEACHER: frozenset(_STAFF | _TEACHING),
    Role.PUPIL: frozenset(_EVERYBODY | {Permission.DIARY_READ, Permission.CLASS_PAGE_READ}),
    Role.GUARDIAN: frozenset(
        _EVERYBODY
        | {
            Permission.DIARY_READ,
            Permission.DIARY_ACKNOWLEDGE,
            Permission.ABSENCE_ANNOUNCE,
            Permission.CLASS_PAGE_READ,
            Permission.CLASS_PAGE_WRITE,
        }
    ),
}
