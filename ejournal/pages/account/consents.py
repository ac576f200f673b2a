"""One's own consents on the account page: read, given, refused, taken back in two presses."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.models import ConsentAnswer
from ejournal.services.consents import giving
from ejournal.services.consents.comparing import changes
from ejournal.services.consents.giving import Asked, ConsentState
from ejournal.ui import kit
from ejournal.ui.kit import MarkedParagraph
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.consents import TONES, governs_words, said_words, state_words
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some


@dataclass(frozen=True)
class ConsentRow:
    """A consent that one is asked for: about whom, how it stands, its text, what refusing it means."""

    key: str
    title: str
    note: str
    state: str
    tone: str
    refusal: str
    governs: str
    given: bool
    waits: bool
    can_give: bool
    paragraphs: list[MarkedParagraph]
    changed: bool


NO_ROW = ConsentRow("", "", "", "", "soft", "", "", False, False, False, [], False)


class OwnConsentsState(PageState):
    """What one is asked, and the question that is open."""

    consents: list[ConsentRow] = []
    opened: ConsentRow = NO_ROW

    @handler(Permission.ACCOUNT_READ, loads=True)
    def load_consents(self, work: Work) -> None:
        """Show what one is asked, answered or not."""
        self._show(work)

    @handler(Permission.ACCOUNT_READ, writes=False)
    def open_consent(self, work: Work, key: str) -> None:
        """Open the text of one; NotFound for what one is not asked."""
        self._show(work)
        found = next((one for one in self.consents if one.key == key), None)
        if found is None:
            raise NotFound
        self.opened = found

    @handler(Permission.ACCOUNT_READ, writes=False)
    def close_consent(self, work: Work) -> None:
        """Leave it as it is."""
        self.opened = NO_ROW

    @handler(Permission.ACCOUNT_WRITE)
    def agree(self, work: Work) -> Any:
        """Give the consent that is open."""
        giving.answer_own(work.session, work.actor, {self.opened.key: ConsentAnswer.GIVEN})
        self._show(work)
        return toast_done(gettext(self.locale, "Your consent is written down"))

    @handler(Permission.ACCOUNT_WRITE)
    def refuse(self, work: Work) -> Any:
        """Refuse the consent that is open."""
        giving.answer_own(work.session, work.actor, {self.opened.key: ConsentAnswer.REFUSED})
        self._show(work)
        return toast_done(gettext(self.locale, "Your refusal is written down"))

    @handler(Permission.ACCOUNT_WRITE)
    def withdraw(self, work: Work) -> Any:
        """Take the consent that is open back."""
        giving.withdraw(work.session, work.actor, self.opened.key)
        self._show(work)
        return toast_done(gettext(self.locale, "Your consent is taken back"))

    def _show(self, work: Work) -> None:
        found = giving.own_consents(work.session, work.actor)
        self.consents = [consent_row(work.actor, one, self.locale) for one in found]
        self.opened = NO_ROW


def consent_row(actor: Actor, one: Asked, locale: str) -> ConsentRow:
    """The consent in words; of a new version the paragraphs tell what has changed."""
    about = (
        gettext(locale, "About {name}", name=one.about) if one.about else gettext(locale, "About yourself")
    )
    said = said_words(actor, one.said_at, one.said_version, one.document.version, one.paper_day, locale)
    before = one.former.text if one.former and one.waits else one.document.text
    given, asked = one.state is ConsentState.GIVEN, one.document.ends is None
    return ConsentRow(
        key=one.key,
        title=one.document.title,
        note=f"{about} · {said}" if one.said_at else about,
        state=state_words(one.state, locale),
        tone=TONES[one.state],
        refusal=one.document.refusal,
        governs=governs_words(one.document.kind, locale),
        given=given,
        waits=one.waits,
        can_give=asked and (one.waits or not given),
        paragraphs=[
            MarkedParagraph(part.sign.value, part.text) for part in changes(before, one.document.text)
        ],
        changed=before != one.document.text,
    )


def consents() -> rx.Component:
    """The list; a press opens the text with what can be done."""
    return rx.cond(
        some(OwnConsentsState.consents),
        rx.fragment(
            kit.sheet(kit.rows(rx.foreach(OwnConsentsState.consents, _row)), title=t("Consents")), _dialog()
        ),
    )


def _row(one: ConsentRow) -> rx.Component:
    end = rx.cond(
        one.waits & one.given,
        kit.badge(t("new version"), "accent"),
        kit.badge(one.state, one.tone),
    )
    return kit.row(one.title, one.note, end=end, on_click=OwnConsentsState.open_consent(one.key), wrap=True)


def _dialog() -> rx.Component:
    state = OwnConsentsState
    opened = state.opened
    return kit.dialog(
        rx.cond(
            opened.changed,
            rx.el.p(t("What has changed since the version you answered is marked."), class_name="soft"),
        ),
        kit.marked_text(opened.paragraphs),
        kit.callout(
            rx.fragment(rx.el.p(opened.refusal), rx.el.p(opened.governs, class_name="soft small")),
            title=rx.cond(opened.given, t("If you take it back"), t("If you do not agree")),
            tone="amber",
        ),
        is_open=opened.key != "",
        on_close=state.close_consent,
        title=opened.title,
        note=opened.note,
        foot=[
            rx.cond(
                opened.given & ~opened.waits,
                kit.button(t("Take the consent back"), kind="danger", on_click=state.withdraw),
            ),
            rx.cond(opened.waits, kit.button(t("I do not agree"), on_click=state.refuse)),
            rx.cond(opened.can_give, kit.button(t("I agree"), kind="primary", on_click=state.agree)),
        ],
    )
