"""The second factors on the account page: what there is, and the dialogs in which it changes."""

import reflex as rx

from ejournal import limits
from ejournal.pages.account.factor_rows import PasskeyRow
from ejournal.pages.account.factor_state import ADDRESS, KEY, PICTURE, PROOF, RECOVERY, FactorState
from ejournal.ui import kit
from ejournal.ui.components.passkey import if_passkeys
from ejournal.ui.components.secret import secret_lines, secret_picture, secret_text
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import localized, t

State = FactorState


def factors() -> rx.Component:
    """The sheet of all that confirms a sign-in besides the password."""
    return kit.sheet(
        kit.sheet_body(
            rx.el.p(
                t("A stolen password alone opens nothing then: a code of the phone, or a passkey, is asked."),
                class_name="soft",
            )
        ),
        kit.rows(_codes(), rx.cond(State.factors.has_any, _recovery()), rx.foreach(State.passkeys, _passkey)),
        kit.sheet_body(
            if_passkeys(
                rx.el.div(
                    kit.button(t("Add a passkey"), icon="fingerprint", on_click=State.ask("passkey", "")),
                    rx.el.p(
                        t("You sign in by your finger, face or PIN then, without a login and a password."),
                        class_name="soft small",
                    ),
                    class_name="stack stack-tight",
                )
            ),
            if_passkeys(
                rx.el.p(
                    t("This browser, or this address without https, has no passkeys: codes work everywhere."),
                    class_name="soft small",
                ),
                no=True,
            ),
        ),
        _dialog(),
        title=t("Confirming the sign-in"),
        aside=rx.cond(
            State.factors.has_any,
            kit.badge(t("on"), "green", icon="shield-check"),
            rx.cond(State.factors.asked, kit.badge(t("the school asks for it"), "amber")),
        ),
    )


def _codes() -> rx.Component:
    end = rx.cond(
        State.factors.has_codes,
        rx.fragment(
            kit.button(t("Another phone"), kind="quiet", on_click=State.ask("codes", "")),
            kit.button(t("Switch off"), kind="quiet", on_click=State.ask("off", "")),
        ),
        kit.button(t("Set up"), kind="primary", on_click=State.ask("codes", "")),
    )
    return kit.row(
        t("Codes of an application"),
        localized(State.factors.codes_ru, State.factors.codes_en),
        end=end,
        wrap=True,
    )


def _recovery() -> rx.Component:
    left = localized(State.factors.left_ru, State.factors.left_en)
    return kit.row(
        t("Recovery codes"),
        rx.cond(State.factors.few_left, kit.badge(left, "amber"), left),
        end=kit.button(t("Make new ones"), kind="quiet", on_click=State.ask("renew", "")),
        wrap=True,
    )


def _passkey(one: PasskeyRow) -> rx.Component:
    return kit.row(
        rx.fragment(t("Passkey"), " · ", one.name),
        localized(one.note_ru, one.note_en),
        end=rx.fragment(
            kit.icon_button("pencil", t("Rename"), State.ask("rename", one.id)),
            kit.icon_button("trash-2", t("Remove"), State.ask("remove", one.id)),
        ),
    )


def _dialog() -> rx.Component:
    """One dialog; what it asks is what was pressed."""
    return kit.dialog(
        rx.match(
            State.dialog,
            ("codes", _form(State.begin_codes, t("Go on"))),
            ("key", _key()),
            ("recovery", _told()),
            (
                "off",
                _form(
                    State.switch_off, t("Switch off"), note=t("The password alone opens your account then.")
                ),
            ),
            (
                "renew",
                _form(State.renew, t("Make new ones"), note=t("The codes that you have work no more then.")),
            ),
            ("passkey", _form(State.begin_passkey, t("Go on"), name=t("this device"))),
            ("rename", _rename()),
            ("remove", _form(State.remove, t("Remove"), note=State.chosen.name)),
            rx.fragment(),
        ),
        is_open=State.dialog != "",
        on_close=State.close,
        title=rx.match(
            State.dialog,
            ("codes", t("Codes of an application")),
            ("key", t("Codes of an application")),
            ("recovery", t("Recovery codes")),
            ("off", t("Switch the codes off")),
            ("renew", t("New recovery codes")),
            ("rename", t("Rename the passkey")),
            ("remove", t("Remove the passkey")),
            t("A new passkey"),
        ),
        keep_on_veil=True,
    )


def _form(
    act: rx.EventHandler, words: kit.Words, *, note: kit.Words | None = None, name: kit.Words | None = None
) -> rx.Component:
    """The question who asks, before anything is changed."""
    return rx.el.form(
        rx.fragment() if note is None else rx.el.p(note),
        rx.fragment() if name is None else _name(name),
        kit.text_field(
            PROOF,
            rx.cond(State.factors.has_codes, t("Your password, or a code"), t("Your password")),
            kind="password",
            required=True,
            error=SessionState.errors[PROOF],
            auto_complete="current-password",
        ),
        _foot(words),
        on_submit=act,
        class_name="stack",
    )


def _rename() -> rx.Component:
    return rx.el.form(_name(State.chosen.name), _foot(t("Save")), on_submit=State.rename, class_name="stack")


def _name(value: kit.Words) -> rx.Component:
    return kit.text_field(
        "passkey_name",
        t("What to call it"),
        default_value=value,
        required=True,
        limit=limits.PASSKEY,
        error=SessionState.errors["passkey_name"],
        hint=t("By the device that keeps it: “work computer”, “phone”."),
        auto_complete="off",
    )


def _key() -> rx.Component:
    """The key as a picture and in letters, and the field for the code that shows it has arrived."""
    return rx.el.form(
        rx.el.p(t("Open an application for codes on the phone (any of them) and let it read this picture:")),
        secret_picture(
            PICTURE, ADDRESS, label=t("QR code with the key"), opens=t("On this phone: open the application")
        ),
        rx.el.div(
            rx.el.p(t("Or type this key into it:"), class_name="soft small"),
            secret_text(KEY),
            class_name="stack stack-tight",
        ),
        kit.text_field(
            "factor_code",
            t("The code that it shows now"),
            required=True,
            error=SessionState.errors["factor_code"],
            auto_complete="one-time-code",
            input_mode="numeric",
        ),
        _foot(t("Confirm")),
        on_submit=State.confirm_codes,
        class_name="stack",
    )


def _told() -> rx.Component:
    """The recovery codes, shown this once."""
    return rx.fragment(
        kit.callout(
            t(
                "They are shown only now. Print or write them down, and keep them away from the phone: "
                "each lets you in once when it is lost."
            ),
            tone="amber",
        ),
        secret_lines(RECOVERY, label=t("Recovery codes"), copy=t("Copy"), copied=t("Copied")),
        rx.el.div(
            kit.button(t("I have kept them"), kind="primary", on_click=State.close), class_name="dialog-foot"
        ),
    )


def _foot(words: kit.Words) -> rx.Component:
    return rx.el.div(
        kit.button(t("Cancel"), on_click=State.close),
        kit.button(words, kind="primary", submit=True),
        class_name="dialog-foot",
    )
