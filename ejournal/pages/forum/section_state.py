"""The events of the dialog in which a section is made or changed."""

from dataclasses import dataclass
from typing import Any

from ejournal.access import guard
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.models import ForumSection
from ejournal.pages.forum.state import ForumState
from ejournal.services.forum import sections
from ejournal.services.forum.sections import GROUPS, SectionFields, fields_of
from ejournal.ui import kit
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

MODERATE = Permission.FORUM_MODERATE


@dataclass(frozen=True)
class SectionForm:
    """What the fields hold; number: zero for a section that is not made yet."""

    number: int = 0
    key: str = ""
    title: str = ""
    about: str = ""
    reads_pupils: bool = False
    reads_guardians: bool = True
    reads_staff: bool = True
    writes_pupils: bool = False
    writes_guardians: bool = True
    writes_staff: bool = True
    moderated: bool = False
    closed: bool = False


class ForumSectionState(PageState):
    """The dialog of a section."""

    section_open: bool = False
    form: SectionForm = SectionForm()
    classes: list[kit.Choice] = []
    for_school: bool = False
    """One may make sections of the whole school."""

    _times: int = 0

    @handler(MODERATE, writes=False)
    def new_section(self, work: Work) -> None:
        """Ask what the new section is to be."""
        found = sections.classes_to_choose(work.session, work.actor)
        self.classes = [kit.Choice(str(number), title) for number, title in found]
        self.for_school = work.actor.leads
        if not (found or self.for_school):
            raise NotFound
        self._open(SectionForm(key=self._key()))

    @handler(MODERATE, writes=False)
    def show_section(self, work: Work, section_id: int) -> None:
        """Ask what is to change of a section."""
        number = row_id(section_id)
        section = guard.get(work.session, work.actor, ForumSection, number, MODERATE)
        held = fields_of(section)
        switches = {
            f"{does}_{who}": who in chosen
            for does, chosen in (("reads", held.reads), ("writes", held.writes))
            for who in GROUPS
        }
        form = SectionForm(
            number=number, key=self._key(), title=held.title, about=held.about,
            moderated=held.moderated, closed=held.closed, **switches,
        )  # fmt: skip
        self._open(form)

    @handler(MODERATE, writes=False)
    def close_section(self, work: Work) -> None:
        """Change nothing."""
        self.section_open = False

    @handler(MODERATE)
    def save_section(self, work: Work, form: dict[str, Any]) -> Any:
        """Make the section, or change it."""
        if not self.section_open:
            raise NotFound
        fields = SectionFields(
            str(form.get("title") or ""),
            str(form.get("about") or ""),
            optional_row_id(form.get("of_class")),
            _chosen(form, "reads"),
            _chosen(form, "writes"),
            bool(form.get("moderated")),
            bool(form.get("closed")),
        )
        if self.form.number:
            sections.change_section(work.session, work.actor, row_id(self.form.number), fields)
        else:
            sections.make_section(work.session, work.actor, fields)
        self.section_open = False
        return [ForumState.load(), toast_done(gettext(self.locale, "Saved"))]

    def _open(self, form: SectionForm) -> None:
        self.form, self.section_open = form, True

    def _key(self) -> str:
        self._times += 1
        return f"section-{self._times}"


def _chosen(form: dict[str, Any], does: str) -> frozenset[str]:
    return frozenset(who for who in GROUPS if form.get(f"{does}_{who}"))
