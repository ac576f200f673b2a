"""What a room of the chat is called, in the reader's language."""

from dataclasses import dataclass

from ejournal.i18n import gettext
from ejournal.models import ChatKind


@dataclass(frozen=True, slots=True)
class RoomName:
    """Of what a room's name is made: a class, a course, a title, or whom one talks with."""

    kind: ChatKind
    class_title: str = ""
    subject: str = ""
    title: str = ""
    partner: str = ""
    """Of a talk that one supervises, both."""

    def text(self, locale: str) -> str:
        """«6 «Б», родители», «Математика, 6 «Б»», «Учительская»."""
        match self.kind:
            case ChatKind.CLASS_GUARDIANS:
                return gettext(locale, "{title}, parents", title=self.class_title)
            case ChatKind.CLASS_PUPILS:
                return gettext(locale, "{title}, pupils", title=self.class_title)
            case ChatKind.COURSE:
                return ", ".join(part for part in (self.subject, self.class_title) if part)
            case ChatKind.STAFF:
                return gettext(locale, "Teachers' room")
            case ChatKind.HEADS:
                return gettext(locale, "Administration")
            case ChatKind.GROUP:
                return self.title
            case _:
                return self.partner
