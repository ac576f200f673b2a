"""Words of the screen: Vars that switch with the user's language, compiled from the gettext catalogue."""

import reflex as rx

from ejournal.i18n import gettext
from ejournal.ui.runtime.session import SessionState

Words = str | rx.Var[str]
"""What may stand as a text: fixed, or one that switches with the language."""
NO_SUCH_PAGE = "There is no such page"
USED: set[str] = set()
"""Every message id that a page has asked for; a test fails on any without its Russian."""


def t(message: str) -> rx.Var[str]:
    """The message as a Var in the user's language; fits as a child and as a prop."""
    USED.add(message)
    return _switch(message, gettext("ru", message))


def t_format(message: str, **params: rx.Var | str | int) -> rx.Var[str]:
    """The message with {names} filled by Vars or values; for plurals use a text made on the server."""
    USED.add(message)
    english, russian = message.format(**params), gettext("ru", message).format(**params)
    return _switch(english, russian)


def tab_title(message: str) -> rx.Var[str]:
    """The browser tab's title of a page: what it shows, then the product.

    To whom the page says that it is not there, the title says so too.
    """
    return rx.cond(SessionState.missing, _title(NO_SUCH_PAGE), _title(message))


def _title(message: str) -> rx.Var[str]:
    return _switch(f"{message} · School journal", f"{gettext('ru', message)} · Школьный журнал")


def localized(russian: rx.Var | str, english: rx.Var | str) -> rx.Var[str]:
    """The text that fits the user's language, of two that came with the data."""
    return _switch(english, russian)


def _switch(english: rx.Var | str, russian: rx.Var | str) -> rx.Var[str]:
    return rx.cond(SessionState.locale == "en", english, russian)
