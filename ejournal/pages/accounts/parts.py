"""Parts of the page of accounts: search, the list, a person's card, the new password."""

import reflex as rx

from ejournal import limits
from ejournal.pages.accounts.rows import PersonRow, SignInRow
from ejournal.pages.accounts.state import TOLD_AS, AccountsState
from ejournal.ui import kit
from ejournal.ui.components.secret import secret_text
from ejournal.ui.kit.forms import post_form
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = AccountsState


def search() -> rx.Component:
    """Words of a name or a login, the role, and how the account is used."""
    return rx.el.form(
        kit.text_field(
            "words",
            t("Name or login"),
            kind="search",
            default_value=State.words,
            key=State.words,
            max_length=limits.SEARCH,
            auto_complete="off",
        ),
        kit.button(t("Find"), icon="search", submit=True),
        kit.select(State.roles, State.role, State.choose_role, t("Role")),
        kit.select(State.uses, State.use, State.choose_use, t("Account")),
        on_submit=State.find,
        class_name="toolbar toolbar-spaced accounts-search",
        role="search",
    )


def people() -> rx.Component:
    """Those found, a page at a time."""
    return rx.cond(
        some(State.people),
        rx.fragment(kit.sheet(kit.rows(rx.foreach(State.people, person))), pages()),
        kit.empty_state(
            t("Nobody is found"), t("Try a part of the surname, the first name or the login."), icon="users"
        ),
    )


def person(one: PersonRow) -> rx.Component:
    """A person; the whole line opens the card."""
    end = rx.cond(one.blocked, kit.badge(t("blocked"), "red"), rx.el.span(one.seen, class_name="soft small"))
    return kit.row(one.name, one.note, end=end, on_click=State.open_card(one.id))


def pages() -> rx.Component:
    """To the neighbouring pages of the list."""
    return rx.cond(
        State.pages != "",
        kit.toolbar(
            rx.cond(State.earlier != "", kit.icon_link("chevron-left", t("Previous page"), State.earlier)),
            rx.el.span(State.pages, class_name="soft"),
            rx.cond(State.later != "", kit.icon_link("chevron-right", t("Next page"), State.later)),
            label=t("Pages"),
        ),
    )


def card() -> rx.Component:
    """Who it is, how they sign in, what can be done."""
    return kit.dialog(
        rx.cond(
            State.told,
            told(),
            rx.match(
                State.asks,
                ("password", rx.cond(State.card.of_another_school, parting_question(), question())),
                ("factor", lost_phone()),
                ("look", reason()),
                rx.fragment(facts(), sign_ins(), deeds()),
            ),
        ),
        is_open=State.card.id != "",
        on_close=State.close_card,
        title=State.card.name,
        note=State.card.roles,
        keep_on_veil=True,
    )


def facts() -> rx.Component:
    """Login, e-mail, when last here."""
    return kit.rows(
        rx.cond(State.card.has_account, kit.row(State.card.login, lead=t("Login"))),
        rx.cond(State.card.email != "", kit.row(State.card.email, lead=t("E-mail"))),
        rx.cond(State.card.shared != "", kit.row(State.card.shared, lead=kit.icon("school", 18))),
        kit.row(
            State.card.seen,
            lead=t("Last seen"),
            end=rx.cond(State.card.blocked, kit.badge(t("blocked"), "red")),
        ),
        rx.cond(
            State.card.has_factor,
            kit.row(
                kit.badge(t("on"), "green", icon="shield-check"),
                lead=t("Confirming"),
                end=rx.cond(
                    State.card.is_self,
                    rx.fragment(),
                    kit.button(t("The phone is lost"), kind="quiet", on_click=State.ask_factor),
                ),
            ),
        ),
        rx.cond(
            State.card.password_changed != "", kit.row(State.card.password_changed, lead=t("Password set"))
        ),
        lead="7.5rem",
    )


def sign_ins() -> rx.Component:
    """The browsers in which the person is signed in."""
    return rx.cond(
        some(State.sign_ins),
        rx.el.section(
            rx.el.h3(t("Signed in"), class_name="day-heading"), kit.rows(rx.foreach(State.sign_ins, sign_in))
        ),
    )


def sign_in(one: SignInRow) -> rx.Component:
    """A browser."""
    return kit.row(one.device, one.note)


