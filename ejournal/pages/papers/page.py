"""Printing: /papers?class=…&what=…&course=…&term=…"""

import reflex as rx

from ejournal.pages.papers import parts
from ejournal.pages.papers.school_parts import whole_school
from ejournal.pages.papers.school_state import SchoolPapersState
from ejournal.pages.papers.state import PapersState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/papers", title=tab_title("Printing"), on_load=[PapersState.load, SchoolPapersState.load])
def papers() -> rx.Component:
    """What is to be on paper: chosen, described, taken."""
    return shell(
        t("Printing"),
        kit.loading(
            PapersState.ready, kit.stack(rx.el.div(parts.chosen()), whole_school()), label=t("Loading")
        ),
        place="papers",
    )
