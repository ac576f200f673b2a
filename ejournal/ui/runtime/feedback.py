"""How a person is told of what happened: toasts, and the words of an error in their language."""

from typing import Any

import reflex as rx
from reflex_components_sonner.toast import ToastAction
from sqlmodel import Session

from ejournal.errors import (
    FACTOR_ASKED,
    DomainError,
    FactorAsked,
    NotAllowed,
    NotFound,
    NotSignedIn,
    OnlyLooking,
)
from ejournal.i18n import gettext
from ejournal.services.notices import told

SHORT = 4000
LONG = 9000


def message_for(error: Exception, locale: str) -> str:
    """What went wrong and what to do, in the person's language."""
    if isinstance(error, DomainError):
        return gettext(locale, error.message, **error.params)
    if isinstance(error, NotFound):
        return gettext(locale, "Not found. It may have been moved or deleted: reload the page")
    if isinstance(error, FactorAsked):
        return gettext(locale, FACTOR_ASKED)
    if isinstance(error, OnlyLooking):
        return gettext(locale, "You are looking as {name}: nothing can be changed", name=str(error))
    if isinstance(error, NotAllowed):
        return gettext(locale, "You have no right to do this. Ask the deputy head if you need it")
    if isinstance(error, NotSignedIn):
        return gettext(locale, "Your sign-in has ended. Sign in again, nothing saved is lost")
    return gettext(locale, "Something went wrong, nothing was changed. Try again")


def toast_error(text: str) -> rx.event.EventSpec:
    """A red toast that stays long enough to be read; the same text shows once."""
    return rx.toast.error(text, id=text, duration=LONG, close_button=True)


def with_reach(words: str, session: Session, locale: str) -> str:
    """«Замена назначена. Сообщено 43 людям»: what is done, and how many were told of it."""
    reach = told.reach(session)
    return words if reach is None else f"{words}. {reach.text(locale)}"


def toast_done(text: str, undo: Any = None, undo_label: str = "", about: str = "") -> rx.event.EventSpec:
    """A short note of what is done; with `undo` (an event) and its words, a button that takes it back.

    Of one thing (`about`) only the latest note stands: «Одобрено» goes when the decision is taken back.
    """
    more = {"id": about} if about else {}
    if undo is None:
        return rx.toast.success(text, duration=SHORT, **more)
    return rx.toast.success(text, duration=LONG, action=ToastAction(label=undo_label, on_click=undo), **more)
