"""The events of the calendar's setup: a form is tried, what it does to lessons is shown, then it is done."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext
from ejournal.models import TermKind
from ejournal.pages.school_calendar import forms, rows
from ejournal.pages.school_calendar.rows import (
    BellsRow,
    ClassRow,
    LineRow,
    Question,
    SchemeRow,
    TermField,
    TimesField,
)
from ejournal.services.base.topics import schedule_topic
from ejournal.services.calendar.year import BellPlan
from ejournal.services.school.bells import parse_times
from ejournal.services.school.year_editing import begin_next_year, change_year_days
from ejournal.services.school.year_setup import CalendarSetup, calendar_setup
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import message_for, toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number, optional_row_id, row_id, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.lessons import counted
from ejournal.ui.words.structure import KIND_NAMES

PARTS = ("terms", "days", "classes", "bells")
ASKS = ("delete-terms", "delete-holiday", "delete-moved", "delete-bells")
"""What is asked about even when no lesson changes."""


class SchoolCalendarState(PageState):
    """One academic year being set up."""

    ready: bool = False
    schedules: bool = False
    """Whether the person sets the whole schedule up: then its other pages stand beside this one."""
    part: str = "terms"
    years: list[Choice] = []
    year_id: str = ""
    year_name: str = ""
    year_words: str = ""
    next_begins: str = ""
    schemes: list[SchemeRow] = []
    scheme_choices: list[Choice] = []
    scheme_or_as_is: list[Choice] = []
    holidays: list[LineRow] = []
    moved: list[LineRow] = []
    classes: list[ClassRow] = []
    bells: list[BellsRow] = []

    editing: str = ""
    fields: dict[str, str] = {}
    form_key: int = 0
    problems: dict[str, str] = {}
    term_fields: list[TermField] = []
    times: list[TimesField] = []
    times_key: int = 0
    weekdays: list[Choice] = []

    question: Question = Question()
    busy: bool = False

    _pending_kind: str = ""
    _pending_form: dict[str, Any] = {}

    @handler(Permission.CALENDAR_WRITE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the present year, or the one that the address names."""
        asked = self.router.url.query_parameters
        if asked.get("part") in PARTS:
            self.part = asked["part"]
        self._fill(work, optional_row_id(asked.get("year")))
        self.busy, self.question = False, Question()
        self.editing = ""
        self.schedules = work.actor.may(Permission.SCHEDULE_WRITE)
        self.ready = True

    def _topics(self, work: Work) -> list[str]:
        return [schedule_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what another deputy head has changed; a form being filled in stays."""
        self._fill(work, optional_row_id(self.year_id))

    def _fill(self, work: Work, year_id: int | None) -> CalendarSetup:
        setup = calendar_setup(work.session, work.actor, year_id)
        self.years = [Choice(str(one.id), one.name) for one in setup.years]
        last = setup.years[-1].starts.year if setup.years else work.actor.today.year - 1
        self.next_begins = str(last + 1)
        calendar = setup.calendar
        if calendar is None:
            self.year_id = ""
            return setup
        self.year_id, self.year_name = str(calendar.year.id), calendar.year.name
        self.year_words = rows.year_words(calendar, work.actor.today, self.locale)
        self.schemes = [rows.scheme_row(one, self.locale) for one in setup.schemes]
        self.scheme_choices = rows.scheme_choices(setup)
        self.scheme_or_as_is = [Choice("", gettext(self.locale, "as it is")), *self.scheme_choices]
        self.holidays = [rows.holiday_row(one, self.locale) for one in setup.holidays]
        self.moved = [rows.moved_row(one, self.locale) for one in setup.moved]
        self.classes = [rows.class_row(one) for one in setup.classes]
        self.bells = [rows.bells_row(one, self.locale) for one in setup.bells]
        return setup

    def _setup(self, work: Work) -> CalendarSetup:
        return calendar_setup(work.session, work.actor, row_id(self.year_id))

    @handler(Permission.CALENDAR_WRITE, writes=False)
    def show(self, work: Work, value: str) -> None:
        """Go to terms, days off, classes or bells."""
        self.part = value if value in PARTS else PARTS[0]

    @handler(Permission.CALENDAR_WRITE, writes=False)
    def choose_year(self, work: Work, year_id: str) -> None:
        """Show another academic year."""
        self._fill(work, row_id(year_id))

    @handler(Permission.CALENDAR_WRITE)
    def begin_year(self, work: Work) -> Any:
        """Add the year after the last one, with quarters and the usual holidays to be corrected."""
        self._fill(work, begin_next_year(work.session, work.actor))
        self.part = PARTS[0]
        return toast_done(gettext(self.locale, "The year is made; check the days of its terms and holidays"))

    # ----------------------------------------------------------------------------------------- forms

    @handler(Permission.CALENDAR_WRITE, writes=False)
    def edit(self, work: Work, kind: str, row_id: str = "") -> None:
        """Open the form of a year, terms, days off, moved day, bells; without an id it is empty."""
        setup = self._setup(work)
        opened = OPENS.get(kind)
        if opened is None:
            raise NotFound
        self.problems = {}
        self.fields = opened(self, setup, optional_row_id(row_id))
        self.editing = kind
        self.form_key += 1

    @handler(Permission.CALENDAR_WRITE, writes=False)
    def choose_kind(self, work: Work, value: str) -> None:
        """In the form of new terms: quarters, trimesters or half-years."""
        kind = TermKind(value) if value in set(TermKind) else TermKind.QUARTER
        self.term_fields = rows.term_fields(kind, None, self.locale)
        self.fields = {"id": "", "kind": kind.value, "name": gettext(self.locale, KIND_NAMES[kind])}
        self.form_key += 1

    @handler(Permission.CALENDAR_WRITE, writes=False)
    def paste(self, work: Work, value: str) -> None:
        """Fill the table of bells from lines like «8:30–9:15»."""
        self.problems = {}
        try:
            found = parse_times(text(value, limit=limits.BELL_TIMES, field="times"))
        except DomainError as error:
            self.problems = {error.field: message_for(error, self.locale)}
            return
        if found:
            self.times = rows.times_fields(found)
            self.times_key += 1

    @handler(Permission.CALENDAR_WRITE, writes=False)
    def leave(self, work: Work) -> None:
        """Close the form; nothing is changed."""
        self.editing = ""

    # ------------------------------------------------------------------------------- changes and questions

    @handler(Permission.CALENDAR_WRITE)
    def save(self, work: Work, form: dict[str, Any]) -> Any:
        """Do what the open form asks for, or show what it would do to the lessons."""
        if self.editing not in forms.DOES:
            raise DomainError("Open a form first")
        given = _plain(form) | {"id": self.fields.get("id", "")}
        if self.editing == "terms" and given["id"]:
            given["kind"] = self.fields["kind"]
        if self.editing == "classes":
            given["ids"] = self._ids_of_grades(work, given)
        return self._try(work, self.editing, given)

    def _ids_of_grades(self, work: Work, form: Mapping[str, Any]) -> str:
        first, last = optional_number(form.get("grade_from")), optional_number(form.get("grade_to"))
        setup = self._setup(work)
        found = [one for one in setup.classes if (first or 1) <= one.grade <= (last or 11)]
        return ",".join(str(one.id) for one in found)

    @handler(Permission.CALENDAR_WRITE)
    def set_class(self, work: Work, class_id: str, what: str, value: str) -> Any:
        """Give one class another week, shift or other terms."""
        if what not in ("days", "shift", "scheme"):
            raise NotFound
        return self._try(work, "class", {"id": str(row_id(class_id)), what: text(value, limit=20)})

    @handler(Permission.CALENDAR_WRITE)
    def remove(self, work: Work, kind: str, row_id: str) -> Any:
        """Ask whether to delete terms, days off, a moved day or bells, with what it does to the lessons."""
        if kind not in ASKS:
            raise NotFound
        return self._try(work, kind, {"id": text(row_id, limit=20)})

    def _try(self, work: Work, kind: str, form: dict[str, Any], *, agreed: bool = False) -> Any:
        year_id = row_id(self.year_id)

        def act() -> None:
            forms.change(work, year_id, kind, form)

        self.problems = {}
        days = forms.touched(work, year_id, kind, form)
        try:
            outcome = change_year_days(
                work.session, work.actor, year_id, act, agreed=agreed, ask=kind in ASKS, days=days
            )
        except DomainError as error:
            # Nothing was written: the change stands in a savepoint of its own. Told here and not by the
            # handler, since `waited`, which follows, would take the words away again.
            if not error.field:
                raise
            self.problems, self.question = {error.field: message_for(error, self.locale)}, Question()
            return None
        if not outcome.done:
            self._pending_kind, self._pending_form = kind, form
            self.question = rows.question(outcome.outlook, kind in ASKS, self.locale)
            return None
        self._pending_kind, self._pending_form = "", {}
        self.question, self.editing = Question(), ""
        self._fill(work, year_id)
        if outcome.outlook.is_empty:
            return toast_done(gettext(self.locale, "Saved"))
        look = outcome.outlook
        words = counted(self.locale, look.added, look.removed, look.changed, done=True)
        return toast_done(gettext(self.locale, "Saved. Lessons: {words}", words=words))

    @handler(Permission.CALENDAR_WRITE)
    def agree(self, work: Work) -> Any:
        """Do what was shown."""
        if not self._pending_kind:
            raise DomainError("Open a form first")
        return self._try(work, self._pending_kind, self._pending_form, agreed=True)

    @handler(Permission.CALENDAR_WRITE, writes=False)
    def disagree(self, work: Work) -> None:
        """Leave everything as it is; an open form stays open."""
        self._pending_kind, self._pending_form = "", {}
        self.question = Question()

    @handler(Permission.CALENDAR_WRITE, writes=False)
    def wait(self, work: Work) -> None:
        """Show that the lessons are being looked at."""
        self.busy = True

    @handler(Permission.CALENDAR_WRITE, writes=False)
    def waited(self, work: Work) -> None:
        """They have been looked at, whatever came of it."""
        self.busy = False


def _plain(form: Mapping[str, Any]) -> dict[str, Any]:
    return {str(name)[:40]: str(value)[:2000] for name, value in form.items()}


Opened = Callable[[SchoolCalendarState, CalendarSetup, int | None], dict[str, str]]
Found = TypeVar("Found")


def _found(rows_: Iterable[Found], wanted: int | None) -> Found | None:
    """The row with the id; None for a new one, NotFound for one that is not of this year."""
    if wanted is None:
        return None
    for one in rows_:
        if getattr(one, "id", None) == wanted:
            return one
    raise NotFound


def _open_year(_state: SchoolCalendarState, setup: CalendarSetup, _wanted: int | None) -> dict[str, str]:
    if setup.calendar is None:
        raise NotFound
    year = setup.calendar.year
    return {"name": year.name, "starts": year.starts.isoformat(), "ends": year.ends.isoformat()}


def _open_terms(state: SchoolCalendarState, setup: CalendarSetup, wanted: int | None) -> dict[str, str]:
    one = _found(setup.schemes, wanted)
    used = {scheme.kind for scheme in setup.schemes}
    kind = one.kind if one else next((kind for kind in TermKind if kind not in used), TermKind.QUARTER)
    state.term_fields = rows.term_fields(kind, one, state.locale)
    name = one.name if one else gettext(state.locale, KIND_NAMES[kind])
    return {"id": str(one.id) if one else "", "kind": kind.value, "name": name}


def _open_holiday(_state: SchoolCalendarState, setup: CalendarSetup, wanted: int | None) -> dict[str, str]:
    one = _found(setup.holidays, wanted)
    if one is None:
        return {"id": "", "name": "", "starts": "", "ends": "", "grade_from": "1", "grade_to": "11"}
    return {
        "id": str(one.id), "name": one.name, "starts": one.starts.isoformat(), "ends": one.ends.isoformat(),
        "grade_from": str(one.grade_from), "grade_to": str(one.grade_to),
    }  # fmt: skip


def _open_moved(state: SchoolCalendarState, setup: CalendarSetup, wanted: int | None) -> dict[str, str]:
    one = _found(setup.moved, wanted)
    state.weekdays = rows.weekday_choices(state.locale)
    if one is None:
        return {"id": "", "day": "", "weekday": "1", "parity": "every", "note": ""}
    return {
        "id": str(one.id), "day": one.day.isoformat(), "weekday": str(one.weekday),
        "parity": one.parity.value, "note": one.note,
    }  # fmt: skip


def _open_bells(state: SchoolCalendarState, setup: CalendarSetup, wanted: int | None) -> dict[str, str]:
    plans = {one.plan.id: one.plan for one in setup.bells}
    if wanted is not None and wanted not in plans:
        raise NotFound
    plan = plans.get(wanted or 0) or BellPlan(0, "", ())
    state.times = rows.times_fields(plan.bells)
    state.weekdays = rows.weekday_choices(state.locale, "any day")
    day, first, last = (one.isoformat() if one else "" for one in (plan.day, plan.starts, plan.ends))
    return {
        "id": str(plan.id or ""), "name": plan.name, "shift": str(plan.shift or ""),
        "weekday": str(plan.weekday or ""), "day": day, "from_day": first, "to_day": last,
        "grade_from": str(plan.grade_from), "grade_to": str(plan.grade_to),
    }  # fmt: skip


def _open_short(state: SchoolCalendarState, setup: CalendarSetup, wanted: int | None) -> dict[str, str]:
    plan = next((one.plan for one in setup.bells if one.plan.id == wanted), None)
    if plan is None:
        raise NotFound
    name = gettext(state.locale, "Short day")
    return {"id": str(plan.id), "of": plan.name, "name": name, "lasts": "30", "pause": "10"}


def _open_classes(_state: SchoolCalendarState, _setup: CalendarSetup, _wanted: int | None) -> dict[str, str]:
    return {"grade_from": "1", "grade_to": "11"}


OPENS: dict[str, Opened] = {
    "year": _open_year,
    "terms": _open_terms,
    "holiday": _open_holiday,
    "moved": _open_moved,
    "bells": _open_bells,
    "short": _open_short,
    "classes": _open_classes,
}
"""The values with which each form opens."""
