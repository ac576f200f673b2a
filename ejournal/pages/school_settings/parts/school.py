"""The school's own settings: its emblem, reminders to those who have not registered."""

import reflex as rx

from ejournal.models import ReminderRule
from ejournal.pages.school_settings.state.school import SchoolState
from ejournal.ui import kit
from ejournal.ui.frame.logo import logo_sheet
from ejournal.ui.words.text import t


def section() -> rx.Component:
    """What is the school's alone."""
    return kit.loading(SchoolState.school_ready, kit.stack(logo_sheet(), _reminders()), label=t("Loading"))


def _reminders() -> rx.Component:
    off, plain, code = (one.value for one in (ReminderRule.OFF, ReminderRule.PLAIN, ReminderRule.CODE))
    return kit.sheet(
        kit.sheet_body(
            rx.el.p(
                t(
                    "Parents and pupils who hold a slip and have not registered get a letter a week later, "
                    "then each week, five at most, between 8 and 20 o'clock. It goes to the e-mail of "
                    "their card."
                ),
                class_name="soft",
            ),
            kit.chips(
                [
                    (off, t("No reminders")),
                    (plain, t("A letter without a code")),
                    (code, t("A letter with a code")),
                ],
                SchoolState.reminders,
                SchoolState.set_reminders,
                t("Reminders to register"),
            ),
            rx.cond(
                SchoolState.reminders == code,
                kit.callout(SchoolState.reminders_note, tone="amber"),
                rx.el.p(SchoolState.reminders_note, class_name="soft small"),
            ),
            rx.cond(SchoolState.no_mail != "", kit.callout(SchoolState.no_mail)),
        ),
        title=t("Reminders to register"),
    )
