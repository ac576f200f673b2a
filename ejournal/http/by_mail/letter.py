"""The page behind an address in a letter: what all of them have."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ejournal.http.door import Door, DoorPage, Field, language, locale_of, show, spoken
from ejournal.i18n import gettext
from ejournal.services.base.one_time_links import LinkRefused


@dataclass(frozen=True)
class Letter:
    """A letter's door, its title by the locale, and what helps whose address opens nothing."""

    door: Door
    title: Callable[[str], str]
    cure: Callable[[str], str]

    def page(self, request: Request, **more: Any) -> DoorPage:
        """The page, with what this answer says."""
        locale, door = locale_of(request), self.door
        told = {
            "title": self.title(locale), "opens": door.opens, "path": door.path,
            "back": "/login", "back_words": gettext(locale, "To the sign-in"),
        }  # fmt: skip
        note = gettext(locale, "Journal, diary and timetable of the school")
        return DoorPage(locale, note=note, **told | more)

    def asking(self, request: Request, **more: Any) -> DoorPage:
        """The same with the field for the address, where the browser has none."""
        locale = locale_of(request)
        field = Field("code", gettext(locale, "The address in the letter"), required=True)
        action = self.door.opens + language(request)
        return self.page(request, fields=[field], action=action, submit=gettext(locale, "Open"), **more)

    def refused(self, request: Request, refused: LinkRefused) -> Response:
        """In words that the address opens nothing, with the field for another."""
        locale = locale_of(request)
        page = self.asking(request, trouble=spoken(refused, locale), cure=self.cure(locale))
        return self.door.refuse(request, page)

    def told(self, request: Request, **more: Any) -> Response:
        """The last page: the address is used up, the browser lets its secret go."""
        answer = show(request, self.page(request, **more))
        self.door.shut(answer)
        return answer
