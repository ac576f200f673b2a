"""The app: its pages, its HTTP routes, its background work."""

import reflex as rx

from ejournal.pages.sign_in import page as _sign_in  # noqa: F401
from ejournal.ui.errors import not_found
from ejournal.ui.frame import app_options
from ejournal.ui.text import tab_title

app = rx.App(**app_options())
app.add_page(not_found, route="404", title=tab_title("There is no such page"))
