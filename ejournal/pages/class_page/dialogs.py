"""Dialogs of a class's page: an item, why one is hidden, which guardians may write."""

import reflex as rx

from ejournal import limits
from ejournal.models import ClassPart
from ejournal.pages.class_page.keeping_state import ClassKeepingState
from ejournal.pages.class_page.rows import GuardianRow
from ejournal.pages.class_page.state import ClassPageState, FileRow
from ejournal.services.class_page.photos import PHOTOS
from ejournal.services.class_page.writing import MOST_FILES
from ejournal.ui import kit
from ejournal.ui.components.sent import file_field
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = ClassPageState
Keeping = ClassKeepingState


def item_dialog() -> rx.Component:
    """Asks what stands on the page: a date has a day, news and documents have files."""
    form = State.form
    is_news, is_date = form.part == ClassPart.NEWS.value, form.part == ClassPart.DATE.value
    return kit.form_dialog(
        rx.cond(
            is_date,
            kit.text_field(
                "day", t("Day"), kind="date", error=SessionState.errors["day"], default_value=form.day
            ),
        ),
        kit.text_field(
            "title",
            t("Heading"),
            error=SessionState.errors["title"],
            limit=limits.CLASS_ITEM_TITLE,
            draft=form.draft + ":title",
            default_value=form.title,
        ),
        kit.text_area(
            "words",
            t("Text"),
            error=SessionState.errors["words"],
            hint=t("**bold**, *italic*, - list, > quote; an address becomes a link."),
            limit=limits.CLASS_ITEM,
            draft=form.draft + ":words",
            default_value=form.words,
        ),
        rx.cond(is_date, rx.fragment(), _files()),
        rx.cond(
            is_news & State.head.may_keep & (form.id == 0),
            _tick("pinned", t("Pinned above the others"), form.pinned),
        ),
        name="class-item",
        on_submit=State.save_item,
        is_open=form.part != "",
        on_close=State.stop_item,
        fresh=form.key,
        title=rx.cond(is_date, t("Important date"), rx.cond(is_news, t("News of the class"), t("Document"))),
        save=rx.cond(form.id > 0, t("Save"), t("Publish")),
        also=rx.cond(
            form.id > 0, kit.button(t("Take off the page"), kind="danger", on_click=State.ask_away(True))
        ),
    )


def _files() -> rx.Component:
    form = State.form
    return kit.stack(
        rx.cond(some(form.files), rx.el.div(rx.foreach(form.files, _gone), class_name="stack stack-tight")),
        file_field("files", draft=form.draft + ":files", most=MOST_FILES),
        kit.field_error("files", SessionState.errors["files"]),
        _tick(PHOTOS, t("No child without a consent to photos is seen in the pictures and videos"), False),
        kit.field_error(PHOTOS, SessionState.errors[PHOTOS]),
        rx.el.p(State.head.photos, class_name="soft small"),
        tight=True,
    )


def _gone(one: FileRow) -> rx.Component:
    box = rx.el.input(type="checkbox", name=one.field)
    return rx.el.label(box, rx.el.span(t("Remove the file"), " ", one.name), class_name="check")


def _tick(name: str, words: kit.Words, checked: kit.Flag) -> rx.Component:
    box = rx.el.input(type="checkbox", name=name, default_checked=checked)
    return rx.el.label(box, rx.el.span(words), class_name="check")


def taking_away() -> rx.Component:
    """Asks before the open item goes."""
    return kit.confirm(
        is_open=State.taking_away,
        on_close=State.ask_away(False),
        on_confirm=State.take_away,
        title=t("Take it off the page?"),
        text=rx.fragment("«", State.form.title, "»: ", t("it goes with its files, for all readers.")),
        confirm_label=t("Take off the page"),
    )


def hiding() -> rx.Component:
    """Asks why what a guardian wrote is hidden."""
    return kit.form_dialog(
        kit.text_area(
            "reason",
            t("Why"),
            error=SessionState.errors["reason"],
            hint=t("The author reads it."),
            limit=limits.REASON,
        ),
        name="class-hiding",
        on_submit=Keeping.hide,
        is_open=Keeping.hiding > 0,
        on_close=Keeping.stop_hiding,
        title=t("Hide from others"),
        save=t("Hide"),
    )


def guardians() -> rx.Component:
    """The guardians of the class, each with whether they may write on its page."""
    return kit.dialog(
        rx.cond(
            some(Keeping.guardians),
            kit.rows(rx.foreach(Keeping.guardians, _guardian)),
            rx.el.p(t("The class has no guardians with an entry yet"), class_name="soft"),
        ),
        is_open=Keeping.of_class > 0,
        on_close=Keeping.close_guardians,
        title=t("Who writes here"),
        note=t(
            "The class teacher and the administration write here. A guardian may be let write too, "
            "while a child of theirs is in the class."
        ),
    )


def _guardian(one: GuardianRow) -> rx.Component:
    button = rx.cond(
        one.writes,
        kit.button(t("Write no more"), on_click=Keeping.let_write(one.id, False)),
        kit.button(t("Let write"), on_click=Keeping.let_write(one.id, True)),
    )
    return kit.row(one.name, one.note, end=button, wrap=True)
