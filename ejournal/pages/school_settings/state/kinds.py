"""The events of the kinds of work: add, change, order, switch off and on, take back."""

from typing import Any

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.i18n import gettext
from ejournal.pages.school_settings import rows
from ejournal.pages.school_settings.rows import KindForm, KindRow
from ejournal.pages.school_settings.sections import KINDS, SettingsState
from ejournal.services.grading import kinds as work_kinds
from ejournal.services.grading.kinds import KindFields
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number, optional_row_id, row_id, text
from ejournal.ui.runtime.work import Work

NEW = "new"


class KindsState(SettingsState):
    """The list of kinds and the one whose dialog is open."""

    kinds_ready: bool = False
    kinds: list[KindRow] = []
    kind_open: bool = False
    kind: KindForm = KindForm()
    weight_example: str = ""
    opened: int = 0
    """Counted up at each opening: the browser makes the form anew."""

    _undo: tuple[int, KindFields | None] | None = None
    """The kind that was saved last and what it was before; None for one that was not there."""

    @handler(Permission.SETTINGS_MANAGE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the kinds of work."""
        if self._is_asked(KINDS):
            self._fill(work)
        else:
            self.kind_open = False

    def _fill(self, work: Work) -> None:
        self.kinds = rows.kind_rows(work_kinds.work_kinds(work.session, work.actor), self.locale)
        self.kinds_ready = True

    @handler(Permission.SETTINGS_MANAGE, writes=False)
    def open_kind(self, work: Work, kind_id: str) -> None:
        """Open the dialog of a kind, or of a new one."""
        number = None if kind_id == NEW else row_id(kind_id)
        self.kind = KindForm()
        if number is not None:
            use = work_kinds.kind_use(work.session, work.actor, number)
            known = work_kinds.work_kinds(work.session, work.actor)
            found = next(kind for kind in known if kind.id == number)
            self.kind = rows.kind_form(found, use, self.locale)
        self.weight_example = rows.weight_example(optional_number(self.kind.weight), self.locale)
        self.kind_open, self.errors = True, {}
        self.opened += 1

    @handler(Permission.SETTINGS_MANAGE, writes=False)
    def close_kind(self, work: Work) -> None:
        """Leave the dialog; nothing is changed."""
        self.kind_open = False

    @handler(Permission.SETTINGS_MANAGE, writes=False)
    def try_weight(self, work: Work, value: str) -> None:
        """Show what the weight being typed would do."""
        self.weight_example = rows.weight_example(optional_number(value), self.locale)

    @handler(Permission.SETTINGS_MANAGE)
    def save_kind(self, work: Work, form: dict[str, Any]) -> Any:
        """Add the kind, or change it; open journals show the new averages."""
        fields = _fields(form)
        number = optional_row_id(self.kind.id)
        before = None
        if number is None:
            number = work_kinds.add_kind(work.session, work.actor, fields).id
        else:
            before = work_kinds.change_kind(work.session, work.actor, number, fields)
        self._undo = (number, before)
        self.kind_open = False
        self._refresh(work)
        return self._done(gettext(self.locale, "Saved: {name}", name=fields.name))

    @handler(Permission.SETTINGS_MANAGE)
    def undo_kind(self, work: Work) -> Any:
        """Put the kind that was saved last back as it was."""
        if self._undo is None:
            return None
        number, before = self._undo
        if before is None:
            work_kinds.remove_kind(work.session, work.actor, number)
        else:
            work_kinds.change_kind(work.session, work.actor, number, before)
        self._undo = None
        self._refresh(work)
        return toast_done(gettext(self.locale, "Taken back"))

    @handler(Permission.SETTINGS_MANAGE)
    def switch_kind(self, work: Work, kind_id: str, active: bool) -> Any:
        """Switch a kind off or on."""
        wanted = active is True
        work_kinds.switch_kind(work.session, work.actor, row_id(kind_id), wanted)
        self.kind_open = False
        self._refresh(work)
        words = "Switched on" if wanted else "Switched off: marks of this kind stay"
        back = KindsState.switch_kind(kind_id, not wanted)
        return toast_done(gettext(self.locale, words), back, gettext(self.locale, "Undo"))

    @handler(Permission.SETTINGS_MANAGE)
    def move_kind(self, work: Work, kind_id: str, by: int) -> None:
        """Move a kind up or down; the other arrow takes it back."""
        work_kinds.move_kind(work.session, work.actor, row_id(kind_id), -1 if by == -1 else 1)
        self._refresh(work)

    def _refresh(self, work: Work) -> None:
        self._fill(work)

    def _done(self, words: str) -> Any:
        return toast_done(words, KindsState.undo_kind(), gettext(self.locale, "Undo"))


def _fields(form: dict[str, Any]) -> KindFields:
    return KindFields(
        name=text(form.get("name"), limit=limits.KIND, field="name"),
        short_name=text(form.get("short_name"), limit=limits.KIND_SHORT, field="short_name"),
        weight=optional_number(form.get("weight")) or 0,
        is_test=bool(form.get("is_test")),
    )
