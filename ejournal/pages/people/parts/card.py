"""A person's card: who answers for the child, classes and groups, roles, account, history."""

import reflex as rx

from ejournal.pages.people.card_openings import CardOpeningsState
from ejournal.pages.people.card_rows import EntryRow, PlaceRow, RelativeRow, RoleRow
from ejournal.pages.people.card_state import PersonState
from ejournal.pages.people.merged_state import MergedRow, MergedState
from ejournal.ui import kit
from ejournal.ui.words.openings import OpeningRow
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = PersonState


def acts() -> rx.Component:
    """What can be done with the person; the main act last."""
    card = State.card
    moves = rx.cond(
        card.sits,
        rx.fragment(
            kit.button(t("Leaves…"), icon="log-out", on_click=State.open_form("leave", "")),
            kit.button(t("Transfer"), icon="arrow-left-right", on_click=State.open_form("transfer", "")),
        ),
        rx.cond(
            card.is_pupil,
            kit.button(t("Take back"), icon="undo-2", on_click=State.open_form("enter", "")),
        ),
    )
    other = kit.link_button(t("Make one with…"), "/people/merge?first=" + card.id, icon="merge")
    change = kit.button(t("Change"), kind="primary", icon="pencil", on_click=State.open_form("change", ""))
    rarer = kit.folded("card", other, moves)
    return rx.cond(State.can_manage & (card.id != ""), rx.fragment(rarer, change))


def card() -> rx.Component:
    """The whole card: people and places to the left, account and history to the right."""
    return rx.fragment(
        rx.cond(
            State.undo != "",
            rx.el.div(
                kit.button(State.undo, icon="undo-2", on_click=State.undo_move),
                class_name="toolbar toolbar-spaced no-print",
            ),
        ),
        merged(),
        rx.el.div(
            kit.stack(guardians(), children(), classes(), contacts(), roles()),
            kit.stack(account(), history(), openings()),
            class_name="columns columns-wide",
        ),
    )


def merged() -> rx.Component:
    """The cards that were made one with this one, and the way back."""
    return rx.cond(
        some(MergedState.merged),
        rx.el.div(kit.stack(rx.foreach(MergedState.merged, _merged), tight=True), class_name="people-merged"),
    )


def _merged(one: MergedRow) -> rx.Component:
    undo = kit.button(t("Undo the merge"), icon="undo-2", on_click=MergedState.undo_merge(one.id))
    may = rx.cond(MergedState.can_undo, undo)
    return kit.callout(
        one.words, action=rx.cond(one.refusal != "", rx.el.span(one.refusal, class_name="soft small"), may)
    )


def contacts() -> rx.Component:
    """Phone and e-mail."""
    one = State.card
    hidden = kit.sheet_body(
        rx.el.p(
            kit.icon("eye-off", 18),
            " ",
            t("Hidden from you as the other guardian."),
            class_name="people-limit",
        )
    )
    shown = rx.cond(
        (one.phone != "") | (one.email != ""),
        kit.rows(
            rx.cond(
                one.phone != "", kit.row(rx.el.a(one.phone, href="tel:" + one.phone_link), lead=t("Phone"))
            ),
            rx.cond(
                one.email != "", kit.row(rx.el.a(one.email, href="mailto:" + one.email), lead=t("E-mail"))
            ),
            lead="6rem",
        ),
        kit.sheet_body(rx.el.p(t("No phone and no e-mail yet."), class_name="soft")),
    )
    return kit.sheet(rx.cond(one.contacts_hidden, hidden, shown), title=t("Contacts"))


def guardians() -> rx.Component:
    """Who answers for the child, and what each may see."""
    nobody = kit.sheet_body(
        rx.el.p(
            t("No guardians: the school has nobody to tell of marks and absences."), class_name="people-limit"
        )
    )
    add = rx.cond(
        State.can_manage,
        kit.button(t("Add"), kind="quiet", icon="plus", on_click=State.open_form("guardian-add", "")),
    )
    found = rx.cond(some(State.guardians), kit.rows(rx.foreach(State.guardians, guardian)), nobody)
    return rx.cond(State.card.is_pupil, kit.sheet(found, title=t("Guardians"), aside=add))


def guardian(one: RelativeRow) -> rx.Component:
    """A guardian with the rights in words; a court's limit in amber."""
    acts = rx.cond(
        State.can_manage & ~one.over,
        rx.el.div(
            kit.icon_button("pencil", t("Change rights"), State.open_form("guardian-change", one.id)),
            kit.icon_button("user-x", t("End"), State.open_form("guardian-end", one.id)),
            class_name="people-buttons no-print",
        ),
    )
    return _relative(one, sees(one), acts)


def sees(one: RelativeRow) -> rx.Component:
    """What the guardian may see, in words with an icon."""
    free = rx.el.span(kit.icon("eye", 18), one.sees)
    limited = rx.el.span(kit.icon("eye-off", 18), one.sees, class_name="people-limit")
    return rx.el.div(
        rx.cond(one.limited, limited, free),
        rx.cond(one.hides != "", rx.el.span(kit.icon("phone-off", 18), one.hides, class_name="people-limit")),
        rx.cond(one.span != "", rx.el.span(kit.icon("clock", 18), one.span)),
        class_name="people-sees",
    )


