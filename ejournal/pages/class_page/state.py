"""The events of a class's page: which class, what is put on it and taken away."""

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.models import ClassPart
from ejournal.pages.class_page import rows
from ejournal.pages.class_page.rows import ContactRow, ItemRow, PageHead
from ejournal.services.base.topics import class_page_topic
from ejournal.services.class_page import reading, writing
from ejournal.services.class_page.photos import PHOTOS
from ejournal.services.class_page.reading import MORE, MOST_ITEMS, PAST, SHOWN
from ejournal.services.class_page.writing import Fields
from ejournal.services.files.keeping import Stored
from ejournal.ui.components.draft import forget_draft
from ejournal.ui.components.sent import sent_keys
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_date, optional_row_id, row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

READ, WRITE = Permission.CLASS_PAGE_READ, Permission.CLASS_PAGE_WRITE
DRAFTS = ("title", "words", "files")
"""The fields that the browser keeps while an item is written."""
GONE = "gone:"
"""Before the key of a file in the form: it is to go."""


@dataclass(frozen=True)
class FileRow:
    """A file that the item has."""

    name: str
    field: str


@dataclass(frozen=True)
class ItemForm:
    """What the fields hold; id: zero for an item that is not there yet, draft: under which it is kept."""

    id: int = 0
    part: str = ""
    key: str = ""
    draft: str = ""
    title: str = ""
    words: str = ""
    day: str = ""
    pinned: bool = False
    files: list[FileRow] = field(default_factory=list)


class ClassPageState(PageState):
    """The page of the class that the address names, else of the first that one reads."""

    ready: bool = False
    classes: list[Choice] = []
    class_id: str = ""
    head: PageHead = PageHead()
    news: list[ItemRow] = []
    coming: list[ItemRow] = []
    past: list[ItemRow] = []
    documents: list[ItemRow] = []
    contacts: list[ContactRow] = []
    form: ItemForm = ItemForm()
    taking_away: bool = False
    """Whether one is asked before the open item goes."""

    _most: dict[str, int] = {}
    _times: int = 0

    @handler(READ, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the page of the class."""
        found = reading.classes(work.session, work.actor)
        self.classes = [Choice(str(number), title) for number, title in found]
        asked = self.router.url.query_parameters
        chosen = optional_row_id(asked.get("class")) or next((number for number, _ in found), 0)
        self.form, self.taking_away, self._most = ItemForm(), False, {}
        self._show(work, chosen)
        self.ready = True

    @handler(READ, writes=False)
    def choose_class(self, work: Work, value: str) -> Any:
        """Go to the page of another class."""
        return rx.redirect(f"/class-page?class={row_id(value)}")

    @handler(READ, writes=False)
    def show_more(self, work: Work, key: str) -> None:
        """Show older news, documents or dates beneath those that stand there."""
        if key not in (ClassPart.NEWS, ClassPart.DOCUMENT, PAST):
            raise NotFound
        most = self._most.get(key, SHOWN) + MORE
        self._most = self._most | {key: min(most, MOST_ITEMS)}
        self._anew(work)

    @handler(READ, writes=False)
    def refresh(self, work: Work) -> None:
        """Show the page as it is now."""
        self._anew(work)

    @handler(WRITE, writes=False)
    def start_item(self, work: Work, part: str) -> None:
        """Ask what is to stand on the page."""
        if not self.head.may_write or part not in list(ClassPart):
            raise NotFound
        self.form = ItemForm(part=part, key=self._key(), draft=f"class-{part}:{self.head.id}")

    @handler(WRITE, writes=False)
    def show_item(self, work: Work, item_id: int) -> None:
        """Ask what is to change of an item."""
        one = reading.item_of(work.session, work.actor, row_id(item_id))
        self.form = ItemForm(
            one.id, one.part.value, self._key(), f"class-item:{one.id}", one.title, one.words,
            one.day.isoformat() if one.day else "", one.pinned, list(map(_file, one.files)),
        )  # fmt: skip

    @handler(WRITE, writes=False)
    def stop_item(self, work: Work) -> None:
        """Put nothing there; what was written stays a draft."""
        self.form, self.taking_away = ItemForm(), False

    @handler(WRITE)
    def save_item(self, work: Work, form: dict[str, Any]) -> Any:
        """Put the item on the page, or change it."""
        if self.form.part not in list(ClassPart):
            raise NotFound
        fields = _fields(form)
        if self.form.id:
            writing.change_item(work.session, work.actor, row_id(self.form.id), fields, work.now)
        else:
            part, class_id = ClassPart(self.form.part), row_id(self.head.id)
            writing.add_item(work.session, work.actor, class_id, part, fields, work.now)
        return self._done(work, gettext(self.locale, "Saved"))

    @handler(WRITE, writes=False)
    def ask_away(self, work: Work, wanted: bool) -> None:
        """Ask before the open item goes, or go back to it."""
        self.taking_away = wanted is True and self.form.id > 0

    @handler(WRITE)
    def take_away(self, work: Work) -> Any:
        """Take the open item off the page."""
        writing.take_away(work.session, work.actor, row_id(self.form.id))
        return self._done(work, gettext(self.locale, "It is taken off the page"))

    def _done(self, work: Work, told: str) -> Any:
        draft = self.form.draft
        self.form, self.taking_away = ItemForm(), False
        self._anew(work)
        return [*(forget_draft(f"{draft}:{name}") for name in DRAFTS), toast_done(told)]

    def _topics(self, work: Work) -> list[str]:
        return [class_page_topic(self.head.id)] if self.head.id else []

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what came."""
        self._anew(work)

    def _anew(self, work: Work) -> None:
        """Read anew what may have changed meanwhile."""
        if self.head.id:
            self._show(work, self.head.id)

    def _show(self, work: Work, class_id: int) -> None:
        if not class_id:
            self.class_id, self.head = "", PageHead()
            return
        found = reading.page(work.session, work.actor, class_id, self._most)
        self.class_id, self.head = str(class_id), rows.page_head(found, self.locale)
        self.news, self.coming, self.past, self.documents = (
            rows.item_rows(items, work.actor, self.locale, keeps=found.may_keep)
            for items in (found.news, found.coming, found.past, found.documents)
        )
        self.contacts = rows.contact_rows(found.leaders, found.teachers, self.locale)

    def _key(self) -> str:
        self._times += 1
        return f"class-item-{self._times}"


def _file(one: Stored) -> FileRow:
    return FileRow(one.name, f"{GONE}{one.key}")


def _fields(form: dict[str, Any]) -> Fields:
    return Fields(
        str(form.get("title") or ""),
        str(form.get("words") or ""),
        optional_date(form.get("day")),
        bool(form.get("pinned")),
        sent_keys(form, "files"),
        tuple(name.removeprefix(GONE) for name, value in form.items() if name.startswith(GONE) and value),
        bool(form.get(PHOTOS)),
    )
