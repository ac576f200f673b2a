"""The events of reports of one's own: choose, see at once, keep, share, copy, delete."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext
from ejournal.models import Audience, RowKind
from ejournal.pages.own_reports import rows
from ejournal.pages.own_reports.rows import Asks, ColumnRow, HeadRow, KeptRow, LineRow, Offered
from ejournal.services.base.topics import own_reports_topic
from ejournal.services.own_reports import keeping
from ejournal.services.own_reports.choice import (
    MOST_COLUMNS,
    bound_words,
    read_bound,
    read_choice,
    read_class,
)
from ejournal.services.own_reports.choice import (
    Choice as Chosen,
)
from ejournal.services.own_reports.columns import BY_KIND, USUAL
from ejournal.services.own_reports.drawing import draw_table
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

LEAST, MOST = "least", "most"


class OwnReportsState(PageState):
    """What is chosen, in one line as an address says it, and the table that comes of it."""

    ready: bool = False
    kept: list[KeptRow] = []
    report_id: str = ""
    """The kept report that is open; empty for a new one."""
    title: str = ""
    is_own: bool = True
    audience: str = Audience.NOBODY.value
    query: str = ""
    """The choice; what is drawn, and what the files are of."""
    period: str = ""
    class_name: str = ""
    subject: str = ""
    rows: str = RowKind.PUPILS.value
    by: str = ""
    least: str = LEAST
    bound: str = ""
    order: str = ""
    offered: Offered = Offered()
    columns: list[ColumnRow] = []
    first: str = ""
    heads: list[HeadRow] = []
    lines: list[LineRow] = []
    count: str = ""
    notes: list[str] = []
    draft: bool = False
    asks: Asks = Asks()

    @handler(Permission.REPORTS_READ, loads=True)
    def load(self, work: Work) -> None:
        """Open the kept report that the address names, else what it chooses, else a new one."""
        asked = self.router.url.query_parameters
        self._ask()
        self.by, self.least = "", LEAST
        number = optional_row_id(asked.get("id"))
        if number is None:
            self.report_id, self.title, self.is_own = "", "", True
            self.audience = Audience.NOBODY.value
            self._show(work, read_choice(dict(asked)))
        else:
            found = keeping.kept_report(work.session, work.actor, number)
            self.report_id, self.title, self.is_own = str(number), found.title, found.is_own
            self.audience = found.audience.value if found.is_own else Audience.NOBODY.value
            self._show(work, found.choice)
        self._show_kept(work)
        self.ready = True

    def _topics(self, work: Work) -> list[str]:
        return [own_reports_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """A colleague has shared a report, or taken one away; what is open here stays as it is."""
        self._show_kept(work)

    def _show_kept(self, work: Work) -> None:
        self.kept = rows.kept_rows(keeping.kept_reports(work.session, work.actor), self.locale)

    def _chosen(self) -> Chosen:
        return read_choice(dict(parse_qsl(self.query)))

    def _show(self, work: Work, chosen: Chosen) -> None:
        """Draw what is chosen."""
        found = draw_table(work.session, work.actor, chosen)
        self.query = chosen.address()
        if chosen.bound is not None or chosen.rows.value != self.rows:  # else a number is still to come
            self.by, self.least = chosen.bound_column, LEAST if chosen.at_least else MOST
        self.rows, self.period, self.subject = chosen.rows.value, chosen.period, str(chosen.subject_id or "")
        self.class_name = f"{chosen.grade or ''}{'.' + chosen.letter if chosen.letter else ''}"
        self.bound = "" if chosen.bound is None else bound_words(chosen.bound)
        self.order = f"{'-' if chosen.descending else ''}{chosen.order_column}"
        self.columns = rows.column_rows(chosen, self.locale)
        self.offered = rows.offered(chosen, found, self.locale)
        self.lines, self.heads, self.count, self.notes = [], [], "", []
        self.draft = False
        if found is None:
            return
        self.first = rows.first_head(found, self.locale)
        self.heads = rows.head_rows(found.columns, self.locale)
        self.lines = rows.line_rows(found, self.locale)
        self.count, self.notes = rows.count_of(found, self.locale), rows.notes(found, self.locale)
        self.draft = found.is_draft

    # ------------------------------------------------------------------------------------------ choosing

    @handler(Permission.REPORTS_READ)
    def choose_rows(self, work: Work, value: str) -> None:
        """Other lines: with the usual columns of theirs, in the same classes and period."""
        kind = next((one for one in RowKind if one.value == value), None)
        if kind is None:
            raise NotFound
        now = self._chosen()
        self._show(
            work,
            Chosen(
                kind, USUAL[kind], now.period, now.grade, now.letter, now.subject_id,
            ),
        )  # fmt: skip

    @handler(Permission.REPORTS_READ)
    def choose_period(self, work: Work, value: str) -> None:
        """Another period, or whichever term is the latest."""
        self._show(work, replace(self._chosen(), period=text(value, limit=limits.CHOSEN)))

    @handler(Permission.REPORTS_READ)
    def choose_class(self, work: Work, value: str) -> None:
        """One class, a grade, or all."""
        grade, letter = read_class(text(value, limit=limits.CHOSEN))
        self._show(work, replace(self._chosen(), grade=grade, letter=letter))

    @handler(Permission.REPORTS_READ)
    def choose_subject(self, work: Work, value: str) -> None:
        """One subject, or all."""
        self._show(work, replace(self._chosen(), subject_id=optional_row_id(value)))

    @handler(Permission.REPORTS_READ)
    def choose_order(self, work: Work, value: str) -> None:
        """The order of the lines."""
        key = text(value, limit=limits.CHOSEN)
        column = key.removeprefix("-")
        now = self._chosen()
        if column and column not in BY_KIND[now.rows]:
            raise NotFound
        self._show(work, replace(now, order_column=column, descending=key.startswith("-")))

    @handler(Permission.REPORTS_READ)
    def switch_column(self, work: Work, key: str) -> None:
        """Show a column, at the end, or leave it out; one stays."""
        now = self._chosen()
        if key not in BY_KIND[now.rows]:
            raise NotFound
        columns = tuple(one for one in now.columns if one != key)
        if len(columns) == len(now.columns):
            if len(columns) >= MOST_COLUMNS:
                raise DomainError("At most {n} columns fit on a sheet", n=MOST_COLUMNS)
            columns = (*columns, key)
        if not columns:
            raise DomainError("Choose a column")
        self._show(work, replace(now, columns=columns))

    @handler(Permission.REPORTS_READ)
    def choose_bound_column(self, work: Work, value: str) -> None:
        """By which column lines are left out; none for all lines."""
        now = self._chosen()
        column = BY_KIND[now.rows].get(text(value, limit=limits.CHOSEN))
        if column is None or not column.is_number:
            self.by = ""
            self._show(work, replace(now, bound_column="", bound=None))
        elif now.bound is None:
            self.by = column.key
        else:
            self._show(work, replace(now, bound_column=column.key))

    @handler(Permission.REPORTS_READ)
    def choose_least(self, work: Work, value: str) -> None:
        """Whether the bound is the least or the most."""
        now = self._chosen()
        self.least = LEAST if value == LEAST else MOST
        if now.bound is not None:
            self._show(work, replace(now, at_least=value == LEAST))

    @handler(Permission.REPORTS_READ)
    def set_bound(self, work: Work, value: str) -> None:
        """The bound; empty for none. DomainError by the field for what is no number."""
        words = text(value, limit=limits.CHOSEN, field="bound")
        now = self._chosen()
        column = BY_KIND[now.rows].get(self.by)
        if not words or column is None:
            self._show(work, replace(now, bound_column="", bound=None))
            return
        bound = read_bound(words)
        self._show(work, replace(now, bound_column=column.key, bound=bound, at_least=self.least == LEAST))

    @handler(Permission.REPORTS_READ)
    def open_report(self, work: Work, value: str) -> Any:
        """Go to a kept report, or to a new one."""
        number = optional_row_id(value)
        return rx.redirect(f"/reports/own?id={number}" if number else "/reports/own")

    # ------------------------------------------------------------------------------------------- keeping

    @handler(Permission.REPORT_KEEP, writes=False)
    def open_saving(self, work: Work, as_new: bool) -> None:
        """Ask for the name and with whom it is shared."""
        self._ask(saving=True, as_new=bool(as_new) or not self._is_kept())

    @handler(Permission.REPORT_KEEP, writes=False)
    def close_saving(self, work: Work) -> None:
        """Keep nothing."""
        self._ask()

    @handler(Permission.REPORT_KEEP)
    def save(self, work: Work, form: dict[str, Any]) -> Any:
        """Keep what is shown under the name."""
        title = text(form.get("title"), limit=limits.REPORT, field="title")
        audience = next((one for one in Audience if one.value == form.get("audience")), Audience.NOBODY)
        number = None if self.asks.as_new else optional_row_id(self.report_id)
        kept = keeping.keep_report(work.session, work.actor, number, title, self._chosen(), audience)
        self._ask()
        self.report_id, self.title, self.is_own = str(kept), title, True
        self.audience = audience.value
        self._show_kept(work)
        return [
            rx.redirect(f"/reports/own?id={kept}", replace=True),
            toast_done(gettext(self.locale, "The report is kept")),
        ]

    @handler(Permission.REPORT_KEEP, writes=False)
    def ask_to_delete(self, work: Work) -> None:
        """Ask first."""
        self._ask(deleting=self._is_kept())

    @handler(Permission.REPORT_KEEP)
    def delete(self, work: Work) -> Any:
        """Take the open report away."""
        number = optional_row_id(self.report_id)
        if number is None:
            raise NotFound
        keeping.delete_report(work.session, work.actor, number)
        self._ask()
        return [
            rx.redirect("/reports/own"),
            toast_done(gettext(self.locale, "The report is deleted")),
        ]

    def _ask(self, **what: bool) -> None:
        """Open a dialog, each with a form of its own; none for no question."""
        self.asks = Asks(form=self.asks.form + 1, **what)

    def _is_kept(self) -> bool:
        return bool(self.report_id) and self.is_own
