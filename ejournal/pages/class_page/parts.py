"""Parts of a class's page: news, dates, documents, contacts."""

import reflex as rx

from ejournal.models import ClassPart
from ejournal.pages.class_page.keeping_state import ClassKeepingState
from ejournal.pages.class_page.rows import ContactRow, ItemRow
from ejournal.pages.class_page.state import ClassPageState
from ejournal.services.class_page.reading import PAST
from ejournal.ui import kit
from ejournal.ui.components.sent import sent_files
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import count, some

State = ClassPageState
Keeping = ClassKeepingState


def class_choice() -> rx.Component:
    """Goes from class to class, for who reads several."""
    return rx.cond(
        count(State.classes) > 1,
        kit.toolbar(kit.select(State.classes, State.class_id, State.choose_class, t("Class"))),
    )


def writers() -> rx.Component:
    """Leads to which guardians may write."""
    return rx.cond(
        State.head.may_keep,
        kit.button(t("Who writes here"), icon="user-pen", on_click=Keeping.open_guardians(State.head.id)),
    )


def news() -> rx.Component:
    """The news, pinned ones first."""
    return kit.sheet(
        rx.foreach(State.news, _item),
        _none(State.news, t("No news yet")),
        _more(State.head.more_news, ClassPart.NEWS.value),
        title=t("News"),
        aside=_add(ClassPart.NEWS, t("Add news")),
    )


def documents() -> rx.Component:
    """The documents with their files."""
    return kit.sheet(
        rx.foreach(State.documents, _item),
        _none(State.documents, t("No documents yet")),
        _more(State.head.more_documents, ClassPart.DOCUMENT.value),
        title=t("Documents"),
        aside=_add(ClassPart.DOCUMENT, t("Add a document")),
    )


def dates() -> rx.Component:
    """The dates that come; those that have passed are folded."""
    return kit.sheet(
        rx.foreach(State.coming, _item),
        _none(State.coming, t("No dates ahead")),
        rx.cond(
            some(State.past),
            kit.sheet_body(
                kit.disclosure(
                    State.head.past,
                    rx.foreach(State.past, _item),
                    _more(State.head.more_past, PAST),
                )
            ),
        ),
        title=t("Important dates"),
        aside=_add(ClassPart.DATE, t("Add a date")),
    )


def contacts() -> rx.Component:
    """Who teaches the class, and the school."""
    return kit.sheet(
        kit.rows(rx.foreach(State.contacts, _contact)),
        kit.sheet_body(
            rx.el.p(State.head.school),
            rx.cond(State.head.address != "", rx.el.p(State.head.address, class_name="soft small")),
            rx.el.p(
                t("Pictures on this page show only children with a consent to photos."),
                class_name="soft small",
            ),
        ),
        title=t("Contacts"),
    )


def nothing() -> rx.Component:
    """Said to who reads the page of no class."""
    return kit.sheet(
        kit.empty_state(
            t("No class to show"),
            t("A class's page is read by its pupils, their parents, its teachers and the administration."),
            icon="users",
        )
    )


def _contact(one: ContactRow) -> rx.Component:
    return kit.row(one.name, one.note)


def _none(items: list[ItemRow], words: kit.Words) -> rx.Component:
    return rx.cond(some(items), rx.fragment(), kit.sheet_body(rx.el.p(words, class_name="soft")))


def _more(has_more: kit.Flag, key: str) -> rx.Component:
    return rx.cond(
        has_more,
        kit.sheet_body(kit.button(t("Show older"), kind="quiet", on_click=State.show_more(key))),
    )


def _add(part: ClassPart, words: kit.Words) -> rx.Component:
    return rx.cond(
        State.head.may_write,
        kit.icon_button("plus", words, on_click=State.start_item(part.value)),
    )


def _item(one: ItemRow) -> rx.Component:
    return rx.el.article(
        rx.cond(one.day != "", rx.el.p(one.day, class_name="class-item-day")),
        rx.el.h3(rx.cond(one.pinned, kit.icon("pin", 16)), one.title),
        rx.el.p(one.note, class_name="soft small"),
        rx.cond(one.state != "", kit.callout(one.state, tone="amber")),
        rx.cond(one.html != "", rx.el.div(rx.html(one.html), dir="auto", class_name="marked-words")),
        sent_files(one.files),
        rx.cond(one.look_again != "", kit.callout(one.look_again, tone="amber")),
        rx.cond(one.may_change | one.may_hide | one.may_show | one.may_pin, _acts(one)),
        class_name="class-item",
    )


def _acts(one: ItemRow) -> rx.Component:
    return rx.el.div(
        rx.cond(one.may_change, kit.button(t("Change"), kind="quiet", on_click=State.show_item(one.id))),
        rx.cond(
            one.may_pin,
            kit.button(
                rx.cond(one.pinned, t("Take down"), t("Pin")), kind="quiet", on_click=Keeping.pin(one.id)
            ),
        ),
        rx.cond(one.may_hide, kit.button(t("Hide…"), kind="quiet", on_click=Keeping.start_hiding(one.id))),
        rx.cond(one.may_show, kit.button(t("Show again"), kind="quiet", on_click=Keeping.show_again(one.id))),
        class_name="class-item-acts no-print",
    )
