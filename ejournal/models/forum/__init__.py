"""The forum: sections with who reads and who writes, topics, posts and what moderators decided of them."""

from ejournal.models.forum.moderation import ForumDecision, ForumDeed, ForumReport
from ejournal.models.forum.posts import (
    ForumFormerWords,
    ForumPost,
    ForumSeen,
    ForumStanding,
    ForumSubscription,
    ForumTopic,
    ForumWord,
)
from ejournal.models.forum.sections import ForumSection

__all__ = [
    "ForumDecision",
    "ForumDeed",
    "ForumFormerWords",
    "ForumPost",
    "ForumReport",
    "ForumSection",
    "ForumSeen",
    "ForumStanding",
    "ForumSubscription",
    "ForumTopic",
    "ForumWord",
]
