"""The events of a timetable as a whole: made, renamed, thrown away, filled, published."""

from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.pages.timetable_editor import forms, jobs
from ejournal.pages.timetable_editor.rows import LongWork
from ejournal.pages.timetable_editor.state import TimetableEditorState
from ejournal.services.timetable import versions
from ejournal.services.timetable.runs import ask_to_stop
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, require_kept, row_id, text
from ejournal.ui.runtime.work import Work


class WholeTimetableState(TimetableEditorState):
    """What the dialogs hold while they are filled in."""

    form: dict[str, str] = {}
    reason: str = ""

    @handler(Permission.SCHEDULE_WRITE)
    def preview(self, work: Work) -> None:
        """Begin to find out what publishing would change."""
        run = self._run(work, jobs.PREVIEW)
        self.reason = ""
        work.begin(jobs.preview(work.actor, run, self.locale))

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def write_reason(self, work: Work, value: str) -> None:
        """Keep why a timetable with errors is published."""
        self.reason = text(value, limit=limits.OVERRIDE_REASON, field="reason")

    @handler(Permission.SCHEDULE_WRITE)
    def publish(self, work: Work) -> None:
        """Begin the publication that was previewed; past errors only with a reason."""
        if self.dialog != "publish":
            raise DomainError("See first what publishing will change")
        require_kept(self.errors, reason=limits.OVERRIDE_REASON)
        reason = self.reason.strip() if self.outlook.errors else ""
        if self.outlook.errors and not reason:
            raise DomainError("Say why it is published with errors", field="reason")
        run = self._run(work, jobs.PUBLISH)
        self.dialog = ""
        work.begin(jobs.publication(work.actor, run, reason))

    @handler(Permission.SCHEDULE_WRITE)
    def fill(self, work: Work) -> None:
        """Begin the automatic placement of what is in the tray."""
        run = self._run(work, jobs.FILL)
        self._leave_hand()
        work.begin(jobs.filling(work.actor, run))

    @handler(Permission.SCHEDULE_WRITE)
    def stop(self, work: Work) -> None:
        """End the automatic placement; the best found so far is kept."""
        version_id = self._draft(work)
        ask_to_stop(work.session, work.actor, version_id)
        jobs.stop(version_id)

    def _run(self, work: Work, kind: str) -> jobs.Run:
        run = jobs.Run(kind, self.person_name, self._tab, self._draft(work))
        jobs.begin(work, run)
        self.busy, self.problem = LongWork(kind, self.person_name), ""
        return run

    def _draft(self, work: Work) -> int:
        board_id = row_id(self.version)
        if versions.version_info(work.session, work.actor, board_id).published:
            raise DomainError("A published timetable is not edited; copy it and publish the copy")
        return board_id

    # --------------------------------------------------------------------------------------- dialogs

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def open_dialog(self, work: Work, name: str) -> None:
        """Open the dialog of a new version, of this one's name and days, or of its end."""
        if name in ("new", "change", "delete"):
            self.form = self._version_form(work, name)
            self.dialog = name

    def _version_form(self, work: Work, name: str) -> dict[str, str]:
        coming = forms.coming_monday(work.session, work.actor)
        if name == "new" or not self.version:
            return {"name": gettext(self.locale, "New timetable"), "starts": coming.isoformat(), "ends": ""}
        one = versions.version_info(work.session, work.actor, row_id(self.version))
        ends = one.ends.isoformat() if one.ends else ""
        return {"name": one.name, "starts": one.starts.isoformat(), "ends": ends}

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def close(self, work: Work) -> None:
        """Close whatever dialog is open."""
        self.dialog, self.problem = "", ""

    @handler(Permission.SCHEDULE_WRITE)
    def add_version(self, work: Work, fields: dict[str, Any]) -> Any:
        """Make a draft: a copy of the shown version, or an empty one; then go to it."""
        made = forms.new_draft(work.session, work.actor, optional_row_id(self.version), fields)
        self.dialog = ""
        return rx.redirect(self._address(version=str(made)))

    @handler(Permission.SCHEDULE_WRITE)
    def change_version(self, work: Work, fields: dict[str, Any]) -> None:
        """Give the version another name, a draft also other days."""
        forms.change(work.session, work.actor, row_id(self.version), fields)
        self.dialog = ""
        self._list(work)

    @handler(Permission.SCHEDULE_WRITE)
    def delete_version(self, work: Work) -> Any:
        """Throw the draft away."""
        versions.delete_draft(work.session, work.actor, row_id(self.version))
        self.dialog = ""
        return rx.redirect("/schedule/edit")
