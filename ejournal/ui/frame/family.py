"""The child whose diary is open: chosen by the address, remembered from page to page."""

import reflex as rx

from ejournal.errors import NotFound
from ejournal.services.diary import week as diary
from ejournal.services.diary.week import Child
from ejournal.ui import kit
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.inputs import optional_row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.text import Words, t
from ejournal.ui.words.vars import count


class FamilyState(PageState):
    """The ground of the diary's pages: which children there are and which one is shown."""

    children: list[Choice] = []
    child: str = ""

    def _choose_child(self, work: Work) -> int:
        """The child that the address names, else the one shown last, else the first.

        A class teacher or head may name any pupil they see; NotFound when there is nobody to show.
        """
        found = diary.children(work.session, work.actor)
        choices = [Choice(value=str(child.id), label=child_line(child)) for child in found]
        if self.children != choices:
            self.children = choices
        own = {child.id for child in found}
        asked = optional_row_id(self.router.url.query_parameters.get("child"))
        shown = int(self.child) if self.child else None
        chosen = asked or (shown if shown in own else None) or next(iter(child.id for child in found), None)
        if chosen is None:
            raise NotFound
        if self.child != str(chosen):
            self.child = str(chosen)
        return chosen


def child_line(child: Child) -> str:
    """«Анна, 6 «Б»»."""
    return ", ".join(part for part in (child.first_name, child.class_title) if part)


def child_switch(path: str, keep: Words = "") -> rx.Component:
    """The children as pills, links to the page at the path; nothing for an only child."""
    return rx.cond(
        count(FamilyState.children) > 1,
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
            class_name="chips no-print",
            aria_label=t("Child"),
        ),
    )
