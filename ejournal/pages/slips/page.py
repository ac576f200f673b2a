"""The page of registration slips: /slips"""

import reflex as rx

from ejournal.pages.slips import parts
from ejournal.pages.slips.state import SlipsState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/slips", title=tab_title("Registration slips"), on_load=SlipsState.load)
def slips() -> rx.Component:
    """Who has no account yet, and slips for them."""
    return shell(
        t("Registration slips"),
        kit.loading(
            SlipsState.ready,
            kit.stack(
                parts.before(),
                kit.columns(
                    parts.listed(t("Parents"), SlipsState.guardians),
                    kit.stack(
                        parts.listed(t("Pupils"), SlipsState.pupils),
                        parts.listed(t("Staff"), SlipsState.staff),
                    ),
                ),
                parts.nothing(),
            ),
            label=t("Loading"),
        ),
        place="accounts",
        back=rx.cond(
            SlipsState.of_school,
            kit.back_link(t("Accounts"), "/accounts"),
            kit.back_link(t("My class"), "/class"),
        ),
        actions=[kit.link_button(t("Who has not come yet"), "/newcomers", icon="user-check")],
    )
