"""A field whose text is not lost when the page is: the browser keeps a draft of it.

Props
  area      several lines           saved   what the server holds; comes back changed when it was saved
  owner     the account: another's sign-in and the sign-out empty all drafts of this browser
  draft     the field's name among drafts, such as "topic:L12"; empty keeps none
  limit     most characters (ejournal/limits.py): counted near it, refused in words past it, never cut
  pause     milliseconds without a letter after which it is saved; 0: only when it is left
  tells_all a text past the limit is told too: no button beside the field may act without it (`require_kept`)
  connected False while the connection is known to be down: the text waits, which is said, and is saved later
  overtaken {draft, base, seq}: not written over what another wrote there: both are shown
Triggers
  on_save(text, base)   the field was left, Enter pressed, the pause over: only with another text within the
            limit; base is what the person saw there before
What was to be saved and was never answered is saved by itself when the field is there again, unless another
has written there meanwhile: then both are shown, and the person says which.
A field of a form has no on_save: its draft stays until `forget_draft(name)` answers the form's handler.
"""

import json
from typing import Any

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from ejournal.ui.components.own_asset import own_asset
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t

PAUSE_MS = 2500
DRAFT_WORDS = {
    "count": "{n} of {limit} characters",
    "too_long": "Too long by {n}: at most {limit} characters. Nothing is cut off, shorten it",
    "waits": "Waits for the network, will be saved by itself",
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
    connected: rx.Var[bool]
    overtaken: rx.Var[dict[str, Any]]
    name: rx.Var[str]
    type: rx.Var[str]
    rows: rx.Var[str]
    required: rx.Var[bool]
    read_only: rx.Var[bool]
    input_mode: rx.Var[str]
    auto_complete: rx.Var[str]
    placeholder: rx.Var[str]

    on_save: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]


def draft_box(**props: Any) -> rx.Component:
    """An input, or with `area` a textarea, of the signed-in person."""
    aria = {name.replace("_", "-"): props.pop(name) for name in list(props) if name.startswith("aria_")}
    if "on_save" in props:
        props.setdefault("connected", ~has_connection_errors)
    return DraftBox.create(owner=SessionState.account, words=draft_words(), custom_attrs=aria, **props)


def draft_words() -> rx.Var[dict[str, Any]]:
    """The words of the component."""
    words: dict[str, Any] = {name: t(message) for name, message in DRAFT_WORDS.items()}
    return rx.Var.create(words)


def forget_draft(name: str) -> Any:
    """The event after which the browser holds no draft of that name: the form was saved."""
    return rx.call_script(f"window.ejournalForgetDraft?.({json.dumps(name)})")
