"""The events of the builder: the name, questions, what may be chosen; one question is open at a time."""

from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext, ngettext
from ejournal.models import OptionAxis, QuestionKind, SurveyQuestion
from ejournal.pages.surveys.build import rows
from ejournal.pages.surveys.build.rows import Head, OptionRow, Preview, QuestionForm, QuestionRow
from ejournal.services.audience.offered import named
from ejournal.services.base.topics import survey_topic
from ejournal.services.surveys import keeping, opening, options, questions, reading
from ejournal.services.surveys.opening import Asked
from ejournal.services.surveys.reading import ToBuild
from ejournal.ui.components.draft import forget_draft
from ejournal.ui.components.sent import sent_keys
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_decimal, optional_number, row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

KEEP = Permission.SURVEY_KEEP
TEXTS = ("title", "note", "low_words", "high_words")
FLAGS = ("required", "shuffled", "other")
COUNTS, BOUNDS = ("least", "most"), ("low", "high")
PICTURES = "pictures"


def focus(field: str) -> rx.event.EventSpec:
    """Puts the cursor into a field as soon as it is on the page."""
    script = (
        "(() => { let tries = 60; const look = () => { const box = document.getElementById('field-"
        + field
        + "'); if (box) box.focus(); else if (tries--) requestAnimationFrame(look) };"
        " requestAnimationFrame(look) })()"
    )
    return rx.call_script(script)


