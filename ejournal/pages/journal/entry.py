"""Between the sheet's operations and the services' entries: read them, answer them, tell other tabs.

News is neutral: ids, texts and decimals as strings. Each tab renders it for its own term and language.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ejournal import clock, limits
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext
from ejournal.i18n.dates import decimal, moment
from ejournal.pages.journal.rows import TERM
from ejournal.services.journal import entries as marks
from ejournal.services.journal import term_marks
from ejournal.services.journal.history import HistoryRow, cell_details
from ejournal.services.journal.lessons import NOT_MINUTES
from ejournal.services.journal.ops import CellOp, CellResult, OpStatus, PutOutcome
from ejournal.services.journal.term_marks import TermMarkOp, TermMarkResult, TermOutcome
from ejournal.services.journal.view import JournalView
from ejournal.ui.runtime.feedback import message_for
from ejournal.ui.runtime.inputs import optional_number, row_id, text
from ejournal.ui.runtime.journal_news import LESSON, PUPIL, news_of
from ejournal.ui.runtime.work import Work

MOST_AT_ONCE = 500
"""Entries in one batch: a pasted rectangle of a large class."""
MINUTES = "homework_minutes"
LESSON_TEXTS = {"topic": limits.TOPIC, "homework": limits.HOMEWORK, MINUTES: limits.NUMBER}
"""The texts of the facing page and how long they may be."""
ACTIONS = {
    "put": "{before} → {after}",
    "import": "from another journal: {before} → {after}",
    "asked": "asked for {before} → {after}",
    "replaced": "asked anew for {before} → {after}",
    "approved": "approved: {before} → {after}",
    "refused": "refused: {before} → {after}",
    "reopened": "decision taken back: {before} → {after}",
    "merge": "two cards of the pupil made one or parted: {before} → {after}",
}


@dataclass
class Shown:
    """What of a course a tab shows: decides which news concern it and how they are drawn."""

    course_id: int = 0
    term_number: int | None = None
    keys: tuple[str, ...] = ()
    columns: frozenset[str] = frozenset()
    rows: frozenset[str] | None = None
    """The pupils whose averages and term marks the tab shows; None for all."""
    proposals: dict[str, list[str]] = field(default_factory=dict)

    def tells(self, row: dict[str, Any]) -> bool:
        """Whether news of a pupil's averages or term marks concerns the tab."""
        return row["course"] == self.course_id and (self.rows is None or row["p"] in self.rows)


@dataclass
class Written:
    """What came of a batch: answers to its sender, news for those who have the same journals open."""

    results: list[dict[str, Any]]
    news: dict[str, Any]
    courses: frozenset[int]


def shown(view: JournalView) -> Shown:
    """What a tab that shows the view is to be told of."""
    return Shown(
        view.course_id,
        view.term_number,
        tuple(column.key for column in view.term_columns),
        frozenset(f"{LESSON}{column.lesson_id}" for column in view.columns),
        None if view.seen is None else frozenset(f"{PUPIL}{pupil_id}" for pupil_id in view.seen),
        {f"{PUPIL}{row.pupil_id}": [cell.proposal for cell in row.terms] for row in view.rows},
    )


def lesson_id(column: object) -> int:
    """The lesson of a column's id; NotFound for anything else."""
    return _prefixed(column, LESSON)


def _prefixed(name: object, prefix: str) -> int:
    if not isinstance(name, str) or not name.startswith(prefix):
        raise NotFound
    return row_id(name[len(prefix) :])


def lesson_text(name: str, value: object) -> dict[str, Any]:
    """What a field of the facing page gives `set_lesson`; NotFound for what is no such field."""
    limit = LESSON_TEXTS.get(name)
    if limit is None:
        raise NotFound
    given = text(value, limit=limit, field=name)
    if name != MINUTES:
        return {name: given}
    minutes = optional_number(given)
    if given and minutes is None:
        raise DomainError(NOT_MINUTES, field=name, most=limits.HOMEWORK_MINUTES)
    return {name: minutes or 0}


def put(work: Work, course_id: int, ops: object, locale: str) -> Written:
    """Write a batch into cells and term marks of a course; every operation is answered by its id."""
    if not isinstance(ops, list) or len(ops) > MOST_AT_ONCE:
        raise DomainError("At most {most} cells are written at once", most=MOST_AT_ONCE)
    cells: list[CellOp] = []
    terms: list[TermMarkOp] = []
    results: list[dict[str, Any]] = []
    for op in (one for one in ops if isinstance(one, dict)):
        try:
            if str(op.get("c", "")).startswith(TERM):
                terms.append(_term_op(op))
            else:
                cells.append(_cell_op(op))
        except (DomainError, NotFound) as error:
            results.append(_refusal(str(op.get("id", ""))[:60], error, locale))
    try:
        outcome = marks.put_cells(work.session, work.actor, cells, work.now)
    except NotFound as error:  # answered one by one: the sheet would send an unanswered batch for ever
        outcome = PutOutcome(())
        results += [_refusal(op.id, error, locale) for op in cells]
    results += [_cell_result(one, locale, work.actor.time_zone) for one in outcome.results]
    news = news_of(outcome)
    try:
        put_terms = _put_terms(work, course_id, terms)
    except NotFound as error:
        results += [_refusal(op.id, error, locale) for op in terms]
        put_terms = None
    if put_terms is not None:
        results += [_term_result(one, locale) for one in put_terms.results]
        news["terms"] = _term_news(put_terms)
    return Written(results, news, outcome.courses)


def _put_terms(work: Work, course_id: int, terms: list[TermMarkOp]) -> TermOutcome | None:
    if not terms:
        return None
    return term_marks.put_term_marks(work.session, work.actor, course_id, terms, work.now)


