"""Parts of the chat: the list of rooms, the open room, whom one may write to, who has read."""

import reflex as rx

from ejournal import limits
from ejournal.pages.chat import groups_parts, search_parts
from ejournal.pages.chat.mention_state import ChatMentionState
from ejournal.pages.chat.rows import PartnerRow, RoomHead, RoomRow, RoomSection
from ejournal.pages.chat.state import ChatState
from ejournal.pages.chat.typing_state import ChatTypingState
from ejournal.services.chat.sending import MOST_FILES
from ejournal.ui import kit
from ejournal.ui.components.talk import talk
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = ChatState
ICONS = {"class": "users", "subject": "book-open", "staff": "users-round", "talk": "circle-user-round"}


def new_talk() -> rx.Component:
    """Begins a talk with somebody."""
    return kit.button(t("New talk"), icon="square-pen", kind="primary", on_click=State.choose_partner)


def reported() -> rx.Component:
    """Leads those who moderate to what was reported."""
    return rx.cond(State.moderates, kit.link_button(t("Reported messages"), "/chat/reports", icon="flag"))


def chat() -> rx.Component:
    """The rooms and the open one side by side; on a phone one of the two."""
    return rx.el.div(
        rx.el.nav(
            search_parts.field(),
            rx.cond(search_parts.is_asked, search_parts.found(), _rooms()),
            class_name="chat-rooms",
            aria_label=t("Messages"),
        ),
        rx.cond(State.room.id > 0, _room(), _nothing_open()),
        class_name=rx.cond(State.room.id > 0, "chat is-open", "chat"),
    )


def _rooms() -> rx.Component:
    return rx.cond(
        some(State.sections),
        rx.el.div(rx.foreach(State.sections, _section)),
        rx.el.p(t("Rooms appear with classes, subjects and people."), class_name="chat-none soft"),
    )


def _nothing_open() -> rx.Component:
    return rx.el.div(
        kit.empty_state(
            t("Choose a room"),
            t("Or begin a talk: you see there whom you may write to."),
            icon="mail",
        ),
        class_name="chat-room chat-nothing",
    )


def _section(section: RoomSection) -> rx.Component:
    return rx.el.section(
        rx.el.h2(section.title),
        rx.foreach(section.rooms, _line),
        rx.cond(
            some(section.silent),
            kit.disclosure(section.silent_title, rx.foreach(section.silent, _line)),
        ),
    )


def _line(room: RoomRow) -> rx.Component:
    return kit.link(
        rx.match(
            room.icon,
            *((key, kit.icon(name, 20)) for key, name in ICONS.items()),
            kit.icon("eye", 20),
        ),
        rx.el.span(
            rx.el.span(room.title, class_name="chat-line-title clip"),
            rx.el.span(room.line, class_name="chat-line-words clip", dir="auto"),
            class_name="chat-line-main",
        ),
        rx.el.span(
            rx.el.span(room.when, class_name="chat-line-when"),
            rx.el.span(
                rx.cond(
                    room.named,
                    rx.el.span("@", title=t("You are named"), class_name="chat-line-named"),
                ),
                kit.counter(room.unread, t("unread")),
                class_name="chat-line-new",
            ),
            class_name="chat-line-end",
        ),
        href=room.href,
        aria_current=rx.cond(room.id == State.room.id, "page", rx.Var("undefined")),
        class_name=rx.cond(room.unread > 0, "chat-line is-unread", "chat-line"),
    )


def _room() -> rx.Component:
    return rx.el.section(
        *_above(State.room),
        _messages(),
        *_below(State.room),
        aria_label=State.room.title,
        class_name="chat-room",
    )


