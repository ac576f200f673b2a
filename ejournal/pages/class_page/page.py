"""The page of a class: /class-page?class=…"""

import reflex as rx

from ejournal.pages.class_page import dialogs, parts
from ejournal.pages.class_page.state import ClassPageState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, t_format, tab_title


@rx.page("/class-page", title=tab_title("Class page"), on_load=ClassPageState.load)
def class_page() -> rx.Component:
    """News, dates, documents and contacts of a class."""
    return shell(
        rx.cond(
            ClassPageState.head.id > 0,
            t_format("Class {name}", name=ClassPageState.head.title),
            t("Class page"),
        ),
        kit.loading(
            ClassPageState.ready,
            rx.cond(
                ClassPageState.head.id > 0,
                rx.fragment(
                    parts.class_choice(),
                    kit.columns(
                        kit.stack(
                            rx.el.div(parts.news(), class_name="class-news"),
                            rx.el.div(parts.documents(), class_name="class-documents"),
                        ),
                        kit.stack(
                            rx.el.div(parts.dates(), class_name="class-dates"),
                            rx.el.div(parts.contacts(), class_name="class-contacts"),
                        ),
                        wide_first=True,
                    ),
                ),
                parts.nothing(),
            ),
            dialogs.item_dialog(),
            dialogs.taking_away(),
            dialogs.hiding(),
            dialogs.guardians(),
            label=t("Loading"),
        ),
        place="class_page",
        actions=[parts.writers()],
    )
