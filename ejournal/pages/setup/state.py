"""The events of a new school's steps: each is saved by itself, and leads to the next."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext, ngettext
from ejournal.pages.setup import forms, rows
from ejournal.pages.setup.rows import (
    BellsRow,
    ClassRow,
    GradeRow,
    LineRow,
    SchoolForm,
    StepRow,
    SubjectGroup,
    TodoRow,
    WishRow,
)
from ejournal.services.courses.class_settings import class_lines
from ejournal.services.courses.grade_rules import grade_rules, set_grade_rules
from ejournal.services.courses.new_classes import delete_class, make_classes, read_classes
from ejournal.services.courses.subjects import set_subjects, subject_lines
from ejournal.services.school import card
from ejournal.services.school.usual_bells import BellNames, BellWish, add_usual_bells, bell_times
from ejournal.services.school.year_beginning import begin_first_year, years_to_begin
from ejournal.services.school.year_setup import calendar_setup
from ejournal.services.setup.missing import SchoolStand, school_stand
from ejournal.services.setup.steps import STEPS
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

KEYS = tuple(one.key for one in STEPS)
SETTINGS, CALENDAR = Permission.SETTINGS_MANAGE, Permission.CALENDAR_WRITE


class SetupState(PageState):
    """The open step, and how far the school has come."""

    ready: bool = False
    step: str = ""
    title: str = ""
    steps: list[StepRow] = []
    next_href: str = ""
    form: int = 0
    """Counted up when the fields are filled anew by the program."""
    card: SchoolForm = SchoolForm()
    year_name: str = ""
    """Empty while there is no academic year."""
    years: list[Choice] = []
    year_lines: list[LineRow] = []
    bells: list[BellsRow] = []
    preview: list[LineRow] = []
    """The lessons that the typed figures come to."""
    grades: list[GradeRow] = []
    subjects: list[SubjectGroup] = []
    own_subjects: str = ""
    classes: list[ClassRow] = []
    wishes: list[WishRow] = []
    make_words: str = ""
    """What the button makes; empty while there is nothing to make."""
    todo: list[TodoRow] = []

    _year_id: int | None = None

    @handler(SETTINGS, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the step that the address names, else the first that is not done."""
        stand = school_stand(work.session, work.actor)
        asked = self.router.url.query_parameters.get("step", "")
        self.step = asked if asked in KEYS else _first_open(stand)
        self._show(work, stand)
        FILLS[self.step](self, work)
        self.form += 1
        self.ready = True

    def _show(self, work: Work, stand: SchoolStand | None = None) -> None:
        stand = stand or school_stand(work.session, work.actor)
        self._year_id, self.year_name = stand.year_id, stand.year_name
        self.steps = rows.step_rows(stand, self.locale)
        at = KEYS.index(self.step)
        self.title = self.steps[at].title
        self.next_href = self.steps[at + 1].href if at + 1 < len(self.steps) else "/"
        self.todo = rows.todo_rows(
            stand, schedules=work.actor.may(Permission.SCHEDULE_WRITE), locale=self.locale
        )

    def _year(self) -> int:
        if self._year_id is None:
            raise DomainError("Make the academic year first")
        return self._year_id

    def _go_on(self, words: str) -> list[Any]:
        """Say what was done, and lead to the next step."""
        return [toast_done(words), rx.redirect(self.next_href)]

    @handler(SETTINGS)
    def save_school(self, work: Work, form: dict[str, Any]) -> Any:
        """Write the school's card anew."""
        card.set_school(work.session, work.actor, forms.school_wish(form))
        self.school_name = card.school_fields(work.session, work.actor).short_name
        return self._go_on(gettext(self.locale, "Saved"))

    @handler(CALENDAR)
    def make_year(self, work: Work, form: dict[str, Any]) -> Any:
        """Make the year with terms and holidays; the step shows them, to be corrected in the calendar."""
        begin_first_year(work.session, work.actor, forms.year_wish(form))
        self._show(work)
        _fill_year(self, work)
        return toast_done(gettext(self.locale, "The year is made; check the days of its terms and holidays"))

    @handler(CALENDAR, writes=False)
    def try_bells(self, work: Work, form: dict[str, Any]) -> None:
        """Show the lessons that the typed figures come to."""
        wish = forms.bell_wish(form)
        self.preview = rows.time_lines(bell_times(wish, wish.begins, wish.lasts), self.locale)

    @handler(CALENDAR)
    def save_bells(self, work: Work, form: dict[str, Any]) -> Any:
        """Add the bells."""
        year_id, said = self._year(), gettext
        names = BellNames(
            usual=said(self.locale, "Usual"),
            second=said(self.locale, "Second shift"),
            autumn=said(self.locale, "Grade 1, September to December"),
            later=said(self.locale, "Grade 1, from January"),
        )
        add_usual_bells(work.session, work.actor, year_id, forms.bell_wish(form), names)
        return self._go_on(gettext(self.locale, "The bells are saved"))

    @handler(SETTINGS)
    def save_grades(self, work: Work, form: dict[str, Any]) -> Any:
        """Set what classes of each grade begin with."""
        known = grade_rules(work.session, work.actor.school_id)
        set_grade_rules(work.session, work.actor, forms.grade_wishes(form, known))
        return self._go_on(gettext(self.locale, "Saved"))

    @handler(SETTINGS)
    def save_subjects(self, work: Work, form: dict[str, Any]) -> Any:
        """Let the school have the ticked subjects and its own."""
        change = set_subjects(work.session, work.actor, forms.subject_names(form))
        added = ngettext(self.locale, "{n} subject added", "{n} subjects added", len(change.added))
        return self._go_on(added if change.added else gettext(self.locale, "Saved"))

    @handler(SETTINGS, writes=False)
    def read_classes(self, work: Work, value: str) -> None:
        """Show what is understood of the quick entry; nothing is made."""
        typed = text(value, limit=limits.CLASS_NAMES, field="classes")
        wishes = read_classes(work.session, work.actor, self._year(), typed)
        self.wishes = rows.wish_rows(wishes, self.locale)
        new = sum(one.is_new for one in wishes)
        wrong = any(one.fault for one in wishes)
        words = ngettext(self.locale, "Make {n} class", "Make {n} classes", new)
        self.make_words = words if new and not wrong else ""

    @handler(SETTINGS)
    def make_classes(self, work: Work, form: dict[str, Any]) -> Any:
        """Make the classes that are typed; none when one is not understood."""
        typed = text(form.get("classes"), limit=limits.CLASS_NAMES, field="classes")
        made = make_classes(work.session, work.actor, self._year(), typed)
        self._show(work)
        _fill_classes(self, work)
        self.form += 1
        words = ngettext(self.locale, "{n} class made", "{n} classes made", len(made))
        return toast_done(words if made else gettext(self.locale, "All of these are there already"))

    @handler(SETTINGS)
    def remove_class(self, work: Work, class_id: str) -> Any:
        """Take away a class in which nobody is yet."""
        title = delete_class(work.session, work.actor, row_id(class_id))
        self._show(work)
        self.classes = rows.class_rows(class_lines(work.session, work.actor), self.locale)
        return toast_done(gettext(self.locale, "{title} is taken away", title=title))


