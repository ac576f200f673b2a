"""Switches of language and paper, remembered per account; on a phone they live in the sheet of the rest."""

from typing import Literal

import reflex as rx
from reflex.style import color_mode, set_color_mode

from ejournal.ui.frame.preferences import PreferencesState
from ejournal.ui.kit import icon
from ejournal.ui.words.text import t

LANGUAGES = (("ru", "Рус", "Русский"), ("en", "Eng", "English"))
Paper = Literal["system", "light", "dark"]
PAPERS: tuple[tuple[Paper, str, str], ...] = (
    ("light", "sun", "Light"),
    ("dark", "moon", "Dark"),
    ("system", "monitor", "As on the device"),
)


@rx.memo
def language_switch() -> rx.Component:
    """Russian or English; each named in its own language."""
    return rx.el.div(
        *(
            rx.el.button(
                short,
                type="button",
                lang=code,
                title=name,
                aria_label=name,
                aria_pressed=PreferencesState.locale == code,
                on_click=PreferencesState.set_locale(code),
            )
            for code, short, name in LANGUAGES
        ),
        class_name="segmented segmented-small",
        role="group",
        aria_label=t("Language"),
    )


@rx.memo
def paper_switch() -> rx.Component:
    """Light, dark or as the device has it: at once in this browser, and kept with the account."""
    return rx.el.div(
        *(
            rx.el.button(
                icon(sign, 17),
                type="button",
                title=t(name),
                aria_label=t(name),
                aria_pressed=color_mode == mode,
                on_click=[set_color_mode(mode), PreferencesState.set_theme(mode)],
            )
            for mode, sign, name in PAPERS
        ),
        class_name="segmented segmented-small",
        role="group",
        aria_label=t("Colours"),
    )
