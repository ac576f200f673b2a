"""A room of the chat: its messages, what waits to be sent, the field to write in; the hand waits for nobody.

Props
  owner     the account whose unsent messages this browser keeps
  page      {seq, room, rows, earlier, later, at, unread, seen, again}: the room as it is opened; unread: the
            number after which all is new; at: the message that was gone to; again: the same room anew,
            whose earlier messages stay
  patch     {seq, room, rows, earlier, later}: messages that came, changed, or (with earlier, later) stand
            before or after the others
  answer    {seq, id, error, wait}: what became of a message; an empty error: the server has it
  typing    {seq, words}: somebody is writing now
  people    {words, found: [[id, name]]}: whom a message may name, by what stands after its sign
  may       {write, announce, names, report}: what one may do here
A row is what `_message` of `pages/chat/rows.py` makes.
Triggers
  on_send(room, id, words, answered, announcement, files)   again with each connection until it is answered
  on_earlier(number), on_later(number), on_at(number; 0: the end), on_seen(room, number),
  on_change(number, words), on_take_back(number), on_sign(number, sign), on_pin(number), on_readers(number),
  on_report(number), on_remind(number), on_typing() now and then while one writes,
  on_find(room, words) while one types a name
"""

from typing import Any

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from ejournal.ui.components.own_asset import own_asset
from ejournal.ui.components.sent import FILE_WORDS
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t

TALK_WORDS = {
    "agreed": "Agreed",
    "announce": "Announcement",
    "announcement": "Announcement",
    "answer": "Answer",
    "answering": "Answer to",
    "cancel": "Cancel",
    "change": "Change",
    "changed": "changed",
    "changing": "The message is being changed",
    "deleted": "The message was taken back",
    "discard": "Discard",
    "done": "Done",
    "earlier": "Earlier messages",
    "hidden": "Hidden by the school: {reason}",
    "hidden_short": "Hidden by the school",
    "message": "Message",
    "more": "More about the message",
    "name_whom": "Whom to name",
    "names": "Who has read it",
    "newest": "To the newest",
    "new_here": "New messages",
    "pin": "Pin",
    "pinned": "Pinned",
    "remind": "Remind the others",
    "report": "Report",
    "save": "Save",
    "saved": "saved",
    "send": "Send",
    "sending": "is being sent",
    "take_back": "Take the message back",
    "thanks": "Thank you",
    "too_long": "Too long by {n}: at most {limit} characters. Nothing is cut off, shorten it",
    "unpin": "Unpin",
    "waits": "waits for the network, leaves by itself",
    "you": "You",
}

for _name in ("queue.js", "naming.jsx", "message.jsx", "composer.jsx", "icons.jsx", "talk.css"):
    own_asset(_name)


class Talk(rx.Component):
    """The React component with its props and triggers; see the module's text."""

    library = "$/public" + own_asset("talk.jsx")
    tag = "Talk"

    owner: rx.Var[str]
    page: rx.Var[dict[str, Any]]
    patch: rx.Var[dict[str, Any]]
    answer: rx.Var[dict[str, Any]]
    typing: rx.Var[dict[str, Any]]
    people: rx.Var[dict[str, Any]]
    may: rx.Var[dict[str, Any]]
    limit: rx.Var[int]
    most_files: rx.Var[int]
    locale: rx.Var[str]
    words: rx.Var[dict[str, str]]
    file_words: rx.Var[dict[str, str]]
    connected: rx.Var[bool]

    on_send: rx.EventHandler[rx.event.passthrough_event_spec(int, str, str, int, bool, list[str])]
    on_earlier: rx.EventHandler[rx.event.passthrough_event_spec(int)]
    on_later: rx.EventHandler[rx.event.passthrough_event_spec(int)]
    on_at: rx.EventHandler[rx.event.passthrough_event_spec(int)]
    on_seen: rx.EventHandler[rx.event.passthrough_event_spec(int, int)]
    on_change: rx.EventHandler[rx.event.passthrough_event_spec(int, str)]
    on_take_back: rx.EventHandler[rx.event.passthrough_event_spec(int)]
    on_sign: rx.EventHandler[rx.event.passthrough_event_spec(int, str)]
    on_pin: rx.EventHandler[rx.event.passthrough_event_spec(int)]
    on_readers: rx.EventHandler[rx.event.passthrough_event_spec(int)]
    on_remind: rx.EventHandler[rx.event.passthrough_event_spec(int)]
    on_find: rx.EventHandler[rx.event.passthrough_event_spec(int, str)]
    on_typing: rx.EventHandler[rx.event.no_args_event_spec]
    on_report: rx.EventHandler[rx.event.passthrough_event_spec(int)]


def talk(**props: Any) -> rx.Component:
    """The room of the signed-in person."""
    words, file_words = (
        rx.Var.create({name: t(message) for name, message in some.items()})
        for some in (TALK_WORDS, FILE_WORDS)
    )
    return Talk.create(
        owner=SessionState.account,
        locale=SessionState.locale,
        words=words,
        file_words=file_words,
        connected=~has_connection_errors,
        **props,
    )
