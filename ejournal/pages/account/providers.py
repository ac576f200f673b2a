"""Providers that one signs in by, on the account page: linked with the password asked again, unlinked."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from ejournal import clock
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import dates, gettext
from ejournal.services.accounts.providers import links, tries
from ejournal.services.accounts.providers.links import OwnLink
from ejournal.ui import kit
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id
from ejournal.ui.runtime.session import PageState, SessionState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.providers import ends
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some


@dataclass(frozen=True)
class ProviderRow:
    """A provider: by its key it is linked, by its number unlinked; the empty one is none."""

    key: str = ""
    number: str = ""
    title: str = ""
    note: str = ""


NO_ROW = ProviderRow()


class ProvidersState(PageState):
    """The providers offered and linked, and the one that a dialog is about."""

    providers: list[ProviderRow] = []
    end: str = ""
    """How the way to a provider ended from which the browser has just come back."""
    linking: ProviderRow = NO_ROW
    unlinking: ProviderRow = NO_ROW

    @handler(Permission.ACCOUNT_READ, loads=True)
    def load_providers(self, work: Work) -> None:
        """Show the providers, and what became of the last way there."""
        self.end = str(self.router.url.query_parameters.get("link", ""))[:20]
        self._show(work)

    @handler(Permission.ACCOUNT_READ, writes=False)
    def open_provider(self, work: Work, which: str) -> None:
        """Ask for the password to link one, by its key, or whether to unlink one, by its number."""
        self._show(work)
        found = next((one for one in self.providers if which and which in (one.key, one.number)), None)
        if found is None:
            raise NotFound
        if found.number:
            self.unlinking = found
        else:
            self.linking = found

    @handler(Permission.ACCOUNT_READ, writes=False)
    def close_provider(self, work: Work) -> None:
        """Leave it as it is."""
        self.linking = self.unlinking = NO_ROW

    @handler(Permission.ACCOUNT_WRITE)
    def link_provider(self, work: Work, fields: dict[str, Any]) -> Any:
        """Lead the browser to the open provider, once the form's password has been found right."""
        password = str(fields.get("link_password") or "")
        tries.ask_to_link(work.session, work.actor, self.linking.key, password, field="link_password")
        return rx.call_script(f"window.location.assign('/auth/login/by/{self.linking.key}/link')")

    @handler(Permission.ACCOUNT_WRITE)
    def unlink_provider(self, work: Work) -> Any:
        """Unlink the open one."""
        links.unlink(work.session, work.actor, row_id(self.unlinking.number))
        self.end = ""
        self._show(work)
        return toast_done(gettext(self.locale, "Unlinked: your account no longer opens by it"))

    def _show(self, work: Work) -> None:
        found = links.own_links(work.session, work.actor)
        self.providers = [self._row(work, one) for one in found]
        self.linking = self.unlinking = NO_ROW

    def _row(self, work: Work, one: OwnLink) -> ProviderRow:
        note = gettext(self.locale, "not linked")
        if one.linked_at is not None:
            day = dates.full_date(self.locale, clock.local(one.linked_at, work.actor.time_zone).date())
            note = gettext(self.locale, "linked on {day}", day=day)
        if one.used_at is not None:
            used = dates.moment(self.locale, clock.local(one.used_at, work.actor.time_zone))
            note += " · " + gettext(self.locale, "last used on {when}", when=used)
        return ProviderRow(one.key, str(one.id) if one.id else "", one.title, note)


def providers() -> rx.Component:
    """The list; nothing where there is none."""
    state = ProvidersState
    return rx.cond(
        some(state.providers),
        rx.fragment(
            kit.sheet(
                _ended(),
                kit.rows(rx.foreach(state.providers, _row)),
                title=t("Signing in by other services"),
            ),
            _link_dialog(),
            _unlink_dialog(),
        ),
    )


def _ended() -> rx.Component:
    told = [(sign, kit.callout(words, tone=tone)) for sign, (tone, words) in ends().items()]
    return rx.cond(
        ProvidersState.end != "",
        rx.el.div(rx.match(ProvidersState.end, *told, rx.fragment()), class_name="sheet-body"),
    )


def _row(one: ProviderRow) -> rx.Component:
    state = ProvidersState
    link = kit.button(t("Link"), kind="quiet", on_click=state.open_provider(one.key))
    unlink = kit.button(t("Unlink"), kind="quiet", on_click=state.open_provider(one.number))
    return kit.row(one.title, one.note, end=rx.cond(one.number != "", unlink, link), wrap=True)


def _link_dialog() -> rx.Component:
    state = ProvidersState
    form = "link-provider"
    return kit.dialog(
        rx.el.form(
            kit.text_field(
                "link_password",
                t("Your password"),
                kind="password",
                required=True,
                error=SessionState.errors["link_password"],
                auto_complete="current-password",
            ),
            id=form,
            on_submit=state.link_provider,
            class_name="stack",
        ),
        is_open=state.linking.key != "",
        on_close=state.close_provider,
        title=state.linking.title,
        note=t("You sign in there next, and the two are linked. Marks and names are not sent there."),
        foot=[
            kit.button(t("Cancel"), on_click=state.close_provider),
            kit.button(t("Go on"), kind="primary", submit=True, form=form),
        ],
    )


def _unlink_dialog() -> rx.Component:
    state = ProvidersState
    return kit.dialog(
        rx.el.p(t("Your login and password go on working.")),
        is_open=state.unlinking.number != "",
        on_close=state.close_provider,
        title=state.unlinking.title,
        note=state.unlinking.note,
        foot=[
            kit.button(t("Cancel"), on_click=state.close_provider),
            kit.button(t("Unlink"), kind="danger", on_click=state.unlink_provider),
        ],
    )
