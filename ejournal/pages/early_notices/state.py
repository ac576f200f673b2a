"""The events of early notices: write down a talk and its outcome, try the bounds, set them."""

from typing import Any

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext, ngettext
from ejournal.models import EarlyNoticeKind
from ejournal.pages.early_notices import rows
from ejournal.pages.early_notices.rows import NO_ROW, NoticeRow, RuleRow
from ejournal.services.base.topics import early_notice_topic
from ejournal.services.early_notice import talks
from ejournal.services.early_notice.facts import Rule
from ejournal.services.early_notice.noticing import noticed
from ejournal.services.early_notice.rule import check_rule, rule_of, set_rule
from ejournal.services.early_notice.trying import tried
from ejournal.ui.components.draft import forget_draft
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import (
    optional_date,
    optional_decimal,
    optional_number,
    optional_row_id,
    row_id,
    text,
)
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.early_notices import tried_words

DRAFT = "early-notice:"
"""What is written and not yet sent is kept in the browser under this name and the notice's key."""
MOST_SHOWN = 100
MOST_DIGITS = 8
BOUNDS = ("failing_marks", "average_drop", "absence_share", "growth_share")


class EarlyNoticesState(PageState):
    """The notices of the classes in care, the one that is opened, and the bounds."""

    ready: bool = False
    summary: str = ""
    classes: list[Choice] = []
    class_id: str = ""
    """The class that is shown; empty for all."""
    found: list[NoticeRow] = []
    more: str = ""
    """That there are more than are shown."""
    talking: NoticeRow = NO_ROW
    """The notice about which a talk is written down."""
    closing: NoticeRow = NO_ROW
    """The one whose outcome is said."""
    tried: list[str] = []
    may_set: bool = False
    bounds: RuleRow = RuleRow()
    setting: bool = False
    trial: dict[str, str] = {}
    """The bounds as they are in the form."""
    would_name: str = ""
    form: int = 0

    @handler(Permission.REPORTS_READ, loads=True)
    def load(self, work: Work) -> None:
        """Show the notices of all classes for who leads, of the own class for its teacher."""
        if not (work.actor.leads or work.actor.class_ids):
            raise NotFound
        self.talking = self.closing = NO_ROW
        self.tried, self.setting, self.would_name = [], False, ""
        self.may_set, self.class_id = work.actor.may(Permission.SETTINGS_MANAGE), ""
        self._show(work)
        self.ready = True

    def _topics(self, work: Work) -> list[str]:
        return [early_notice_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Somebody has written down a talk, or set other bounds."""
        self._show(work)

    def _show(self, work: Work) -> None:
        every = noticed(work.session, work.actor)
        self.classes = rows.class_choices(every, self.locale)
        found = [one for one in every if self.class_id in ("", str(one.class_id))]
        self.found = rows.notice_rows(found[:MOST_SHOWN], work.actor.today, self.locale)
        self.more = ""
        if len(found) > MOST_SHOWN:
            self.more = gettext(
                self.locale,
                "The first {n} of {all} are shown: choose a class",
                n=MOST_SHOWN,
                all=len(found),
            )
        self.summary = _named([one.pupil_id for one in found], self.locale)
        self.bounds = rows.rule_row(rule_of(work.session, work.actor.school_id))

    @handler(Permission.REPORTS_READ)
    def choose_class(self, work: Work, value: str) -> None:
        """Show one class, or all."""
        self.class_id = str(optional_row_id(value) or "")
        self._show(work)

    # --------------------------------------------------------------------------------------------- talks

    @handler(Permission.EARLY_NOTICE_WRITE, writes=False)
    def open_talk(self, work: Work, key: str) -> None:
        """Open the form of a talk."""
        self.talking, self.form = self._row(key), self.form + 1

    @handler(Permission.EARLY_NOTICE_WRITE, writes=False)
    def open_outcome(self, work: Work, key: str) -> None:
        """Open the form of what came of a talk."""
        found = self._row(key)
        if not found.talk:
            raise NotFound
        self.closing, self.form = found, self.form + 1

    @handler(Permission.EARLY_NOTICE_WRITE, writes=False)
    def close_form(self, work: Work) -> None:
        """Write nothing down."""
        self.talking = self.closing = NO_ROW

    @handler(Permission.EARLY_NOTICE_WRITE)
    def note_talk(self, work: Work, form: dict[str, Any]) -> Any:
        """Write down that the family was talked with."""
        one = self._row(self.talking.key)
        talks.note_talk(
            work.session,
            work.actor,
            row_id(one.pupil),
            (EarlyNoticeKind(one.kind), int(one.subject) if one.subject else None),
            one.facts,
            text(form.get("note"), limit=limits.NOTE, field="note"),
            optional_date(form.get("follow_up")),
        )
        self.talking = NO_ROW
        self._show(work)
        return [forget_draft(DRAFT + one.key), toast_done(gettext(self.locale, "The talk is written down"))]

    @handler(Permission.EARLY_NOTICE_WRITE)
    def say_outcome(self, work: Work, form: dict[str, Any]) -> Any:
        """Say what came of the talk."""
        one = self._row(self.closing.key)
        outcome = text(form.get("outcome"), limit=limits.NOTE, field="outcome")
        talks.close_talk(work.session, work.actor, row_id(one.talk), outcome)
        self.closing = NO_ROW
        self._show(work)
        return [
            forget_draft(f"{DRAFT}end:{one.key}"),
            toast_done(gettext(self.locale, "The outcome is written down")),
        ]

    def _row(self, key: str) -> NoticeRow:
        found = next((one for one in self.found if one.key == key), None)
        if found is None:
            raise NotFound
        return found

    # -------------------------------------------------------------------------------------------- bounds

    @handler(Permission.REPORTS_READ)
    def try_past(self, work: Work) -> None:
        """Say how often notices would have been right in the latest term that is over."""
        self.tried = tried_words(tried(work.session, work.actor), self.locale)

    @handler(Permission.SETTINGS_MANAGE, writes=False)
    def open_bounds(self, work: Work) -> None:
        """Open the form of the bounds."""
        self.bounds = rows.rule_row(rule_of(work.session, work.actor.school_id))
        self.trial = {name: getattr(self.bounds, name) for name in BOUNDS}
        self.setting, self.would_name, self.form = True, "", self.form + 1

    @handler(Permission.SETTINGS_MANAGE, writes=False)
    def close_bounds(self, work: Work) -> None:
        """Leave the bounds as they are."""
        self.setting = False

    @handler(Permission.SETTINGS_MANAGE, writes=False)
    def look(self, work: Work, name: str, value: str) -> None:
        """Say whom the bounds would name today, one of them being what is in its field."""
        if name not in BOUNDS:
            raise NotFound
        self.trial = {**self.trial, name: text(value, limit=MOST_DIGITS, field=name)}
        self.would_name = ""
        rule = _rule(self.trial)
        check_rule(rule)
        found = noticed(work.session, work.actor, rule)
        self.would_name = _named([one.pupil_id for one in found], self.locale)

    @handler(Permission.SETTINGS_MANAGE)
    def save_bounds(self, work: Work, form: dict[str, Any]) -> Any:
        """Set the bounds."""
        set_rule(work.session, work.actor, _rule(form))
        self.setting = False
        self._show(work)
        return toast_done(gettext(self.locale, "The bounds are set"))


def _rule(form: dict[str, Any]) -> Rule:
    whole = {name: optional_number(form.get(name)) for name in BOUNDS if name != "average_drop"}
    drop = optional_decimal(form.get("average_drop"))
    for name, value in {**whole, "average_drop": drop}.items():
        if value is None:
            raise DomainError("A number", field=name)
    assert drop is not None
    return Rule(whole["failing_marks"] or 0, drop, whole["absence_share"] or 0, whole["growth_share"] or 0)


def _named(pupil_ids: list[int], locale: str) -> str:
    """«Замечены 4 ученика»; one with several facts is one."""
    return ngettext(locale, "{n} pupil is noticed", "{n} pupils are noticed", len(set(pupil_ids)))
