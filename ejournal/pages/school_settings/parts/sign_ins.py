"""Sign-ins: of which staff the school asks a second factor."""

import reflex as rx

from ejournal.pages.school_settings.rows_of_sign_ins import AskedRow
from ejournal.pages.school_settings.state.sign_ins import SignInsState
from ejournal.ui import kit
from ejournal.ui.words.text import t


def section() -> rx.Component:
    """The roles to tick, and what it means to be asked."""
    return kit.loading(
        SignInsState.asked_ready,
        rx.el.form(
            kit.sheet(
                kit.sheet_body(
                    rx.el.p(
                        t(
                            "A code of the phone, or a passkey, is asked after the password: who has stolen "
                            "a password still does not get in."
                        ),
                        class_name="soft",
                    ),
                    rx.el.div(rx.foreach(SignInsState.asked, _role), class_name="stack stack-tight"),
                    rx.el.p(
                        t(
                            "Whoever is asked sees a reminder for seven days; then nothing but their own "
                            "account opens until they have set it up."
                        ),
                        class_name="soft small",
                    ),
                ),
                title=t("Confirming the sign-in is asked of"),
            ),
            rx.el.div(kit.button(t("Save"), kind="primary", submit=True)),
            key=f"asked-{SignInsState.asked_form}",
            on_submit=SignInsState.save_asked,
            class_name="stack",
        ),
        label=t("Loading"),
    )


def _role(one: AskedRow) -> rx.Component:
    return rx.el.div(
        rx.el.label(
            rx.el.input(type="checkbox", name=one.role, default_checked=one.asked),
            rx.el.span(one.title),
            class_name="check",
        ),
        rx.el.p(one.note, class_name="soft small"),
        class_name="settings-choice",
    )
