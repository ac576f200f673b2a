"""The events of how a school's notices go out of the program."""

from dataclasses import replace
from typing import Any

from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.models import Channel, Going, NoticeKind
from ejournal.pages.school_settings import rows_of_notices as rows
from ejournal.pages.school_settings.rows_of_notices import NoticeHoursForm, NoticeRuleRow
from ejournal.pages.school_settings.sections import NOTICES, SettingsState
from ejournal.services.delivery import of_school
from ejournal.services.delivery.of_school import OfSchool
from ejournal.services.delivery.rules import Rule, Sms
from ejournal.settings import settings
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number
from ejournal.ui.runtime.work import Work

COMPULSORY, PUSH, SMS, MAX = "must-", "push-", "sms-", "max-"
"""How the ticks are called, before the kind."""
TICKS = {Channel.PUSH: PUSH, Channel.SMS: SMS, Channel.MAX: MAX}


class NoticeRulesState(SettingsState):
    """The kinds with how they go, the hours."""

    notices_ready: bool = False
    sends_sms: bool = False
    has_max: bool = False
    notice_rules: list[NoticeRuleRow] = []
    notice_goings: list[Choice] = []
    notice_hours: NoticeHoursForm = NoticeHoursForm()
    notices_form: int = 0
    """Counted up when the fields are filled anew by the program."""

    _before: OfSchool | None = None

    @handler(Permission.SETTINGS_MANAGE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show what the school has set."""
        if self._is_asked(NOTICES):
            self._fill(work)

    def _fill(self, work: Work) -> None:
        found = of_school.of_school(work.session, work.actor)
        self.notice_rules = rows.notice_rule_rows(found, self.locale)
        self.notice_goings = rows.going_options(self.locale)
        self.notice_hours = rows.notice_hours_form(found, self.locale)
        self.sends_sms, self.has_max = settings().sends_sms, settings().has_max
        self.notices_form += 1
        self.notices_ready = True

    @handler(Permission.SETTINGS_MANAGE)
    def save_notices(self, work: Work, form: dict[str, Any]) -> Any:
        """Set what the form says for what is told from now on."""
        before = of_school.of_school(work.session, work.actor)
        changed = of_school.set_of_school(work.session, work.actor, _asked(before, form))
        self._fill(work)
        if not changed:
            return toast_done(gettext(self.locale, "Nothing has changed"))
        self._before = before
        words = gettext(self.locale, "It holds for what is told from now on")
        return toast_done(words, NoticeRulesState.undo_notices(), gettext(self.locale, "Undo"))

    @handler(Permission.SETTINGS_MANAGE)
    def undo_notices(self, work: Work) -> Any:
        """Put it back as it was before the last save."""
        if self._before is None:
            return None
        of_school.set_of_school(work.session, work.actor, self._before)
        self._before = None
        self._fill(work)
        return toast_done(gettext(self.locale, "Taken back"))


def _asked(before: OfSchool, form: dict[str, Any]) -> OfSchool:
    hours = replace(
        before.hours,
        digest_hour=_hour(form, "digest_hour"),
        quiet_from=_hour(form, "quiet_from"),
        quiet_until=_hour(form, "quiet_until"),
    )
    marks_out_from = _hour(form, "marks_out_from") if form.get("marks_out_from") else None
    also = {
        channel: frozenset(kind for kind in before.kinds if form.get(f"{tick}{kind.value}"))
        for channel, tick in TICKS.items()
    }
    if not settings().sends_sms:
        also[Channel.SMS] = before.also[Channel.SMS]
    if not settings().has_max:
        also[Channel.MAX] = before.also[Channel.MAX]
    return OfSchool(
        {kind: _rule(kind, form) for kind in before.kinds}, hours, marks_out_from, also, _sms(before, form)
    )


def _sms(before: OfSchool, form: dict[str, Any]) -> Sms:
    """What SMS may cost; as it was where the form shows none of it."""
    if "a_day" not in form:
        return before.sms
    numbers = {name: optional_number(form.get(name)) for name in of_school.MOST_OF_SMS}
    for name, number in numbers.items():
        if number is None:
            raise DomainError("A number from 0 to {most}", field=name, most=of_school.MOST_OF_SMS[name])
    return Sms(numbers["a_day"] or 0, bool(form.get("words")), numbers["urgent_after"] or 0)


def _rule(kind: NoticeKind, form: dict[str, Any]) -> Rule:
    going = str(form.get(kind.value))
    if going not in {one.value for one in Going}:
        raise DomainError("Choose from the list", field=kind.value)
    return Rule(Going(going), bool(form.get(COMPULSORY + kind.value)))


def _hour(form: dict[str, Any], name: str) -> int:
    hour = optional_number(form.get(name))
    if hour is None:
        raise DomainError("Choose from the list", field=name)
    return hour
