"""Texts that were to be saved and wait in this browser, of lessons whose fields the page does not show.

Props
  owner     the account whose drafts they are       shown  the lesson whose fields the page has itself
  lines     the lessons of the page, each with `id`, `day` and its texts
  fields    for each field {value, label}: where its text stands in a line, and how it is called
  answer    {draft, error, seq}: why the server has not written that one
Triggers
  on_send(lesson, field, text, base)   each once for a connection, where there stands what the person saw
  on_choose(lesson)                    the person wants to see the lesson
"""

from typing import Any

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from ejournal.ui.components.own_asset import own_asset
from ejournal.ui.words.text import t

WAITING_WORDS = {
    "waits": "Waits for the network, will be saved by itself",
    "overtaken": "Not saved: something else was written there meanwhile",
    "choose": "Open the lesson",
    "elsewhere": "Texts of other journals or terms wait: {n}. They are saved when those are opened",
}


class WaitingTexts(rx.Component):
    """The React component with its props and triggers; see the module's text."""

    library = "$/public" + own_asset("waiting.jsx")
    tag = "WaitingTexts"

    owner: rx.Var[str]
    lines: rx.Var[list[Any]]
    shown: rx.Var[str]
    fields: rx.Var[dict[str, Any]]
    words: rx.Var[dict[str, str]]
    connected: rx.Var[bool]
    answer: rx.Var[dict[str, Any]]

    on_send: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str, str)]
    on_choose: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def waiting_texts(**props: Any) -> rx.Component:
    """The list; nothing where nothing waits."""
    words: dict[str, Any] = {name: t(message) for name, message in WAITING_WORDS.items()}
    return WaitingTexts.create(words=rx.Var.create(words), connected=~has_connection_errors, **props)
