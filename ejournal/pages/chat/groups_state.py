"""The events of groups of the staff: make one, say who is in it, leave."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.pages.chat.state import ChatState
from ejournal.services.chat import groups
from ejournal.services.chat.groups import Group
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

PERSON = "person-"
"""How the ticks are called, before the number."""
TAKE_PART = Permission.CHAT_TAKE_PART


@dataclass(frozen=True)
class PersonRow:
    """One of the staff, and whether in the group."""

    name: str
    label: str
    inside: bool


class ChatGroupState(PageState):
    """The dialog of a group; room_id: zero for one that is not made yet."""

    group_open: bool = False
    group_room: int = 0
    group_title: str = ""
    group_own: bool = False
    group_people: list[PersonRow] = []

    @handler(TAKE_PART, writes=False)
    def new_group(self, work: Work) -> None:
        """Ask for a name and people."""
        self._show(groups.new_group(work.session, work.actor), 0)

    @handler(TAKE_PART, writes=False)
    def show_group(self, work: Work, room_id: int) -> None:
        """Show who is in a group."""
        number = row_id(room_id)
        self._show(groups.group(work.session, work.actor, number), number)

    @handler(TAKE_PART, writes=False)
    def close_group(self, work: Work) -> None:
        """Close the dialog."""
        self.group_open = False

    @handler(TAKE_PART)
    def save_group(self, work: Work, form: dict[str, Any]) -> Any:
        """Make the group, or change it."""
        if not self.group_open:
            raise NotFound
        title = str(form.get("title") or "")
        people = {row_id(name.removeprefix(PERSON)) for name in form if name.startswith(PERSON)}
        if not self.group_room:
            number = groups.make_group(work.session, work.actor, title, people)
            self.group_open = False
            return rx.redirect(f"/chat?room={number}")
        groups.change_group(work.session, work.actor, row_id(self.group_room), title, people)
        self.group_open = False
        return [ChatState.load(), toast_done(gettext(self.locale, "Saved"))]

    @handler(TAKE_PART)
    def leave_group(self, work: Work) -> Any:
        """Be in the group no more."""
        groups.leave_group(work.session, work.actor, row_id(self.group_room))
        self.group_open = False
        return rx.redirect("/chat")

    def _show(self, found: Group, number: int) -> None:
        self.group_room, self.group_title, self.group_own = number, found.title, found.is_own
        self.group_people = [
            PersonRow(f"{PERSON}{one}", name, one in found.inside)
            for one, name in found.people
            if found.is_own or one in found.inside
        ]
        self.group_open = True
