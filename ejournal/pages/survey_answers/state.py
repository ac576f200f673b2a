"""The events of a survey that is answered: opened for a seat, sent, told of what changes meanwhile."""

from typing import Any

from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.pages.survey_answers.rows import SeatRow, seat_rows, survey_row
from ejournal.services.base.topics import survey_answers_topic, survey_topic
from ejournal.services.surveys.addresses import ANSWER as ADDRESS
from ejournal.services.surveys.answers.places import chosen_in
from ejournal.services.surveys.answers.sending import Overtaken, opened_form, send_answer
from ejournal.services.surveys.answers.values import FaultyAnswers
from ejournal.services.surveys.results.seen import may_see_results
from ejournal.ui.components.draft import forget_draft
from ejournal.ui.runtime.feedback import message_for, toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, row_id, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.surveys.asked import fault_words

READ, ANSWER = Permission.SURVEY_READ, Permission.SURVEY_ANSWER
LONGEST_SEEN = 40


class SurveyAnswerState(PageState):
    """A survey before whoever answers it; of an anonymous one nothing that was said is held here."""

    ready: bool = False
    survey_id: str = ""
    title: str = ""
    until: str = ""
    survey: dict[str, Any] = {}
    seats: list[SeatRow] = []
    seat: str = ""
    closed: bool = False
    has_form: bool = True
    """Whether there is anything to be answered or looked at."""
    used: bool = False
    """An anonymous answer was sent for the seat."""
    used_title: str = ""
    used_note: str = ""
    sent: bool = False
    anonymous: bool = False
    next_seat: str = ""
    """The next of the own seats that waits for an answer."""
    has_results: bool = False
    answer: dict[str, Any] = {}
    """What became of what was sent: {seq, faults, message}."""

    _seq: int = 0
    _limited: bool = False

    @handler(READ, loads=True)
    def load(self, work: Work) -> None:
        """Show the survey of ?id=… for the seat of ?seat=…"""
        asked = self.router.url.query_parameters
        number = row_id(asked.get("id"))
        self.survey_id, self.sent, self.answer = str(number), False, {}
        self._show(work, number, optional_row_id(asked.get("seat")))
        self.ready = True

    @handler(ANSWER)
    def send(self, work: Work, content: dict[str, Any], seat: str, seen: str) -> Any:
        """Send the answers; what is wrong with them is told by the question, and nothing typed is lost."""
        number, seat_id = row_id(self.survey_id), row_id(seat)
        try:
            with work.session.begin_nested():
                send_answer(
                    work.session,
                    work.actor,
                    number,
                    seat_id,
                    content,
                    text(seen, limit=LONGEST_SEEN),
                    work.now,
                )
        except FaultyAnswers as error:
            return self._refuse(work, error, fault_words(error.faults, self.locale))
        except Overtaken as error:
            return self._refuse(work, error, {})
        self.sent, self.answer = True, {}
        self._show(work, number, seat_id)
        return [
            forget_draft(f"survey:{number}:{seat_id}"),
            *(forget_draft(f"survey-files:{number}:{seat_id}:{one}") for one in self._file_questions()),
            toast_done(gettext(self.locale, "Your answer is saved"), about="answer"),
        ]

    @handler(READ)
    def change(self, work: Work) -> None:
        """Go back to the answers that were sent, to change them."""
        self.sent = False
        self._show(work, row_id(self.survey_id), optional_row_id(self.seat))

    def _file_questions(self) -> list[int]:
        return [one["id"] for one in self.survey["questions"] if "files" in one]

    def _refuse(self, work: Work, error: DomainError, faults: dict[str, str]) -> None:
        """Say what is wrong; places and questions are read anew, what was typed stays in the browser."""
        self._seq += 1
        words = message_for(error, self.locale)
        self.answer = {"seq": self._seq, "faults": faults, "message": words}
        self._show(work, row_id(self.survey_id), optional_row_id(self.seat))

    def _topics(self, work: Work) -> list[str]:
        number = int(self.survey_id or 0)
        return [survey_topic(number), *([survey_answers_topic(number)] if self._limited else [])]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """The survey was closed or changed, or somebody has taken a place."""
        if self.survey_id:
            self._show(work, row_id(self.survey_id), optional_row_id(self.seat))

    def _show(self, work: Work, number: int, seat_id: int | None) -> None:
        session, actor, locale = work.session, work.actor, self.locale
        found = opened_form(session, actor, number, seat_id, work.now)
        one = found.survey
        self.title, self.anonymous, self.seat = one.title, one.anonymous, str(found.seat.id)
        self.closed = not found.is_open
        self.has_form = found.is_open or found.content is not None
        self.used = one.anonymous and found.seat.answered_on is not None
        self.used_title, self.used_note = "", ""
        if self.used:
            self.used_title = gettext(locale, "Your answer was sent already")
            self.used_note = gettext(
                locale, "This survey keeps no names: an answer cannot be found again or changed."
            )
        mine = chosen_in(found.form, found.content or {})
        self._limited = any(option.places is not None for q in found.form.questions for option in q.options)
        self.survey = survey_row(found, mine, actor, locale)
        self.until = str(self.survey["until"])
        self.seats = seat_rows(found, ADDRESS, locale) if len(found.seats) > 1 else []
        waiting = [each for each in found.seats if each.answered_on is None and each.id != found.seat.id]
        self.next_seat = ""
        if waiting and found.is_open:
            self.next_seat = f"{ADDRESS.format(survey_id=number)}&seat={waiting[0].id}"
        self.has_results = may_see_results(session, actor, one)
