"""The events of the register: found as one types, narrowed, turned; papers entered."""

from typing import Any
from urllib.parse import urlencode

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext, ngettext
from ejournal.pages.consents_register import rows
from ejournal.pages.consents_register.rows import NO_ROW, LineRow
from ejournal.services.base.topics import consents_topic
from ejournal.services.consents import paper
from ejournal.services.consents.giving import ConsentState
from ejournal.services.consents.paper import OnPaper
from ejournal.services.consents.register import Standing, Wanted, choices, register
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_date, optional_number, optional_row_id, row_id, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work


class RegisterState(PageState):
    """A page of the register, and the line whose paper is entered."""

    ready: bool = False
    sees_texts: bool = False
    words: str = ""
    class_id: str = ""
    purpose_id: str = ""
    state: str = ""
    classes: list[Choice] = []
    purposes: list[Choice] = []
    states: list[Choice] = []
    lines: list[LineRow] = []
    found: str = ""
    pages: str = ""
    page: int = 1
    earlier: int = 0
    later: int = 0
    query: str = ""
    """What is looked for, for the files."""
    entered: LineRow = NO_ROW
    day: str = ""
    form: int = 0

    @handler(Permission.CONSENTS_READ, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the register."""
        self.words = self.class_id = self.purpose_id = self.state = ""
        self.sees_texts = work.actor.may(Permission.CONSENT_TEXTS_READ)
        found = choices(work.session, work.actor)
        self.classes = rows.class_choices(found, self.locale)
        self.purposes = rows.purpose_choices(found, self.locale)
        self.states = rows.state_choices(self.locale)
        self.entered = NO_ROW
        self._fill(work, 1)
        self.ready = True

    def _topics(self, work: Work) -> list[str]:
        return [consents_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Somebody has answered, or a version was published."""
        self._fill(work, self.page)

    def _fill(self, work: Work, page: int) -> None:
        standing = Standing.FORMER if self.state == Standing.FORMER.value else Standing.TODAY
        state = next((one for one in ConsentState if one.value == self.state), None)
        class_id, purpose_id = optional_row_id(self.class_id), optional_row_id(self.purpose_id)
        wanted = Wanted(self.words, class_id, purpose_id, state, standing, page)
        found = register(work.session, work.actor, wanted)
        self.lines = [rows.line_row(work.actor, one, self.locale) for one in found.lines]
        self.found = ngettext(self.locale, "{n} line", "{n} lines", found.total)
        self.page, self.pages = found.page, ""
        if found.pages > 1:
            self.pages = gettext(self.locale, "page {page} of {pages}", page=found.page, pages=found.pages)
        self.earlier = found.page - 1
        self.later = found.page + 1 if found.page < found.pages else 0
        asked = {
            "q": self.words,
            "class": self.class_id,
            "purpose": self.purpose_id,
            "state": state.value if state else "",
            "standing": standing.value if standing is Standing.FORMER else "",
        }
        self.query = urlencode({name: value for name, value in asked.items() if value})

    @handler(Permission.CONSENTS_READ, writes=False)
    def look(self, work: Work, value: str) -> None:
        """Show whom the words fit, as they are typed."""
        self.words = text(str(value)[: limits.SEARCH], limit=limits.SEARCH)
        self._fill(work, 1)

    @handler(Permission.CONSENTS_READ, writes=False)
    def choose_class(self, work: Work, class_id: str) -> None:
        """Show one class only."""
        self.class_id = str(optional_row_id(class_id) or "")
        self._fill(work, 1)

    @handler(Permission.CONSENTS_READ, writes=False)
    def choose_purpose(self, work: Work, value: str) -> None:
        """Show one purpose only."""
        self.purpose_id = str(optional_row_id(value) or "")
        self._fill(work, 1)

    @handler(Permission.CONSENTS_READ, writes=False)
    def choose_state(self, work: Work, value: str) -> None:
        """Show one state only, or who is asked no more."""
        self.state = str(value)
        self._fill(work, 1)

    @handler(Permission.CONSENTS_READ, writes=False)
    def turn(self, work: Work, page: int) -> None:
        """Show another page."""
        self._fill(work, optional_number(page) or 1)

    # ----------------------------------------------------------------------------------------- papers

    @handler(Permission.CONSENTS_ENTER, writes=False)
    def open_paper(self, work: Work, person: str, key: str) -> None:
        """Open the form for the paper of a line."""
        asked = paper.question(work.session, work.actor, row_id(person), str(key))
        shown = next((one for one in self.lines if (one.person, one.key) == (str(person), str(key))), NO_ROW)
        self.entered = LineRow(
            str(row_id(person)), asked.key, shown.title, shown.about, asked.document.title, "", "", "", "soft"
        )
        self.day = work.actor.today.isoformat()
        self.form += 1

    @handler(Permission.CONSENTS_ENTER, writes=False)
    def close_paper(self, work: Work) -> None:
        """Enter nothing."""
        self.entered = NO_ROW

    @handler(Permission.CONSENTS_ENTER)
    def enter_paper(self, work: Work, form: dict[str, Any]) -> Any:
        """Write down what the paper says."""
        says = next((one for one in OnPaper if one.value == form.get("says")), None)
        if says is None:
            raise DomainError("Choose from the list", field="says")
        day = optional_date(form.get("day"))
        if day is None:
            raise DomainError("A day until today", field="day")
        person_id = row_id(self.entered.person)
        paper.enter_paper(work.session, work.actor, person_id, self.entered.key, says, day)
        self.entered = NO_ROW
        self._fill(work, self.page)
        return toast_done(gettext(self.locale, "The paper is entered"))
