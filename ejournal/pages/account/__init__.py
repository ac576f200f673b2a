"""One's own account: sign-ins, password, language and paper."""

from ejournal.pages.account import page  # noqa: F401 - importing the page adds it to the app
