"""The events of the class list: open a class, go to another."""

from typing import Any

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.i18n import ngettext
from ejournal.pages.class_people import rows
from ejournal.pages.class_people.rows import PupilRow
from ejournal.services.absences.classes import classes_for
from ejournal.services.base.topics import class_topic
from ejournal.services.people.class_list import class_list
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work


class ClassPeopleState(PageState):
    """The pupils of one class."""

    ready: bool = False
    classes: list[Choice] = []
    class_id: str = ""
    title: str = ""
    count: str = ""
    pupils: list[PupilRow] = []

    @handler(Permission.CLASS_READ, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Open the class that the address names, else the own one."""
        found = classes_for(work.session, work.actor)
        self.classes = [Choice(value=str(one.id), label=one.title) for one in found]
        asked = optional_row_id(self.router.url.query_parameters.get("class"))
        chosen = asked or next((one.id for one in found), None)
        self.ready, self.class_id, self.pupils = True, "", []
        if chosen is not None:
            self._show(work, chosen)

    def _show(self, work: Work, class_id: int) -> None:
        self.title, found = class_list(work.session, work.actor, class_id)
        self.class_id = str(class_id)
        cards = work.actor.may(Permission.PEOPLE_READ)
        self.pupils = rows.pupil_rows(found, work.actor.today, self.locale, cards=cards)
        self.count = ngettext(self.locale, "{n} pupil", "{n} pupils", len(found))

    @handler(Permission.CLASS_READ, writes=False)
    def choose_class(self, work: Work, class_id: str) -> Any:
        """Go to another class."""
        return rx.redirect(f"/class/people?class={row_id(class_id)}")

    def _topics(self, work: Work) -> list[str]:
        return [class_topic(row_id(self.class_id))] if self.class_id else []

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """A pupil has come or left."""
        self._show(work, row_id(self.class_id))