def deeds() -> rx.Component:
    """What the administrator can do; nothing to the own account."""
    own = kit.callout(
        t("This is your own account. Its password is changed on your own page."),
        action=kit.link_button(t("My account"), "/account"),
    )
    blocking = rx.cond(
        State.card.blocked,
        kit.button(t("Unblock"), on_click=State.unblock, icon="lock-open"),
        kit.button(t("Block"), on_click=State.block, icon="lock"),
    )
    buttons = rx.el.div(
        rx.cond(
            some(State.sign_ins),
            kit.button(t("Sign out everywhere"), on_click=State.sign_out, icon="log-out"),
        ),
        rx.cond(State.card.may_look, kit.button(t("Look as"), on_click=State.ask_reason, icon="eye")),
        blocking,
        kit.button(t("Give a new password"), kind="primary", on_click=State.ask_password, icon="key-round"),
        class_name="dialog-foot",
    )
    no_account = kit.callout(t("This person has no account and cannot sign in."), tone="amber")
    parting = rx.el.div(
        rx.cond(State.card.may_look, kit.button(t("Look as"), on_click=State.ask_reason, icon="eye")),
        kit.button(t("Part from this school…"), on_click=State.ask_parting, icon="unlink"),
        class_name="dialog-foot",
    )
    return rx.cond(
        State.card.is_self,
        own,
        rx.cond(State.card.of_another_school, parting, rx.cond(State.card.has_account, buttons, no_account)),
    )


def parting_question() -> rx.Component:
    """Asks before the account of another school opens this one no more."""
    return rx.fragment(
        rx.el.p(
            t(
                "The children of this school will be in that sign-in no more; the account and the other "
                "school stay as they are. A new slip opens an account, or joins them again."
            )
        ),
        rx.el.div(
            kit.button(t("Cancel"), on_click=State.keep_password),
            kit.button(t("Part from this school"), kind="danger", on_click=State.part),
            class_name="dialog-foot",
        ),
    )


def question() -> rx.Component:
    """Asks before the present password stops working."""
    return rx.fragment(
        rx.el.p(t("The present password will work no more, and all devices will be signed out.")),
        rx.cond(
            State.card.shared != "",
            rx.el.p(
                t(
                    "Who hands a password over could use it: the account will open this school only. "
                    "A slip of the other school joins them again."
                ),
                class_name="soft",
            ),
        ),
        rx.el.div(
            kit.button(t("Cancel"), on_click=State.keep_password),
            kit.button(t("Give a new password"), kind="danger", on_click=State.give_password),
            class_name="dialog-foot",
        ),
    )


def lost_phone() -> rx.Component:
    """Asks before the password alone opens the account."""
    return rx.fragment(
        rx.el.p(
            t(
                "Codes, passkeys and recovery codes of this account will work no more: the password "
                "alone opens it, until the person sets them up anew. Make sure that it is they who ask."
            )
        ),
        rx.el.div(
            kit.button(t("Cancel"), on_click=State.keep_factor),
            kit.button(t("Take the confirmation off"), kind="danger", on_click=State.take_factor),
            class_name="dialog-foot",
        ),
    )


def reason() -> rx.Component:
    """Asks why, and says what looking as somebody is; the browser's own form, for it changes the sign-in."""
    return post_form(
        rx.el.input(type="hidden", name="person_id", value=State.card.id, read_only=True),
        rx.el.p(
            t(
                "You see for half an hour what this person sees, and can change nothing. The person is told, "
                "with your name and the reason."
            )
        ),
        kit.text_field("reason", t("Why you look"), required=True, limit=limits.REASON, auto_complete="off"),
        rx.el.div(
            kit.button(t("Cancel"), on_click=State.look_no_more),
            kit.button(t("Look as this person"), kind="primary", submit=True),
            class_name="dialog-foot",
        ),
        action="/auth/as/begin",
        class_name="stack",
    )


def told() -> rx.Component:
    """The new password, shown this once."""
    return rx.fragment(
        kit.rows(
            kit.row(State.card.login, lead=t("Login")),
            kit.row(secret_text(TOLD_AS), lead=t("Password")),
            lead="7.5rem",
        ),
        kit.callout(
            t(
                "Hand it over now: it is shown only once. The person can change it on the page "
                "of their account."
            ),
            tone="amber",
        ),
        rx.el.div(kit.button(t("Done"), kind="primary", on_click=State.close_card), class_name="dialog-foot"),
    )
