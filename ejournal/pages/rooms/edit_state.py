"""The events of the rooms themselves: the list, one added, changed, removed."""

from typing import Any

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext
from ejournal.pages.rooms.rows import EditRow, edit_row
from ejournal.pages.rooms.state import RoomsState
from ejournal.services.rooms import editing
from ejournal.services.rooms.editing import RoomFields
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number, optional_row_id, row_id, text
from ejournal.ui.runtime.work import Work

LIST, FORM = "list", "form"


class RoomEditingState(RoomsState):
    """The school's rooms as the deputy head changes them."""

    edit_dialog: str = ""
    edited: list[EditRow] = []
    one: EditRow = EditRow("", "", "", "", False)
    one_shared: bool = False

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def open_list(self, work: Work) -> None:
        """Show the school's rooms."""
        self._show_list(work)

    def _show_list(self, work: Work) -> None:
        found = editing.list_rooms(work.session, work.actor)
        self.edited = [edit_row(key, fields, self.locale) for key, fields in found]
        self.edit_dialog = LIST

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def open_room(self, work: Work, room: str) -> None:
        """Open the form of a room; empty for a new one."""
        wanted = optional_row_id(room)
        found = dict(editing.list_rooms(work.session, work.actor))
        if wanted is not None and wanted not in found:
            raise NotFound
        fields = found[wanted] if wanted is not None else RoomFields("")
        self.one = edit_row(wanted, fields, self.locale)
        self.one_shared = fields.shared
        self.edit_dialog = FORM

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def choose_shared(self, work: Work, value: bool) -> None:
        """Several classes may be in the room at once, or not."""
        self.one_shared = value is True

    @handler(Permission.SCHEDULE_WRITE)
    def save_room(self, work: Work, form: dict[str, Any]) -> None:
        """Add the room of the form, or change it."""
        name = text(form.get("name"), limit=limits.ROOM, field="name")
        seats = optional_number(form.get("capacity"))
        if seats is None and str(form.get("capacity") or "").strip():
            raise DomainError("From 1 to {most} seats", field="capacity", most=editing.MOST_SEATS)
        fields = RoomFields(name, seats, self.one_shared)
        if self.one.id:
            editing.change_room(work.session, work.actor, row_id(self.one.id), fields)
        else:
            editing.add_room(work.session, work.actor, fields)
        self._edited(work)

    @handler(Permission.SCHEDULE_WRITE)
    def remove_room(self, work: Work) -> Any:
        """Remove the room of the form."""
        editing.remove_room(work.session, work.actor, row_id(self.one.id))
        self._edited(work)
        return toast_done(gettext(self.locale, "The room is removed"))

    def _edited(self, work: Work) -> None:
        self._show_list(work)
        self._changed(work)

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def back(self, work: Work) -> None:
        """From a room to the list, from the list to the page."""
        self.edit_dialog = LIST if self.edit_dialog == FORM else ""
