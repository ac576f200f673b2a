"""The chat: rooms that follow the school's structure, messages and what becomes of them."""

from ejournal.models.chat.messages import (
    ChatFormerWords,
    ChatMention,
    ChatMessage,
    ChatReaction,
    ChatSeen,
    ChatSign,
    ChatWord,
)
from ejournal.models.chat.moderation import ChatMute, ChatReport, ChatVerdict
from ejournal.models.chat.rooms import ChatKind, ChatMember, ChatRoom

__all__ = [
    "ChatFormerWords",
    "ChatKind",
    "ChatMember",
    "ChatMention",
    "ChatMessage",
    "ChatMute",
    "ChatReaction",
    "ChatReport",
    "ChatRoom",
    "ChatSeen",
    "ChatSign",
    "ChatVerdict",
    "ChatWord",
]
