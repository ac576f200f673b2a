"""The events of a survey's results: looked through by questions, crossed, read, followed as answers come."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.pages.survey_results import rows
from ejournal.pages.survey_results.rows import ClassRow, CrossRow, FigureRow, HeadRow, SeatRow, TextsRow
from ejournal.services.base.topics import survey_answers_topic, survey_topic
from ejournal.services.surveys.results.cross import cross_by_class, cross_by_question, is_crossable
from ejournal.services.surveys.results.earlier import earlier_run
from ejournal.services.surveys.results.participation import seat_lines, who_answered
from ejournal.services.surveys.results.shown import Results, results, share
from ejournal.services.surveys.results.texts import Text, found_in, tags_of, texts_of
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number, optional_row_id, row_id, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.surveys.results import notes, share_words, standing_line, turnout_words

READ = Permission.SURVEY_READ
VIEWS = QUESTIONS, CROSS, TEXTS, PEOPLE = "questions", "cross", "texts", "people"
BY_CLASS, ALL, DONE, NOT_DONE = "class", "all", "done", "not_done"
MOST_TEXTS = 100
PAUSE_S = 3


class SurveyResultsState(PageState):
    """What was said in a survey."""

    ready: bool = False
    survey_id: str = ""
    head: HeadRow = HeadRow()
    fresh: bool = False
    """Something came after what is shown."""
    view: str = QUESTIONS
    revisions: list[Choice] = []
    revision: str = ""
    figures: list[FigureRow] = []
    question: str = ""
    by: str = BY_CLASS
    cross: CrossRow = CrossRow()
    of_question: str = ""
    sought: str = ""
    texts: TextsRow = TextsRow()
    classes: list[ClassRow] = []
    who: str = NOT_DONE
    people: list[SeatRow] = []
    page: int = 1
    pages: int = 1

    _shown_at: float = 0

    @handler(READ, loads=True)
    def load(self, work: Work) -> None:
        """Show the results of ?id=…"""
        asked = self.router.url.query_parameters
        self.survey_id = str(row_id(asked.get("id")))
        view = asked.get("view", QUESTIONS)
        self.view = view if view in VIEWS else QUESTIONS
        self.revision = str(optional_row_id(asked.get("revision")) or "")
        self.question, self.by, self.of_question, self.sought, self.page = "", BY_CLASS, ALL, "", 1
        self._show(work)
        self.ready = True

    @handler(READ)
    def choose_view(self, work: Work, value: str) -> None:
        """Look at questions, a cross-table, texts, or who takes part."""
        self.view = value if value in VIEWS else QUESTIONS
        self._show(work)

    @handler(READ)
    def choose_revision(self, work: Work, value: str) -> None:
        """Look at the answers to the questions as they were once."""
        self.revision = str(optional_row_id(value) or "")
        self.question = ""
        self._show(work)

    @handler(READ)
    def choose_question(self, work: Work, value: str) -> None:
        """Which question the table is of."""
        self.question = text(value, limit=limits.CHOSEN)
        self._show(work)

    @handler(READ)
    def choose_by(self, work: Work, value: str) -> None:
        """By what it is crossed."""
        self.by = text(value, limit=limits.CHOSEN)
        self._show(work)

    @handler(READ)
    def choose_texts(self, work: Work, value: str) -> None:
        """To which question texts are read."""
        self.of_question = text(value, limit=limits.CHOSEN)
        self._show(work)

    @handler(READ)
    def search(self, work: Work, form: dict[str, Any]) -> None:
        """Look for texts by their words."""
        self.sought = text(form.get("sought"), limit=limits.SEARCH, field="sought")
        self._show(work)

    @handler(READ)
    def choose_tag(self, work: Work, word: str) -> None:
        """The texts in which a word stands; once more: all."""
        chosen = text(word, limit=limits.SEARCH)
        self.sought = "" if chosen == self.sought else chosen
        self._show(work)

    @handler(READ)
    def choose_who(self, work: Work, value: str) -> None:
        """Those who have answered, who have not, or all."""
        self.who, self.page = value if value in (ALL, DONE, NOT_DONE) else ALL, 1
        self._show(work)

    @handler(READ)
    def turn(self, work: Work, step: int) -> None:
        """A page on or back in the list of people."""
        forward = (optional_number(step) or 0) > 0
        self.page = min(max(self.page + (1 if forward else -1), 1), self.pages)
        self._show(work)

    @handler(READ)
    def refresh(self, work: Work) -> None:
        """Show what has come."""
        self._show(work)

    # ------------------------------------------------------------------------------------ what comes

    def _topics(self, work: Work) -> list[str]:
        number = int(self.survey_id or 0)
        return [survey_topic(number), survey_answers_topic(number)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Somebody has answered: of many at once all is read anew but every few seconds."""
        if not self.survey_id:
            return
        if work.now.timestamp() - self._shown_at < PAUSE_S:
            self.fresh = True
            return
        self._show(work)

    # ---------------------------------------------------------------------------------- what is shown

    def _show(self, work: Work) -> None:
        session, actor, locale = work.session, work.actor, self.locale
        found = results(session, actor, row_id(self.survey_id), work.now, optional_row_id(self.revision))
        survey = found.sight.survey
        self.head = HeadRow(
            survey.title,
            standing_line(survey, actor, locale, is_open=found.sight.is_open),
            turnout_words(found, locale),
            share_words(found.answered, found.seats),
            f"{share(found.answered, found.seats)}%",
            "",
            notes(found, actor, locale),
            found.is_shown,
            found.sight.keeps and not survey.anonymous,
            found.sight.keeps,
            found.sight.broken_down,
            f"id={self.survey_id}&revision={found.revision}",
        )
        self.revisions = [
            Choice(str(number), gettext(locale, "Questions as of version {n}", n=number))
            for number, _ in found.revisions
        ]
        self.revision = str(found.revision)
        count = sum(one.texts for one in found.figures) if found.is_shown else 0
        self.figures, self.texts, self.people, self.cross = [], TextsRow(count), [], CrossRow()
        self.classes = rows.class_rows(found.classes, locale)
        self.fresh, self._shown_at = False, work.now.timestamp()
        if self.view == PEOPLE:
            self._show_people(work, found)
        elif found.is_shown:
            {QUESTIONS: self._show_questions, CROSS: self._show_cross, TEXTS: self._show_texts}[self.view](
                work, found
            )

    def _show_questions(self, work: Work, found: Results) -> None:
        earlier = earlier_run(work.session, work.actor, found, work.now)
        self.figures = rows.figure_rows(found, earlier, self.locale)
        if earlier is not None:
            before = gettext(self.locale, "{share} % answered before", share=earlier.turnout)
            self.head = replace(self.head, before=before)

    def _show_cross(self, work: Work, found: Results) -> None:
        possible = [one for one in found.form.asking if is_crossable(one)]
        chosen = next(
            (one for one in possible if str(one.id) == self.question), possible[0] if possible else None
        )
        if chosen is None or not found.sight.broken_down:
            return
        self.question = str(chosen.id)
        others = [one for one in possible if one.id != chosen.id]
        by_choices = [
            Choice(BY_CLASS, gettext(self.locale, "By class")),
            *(Choice(str(one.id), one.title) for one in others),
        ]
        by = next((one for one in others if str(one.id) == self.by), None)
        protected = found.sight.protected
        if by is None:
            self.by = BY_CLASS
            table = cross_by_class(chosen, found.said, found.class_order, protected=protected)
        else:
            table = cross_by_question(chosen, by, found.said, protected=protected)
        self.cross = replace(
            rows.cross_row(chosen, by, table, found.classes, self.locale),
            questions=[Choice(str(one.id), one.title) for one in possible],
            others=by_choices,
        )

    def _show_texts(self, work: Work, found: Results) -> None:
        protected = found.sight.protected
        shown = [one for one in found.tallies if one.texts]
        held = {one.question.id for one in found.figures if one.held and not one.texts}
        texts = texts_of([one for one in shown if one.question.id not in held], protected=protected)
        questions = [
            Choice(ALL, gettext(self.locale, "All questions")),
            *(Choice(str(one.question.id), one.question.title) for one in shown),
        ]
        if self.of_question != ALL:
            texts = [one for one in texts if str(one.question_id) == self.of_question]
        kept = found_in(texts, self.sought)
        who = {} if protected else _who_wrote(work, found, kept[:MOST_TEXTS])
        more = ""
        if len(kept) > MOST_TEXTS:
            words = "The first {n} of {all} are shown, all of them in the spreadsheet"
            more = gettext(self.locale, words, n=MOST_TEXTS, all=len(kept))
        lines = rows.text_rows(kept[:MOST_TEXTS], found, who)
        self.texts = TextsRow(self.texts.count, questions, rows.tag_rows(tags_of(texts)), lines, more)

    def _show_people(self, work: Work, found: Results) -> None:
        if not self.head.named:
            return
        answered = {DONE: True, NOT_DONE: False}.get(self.who)
        try:
            lines, self.pages = seat_lines(work.session, found.sight, answered=answered, page=self.page)
        except NotFound:
            return
        self.people = rows.seat_rows(lines, self.locale)


def _who_wrote(work: Work, found: Results, texts: Sequence[Text]) -> dict[int, str]:
    """By the number of the answer, of whom it is."""
    seats = {one.id: one.seat_id for one in found.said}
    wanted = {one.answer_id: seats.get(one.answer_id) for one in texts}
    names = who_answered(
        work.session, found.sight.survey, [one for one in wanted.values() if one is not None]
    )
    return {answer: names.get(seat or 0, "") for answer, seat in wanted.items()}
