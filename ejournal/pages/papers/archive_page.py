"""The archive: /papers/archive."""

import reflex as rx

from ejournal.models import PaperRunState
from ejournal.pages.papers.archive_state import ActRow, ArchiveRow, ArchiveState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title
from ejournal.ui.words.vars import some

State = ArchiveState


@rx.page("/papers/archive", title=tab_title("Archive of journals"), on_load=ArchiveState.load)
def archive() -> rx.Component:
    """What was laid into the archive, and the way to lay in what is over."""
    return shell(
        t("Archive of journals"),
        kit.loading(State.archive_ready, kit.stack(laying(), held()), label=t("Loading")),
        place="papers",
        back=kit.back_link(t("Printing"), "/papers"),
    )


def laying() -> rx.Component:
    """What may go into the archive, or how far it is on its way there."""
    return kit.sheet(
        rx.cond(State.run.state == PaperRunState.RUNNING.value, under_way(), choice()),
        title=t("Into the archive"),
    )


def under_way() -> rx.Component:
    """How far the work of the school is: another is begun when it is over."""
    return kit.sheet_body(
        rx.el.p(rx.el.strong(State.run.title)),
        rx.el.p(State.run.begun, class_name="soft"),
        kit.progress(State.run.done, State.run.total, State.run.now, State.run.left),
        kit.link(t("Stop it in printing"), href="/papers"),
    )


def choice() -> rx.Component:
    """The terms that are over."""
    return kit.sheet_body(
        rx.cond(State.run.problem != "", kit.callout(State.run.problem, tone="red")),
        rx.cond(some(State.faults), kit.callout(rx.foreach(State.faults, rx.el.p), tone="amber")),
        rx.cond(State.run.is_archived, rx.el.p(State.run.title, ": ", State.run.now)),
        rx.cond(State.run.can_go_on, kit.link(t("Go on with it in printing"), href="/papers")),
        rx.el.p(
            t(
                "Class journals and summary sheets of all classes become files that nobody changes: PDF/A, "
                "with the marks as data within. Their fingerprints stand in the audit trail. What has not "
                "changed since it was laid in is not laid in once more."
            )
        ),
        rx.cond(
            some(State.periods),
            rx.fragment(
                rx.el.div(
                    kit.segmented(State.periods, State.period, State.choose_period, t("Term")),
                    class_name="toolbar",
                ),
                rx.el.div(
                    kit.button(t("Lay into the archive"), kind="primary", on_click=State.lay_in),
                    class_name="toolbar",
                ),
            ),
            rx.el.p(t("No term of this year is over yet."), class_name="soft"),
        ),
    )


def held() -> rx.Component:
    """All lines, the latest first."""
    return rx.cond(
        some(State.lines),
        kit.sheet(
            kit.sheet_body(
                kit.toolbar(rx.el.span(t("Act of handing over"), ":"), rx.foreach(State.acts, act)),
            ),
            kit.table(
                [t("What"), t("Term"), t("Archived"), t("Kept until"), t("Fingerprint"), t("File")],
                rx.foreach(State.lines, line),
                label=t("Archive of journals"),
            ),
            rx.cond(State.more, kit.sheet_body(kit.button(t("Show more"), on_click=State.show_more))),
            title=t("In the archive"),
        ),
        kit.empty_state(
            t("Nothing is in the archive yet"),
            t("A term that is over is laid into it here, by you."),
            icon="archive",
        ),
    )


def act(one: ActRow) -> rx.Component:
    """The act of a term's journals, to be signed."""
    return kit.paper_button(one.words, one.href)


def line(one: ArchiveRow) -> rx.Component:
    """One file."""
    return kit.table_row(
        one.what,
        one.term,
        one.archived,
        one.kept,
        rx.el.code(one.fingerprint),
        kit.link_button(t("Download"), one.href, icon="download", download=True),
    )
