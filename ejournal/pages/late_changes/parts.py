"""Parts of the page of late changes: the list, one request, the dialog of a refusal."""

import reflex as rx

from ejournal import limits
from ejournal.pages.late_changes.rows import LateChangeRow
from ejournal.pages.late_changes.state import LateChangesState
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some


def requests() -> rx.Component:
    """The requests that wait, the oldest first, with those that were decided since the page was opened."""
    return kit.stack(
        rx.cond(
            some(LateChangesState.waiting),
            kit.sheet(kit.rows(rx.foreach(LateChangesState.waiting, request))),
            nothing_waits(),
        ),
        rx.cond(
            some(LateChangesState.decided),
            kit.sheet(kit.rows(rx.foreach(LateChangesState.decided, request)), title=t("Decided lately")),
        ),
    )


def nothing_waits() -> rx.Component:
    """For a day on which all is decided."""
    return kit.empty_state(
        t("No changes wait for a decision"),
        t("When a teacher changes a mark of a closed day or term, the request with its reason appears here."),
        icon="stamp",
    )


def request(one: LateChangeRow) -> rx.Component:
    """One request: the change, where, the teacher's reason, who asks and when; two buttons."""
    title = rx.el.span(
        rx.el.span(one.pupil),
        rx.el.span(
            kit.mark_chip(one.before, tone="plain"),
            rx.el.span(t("becomes"), class_name="sr-only"),
            kit.icon("arrow-right", 16),
            kit.mark_chip(one.after, tone="plain"),
            class_name="change-cells",
        ),
        class_name="change-title",
    )
    note = rx.el.div(
        rx.el.div(one.lesson),
        rx.el.p(one.reason, class_name="change-reason"),
        rx.el.div(one.asked),
        rx.cond(one.outcome != "", decision(one)),
    )
    buttons = rx.fragment(
        kit.button(t("Refuse"), on_click=LateChangesState.ask_refusal(one.id)),
        kit.button(t("Approve"), kind="primary", on_click=LateChangesState.approve(one.id)),
    )
    own = kit.badge(t("your own: another head decides"), "soft")
    end = rx.match(
        one.outcome,
        ("approved", kit.badge(t("approved"), "green", icon="check")),
        ("refused", kit.badge(t("refused"), "red")),
        ("replaced", kit.badge(t("replaced by a newer request"))),
        rx.cond(one.own, own, buttons),
    )
    return kit.row(title, note, end=end, wrap=True)


def decision(one: LateChangeRow) -> rx.Component:
    """Who decided and when; «Undo» stands in the text, where no second press of a button can meet it."""
    return rx.el.div(
        rx.el.span(one.decided),
        rx.cond(
            one.may_undo,
            kit.button(t("Undo"), kind="quiet", icon="undo-2", on_click=LateChangesState.undo(one.id)),
        ),
        class_name="change-decision",
    )


def refusal() -> rx.Component:
    """Why not: the words go to the teacher."""
    return kit.dialog(
        kit.text_area(
            "note",
            t("What to tell the teacher"),
            hint=t("May stay empty"),
            error=SessionState.errors["note"],
            default_value=LateChangesState.note,
            on_save=LateChangesState.write_note,
            tells_all=True,
            limit=limits.NOTE,
            rows="3",
        ),
        is_open=LateChangesState.refusing != "",
        on_close=LateChangesState.leave,
        title=t("Refuse the change"),
        note=LateChangesState.refusing_what,
        keep_on_veil=True,
        foot=[
            kit.button(t("Cancel"), on_click=LateChangesState.leave),
            kit.button(t("Refuse"), kind="danger", on_click=LateChangesState.refuse),
        ],
    )
