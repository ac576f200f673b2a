"""The child whose diary is open: chosen by the address, remembered from page to page."""

from dataclasses import dataclass

import reflex as rx

from ejournal.errors import NotFound
from ejournal.services.diary import week as diary
from ejournal.services.diary.week import Child
from ejournal.services.home.elsewhere import elsewhere
from ejournal.ui import kit
from ejournal.ui.frame.sides import SidesState
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.inputs import optional_row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.text import Words, t
from ejournal.ui.words.vars import count, some


@dataclass(frozen=True)
class FarChild:
    """A child in another school of the same sign-in."""

    place: str
    id: str
    label: str


class FamilyState(PageState):
    """The ground of the diary's pages: which children there are and which one is shown."""

    children: list[Choice] = []
    far_children: list[FarChild] = []
    child: str = ""

    def _choose_child(self, work: Work) -> int:
        """The child that the address names, else the one shown last, else the first.

        A class teacher or head may name any pupil they see; NotFound when there is nobody to show.
        """
        found = diary.children(work.session, work.actor)
        school = self.school_name if self.schools else ""
        choices = [Choice(value=str(child.id), label=child_line(child, school)) for child in found]
        if self.children != choices:
            self.children = choices
        self._show_far(work)
        own = {child.id for child in found}
        asked = optional_row_id(self.router.url.query_parameters.get("child"))
        shown = int(self.child) if self.child else None
        chosen = asked or (shown if shown in own else None) or next(iter(child.id for child in found), None)
        if chosen is None:
            raise NotFound
        if self.child != str(chosen):
            self.child = str(chosen)
        return chosen

    def _show_far(self, work: Work) -> None:
        """The children in other schools, by the rules there; costs nothing for a sign-in of one school."""
        far = [
            FarChild(str(one.place.id), str(child.id), child_line(child, one.place.school))
            for one in (elsewhere(work.session, work.actor) if self.schools else ())
            for child in one.children
        ]
        if self.far_children != far:
            self.far_children = far


def child_line(child: Child, school: str = "") -> str:
    """«Анна, 6 «Б»», with the school where there are two."""
    return ", ".join(part for part in (child.first_name, child.class_title, school) if part)


def child_switch(path: str, keep: Words = "") -> rx.Component:
    """The children as pills, links to the page at the path; nothing for an only child.

    A child in another school is a button: the sign-in goes on to act there, and the page is loaded whole.
    """
    return rx.cond(
        (count(FamilyState.children) > 1) | some(FamilyState.far_children),
        rx.el.nav(
            rx.foreach(
                FamilyState.children,
                lambda child: kit.link(
                    child.label,
                    href=f"{path}?child={child.value}{keep}",
                    class_name="chip",
                    aria_current=rx.cond(child.value == FamilyState.child, "true", rx.Var("undefined")),
                ),
            ),
            rx.foreach(
                FamilyState.far_children,
                lambda child: rx.el.button(
                    child.label,
                    type="button",
                    on_click=SidesState.go_to(child.place, f"{path}?child={child.id}"),
                    class_name="chip",
                ),
            ),
            class_name="chips no-print",
            aria_label=t("Child"),
        ),
    )
