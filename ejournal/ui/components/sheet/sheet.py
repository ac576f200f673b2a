"""The journal's grid as a component: cells, cursor and unconfirmed input live in the browser.

Props
  sheet       {key, seq, column?, read_only, why, marks, grammar, limits, columns, term_columns, rows, foot}
              key      "course:term"; another key resets the cursor, unconfirmed input is kept with its key
              seq      the last patch already contained in this sheet
              column   id of the column to start at (else today's, else the last)
              why      in words, why all of it is read only
              marks    the scale's marks, best first; more than 12 give a number field on phones
              grammar  what is typed or pasted and what it means: services/grading/scales.py, grammar()
              limits   {comment, reason}: most letters
              columns  [{id, day, month, weekday, title, kind?, why?, test?, today?, open?, cancelled?,
                       future?, gap?}]; what is empty or False is left out
                       title: full words, used in tooltips and dialogs; gap: a break stands before it
                       why: in words, why nothing is taken there; future: no mark and no roll is
              term_columns  [{id, title, editable, why, warning}]   warning: said before all are set
              rows     [{id, name, note?, exempt?, cells, average, terms, proposals}]
              foot     [{average, absent}] per column; [] for none
              cells    the row's cells with "|" between them: a journal of 40 by 40 goes to phones too
              A cell is a string as services/grading/scales.py spells it: "5/4", "н", "н/4", "5 оп 10";
              suffix "*": has a comment, "?": waits for approval, "#": closed (outside the enrolment)
  patch       {seq, results, cells, rows, foot}: answers and other people's changes, applied when it changes
              results  [{id, ok, error?, cell?, needs_reason?, conflict?, who?}];
                       a refusal with conflict carries `cell`, the value that now stands there
              cells    [{p, c, v}] · rows [{p, average?, terms?, proposals?}] · foot [{c, average?, absent?}]
              Cells of a seq already seen are ignored; results are matched by id whatever the seq.
              A skipped seq or a new connection fires on_gap.
  detail      {p, c, lines: [{text, who, when}], marks: [{slot, kind_id, comment}]}, sent after on_open
  kinds       [{value, label, weight}]      failing  ["2", "1"]: marks shown in red
  words       sheet_words() in the user's language      label  accessible name of the grid
  owner       account id: unconfirmed input is kept in localStorage under it; without it in sessionStorage
  command     {seq, name, column?, value?} from the page's buttons, done once per seq: undo, fill_present,
              fill (value into the column's empty cells), accept (proposals of a term column), roll_call,
              select; those that change many ask first, say what became of each, and one step of undo
  connected   False while the connection is known to be down: nothing is sent, then everything at once;
              journal_sheet() takes it from Reflex's own connection unless given

Triggers
  on_put(ops)            one event per batch, one batch in flight; answered by patch.results. An op:
                         {id, p, c, v, base, kind?, comment?, slot?, reason?, force?}
                         base: text the user saw, without suffixes; slot 1 or 2 with kind and comment.
                         No answer in 5 s: the same ids come again, so answer a known id without doing it
                         twice. At most 200 in a batch.
  on_open(p, c)          a cell's details were opened, or the opened cell was confirmed anew
  on_select_column(c)    the cursor came to rest in another column
  on_roll_call(c)        the roll was called to its end, or all were set present
  on_gap()               patches were missed: send a fresh `sheet`

Letters and digits grow into one entry until Enter, a move or a pause of two seconds; what it cannot mean is
said in words, and what stood there stays.
Keys, by place on the keyboard whatever the layout: digits, / · н б у(у/п) п(н/п) о(оп) с(осв) а(н/а, terms)
з х (pass, fail) · Enter Tab arrows Home End · Delete · Escape back to the server's value · F2 or space
details · Ctrl+Z.
The height is limited with the CSS property --sheet-max-height.
"""

from typing import Any

import reflex as rx
from reflex.components.core.banner import has_connection_errors

from ejournal.services.grading.scales import REFUSALS
from ejournal.services.journal.entries import AHEAD
from ejournal.services.journal.lessons import NO_ROLL
from ejournal.ui.components.draft.draft import DRAFT_WORDS
from ejournal.ui.components.own_asset import own_asset

# The parts import one another by relative paths: they lie side by side in the app's assets, as here.
_LOGIC = (
    "grammar.js",
    "model.js",
    "queue.js",
    "book.js",
    "steps.js",
    "batch.js",
    "typing.js",
    "calling.js",
    "store.js",
    "keys.js",
    "commands.js",
)
_VIEWS = (
    "grid.jsx",
    "dialog.jsx",
    "panel.jsx",
    "many.jsx",
    "roll.jsx",
    "status.jsx",
    "sheet.css",
    "dialog.css",
)
for _part in (*_LOGIC, *_VIEWS):
    own_asset(_part)


