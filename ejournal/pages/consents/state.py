"""The events of the documents: read, drafts written, versions published, purposes closed."""

from typing import Any

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.pages.consents import rows
from ejournal.pages.consents.rows import DraftRow, PurposeRow, TextRow
from ejournal.services.base.topics import consents_topic
from ejournal.services.consents import publishing
from ejournal.services.consents.documents import Purpose, purposes, text_hash
from ejournal.services.consents.publishing import DraftFields
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

TICKS = ("asks_children", "asks_staff", "asks_adults", "required")
READ, PUBLISH, DROP, CLOSE = "read", "publish", "drop", "close"


class ConsentTextsState(PageState):
    """The purposes of the school, and the dialog that is open over them."""

    ready: bool = False
    can_write: bool = False
    purposes: list[PurposeRow] = []
    closed: list[PurposeRow] = []
    dialog: str = ""
    asked_id: str = ""
    """The purpose whose draft is about to be published."""
    """Which is open: read, publish, drop, close, or none."""
    purpose: str = ""
    """The purpose that the dialog is about."""
    reading: TextRow = TextRow()
    published: bool = False
    keeps_former: bool = False
    writing: bool = False
    draft: DraftRow = DraftRow()
    form: int = 0

    _purpose_id: int = 0
    _seen: str = ""

    @handler(Permission.CONSENT_TEXTS_READ, loads=True)
    def load(self, work: Work) -> None:
        """Show the purposes."""
        self.dialog, self.writing = "", False
        self._fill(work)
        self.ready = True

    def _topics(self, work: Work) -> list[str]:
        return [consents_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Somebody has published something."""
        self._fill(work)

    def _fill(self, work: Work) -> None:
        self.can_write = work.actor.may(Permission.CONSENT_TEXTS_WRITE)
        found = [rows.purpose_row(work.actor, one, self.locale) for one in purposes(work.session, work.actor)]
        self.purposes = [one for one in found if not one.closed]
        self.closed = [one for one in found if one.closed]

    def _find(self, work: Work, purpose_id: object) -> Purpose:
        number = row_id(purpose_id)
        found = next((one for one in purposes(work.session, work.actor) if one.id == number), None)
        if found is None:
            raise NotFound
        self._purpose_id, self.purpose = number, found.name
        return found

    @handler(Permission.CONSENT_TEXTS_READ)
    def read(self, work: Work, purpose_id: str, version_id: str) -> None:
        """Open a version to read, with what has changed since the one before."""
        found = self._find(work, purpose_id)
        number = row_id(version_id)
        place = next((place for place, one in enumerate(found.versions) if one.id == number), None)
        if place is None:
            raise NotFound
        before = found.versions[place + 1] if place + 1 < len(found.versions) else None
        self.reading = rows.text_row(work.actor, found.versions[place], before, self.locale)
        self.dialog = READ

    @handler(Permission.CONSENT_TEXTS_READ)
    def close_dialog(self, work: Work) -> None:
        """Close what is open; nothing is changed."""
        self.dialog, self.writing = "", False

    # ----------------------------------------------------------------------------------------- drafts

    @handler(Permission.CONSENT_TEXTS_WRITE, writes=False)
    def open_new(self, work: Work) -> None:
        """Open the form of a new purpose."""
        self.draft, self.writing, self._purpose_id = DraftRow(), True, 0
        self.form += 1

    @handler(Permission.CONSENT_TEXTS_WRITE, writes=False)
    def open_draft(self, work: Work, purpose_id: str) -> None:
        """Open the draft of the purpose's next version; it begins as a copy of the one in force."""
        self.draft = rows.draft_row(self._find(work, purpose_id))
        self.writing, self.dialog = True, ""
        self.form += 1

    @handler(Permission.CONSENT_TEXTS_WRITE)
    def save(self, work: Work, form: dict[str, Any]) -> Any:
        """Keep the draft; nobody is asked before it is published."""
        fields = _fields(form)
        if self._purpose_id:
            publishing.write_draft(work.session, work.actor, self._purpose_id, fields)
        else:
            name = text(form.get("name"), limit=limits.CONSENT_PURPOSE, field="name")
            publishing.add_purpose(work.session, work.actor, name, fields)
        self.writing = False
        self._fill(work)
        return toast_done(gettext(self.locale, "The draft is kept. Nobody is asked before you publish it"))

    @handler(Permission.CONSENT_TEXTS_WRITE, writes=False)
    def ask_to_drop(self, work: Work, purpose_id: str) -> None:
        """Ask before a draft is thrown away."""
        self._find(work, purpose_id)
        self.dialog = DROP

    @handler(Permission.CONSENT_TEXTS_WRITE)
    def drop(self, work: Work) -> Any:
        """Throw the draft away."""
        publishing.drop_draft(work.session, work.actor, self._purpose_id)
        self.dialog = ""
        self._fill(work)
        return toast_done(gettext(self.locale, "The draft is thrown away"))

    # ------------------------------------------------------------------------------------- publishing

    @handler(Permission.CONSENT_TEXTS_WRITE, writes=False)
    def ask_to_publish(self, work: Work, purpose_id: str) -> None:
        """Show the draft and what it changes, before everybody is asked."""
        found = self._find(work, purpose_id)
        draft = found.draft
        if draft is None:
            raise NotFound
        self._seen = text_hash(draft.title, draft.text, draft.refusal)
        self.reading = rows.text_row(work.actor, draft, found.current, self.locale)
        self.published, self.keeps_former = found.current is not None, False
        self.dialog, self.asked_id = PUBLISH, purpose_id

    @handler(Permission.CONSENT_TEXTS_WRITE, writes=False)
    def choose_former(self, work: Work, value: str) -> None:
        """Let consents to the former version hold on until they are answered anew, or lapse."""
        self.keeps_former = value == "keep"

    @handler(Permission.CONSENT_TEXTS_WRITE)
    def publish(self, work: Work) -> Any:
        """Publish the draft that was shown: everybody is asked."""
        publishing.publish(
            work.session, work.actor, self._purpose_id, self._seen, keeps_former=self.keeps_former
        )
        self.dialog = ""
        self._fill(work)
        return toast_done(gettext(self.locale, "Published: people are asked at their next sign-in"))

    @handler(Permission.CONSENT_TEXTS_WRITE, writes=False)
    def ask_to_close(self, work: Work, purpose_id: str) -> None:
        """Ask before a purpose is closed."""
        self._find(work, purpose_id)
        self.dialog = CLOSE

    @handler(Permission.CONSENT_TEXTS_WRITE)
    def close(self, work: Work) -> Any:
        """Close the purpose: nobody is asked any more, consents to it lapse."""
        publishing.close_purpose(work.session, work.actor, self._purpose_id)
        self.dialog = ""
        self._fill(work)
        return toast_done(gettext(self.locale, "The purpose is closed"))


def _fields(form: dict[str, Any]) -> DraftFields:
    return DraftFields(
        title=text(form.get("title"), limit=limits.CONSENT_TITLE, field="title"),
        text=text(form.get("text"), limit=limits.CONSENT_TEXT, field="text"),
        refusal=text(form.get("refusal"), limit=limits.CONSENT_REFUSAL, field="refusal"),
        **{name: bool(form.get(name)) for name in TICKS},
    )
