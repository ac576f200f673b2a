"""The house's components: plain elements with the classes of assets/styles/20-kit.css."""

from ejournal.ui.kit.base import Flag, Part, class_names, link
from ejournal.ui.kit.buttons import button, icon_button, icon_link, link_button, paper_button
from ejournal.ui.kit.charts import charts, line
from ejournal.ui.kit.choices import Choice, Options, check, chips, segmented, select, tabs
from ejournal.ui.kit.fields import field_error, select_field, text_area, text_field
from ejournal.ui.kit.floats import confirm, dialog, disclosure, folded, form_dialog, menu
from ejournal.ui.kit.icons import icon, place_icon
from ejournal.ui.kit.messages import badge, callout, counter, empty_state, loading, progress, skeleton
from ejournal.ui.kit.page import (
    back_link,
    columns,
    page_title,
    page_turner,
    push,
    row,
    row_link,
    rows,
    sheet,
    sheet_body,
    stack,
    steps,
    toolbar,
)
from ejournal.ui.kit.school import key, mark_chip, mark_tone, person_line
from ejournal.ui.kit.tables import Column, card_cell, card_table, number, table, table_row
from ejournal.ui.kit.texts import MarkedParagraph, marked_text
from ejournal.ui.words.text import Words

__all__ = [
    "Choice",
    "Column",
    "Flag",
    "MarkedParagraph",
    "Options",
    "Part",
    "Words",
    "back_link",
    "badge",
    "button",
    "callout",
    "card_cell",
    "card_table",
    "charts",
    "check",
    "chips",
    "class_names",
    "columns",
    "confirm",
    "counter",
    "dialog",
    "disclosure",
    "empty_state",
    "field_error",
    "folded",
    "form_dialog",
    "icon",
    "icon_button",
    "icon_link",
    "key",
    "line",
    "link",
    "link_button",
    "loading",
    "mark_chip",
    "mark_tone",
    "marked_text",
    "menu",
    "number",
    "page_title",
    "page_turner",
    "paper_button",
    "person_line",
    "place_icon",
    "progress",
    "push",
    "row",
    "row_link",
    "rows",
    "segmented",
    "select",
    "select_field",
    "sheet",
    "sheet_body",
    "skeleton",
    "stack",
    "steps",
    "table",
    "table_row",
    "tabs",
    "text_area",
    "text_field",
    "toolbar",
]
