"""One's own consents on the account page: read, given, taken back in two presses."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import dates, gettext
from ejournal.models import ConsentPurpose
from ejournal.services.consents import giving
from ejournal.services.consents.giving import Asked
from ejournal.ui import kit
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some


@dataclass(frozen=True)
class ConsentRow:
    """A consent that one is asked for: about whom, since when it is given, what taking it back means."""

    key: str
    title: str
    note: str
    text: str
    consequence: str
    given: bool


NO_ROW = ConsentRow("", "", "", "", "", False)


class OwnConsentsState(PageState):
    """What one is asked, and the question that is open."""

    consents: list[ConsentRow] = []
    opened: ConsentRow = NO_ROW

    @handler(Permission.ACCOUNT_READ, loads=True)
    def load_consents(self, work: Work) -> None:
        """Show what one is asked, given or not."""
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
        giving.give_own(work.session, work.actor, self.opened.key)
        self._show(work)
        return toast_done(gettext(self.locale, "Your consent is written down"))

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
    """The consent in words."""
    about = (
        gettext(locale, "About {name}", name=one.about) if one.about else gettext(locale, "About yourself")
    )
    said = gettext(locale, "not given")
    if one.given_at:
        day = dates.full_date(locale, clock.local(one.given_at, actor.time_zone).date())
        said = gettext(locale, "consent given {day}", day=day)
    consequences = {
        ConsentPurpose.DATA: gettext(
            locale,
            "The school goes on with marks and absences, as the law asks it to; it will no longer use "
            "the phone and the e-mail.",
        ),
        ConsentPurpose.PHOTO: gettext(
            locale, "The school takes the photos off its pages within ten working days and adds no new ones."
        ),
    }
    return ConsentRow(
        one.key, one.title, f"{about} · {said}", one.text, consequences[one.purpose], bool(one.given_at)
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
    end = rx.cond(one.given, kit.badge(t("given"), "green", icon="check"))
    return kit.row(one.title, one.note, end=end, on_click=OwnConsentsState.open_consent(one.key), wrap=True)


def _dialog() -> rx.Component:
    state = OwnConsentsState
    act = rx.cond(
        state.opened.given,
        kit.button(t("Take the consent back"), kind="danger", on_click=state.withdraw),
        kit.button(t("I agree"), kind="primary", on_click=state.agree),
    )
    return kit.dialog(
        rx.el.p(state.opened.text, class_name="left-task"),
        rx.cond(
            state.opened.given,
            kit.callout(state.opened.consequence, title=t("If you take it back"), tone="amber"),
        ),
        is_open=state.opened.key != "",
        on_close=state.close_consent,
        title=state.opened.title,
        note=state.opened.note,
        foot=[kit.button(t("Close"), on_click=state.close_consent), act],
    )
