"""The events of the import: names, day, check, import; each step is kept and found again."""

from dataclasses import replace
from typing import Any

from ejournal import clock
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.i18n.dates import moment
from ejournal.integrations.timetable_kept import read_anew, timetables
from ejournal.pages.schedule_import import jobs, layout_rows, rows
from ejournal.pages.schedule_import.rows import (
    OTHER,
    FactRow,
    Layout,
    NameRow,
    Outcome,
    Picking,
)
from ejournal.services.base.names import folded
from ejournal.services.base.topics import import_topic
from ejournal.services.calendar.year import current_year
from ejournal.services.exchange import uploads
from ejournal.services.exchange.file import TimetableFile, told
from ejournal.services.exchange.names import ASKED, NameKind, NameMatch, load_known, match_names
from ejournal.services.exchange.uploads import SHELF, Draft
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.files import steps as file_steps
from ejournal.ui.runtime.files.jobs import LongWork
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, required_date, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

FILE, NAMES, CHECK, DONE = "file", "names", "check", "done"
NOW, DRAFT = "now", "draft"


class ScheduleImportState(PageState):
    """The file of one deputy head on its way in."""

    ready: bool = False
    step: str = FILE
    file_name: str = ""
    file_note: str = ""
    problem: str = ""
    others: str = ""
    busy: LongWork = LongWork()

    facts: list[FactRow] = []
    notes: list[str] = []
    layout: Layout = Layout()
    kinds: list[Choice] = []
    kind: str = NameKind.CLASS.value
    names: list[NameRow] = []
    same_words: str = ""
    starts: str = ""
    when: str = NOW

    outcome: Outcome = Outcome()
    opened: str = ""
    lines: list[str] = []

    picking: Picking = Picking()

    @handler(Permission.SCHEDULE_WRITE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the step at which the file was left."""
        self._fill(work)
        self.ready = True

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def uploaded(self, work: Work) -> None:
        """Show the file that the browser has just sent."""
        self._fill(work)

    def _topics(self, work: Work) -> list[str]:
        return [import_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """How far the check or the import is; at its end what came of it."""
        if payload.get("person") != work.actor.person_id:
            self.others = self._others(work)
        elif payload.get("over"):
            self._fill(work)
        else:
            self.busy = LongWork(payload["kind"], payload.get("done", 0), payload.get("total", 0))

    def _anew(self, work: Work) -> None:
        self._fill(work)

    def _fill(self, work: Work) -> None:
        draft = SHELF.draft_of(work.actor)
        holder = SHELF.importing_now(work.actor)
        self.others = self._others(work)
        self.busy = LongWork("import" if draft and holder == draft.owner else "")
        self.picking, self.opened, self.lines = Picking(), "", []
        if draft is None:
            self.step, self.problem = FILE, ""
            return
        self._about(work, draft)
        if draft.done:
            self.step = DONE
            self._show(draft.done)
        elif not SHELF.file_of(work.actor).exists():
            self.step = FILE
        elif draft.checked:
            self.step = CHECK
            self._show(draft.checked)
        else:
            self.step = NAMES
            self._show_names(work, draft)

    def _others(self, work: Work) -> str:
        holder = SHELF.importing_now(work.actor)
        found = SHELF.others_drafts(work.actor)
        importing = [one for one in found if one.owner == holder]
        if importing:
            return gettext(self.locale, "{name} is importing a timetable just now", name=holder)
        if not found:
            return ""
        one = max(found, key=lambda one: one.uploaded)
        when = moment(self.locale, clock.local(one.uploaded, work.actor.time_zone))
        words = (
            "{name} has a file under way too: “{file}”, {when}. Agree on whose timetable is to be imported"
        )
        return gettext(self.locale, words, name=one.owner, file=one.name, when=when)

    def _about(self, work: Work, draft: Draft) -> None:
        self.file_name = draft.name
        self.file_note = file_steps.sent_words(work.actor, draft.uploaded, self.locale)
        problem = draft.problem
        self.problem = gettext(self.locale, problem["message"], **problem["params"]) if problem else ""
        self.starts, self.when = draft.starts, NOW if draft.publish else DRAFT

    def _show(self, kept: dict[str, Any]) -> None:
        shown = rows.shown_in(kept, self.locale)
        self.facts = [FactRow(**one) for one in shown.facts]
        self.outcome, self.notes = rows.outcome_of(shown), shown.notes

    def _show_names(self, work: Work, draft: Draft) -> None:
        file, matches = self._matches(work, draft)
        self.facts = rows.facts_of(file, self.locale)
        self.notes = rows.some(told(file.notes, self.locale), self.locale)
        self.layout = layout_rows.layout_of(file, draft.layout, self.locale)
        self.kinds = rows.kind_choices(matches, self.locale)
        if self.kind not in {one.value for one in self.kinds}:
            self.kind = self.kinds[0].value if self.kinds else NameKind.CLASS.value
        mine = sorted((one for one in matches if one.kind == self.kind), key=lambda one: one.how != ASKED)
        self.names = [rows.name_row(one, self.locale) for one in mine if one.how != "exact"][: rows.SHOWN]
        alike = [one.name for one in mine if one.how == "exact"]
        words = "Found in the school under the same name: {n}"
        self.same_words = gettext(self.locale, words, n=len(alike)) if alike else ""

    def _matches(self, work: Work, draft: Draft) -> tuple[TimetableFile, list[NameMatch]]:
        actor = work.actor
        file = timetables.of(SHELF.file_of(actor))
        year = current_year(work.session, actor.school_id, actor.today)
        return file, match_names(work.session, actor.school_id, year.id if year else None, file, draft.chosen)

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def point(self, work: Work, axis: str, place: str) -> None:
        """Say where in the spreadsheet class, weekday or lesson number stands; it is read anew so."""
        draft = self._draft(work)
        draft.layout = uploads.pointed(draft.layout, text(axis, limit=20), text(place, limit=20))
        read_anew(SHELF.file_of(work.actor), draft.layout)
        draft.checked, draft.mark = {}, ""
        SHELF.save_draft(work.actor, draft)
        self._show_names(work, draft)

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def choose_kind(self, work: Work, value: str) -> None:
        """Show the classes, subjects, teachers or rooms of the file."""
        self.kind = NameKind(value).value if value in set(NameKind) else NameKind.CLASS.value
        self._show_names(work, self._draft(work))

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def choose_name(self, work: Work, name: str, value: str) -> None:
        """Say what a name of the file stands for; «another one…» opens the whole list."""
        if value == OTHER:
            self._pick(work, name)
        elif value:
            self._choose(work, name, value)

    def _pick(self, work: Work, name: str) -> None:
        actor = work.actor
        year = current_year(work.session, actor.school_id, actor.today)
        known = load_known(work.session, actor.school_id, year.id if year else None)[NameKind(self.kind)]
        found = sorted(known.items(), key=lambda one: folded(one[1]))
        options = [Choice(str(key), label) for key, label in found]
        options.insert(0, Choice("", gettext(self.locale, "choose…")))
        self.picking = Picking(text(name, limit=200), "", options)

    def _choose(self, work: Work, name: str, value: str) -> None:
        draft = self._draft(work)
        draft.choose(NameKind(self.kind).value, text(name, limit=200), optional_row_id(value) or 0)
        SHELF.save_draft(work.actor, draft)
        self.picking = Picking()
        self._show_names(work, draft)

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def pick(self, work: Work, value: str) -> None:
        """Keep what was chosen in the whole list."""
        name, chosen = self.picking.name, text(value, limit=20)
        self.picking = replace(self.picking, value=chosen)
        if name and chosen:
            self._choose(work, name, chosen)

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def leave_pick(self, work: Work) -> None:
        """Close the whole list; the name stays as it was."""
        self.picking = Picking()

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def set_starts(self, work: Work, value: str) -> None:
        """From which day the timetable holds; empty leaves it to the program."""
        day = required_date(value, "starts") if value else None
        draft = self._draft(work)
        draft.starts, draft.checked, draft.mark = day.isoformat() if day else "", {}, ""
        SHELF.save_draft(work.actor, draft)
        self.starts = draft.starts

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def set_when(self, work: Work, value: str) -> None:
        """Publish at once, or leave it as a draft for the editor."""
        draft = self._draft(work)
        draft.publish, draft.checked, draft.mark = value != DRAFT, {}, ""
        SHELF.save_draft(work.actor, draft)
        self.when = NOW if draft.publish else DRAFT

    def _draft(self, work: Work) -> Draft:
        return file_steps.need_draft(SHELF, work.actor)

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def check(self, work: Work) -> None:
        """Begin the dry run: what would change, with nothing done."""
        self._draft(work)
        turn = SHELF.claim_work(work.actor)
        self.busy, self.problem = LongWork("check"), ""
        work.begin(jobs.check(work.actor, turn))

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def take_in(self, work: Work) -> None:
        """Begin the import of what was checked."""
        draft = self._draft(work)
        if not draft.checked:
            raise DomainError("Check the file first: it shows what will change")
        turn = SHELF.claim_work(work.actor)
        self.busy, self.problem = LongWork("import"), ""
        work.begin(jobs.take_in(work.actor, turn))

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def back(self, work: Work) -> None:
        """Return from the check to the names."""
        draft = self._draft(work)
        draft.checked, draft.mark, draft.problem = {}, "", {}
        SHELF.save_draft(work.actor, draft)
        self._fill(work)

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def open_class(self, work: Work, title: str) -> None:
        """Show the lessons of a class that differ; once more hides them."""
        if self.opened == title:
            self.opened, self.lines = "", []
            return
        shown = rows.shown_in(self._draft(work).checked, self.locale)
        found = next((one for one in shown.classes if one["title"] == title), None)
        self.opened, self.lines = (title, found["lines"]) if found else ("", [])

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def throw_away(self, work: Work) -> None:
        """Delete the file and begin anew; what was imported stays."""
        SHELF.throw_away(work.actor)
        self._fill(work)
