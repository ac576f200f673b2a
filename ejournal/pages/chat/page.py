"""The chat: /chat, with the open room in the address."""

import reflex as rx

from ejournal.pages.chat import groups_parts, parts
from ejournal.pages.chat.state import ChatState
from ejournal.pages.chat.typing_state import ChatTypingState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/chat", title=tab_title("Messages"), on_load=[ChatState.load, ChatTypingState.load])
def chat() -> rx.Component:
    """Rooms of the school's structure, talks of two."""
    return shell(
        t("Messages"),
        kit.loading(
            ChatState.ready,
            parts.chat(),
            parts.partner_choice(),
            parts.readers(),
            groups_parts.dialog(),
            parts.reporting(),
            label=t("Loading"),
        ),
        place="chat",
        actions=[parts.reported(), groups_parts.new_group(), parts.new_talk()],
    )
