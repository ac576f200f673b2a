"""The parts of the list of who has not come: classes with counts, families, the question before letters."""

import reflex as rx

from ejournal.pages.newcomers.rows import ClassRow, FamilyRow, PersonRow
from ejournal.pages.newcomers.state import NewcomersState
from ejournal.ui import kit
from ejournal.ui.frame.nothing_yet import no_classes
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import count, some

State = NewcomersState


def acts() -> rx.Component:
    """Remind, print, take away; slips where one may print them."""
    return rx.fragment(
        rx.cond(
            State.may_remind & (State.class_id != ""),
            kit.button(t("Remind now"), icon="mail", kind="primary", on_click=State.ask_to_remind),
        ),
        rx.cond(State.gives_codes, kit.link_button(t("Slips"), "/slips", icon="ticket")),
        rx.cond(
            count(State.choices) > 1,
            kit.folded(
                "newcomers",
                kit.link_button(
                    t("Print"), "/print/newcomers.pdf" + State.place, icon="printer", download=True
                ),
                kit.link_button(
                    t("Spreadsheet"), "/print/newcomers.xlsx" + State.place, icon="download", download=True
                ),
            ),
        ),
    )


def back() -> rx.Component:
    """To all classes from one of several; else to where the list is opened from."""
    up = rx.cond(
        State.of_school, kit.back_link(t("Accounts"), "/accounts"), kit.back_link(t("My class"), "/class")
    )
    several = (State.class_id != "") & (count(State.choices) > 2)
    return rx.cond(several, kit.back_link(t("All classes"), "/newcomers"), up)


def why_not() -> rx.Component:
    """Where nobody is reminded: why."""
    return rx.cond(State.why_not != "", kit.callout(State.why_not))


def choice() -> rx.Component:
    """The class, where there are several, and whether all of it is shown."""
    return rx.cond(
        State.class_id != "",
        kit.toolbar(
            rx.cond(
                count(State.choices) > 2,
                kit.select(State.choices, State.class_id, State.choose_class, t("Class")),
            ),
            kit.check(t("Also who has come"), State.all_of_them, State.show_all),
        ),
    )


def classes() -> rx.Component:
    """All classes with their counts."""
    return rx.cond(
        some(State.classes),
        kit.sheet(kit.rows(rx.foreach(State.classes, _class))),
        no_classes(),
    )


def _class(one: ClassRow) -> rx.Component:
    return kit.row(
        one.title,
        one.note,
        end=rx.cond(
            one.missing != "", kit.badge(one.missing, "amber"), kit.badge(t("all"), "green", icon="check")
        ),
        href=one.href,
    )


def families() -> rx.Component:
    """The class's families: a line a pupil, the guardians beside; of the staff a line each."""
    return rx.fragment(
        rx.cond(
            some(State.families),
            rx.fragment(
                kit.sheet(
                    rx.el.div(rx.foreach(State.families, _family), class_name="newcomers", role="list")
                ),
                rx.el.p(t("Whoever takes the list away is written down."), class_name="soft small no-print"),
            ),
            kit.empty_state(State.nobody, icon="circle-check"),
        ),
        _question(),
    )


def _family(one: FamilyRow) -> rx.Component:
    return rx.el.div(
        rx.el.div(one.number, class_name="newcomers-number soft"),
        _person(one.pupil),
        rx.cond(
            ~State.is_staff,
            rx.el.div(
                rx.cond(
                    some(one.guardians),
                    rx.foreach(one.guardians, _person),
                    rx.el.span(t("No guardians"), class_name="people-limit"),
                ),
                class_name="newcomers-guardians",
            ),
        ),
        class_name="newcomers-row",
        role="listitem",
    )


def _person(one: PersonRow) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(one.name),
            rx.cond(one.letter != "", rx.el.div(one.letter, class_name="row-note")),
        ),
        rx.el.div(
            rx.match(
                one.tone,
                ("amber", kit.badge(one.words, "amber")),
                ("green", kit.badge(one.words, "green")),
                ("red", kit.badge(one.words, "red")),
                kit.badge(one.words),
            )
        ),
        class_name="newcomers-person",
    )


def _question() -> rx.Component:
    """How many letters go, and to how many none."""
    told = State.sending
    return kit.dialog(
        rx.cond(
            told.count > 0,
            rx.el.p(t("Letters that go now:"), " ", rx.el.b(told.letters), ". ", told.when),
            rx.el.p(t("No letter can go now.")),
        ),
        rx.cond(
            some(told.not_to),
            rx.el.div(
                rx.el.p(t("No letter goes to:"), class_name="soft"),
                rx.el.ul(rx.foreach(told.not_to, rx.el.li), class_name="newcomers-reasons"),
            ),
        ),
        is_open=State.asking,
        on_close=State.never_mind,
        title=t("Remind of the registration"),
        note=State.title,
        foot=[
            kit.button(t("Close"), on_click=State.never_mind),
            rx.cond(
                told.count > 0,
                kit.button(t("Send the letters"), kind="primary", on_click=State.remind),
            ),
        ],
    )