def _first_open(stand: SchoolStand) -> str:
    return next((key for key in KEYS if not rows.is_done(key, stand)), KEYS[-1])


def _fill_school(state: SetupState, work: Work) -> None:
    found = card.school_fields(work.session, work.actor)
    state.card = SchoolForm(found.name, found.short_name, found.inn, found.address, found.time_zone)


def _fill_year(state: SetupState, work: Work) -> None:
    state.years = [Choice(str(one), f"{one}/{one + 1}") for one in years_to_begin(work.actor.today)]
    setup = calendar_setup(work.session, work.actor)
    state.year_lines = rows.year_lines(setup, state.locale)


def _fill_bells(state: SetupState, work: Work) -> None:
    state.bells = rows.bells_rows(calendar_setup(work.session, work.actor), state.locale)
    usual = BellWish()
    state.preview = rows.time_lines(bell_times(usual, usual.begins, usual.lasts), state.locale)


def _fill_grades(state: SetupState, work: Work) -> None:
    rules = grade_rules(work.session, work.actor.school_id)
    state.grades = rows.grade_rows(rules.values(), state.locale)


def _fill_subjects(state: SetupState, work: Work) -> None:
    lines = subject_lines(work.session, work.actor)
    state.subjects = rows.subject_groups(lines, state.locale)
    state.own_subjects = rows.own_subjects(lines)


def _fill_classes(state: SetupState, work: Work) -> None:
    state.classes = rows.class_rows(class_lines(work.session, work.actor), state.locale)
    state.wishes, state.make_words = [], ""


FILLS: dict[str, Callable[[SetupState, Work], None]] = {
    "school": _fill_school,
    "year": _fill_year,
    "bells": _fill_bells,
    "weeks": _fill_grades,
    "subjects": _fill_subjects,
    "classes": _fill_classes,
    "people": lambda _state, _work: None,
}
"""What each step reads when it is opened."""
