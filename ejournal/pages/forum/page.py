"""The forum: /forum with the open section in the address, /forum/topic, /forum/waiting."""

import reflex as rx

from ejournal.pages.forum import moderation_parts, parts, topic_parts
from ejournal.pages.forum.moderation_state import ForumWaitingState
from ejournal.pages.forum.state import ForumState
from ejournal.pages.forum.topic_state import ForumTopicState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/forum", title=tab_title("Forum"), on_load=ForumState.load)
def forum() -> rx.Component:
    """The sections, or the topics of one."""
    return shell(
        rx.cond(ForumState.head.id > 0, ForumState.head.title, t("Forum")),
        kit.loading(
            ForumState.ready,
            parts.forum(),
            parts.new_topic(),
            parts.section_dialog(),
            label=t("Loading"),
        ),
        place="forum",
        narrow=True,
        actions=[parts.waits(), parts.makers()],
        back=rx.cond(ForumState.head.id > 0, kit.back_link(t("Forum"), "/forum")),
    )


@rx.page("/forum/topic", title=tab_title("Topic"), on_load=ForumTopicState.load)
def topic() -> rx.Component:
    """A topic with its answers."""
    return shell(
        rx.cond(ForumTopicState.head.id > 0, ForumTopicState.head.title, t("Topic")),
        kit.loading(
            ForumTopicState.ready,
            topic_parts.topic(),
            topic_parts.change(),
            topic_parts.reporting(),
            moderation_parts.decision(),
            label=t("Loading"),
        ),
        place="forum",
        narrow=True,
        actions=topic_parts.actions(),
        back=kit.back_link(ForumTopicState.head.section, ForumTopicState.head.section_href),
    )


@rx.page("/forum/waiting", title=tab_title("Moderation"), on_load=ForumWaitingState.load)
def waiting() -> rx.Component:
    """What waits for moderators."""
    return shell(
        t("Moderation"),
        kit.loading(
            ForumWaitingState.ready,
            moderation_parts.waiting(),
            moderation_parts.decision(),
            label=t("Loading"),
        ),
        place="forum",
        narrow=True,
        back=kit.back_link(t("Forum"), "/forum"),
    )
