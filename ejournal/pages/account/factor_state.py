"""The events of one's second factors: codes of an application, recovery codes, passkeys."""

from typing import Any

from ejournal.access.actor import actor_of
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.pages.account.factor_rows import FactorsRow, PasskeyRow, factors_row, passkey_row
from ejournal.services.second_factor import own
from ejournal.services.second_factor.passkeys import Site, site_of
from ejournal.ui.components.passkey import make_passkey
from ejournal.ui.components.secret import qr_picture, tell_secret
from ejournal.ui.runtime import identity
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

KEY, PICTURE, ADDRESS, RECOVERY = "factor-key", "factor-picture", "factor-address", "factor-recovery"
"""Names of the secrets that are told once."""
PROOF = "factor_proof"
ASKING = ("codes", "off", "renew", "passkey", "rename", "remove")
"""Dialogs that begin with a question; «key» and «recovery» come after their answers."""


class FactorState(PageState):
    """What confirms one's sign-ins, and the dialog that is open."""

    factors: FactorsRow = FactorsRow()
    passkeys: list[PasskeyRow] = []
    dialog: str = ""
    chosen: PasskeyRow = PasskeyRow("", "", "", "")

    _new_name: str = ""

    @handler(Permission.ACCOUNT_READ, loads=True, writes=False)
    def load_factors(self, work: Work) -> None:
        """Show the second factors."""
        self._show(work)

    @handler(Permission.ACCOUNT_READ, writes=False)
    def ask(self, work: Work, dialog: str, passkey_id: str) -> None:
        """Open a dialog; of a passkey where one is named."""
        self.dialog = dialog if dialog in ASKING else ""
        self.chosen = next((one for one in self.passkeys if one.id == passkey_id), PasskeyRow("", "", "", ""))

    @handler(Permission.ACCOUNT_WRITE)
    def close(self, work: Work) -> list[Any]:
        """Close the dialog; a key told there counts for nothing, and the secrets are forgotten."""
        own.forget_key(work.session, work.actor)
        self.dialog = ""
        return [tell_secret(name, "") for name in (KEY, PICTURE, ADDRESS, RECOVERY)]

    @handler(Permission.ACCOUNT_WRITE)
    def begin_codes(self, work: Work, fields: dict[str, Any]) -> list[Any]:
        """Tell a key for the application, once the form has proved who asks."""
        told = own.begin_codes(work.session, work.actor, _proof(fields))
        self.dialog = "key"
        spaced = " ".join(told.key[at : at + 4] for at in range(0, len(told.key), 4))
        return [
            tell_secret(KEY, spaced),
            tell_secret(PICTURE, qr_picture(told.address)),
            tell_secret(ADDRESS, told.address),
        ]

    @handler(Permission.ACCOUNT_WRITE)
    def confirm_codes(self, work: Work, fields: dict[str, Any]) -> list[Any]:
        """Let the codes count, by one of them."""
        codes = own.confirm_codes(work.session, work.actor, str(fields.get("factor_code") or ""))
        return self._added(work, codes, gettext(self.locale, "Sign-ins are confirmed by codes now"))

    @handler(Permission.ACCOUNT_WRITE)
    def switch_off(self, work: Work, fields: dict[str, Any]) -> Any:
        """Confirm sign-ins by codes no longer."""
        own.switch_codes_off(work.session, work.actor, _proof(fields))
        return self._done(work, gettext(self.locale, "Codes are switched off"))

    @handler(Permission.ACCOUNT_WRITE)
    def renew(self, work: Work, fields: dict[str, Any]) -> list[Any]:
        """Make ten new recovery codes and show them, this once."""
        codes = own.renew_recovery_codes(work.session, work.actor, _proof(fields))
        return self._added(work, codes, gettext(self.locale, "The former recovery codes work no more"))

    @handler(Permission.ACCOUNT_WRITE)
    def begin_passkey(self, work: Work, fields: dict[str, Any]) -> Any:
        """Let the browser make a passkey, once the form has proved who asks."""
        name = str(fields.get("passkey_name") or "").strip()
        if not name:
            raise DomainError("Fill this in", field="passkey_name")
        options = own.begin_passkey(work.session, work.actor, _proof(fields), self._site())
        self._new_name = name
        return make_passkey(options, FactorState.finish_passkey)

    @handler(Permission.ACCOUNT_WRITE)
    def finish_passkey(self, work: Work, answer: str) -> Any:
        """Add the passkey that the browser has made."""
        if not answer:
            raise DomainError(
                "The browser has made no passkey: it was stopped, or this device has one of yours already"
            )
        codes = own.add_passkey(work.session, work.actor, answer, self._new_name, self._site())
        return self._added(work, codes, gettext(self.locale, "The passkey is added"))

    @handler(Permission.ACCOUNT_WRITE)
    def rename(self, work: Work, fields: dict[str, Any]) -> Any:
        """Call the chosen passkey otherwise."""
        name = str(fields.get("passkey_name") or "")
        own.rename_passkey(work.session, work.actor, row_id(self.chosen.id), name)
        return self._done(work, gettext(self.locale, "The passkey has a new name"))

    @handler(Permission.ACCOUNT_WRITE)
    def remove(self, work: Work, fields: dict[str, Any]) -> Any:
        """Remove the chosen passkey."""
        own.remove_passkey(work.session, work.actor, row_id(self.chosen.id), _proof(fields))
        return self._done(work, gettext(self.locale, "The passkey is removed"))

    def _site(self) -> Site:
        """Where this page's passkeys are of: the doors let in no page of another origin."""
        return site_of(str(self.router.headers.origin or ""))

    def _added(self, work: Work, recovery: tuple[str, ...], words: str) -> list[Any]:
        done = self._done(work, words)
        if not recovery:
            return [done]
        self.dialog = "recovery"
        return [tell_secret(RECOVERY, "\n".join(recovery)), done]

    def _done(self, work: Work, words: str) -> Any:
        self.dialog = ""
        actor = actor_of(work.session, self._token)
        if actor is not None:
            work.actor = actor  # what the school asked for may be there now
            identity.show_asked(self, work)
            identity.show_unread(self, work)
        self._show(work)
        return toast_done(words)

    def _show(self, work: Work) -> None:
        found = own.own_factors(work.session, work.actor)
        self.factors = factors_row(work.actor, found)
        self.passkeys = [passkey_row(work.actor, one) for one in found.passkeys]


def _proof(fields: dict[str, Any]) -> str:
    return str(fields.get(PROOF) or "")
