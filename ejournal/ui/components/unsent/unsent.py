"""Absences that a family has written without a network, kept in this browser until the server has taken them.

Props
  owner     the account that has written them
  answer    {id, error, seq}: what became of one; an empty error: the server has it
Triggers
  on_send(id, child, starts, ends, code, note)   each once for a connection, unanswered again with the next
"""

from typing import Any, ClassVar

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from ejournal.ui.components.own_asset import own_asset
from ejournal.ui.words.absences import WAITS
from ejournal.ui.words.text import t

UNSENT_WORDS = {
    "title": "Not sent yet",
    "waits": WAITS,
    "correct": "Correct",
    "discard": "Discard",
}


class UnsentAbsences(rx.Component):
    """The React component with its props and trigger; see the module's text."""

    library = "$/public" + own_asset("unsent.jsx")
    tag = "UnsentAbsences"
    written: ClassVar[str] = ""  # only the browser knows of them

    owner: rx.Var[str]
    words: rx.Var[dict[str, str]]
    connected: rx.Var[bool]
    answer: rx.Var[dict[str, Any]]

    on_send: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str, str, str, str)]


def unsent_absences(**props: Any) -> rx.Component:
    """The list; nothing where nothing waits."""
    words: dict[str, Any] = {name: t(message) for name, message in UNSENT_WORDS.items()}
    return UnsentAbsences.create(words=rx.Var.create(words), connected=~has_connection_errors, **props)