def _refusal(op_id: str, error: Exception, locale: str) -> dict[str, Any]:
    return {"id": op_id, "ok": False, "error": message_for(error, locale)}


def _cell_op(op: dict[str, Any]) -> CellOp:
    return CellOp(
        id=str(op.get("id", ""))[:60],
        pupil_id=_prefixed(op.get("p"), PUPIL),
        lesson_id=_prefixed(op.get("c"), LESSON),
        text=text(op.get("v"), limit=20),
        base=str(op["base"])[:20] if op.get("base") is not None else None,
        kind_id=0 if op.get("kind") == "" else optional_number(op.get("kind")),
        comment=text(op["comment"], limit=limits.COMMENT) if op.get("comment") is not None else None,
        slot=1 if op.get("slot") == 1 else 2 if op.get("slot") == 2 else None,
        reason=text(op.get("reason"), limit=limits.REASON),
        force=op.get("force") is True,
    )


def _term_op(op: dict[str, Any]) -> TermMarkOp:
    return TermMarkOp(
        id=str(op.get("id", ""))[:60],
        pupil_id=_prefixed(op.get("p"), PUPIL),
        key=str(op["c"])[len(TERM) :],
        value=text(op.get("v"), limit=8),
        base=str(op["base"])[:20] if op.get("base") is not None else None,
        reason=text(op.get("reason"), limit=limits.REASON),
        force=op.get("force") is True,
    )


def _cell_result(one: CellResult, locale: str, time_zone: str) -> dict[str, Any]:
    answer = _result(one.id, one.status, one.cell, gettext(locale, one.message, **one.params), locale)
    if one.status is OpStatus.CONFLICT:
        at = f", {moment(locale, clock.local(one.theirs_at, time_zone))}" if one.theirs_at else ""
        answer["who"] = one.theirs + at
    return answer


def _term_result(one: TermMarkResult, locale: str) -> dict[str, Any]:
    return _result(one.id, one.status, one.shown, gettext(locale, one.message, **one.params), locale)


def _result(op_id: str, status: OpStatus, cell: str, words: str, locale: str) -> dict[str, Any]:
    answer: dict[str, Any] = {"id": op_id, "ok": status in (OpStatus.OK, OpStatus.WAITING), "cell": cell}
    if not answer["ok"]:
        answer["error"] = words or gettext(locale, "The cell has been changed meanwhile")
    if status in (OpStatus.CONFLICT, OpStatus.NEEDS_REASON):
        answer[status.value] = True
    return answer


def _term_news(outcome: TermOutcome) -> list[dict[str, Any]]:
    return [
        {
            "p": f"{PUPIL}{pupil_id}",
            "course": outcome.course_id,
            "cells": {cell.key: [cell.shown, cell.proposal] for cell in cells},
        }
        for pupil_id, cells in outcome.rows.items()
    ]


def rendered(news: dict[str, Any], tab: Shown, locale: str) -> dict[str, Any]:
    """The patch of a tab's sheet: only what the tab shows, in its language."""
    return {
        "cells": [one for one in news.get("cells", ()) if one["c"] in tab.columns],
        "rows": [*_averages(news, tab, locale), *_terms(news, tab)],
        "foot": [
            {"c": one["c"], "average": _read(one["average"], locale, 1), "absent": str(one["absent"] or "")}
            for one in news.get("feet", ())
            if one["c"] in tab.columns
        ],
    }


def _averages(news: dict[str, Any], tab: Shown, locale: str) -> list[dict[str, Any]]:
    rows = []
    for one in news.get("rows", ()):
        if not tab.tells(one) or one["term"] != tab.term_number:
            continue
        row = {"p": one["p"], "average": _read(one["average"], locale, 2)}
        key = str(one["term"])
        if key in tab.keys and one["p"] in tab.proposals:
            tab.proposals[one["p"]][tab.keys.index(key)] = one["proposal"]
            row["proposals"] = list(tab.proposals[one["p"]])
        rows.append(row)
    return rows


def _terms(news: dict[str, Any], tab: Shown) -> list[dict[str, Any]]:
    rows = []
    for one in news.get("terms", ()):
        if not tab.tells(one):
            continue
        cells = [one["cells"].get(key, ["", ""]) for key in tab.keys]
        tab.proposals[one["p"]] = [proposal for _, proposal in cells]
        rows.append({"p": one["p"], "terms": [v for v, _ in cells], "proposals": [p for _, p in cells]})
    return rows


def _read(average: str, locale: str, places: int) -> str:
    return decimal(locale, Decimal(average), places) if average else ""


def details(work: Work, pupil: str, column: str, locale: str) -> dict[str, Any]:
    """A cell opened, as the sheet's panel shows it."""
    if column.startswith(TERM):
        return {"p": pupil, "c": column, "lines": [], "marks": []}
    found = cell_details(work.session, work.actor, lesson_id(column), _prefixed(pupil, PUPIL))
    zone = work.actor.time_zone
    return {
        "p": pupil,
        "c": column,
        "lines": [_line(one, locale, zone) for one in found.history],
        "marks": [
            {"slot": slot, "kind_id": one.kind_id, "comment": one.comment}
            for slot, one in enumerate(found.marks, 1)
        ],
    }


def _line(one: HistoryRow, locale: str, time_zone: str) -> dict[str, str]:
    empty = gettext(locale, "empty")
    words = gettext(
        locale, ACTIONS.get(one.action, ACTIONS["put"]), before=one.before or empty, after=one.after or empty
    )
    extra = [part for part in (one.kinds, one.comment, one.reason) if part]
    return {
        "text": " · ".join([words, *extra]),
        "who": one.author,
        "when": moment(locale, clock.local(one.at, time_zone)),
    }
