"""Late changes: what teachers ask to change past the edit window, for the heads of the school to decide."""

from ejournal.pages.late_changes import page  # noqa: F401 - importing the page adds it to the app
