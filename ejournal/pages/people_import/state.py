"""The events of a list of people: sent, understood, put right, taken in, taken back."""

from typing import Any

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.integrations.kept import tables
from ejournal.integrations.people.reading import read_lines
from ejournal.models import Role
from ejournal.pages.people_import import rows
from ejournal.pages.people_import.rows import CHANGED, FAULTS, NEW, FaultRow, PersonRow
from ejournal.services.people_import import importing, undoing
from ejournal.services.people_import.drafts import SHELF, Draft
from ejournal.services.people_import.importing import Report
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.files import steps as file_steps
from ejournal.ui.runtime.files.steps import CHECK, DONE, FILE, ColumnRow, FactRow
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

NO_FAULT = FaultRow()


class PeopleImportState(PageState):
    """The list of one person on its way in."""

    import_ready: bool = False
    step: str = FILE
    file_name: str = ""
    file_note: str = ""
    sheets: list[Choice] = []
    sheet: str = "0"
    sheet_words: str = ""
    columns: list[ColumnRow] = []
    meanings: list[Choice] = []
    counts: list[Choice] = []
    view: str = NEW
    faults: list[FaultRow] = []
    people: list[PersonRow] = []
    more: str = ""
    outcome: str = ""
    left_out: str = ""
    taking: str = ""
    """What the button says that takes the list in."""
    can_take: bool = False
    facts: list[FactRow] = []
    last_file: str = ""
    asked_undo: bool = False
    fault: FaultRow = NO_FAULT

    @handler(Permission.PEOPLE_MANAGE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the step at which the list was left."""
        self.meanings = rows.meaning_choices(self.locale)
        self._fill(work, anew=True)
        self.import_ready = True

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def uploaded(self, work: Work) -> None:
        """Show the list that the browser has just sent."""
        self._fill(work, anew=True)

    def _fill(self, work: Work, *, anew: bool = False) -> None:
        draft = SHELF.draft_of(work.actor)
        self.fault, self.asked_undo = NO_FAULT, False
        self._show_last(work)
        self.step = FILE
        if draft is None:
            return
        self.file_name = draft.name
        self.file_note = file_steps.sent_words(work.actor, draft.uploaded, self.locale)
        if draft.done:
            self.step = DONE
            self.facts = rows.fact_rows(draft.done["made"], self.locale)
        elif SHELF.file_of(work.actor).exists():
            self.step = CHECK
            self._show(work, draft, anew=anew)

    def _show_last(self, work: Work) -> None:
        last = undoing.last_import(work.session, work.actor.school_id)
        self.last_file = file_steps.taken_words(work.actor, last, self.locale)

    def _show(self, work: Work, draft: Draft, *, anew: bool = False) -> None:
        found = tables.of(SHELF.file_of(work.actor))
        file = read_lines(found, draft.told, draft.fixed)
        report = importing.try_in(
            work.session,
            work.actor.school_id,
            work.actor.today,
            file,
            draft.choices,
            gives_heads=work.actor.holds(Role.ADMINISTRATOR),
        )
        self.sheets = rows.sheet_choices(file, self.locale)
        place = min(optional_number(self.sheet) or 0, max(0, len(file.sheets) - 1))
        self.sheet = str(place)
        if file.sheets:
            self.columns = rows.column_rows(file.sheets[place])
            self.sheet_words = rows.sheet_words(file.sheets[place], self.locale)
        self.counts = rows.count_choices(report, self.locale)
        self.outcome, self.left_out = rows.outcome_words(report, self.locale)
        self.taking = rows.taking_words(report, self.locale)
        self.can_take = not report.changes_nothing
        if anew:
            self.view = FAULTS if report.faults else NEW
        self._show_view(report)
        self.faults = rows.fault_rows(report, file, found, self.locale) if self.view == FAULTS else []

    def _show_view(self, report: Report) -> None:
        self.people = rows.person_rows(report, self.view, self.locale) if self.view in (NEW, CHANGED) else []
        sizes = {
            NEW: len(report.plan.new_people),
            CHANGED: len(report.plan.changes),
            FAULTS: len(report.faults),
        }
        self.more = rows.more_words(sizes.get(self.view, 0), self.locale)

    def _draft(self, work: Work) -> Draft:
        return file_steps.need_draft(SHELF, work.actor)

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def choose_sheet(self, work: Work, value: str) -> None:
        """Show the columns of another sheet."""
        self.sheet = text(value, limit=4)
        self._show(work, self._draft(work))

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def choose_view(self, work: Work, value: str) -> None:
        """Show who is new, who changes, or the faults."""
        self.view = text(value, limit=20)
        self._show(work, self._draft(work))

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def set_meaning(self, work: Work, letter: str, value: str) -> None:
        """Say what a column of the shown sheet means."""
        draft = self._draft(work)
        draft.tell(self._title(work, draft), text(letter, limit=4), text(value, limit=30))
        SHELF.save_draft(work.actor, draft)
        self._show(work, draft)

    def _title(self, work: Work, draft: Draft) -> str:
        file = read_lines(tables.of(SHELF.file_of(work.actor)), draft.told, draft.fixed)
        place = optional_number(self.sheet) or 0
        if place >= len(file.sheets):
            raise NotFound
        return file.sheets[place].title

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def open_fault(self, work: Work, key: str) -> None:
        """Ask what is to stand in the place of a faulty cell."""
        self.fault = next((one for one in self.faults if one.key == key and one.is_cell), NO_FAULT)

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def leave_fault(self, work: Work) -> None:
        """Leave the cell as it is."""
        self.fault = NO_FAULT

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def fix(self, work: Work, form: dict[str, Any]) -> None:
        """Write a cell anew; the list is looked at once more."""
        if not self.fault.key:
            raise NotFound
        draft, (row, column, sheet) = self._draft(work), self.fault.key.split("|", 2)
        draft.fix(sheet, f"{column}{row}", text(form.get("value"), limit=limits.LIST_CELL))
        self._keep(work, draft)

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def join(self, work: Work, key: str) -> None:
        """The line means the one who is known."""
        self._settle(work, key, joined=True)

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def part(self, work: Work, key: str) -> None:
        """The line means somebody new, however alike."""
        self._settle(work, key, joined=False)

    def _settle(self, work: Work, key: str, *, joined: bool) -> None:
        found = next((one for one in self.faults if one.key == key and one.asks), None)
        if found is None or (joined and not found.person):
            raise NotFound
        draft, (row, _, sheet) = self._draft(work), key.split("|", 2)
        draft.settle(sheet, int(row), int(found.person) if joined else 0)
        self._keep(work, draft)

    def _keep(self, work: Work, draft: Draft) -> None:
        SHELF.save_draft(work.actor, draft)
        self.fault = NO_FAULT
        self._show(work, draft)

    @handler(Permission.PEOPLE_MANAGE)
    def take_in(self, work: Work) -> None:
        """Take in all lines without a fault that stops them."""
        draft, actor = self._draft(work), work.actor
        file = read_lines(tables.of(SHELF.file_of(actor)), draft.told, draft.fixed)
        report = importing.take_in(
            work.session,
            actor.school_id,
            actor.person_id,
            actor.today,
            file,
            work.now,
            draft.name,
            draft.choices,
            gives_heads=actor.holds(Role.ADMINISTRATOR),
        )
        draft.done = {"made": dict(report.made), "changed": dict(report.changed)}
        SHELF.save_draft(actor, draft)
        SHELF.drop_file(actor)
        self._fill(work)

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def throw_away(self, work: Work) -> None:
        """Delete the list and begin anew; what was taken in stays."""
        SHELF.throw_away(work.actor)
        self._fill(work)

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def ask_undo(self, work: Work) -> None:
        """Ask before the last list is taken back."""
        self.asked_undo = bool(self.last_file)

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def leave_undo(self, work: Work) -> None:
        """The last list stays."""
        self.asked_undo = False

    @handler(Permission.PEOPLE_MANAGE)
    def undo(self, work: Work) -> Any:
        """Take the last list back, as long as nothing hangs on what it made."""
        actor = work.actor
        last = undoing.last_import(work.session, actor.school_id)
        if last is None:
            raise NotFound
        undoing.undo(work.session, actor.school_id, actor.person_id, last.id or 0, work.now)
        SHELF.throw_away(actor)
        self._fill(work)
        return toast_done(gettext(self.locale, "The list was taken back"))
