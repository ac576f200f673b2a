"""The timetable's board as a component: what is carried, the cursor and the drag live in the browser.

It knows no rule of the school: which places are free, and what is wrong, the server says in words.

Props
  view    {key, seq, editable, days, numbers, cells, closed, tray}: the board, sent when another is opened
            days     [{n, name, w}]          w: words about the day, such as too many lessons
            cells    {"day.number": [card]}  card: {id, title, note, group, week, s, w}
                     id "e7"; week: «нечётные» or empty; s: "", "warn" or "error"; w: what is wrong, in words
            closed   ["day.number"]   where a teacher is not to be given lessons
            tray     [{id, title, note, hours}]   id "c5"
  patch   {seq, cells?, tray?, days?, closed?, refused?}: what has changed since, applied when its seq is new;
          cells hold only the changed ones; a skipped seq fires on_gap
  slots   {ref, best, cells: {"day.number": {s, w}}}: where what is carried would stand well; s also "free"
  words   board_words() in the user's language

Triggers
  on_pick(ref)               a card or a line of the tray was taken in hand; "" when it was let go
  on_put(ref, day, number)   it was put into a cell
  on_remove(ref)             a card was taken to the tray
  on_undo() · on_redo() · on_gap()

Keys: arrows, Home and End move; Enter takes and puts; space goes through the cards of a cell; Delete takes to
the tray; Escape lets go; Ctrl+Z and Ctrl+Y. Children stand above the tray.
"""

from typing import Any

import reflex as rx

from ejournal.ui.components.own_asset import own_asset

for _part in ("model.js", "hand.js", "cell.jsx", "grid.jsx", "tray.jsx", "status.jsx", "board.css"):
    own_asset(_part)


class TimetableBoard(rx.Component):
    """The React component with its props and triggers; see the module's text."""

    library = own_asset("board.jsx").importable_path
    tag = "TimetableBoard"

    view: rx.Var[dict[str, Any]]
    patch: rx.Var[dict[str, Any]]
    slots: rx.Var[dict[str, Any]]
    words: rx.Var[dict[str, str]]

    on_pick: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_put: rx.EventHandler[rx.event.passthrough_event_spec(str, int, int)]
    on_remove: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_undo: rx.EventHandler[rx.event.no_args_event_spec]
    on_redo: rx.EventHandler[rx.event.no_args_event_spec]
    on_gap: rx.EventHandler[rx.event.no_args_event_spec]


def timetable_board(*above_tray: rx.Component, **props: Any) -> rx.Component:
    """The board with something above its tray."""
    return TimetableBoard.create(*above_tray, **props)


def board_words() -> dict[str, str]:
    """Every word of the board as an English message id; wrap each in t()."""
    return {
        "label": "Week of the timetable",
        "lesson": "Lesson",
        "tray": "Not placed yet",
        "empty": "Every hour has its place",
        "free": "Free: nothing is in the way",
        "error": "Error",
        "warn": "Warning",
        "hint": "Arrows to go, Enter to take and to put, Delete to the tray, Ctrl+Z to undo",
        "carrying": "In hand:",
        "carry_hint": "Enter to put, Escape to let go",
        "hours": "h",
        "sending": "Saving…",
        "closed": "closed",
    }
