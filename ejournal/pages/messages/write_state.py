"""The events of writing to many: to whom, what, a look at it as a family reads it, sending."""

from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.models import MassMessage, MessageAsks, MessageState, Whom
from ejournal.pages.messages import write_rows as rows
from ejournal.pages.messages.write_rows import AtHandRow, AttachedRow, CheckRow
from ejournal.services.audience import offered
from ejournal.services.audience.parts import read_part
from ejournal.services.files.keeping import shown
from ejournal.services.messages import drafts, kept, sending
from ejournal.services.messages.drafts import Filled
from ejournal.services.messages.showing import preview_for
from ejournal.services.messages.texting import ahead_of
from ejournal.ui.components.draft import forget_draft
from ejournal.ui.components.sent import sent_keys
from ejournal.ui.frame.audience import OfferedParts, PartRow, offered_parts, part_rows
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_moment, optional_row_id, row_id, typed_moment
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

WRITE = Permission.MESSAGE_WRITE
TITLE_DRAFT, WORDS_DRAFT, FILES_DRAFT = "message:title", "message:words", "message:files"


class WriteMessageState(PageState):
    """The draft; the second step shows what would happen, and asks."""

    ready: bool = False
    checking: bool = False
    whom: str = Whom.GUARDIANS.value
    parts: list[PartRow] = []
    offered: OfferedParts = OfferedParts()
    at_hand: AtHandRow = AtHandRow()
    sought: str = ""
    found: list[PartRow] = []
    count: str = ""
    unreached: str = ""
    title: str = ""
    words: str = ""
    urgent: bool = False
    asks: str = MessageAsks.NOTHING.value
    options: str = ""
    until: str = ""
    send_at: str = ""
    attached: list[AttachedRow] = []
    files: list[dict[str, Any]] = []
    """The same, as `sent_files` shows them."""
    form: int = 0
    """Another number whenever the program fills the fields anew."""
    check: CheckRow = CheckRow()
    shown: str = ""
    """As whom the text is looked at."""
    preview: str = ""
    keeping: str = ""
    """Which dialog is open: a text or a choice is being kept."""

    _draft: int = 0
    """The draft that was looked at before it is sent."""

    @handler(WRITE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the draft, or an empty one."""
        self.checking, self.keeping, self.found, self.sought = False, "", [], ""
        self._draft = 0
        self._show_draft(work)
        self._show_people(work)
        self._show_kept(work)
        self.ready = True

    # ------------------------------------------------------------------------------------------- to whom

    @handler(WRITE)
    def choose_whom(self, work: Work, value: str) -> None:
        """Guardians, pupils or both of the chosen classes."""
        whom = next((one for one in Whom if one.value == value), None)
        if whom is None:
            raise NotFound
        drafts.set_whom(work.session, work.actor, whom, work.now)
        self._show_people(work)

    @handler(WRITE)
    def add_part(self, work: Work, value: str) -> None:
        """Write to these too."""
        if value:
            drafts.add_part(work.session, work.actor, read_part(value), work.now)
        self.found = []
        self._show_people(work)

    @handler(WRITE)
    def drop_part(self, work: Work, value: str) -> None:
        """Write to these no more."""
        drafts.drop_part(work.session, work.actor, read_part(value), work.now)
        self._show_people(work)

    @handler(WRITE, writes=False)
    def find_person(self, work: Work, words: str) -> None:
        """Look for somebody by name."""
        self.sought = words[: limits.SEARCH]
        found = offered.find_people(work.session, work.actor, WRITE, self.sought)
        self.found = part_rows(found, self.locale)

    @handler(WRITE)
    def use_choice(self, work: Work, value: str) -> None:
        """Write to those of a kept choice."""
        kept.use_choice(work.session, work.actor, row_id(value), work.now)
        self._show_people(work)

    @handler(WRITE)
    def drop_choice(self, work: Work, value: str) -> None:
        """Throw a kept choice away."""
        kept.drop_choice(work.session, work.actor, row_id(value))
        self._show_people(work)

    # --------------------------------------------------------------------------------------------- what

    @handler(WRITE)
    def keep_words(self, work: Work, words: str, base: str) -> None:
        """Keep the text as far as it is written."""
        self._keep(work, words=words)
        self.words = words

    @handler(WRITE)
    def keep_title(self, work: Work, words: str, base: str) -> None:
        """Keep the heading as far as it is written."""
        self._keep(work, title=words)
        self.title = words

    @handler(WRITE)
    def choose_asks(self, work: Work, value: str) -> None:
        """What is asked of those who get it."""
        asks = next((one for one in MessageAsks if one.value == value), None)
        if asks is None:
            raise NotFound
        self._keep(work, asks=asks)
        self.asks = asks.value

    @handler(WRITE)
    def use_template(self, work: Work, value: str) -> Any:
        """Put a kept text behind what is written, and its heading where there is none."""
        found = kept.template(work.session, work.actor, row_id(value))
        words = f"{self.words}\n\n{found.words}".strip() if self.words.strip() else found.words
        self._keep(work, words=words, **({} if self.title.strip() else {"title": found.title}))
        self._show_draft(work)
        return [forget_draft(TITLE_DRAFT), forget_draft(WORDS_DRAFT)]

    @handler(WRITE)
    def drop_template(self, work: Work, value: str) -> None:
        """Throw a kept text away."""
        kept.drop_template(work.session, work.actor, row_id(value))
        self._show_kept(work)

    @handler(WRITE, writes=False)
    def start_keeping(self, work: Work, what: str) -> None:
        """Ask under which name to keep the text, or the choice."""
        self.keeping = what if what in ("text", "choice") else ""

    @handler(WRITE, writes=False)
    def stop_keeping(self, work: Work) -> None:
        """Keep nothing."""
        self.keeping = ""

    @handler(WRITE)
    def keep_template(self, work: Work, form: dict[str, Any]) -> Any:
        """Keep the text of the draft."""
        title, of_school = str(form.get("title") or ""), form.get("of_school") is not None
        kept.keep_template(work.session, work.actor, title, self.words, of_school=of_school)
        self.keeping = ""
        self._show_kept(work)
        return toast_done(gettext(self.locale, "The text is kept"))

    @handler(WRITE)
    def keep_choice(self, work: Work, form: dict[str, Any]) -> Any:
        """Keep to whom the draft is."""
        kept.keep_choice(work.session, work.actor, str(form.get("choice") or ""))
        self.keeping = ""
        self._show_people(work)
        return toast_done(gettext(self.locale, "The list is kept"))

    # ------------------------------------------------------------------------------------------- sending

    @handler(WRITE)
    def drop_file(self, work: Work, key: str) -> None:
        """Attach the file no more."""
        drafts.drop_file(work.session, work.actor, str(key))
        self._show_files(work)

    @handler(WRITE)
    def review(self, work: Work, form: dict[str, Any]) -> Any:
        """Show what would happen; DomainError by the field for what cannot be sent."""
        session, actor = work.session, work.actor
        message = drafts.fill(session, actor, self._filled(work, form), work.now)
        counted = sending.check(session, actor, message)
        self._show_draft(work)
        self._draft, self.checking = message.id or 0, True
        ahead = ahead_of(session, actor, message, counted.people, work.now)
        self.check = rows.check_row(session, actor, message, counted, ahead, self.locale)
        self.shown = self.check.families[0].value
        self.preview = preview_for(session, actor, message, int(self.shown), work.now)
        return forget_draft(FILES_DRAFT)

    @handler(WRITE, writes=False)
    def preview_as(self, work: Work, value: str) -> None:
        """Look at the text as another family reads it."""
        message, number = self._message(work), row_id(value)
        self.preview = preview_for(work.session, work.actor, message, number, work.now)
        self.shown = str(number)

    @handler(WRITE, writes=False)
    def back(self, work: Work) -> None:
        """Go on writing."""
        self.checking = False

    @handler(WRITE)
    def send(self, work: Work) -> Any:
        """Send what was looked at."""
        message = sending.send(work.session, work.actor, row_id(self._draft), work.now)
        waits = message.state is MessageState.WAITING
        done = gettext(self.locale, "It goes at its hour" if waits else "The message is sent")
        self.checking, self._draft = False, 0
        return [
            forget_draft(TITLE_DRAFT),
            forget_draft(WORDS_DRAFT),
            forget_draft(FILES_DRAFT),
            rx.redirect(f"/messages/read?id={message.id}"),
            toast_done(done),
        ]

    @handler(WRITE)
    def throw_away(self, work: Work) -> Any:
        """Throw the draft away."""
        drafts.throw_away(work.session, work.actor)
        typed = [forget_draft(one) for one in (TITLE_DRAFT, WORDS_DRAFT, FILES_DRAFT)]
        return [*typed, rx.redirect("/messages")]

    # ------------------------------------------------------------------------------------- what is shown

    def _keep(self, work: Work, **what: Any) -> None:
        drafts.keep(work.session, work.actor, work.now, **what)

    def _message(self, work: Work) -> MassMessage:
        message = drafts.own_draft(work.session, work.actor)
        if message is None or optional_row_id(self._draft) != message.id:
            raise NotFound
        return message

    def _filled(self, work: Work, form: dict[str, Any]) -> Filled:
        zone = work.actor.time_zone
        return Filled(
            title=str(form.get("title") or ""),
            words=str(form.get("words") or ""),
            urgent=form.get("urgent") is not None,
            asks=MessageAsks(self.asks),
            options=str(form.get("options") or ""),
            until=optional_moment(form.get("until"), zone, "until"),
            send_at=optional_moment(form.get("send_at"), zone, "send_at"),
            files=sent_keys(form, "files"),
        )

    def _show_draft(self, work: Work) -> None:
        draft = drafts.own_draft(work.session, work.actor) or drafts.empty(work.actor, work.now)
        zone = work.actor.time_zone
        self.title, self.words, self.urgent = draft.title, draft.words, draft.urgent
        self.asks, self.options = draft.asks.value, "\n".join(map(str, draft.options))
        self.until, self.send_at = typed_moment(draft.until, zone), typed_moment(draft.send_at, zone)
        self._show_files(work)
        self.form += 1

    def _show_files(self, work: Work) -> None:
        draft = drafts.own_draft(work.session, work.actor) or drafts.empty(work.actor, work.now)
        found = drafts.files_of(work.session, draft)
        self.attached = [AttachedRow(one.key, one.name) for one in found]
        self.files = [shown(one) for one in found]

    def _show_people(self, work: Work) -> None:
        session, actor = work.session, work.actor
        draft = drafts.own_draft(session, actor) or drafts.empty(actor, work.now)
        self.whom = draft.whom.value
        chosen = drafts.chosen_of(session, draft)
        self.parts = part_rows(offered.named(session, actor, chosen.parts), self.locale)
        choices = offered.offered(session, actor, WRITE)
        self.offered = offered_parts(choices, chosen.parts, self.locale, away=True)
        self.at_hand = rows.with_choices(self.at_hand, kept.kept_choices(session, actor))
        counted = sending.counted(session, actor, draft)
        self.count, self.unreached = rows.count_words(counted, self.locale)

    def _show_kept(self, work: Work) -> None:
        self.at_hand = rows.with_texts(self.at_hand, kept.templates(work.session, work.actor), self.locale)
