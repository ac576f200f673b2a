"""The other schools of one sign-in, and the two sides of whoever works in a school and has a child there."""

import json
from typing import Any

import reflex as rx
from reflex.state import OnLoadInternalState

from ejournal.access.permissions import Permission
from ejournal.http.addresses import local_path
from ejournal.services.accounts import own as accounts
from ejournal.services.accounts import places
from ejournal.ui import kit
from ejournal.ui.runtime import identity
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id
from ejournal.ui.runtime.session import FAMILY, WORK, OtherSchool, SessionState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.text import Words, t
from ejournal.ui.words.vars import some


class SidesState(SessionState):
    """Going to another school, and from work to family."""

    @handler(Permission.ACCOUNT_WRITE)
    def go_to(self, work: Work, place: str, path: str) -> Any:
        """Act in another school of the same sign-in, at the page of the path; an empty one is this page."""
        number = places.HOME if place == str(places.HOME) else row_id(place)
        places.go_to(work.session, work.actor, number)
        here = self.router.url
        wanted = path or f"{here.path}?{here.query}".rstrip("?")
        # Loaded whole: nothing that this page holds goes with it.
        return rx.call_script(f"window.location.assign({json.dumps(local_path(wanted))})")

    @handler(Permission.ACCOUNT_WRITE)
    def choose_side(self, work: Work, side: str) -> Any:
        """Show work or family from now on, from its first page; what is allowed stays the same."""
        accounts.set_side(work.session, work.actor, side if side in (WORK, FAMILY) else WORK)
        self.side = side if side in (WORK, FAMILY) else WORK
        identity.show_unread(self, work)
        if str(self.router.url.path or "/") == "/":
            return OnLoadInternalState.on_load_internal
        return rx.redirect("/")


def side_switch(name: str) -> rx.Component:
    """«Работа | Семья», for whoever has both."""
    return rx.cond(SessionState.two_sided, _sides(name))


def _sides(name: str) -> rx.Component:
    sides = ((WORK, "briefcase", t("Work")), (FAMILY, "users", t("Family")))
    return rx.el.div(
        *(
            rx.el.button(
                kit.icon(sign, 17),
                words,
                type="button",
                aria_pressed=SessionState.side == side,
                on_click=SidesState.choose_side(side),
            )
            for side, sign, words in sides
        ),
        class_name=f"segmented sides {name}",
        role="group",
        aria_label=t("Work or family"),
    )


def schools_switch() -> rx.Component:
    """The other schools of the same sign-in, each a press away; nothing for whoever has one."""
    return rx.cond(
        some(SessionState.schools),
        rx.el.div(rx.foreach(SessionState.schools, lambda one: _school(one, "/")), class_name="schools"),
    )


def elsewhere_offer() -> rx.Component:
    """On a page where there is nothing: it may be another school's. Said of any page, so it tells nothing."""
    return rx.cond(
        some(SessionState.schools),
        rx.el.div(
            rx.el.p(t("If it is a page of another school of yours, open it there:")),
            rx.foreach(SessionState.schools, lambda one: _school(one, "")),
            class_name="schools schools-offered",
        ),
    )


def _school(one: OtherSchool, path: Words) -> rx.Component:
    return rx.el.button(
        kit.icon("school", 18),
        rx.el.span(one.name, class_name="place-title"),
        kit.icon("chevron-right", 18),
        type="button",
        on_click=SidesState.go_to(one.place, path),
        class_name="school-go",
    )
