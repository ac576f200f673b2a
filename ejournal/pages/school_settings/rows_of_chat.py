"""What the browser sees of how a school's chat is set."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time

from ejournal.pages.school_settings.rows_of_notices import HOURS
from ejournal.services.chat.of_school import ChatOfSchool
from ejournal.ui.kit import Choice
from ejournal.ui.words.notice_kinds import hour_words


@dataclass(frozen=True)
class ChatForm:
    """The chat's settings as the form has them; an empty supervisor is nobody."""

    is_open: bool = True
    starts: str = ""
    ends: str = ""
    supervisor: str = ""
    hours: list[Choice] = field(default_factory=list)
    staff: list[Choice] = field(default_factory=list)


def chat_form(found: ChatOfSchool, staff: Sequence[tuple[int, str]]) -> ChatForm:
    """The form of what stands."""
    return ChatForm(
        found.is_open,
        _hour(found.hours.starts),
        _hour(found.hours.ends),
        "" if found.supervisor_id is None else str(found.supervisor_id),
        [Choice(str(hour), hour_words(hour)) for hour in HOURS],
        [Choice(str(number), name) for number, name in staff],
    )


def _hour(at: time) -> str:
    return str(at.hour)
