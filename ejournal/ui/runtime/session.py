"""Who is signed in, as the browser may know it, and the ground every page's state stands on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.state import _override_base_method
from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import token_hash
from ejournal.ui.runtime import seats
from ejournal.ui.runtime.work import Work


@dataclass(frozen=True)
class Place:
    """A place of the navigation that this person may go to; one within another stands under it."""

    key: str
    title_ru: str
    title_en: str
    href: str
    icon: str
    unread: int = 0
    within: str = ""
    side: str = ""
    """WORK or FAMILY for whoever has both; empty for what belongs to either."""


WORK, FAMILY = "work", "family"


@dataclass(frozen=True)
class OtherSchool:
    """Another school in which the same sign-in may act: the place's number, and the school's name."""

    place: str
    name: str


class SessionState(rx.State):
    """The signed-in person as shown by the shell; nothing here decides what is allowed."""

    locale: str = "ru"
    theme: str = "system"
    signed_in: bool = False
    ended: bool = False
    elsewhere: bool = False
    """For a tab whose sign-in acts in another school now: it is emptied, and the page loads itself anew."""
    missing: bool = False
    waits: bool = False
    """For a database that does not answer: the page says so, and tries again by itself."""
    demo: bool = False
    account: str = ""
    """The account's number: under it the browser keeps drafts."""
    person_name: str = ""
    role_line: str = ""
    school_name: str = ""
    schools: list[OtherSchool] = []
    """The other schools of the same sign-in."""
    two_sided: bool = False
    side: str = ""
    """Which of work and family the pages show, of whoever has both."""
    logo: str = ""
    """The address of the school's emblem; empty where it has none."""
    places: list[Place] = []
    bottom_places: list[Place] = []
    """The places on a phone's bar, and behind «Ещё» the others."""
    more_places: list[Place] = []
    unread: int = 0
    """Notices that the bell counts."""
    factor_asked: bool = False
    """The school asks for a second factor that the person has not set up."""
    factor_over: bool = False
    """The time for it is over: only the own account is open."""
    factor_left_ru: str = ""
    factor_left_en: str = ""
    looking: str = ""
    """Until when an administrator looks with the person's eyes, as the clock shows; empty for the person."""
    errors: dict[str, str] = {}

    _owner: str = ""
    """Hash of the token of the sign-in that has filled this tab."""
    _acts_as: int = 0
    """The person as whom that sign-in acted when it filled this tab."""
    _rights: str = ""
    """The mark of that sign-in's rights when the page was last sent all that the tab holds."""
    _until: float = 0
    """When that sign-in ends, were nothing more done with it: seconds since 1970."""

    @property
    def _token(self) -> str:
        """The session token in the HttpOnly cookie of the tab's connection; empty for a stranger.

        The doors keep it: what stands in a state's router goes to the browser.
        """
        seat = seats.owner_of(self._tab)
        return seat.token if seat is not None else ""

    @property
    def _tab(self) -> str:
        """Reflex's name of this browser tab; read past its proxies, for every event asks more than once."""
        session = self._get_root_state().__dict__.get("rx_router_session")
        return session.client_token if session is not None else ""

    @property
    def _is_others(self) -> bool:
        """Whether a sign-in other than this connection's has filled the tab."""
        return self._owner not in ("", token_hash(self._token))

    @property
    def _is_over(self) -> bool:
        """Whether the tab was left for longer than its sign-in lives; another tab may keep that alive."""
        return self._owner != "" and clock.now().timestamp() >= self._until

    @property
    def _has_other_rights(self) -> bool:
        """Whether the person's rights are not those with which the tab was filled: some may have ended."""
        seat = seats.owner_of(self._tab)
        return self._owner != "" and (seat is None or seat.rights != self._rights)

    @_override_base_method
    def _reset_client_storage(self) -> None:
        """Look at whose the tab is, before its page is sent all that it holds.

        Reflex calls this on the whole tree at each connection, ahead of any handler of ours.
        """
        if type(self) is SessionState:  # those below are emptied with it
            self._admit()
        super()._reset_client_storage()  # type: ignore[no-untyped-call]

    def _admit(self) -> None:
        """Empty a tab whose sign-in is another's or over, or has other rights."""
        if self._is_others or self._is_over or self._has_other_rights:
            self.reset()  # type: ignore[no-untyped-call]
        seat = seats.owner_of(self._tab)
        self._rights = seat.rights if seat is not None else ""


class PageState(SessionState):
    """The base of every page's state."""

    def _topics(self, work: Work) -> list[str]:
        """The live topics this page follows once it is loaded."""
        return []

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """What this page does when news of a topic comes; with `reload` in the payload it reads all anew."""

    @classmethod
    def _shares(cls, topic: str) -> Callable[[Session], Any] | None:
        """What is read once of a topic for all tabs that show it; None: each tab reads for itself."""

    def _overhear(self, topic: str, payload: dict[str, Any], shared: Any) -> bool:
        """Show the news from what was read for all; False where this tab must read for itself."""
        return False

    def _anew(self, work: Work) -> None:
        """Read anew what the page shows live: news of it may have been lost."""
        for topic in self._topics(work)[:1]:
            self._live(work, topic, {"reload": True})

    def _bell_rang(self, work: Work) -> None:
        """What this page does when notices came or were read elsewhere; the bell's number is shown anyway."""
