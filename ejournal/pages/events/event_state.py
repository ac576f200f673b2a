"""The events of an open event: answered by who is invited; by who organises moved, cancelled, attended."""

from datetime import time
from typing import Any

from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext
from ejournal.models import EventSaid
from ejournal.pages.events import rows
from ejournal.pages.events.rows import ComingRow, OpenRow
from ejournal.services.base.topics import event_topic
from ejournal.services.events import answering, changing, lists, reading
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number, optional_row_id, required_date, row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

READ, ANSWER, WRITE = Permission.EVENT_READ, Permission.EVENT_ANSWER, Permission.EVENT_WRITE
MOVE, ADD, CANCEL_DATE, CANCEL = "move", "add", "cancel_date", "cancel"


class OpenEventState(PageState):
    """One event at one of its dates."""

    ready: bool = False
    item: OpenRow = OpenRow()
    dates: list[Choice] = []
    date_id: str = ""
    day: str = ""
    starts: str = ""
    ends: str = ""
    counts: str = ""
    coming: list[ComingRow] = []
    sheet: str = ""
    paper: str = ""
    asking: str = ""
    """Which dialog is open: moving, adding a date, cancelling."""

    @handler(READ, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the event that the address names, at the date that it names or the next one."""
        asked = self.router.url.query_parameters
        self.asking = ""
        self._show(work, row_id(asked.get("id")), optional_row_id(asked.get("date")) or 0)
        self.ready = True

    @handler(READ, writes=False)
    def choose_date(self, work: Work, value: str) -> None:
        """Go to another date of the event."""
        self._show(work, row_id(self.item.id), row_id(value))

    # ----------------------------------------------------------------------------------------- answering

    @handler(ANSWER)
    def answer(self, work: Work, for_id: int, value: str) -> Any:
        """Answer for oneself or a child."""
        number = row_id(for_id)
        guests = next((one.guests for one in self.item.answers if one.id == number), "0")
        return self._answer(work, number, value, guests)

    @handler(ANSWER)
    def bring(self, work: Work, for_id: int, value: str) -> Any:
        """Come with so many guests."""
        return self._answer(work, row_id(for_id), EventSaid.YES.value, value)

    def _answer(self, work: Work, for_id: int, value: str, guests: str) -> Any:
        said = next((one for one in EventSaid if one.value == value), None)
        count = optional_number(guests)
        if said is None or count is None:
            raise NotFound
        date_id = row_id(self.date_id)
        given = answering.answer(work.session, work.actor, date_id, for_id, said, count, work.now)
        self._show(work, self.item.id, date_id)
        saved = gettext(self.locale, "Your answer is saved")
        waits = gettext(self.locale, "No places are left: you wait, and move up by yourself")
        return toast_done(waits if given.waits else saved, about="answer")

    # ---------------------------------------------------------------------------------------- organising

    @handler(WRITE, writes=False)
    def ask(self, work: Work, what: str) -> None:
        """Open the dialog that moves or adds a date, or asks before something is cancelled."""
        self.asking = what if what in (MOVE, ADD, CANCEL_DATE, CANCEL) and self.item.keeps else ""

    @handler(WRITE)
    def set_date(self, work: Work, form: dict[str, Any]) -> Any:
        """Move the open date, or add one."""
        session, actor, event_id = work.session, work.actor, row_id(self.item.id)
        day = required_date(form.get("day"), "day")
        starts, ends = read_time(form.get("starts"), "starts"), read_time(form.get("till"), "till")
        if self.asking == ADD:
            changing.add_date(session, actor, event_id, day, starts, ends, work.now)
            done = gettext(self.locale, "Those invited are told of the new date")
        else:
            changing.move(session, actor, event_id, row_id(self.date_id), day, starts, ends, work.now)
            done = gettext(self.locale, "It is moved: everybody is told and asked anew")
        return self._done(work, done)

    @handler(WRITE)
    def cancel(self, work: Work) -> Any:
        """Cancel the open date, or the whole event."""
        session, actor, event_id = work.session, work.actor, row_id(self.item.id)
        if self.asking == CANCEL_DATE:
            changing.cancel_date(session, actor, event_id, row_id(self.date_id), work.now)
        else:
            changing.cancel(session, actor, event_id, work.now)
        return self._done(work, gettext(self.locale, "It is cancelled, those invited are told"))

    @handler(WRITE)
    def mark(self, work: Work, answer_id: int, value: str) -> None:
        """Note whether somebody was there; the same once more takes the note back."""
        number = row_id(answer_id)
        stands = next((one.was for one in self.coming if one.id == number), "")
        wanted = {"yes": True, "no": False}.get(value)
        lists.mark(work.session, work.actor, number, None if stands == value else wanted)
        self._show(work, self.item.id, row_id(self.date_id))

    # -------------------------------------------------------------------------------------- what is shown

    def _done(self, work: Work, told: str) -> Any:
        self.asking = ""
        self._show(work, self.item.id, optional_row_id(self.date_id) or 0)
        return toast_done(told)

    def _topics(self, work: Work) -> list[str]:
        return [event_topic(self.item.id)] if self.item.id else []

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what is so now."""
        if self.item.id:
            self._show(work, self.item.id, optional_row_id(self.date_id) or 0)

    def _show(self, work: Work, event_id: int, date_id: int) -> None:
        session, actor = work.session, work.actor
        found = reading.opened(session, actor, event_id, work.now)
        coming = [one for one in found.dates if not one.is_over and not one.cancelled]
        at = next((one for one in found.dates if one.id == date_id), None)
        at = at or next(iter([*coming, *found.dates[::-1]]), None)
        if at is None:
            raise NotFound
        self.item = rows.open_row(found, at, actor, self.locale)
        self.dates, self.date_id = rows.date_choices(found, self.locale), str(at.id)
        self.day = at.day.isoformat()
        self.starts = at.starts.isoformat("minutes") if at.starts else ""
        self.ends = at.ends.isoformat("minutes") if at.ends else ""
        self.counts, self.coming, self.sheet, self.paper = "", [], "", ""
        if found.keeps:
            list_ = lists.attendance(session, actor, at.id)
            self.counts = rows.count_words(list_, self.locale)
            self.coming = rows.coming_rows(list_, actor.today, self.locale)
            self.sheet, self.paper = f"/print/event.xlsx?id={at.id}", f"/print/event.pdf?id={at.id}"


def read_time(value: object, field: str) -> time | None:
    """The time in a field, None for none; DomainError by the field for nonsense."""
    if not value:
        return None
    try:
        return time.fromisoformat(str(value)[:5])
    except ValueError:
        raise DomainError("Give a time, such as 18:30", field=field) from None
