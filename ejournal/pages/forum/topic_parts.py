"""Parts of a topic: its posts, the answer, a change, a report."""

import reflex as rx

from ejournal import limits
from ejournal.pages.forum.moderation_state import ForumDecisionState
from ejournal.pages.forum.parts import pages, words_field
from ejournal.pages.forum.rows import PostRow
from ejournal.pages.forum.topic_state import ForumTopicState
from ejournal.services.forum import posting
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t

State = ForumTopicState


def actions() -> list[rx.Component]:
    """Follow; pin and decide, for who looks after the section."""
    head = State.head
    return [
        rx.cond(
            head.moderates,
            kit.button(rx.cond(head.pinned, t("Take down"), t("Pin")), icon="pin", on_click=State.pin),
        ),
        rx.cond(
            head.follows,
            kit.button(t("Do not follow"), icon="bell-off", on_click=State.follow(False)),
            kit.button(t("Follow"), icon="bell-plus", on_click=State.follow(True)),
        ),
    ]


def topic() -> rx.Component:
    """The posts, and under them the answer."""
    head = State.head
    return kit.stack(
        rx.el.p(kit.icon("eye", 16), head.who, class_name="forum-who soft small"),
        rx.cond(head.state != "", kit.callout(head.state, tone="amber")),
        pages(State.pages),
        rx.el.ol(rx.foreach(State.posts, _post), class_name="forum-posts"),
        pages(State.pages),
        rx.cond(head.why != "", rx.el.p(kit.icon("lock", 16), head.why, class_name="forum-who")),
        rx.cond(head.may_write, _answer()),
    )


def _post(one: PostRow) -> rx.Component:
    return rx.el.li(
        rx.el.header(
            rx.el.b(one.author),
            rx.el.a(one.when, href="#" + one.anchor, class_name="soft small"),
            rx.cond(one.edited, rx.el.span(t("changed"), class_name="soft small")),
            rx.cond(one.new, kit.badge(t("new"), "accent")),
            class_name="forum-post-head",
        ),
        rx.cond(one.state != "", rx.el.p(one.state, class_name="forum-post-state soft small")),
        rx.cond(one.html != "", rx.el.div(rx.html(one.html), dir="auto", class_name="marked-words")),
        rx.foreach(one.said, lambda said: rx.el.p(kit.icon("gavel", 16), said, class_name="forum-said")),
        rx.el.div(
            rx.cond(
                one.may_change,
                kit.button(t("Change"), kind="quiet", on_click=State.start_change(one.number)),
            ),
            rx.cond(
                one.may_report,
                kit.button(t("Report"), kind="quiet", on_click=State.start_report(one.number)),
            ),
            rx.cond(
                State.head.moderates,
                kit.button(
                    t("Decide…"),
                    kind="quiet",
                    on_click=ForumDecisionState.open_decision(State.head.id, one.number),
                ),
            ),
            class_name="forum-post-foot no-print",
        ),
        id=one.anchor,
        class_name=rx.cond(one.gone, "forum-post is-gone", "forum-post"),
    )


def _answer() -> rx.Component:
    return kit.sheet(
        kit.sheet_body(
            rx.el.form(
                words_field(State.head.draft),
                rx.cond(
                    State.head.waits,
                    rx.el.p(
                        t("A moderator looks at what is written before others see it."),
                        class_name="soft small",
                    ),
                ),
                rx.el.div(kit.button(t("Answer"), kind="primary", submit=True)),
                id="forum-answer",
                key=State.answer_key,
                on_submit=State.answer,
                class_name="stack",
            ),
        ),
        title=t("Your answer"),
    )


def change() -> rx.Component:
    """Asks what the own post is to say; of the first one the title too."""
    one = State.changing
    return kit.form_dialog(
        rx.cond(
            one.number == 1,
            kit.text_field(
                posting.TITLE,
                t("Topic"),
                error=SessionState.errors[posting.TITLE],
                default_value=State.head.title,
                limit=limits.FORUM_TOPIC,
            ),
        ),
        kit.text_area(
            posting.WORDS,
            t("Text"),
            error=SessionState.errors[posting.WORDS],
            limit=limits.FORUM_POST,
            default_value=one.words,
        ),
        name="forum-change",
        on_submit=State.change,
        is_open=one.number > 0,
        on_close=State.stop_change,
        fresh=one.anchor,
        title=t("Change the post"),
        note=t("What it said before is kept for moderators."),
        also=kit.button(t("Take the post back"), kind="danger", on_click=State.take_back),
    )


def reporting() -> rx.Component:
    """Asks why the school is to look at a post."""
    return kit.form_dialog(
        kit.text_area(
            "reason",
            t("What is wrong with it"),
            error=SessionState.errors["reason"],
            hint=t("Those who moderate the forum read it with your name; the author does not."),
            limit=limits.REASON,
        ),
        name="forum-report",
        on_submit=State.send_report,
        is_open=State.reporting > 0,
        on_close=State.stop_report,
        title=t("Report the post"),
        save=t("Report"),
    )
