"""/substitutions, /substitutions/journal and the teacher's own /absence."""

import reflex as rx

from ejournal.pages.substitutions import parts
from ejournal.pages.substitutions.journal_state import SubstitutionJournalState
from ejournal.pages.substitutions.own_state import OwnAbsenceState
from ejournal.pages.substitutions.parts import change
from ejournal.pages.substitutions.parts import journal as journal_parts
from ejournal.pages.substitutions.parts import own as own_parts
from ejournal.pages.substitutions.parts.task import task_dialog
from ejournal.pages.substitutions.state import SubstitutionsState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/substitutions", title=tab_title("Substitutions"), on_load=SubstitutionsState.load)
def substitutions() -> rx.Component:
    """Who is away, and who gives the lessons."""
    return shell(
        t("Substitutions"),
        kit.loading(
            SubstitutionsState.ready,
            kit.columns(parts.absences(), parts.lessons()),
            parts.absence_form(),
            parts.settling(),
            parts.covering(),
            change.dialogs(),
            task_dialog(SubstitutionsState),
            label=t("Loading"),
        ),
        place="substitutions",
        actions=[
            kit.link_button(t("Journal of substitutions"), "/substitutions/journal", icon="book-open"),
            kit.button(t("A teacher is away"), kind="primary", on_click=SubstitutionsState.begin_absence),
        ],
    )


@rx.page(
    "/substitutions/journal",
    title=tab_title("Journal of substitutions"),
    on_load=SubstitutionJournalState.load,
)
def journal() -> rx.Component:
    """The journal of a month and the hours to be paid."""
    return shell(
        t("Journal of substitutions"),
        kit.loading(SubstitutionJournalState.journal_ready, journal_parts.month(), label=t("Loading")),
        place="substitutions",
        back=kit.back_link(t("Substitutions"), "/substitutions"),
    )


@rx.page("/absence", title=tab_title("I shall be away"), on_load=OwnAbsenceState.load)
def own_absence() -> rx.Component:
    """A teacher reports an absence."""
    return shell(
        t("I shall be away"),
        kit.loading(
            OwnAbsenceState.own_ready,
            kit.stack(own_parts.report(), own_parts.reported(), own_parts.lessons()),
            task_dialog(OwnAbsenceState),
            label=t("Loading"),
        ),
        place="own_absence",
        narrow=True,
    )
