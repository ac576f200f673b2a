"""The events of a file of another journal: sent, understood, settled, taken in, taken back."""

from typing import Any

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext
from ejournal.pages.marks_import import jobs, rows
from ejournal.pages.marks_import.checked import QUESTIONS
from ejournal.pages.marks_import.rows import FaultRow, Outcome, QuestionRow, TableAbout
from ejournal.services.base.topics import marks_import_topic
from ejournal.services.marks_import import undoing
from ejournal.services.marks_import.drafts import SHELF, Draft
from ejournal.services.marks_import.file import ABOUT, ALL, KEEP, TAKE, Asked
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.files import steps as file_steps
from ejournal.ui.runtime.files.jobs import LongWork
from ejournal.ui.runtime.files.steps import CHECK, DONE, FILE, ColumnRow, FactRow
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

NO_FAULT = FaultRow()
NAME = 400
"""Of what is asked about: a name of the file, or a sheet with a cell."""


class MarksImportState(PageState):
    """The file of one person on its way in."""

    marks_ready: bool = False
    step: str = FILE
    file_name: str = ""
    file_note: str = ""
    problem: str = ""
    others: str = ""
    busy: LongWork = LongWork()
    stale: bool = False
    sheets: list[Choice] = []
    sheet: str = "0"
    about: TableAbout = TableAbout()
    columns: list[ColumnRow] = []
    meanings: list[Choice] = []
    views: list[Choice] = []
    view: str = QUESTIONS
    questions: list[QuestionRow] = []
    faults: list[FaultRow] = []
    more: str = ""
    outcome: Outcome = Outcome()
    can_take: bool = False
    facts: list[FactRow] = []
    last_file: str = ""
    undone: str = ""
    """What came of taking a file back, in words."""
    asked_undo: bool = False
    fault: FaultRow = NO_FAULT

    @handler(Permission.MARKS_IMPORT, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the step at which the file was left."""
        self._fill(work, anew=True)
        self.undone = ""
        self.marks_ready = True

    @handler(Permission.MARKS_IMPORT, writes=False)
    def uploaded(self, work: Work) -> None:
        """Look at the file that the browser has just sent."""
        self._begin_check(work)
        self._fill(work, anew=True)

    def _topics(self, work: Work) -> list[str]:
        return [marks_import_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """How far the check or the import is; at its end what came of it."""
        if payload.get("person") != work.actor.person_id:
            self.others = self._others(work)
        elif payload.get("over"):
            self._fill(work, anew=not self.views)
            self._show_undone(payload)
        else:
            self.busy = LongWork(payload["kind"], payload.get("done", 0), payload.get("total", 0))

    def _show_undone(self, payload: dict[str, Any]) -> None:
        """What came of taking a file back."""
        if problem := payload.get("problem"):
            self.problem = gettext(self.locale, problem["message"], **problem["params"])
        if payload.get("undone"):
            self.undone = gettext(self.locale, "The marks of the file were taken back")
        if left := payload.get("left"):
            words = "What was changed meanwhile stays as it is: {names}"
            self.undone += ". " + gettext(self.locale, words, names=left)

    def _anew(self, work: Work) -> None:
        self._fill(work)

    def _fill(self, work: Work, *, anew: bool = False) -> None:
        draft = SHELF.draft_of(work.actor)
        self.fault, self.asked_undo = NO_FAULT, False
        self.others = self._others(work)
        holder = SHELF.importing_now(work.actor)
        self.busy = LongWork("import" if draft and holder == draft.owner else "")
        self._show_last(work)
        self.step, self.problem = FILE, ""
        if draft is None:
            self.views = []
            return
        self.file_name = draft.name
        self.file_note = file_steps.sent_words(work.actor, draft.uploaded, self.locale)
        problem = draft.problem
        self.problem = gettext(self.locale, problem["message"], **problem["params"]) if problem else ""
        if draft.done:
            self.step = DONE
            self.facts = rows.fact_rows(draft.done["made"], self.locale)
        elif SHELF.file_of(work.actor).exists():
            self.step = CHECK
            self._show(draft, anew=anew)

    def _others(self, work: Work) -> str:
        holder = SHELF.importing_now(work.actor)
        found = SHELF.others_drafts(work.actor)
        if any(one.owner == holder for one in found):
            words = "{name} is taking marks of another journal in just now"
            return gettext(self.locale, words, name=holder)
        if not found:
            return ""
        words = "{name} has a file of marks under way too: “{file}”"
        return gettext(self.locale, words, name=found[0].owner, file=found[0].name)

    def _show_last(self, work: Work) -> None:
        last = undoing.last_import(work.session, work.actor.school_id)
        self.last_file = file_steps.taken_words(work.actor, last, self.locale)

    def _show(self, draft: Draft, *, anew: bool = False) -> None:
        """What the check has found, with what was decided since."""
        self.stale, checked = draft.stale, draft.checked
        if not checked:
            self.views, self.sheets, self.can_take = [], [], False
            return
        self.sheets = rows.sheet_choices(checked)
        place = min(optional_number(self.sheet) or 0, max(0, len(self.sheets) - 1))
        self.sheet = str(place)
        if checked["sheets"]:
            sheet = checked["sheets"][place]
            self.columns, self.about = rows.column_rows(sheet), rows.about_of(sheet, self.locale)
            self.meanings = rows.meaning_choices(sheet, self.locale)
        self.views = rows.view_choices(checked, self.locale)
        if anew or self.view not in {one.value for one in self.views}:
            self.view = rows.first_view(checked)
        self._show_view(draft)
        self.outcome = rows.outcome_of(checked, self.locale)
        news = sum(checked["made"].values()) + sum(checked["changed"].values())
        self.can_take = news > 0 and not draft.stale

    def _show_view(self, draft: Draft) -> None:
        checked, choices = draft.checked, draft.choices
        self.more = rows.more_words(checked, self.view, self.locale)
        if self.view == QUESTIONS:
            self.questions, self.faults = rows.question_rows(checked, choices, self.locale), []
        else:
            self.questions = []
            self.faults = rows.fault_rows(checked, self.view, choices, self.locale)

    def _draft(self, work: Work) -> Draft:
        return file_steps.need_draft(SHELF, work.actor)

    def _keep(self, work: Work, draft: Draft) -> None:
        SHELF.save_draft(work.actor, draft)
        self.fault = NO_FAULT
        self._show(draft)

    @handler(Permission.MARKS_IMPORT, writes=False)
    def choose_sheet(self, work: Work, value: str) -> None:
        """Show another table of the file."""
        self.sheet = text(value, limit=4)
        self._show(self._draft(work))

    @handler(Permission.MARKS_IMPORT, writes=False)
    def choose_view(self, work: Work, value: str) -> None:
        """Show the questions, the differences, the faults or the remarks."""
        self.view = text(value, limit=20)
        self._show(self._draft(work))

    @handler(Permission.MARKS_IMPORT, writes=False)
    def set_meaning(self, work: Work, letter: str, value: str) -> None:
        """Say what a column of the shown table means."""
        draft = self._draft(work)
        meaning = text(value, limit=30)
        draft.tell(self._sheet(draft)["key"], text(letter, limit=4), meaning)
        for one in self._sheet(draft)["columns"]:
            if one["letter"] == letter:
                one["meaning"] = meaning
        self._keep(work, draft)

    @handler(Permission.MARKS_IMPORT, writes=False)
    def set_about(self, work: Work, form: dict[str, Any]) -> None:
        """Say of which class, subject, term and teacher the shown table is."""
        draft = self._draft(work)
        told = {name: text(form.get(name), limit=limits.LIST_CELL) for name in ABOUT}
        sheet = self._sheet(draft)
        draft.tell_about(sheet["key"], told)
        sheet["about"] |= {name: value for name, value in told.items() if value}
        self._keep(work, draft)

    def _sheet(self, draft: Draft) -> dict[str, Any]:
        place, sheets = optional_number(self.sheet) or 0, draft.checked.get("sheets", [])
        if place >= len(sheets):
            raise NotFound
        found: dict[str, Any] = sheets[place]
        return found

    @handler(Permission.MARKS_IMPORT, writes=False)
    def choose(self, work: Work, key: str, value: str) -> None:
        """Settle a question for all rows that ask it."""
        asked, _, name = text(key, limit=NAME).partition("|")
        draft = self._draft(work)
        if not any((one["asked"], one["name"]) == (asked, name) for one in self._asked(draft)):
            raise NotFound
        draft.choose(asked, name, text(value, limit=limits.LIST_CELL))
        self._keep(work, draft)

    def _asked(self, draft: Draft) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = draft.checked.get(QUESTIONS, [])
        return found

    @handler(Permission.MARKS_IMPORT, writes=False)
    def accept(self, work: Work) -> None:
        """Take what is proposed wherever one thing alone is."""
        draft = self._draft(work)
        for one in self._asked(draft):
            known = (one["asked"], one["name"]) in draft.choices
            if one["stops"] and one["proposed"] == 1 and not known and one["asked"] != Asked.PUPIL:
                draft.choose(one["asked"], one["name"], one["options"][0][0])
        self._keep(work, draft)

    @handler(Permission.MARKS_IMPORT, writes=False)
    def decide(self, work: Work, key: str, value: str) -> None:
        """Where the journal has another mark: keep it, or take that of the file."""
        asked, _, name = text(key, limit=NAME).partition("|")
        if asked != Asked.CELL or value not in (TAKE, KEEP):
            raise NotFound
        draft = self._draft(work)
        draft.choose(asked, name, value)
        self._keep(work, draft)

    @handler(Permission.MARKS_IMPORT, writes=False)
    def decide_all(self, work: Work, value: str) -> None:
        """The same for all cells that nobody has decided one by one."""
        if value not in (TAKE, KEEP):
            raise NotFound
        draft = self._draft(work)
        draft.choose(Asked.CELL.value, ALL, value)
        self._keep(work, draft)

    @handler(Permission.MARKS_IMPORT, writes=False)
    def open_fault(self, work: Work, key: str) -> None:
        """Ask what is to stand in the place of a faulty cell, or of a text that is not known."""
        of_cell = next((one for one in self.faults if one.key == key and one.is_cell), NO_FAULT)
        asked = next((one for one in self.questions if one.key == key and one.is_text), None)
        self.fault = FaultRow(key, words=asked.words, value=asked.title) if asked else of_cell

    @handler(Permission.MARKS_IMPORT, writes=False)
    def leave_fault(self, work: Work) -> None:
        """Leave it as it is."""
        self.fault = NO_FAULT

    @handler(Permission.MARKS_IMPORT, writes=False)
    def fix(self, work: Work, form: dict[str, Any]) -> None:
        """Write a cell anew, or a text wherever it stands."""
        if not self.fault.key:
            raise NotFound
        value, draft = text(form.get("value"), limit=limits.LIST_CELL), self._draft(work)
        first, _, second = self.fault.key.partition("|")
        if first == Asked.TEXT:
            draft.choose(first, second, value)
        else:
            titles = {one["key"]: one["title"] for one in draft.checked.get("sheets", [])}
            draft.fix(titles.get(second, second), first, value)
        self._keep(work, draft)

    @handler(Permission.MARKS_IMPORT, writes=False)
    def check(self, work: Work) -> None:
        """Look once more at what would change, with all that was decided."""
        self._draft(work)
        self._begin_check(work)

    def _begin_check(self, work: Work) -> None:
        turn = SHELF.claim_work(work.actor)
        self.busy, self.problem = LongWork("check"), ""
        work.begin(jobs.check(work.actor, turn))

    @handler(Permission.MARKS_IMPORT, writes=False)
    def take_in(self, work: Work) -> None:
        """Begin the import of what was checked."""
        draft = self._draft(work)
        if not draft.checked or draft.stale:
            raise DomainError("Check the file first: it shows what will change")
        turn = SHELF.claim_work(work.actor)
        self.busy, self.problem = LongWork("import"), ""
        work.begin(jobs.take_marks_in(work.actor, turn))

    @handler(Permission.MARKS_IMPORT, writes=False)
    def throw_away(self, work: Work) -> None:
        """Delete the file and begin anew; what was taken in stays."""
        SHELF.throw_away(work.actor)
        self._fill(work)

    @handler(Permission.MARKS_IMPORT, writes=False)
    def ask_undo(self, work: Work) -> None:
        """Ask before the last file is taken back."""
        self.asked_undo = bool(self.last_file)

    @handler(Permission.MARKS_IMPORT, writes=False)
    def leave_undo(self, work: Work) -> None:
        """The last file stays."""
        self.asked_undo = False

    @handler(Permission.MARKS_IMPORT, writes=False)
    def undo(self, work: Work) -> None:
        """Begin to take the last file back, as long as nobody has touched what it wrote."""
        actor = work.actor
        last = undoing.last_import(work.session, actor.school_id)
        if last is None:
            raise NotFound
        undoing.require_untouched(work.session, actor.school_id, last.id, actor.today, work.now)
        turn = SHELF.claim_work(actor)
        self.busy, self.problem, self.asked_undo, self.undone = LongWork(jobs.UNDO), "", False, ""
        work.begin(jobs.take_marks_back(actor, turn, last.id))
