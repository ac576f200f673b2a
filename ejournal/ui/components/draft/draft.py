"""A field whose text is not lost when the page is: the browser keeps a draft of it.

Props
  area      several lines           saved   what the server holds; comes back changed when it was saved
  owner     the account: another's sign-in and the sign-out empty all drafts of this browser
  draft     the field's name among drafts, such as "topic:L12"; empty keeps none
  limit     most characters (ejournal/limits.py): counted near it, refused in words past it, never cut
  pause     milliseconds without a letter after which it is saved; 0: only when it is left
  tells_all a text past the limit is told too: no button beside the field may act without it (`require_kept`)
Triggers
  on_save(text)   the field was left, Enter pressed, the pause over: only with another text within the limit
A field of a form has no on_save: its draft stays until `forget_draft(name)` answers the form's handler.
"""

import json
from typing import Any

import reflex as rx

from ejournal.ui.components.own_asset import own_asset
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t

PAUSE_MS = 2500
DRAFT_WORDS = {
    "count": "{n} of {limit} characters",
    "too_long": "Too long by {n}: at most {limit} characters. Nothing is cut off, shorten it",
    "restored": "Draft restored, not saved yet",
    "restored_over": "Draft restored, not saved yet. Meanwhile this was written here: {text}",
    "save": "Save",
    "discard": "Discard the draft",
}

DRAFTS = own_asset("drafts.js")


class DraftBox(rx.Component):
    """The React component with its props and trigger; see the module's text."""

    library = "$/public" + own_asset("draft.jsx")
    tag = "DraftBox"

    area: rx.Var[bool]
    owner: rx.Var[str]
    draft: rx.Var[str]
    saved: rx.Var[str]
    limit: rx.Var[int]
    pause: rx.Var[int]
    tells_all: rx.Var[bool]
    words: rx.Var[dict[str, str]]
    name: rx.Var[str]
    type: rx.Var[str]
    rows: rx.Var[str]
    required: rx.Var[bool]
    read_only: rx.Var[bool]
    input_mode: rx.Var[str]
    auto_complete: rx.Var[str]
    placeholder: rx.Var[str]

    on_save: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def draft_box(**props: Any) -> rx.Component:
    """An input, or with `area` a textarea, of the signed-in person."""
    aria = {name.replace("_", "-"): props.pop(name) for name in list(props) if name.startswith("aria_")}
    return DraftBox.create(owner=SessionState.account, words=draft_words(), custom_attrs=aria, **props)


def draft_words() -> rx.Var[dict[str, Any]]:
    """The words of the component."""
    words: dict[str, Any] = {name: t(message) for name, message in DRAFT_WORDS.items()}
    return rx.Var.create(words)


def forget_draft(name: str) -> Any:
    """The event after which the browser holds no draft of that name: the form was saved."""
    return rx.call_script(f"window.ejournalForgetDraft?.({json.dumps(name)})")
