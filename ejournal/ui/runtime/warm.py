"""What a server does once before it serves, so that nobody's first event waits for it."""

import gc

import reflex as rx

from ejournal.i18n import LOCALES, translations

GARBAGE_AFTER = 50_000
"""Objects made and not freed before the collector looks for those that hold one another."""


def attach(app: rx.App) -> None:
    """Let the app warm up when it starts."""
    app.register_lifespan_task(warm_up)


def warm_up() -> None:
    """Read the words of every language, and let the garbage collector stand in nobody's way.

    A round over all that was imported takes a fifth of a second, in which no event is answered; and an event
    makes thousands of objects that live as long as it does, over which the usual threshold of 700 goes again
    and again: a quarter of the time of a week opened.
    """
    for locale in LOCALES:
        translations(locale)
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER, 20, 20)
