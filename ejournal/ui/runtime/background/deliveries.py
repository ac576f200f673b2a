"""Notices delivered while the server works; `python -m ejournal worker` may do the same beside it."""

import reflex as rx

from ejournal.integrations.outgoing.delivering import deliver_on


def attach(app: rx.App) -> None:
    """Let the app deliver while it serves."""
    app.register_lifespan_task(deliver_on)
