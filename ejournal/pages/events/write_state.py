"""The events of planning: whom it invites, what and when, a look at it, announcing; changed afterwards."""

import re
from datetime import date
from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext, ngettext
from ejournal.models import Event, EventKind, EventPer, EventState, Whom
from ejournal.pages.events import rows
from ejournal.pages.events.event_state import read_time
from ejournal.pages.events.rows import FormRow
from ejournal.services.audience import offered
from ejournal.services.audience.parts import read_part
from ejournal.services.base.marked import as_html
from ejournal.services.events import changing, planning
from ejournal.services.events.planning import MOST_DATES, Filled
from ejournal.ui.components.draft import forget_draft
from ejournal.ui.components.sent import sent_keys
from ejournal.ui.frame.audience import OfferedParts, PartRow, offered_parts, part_rows
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_date, optional_number, row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

WRITE = Permission.EVENT_WRITE
FIELDS = ("title", "words", "files")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


class EventWriteState(PageState):
    """An event being planned, or changed when it is announced."""

    ready: bool = False
    checking: bool = False
    is_draft: bool = False
    item: FormRow = FormRow()
    form: int = 0
    """Another number whenever the program fills the fields anew."""
    whom: str = Whom.BOTH.value
    parts: list[PartRow] = []
    offered: OfferedParts = OfferedParts()
    found: list[PartRow] = []
    count: str = ""
    html: str = ""
    days: list[str] = []
    will: list[str] = []
    """What announcing would do, in words."""

    @handler(WRITE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the event that the address names."""
        event = planning.writable(
            work.session, work.actor, row_id(self.router.url.query_parameters.get("id"))
        )
        if event.state is EventState.CANCELLED:
            raise NotFound
        self.checking, self.found, self.is_draft = False, [], event.state is EventState.DRAFT
        self._show(work, event)
        self.ready = True

    @handler(WRITE)
    def choose_whom(self, work: Work, value: str) -> None:
        """Guardians, pupils or both of the chosen classes."""
        whom = next((one for one in Whom if one.value == value), None)
        if whom is None:
            raise NotFound
        planning.set_whom(work.session, work.actor, self._number(), whom)
        self._show_people(work)

    @handler(WRITE)
    def add_part(self, work: Work, value: str) -> None:
        """Invite these too."""
        if value:
            planning.add_part(work.session, work.actor, self._number(), read_part(value))
        self.found = []
        self._show_people(work)

    @handler(WRITE)
    def drop_part(self, work: Work, value: str) -> None:
        """Invite these no more."""
        planning.drop_part(work.session, work.actor, self._number(), read_part(value))
        self._show_people(work)

    @handler(WRITE, writes=False)
    def find_person(self, work: Work, words: str) -> None:
        """Look for somebody by name."""
        found = offered.find_people(work.session, work.actor, WRITE, words[: limits.SEARCH])
        self.found = part_rows(found, self.locale)

    @handler(WRITE)
    def drop_file(self, work: Work, key: str) -> None:
        """Show the file no more."""
        planning.drop_file(work.session, work.actor, self._number(), str(key))
        event = planning.writable(work.session, work.actor, self._number())
        self.item = self._form(work, event)

    @handler(WRITE)
    def review(self, work: Work, form: dict[str, Any]) -> Any:
        """Show what a draft would be; save what is announced. DomainError by the field."""
        session, actor, number = work.session, work.actor, self._number()
        filled = _filled(form)
        if not self.is_draft:
            changing.change(session, actor, number, filled, work.now)
            done = [rx.redirect(f"/events/read?id={number}"), toast_done(gettext(self.locale, "Saved"))]
            return [*self._forget(), *done]
        event = planning.fill(session, actor, number, filled, work.now)
        people = planning.check(session, actor, event)
        dates = changing.dates_of(session, event)
        self.days = [rows.when_words(one.day, one.starts, one.ends, self.locale) for one in dates]
        self.will = rows.will_words(event, dates, len(people), self.locale)
        self.html = as_html(event.words) if event.words else ""
        self._show(work, event)
        self.checking = True
        return forget_draft(f"{self.item.draft}:files")

    @handler(WRITE, writes=False)
    def back(self, work: Work) -> None:
        """Go on planning."""
        self.checking = False

    @handler(WRITE)
    def announce(self, work: Work) -> Any:
        """Invite them."""
        if not self.checking:
            raise NotFound
        event = planning.announce(work.session, work.actor, self._number(), work.now)
        self.checking = False
        told = toast_done(gettext(self.locale, "The event is announced"))
        return [*self._forget(), rx.redirect(f"/events/read?id={event.id}"), told]

    @handler(WRITE)
    def throw_away(self, work: Work) -> Any:
        """Throw the draft away."""
        planning.throw_away(work.session, work.actor, self._number())
        return [*self._forget(), rx.redirect("/events?view=mine")]

    def _number(self) -> int:
        return row_id(self.item.id)

    def _forget(self) -> list[Any]:
        return [forget_draft(f"{self.item.draft}:{name}") for name in FIELDS]

    def _form(self, work: Work, event: Event) -> FormRow:
        files = planning.files_of(work.session, event)
        return rows.form_row(event, changing.dates_of(work.session, event), files, self.locale)

    def _show(self, work: Work, event: Event) -> None:
        self.item = self._form(work, event)
        self.form += 1
        self._show_people(work)

    def _show_people(self, work: Work) -> None:
        session, actor = work.session, work.actor
        event = planning.writable(session, actor, self._number())
        chosen = planning.chosen_of(session, event)
        self.whom = event.whom.value
        self.parts = part_rows(offered.named(session, actor, chosen.parts), self.locale)
        self.offered = offered_parts(offered.offered(session, actor, WRITE), chosen.parts, self.locale)
        people = len(planning.invited(session, actor, event))
        nobody = gettext(self.locale, "Nobody is chosen yet")
        invited = ngettext(self.locale, "{n} person is invited", "{n} people are invited", people)
        self.count = invited if people else nobody


def _filled(form: dict[str, Any]) -> Filled:
    return Filled(
        title=str(form.get("title") or ""),
        words=str(form.get("words") or ""),
        place=str(form.get("place") or ""),
        kind=_one_of(EventKind, form.get("kind")),
        per=_one_of(EventPer, form.get("per")),
        seats=_count(form.get("seats"), "seats"),
        guests=_count(form.get("guests"), "guests") or 0,
        day=optional_date(form.get("day")),
        starts=read_time(form.get("starts"), "starts"),
        ends=read_time(form.get("till"), "till"),
        weekly_until=optional_date(form.get("weekly_until")),
        days=_days(str(form.get("days") or "")),
        files=sent_keys(form, "files"),
    )


def _one_of(kinds: Any, value: object) -> Any:
    return next((one for one in kinds if one.value == value), next(iter(kinds)))


def _count(value: object, field: str) -> int | None:
    if value in (None, ""):
        return None
    found = optional_number(value)
    if found is None:
        raise DomainError("Give a whole number", field=field)
    return found


def _days(typed: str) -> tuple[date, ...]:
    """The further dates as they are typed, «11.12.2026» a line; DomainError by the field for nonsense."""
    found = []
    for line in typed.splitlines()[: MOST_DATES + 1]:
        if not line.strip():
            continue
        match = _DAY.fullmatch(line.strip())
        try:
            found.append(date(*(int(part) for part in reversed(match.groups()))) if match else None)
        except ValueError:
            found.append(None)
    if None in found:
        raise DomainError("Give each date on a line, such as 11.12.2026", field="days")
    return tuple(one for one in found if one is not None)
