"""The events of a card that was made one with others: what stands, and the way back."""

from dataclasses import dataclass
from typing import Any

from ejournal import clock
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import dates, gettext
from ejournal.pages.people.card_state import PersonState
from ejournal.services.base.merged_cards import standing_card
from ejournal.services.duplicates.undoing import Changed, Merged, merges_of, undo_merge
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work


@dataclass(frozen=True)
class MergedRow:
    """A card that was made one with the person's; refusal says why it cannot be undone."""

    id: str
    words: str
    refusal: str


class MergedState(PageState):
    """The cards that were made one with the one that the address names."""

    merged: list[MergedRow] = []
    can_undo: bool = False

    @handler(Permission.PEOPLE_READ, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show with what the card was made one."""
        asked = optional_row_id(self.router.url.query_parameters.get("person"))
        self.merged, self.can_undo = [], work.actor.may(Permission.PEOPLE_MANAGE)
        if asked is not None and standing_card(work.session, work.actor.school_id, asked) == asked:
            self._fill(work, asked)

    def _fill(self, work: Work, person_id: int) -> None:
        found = merges_of(work.session, work.actor, person_id)
        self.merged = [_row(work, one, self.locale) for one in found]

    @handler(Permission.PEOPLE_MANAGE)
    def undo_merge(self, work: Work, merge_id: str) -> Any:
        """Part the two cards again."""
        try:
            kept_id, _ = undo_merge(work.session, work.actor, row_id(merge_id))
        except Changed as changed:
            what = ", ".join(gettext(self.locale, one) for one in changed.what)
            raise DomainError(changed.message, what=what) from changed
        self._fill(work, kept_id)
        return [PersonState.load, toast_done(gettext(self.locale, "The two cards are two again"))]


def _row(work: Work, one: Merged, locale: str) -> MergedRow:
    words = gettext(
        locale,
        "Made one with the card of {name} on {day}, by {by}",
        name=one.name,
        day=dates.full_date(locale, clock.local(one.at, work.actor.time_zone).date()),
        by=one.by,
    )
    return MergedRow(str(one.id), words, _refusal(one, locale))


def _refusal(one: Merged, locale: str) -> str:
    if one.later:
        return gettext(locale, "Undo the later merge first: {name}", name=one.later)
    what = ", ".join(gettext(locale, about) for about in one.changed)
    if not what:
        return ""
    return gettext(
        locale, "Since then has changed: {what}. The two cards cannot be parted any more", what=what
    )
