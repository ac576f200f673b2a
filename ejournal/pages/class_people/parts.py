"""The class list's components: the pupils with their families, the file to take away."""

import reflex as rx

from ejournal.pages.class_people.rows import FamilyRow, PupilRow
from ejournal.pages.class_people.state import ClassPeopleState
from ejournal.ui import kit
from ejournal.ui.frame.nothing_yet import no_classes
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import count, some

State = ClassPeopleState


def acts() -> rx.Component:
    """Print, and the spreadsheet, whose download is written down."""
    return rx.cond(
        State.class_id != "",
        kit.folded(
            "class-people",
            kit.link_button(
                t("Who has not come yet"), f"/newcomers?class={State.class_id}", icon="user-check"
            ),
            kit.button(t("Print"), icon="printer", on_click=rx.call_script("window.print()")),
            kit.link_button(
                t("Spreadsheet"),
                f"/print/class-list.xlsx?class={State.class_id}",
                icon="download",
                download=True,
            ),
        ),
    )


def choice() -> rx.Component:
    """The class, where there are several."""
    return rx.cond(
        count(State.classes) > 1,
        kit.toolbar(kit.select(State.classes, State.class_id, State.choose_class, t("Class"))),
    )


def pupils() -> rx.Component:
    """A row a pupil: a table on desktops, a card each on phones."""
    return rx.cond(
        State.class_id == "",
        no_classes(),
        rx.cond(
            some(State.pupils),
            rx.fragment(
                kit.sheet(rx.el.div(rx.foreach(State.pupils, pupil), class_name="class-people", role="list")),
                rx.el.p(t("Whoever takes the file away is written down."), class_name="soft small no-print"),
            ),
            kit.empty_state(t("Nobody sits in this class"), icon="users"),
        ),
    )


def pupil(one: PupilRow) -> rx.Component:
    """A pupil with the family."""
    return rx.el.div(
        rx.el.div(one.number, class_name="class-people-number soft"),
        rx.el.div(
            kit.link(one.name, href=one.href, class_name="row-title"),
            rx.cond(one.birthday != "", rx.el.div(t("born on"), " ", one.birthday, class_name="row-note")),
            rx.cond(one.note != "", rx.el.div(one.note, class_name="row-note")),
            rx.cond(one.groups != "", rx.el.div(one.groups, class_name="row-note")),
            _phone(one.phone, one.phone_link),
        ),
        rx.el.div(
            rx.cond(
                some(one.guardians),
                rx.foreach(one.guardians, family),
                rx.el.span(t("No guardians"), class_name="people-limit"),
            ),
            class_name="class-people-family",
        ),
        class_name="class-people-row",
        role="listitem",
    )


def family(one: FamilyRow) -> rx.Component:
    """A guardian: name, what to the child, phone and mail; a limited one is marked."""
    return rx.el.div(
        rx.el.div(
            one.name,
            " ",
            rx.el.span(one.relation, class_name="soft"),
            rx.cond(
                one.limited,
                rx.el.div(
                    kit.icon("eye-off", 18),
                    t("a court's limit: tell nothing of the child"),
                    class_name="people-limit",
                ),
            ),
        ),
        rx.el.div(
            _phone(one.phone, one.phone_link),
            rx.cond(one.email != "", rx.el.a(one.email, href="mailto:" + one.email)),
            class_name="class-people-contacts",
        ),
        class_name="class-people-guardian",
    )


def _phone(phone: str, link: str) -> rx.Component:
    return rx.cond(phone != "", rx.el.a(phone, href="tel:" + link, class_name="nowrap"))
