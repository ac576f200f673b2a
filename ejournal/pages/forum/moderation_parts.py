"""Parts of moderation: what waits, and the dialog that asks what is to be done."""

import reflex as rx

from ejournal import limits
from ejournal.pages.forum.moderation_state import (
    ForumDecisionState,
    ForumWaitingState,
    MutedRow,
    WaitingRow,
)
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = ForumWaitingState
Decision = ForumDecisionState


def waiting() -> rx.Component:
    """Posts to be let through, reports, who may only read."""
    nothing = kit.sheet(kit.empty_state(t("Nothing waits for a decision"), icon="circle-check"))
    return kit.stack(
        rx.cond(some(State.waiting) | some(State.reported), rx.fragment(), nothing),
        rx.foreach(State.reported, lambda one: _post(one, rx.fragment())),
        rx.foreach(State.waiting, lambda one: _post(one, _let(one))),
        rx.cond(
            some(State.muted),
            kit.sheet(kit.rows(rx.foreach(State.muted, _muted)), title=t("May only read")),
        ),
    )


def _let(one: WaitingRow) -> rx.Component:
    return kit.button(t("Let through"), kind="primary", on_click=Decision.let_through(one.topic, one.number))


def _post(one: WaitingRow, more: rx.Component) -> rx.Component:
    return kit.sheet(
        kit.sheet_body(
            rx.el.p(one.note, class_name="soft small"),
            rx.cond(one.asked != "", rx.el.p(kit.icon("flag", 16), one.asked, class_name="forum-said")),
            rx.el.div(rx.html(one.html), dir="auto", class_name="marked-words"),
            rx.el.div(
                kit.link_button(t("Open the topic"), one.href, kind="quiet"),
                kit.button(t("Decide…"), on_click=Decision.open_decision(one.topic, one.number)),
                more,
                class_name="forum-buttons",
            ),
        ),
        title=one.title,
    )


def _muted(one: MutedRow) -> rx.Component:
    lift = kit.button(t("Let write again"), kind="quiet", on_click=State.lift_mute(one.id))
    return kit.row(one.name, one.note, end=lift, wrap=True)


def decision() -> rx.Component:
    """Asks what is to be done about a post, and why."""
    deed = Decision.deed
    silent = (deed == "let") | (deed == "shown") | (deed == "opened") | (deed == "nothing")
    return kit.form_dialog(
        kit.select_field(
            "deed",
            t("What is to be done"),
            Decision.deeds,
            value=deed,
            on_change=Decision.choose_deed,
            error=SessionState.errors["deed"],
        ),
        rx.cond(
            deed == "muted",
            kit.select_field(
                "mute",
                t("The author may only read for"),
                [("hour", t("an hour")), ("day", t("a day")), ("week", t("a week")), ("month", t("30 days"))],
                none=t("choose"),
                default_value="",
                error=SessionState.errors["mute"],
            ),
        ),
        rx.cond(
            deed == "moved",
            kit.select_field(
                "section",
                t("Into which section"),
                Decision.sections,
                none=t("choose"),
                default_value="",
                error=SessionState.errors["section"],
                hint=t("Whoever reads that section will read the topic."),
            ),
        ),
        rx.cond(
            silent,
            rx.fragment(),
            kit.text_area(
                "reason",
                t("Why"),
                error=SessionState.errors["reason"],
                hint=t("The author reads it."),
                limit=limits.REASON,
            ),
        ),
        name="forum-decision",
        on_submit=Decision.decide,
        is_open=Decision.decision.number > 0,
        on_close=Decision.close_decision,
        title=t("What is to be done"),
        note=Decision.decision.author,
    )
