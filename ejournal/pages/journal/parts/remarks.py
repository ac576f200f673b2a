"""The dialog of a remark or praise to a pupil."""

import reflex as rx

from ejournal.pages.journal.state import JournalState
from ejournal.ui import kit
from ejournal.ui.session import SessionState
from ejournal.ui.text import t


def remark_dialog() -> rx.Component:
    """Whom, praise or remark, and the words that the family will read."""
    return kit.dialog(
        kit.segmented(
            [("praise", t("Praise")), ("remark", t("Remark"))],
            JournalState.remark_tone,
            JournalState.choose_remark_tone,
            t("Praise or remark"),
        ),
        kit.select_field(
            "remark_pupil",
            t("Pupil"),
            JournalState.pupils,
            value=JournalState.remark_pupil,
            on_change=JournalState.choose_remark_pupil,
            error=SessionState.errors["pupil"],
        ),
        kit.text_area(
            "remark_text",
            t("What the family will read"),
            error=SessionState.errors["text"],
            default_value=JournalState.remark_text,
            on_blur=JournalState.write_remark,
            max_length=1000,
            rows="4",
        ),
        title=t("Praise or remark"),
        keep_on_veil=True,
        is_open=JournalState.remark_open,
        on_close=JournalState.close_remark,
        foot=[
            kit.button(t("Cancel"), on_click=JournalState.close_remark),
            kit.button(t("Write down"), on_click=JournalState.save_remark, kind="primary"),
        ],
    )
