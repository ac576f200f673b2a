"""The events of the register of documents: found as one types, narrowed, turned; papers entered."""

from typing import Any
from urllib.parse import urlencode

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext, ngettext
from ejournal.pages.documents import rows
from ejournal.pages.documents.rows import RegisterRow
from ejournal.services.base.topics import document_topic, documents_topic
from ejournal.services.documents import register, signing
from ejournal.services.documents.reading import opened
from ejournal.services.documents.register import LineState, Wanted
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_date, optional_number, optional_row_id, row_id, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

READ, ENTER = Permission.DOCUMENT_REGISTER_READ, Permission.DOCUMENT_PAPER_ENTER
NO_ROW = RegisterRow("", "", "", "", "", "soft", False)


class DocumentRegisterState(PageState):
    """A page of the register, of one document or of all, and the line whose paper is entered."""

    ready: bool = False
    document_id: str = ""
    document: str = ""
    words: str = ""
    class_id: str = ""
    state: str = ""
    classes: list[Choice] = []
    states: list[Choice] = []
    lines: list[RegisterRow] = []
    total: str = ""
    pages: str = ""
    page: int = 1
    earlier: int = 0
    later: int = 0
    query: str = ""
    """What is looked for, for the files."""
    entered: RegisterRow = NO_ROW
    day: str = ""
    form: int = 0

    @handler(READ, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the register that the address names."""
        asked = self.router.url.query_parameters
        number = optional_row_id(asked.get("id"))
        self.document_id, self.document = str(number or ""), ""
        self.words, self.class_id = "", str(optional_row_id(asked.get("class")) or "")
        self.state = _state(asked.get("state"))
        self.classes = rows.class_choices(register.class_choices(work.session, work.actor), self.locale)
        self.states = rows.state_choices(self.locale)
        self.entered = NO_ROW
        self._fill(work, 1)
        if number is not None:
            self.document = opened(work.session, work.actor, number).version.title
        self.ready = True

    @handler(READ, writes=False)
    def look(self, work: Work, value: str) -> None:
        """Show whom the words fit, as they are typed."""
        self.words = text(str(value)[: limits.SEARCH], limit=limits.SEARCH)
        self._fill(work, 1)

    @handler(READ, writes=False)
    def choose_class(self, work: Work, class_id: str) -> None:
        """Show one class only."""
        self.class_id = str(optional_row_id(class_id) or "")
        self._fill(work, 1)

    @handler(READ, writes=False)
    def choose_state(self, work: Work, value: str) -> None:
        """Show one state only."""
        self.state = _state(value)
        self._fill(work, 1)

    @handler(READ, writes=False)
    def turn(self, work: Work, page: int) -> None:
        """Show another page."""
        self._fill(work, optional_number(page) or 1)

    @handler(ENTER, writes=False)
    def open_paper(self, work: Work, line: str) -> None:
        """Open the form for a line that was signed on paper, or close it."""
        found = next((one for one in self.lines if one.id == str(line) and one.may_enter), None)
        if line and found is None:
            raise NotFound
        self.entered = found or NO_ROW
        self.day = work.actor.today.isoformat()
        self.form += 1

    @handler(ENTER)
    def enter_paper(self, work: Work, form: dict[str, Any]) -> Any:
        """Write down that the line was signed on paper."""
        day = optional_date(form.get("day"))
        if day is None:
            raise DomainError("A day from the publication until today", field="day")
        line = row_id(self.entered.id)
        signing.enter_paper(work.session, work.actor, line, day, work.now)
        self.entered = NO_ROW
        self._fill(work, self.page)
        return toast_done(gettext(self.locale, "The paper is entered"))

    def _topics(self, work: Work) -> list[str]:
        if self.document_id:
            return [document_topic(int(self.document_id))]
        return [documents_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Somebody has acknowledged, or a version was published."""
        self._fill(work, self.page)

    def _fill(self, work: Work, page: int) -> None:
        number, class_id = optional_row_id(self.document_id), optional_row_id(self.class_id)
        state = LineState(self.state) if self.state else None
        wanted = Wanted(number, self.words, class_id, state, page)
        found = register.register(work.session, work.actor, wanted)
        enters = work.actor.may(ENTER) and work.actor.looking is None
        self.lines = rows.register_rows(
            found.lines, work.actor, self.locale, enters=enters, all_documents=number is None
        )
        self.total = ngettext(self.locale, "{n} line", "{n} lines", found.total)
        self.page, self.pages = found.page, ""
        if found.pages > 1:
            self.pages = gettext(self.locale, "page {page} of {pages}", page=found.page, pages=found.pages)
        self.earlier = found.page - 1
        self.later = found.page + 1 if found.page < found.pages else 0
        asked = {"id": self.document_id, "q": self.words, "class": self.class_id, "state": self.state}
        self.query = urlencode({name: value for name, value in asked.items() if value})


def _state(value: object) -> str:
    return str(value) if value in {one.value for one in LineState} else ""
