"""The events of the search: messages by their words."""

from dataclasses import dataclass

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.i18n import gettext, ngettext
from ejournal.pages.chat.rows import when
from ejournal.services.chat import search
from ejournal.services.chat.search import MOST_FOUND, Found, Hit
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.word_forms import SHORTEST


@dataclass(frozen=True)
class HitRow:
    """A message that was found, in the place of the rooms."""

    href: str
    title: str
    when: str
    author: str
    before: str
    word: str
    after: str


class ChatSearchState(PageState):
    """What is looked for, and what was found."""

    search: str = ""
    hits: list[HitRow] = []
    hits_note: str = ""

    @handler(Permission.CHAT_TAKE_PART, writes=False)
    def look(self, work: Work, words: str) -> None:
        """Show the messages with the words in place of the rooms; without words the rooms."""
        self.search = words[: limits.SEARCH].lstrip()
        if not self.search:
            self.hits, self.hits_note = [], ""
            return
        found = search.find(work.session, work.actor, self.search)
        self.hits = [self._row(one, work) for one in found.hits]
        self.hits_note = _note(found, self.locale)

    def _row(self, hit: Hit, work: Work) -> HitRow:
        return HitRow(
            href=f"/chat?room={hit.room_id}&at={hit.number}",
            title=hit.room.text(self.locale),
            when=when(hit.sent_at, work.actor, work.now, self.locale),
            author=hit.author,
            before=hit.words.before,
            word=hit.words.word,
            after=hit.words.after,
        )


def _note(found: Found, locale: str) -> str:
    if not found.asked:
        return gettext(locale, "Write a word of at least {n} letters", n=SHORTEST)
    if found.has_more:
        return gettext(locale, "The latest {n}: one more word finds fewer", n=MOST_FOUND)
    if not found.hits:
        return gettext(locale, "Nothing found")
    return ngettext(locale, "{n} message", "{n} messages", len(found.hits))
