"""News of the school: /news, /news/read?id=…, /news/write?id=…"""

import reflex as rx

from ejournal.pages.news import item_parts, list_parts, write_parts
from ejournal.pages.news.comments_state import NewsCommentsState
from ejournal.pages.news.item_state import NewsItemState
from ejournal.pages.news.list_state import NewsListState
from ejournal.pages.news.write_state import NewsWriteState
from ejournal.ui import kit
from ejournal.ui.components.looked import looked
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title

PLACE = "news"


@rx.page("/news", title=tab_title("News"), on_load=NewsListState.load)
def news() -> rx.Component:
    """What is to be read, the archive, what is being written."""
    return shell(
        t("News"),
        kit.loading(NewsListState.ready, list_parts.views(), list_parts.lines(), label=t("Loading")),
        place=PLACE,
        actions=[list_parts.begin()],
        narrow=True,
    )


@rx.page(
    "/news/read", title=tab_title("News of the school"), on_load=[NewsItemState.load, NewsCommentsState.load]
)
def item() -> rx.Component:
    """One item: read, acknowledged, spoken of; for who looks after it, who has read it."""
    state = NewsItemState
    return shell(
        rx.cond(state.item.title != "", state.item.title, t("News of the school")),
        looked(state.unseen, state.seen),
        kit.loading(
            state.ready,
            kit.stack(item_parts.reading(), item_parts.standing(), item_parts.comments()),
            item_parts.withdrawing(),
            item_parts.hiding(),
            label=t("Loading"),
        ),
        place=PLACE,
        back=kit.back_link(t("News"), "/news"),
        actions=[item_parts.actions()],
        narrow=True,
    )


@rx.page("/news/write", title=tab_title("News being written"), on_load=NewsWriteState.load)
def write() -> rx.Component:
    """To whom, what, and a look at it before it is published."""
    state = NewsWriteState
    return shell(
        rx.cond(state.is_draft, t("News being written"), t("Change the news")),
        kit.loading(
            state.ready,
            rx.cond(state.checking, write_parts.check(), write_parts.writing()),
            label=t("Loading"),
        ),
        place=PLACE,
        back=kit.back_link(t("News"), "/news"),
        narrow=True,
    )
