"""Which section of the settings is open: the address says it."""

from ejournal.ui.runtime.session import PageState

KINDS, MARKS, CLASSES, EXEMPTIONS, SCHOOL = "kinds", "marks", "classes", "exemptions", "school"
SIGN_INS, NOTICES, CHAT = "sign-ins", "notices", "chat"
SECTIONS = (KINDS, MARKS, CLASSES, EXEMPTIONS, SCHOOL, NOTICES, CHAT, SIGN_INS)


class SettingsState(PageState):
    """The ground of the sections; each one's loader runs at every opening and reads only if it is asked."""

    section: str = ""

    def _is_asked(self, section: str) -> bool:
        """Whether the address asks for the section; whatever is not known is the first."""
        asked = self.router.url.query_parameters.get("section", "")
        self.section = asked if asked in SECTIONS else KINDS
        return self.section == section
