"""News on the main page: what is pinned, not read yet, or to be acknowledged."""

from collections.abc import Sequence
from dataclasses import dataclass

import reflex as rx

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext
from ejournal.i18n.dates import day_month
from ejournal.services.news.reading import Item
from ejournal.ui import kit
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import as_list, some


@dataclass
class HomeNewsRow:
    """An item of news; asks: it is to be acknowledged."""

    title: str
    note: str
    href: str
    pinned: bool
    asks: bool


def home_news(found: Sequence[Item], actor: Actor, locale: str) -> list[HomeNewsRow]:
    """A row an item."""
    return [
        HomeNewsRow(
            one.title,
            _note(one, actor, locale),
            f"/news/read?id={one.id}",
            one.pinned,
            one.must and one.acknowledged_at is None,
        )
        for one in found
    ]


def _note(one: Item, actor: Actor, locale: str) -> str:
    day = day_month(locale, clock.local(one.out_at, actor.time_zone).date()) if one.out_at else ""
    parts = (day, "" if one.seen else gettext(locale, "new"))
    return " · ".join(part for part in parts if part)


def news(rows: list[HomeNewsRow]) -> rx.Component:
    """The news; nothing where there are none."""
    return rx.cond(
        some(rows),
        kit.sheet(
            kit.rows(rx.foreach(as_list(rows, HomeNewsRow), _line)),
            title=t("News"),
            aside=kit.link(t("All news"), href="/news", class_name="small no-print"),
        ),
    )


def _line(one: HomeNewsRow) -> rx.Component:
    return kit.row(
        rx.el.span(
            rx.cond(
                one.pinned, rx.el.span(kit.icon("pin", 16), rx.el.span(t("Pinned"), class_name="sr-only"))
            ),
            one.title,
            class_name="pinned-title",
        ),
        one.note,
        end=rx.cond(one.asks, kit.badge(t("to be acknowledged"), "amber")),
        href=one.href,
        wrap=True,
    )
