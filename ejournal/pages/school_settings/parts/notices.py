"""How notices go out of the program: a line a kind, the hours."""

import reflex as rx

from ejournal import limits
from ejournal.pages.school_settings.rows_of_notices import NoticeRuleRow
from ejournal.pages.school_settings.state.notices import COMPULSORY, MAX, PUSH, SMS, NoticeRulesState
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t

State = NoticeRulesState


def section() -> rx.Component:
    """What goes at once and what in the letter of the day, what nobody switches off, when."""
    return kit.loading(
        State.notices_ready,
        rx.el.form(
            _kinds(),
            _hours(),
            rx.cond(State.sends_sms, _sms()),
            rx.el.div(kit.button(t("Save"), kind="primary", submit=True)),
            key=f"notices-{State.notices_form}",
            on_submit=State.save_notices,
            class_name="stack",
        ),
        label=t("Loading"),
    )


def _kinds() -> rx.Component:
    return kit.sheet(
        rx.el.p(
            t(
                "So notices go by mail, and to devices that ask for them, to whoever has chosen nothing "
                "else. Everybody may choose otherwise, but for what nobody switches off."
            ),
            class_name="soft sheet-body",
        ),
        rx.el.div(rx.foreach(State.notice_rules, _kind), class_name="rows", role="list"),
        title=t("What goes out of the program"),
    )


def _kind(one: NoticeRuleRow) -> rx.Component:
    chosen = rx.el.select(
        rx.foreach(State.notice_goings, lambda option: rx.el.option(option.label, value=option.value)),
        name=one.kind,
        default_value=one.going,
        aria_label=one.title,
    )
    return rx.el.div(
        rx.el.div(
            rx.el.div(one.title),
            _tick(f"{COMPULSORY}{one.kind}", t("nobody switches it off"), one.title, one.compulsory),
            _tick(f"{PUSH}{one.kind}", t("on devices"), one.title, one.push),
            rx.cond(State.sends_sms, _tick(f"{SMS}{one.kind}", t("by SMS"), one.title, one.sms)),
            rx.cond(State.has_max, _tick(f"{MAX}{one.kind}", t("by MAX"), one.title, one.by_max)),
            kit.field_error("going", SessionState.errors[one.kind]),
            class_name="notice-choice-words",
        ),
        rx.el.div(chosen, kit.icon("chevron-down", 18), class_name="select"),
        class_name="notice-choice",
        role="listitem",
    )


def _tick(name: kit.Words, words: kit.Words, kind: kit.Words, ticked: kit.Flag) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name=name, default_checked=ticked),
        rx.el.span(words, rx.el.span(": ", kind, class_name="sr-only")),
        class_name="check small",
    )


def _hours() -> rx.Component:
    hours = State.notice_hours
    return kit.sheet(
        kit.sheet_body(
            rx.el.div(
                _hour("digest_hour", t("The letter of the day goes at"), hours.digest_hour),
                _hour("quiet_from", t("Nothing goes from"), hours.quiet_from),
                _hour("quiet_until", t("until"), hours.quiet_until),
                class_name="settings-fields",
            ),
            rx.el.p(
                t("What falls into these hours comes at their end; equal hours are none."),
                class_name="soft small",
            ),
            kit.select_field(
                "marks_out_from",
                t("Marks of a day go out from"),
                hours.marks_options,
                default_value=hours.marks_out_from,
                error=SessionState.errors["marks_out_from"],
                hint=t("Before it they stand in the diary only; term marks too."),
            ),
        ),
        title=t("When it goes"),
    )


def _sms() -> rx.Component:
    hours = State.notice_hours
    return kit.sheet(
        kit.sheet_body(
            rx.el.div(
                kit.text_field(
                    "a_day", t("Parts of SMS in a day at most"), default_value=hours.sms_a_day,
                    input_mode="numeric", error=SessionState.errors["a_day"], limit=limits.NUMBER,
                ),
                kit.text_field(
                    "urgent_after", t("An urgent message goes by SMS after, minutes"),
                    default_value=hours.urgent_sms_after, input_mode="numeric",
                    error=SessionState.errors["urgent_after"], limit=limits.NUMBER,
                ),
                class_name="settings-fields",
            ),
            rx.el.p(
                t(
                    "So long whoever was told on a device may confirm it first; others get the SMS at once. "
                    "Urgent ones do not count in the day's limit."
                ),
                class_name="soft small",
            ),
            rx.el.label(
                rx.el.input(type="checkbox", name="words", default_checked=hours.sms_words),
                rx.el.span(t("An SMS says what happened, not only that there is news")),
                class_name="check",
            ),
        ),
        title=t("What SMS may cost"),
    )  # fmt: skip


def _hour(name: str, label: kit.Words, value: kit.Words) -> rx.Component:
    options = State.notice_hours.options
    return kit.select_field(name, label, options, default_value=value, error=SessionState.errors[name])
