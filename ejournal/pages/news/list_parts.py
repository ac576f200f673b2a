"""Parts of the lists of news."""

import reflex as rx

from ejournal.pages.news.list_state import ARCHIVE, MINE, NOW, NewsListState
from ejournal.pages.news.rows import NewsRow
from ejournal.ui import kit
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = NewsListState


def begin() -> rx.Component:
    """Begins an item, for whoever may."""
    button = kit.button(t("New item"), icon="square-pen", kind="primary", on_click=State.begin)
    return rx.cond(State.writes, button)


def views() -> rx.Component:
    """What is to be read, the archive, what is being written."""
    read = [(NOW, "/news", t("News")), (ARCHIVE, f"/news?view={ARCHIVE}", t("Archive"))]
    mine = (MINE, f"/news?view={MINE}", t("Drafts"))
    label = t("Which news")
    return kit.toolbar(
        rx.cond(State.writes, kit.tabs([*read, mine], State.view, label), kit.tabs(read, State.view, label))
    )


def lines() -> rx.Component:
    """A page of the list."""
    return kit.sheet(
        rx.cond(
            some(State.lines),
            rx.el.div(rx.foreach(State.lines, news_line), class_name="rows", role="list"),
            _nothing(),
        ),
        rx.cond(
            (State.later != "") | (State.earlier != ""),
            rx.el.nav(
                rx.cond(
                    State.later != "", kit.link_button(t("Previous page"), State.later, icon="arrow-left")
                ),
                rx.cond(
                    State.earlier != "", kit.link_button(t("Next page"), State.earlier, icon="arrow-right")
                ),
                class_name="sheet-foot toolbar",
                aria_label=t("Pages"),
            ),
        ),
    )


def news_line(one: NewsRow) -> rx.Component:
    """An item of the list: the whole line leads to it."""
    return kit.row(
        rx.el.span(
            rx.cond(
                one.pinned, rx.el.span(kit.icon("pin", 16), rx.el.span(t("Pinned"), class_name="sr-only"))
            ),
            rx.el.span(one.title, class_name=rx.cond(one.is_new, "news-new", "")),
            class_name="pinned-title",
        ),
        rx.fragment(
            rx.el.span(one.note, class_name="news-note"),
            rx.cond(one.brief != "", rx.el.span(one.brief, dir="auto", class_name="news-brief")),
            rx.el.span(
                rx.cond(one.badge != "", _badge(one.badge, one.tone)),
                rx.cond(one.of_class != "", kit.badge(one.of_class)),
                rx.cond(one.reported, kit.badge(t("a comment was reported"), "amber")),
                class_name="news-badges",
            ),
        ),
        end=rx.cond(one.picture != "", rx.el.img(src=one.picture, alt="", class_name="news-picture")),
        href=one.href,
        current=one.is_new,
    )


def _badge(words: kit.Words, tone: kit.Words) -> rx.Component:
    return kit.badge(words, tone)


def _nothing() -> rx.Component:
    return rx.match(
        State.view,
        (
            MINE,
            kit.empty_state(
                t("No drafts"),
                t("What you begin to write stands here until it is published."),
                icon="square-pen",
            ),
        ),
        (
            ARCHIVE,
            kit.empty_state(
                t("The archive is empty"),
                t("News move here after their last day in the list."),
                icon="archive",
            ),
        ),
        kit.empty_state(
            t("No news yet"), t("News of the school and of the class stand here."), icon="newspaper"
        ),
    )
