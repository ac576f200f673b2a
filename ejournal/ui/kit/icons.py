"""Icons: lucide, each fetched alone into the bundle; decoration only, so hidden from screen readers."""

import reflex as rx

from ejournal.ui.words.text import Words

PLACE_ICONS = {
    "home": "house",
    "journal": "notebook-pen",
    "diary": "book-open",
    "book": "book-open",
    "marks": "chart-no-axes-column",
    "schedule": "calendar-days",
    "plans": "list-checks",
    "homework": "pencil",
    "messages": "mail",
    "forum": "messages-square",
    "class_page": "megaphone",
    "news": "newspaper",
    "events": "calendar-days",
    "surveys": "clipboard-list",
    "reports": "file-chart-column",
    "papers": "file-check",
    "print": "printer",
    "people": "users",
    "absences": "calendar-x",
    "approve": "stamp",
    "person": "circle-user-round",
    "school": "school",
    "settings": "settings",
    "schedule_setup": "calendar-cog",
    "own_absence": "calendar-x",
    "substitutions": "replace",
    "rooms": "door-open",
    "attendance": "user-check",
    "help": "circle-help",
}
"""Names that navigation places may use for their icon, and the lucide icon of each."""


def icon(name: str, size: int = 20) -> rx.Component:
    """One lucide icon by its own name, known when the page is built."""
    return rx.icon(name, size=size, stroke_width=1.75)


def place_icon(name: Words, size: int = 20) -> rx.Component:
    """The icon of a navigation place whose name comes with the data."""
    cases = [(key, icon(lucide, size)) for key, lucide in PLACE_ICONS.items()]
    return rx.match(name, *cases, icon("circle", size))
