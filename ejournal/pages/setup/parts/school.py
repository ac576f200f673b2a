"""The school's card."""

import reflex as rx

from ejournal import limits
from ejournal.pages.setup.parts.frame import step_form
from ejournal.pages.setup.state import SetupState as State
from ejournal.services.school.card import ZONES
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t


def step() -> rx.Component:
    """Names, INN, address, time zone."""
    errors = SessionState.errors
    return step_form(
        kit.text_field("name", t("Full name of the school"), error=errors["name"], required=True,
                       limit=limits.SCHOOL,
                       hint=t("As in the charter: it stands on printed papers"),
                       default_value=State.card.name),
        rx.el.div(
            kit.text_field("short_name", t("Short name"), error=errors["short_name"],
                           limit=limits.SCHOOL_SHORT, default_value=State.card.short_name),
            kit.text_field("inn", t("INN"), error=errors["inn"], hint=t("10 digits; may be added later"),
                           limit=limits.INN, input_mode="numeric", default_value=State.card.inn),
            class_name="setup-fields",
        ),
        kit.text_field("address", t("Address"), error=errors["address"], limit=limits.ADDRESS,
                       default_value=State.card.address),
        kit.select_field("time_zone", t("Time zone"), [(zone, t(words)) for zone, words in ZONES],
                         error=errors["time_zone"], default_value=State.card.time_zone),
        on_submit=State.save_school,
        save=t("Save and go on"),
        about=t("The names stand on pages and printed papers; today is counted in the time zone."),
    )  # fmt: skip
