"""A survey to be answered: the hand waits for nobody, what is typed and chosen stays in this browser until
sent.

Props
  owner     the account whose unsent answers this browser keeps
  survey    {id, seat, seen, open, preview, intro, for_whom, until, questions, rules, content, files, send}:
            content is what was sent already; what `services/surveys/answers/values.py` keeps is what is held
            here. preview: nothing is kept or sent answer    {seq, faults: {question: words}, message}: what
            the server said of what was sent A question is what `question_row` of `ui/words/surveys/asked.py`
            makes; a rule {on, kind, options, number, of}. Triggers on_send(content, seat, seen)
"""

from typing import Any

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from ejournal.ui.components.own_asset import own_asset
from ejournal.ui.components.sent import FILE_WORDS
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t

ANSWERING_WORDS = {
    "back": "Back",
    "clear": "Clear the answer",
    "count": "{n} of {limit} characters",
    "down": "Lower: {title}",
    "faults": "Some answers need another look. They are marked",
    "files": "Files",
    "full": "No places are left",
    "keep_order": "This order is right",
    "left": "Places left: {n}",
    "line": "Answer each line",
    "next": "Next",
    "no": "No",
    "number": "A number",
    "offline": "No network. What you have answered stays here, send it when the network is back",
    "needed": "An answer is needed",
    "order_hint": "Drag, or move with the arrows",
    "other": "Something else",
    "own_words": "In your own words",
    "places": "Places: {n}",
    "question_of": "Question {n} of {all}",
    "required": "This question needs an answer",
    "restored": "Your answers that were not sent yet are here again",
    "too_long": "Too long by {n}: at most {limit} characters. Nothing is cut off, shorten it",
    "too_many": "Too many files: the first ones stay",
    "up": "Higher: {title}",
    "yes": "Yes",
}

for _name in ("held.js", "shown.js", "order.jsx", "kinds.jsx", "answering.css"):
    own_asset(_name)


class Answering(rx.Component):
    """The React component with its props and trigger; see the module's text."""

    library = "$/public" + own_asset("answering.jsx")
    tag = "Answering"

    owner: rx.Var[str]
    survey: rx.Var[dict[str, Any]]
    answer: rx.Var[dict[str, Any]]
    words: rx.Var[dict[str, str]]
    locale: rx.Var[str]
    connected: rx.Var[bool]

    on_send: rx.EventHandler[rx.event.passthrough_event_spec(dict[str, Any], str, str)]


def answering(**props: Any) -> rx.Component:
    """The questions with their controls, and what leads from one to the next."""
    words: dict[str, Any] = {name: t(message) for name, message in (FILE_WORDS | ANSWERING_WORDS).items()}
    return Answering.create(
        owner=SessionState.account,
        locale=SessionState.locale,
        words=rx.Var.create(words),
        connected=~has_connection_errors,
        **props,
    )
