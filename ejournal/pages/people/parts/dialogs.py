"""The forms over a card: change, transfer, leave, take back, guardians, roles, account."""

import reflex as rx

from ejournal import limits
from ejournal.pages.people.card_state import TOLD_AS, PersonState
from ejournal.pages.people.parts import fields
from ejournal.ui import kit
from ejournal.ui.components.secret import secret_text
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = PersonState


def all_of_card() -> rx.Component:
    """Every form that a card opens."""
    return rx.fragment(
        change(), transfer(), enter(), leave(), guardian_add(), guardian_change(), guardian_end(),
        role_give(), role_end(), account(),
    )  # fmt: skip


def _form(
    kind: str, title: kit.Words, *inside: rx.Component, save: kit.Words, note: kit.Part | None = None
) -> rx.Component:
    return kit.form_dialog(
        *inside,
        name=kind,
        on_submit=State.save,
        is_open=State.editing == kind,
        on_close=State.close_form,
        title=title,
        note=State.card.name if note is None else note,
        fresh=f"{kind}-{State.form_key}",
        save=save,
    )


def change() -> rx.Component:
    """Names, birth date and contacts."""
    one = State.card
    said = {
        name: getattr(one, name)
        for name in ("last_name", "first_name", "middle_name", "birth_date", "gender", "phone", "email")
    }
    hidden = rx.el.p(t("Phone and e-mail are hidden from you and stay as they are."), class_name="soft")
    return _form(
        "change",
        t("Change"),
        *fields.names(said),
        fields.born(said),
        rx.cond(one.contacts_hidden, hidden, fields.contacts(said)),
        save=t("Save"),
    )


def _class_field() -> rx.Component:
    return kit.select_field(
        "class_id",
        t("To the class"),
        State.class_choices,
        error=SessionState.errors["class_id"],
        on_change=State.choose_class,
        default_value="",
    )


def transfer() -> rx.Component:
    """To another class from a day on, with what follows."""
    follows = rx.cond(
        some(State.outlook),
        kit.callout(
            rx.el.ul(rx.foreach(State.outlook, rx.el.li), class_name="plain-list"),
            title=t("What follows"),
        ),
    )
    cannot = rx.cond(State.outlook_error != "", kit.callout(State.outlook_error, tone="amber"))
    return _form(
        "transfer",
        t("Transfer to another class"),
        rx.el.div(
            _class_field(),
            fields.day(State.day, t("First day there"), on_change=State.choose_day),
            class_name="field-pair",
        ),
        fields.groups(State.groups),
        cannot,
        follows,
        save=t("Transfer"),
    )


def enter() -> rx.Component:
    """Back into a class after leaving."""
    return _form(
        "enter",
        t("Take back into a class"),
        rx.el.div(_class_field(), fields.day(State.day, t("First day there")), class_name="field-pair"),
        fields.groups(State.groups),
        save=t("Take back"),
    )


def leave() -> rx.Component:
    """Away from the school."""
    return _form(
        "leave",
        t("Leaves the school"),
        fields.day(State.day, t("Last day at school")),
        fields.field(
            "reason",
            t("Reason"),
            hint=t("Such as a move to another city, order No. 87"),
            limit=limits.LEAVING_REASON,
            required=True,
        ),
        rx.el.p(
            t("The row in the journal is closed on that day; marks and the diary stay. It can be undone."),
            class_name="soft",
        ),
        save=t("Write down the leaving"),
    )


def guardian_add() -> rx.Component:
    """A new guardian, or somebody whom the school knows."""
    return _form(
        "guardian-add",
        t("Add a guardian"),
        *fields.names(),
        fields.contacts(),
        *fields.guardian_terms(),
        kit.field_error("guardian", SessionState.errors["guardian"]),
        fields.which(State.alike),
        save=t("Add"),
    )


def guardian_change() -> rx.Component:
    """What a guardian may see."""
    one = State.relative
    said = {"relation": one.relation, "rights": one.rights, "ends": one.ends}
    return _form(
        "guardian-change",
        t("What the guardian may see"),
        *fields.guardian_terms(said, one.contacts_hidden),
        rx.el.p(t("It holds at once: diary, notices, calendar links."), class_name="soft"),
        save=t("Save"),
        note=one.name,
    )


def guardian_end() -> rx.Component:
    """No longer a guardian."""
    return _form(
        "guardian-end",
        t("No longer a guardian"),
        fields.day(State.day, t("Last day")),
        save=t("End"),
        note=State.relative.name,
    )


def role_give() -> rx.Component:
    """A role from a day on."""
    return _form(
        "role-give",
        t("Give a role"),
        kit.select_field(
            "role",
            t("Role"),
            State.role_choices,
            error=SessionState.errors["role"],
            none=t("Choose the role"),
        ),
        kit.select_field(
            "class_id",
            t("Class of the class teacher"),
            State.class_choices,
            error=SessionState.errors["class_id"],
            default_value="",
        ),
        fields.day(State.day, t("From")),
        save=t("Give"),
    )


def role_end() -> rx.Component:
    """A role ends."""
    return _form(
        "role-end",
        t("End the role"),
        fields.day(State.day, t("Last day"), "ends"),
        save=t("End"),
        note=State.role.title,
    )


def account() -> rx.Component:
    """A login is proposed; the first password is told once."""
    form = rx.el.form(
        fields.field("login", t("Login"), default_value=State.login, limit=limits.LOGIN, required=True),
        id="account-form",
        key=State.form_key,
        on_submit=State.make_account,
        class_name="stack",
    )
    buttons = rx.el.div(
        kit.button(t("Cancel"), on_click=State.close_account),
        kit.button(t("Make an account"), kind="primary", submit=True, form="account-form"),
        class_name="dialog-foot",
    )
    told = rx.fragment(
        kit.rows(
            kit.row(State.login, lead=t("Login")),
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
        rx.el.div(
            kit.button(t("Done"), kind="primary", on_click=State.close_account), class_name="dialog-foot"
        ),
    )
    return kit.dialog(
        rx.cond(State.told, told, rx.fragment(form, buttons)),
        is_open=State.editing == "account",
        on_close=State.close_account,
        title=t("Make an account"),
        note=State.card.name,
        keep_on_veil=True,
    )