class BuildSurveyState(PageState):
    """A survey that is built: the address names it."""

    ready: bool = False
    survey: Head = Head()
    questions: list[QuestionRow] = []
    form: QuestionForm = QuestionForm()
    """The open question; none with the number zero."""
    options: list[OptionRow] = []
    preview: Preview = Preview()
    removing: bool = False
    """Whether one is asked before the open question goes."""
    sure: bool = False
    """It was said that the questions are to change, though answers have come."""

    _asked: Asked = Asked()
    _times: int = 0

    @handler(KEEP, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the survey that the address names, its first question open."""
        asked = self.router.url.query_parameters
        self.survey, self.form, self.removing, self.sure = Head(), QuestionForm(), False, False
        self._count(work, row_id(asked.get("id")))
        found = self._found(work, row_id(asked.get("id")))
        first = next(iter(found.built.questions), None)
        self._open(found, first)
        self._show(work, found)
        self.ready = True

    @handler(KEEP, writes=False)
    def refresh(self, work: Work) -> None:
        """Show it as it is now, and how many it asks."""
        self._count(work, row_id(self.survey.id))
        self._again(work)

    # ------------------------------------------------------------------------------------------ itself

    @handler(KEEP)
    def keep_title(self, work: Work, words: str, base: str) -> None:
        """Keep what the survey is called."""
        keeping.name(work.session, work.actor, row_id(self.survey.id), work.now, title=str(words))
        self._again(work)

    @handler(KEEP)
    def keep_intro(self, work: Work, words: str, base: str) -> None:
        """Keep what those who are asked read first."""
        keeping.name(work.session, work.actor, row_id(self.survey.id), work.now, intro=str(words))
        self._again(work)

    @handler(KEEP, writes=False)
    def agree(self, work: Work) -> None:
        """Say that the questions are to change, though answers have come."""
        self.sure = True

    # --------------------------------------------------------------------------------------- questions

    @handler(KEEP)
    def add_question(self, work: Work, kind: str) -> Any:
        """Put a question in, open it."""
        question = questions.add_question(
            work.session, work.actor, row_id(self.survey.id), _kind(kind), work.now, sure=self.sure
        )
        self._again(work, question)
        return focus("question")

    @handler(KEEP, writes=False)
    def open_question(self, work: Work, question_id: int) -> None:
        """Open a question in its place, or fold it."""
        number = row_id(question_id)
        question = questions.own_question(work.session, work.actor, number)
        self._again(work, None if number == self.form.id else question, folds=number == self.form.id)

    @handler(KEEP)
    def keep_text(self, work: Work, question_id: int, field: str, words: str, base: str) -> None:
        """Keep a text of the question."""
        self._change(work, question_id, field, str(words), TEXTS)

    @handler(KEEP)
    def set_flag(self, work: Work, question_id: int, field: str, wanted: bool) -> None:
        """Switch something of the question."""
        self._change(work, question_id, field, wanted is True, FLAGS)

    @handler(KEEP)
    def keep_count(self, work: Work, question_id: int, field: str, words: str, base: str) -> None:
        """Keep how many may be chosen, or how long a text may be; nothing for any number."""
        number = optional_number(words)
        if number is None and str(words).strip():
            raise DomainError("Give a number", field=field)
        self._change(work, question_id, field, number, COUNTS)

    @handler(KEEP)
    def keep_bound(self, work: Work, question_id: int, field: str, words: str, base: str) -> None:
        """Keep a bound of a number or a scale; nothing for none."""
        typed = str(words).strip()
        sign = -1 if typed.startswith(("-", "−")) else 1
        found = optional_decimal(typed.lstrip("-−"))
        if found is None and typed:
            raise DomainError("Give a number", field=field)
        self._change(work, question_id, field, None if found is None else sign * float(found), BOUNDS)

    @handler(KEEP)
    def choose_kind(self, work: Work, kind: str) -> None:
        """Ask the open question in another way."""
        question = questions.change_kind(
            work.session, work.actor, row_id(self.form.id), _kind(kind), work.now, sure=self.sure
        )
        self._again(work, question)

    @handler(KEEP)
    def move(self, work: Work, question_id: int, by: int) -> None:
        """Put a question further up or down."""
        number = row_id(question_id)
        at = next((place for place, one in enumerate(self.questions) if one.id == number), 0)
        to = max(0, at + (1 if optional_number(by) == 1 else -1))
        questions.move_question(work.session, work.actor, number, to, work.now, sure=self.sure)
        self._again(work)

    @handler(KEEP)
    def copy_question(self, work: Work) -> Any:
        """The open question once more, and open that."""
        question = questions.copy_question(
            work.session, work.actor, row_id(self.form.id), work.now, sure=self.sure
        )
        self._again(work, question)
        return focus("question")

    @handler(KEEP, writes=False)
    def ask_remove(self, work: Work, wanted: bool) -> None:
        """Ask before the open question goes, or go back to it."""
        self.removing = wanted is True and self.form.id > 0

    @handler(KEEP)
    def remove_question(self, work: Work) -> Any:
        """Take the open question out."""
        number = row_id(self.form.id)
        others = questions.remove_question(work.session, work.actor, number, work.now, sure=self.sure)
        self.removing = False
        self._again(work, folds=True)
        told = ngettext(
            self.locale,
            "The question is out, {n} question that depended on it is shown to everybody now",
            "The question is out, {n} questions that depended on it are shown to everybody now",
            others,
        ).format(n=others)
        return toast_done(told if others else gettext(self.locale, "The question is out"))

    # ----------------------------------------------------------------------------------------- options

    @handler(KEEP)
    def keep_lines(self, work: Work, question_id: int, axis: str, words: str, base: str) -> None:
        """Keep what may be chosen, a line each."""
        if axis not in list(OptionAxis):
            raise NotFound
        options.put_lines(
            work.session, work.actor, row_id(question_id), str(words), work.now,
            axis=OptionAxis(axis), sure=self.sure,
        )  # fmt: skip
        self._again(work)

    @handler(KEEP)
    def add_pictures(self, work: Work, form: dict[str, Any]) -> Any:
        """Put pictures in, each to be chosen."""
        keys = sent_keys(form, PICTURES)
        options.add_pictures(work.session, work.actor, row_id(self.form.id), keys, work.now, sure=self.sure)
        draft = f"survey-question:{self.form.id}:{PICTURES}"
        self._fill_anew()
        self._again(work)
        return forget_draft(draft)

    @handler(KEEP)
    def keep_option(self, work: Work, option_id: int, field: str, words: str, base: str) -> None:
        """Keep what an option is called, or what is on its picture."""
        if field not in ("title", "alt"):
            raise NotFound
        options.change_option(
            work.session, work.actor, row_id(option_id), work.now, sure=self.sure, **{field: str(words)}
        )
        self._again(work)

    @handler(KEEP)
    def keep_places(self, work: Work, option_id: int, words: str, base: str) -> None:
        """Keep how many may choose an option; nothing for any number."""
        number = optional_number(words)
        if number is None and str(words).strip():
            raise DomainError("Give a number", field="places")
        options.set_places(work.session, work.actor, row_id(option_id), number, work.now, sure=self.sure)
        self._again(work)

    @handler(KEEP)
    def move_option(self, work: Work, option_id: int, by: int) -> None:
        """Put an option further forward or back."""
        step = 1 if optional_number(by) == 1 else -1
        options.move_option(work.session, work.actor, row_id(option_id), step, work.now, sure=self.sure)
        self._again(work)

    @handler(KEEP)
    def remove_option(self, work: Work, option_id: int) -> None:
        """Offer an option no more."""
        options.remove_option(work.session, work.actor, row_id(option_id), work.now, sure=self.sure)
        self._again(work)

    # ----------------------------------------------------------------------------------- what is shown

    def _change(self, work: Work, question_id: int, field: str, value: Any, fields: tuple[str, ...]) -> None:
        if field not in fields:
            raise NotFound
        questions.change_question(
            work.session, work.actor, row_id(question_id), work.now, sure=self.sure, **{field: value}
        )
        self._again(work)

    def _topics(self, work: Work) -> list[str]:
        return [survey_topic(self.survey.id)] if self.survey.id else []

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what another who keeps it has changed."""
        if self.survey.id:
            self._again(work)

    def _count(self, work: Work, survey_id: int) -> None:
        self._asked = opening.asked_now(work.session, work.actor, survey_id)

    def _found(self, work: Work, survey_id: int) -> ToBuild:
        return reading.to_build(work.session, work.actor, survey_id, work.now)

    def _again(self, work: Work, question: SurveyQuestion | None = None, *, folds: bool = False) -> None:
        found = self._found(work, row_id(self.survey.id))
        if question is not None or folds:
            self._open(found, question)
        self._show(work, found)

    def _open(self, found: ToBuild, question: SurveyQuestion | None) -> None:
        self._fill_anew()
        self.form = QuestionForm() if question is None else QuestionForm(id=question.id or 0)

    def _fill_anew(self) -> None:
        self._times += 1

    def _show(self, work: Work, found: ToBuild) -> None:
        parts = named(work.session, work.actor, found.parts)
        self.survey = rows.head(found, parts, self._asked, work.actor, self.locale)
        self.questions = rows.question_rows(found, self.locale)
        question = next((one for one in found.built.questions if one.id == self.form.id), None)
        if question is None:
            self.form, self.options, self.preview = QuestionForm(), [], Preview()
            return
        self.form = rows.question_form(found, question, f"survey-form-{self._times}", self.locale)
        self.options = rows.option_rows(found.built.options_of(question), found.pictures)
        self.preview = rows.preview(found, question, self.locale)


def _kind(value: str) -> QuestionKind:
    found = next((one for one in QuestionKind if one.value == value), None)
    if found is None:
        raise NotFound
    return found


LINES = questions.MOST_OPTIONS * (limits.SURVEY_OPTION + 1)
"""Letters of all options as they are typed."""
