"""The page of people: /people?q=…&role=…&class=…&state=…&page=…, and a card: /people?person=…"""

import reflex as rx

from ejournal.pages.people.card_openings import CardOpeningsState
from ejournal.pages.people.card_state import PersonState
from ejournal.pages.people.merged_state import MergedState
from ejournal.pages.people.parts import card, dialogs, listing
from ejournal.pages.people.state import PeopleState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page(
    "/people",
    title=tab_title("People"),
    on_load=[PeopleState.load, PersonState.load, CardOpeningsState.load_openings, MergedState.load],
)
def people() -> rx.Component:
    """The people of the school, or the card of one."""
    return shell(
        rx.cond(PersonState.shown, PersonState.card.name, t("People")),
        rx.cond(
            PersonState.shown,
            kit.loading(PersonState.card.id != "", card.card(), dialogs.all_of_card(), label=t("Loading")),
            kit.loading(
                PeopleState.ready, listing.search(), listing.people(), listing.adding(), label=t("Loading")
            ),
        ),
        place="people",
        subtitle=rx.cond(PersonState.shown, PersonState.card.line, PeopleState.found),
        actions=[rx.cond(PersonState.shown, card.acts(), listing.acts())],
        back=rx.cond(PersonState.shown, kit.back_link(t("People"), "/people")),
    )
