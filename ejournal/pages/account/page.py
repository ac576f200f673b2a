"""The account page: /account"""

import reflex as rx

from ejournal.pages.account import parts
from ejournal.pages.account.consents import OwnConsentsState, consents
from ejournal.pages.account.factor_parts import factors
from ejournal.pages.account.factor_state import FactorState
from ejournal.pages.account.openings import OwnOpeningsState, openings
from ejournal.pages.account.providers import ProvidersState, providers
from ejournal.pages.account.state import AccountState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page(
    "/account",
    title=tab_title("My account"),
    on_load=[
        AccountState.load,
        OwnConsentsState.load_consents,
        OwnOpeningsState.load_openings,
        ProvidersState.load_providers,
        FactorState.load_factors,
    ],
)
def account() -> rx.Component:
    """One's own account."""
    return shell(
        t("My account"),
        kit.loading(
            AccountState.ready,
            kit.columns(
                kit.stack(parts.person(), consents(), openings(), parts.preferences()),
                kit.stack(factors(), parts.sessions(), providers(), parts.email(), parts.password()),
            ),
            label=t("Loading"),
        ),
        place="account",
    )