def _above(room: RoomHead) -> tuple[rx.Component, ...]:
    return (
        rx.el.header(
            kit.icon_link("arrow-left", t("To the rooms"), "/chat"),
            rx.el.div(
                rx.el.h2(room.title, class_name="clip"),
                rx.el.p(room.note, class_name="clip"),
                class_name="chat-head-main",
            ),
            rx.cond(room.group, groups_parts.people_of(room.id)),
            class_name="chat-head",
        ),
        rx.cond(
            room.watched != "",
            rx.el.p(kit.icon("eye", 16), room.watched, class_name="chat-watched"),
        ),
        rx.cond(
            room.pinned != "",
            rx.el.button(
                kit.icon("pin", 16),
                rx.el.span(room.pinned, class_name="clip", dir="auto"),
                type="button",
                on_click=State.show_at(room.pinned_number),
                class_name="chat-pinned",
            ),
        ),
        rx.cond(
            room.empty != "",
            rx.el.p(room.empty, class_name="chat-none soft"),
        ),
    )


def _messages() -> rx.Component:
    return talk(
        page=State.page,
        patch=State.patch,
        answer=State.answer,
        may=State.may,
        limit=limits.CHAT,
        most_files=MOST_FILES,
        typing=ChatTypingState.typing,
        on_typing=ChatTypingState.types,
        people=ChatMentionState.people,
        on_find=ChatMentionState.find,
        on_send=State.send,
        on_earlier=State.earlier,
        on_later=State.later,
        on_at=State.show_at,
        on_seen=State.seen,
        on_change=State.change,
        on_take_back=State.take_back,
        on_sign=State.sign,
        on_pin=State.pin,
        on_readers=State.show_readers,
        on_remind=State.remind,
        on_report=State.start_report,
    )


def _below(room: RoomHead) -> tuple[rx.Component, ...]:
    """Why one may not write, or why nobody is told now."""
    return (
        rx.cond(room.why != "", rx.el.p(kit.icon("lock", 16), room.why, class_name="chat-why")),
        rx.cond(
            (room.late != "") & (room.why == ""),
            rx.el.div(
                kit.icon("moon", 15),
                rx.el.span(room.late),
                rx.cond(
                    room.urgent,
                    kit.button(t("Urgent: tell them now"), kind="quiet", on_click=State.tell_now),
                ),
                class_name="chat-late",
            ),
        ),
    )


def partner_choice() -> rx.Component:
    """Whom one may write to, found by name."""
    return kit.dialog(
        kit.text_field(
            "partner",
            t("Name"),
            kind="search",
            max_length=limits.SEARCH,
            default_value="",
            auto_complete="off",
            on_change=State.find_partner.debounce(250),
        ),
        rx.cond(
            some(State.partners),
            rx.el.div(rx.foreach(State.partners, _partner), class_name="chat-partners"),
            rx.el.p(
                t("Parents and pupils write to their own teachers; teachers to their own pupils' families."),
                class_name="chat-none soft",
            ),
        ),
        is_open=State.choosing,
        on_close=State.stop_choosing,
        title=t("New talk"),
    )


def _partner(one: PartnerRow) -> rx.Component:
    return rx.el.button(
        rx.el.span(one.name),
        rx.el.span(one.note, class_name="soft small"),
        type="button",
        on_click=State.talk_with(one.id),
    )


def readers() -> rx.Component:
    """Who has read an announcement, and who has not."""
    return kit.dialog(
        _names(t("Not yet"), State.readers.left),
        _names(t("Have read"), State.readers.read),
        is_open=State.readers.title != "",
        on_close=State.hide_readers,
        title=State.readers.title,
    )


def reporting() -> rx.Component:
    """Asks why the school is to look at a message."""
    return kit.dialog(
        rx.el.form(
            kit.text_area(
                "reason",
                t("What is wrong with it"),
                error=SessionState.errors["reason"],
                hint=t("Those who moderate the chat read it with your name; the author does not."),
                limit=limits.REASON,
            ),
            id="chat-report",
            on_submit=State.send_report,
            class_name="stack",
        ),
        is_open=State.reporting > 0,
        on_close=State.stop_report,
        title=t("Report the message"),
        foot=[
            kit.button(t("Cancel"), on_click=State.stop_report),
            kit.button(t("Report"), kind="primary", submit=True, form="chat-report"),
        ],
    )


def _names(title: kit.Words, names: list[str]) -> rx.Component:
    return rx.cond(
        some(names),
        rx.el.section(
            rx.el.h3(title),
            rx.el.ul(rx.foreach(names, rx.el.li), class_name="chat-names"),
        ),
    )
