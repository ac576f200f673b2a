"""Parts of the account page: who one is, the sign-ins, the password, language and paper."""

import reflex as rx

from ejournal import limits
from ejournal.pages.account.rows import PlaceRow, SessionRow
from ejournal.pages.account.state import AccountState
from ejournal.ui import kit
from ejournal.ui.frame.switches import language_switch, paper_switch
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import localized, t


def person() -> rx.Component:
    """Name, role, school, and what one signs in by."""
    return kit.sheet(
        kit.rows(
            kit.row(SessionState.person_name, SessionState.role_line, lead=t("Full name")),
            kit.row(SessionState.school_name, lead=t("School")),
            kit.row(AccountState.login, lead=t("Login")),
            rx.cond(
                AccountState.email,
                kit.row(AccountState.email, lead=t("E-mail"), end=_confirmed(), wrap=True),
            ),
            rx.foreach(AccountState.further, _place),
            lead="4.5rem",
        ),
        kit.sheet_body(
            rx.el.a(
                kit.icon("plus", 18),
                t("Add a school by its code"),
                href="/register",
                reload_document=True,
                class_name="button button-secondary",
            )
        ),
        title=t("Who I am"),
    )


def _place(one: PlaceRow) -> rx.Component:
    """Another school of the sign-in: given up in two presses."""
    asking = kit.row(
        one.school,
        t("Its children will be here no more. A new code adds it again."),
        lead=t("Added school"),
        end=rx.el.div(
            kit.button(t("Cancel"), kind="quiet", on_click=AccountState.keep_place),
            kit.button(t("Give up"), kind="danger", on_click=AccountState.leave_place(one.id)),
            class_name="schools-acts",
        ),
        wrap=True,
    )
    give_up = kit.button(t("Give up…"), kind="quiet", on_click=AccountState.ask_leaving(one.id))
    return rx.cond(one.asking, asking, kit.row(one.school, lead=t("Added school"), end=give_up))


def preferences() -> rx.Component:
    """Language and paper, kept with the account."""
    return kit.sheet(
        kit.rows(
            kit.row(t("Language"), end=language_switch()),
            kit.row(t("Colours"), end=paper_switch()),
            kit.row(t("What comes and where to"), t("Notices by mail"), href="/notices/choices"),
        ),
        title=t("Language and colours"),
    )


def sessions() -> rx.Component:
    """The browsers in which one is signed in, this one first."""
    others = kit.button(t("Sign out everywhere else"), kind="quiet", on_click=AccountState.end_others)
    return kit.sheet(
        kit.rows(rx.foreach(AccountState.sessions, _session)),
        title=t("Where I am signed in"),
        aside=rx.cond(AccountState.has_others, others),
    )


def _session(one: SessionRow) -> rx.Component:
    end = kit.button(t("Sign out"), kind="quiet", on_click=AccountState.end_session(one.id))
    return kit.row(
        rx.cond(one.device, one.device, t("Unknown browser")),
        rx.fragment(
            localized(one.note_ru, one.note_en),
            rx.cond(one.is_new, rx.fragment(" ", kit.badge(t("first time from here"), "amber"))),
            rx.cond(
                one.looks,
                rx.fragment(" ", kit.badge(t("An administrator looks with your eyes, read only"), "red")),
            ),
        ),
        end=rx.cond(one.is_current, kit.badge(t("this device"), "accent"), end),
    )


def _confirmed() -> rx.Component:
    return rx.cond(
        AccountState.email_confirmed,
        kit.badge(t("is confirmed"), "green"),
        rx.cond(AccountState.mail_sent, kit.badge(t("not confirmed"), "amber")),
    )


def email() -> rx.Component:
    """The form for an e-mail of one's own; nothing where no mail is sent."""
    return rx.cond(
        AccountState.mail_sent,
        kit.sheet(
            rx.el.div(
                rx.cond(AccountState.named_email, _named_email()),
                rx.cond(
                    AccountState.unconfirmed != "",
                    kit.callout(
                        AccountState.unconfirmed,
                        action=kit.button(t("Send the letter"), on_click=AccountState.confirm_present_email),
                        tone="amber",
                    ),
                ),
                rx.el.form(
                    kit.text_field(
                        "new_email",
                        t("Your e-mail"),
                        kind="email",
                        required=True,
                        limit=limits.EMAIL,
                        error=SessionState.errors["new_email"],
                        auto_complete="email",
                    ),
                    _password("email_password", t("Your password"), "current-password"),
                    rx.el.div(kit.button(t("Send the letter"), submit=True)),
                    key=f"email-{AccountState.email_form}",
                    on_submit=AccountState.name_email,
                    class_name="stack",
                ),
                rx.el.p(
                    t("A forgotten password is set anew by a letter to a confirmed e-mail."),
                    class_name="soft small",
                ),
                class_name="sheet-body stack",
            ),
            title=t("E-mail"),
        ),
    )


def _named_email() -> rx.Component:
    return kit.rows(
        kit.row(
            AccountState.named_email,
            AccountState.named_note,
            end=kit.button(t("Never mind"), kind="quiet", on_click=AccountState.forget_named_email),
            wrap=True,
        )
    )


def password() -> rx.Component:
    """The form for a new password; what is wrong stands by its field."""
    return kit.sheet(
        rx.el.form(
            _account_of_the_password(),
            _password("old_password", t("Present password"), "current-password"),
            _password("new_password", t("New password"), "new-password", hint=t("At least 8 characters")),
            _password("again", t("New password once more"), "new-password"),
            rx.el.div(kit.button(t("Change the password"), kind="primary", submit=True)),
            rx.el.p(t("Other devices will be signed out."), class_name="soft small"),
            key=f"password-{AccountState.form}",
            on_submit=AccountState.change_password,
            class_name="sheet-body stack",
        ),
        title=t("Password"),
    )


def _account_of_the_password() -> rx.Component:
    """Tells the browser's keeper of passwords whose password this is; people do not see it."""
    return rx.el.input(
        name="username",
        auto_complete="username",
        value=AccountState.login,
        read_only=True,
        tab_index=-1,
        aria_hidden=True,
        class_name="sr-only",
    )


def _password(name: str, label: kit.Words, fills: str, hint: kit.Words | None = None) -> rx.Component:
    return kit.text_field(
        name,
        label,
        kind="password",
        required=True,
        hint=hint,
        error=SessionState.errors[name],
        auto_complete=fills,
    )
