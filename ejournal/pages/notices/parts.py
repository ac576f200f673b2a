"""Parts of the page of notices: children, days, one notice, earlier ones."""

import reflex as rx

from ejournal import limits
from ejournal.pages.notices.rows import NoticeDay, NoticeRow
from ejournal.pages.notices.state import NoticesState
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

ICONS = {
    "mark": "clipboard-check",
    "attendance": "calendar-x",
    "term_mark": "award",
    "praise": "star",
    "remark": "message-square-warning",
    "substitution": "replace",
    "substitution_given": "replace",
    "teacher_absence_reported": "calendar-x",
    "teacher_absence_decided": "calendar-check",
    "teacher_absence_changed": "calendar-cog",
    "pupil_absence_announced": "user-x",
    "pupil_moved": "arrow-left-right",
    "mail_failed": "mail-x",
    "email_bounced": "mail-x",
    "second_factor": "shield-off",
    "looked_as": "eye",
    "journal_unfilled": "notebook-pen",
    "late_change": "stamp",
    "chat_message": "mail",
    "chat_mention": "at-sign",
    "chat_decided": "gavel",
    "message": "mail",
    "urgent_message": "triangle-alert",
    "survey": "clipboard-list",
    "forum_answer": "messages-square",
    "forum_waits": "flag",
    "forum_decided": "gavel",
    "class_news": "megaphone",
    "class_item_hidden": "eye-off",
    "news": "newspaper",
    "document": "file-check",
    "document_late": "clock-alert",
    "event": "calendar-days",
    "event_changed": "calendar-clock",
}
AMBER = ("attendance", "substitution", "substitution_given", "teacher_absence_reported", "urgent_message")
"""Kinds in the colour of what one has to take note of or do."""


def mark_all() -> rx.Component:
    """Marks all as read, where something is unread."""
    return rx.cond(
        (SessionState.unread > 0) & (SessionState.looking == ""),
        kit.button(t("Mark all as read"), icon="check-check", on_click=NoticesState.mark_all),
    )


def choices() -> rx.Component:
    """To what comes out of the program, and where to."""
    return kit.link_button(t("What comes and where to"), "/notices/choices", icon="sliders-horizontal")


def children() -> rx.Component:
    """All, or one of several children."""
    return rx.cond(
        some(NoticesState.children),
        rx.el.nav(
            _chip(t("All"), f"/notices?kind={NoticesState.kind}", NoticesState.child == ""),
            rx.foreach(
                NoticesState.children,
                lambda one: _chip(
                    one.label,
                    f"/notices?child={one.value}&kind={NoticesState.kind}",
                    one.value == NoticesState.child,
                ),
            ),
            class_name="chips no-print",
            aria_label=t("Child"),
        ),
    )


def picking() -> rx.Component:
    """A search by words, and the kinds to choose from where there are several."""
    return rx.el.div(
        rx.el.div(
            kit.icon("search", 18),
            rx.el.input(
                type="search",
                aria_label=t("Search in notices"),
                placeholder=t("Search in notices"),
                max_length=limits.SEARCH,
                default_value="",
                key=NoticesState.child + NoticesState.kind,
                on_change=NoticesState.look.debounce(300),
                class_name="field-box",
            ),
            class_name="search-box",
            role="search",
        ),
        rx.cond(
            some(NoticesState.kinds),
            kit.select(NoticesState.kinds, NoticesState.kind, NoticesState.choose_kind, t("Kind")),
        ),
        class_name="notice-picking no-print",
    )


def _chip(words: kit.Words, href: kit.Words, chosen: bool) -> rx.Component:
    current = rx.cond(chosen, "true", rx.Var("undefined"))
    return kit.link(words, href=href, class_name="chip", aria_current=current)


def notices() -> rx.Component:
    """The notices by day, or that there are none yet, none of this kind, none with these words."""
    return kit.stack(
        rx.el.p(NoticesState.found_note, class_name="soft small notice-found", role="status"),
        rx.cond(
            some(NoticesState.days),
            kit.stack(rx.foreach(NoticesState.days, _day), _pages()),
            rx.cond(NoticesState.found_note == "", _none()),
        ),
        tight=True,
    )


def _none() -> rx.Component:
    return rx.cond(
        (NoticesState.kind != "") | (NoticesState.child != ""),
        kit.empty_state(t("Nothing here yet"), t("Choose another kind or child."), icon="bell"),
        kit.empty_state(
            t("All quiet so far."),
            rx.cond(
                NoticesState.of_family,
                t("Marks, praise, substitutions and absences will appear here."),
                t("Substitutions, absences and decisions that concern you will appear here."),
            ),
            icon="bell",
        ),
    )


def _day(day: NoticeDay) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(day.title), rx.el.span(day.fresh, class_name="soft"), class_name="notice-day-head"
        ),
        rx.el.div(rx.foreach(day.notices, _notice), class_name="sheet rows", role="list"),
        aria_label=day.title,
        class_name="notice-day",
    )


def _notice(one: NoticeRow) -> rx.Component:
    inside = rx.fragment(
        rx.el.span(_icon(one), class_name="notice-icon"),
        rx.el.span(
            rx.el.span(one.title, class_name="notice-title"),
            rx.el.span(
                rx.cond(one.child != "", rx.fragment(rx.el.strong(one.child), " · ")),
                one.note,
                class_name="notice-note",
            ),
            class_name="notice-main",
        ),
        rx.el.span(
            rx.cond(one.is_new, rx.el.span(t("new"), " ", class_name="sr-only")),
            one.time,
            class_name="notice-time",
        ),
    )
    names = f"notice notice-{one.tone}" + rx.cond(_is_amber(one), " notice-amber", "")
    names += rx.cond(one.is_new, " notice-new", "")
    return rx.el.div(kit.link(inside, href=one.href, class_name=names), role="listitem")


def _is_amber(one: NoticeRow) -> bool:
    return rx.match(one.kind, *((kind, True) for kind in AMBER), False)


def _icon(one: NoticeRow) -> rx.Component:
    return rx.match(
        one.kind, *((kind, kit.icon(name, 22)) for kind, name in ICONS.items()), kit.icon("bell", 22)
    )


def _pages() -> rx.Component:
    address = f"/notices?child={NoticesState.child}&kind={NoticesState.kind}"
    return kit.toolbar(
        rx.cond(~NoticesState.is_first, kit.link_button(t("The latest"), address, icon="arrow-up")),
        rx.cond(
            NoticesState.earlier != "",
            kit.link_button(t("Earlier"), f"{address}&from={NoticesState.earlier}", icon="arrow-down"),
        ),
    )
