"""The events of secret links: a calendar's for oneself or a child, a hall screen's for the school."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ejournal import clock, limits
from ejournal.access.permissions import Permission
from ejournal.i18n import gettext
from ejournal.i18n.dates import moment
from ejournal.services.schedule import feeds
from ejournal.services.schedule import hall as kiosk
from ejournal.settings import settings
from ejournal.ui.components.secret import tell_secret
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, row_id, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

TOLD_AS = "link"


@dataclass
class LinkRow:
    """A link that holds: whose it is or where the screen is, since when, and when it was last read."""

    id: str
    title: str
    note: str


class LinksState(PageState):
    """The two dialogs of links; a new address is told to the browser once, and kept nowhere."""

    dialog: str = ""
    """calendar, kiosk, or empty when none is open."""
    links: list[LinkRow] = []

    _pupil_id: int = 0

    @handler(Permission.SCHEDULE_READ)
    def open_calendar(self, work: Work, by: str, target: str) -> None:
        """Show one's calendar links; a new one will be for whom the schedule shows."""
        self._pupil_id = (optional_row_id(target) or 0) if by == "child" else 0
        self.dialog = "calendar"
        self._list_calendars(work)

    @handler(Permission.SCHEDULE_READ)
    def close(self, work: Work) -> None:
        """Close the dialog; the browser forgets the address with it."""
        self.dialog = ""

    @handler(Permission.SCHEDULE_READ, writes=True)
    def make_calendar(self, work: Work) -> Any:
        """Make a secret address for the calendar; an older one for the same person ends."""
        pupil_id = self._pupil_id if self._pupil_id not in (0, work.actor.person_id) else None
        token = feeds.make_feed(work.session, work.actor, pupil_id)
        self._list_calendars(work)
        return self._tell(f"/calendar/{token}.ics")

    @handler(Permission.SCHEDULE_READ, writes=True)
    def revoke_calendar(self, work: Work, link_id: str) -> Any:
        """End a calendar's link."""
        feeds.revoke_feed(work.session, work.actor, row_id(link_id))
        self._list_calendars(work)
        return self._ended()

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def open_kiosk(self, work: Work) -> None:
        """Show the school's screens."""
        self.dialog = "kiosk"
        self._list_screens(work)

    @handler(Permission.SCHEDULE_WRITE)
    def make_kiosk(self, work: Work, fields: dict[str, Any]) -> Any:
        """Make a secret address for a screen in the hall."""
        title = text(fields.get("screen_title"), limit=limits.SCREEN, field="screen_title")
        token = kiosk.make_screen(work.session, work.actor, title)
        self._list_screens(work)
        return self._tell(f"/kiosk/{token}")

    @handler(Permission.SCHEDULE_WRITE)
    def revoke_kiosk(self, work: Work, link_id: str) -> Any:
        """End a screen's link."""
        kiosk.revoke_screen(work.session, work.actor, row_id(link_id))
        self._list_screens(work)
        return self._ended()

    def _tell(self, path: str) -> Any:
        origin = settings().public_url.rstrip("/") or str(self.router.url.origin).rstrip("/")
        return tell_secret(TOLD_AS, origin + path)

    def _ended(self) -> Any:
        return [tell_secret(TOLD_AS, ""), toast_done(gettext(self.locale, "The link no longer works"))]

    def _list_calendars(self, work: Work) -> None:
        found = feeds.feeds(work.session, work.actor)
        self.links = [
            LinkRow(str(one.id), one.whose, self._since(work, one.created_at, one.read_at)) for one in found
        ]

    def _list_screens(self, work: Work) -> None:
        found = kiosk.screens(work.session, work.actor)
        self.links = [
            LinkRow(str(one.id), one.title, self._since(work, one.created_at, one.read_at)) for one in found
        ]

    def _since(self, work: Work, made: datetime, read: datetime | None) -> str:
        zone = work.actor.time_zone
        words = gettext(self.locale, "made on {moment}", moment=moment(self.locale, clock.local(made, zone)))
        if read is None:
            return words + " · " + gettext(self.locale, "not opened yet")
        last = moment(self.locale, clock.local(read, zone))
        return words + " · " + gettext(self.locale, "last opened {moment}", moment=last)
