"""Parts of the log: what narrows it, its lines, the form of how long it is kept."""

import reflex as rx

from ejournal import limits
from ejournal.pages.openings.state import OpeningsState
from ejournal.services.openings.keeping import LEAST_DAYS, MOST_DAYS
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.openings import OpeningRow
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = OpeningsState
TYPING_MS = 200


def acts() -> rx.Component:
    """How long it is kept."""
    return kit.button(t("How long it is kept"), icon="clock", on_click=State.open_form)


def before() -> rx.Component:
    """What stands in the log, and what does not."""
    return kit.callout(
        t(
            "One line a person, thing and hour: opening a card twice in an hour is one line. What was read "
            "or typed there is not kept. Each adult sees on “My account” who opened their data."
        )
    )


def search() -> rx.Component:
    """Words as they are typed, and the kind."""
    return rx.el.div(
        kit.text_field(
            "opener",
            t("Who opened: name"),
            kind="search",
            max_length=limits.SEARCH,
            auto_complete="off",
            on_change=State.look.debounce(TYPING_MS),
        ),
        kit.select(State.kinds, State.kind, State.choose_kind, t("What")),
        class_name="toolbar toolbar-spaced search-line no-print",
        role="search",
    )


def lines() -> rx.Component:
    """The lines, the latest first, a page at a time."""
    return rx.cond(
        some(State.lines),
        rx.fragment(
            kit.sheet(
                rx.el.div(kit.rows(rx.foreach(State.lines, _line), lead="9rem"), class_name="rows-of-moments")
            ),
            _pages(),
        ),
        kit.empty_state(
            t("No such lines"),
            t("Who opens a card, a class list or a file with personal data is written down here."),
            icon="eye",
        ),
    )


def _line(one: OpeningRow) -> rx.Component:
    title = rx.cond(
        one.href != "", rx.fragment(one.words, ": ", kit.link(one.whose, href=one.href)), one.words
    )
    return kit.row(title, one.by, lead=one.at)


def _pages() -> rx.Component:
    newer = kit.icon_button(
        "chevron-left", t("Later lines"), State.turn(State.later), disabled=State.later == 0
    )
    older = kit.icon_button(
        "chevron-right", t("Earlier lines"), State.turn(State.earlier), disabled=State.earlier == 0
    )
    return rx.cond((State.earlier != 0) | (State.later != 0), kit.toolbar(newer, older, label=t("Pages")))


def keeping() -> rx.Component:
    """The form of how long the lines are kept."""
    return kit.form_dialog(
        kit.text_field(
            "days",
            t("Days"),
            kind="number",
            hint=t("Older lines are thrown away at once and for ever."),
            error=SessionState.errors["days"],
            default_value=State.days,
            min=LEAST_DAYS,
            max=MOST_DAYS,
            required=True,
        ),
        name="keep-openings",
        on_submit=State.keep,
        is_open=State.changing,
        on_close=State.close_form,
        title=t("How long it is kept"),
        fresh=f"keep-{State.form}",
    )