def _relative(one: RelativeRow, middle: rx.Component, end: rx.Component) -> rx.Component:
    name = rx.el.span(
        kit.link(one.name, href=one.href),
        " ",
        rx.el.span(one.relation, class_name="soft"),
    )
    return rx.el.div(
        rx.el.div(
            rx.el.div(name, class_name="row-title"),
            rx.el.div(one.note, class_name="row-note"),
            class_name="row-main",
        ),
        middle,
        end,
        class_name=rx.cond(one.over, "row people-relative people-over", "row people-relative"),
        role="listitem",
    )


def children() -> rx.Component:
    """The children whom the person stands for."""
    return rx.cond(
        some(State.children),
        kit.sheet(
            kit.rows(rx.foreach(State.children, lambda one: _relative(one, sees(one), rx.fragment()))),
            title=t("Children"),
        ),
    )


def classes() -> rx.Component:
    """Classes and groups with their days; those that are over stay, grey."""
    return rx.cond(
        some(State.in_classes),
        kit.sheet(
            rx.el.div(
                kit.table(
                    [t("Where"), t("Who leads"), t("From"), t("To")],
                    rx.foreach(State.in_classes, place),
                    label=t("Class and groups"),
                ),
                class_name="people-places",
            ),
            title=t("Class and groups"),
        ),
    )


def place(one: PlaceRow) -> rx.Component:
    """A class or a group."""
    title = rx.fragment(one.title, rx.cond(one.reason != "", rx.el.div(one.reason, class_name="row-note")))
    return kit.table_row(
        title,
        one.leader,
        rx.el.td(one.starts, class_name="nowrap"),
        rx.el.td(one.ends, class_name="nowrap"),
        class_name=rx.cond(one.over, "people-over", ""),
    )


def roles() -> rx.Component:
    """What the person is to the school."""
    add = rx.cond(
        State.can_manage & ~State.card.is_pupil,
        kit.button(t("Give a role"), kind="quiet", icon="plus", on_click=State.open_form("role-give", "")),
    )
    none = kit.sheet_body(rx.el.p(t("No roles yet."), class_name="soft"))
    return kit.sheet(
        rx.cond(some(State.roles), kit.rows(rx.foreach(State.roles, role)), none),
        title=t("Roles"),
        aside=add,
    )


def role(one: RoleRow) -> rx.Component:
    """A role with its days."""
    end = rx.cond(
        State.can_manage & one.can_end,
        kit.button(t("End"), kind="quiet", on_click=State.open_form("role-end", one.id)),
    )
    return rx.el.div(kit.row(one.title, one.span, end=end), class_name=rx.cond(one.over, "people-over", ""))


def account() -> rx.Component:
    """How the person signs in."""
    one = State.card
    known = kit.rows(
        rx.cond(one.login != "", kit.row(one.login, lead=t("Login"))),
        rx.cond(one.shared != "", kit.row(one.shared, lead=kit.icon("school", 18))),
        rx.cond(one.seen != "", kit.row(one.seen, lead=t("Last seen"))),
        lead="7.5rem",
    )
    manage = rx.cond(
        State.can_account,
        rx.el.div(
            rx.cond(
                one.has_account,
                rx.cond(
                    one.of_another_school,
                    kit.link_button(t("Shared sign-in"), "/accounts?q=" + one.last_name, icon="key-round"),
                    kit.link_button(t("Passwords and devices"), "/accounts?q=" + one.login, icon="key-round"),
                ),
                kit.button(t("Make an account"), icon="key-round", on_click=State.open_account),
            ),
            class_name="sheet-foot no-print",
        ),
    )
    nothing = kit.sheet_body(rx.el.p(t("Cannot sign in yet."), class_name="soft"))
    return kit.sheet(
        rx.cond(one.has_account, known, nothing),
        manage,
        title=t("Account"),
        aside=kit.badge(one.account_state, one.account_tone),
    )


def history() -> rx.Component:
    """What was done to the person, the latest first."""
    return kit.sheet(
        rx.cond(
            some(State.history),
            rx.el.div(kit.rows(rx.foreach(State.history, entry), lead="6.5rem"), class_name="people-history"),
            kit.sheet_body(rx.el.p(t("Nothing was changed by hand yet."), class_name="soft")),
        ),
        title=t("History"),
    )


def openings() -> rx.Component:
    """Who opened the card, or lists and files that the person is in."""
    state = CardOpeningsState
    found = rx.el.div(
        kit.rows(rx.foreach(state.lines, opening), lead="8.5rem"), class_name="people-history rows-of-moments"
    )
    nobody = kit.sheet_body(rx.el.p(t("Nobody has opened it lately."), class_name="soft"))
    return rx.cond(
        state.shown,
        kit.sheet(
            rx.cond(some(state.lines), found, nobody),
            title=t("Who opened"),
            aside=kit.link(t("Whole log"), href="/people/openings"),
        ),
    )


def opening(one: OpeningRow) -> rx.Component:
    """When, what, by whom."""
    return kit.row(one.words, one.by, lead=one.at)


def entry(one: EntryRow) -> rx.Component:
    """When, what, by whom."""
    return kit.row(one.words, one.by, lead=one.day)
