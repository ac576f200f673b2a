"""The steps of a new school: /setup?step=school|year|bells|weeks|subjects|classes|people"""

import reflex as rx

from ejournal.pages.setup.parts import calendar, classes, people, school, subjects, weeks
from ejournal.pages.setup.parts.frame import rail
from ejournal.pages.setup.state import SetupState
from ejournal.ui import kit
from ejournal.ui.frame.logo import logo_sheet
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/setup", title=tab_title("Setting the school up"), on_load=SetupState.load)
def setup() -> rx.Component:
    """One step beside the list of all; the address says which."""
    return shell(
        t("Setting the school up"),
        kit.loading(
            SetupState.ready,
            rx.el.div(
                rail(),
                rx.match(
                    SetupState.step,
                    ("school", kit.stack(school.step(), logo_sheet())),
                    ("year", calendar.year()),
                    ("bells", calendar.bells()),
                    ("weeks", weeks.step()),
                    ("subjects", subjects.step()),
                    ("classes", classes.step()),
                    people.step(),
                ),
                class_name="setup",
            ),
            label=t("Loading"),
        ),
        place="settings",
        subtitle=t("Each step is saved by itself: you can leave and come back."),
    )
