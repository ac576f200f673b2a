"""The events of two cards beside each other: which stays, whose values are taken, made one."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.pages.duplicates import rows
from ejournal.pages.duplicates.rows import CardRow, FieldRow, FollowRow, QuestionRow, SideRow
from ejournal.services.duplicates.draft import GONE, KEPT
from ejournal.services.duplicates.merging import merge
from ejournal.services.duplicates.preview import preview, proposed
from ejournal.services.people.card import person_card
from ejournal.services.people.search import Wanted, find_people
from ejournal.ui.runtime.feedback import message_for, toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, row_id, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

FIELD, ANSWER = "field-", "answer-"
"""How the names of the form's choices begin."""


class MergeState(PageState):
    """Two cards that the address names; with one of them, the search for the other."""

    ready: bool = False
    choosing: bool = False
    """Whether the other card is still to be found."""
    words: str = ""
    first: SideRow = SideRow()
    found: list[CardRow] = []

    kept: SideRow = SideRow()
    gone: SideRow = SideRow()
    fields: list[FieldRow] = []
    questions: list[QuestionRow] = []
    follows: list[FollowRow] = []
    notes: list[str] = []
    refusals: list[str] = []
    form_key: int = 0

    _seen: str = ""

    @handler(Permission.PEOPLE_MANAGE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show both cards, the better one as the one that stays; or look for the other."""
        asked = self.router.url.query_parameters
        first, second = row_id(asked.get("first")), optional_row_id(asked.get("second"))
        self.ready, self.choosing, self.words = False, second is None, ""
        self.kept, self.gone, self.refusals = SideRow(), SideRow(), []
        if second is None:
            card = person_card(work.session, work.actor, first)
            self.first = SideRow(id=str(first), name=card.name, href=rows.card_address(first))
            self._look(work, card.last_name)
        else:
            try:
                self._fill(work, *proposed(work.session, work.actor, first, second))
            except DomainError as refused:
                self.refusals = [message_for(refused, self.locale)]
        self.ready = True

    def _look(self, work: Work, words: str) -> None:
        number = row_id(self.first.id)
        people = find_people(work.session, work.actor, Wanted(words)).people
        self.found = [rows.found_row(one, number, self.locale) for one in people if one.id != number]

    def _fill(self, work: Work, kept_id: int, gone_id: int) -> None:
        look = preview(work.session, work.actor, kept_id, gone_id)
        self.kept, self.gone = (rows.side_row(one, self.locale) for one in (look.kept, look.gone))
        self.fields = [rows.field_row(one, self.locale) for one in look.fields if one.of_kept or one.of_gone]
        self.questions = rows.question_rows(look, self.locale)
        self.follows = rows.follow_rows(look, self.locale)
        self.notes = rows.words_of(look.notes, self.locale)
        self.refusals = rows.words_of(look.refusals, self.locale)
        self._seen = look.mark
        self.form_key += 1

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def look(self, work: Work, value: str) -> None:
        """Show whom the words fit, as they are typed."""
        self.words = text(str(value)[: limits.SEARCH], limit=limits.SEARCH)
        self._look(work, self.words)

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def swap(self, work: Work) -> None:
        """Let the other card stay."""
        self._fill(work, row_id(self.gone.id), row_id(self.kept.id))

    @handler(Permission.PEOPLE_MANAGE)
    def make_one(self, work: Work, form: dict[str, Any]) -> Any:
        """Make the two cards one as the form says, and open the one that stays."""
        kept_id, gone_id = row_id(self.kept.id), row_id(self.gone.id)
        fields, answers = _chosen(form, FIELD), _chosen(form, ANSWER)
        merge(work.session, work.actor, kept_id, gone_id, self._seen, fields, answers)
        words = gettext(self.locale, "The two cards are one. On the card it can be undone")
        return [rx.redirect(rows.card_address(kept_id)), toast_done(words)]


def _chosen(form: Mapping[str, Any], beginning: str) -> dict[str, str]:
    """The choices of the form whose names begin so."""
    return {
        str(name).removeprefix(beginning): str(value)
        for name, value in form.items()
        if str(name).startswith(beginning) and value in (KEPT, GONE)
    }