class JournalSheet(rx.Component):
    """The React component with its props and triggers; see the module's text."""

    library = own_asset("sheet.jsx").importable_path
    tag = "JournalSheet"

    sheet: rx.Var[dict[str, Any]]
    patch: rx.Var[dict[str, Any]]
    detail: rx.Var[dict[str, Any]]
    kinds: rx.Var[list[Any]]
    words: rx.Var[dict[str, str]]
    failing: rx.Var[list[str]]
    label: rx.Var[str]
    owner: rx.Var[str]
    command: rx.Var[dict[str, Any]]
    connected: rx.Var[bool]

    on_put: rx.EventHandler[rx.event.passthrough_event_spec(list[dict[str, Any]])]
    on_open: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]
    on_select_column: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_roll_call: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_gap: rx.EventHandler[rx.event.no_args_event_spec]


def journal_sheet(**props: Any) -> rx.Component:
    """The sheet; it knows by itself when the connection is down."""
    props.setdefault("connected", ~has_connection_errors)
    return JournalSheet.create(**props)


WORDS = {
    # the grid
    "pupil": "Pupil",
    "average": "Average",
    "average_short": "Avg.",
    "average_word": "average",
    "absent_total": "Absent",
    "closed": "not in this class then",
    "ahead": AHEAD,
    "no_roll": NO_ROLL,
    "proposed": "proposed",
    "has_comment": "with a comment",
    "waits": "Waits for the deputy's approval",
    # the line below
    "saved": "All changes saved",
    "saving": "Saving…",
    "offline": "No connection. Waiting to be sent: {n}",
    "elsewhere": "Unsent in another journal: {n}",
    "refused_more": "More refused: {n}",
    "retry": "Try again",
    "discard": "Put back",
    "rest_saved": "What was accepted is saved",
    "refused": "Not written down: {n}. The rest is saved",
    "not_written": "{pupil}: not written down. {why}. What stood there stays",
    "no_key": "The key “{key}” writes nothing here. These do: {keys}",
    "undo_many": "Take it back",
    "taken_back": "Taken back",
    "pasted_done": "Pasted: {n}.",
    "ask_fill_done": "Everybody gets {mark}: {n}.",
    "ask_accept_done": "Proposed marks set: {n}.",
    "ask_present_done": "Absences taken away: {n}.",
    "many_not": "Not: {n}.",
    "many_empty": "Empty lines: {n}.",
    "paste_line": "line {n}",
    "paste_head": "Heading",
    "paste_below": "below the last pupil",
    "paste_beside": "beside the last column",
    "paste_stranger": "no such pupil here, or more than one",
    "already": "has",
    "no_proposal": "nothing is proposed",
    "hint_mark": "mark",
    "hint_two": "two marks",
    "hint_absent": "absence, lateness",
    "hint_down": "down",
    "hint_details": "details",
    # the cell's panel
    "mark": "Mark",
    "set": "Set",
    "absent": "Absent",
    "late": "Late",
    "ill": "Ill",
    "more": "More…",
    "excused": "Valid reason",
    "unexcused": "Without reason",
    "exempt": "Exempt",
    "not_attested": "Not attested",
    "second": "2nd mark",
    "first_mark": "First mark",
    "second_mark": "Second mark",
    "which_mark": "Which of the two marks",
    "minutes_late": "Minutes late",
    "less": "A minute less",
    "more_minutes": "A minute more",
    "kind": "Kind of work",
    "kind_of_lesson": "As for the lesson",
    "weight": "weight",
    "comment": "Comment",
    "comment_after": "After the mark",
    "history": "History",
    "no_history": "Nothing has been changed here",
    "accept": "Accept",
    "clear": "Clear",
    "next": "Next:",
    "previous": "Previous pupil",
    "done": "Done",
    "close": "Close",
    "cancel": "Cancel",
    "read_only": "This cell cannot be changed",
    # questions
    "reason_title": "Why the change is late",
    "reason": "Reason, for the deputy head",
    "reason_send": "Send for approval",
    "conflict_title": "The cell has been changed meanwhile",
    "conflict_who": "Changed by: {who}",
    "keep_theirs": "Keep theirs",
    "replace": "Replace with mine",
    # the question before many cells are changed
    "ask_fill": "Everybody without an entry gets {mark}?",
    "ask_accept": "Set the proposed marks?",
    "ask_present": "Take away absences and late comings?",
    "ask_how_many": "Will change: {n}",
    "ask_nobody": "There is nobody to change",
    "ask_for": "For whom: {n}",
    "ask_not_for": "For whom not, and why: {n}",
    "ask_undo": "It can be taken back as a whole afterwards",
    "ask_set": "Set for {n}",
    # the roll call
    "roll_call": "Roll call",
    "roll_progress": "{n} of {all}",
    "roll_hint": "A tap on a name: absent; the next: late; the next: here",
    "roll_not": "Not called: {names}",
    "here": "Here",
    "all_here": "All are here",
    "rest_here": "The rest are here",
}
"""Every word of the sheet as an English message id; why an entry is refused: services/grading/scales.py."""


def sheet_words() -> dict[str, str]:
    """Every word of the sheet as an English message id; wrap each in t()."""
    refusals = {f"no_{name}": words for name, words in REFUSALS.items()}
    drafts = {f"draft_{name}": words for name, words in DRAFT_WORDS.items()}
    return WORDS | refusals | drafts
