"""The schedule: /schedule?by=…&id=…&day=…&view=… and the bells: /schedule/bells"""

import reflex as rx

from ejournal.pages.schedule.parts import bells as bell_parts
from ejournal.pages.schedule.parts import links as link_parts
from ejournal.pages.schedule.parts import week as parts
from ejournal.pages.schedule.state.bells import BellsState
from ejournal.pages.schedule.state.week import ScheduleState
from ejournal.ui import kit
from ejournal.ui.first_text.pages import first_text
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/schedule", title=tab_title("Schedule"), on_load=ScheduleState.load)
@first_text("/schedule", ScheduleState.load)
def schedule() -> rx.Component:
    """Whose lessons are when and where: a day on phones, the week's grid on desktops."""
    return shell(
        t("Schedule"),
        kit.loading(
            ScheduleState.ready,
            parts.whose(),
            rx.cond(
                ScheduleState.nobody,
                parts.nobody(),
                rx.fragment(
                    parts.week_choice(),
                    parts.day_strip(),
                    parts.now_line(),
                    parts.week(),
                    link_parts.dialogs(),
                ),
            ),
            label=t("Loading"),
        ),
        place="schedule",
        subtitle=rx.cond(ScheduleState.nobody, "", ScheduleState.subtitle),
        actions=[rx.cond(ScheduleState.ready & ~ScheduleState.nobody, parts.actions())],
    )


@rx.page("/schedule/bells", title=tab_title("Bells"), on_load=BellsState.load)
def bells() -> rx.Component:
    """Today's bells of every shift and grade, with the count to the next one."""
    return shell(
        t("Bells"),
        kit.loading(BellsState.ready, bell_parts.day_choice(), bell_parts.tables(), label=t("Loading")),
        place="schedule",
        subtitle=BellsState.subtitle,
        actions=[kit.link_button(t("Schedule"), "/schedule", icon="calendar-days")],
    )
