"""The events of one message: read and answered; by its author followed, reminded of, withdrawn."""

from typing import Any

from ejournal import limits
from ejournal.access import guard
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext, ngettext
from ejournal.models import MassMessage, MessageState
from ejournal.pages.messages import rows
from ejournal.pages.messages.rows import ClassRow, CountRow, GotRow, OptionRow, PersonRow, TextRow, WaysRow
from ejournal.services.audience.offered import named
from ejournal.services.base.topics import message_text_topic, message_topic
from ejournal.services.messages import reading, sending, standing
from ejournal.services.messages.drafts import chosen_of, files_of
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, row_id, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.audience import WHOM, part_words

READ, ANSWER, WRITE = Permission.MESSAGE_READ, Permission.MESSAGE_ANSWER, Permission.MESSAGE_WRITE


class OpenMessageState(PageState):
    """One message: as whoever got it reads it, and what its author sees of it."""

    ready: bool = False
    message_id: str = ""
    has_got: bool = False
    got: GotRow = GotRow()
    unseen: str = ""
    """Changes when there is something that was not looked at yet."""
    own: bool = False
    title: str = ""
    line: str = ""
    text: TextRow = TextRow()
    to_whom: str = ""
    urgent: bool = False
    was_sent: bool = False
    asks: bool = False
    narrowed: str = ""
    counts: list[CountRow] = []
    results: list[OptionRow] = []
    classes: list[ClassRow] = []
    ways: WaysRow = WaysRow()
    people: list[PersonRow] = []
    people_count: str = ""
    before: str = ""
    after: str = ""
    may_withdraw: bool = False
    may_remind: bool = False
    withdrawing: bool = False

    _page: int = 1

    @handler(READ, loads=True)
    def load(self, work: Work) -> None:
        """Show the message that the address names, and of its readers those whom it asks for."""
        asked = self.router.url.query_parameters
        number = row_id(asked.get("id"))
        self.narrowed = text(asked.get("who"), limit=limits.CHOSEN)
        self._page = optional_row_id(asked.get("page")) or 1
        self.withdrawing = False
        self._show(work, number)
        self.message_id = str(number)
        self.ready = True

    @handler(ANSWER)
    def seen(self, work: Work) -> None:
        """The message was looked at."""
        reading.mark_seen(work.session, work.actor, row_id(self.message_id), work.now)
        self.unseen = ""

    @handler(ANSWER)
    def answer(self, work: Work, value: str) -> Any:
        """Confirm or answer, or answer otherwise."""
        number = row_id(self.message_id)
        place = int(value) if value in {str(one) for one in range(10)} else -1
        reading.answer(work.session, work.actor, number, place, work.now)
        self._show(work, number)
        return toast_done(gettext(self.locale, "Your answer is saved"), about="answer")

    @handler(WRITE)
    def remind(self, work: Work) -> Any:
        """Remind those who have not answered."""
        number = row_id(self.message_id)
        count = sending.remind(work.session, work.actor, number, work.now)
        self._show(work, number)
        return toast_done(ngettext(self.locale, "{n} person is reminded", "{n} people are reminded", count))

    @handler(WRITE, writes=False)
    def ask_withdraw(self, work: Work) -> None:
        """Ask first."""
        self.withdrawing = True

    @handler(WRITE, writes=False)
    def stop_withdraw(self, work: Work) -> None:
        """Withdraw nothing."""
        self.withdrawing = False

    @handler(WRITE)
    def withdraw(self, work: Work) -> Any:
        """Take the message back."""
        number = row_id(self.message_id)
        sending.withdraw(work.session, work.actor, number, work.now)
        self.withdrawing = False
        self._show(work, number)
        return toast_done(gettext(self.locale, "The message is withdrawn"))

    # ------------------------------------------------------------------------------------ what comes

    def _topics(self, work: Work) -> list[str]:
        number = int(self.message_id or 0)
        return [message_topic(number)] if self.own else [message_text_topic(number)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        if self.message_id:
            self._show(work, row_id(self.message_id))

    # ------------------------------------------------------------------------------------- what is shown

    def _show(self, work: Work, number: int) -> None:
        session, actor = work.session, work.actor
        message = guard.get(session, actor, MassMessage, number, READ)
        self.own = message.author_id == actor.person_id and actor.may(WRITE)
        self.title, self.urgent = message.title, message.urgent
        try:
            opened = reading.opened_message(session, actor, number, work.now)
        except NotFound:
            self.has_got, self.got, self.unseen = False, GotRow(), ""
        else:
            self.has_got, self.got = True, rows.got_row(opened, actor, self.locale)
            new = opened.seen_at is None and actor.looking is None
            self.unseen = str(number) if new else ""
        if self.own:
            self._show_own(work, message)

    def _show_own(self, work: Work, message: MassMessage) -> None:
        session, actor, number = work.session, work.actor, message.id or 0
        self.line = rows.state_line(message, actor, self.locale)
        self.text = rows.text_row(message, files_of(session, message))
        self.was_sent = message.sent_at is not None
        chosen = chosen_of(session, message)
        parts = [part_words(one, self.locale) for one in named(session, actor, chosen.parts)]
        self.to_whom = f"{gettext(self.locale, WHOM[message.whom])}: {', '.join(parts)}"
        self.asks = sending.is_open(message, work.now)
        self.may_withdraw = message.state in (MessageState.WAITING, MessageState.SENT)
        self.may_remind = self.asks
        counts = standing.counts_of(session, actor, number)
        self.counts = rows.count_rows(counts, message, self.narrowed, self.locale) if self.was_sent else []
        self.results = rows.option_rows(counts, message) if self.was_sent else []
        self.classes = rows.class_rows(standing.counts_by_class(session, actor, number))
        self.ways = rows.ways_row(standing.ways_of(session, actor, number), message, self.locale)
        found = standing.people_of_message(session, actor, number, self.narrowed, self._page)
        self.people = rows.person_rows(found.lines, message, actor, self.locale)
        self.people_count = rows.people_words(found.total, self.locale)
        base = f"/messages/read?id={number}&who={self.narrowed}&page="
        self.before = f"{base}{found.page - 1}" if found.page > 1 else ""
        self.after = f"{base}{found.page + 1}" if found.page < found.pages else ""
