"""Parts of the page of reported messages: the reports, the dialog that asks what to do."""

import reflex as rx

from ejournal import limits
from ejournal.pages.chat_reports.rows import FileRow, NearRow, ReportRow
from ejournal.pages.chat_reports.state import ChatReportsState
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = ChatReportsState


def reports() -> rx.Component:
    """What waits; under it what was decided lately."""
    return kit.stack(
        rx.cond(
            some(State.waiting),
            kit.stack(rx.foreach(State.waiting, _waiting)),
            kit.sheet(kit.empty_state(t("Nothing waits for a decision"), icon="circle-check")),
        ),
        rx.cond(
            some(State.decided),
            kit.disclosure(t("Decided in the last 30 days"), kit.stack(rx.foreach(State.decided, _decided))),
        ),
    )


def _waiting(one: ReportRow) -> rx.Component:
    return _report(
        one,
        rx.el.div(
            kit.button(t("Put aside"), on_click=State.put_aside(one.id)),
            kit.button(t("Decide…"), kind="primary", on_click=State.open_decision(one.id)),
            class_name="report-buttons",
        ),
    )


def _decided(one: ReportRow) -> rx.Component:
    return _report(
        one,
        rx.el.p(one.decided, rx.cond(one.note != "", rx.el.span(": ", one.note)), class_name="soft small"),
        rx.el.div(kit.button(t("Take the decision back"), kind="quiet", on_click=State.take_back(one.id))),
    )


def _report(one: ReportRow, *more: rx.Component) -> rx.Component:
    return kit.sheet(
        kit.sheet_body(
            rx.el.p(one.asked, ": ", rx.el.b(one.reason, dir="auto")),
            rx.el.ol(rx.foreach(one.near, _near), class_name="report-near"),
            *more,
        ),
        title=one.room,
    )


def _near(one: NearRow) -> rx.Component:
    return rx.el.li(
        rx.el.span(one.head, class_name="soft small"),
        rx.el.p(one.words, dir="auto"),
        rx.cond(some(one.files), rx.el.ul(rx.foreach(one.files, _file), class_name="report-files")),
        class_name=rx.cond(one.reported, "is-reported", ""),
    )


def _file(one: FileRow) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.cond(one.preview != "", rx.el.img(src=one.preview, alt="", loading="lazy")),
            rx.el.span(one.name, dir="auto"),
            href=one.href,
            target="_blank",
            rel="noopener",
        )
    )


def decision() -> rx.Component:
    """Asks what is to be done about a message and why."""
    return kit.dialog(
        rx.el.form(
            rx.el.label(
                rx.el.input(type="checkbox", name="hide", default_checked=True),
                rx.el.span(t("Hide the message")),
                class_name="check",
            ),
            kit.select_field(
                "mute",
                t("The author may only read for"),
                [("hour", t("an hour")), ("day", t("a day")), ("week", t("a week")), ("month", t("30 days"))],
                none=t("goes on writing"),
                default_value="",
                error=SessionState.errors["mute"],
            ),
            kit.text_area(
                "reason",
                t("Why"),
                error=SessionState.errors["reason"],
                hint=t("The author is told it. Neither hidden nor silenced, it is a warning."),
                limit=limits.REASON,
            ),
            id="chat-decision",
            on_submit=State.decide,
            class_name="stack",
        ),
        is_open=State.open_report.id > 0,
        on_close=State.close_decision,
        title=t("What is to be done"),
        note=State.open_report.author,
        foot=[
            kit.button(t("Cancel"), on_click=State.close_decision),
            kit.button(t("Save"), kind="primary", submit=True, form="chat-decision"),
        ],
    )
