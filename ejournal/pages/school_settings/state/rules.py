"""The events of the rules of marks: try, save, take back."""

from decimal import Decimal
from typing import Any

from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.pages.school_settings import rows
from ejournal.pages.school_settings.rows import RulesForm
from ejournal.pages.school_settings.sections import MARKS, SettingsState
from ejournal.services.grading.averages import RoundingRule
from ejournal.services.school import rules as school_settings
from ejournal.services.school.rules import MarkRules
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_decimal, optional_number
from ejournal.ui.runtime.work import Work

THRESHOLDS = ("to_five", "to_four", "to_three")
FEWEST = ("fewest_weekly_one", "fewest_weekly_two", "fewest_weekly_more")
WINDOW = "edit_window_days"
ONE = "one_allowed"
REMARKS = "remark_visible"
FORMER = "former_marks_count"
PLACE = "place_in_class"
LATE, SLASH = "paper_late", "paper_slash"
KEPT = ("journal_kept_years", "summary_kept_years")
TICKS = (ONE, REMARKS, FORMER, PLACE, LATE, SLASH)
FIELDS = (*THRESHOLDS, *FEWEST, WINDOW, *KEPT)


class RulesState(SettingsState):
    """The form of the rules and what they come to as they are typed."""

    rules_ready: bool = False
    rules: RulesForm = RulesForm()
    examples: dict[str, str] = {}
    form: int = 0
    """Counted up when the fields are filled anew by the program."""

    _typed: dict[str, str] = {}
    _undo: MarkRules | None = None

    @handler(Permission.SETTINGS_MANAGE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the rules; what is being typed stays."""
        if self._is_asked(MARKS):
            if self.rules_ready and self._typed:
                self._show_examples(work)
            else:
                self._fill(work)

    def _fill(self, work: Work) -> None:
        known = school_settings.mark_rules(work.session, work.actor)
        self.rules = rows.rules_form(known, self.locale)
        self._typed = {}
        self.examples = rows.rules_examples(known, work.actor.today, self.locale)
        self.rules_ready = True
        self.form += 1

    @handler(Permission.SETTINGS_MANAGE, writes=False)
    def try_rule(self, work: Work, field: str, value: str) -> None:
        """Show what the rules being typed would come to."""
        if field in FIELDS:
            self._typed = self._typed | {field: str(value)[:20]}
            self._show_examples(work)

    @handler(Permission.SETTINGS_MANAGE, writes=False)
    def tick_rule(self, work: Work, field: str, ticked: bool) -> None:
        """Show what a tick would come to; the button under the form saves it."""
        if field in TICKS:
            self._typed = self._typed | {field: "on" if ticked is True else ""}
            self._show_examples(work)

    @handler(Permission.SETTINGS_MANAGE)
    def save_rules(self, work: Work, form: dict[str, Any]) -> Any:
        """Set the rules; open journals show the new proposals."""
        rules = _rules(form)
        self._undo = school_settings.mark_rules(work.session, work.actor)
        changed = school_settings.set_mark_rules(work.session, work.actor, rules)
        self._fill(work)
        if not changed:
            return toast_done(gettext(self.locale, "Nothing has changed"))
        words = gettext(self.locale, "The rules of marks are saved")
        return toast_done(words, RulesState.undo_rules(), gettext(self.locale, "Undo"))

    @handler(Permission.SETTINGS_MANAGE)
    def undo_rules(self, work: Work) -> Any:
        """Put the rules back as they were before the last save."""
        if self._undo is None:
            return None
        school_settings.set_mark_rules(work.session, work.actor, self._undo)
        self._undo = None
        self._fill(work)
        return toast_done(gettext(self.locale, "Taken back"))

    def _show_examples(self, work: Work) -> None:
        """Examples of what is typed so far; none by a field whose value cannot stand."""
        typed = {name: getattr(self.rules, name) for name in (*FIELDS, *TICKS)} | self._typed
        try:
            rules = _rules(typed)
            school_settings.check_rules(rules)
        except DomainError as error:
            self.examples = self.examples | {error.field: ""}
            return
        self.examples = rows.rules_examples(rules, work.actor.today, self.locale)


def _rules(form: dict[str, Any]) -> MarkRules:
    to_five, to_four, to_three = (_threshold(form, name) for name in THRESHOLDS)
    one, two, more = (_whole(form, name) for name in FEWEST)
    rule = RoundingRule(to_five, to_four, to_three, one, two, more)
    one_allowed, remarks, former, place, late, slash = (bool(form.get(name)) for name in TICKS)
    window, *kept = (_whole(form, name) for name in (WINDOW, *KEPT))
    return MarkRules(rule, one_allowed, window, remarks, former, place, late, slash, *kept)


def _threshold(form: dict[str, Any], name: str) -> Decimal:
    value = optional_decimal(form.get(name))
    if value is None:
        raise DomainError("Give a number, such as 4.5", field=name)
    return value


def _whole(form: dict[str, Any], name: str) -> int:
    value = optional_number(form.get(name))
    if value is None:
        raise DomainError("Give a whole number", field=name)
    return value
