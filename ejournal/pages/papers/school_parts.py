"""The components of printing the whole school: what is to be made, how far it is, what came of it."""

import reflex as rx

from ejournal.models import PaperRunState
from ejournal.pages.papers.parts import LAYOUTS
from ejournal.pages.papers.school_state import SchoolPapersState
from ejournal.services.papers.choice import PaperKind
from ejournal.ui import kit
from ejournal.ui.words.text import Words, t
from ejournal.ui.words.vars import some

State = SchoolPapersState


def whole_school() -> rx.Component:
    """The sheet of the whole school, for who may print it."""
    return rx.cond(
        State.may_print_all,
        kit.sheet(
            rx.cond(
                State.run.state == PaperRunState.RUNNING.value, running(), rx.fragment(ended(), choice())
            ),
            throwing_away(),
            title=t("The whole school"),
        ),
    )


def running() -> rx.Component:
    """How far it is, with the way to stop it."""
    return kit.sheet_body(
        about(),
        kit.progress(State.run.done, State.run.total, State.run.now, State.run.left),
        rx.el.p(
            t("You may leave this page: it goes on, also after the server was restarted."), class_name="soft"
        ),
        rx.el.div(kit.button(t("Stop"), on_click=State.stop), class_name="toolbar"),
    )


def about() -> rx.Component:
    """What is made, and who began it."""
    return rx.fragment(rx.el.p(rx.el.strong(State.run.title)), rx.el.p(State.run.begun, class_name="soft"))


def ended() -> rx.Component:
    """What came of it: files to take, what could not be made, going on."""
    return rx.cond(
        State.run.state != "",
        kit.sheet_body(
            rx.cond(State.run.problem != "", kit.callout(State.run.problem, tone="red")),
            about(),
            rx.el.p(State.run.now),
            rx.cond(some(State.faults), kit.callout(rx.foreach(State.faults, rx.el.p), tone="amber")),
            rx.el.div(
                taken(State.run.zip_href, State.run.zip_words),
                taken(State.run.pdf_href, State.run.pdf_words),
                rx.cond(
                    State.run.can_go_on,
                    kit.button(t("Go on with the rest"), kind="primary", on_click=State.go_on),
                ),
                rx.cond(
                    State.run.is_archived,
                    kit.link_button(t("See it in the archive"), "/papers/archive", icon="archive"),
                    kit.button(t("Throw away"), kind="quiet", on_click=State.ask_to_throw_away(True)),
                ),
                class_name="toolbar",
            ),
            rx.el.p(State.run.kept, class_name="soft"),
        ),
    )


def taken(href: str, words: str) -> rx.Component:
    """A file to take, where it is there."""
    return rx.cond(href != "", kit.link_button(words, href, icon="download", download=True))


def choice() -> rx.Component:
    """What is to be made of all classes."""
    return kit.sheet_body(
        kit.toolbar(
            kit.segmented(State.periods, State.period, State.choose_period, t("Term")),
            kit.segmented(LAYOUTS, State.layout, State.choose_layout, t("Sheets")),
            label=t("What to print"),
        ),
        rx.el.div(
            paper(t("Class journals"), State.journals, PaperKind.JOURNAL),
            paper(t("Summary sheets"), State.summaries, PaperKind.SUMMARY),
            paper(t("Report cards"), State.cards, PaperKind.CARDS),
            class_name="toolbar checks-beside",
        ),
        rx.el.p(
            t("All classes, one after the other: a school of forty takes some minutes. What was made the "
              "last time is replaced."),
            class_name="soft",
        ),
        rx.el.div(
            kit.button(t("Print the whole school"), icon="printer", on_click=State.begin),
            kit.link_button(t("Archive of journals"), "/papers/archive", icon="archive"),
            class_name="toolbar",
        ),
    )  # fmt: skip


def paper(words: Words, checked: bool, kind: PaperKind) -> rx.Component:
    """One of the papers of a class."""
    return kit.check(words, checked, lambda on: State.choose_paper(kind.value, on))


def throwing_away() -> rx.Component:
    """Asks before files go that somebody may yet want."""
    return kit.confirm(
        is_open=State.asks_to_throw_away,
        on_close=State.ask_to_throw_away(False),
        on_confirm=State.throw_away,
        title=t("Throw the files away?"),
        text=rx.cond(
            State.run.archives,
            t("What is not in the archive yet is deleted. It can be made again; the archive stays as it is."),
            t("What was made is deleted. It can be made again."),
        ),
        confirm_label=t("Throw away"),
    )
