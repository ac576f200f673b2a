"""Which section of the settings is open: the address says it."""

from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.topics import course_topic
from ejournal.ui.runtime.work import Work

KINDS, MARKS, CLASSES, EXEMPTIONS = "kinds", "marks", "classes", "exemptions"
SECTIONS = (KINDS, MARKS, CLASSES, EXEMPTIONS)


class SettingsState(PageState):
    """The ground of the sections; each one's loader runs at every opening and reads only if it is asked."""

    section: str = ""

    def _is_asked(self, section: str) -> bool:
        """Whether the address asks for the section; whatever is not known is the first."""
        asked = self.router.url.query_parameters.get("section", "")
        self.section = asked if asked in SECTIONS else KINDS
        return self.section == section


def refresh_journals(work: Work, courses: list[int] | tuple[int, ...]) -> None:
    """Let the open journals of the courses be drawn anew."""
    for course_id in courses:
        work.publish(course_topic(course_id), {"reload": True})
