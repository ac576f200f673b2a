"""The setup of the calendar: /schedule/calendar?part=…&year=…"""

import reflex as rx

from ejournal.pages.school_calendar import dialogs, parts
from ejournal.pages.school_calendar.state import SchoolCalendarState
from ejournal.ui import kit
from ejournal.ui.frame.schedule_tabs import PLACE, schedule_tabs
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/schedule/calendar", title=tab_title("Calendar and bells"), on_load=SchoolCalendarState.load)
def school_calendar() -> rx.Component:
    """The chosen part of the chosen year, and the forms that float above it."""
    return shell(
        t("Calendar and bells"),
        rx.cond(
            SchoolCalendarState.schedules,
            schedule_tabs("calendar"),
            kit.toolbar(kit.link_button(t("Setting the school up"), "/setup", icon="arrow-left")),
        ),
        kit.loading(
            SchoolCalendarState.ready,
            rx.cond(SchoolCalendarState.year_id, parts.year(), parts.no_year()),
            dialogs.forms(),
            dialogs.question(),
            label=t("Loading"),
        ),
        place=PLACE,
        subtitle=SchoolCalendarState.year_words,
        narrow=True,
    )
