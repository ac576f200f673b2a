"""The page of accounts: /accounts?q=…&role=…&page=…"""

import reflex as rx

from ejournal.pages.accounts import parts
from ejournal.pages.accounts.state import AccountsState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/accounts", title=tab_title("Accounts"), on_load=AccountsState.load)
def accounts() -> rx.Component:
    """The people of the school and how they sign in."""
    return shell(
        t("Accounts"),
        kit.loading(AccountsState.ready, parts.search(), parts.people(), parts.card(), label=t("Loading")),
        place="accounts",
        subtitle=AccountsState.found,
        actions=[
            kit.link_button(t("Delivery of notices"), "/delivery", icon="send"),
            kit.link_button(t("Registration slips"), "/slips", icon="printer"),
        ],
        narrow=True,
    )
