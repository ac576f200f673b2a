"""Parts of the choices: where letters go, a line a kind, the hours."""

import reflex as rx

from ejournal.models import Channel
from ejournal.pages.notice_choices.rows import DeviceRow, KindRow
from ejournal.pages.notice_choices.state import NoticeChoicesState
from ejournal.ui import kit
from ejournal.ui.components.browser_push import browser_push
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = NoticeChoicesState


def where() -> rx.Component:
    """Where letters go, or why none do."""
    return rx.cond(
        State.why_not != "",
        rx.cond(
            State.is_of_account,
            kit.callout(State.why_not, tone="amber", action=kit.link_button(t("My account"), "/account")),
            kit.callout(State.why_not),
        ),
        kit.sheet(
            kit.sheet_body(
                rx.el.p(t("Letters go to"), " ", rx.el.b(State.email), class_name="notice-choice-email"),
                kit.check(t("Only what the school lets nobody switch off"), State.stopped, State.stop_mail),
                rx.el.p(t("The bell in the program shows everything in any case."), class_name="soft small"),
            ),
            title=t("By mail"),
        ),
    )


def browsers() -> rx.Component:
    """Whether this browser is told of news; all that are."""
    return rx.cond(
        State.push_works,
        kit.sheet(
            kit.sheet_body(
                rx.el.p(
                    t(
                        "The sign says that there is news, without names and marks: "
                        "they stand in the journal."
                    ),
                    class_name="soft small",
                ),
                browser_push(
                    State.server_key,
                    State.device_keys,
                    on_subscribed=State.add_device,
                    on_gone=State.forget_device,
                ),
            ),
            rx.cond(some(State.devices), _devices()),
            title=t("On this device"),
        ),
    )


def _devices() -> rx.Component:
    return rx.fragment(
        kit.rows(rx.foreach(State.devices, _device)),
        kit.sheet_body(
            rx.cond(State.trial != "", rx.el.p(State.trial, role="status")),
            kit.toolbar(
                kit.button(t("Send a trial"), icon="bell", on_click=State.try_devices),
                rx.cond(
                    State.trial != "",
                    kit.button(t("Look again"), icon="refresh-cw", kind="quiet", on_click=State.look_again),
                ),
            ),
        ),
    )


def _device(one: DeviceRow) -> rx.Component:
    return kit.row(
        one.title,
        one.note,
        end=kit.button(
            rx.fragment(t("Remove"), rx.el.span(": ", one.title, class_name="sr-only")), kind="quiet",
            on_click=State.remove_device(one.id),
        ),
        wrap=True,
    )  # fmt: skip


def kinds() -> rx.Component:
    """A line a kind with what may be chosen."""
    return kit.sheet(
        rx.el.div(rx.foreach(State.kinds, _kind), class_name="rows", role="list"), title=t("What comes")
    )


def _kind(one: KindRow) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(one.title),
            rx.cond(one.note != "", rx.el.div(one.note, class_name="row-note")),
            rx.cond(some(State.devices), _also(one, Channel.PUSH, t("on devices"), one.push)),
            rx.cond(one.sms_offered, _also(one, Channel.SMS, t("by SMS"), one.sms)),
            class_name="notice-choice-words",
        ),
        kit.select(
            one.options, one.value, lambda value: State.choose(one.kind, value), one.title, hide_label=True
        ),
        class_name="notice-choice",
        role="listitem",
    )


def _also(one: KindRow, channel: Channel, words: kit.Words, chosen: kit.Flag) -> rx.Component:
    named = rx.fragment(words, rx.el.span(": ", one.title, class_name="sr-only"))
    return kit.check(named, chosen, lambda wanted: State.choose_also(one.kind, channel.value, wanted))


def hours() -> rx.Component:
    """The hour of the letter of the day, and the hours in which nothing comes."""
    return kit.sheet(
        rx.el.form(
            kit.select_field(
                "digest_hour",
                t("The letter of the day comes at"),
                State.hours.digest_options,
                default_value=State.hours.digest,
                error=SessionState.errors["digest_hour"],
                hint=t("One a day for all children and schools, on days on which there is something."),
            ),
            rx.el.div(
                kit.select_field(
                    "quiet_from",
                    t("Nothing comes from"),
                    State.hours.quiet_from_options,
                    default_value=State.hours.quiet_from,
                    error=SessionState.errors["quiet_from"],
                ),
                kit.select_field(
                    "quiet_until",
                    t("until"),
                    State.hours.quiet_until_options,
                    default_value=State.hours.quiet_until,
                    error=SessionState.errors["quiet_until"],
                ),
                class_name="notice-choice-hours",
            ),
            rx.el.p(
                t("What falls into these hours comes at their end; equal hours are none."),
                class_name="soft small",
            ),
            rx.el.div(kit.button(t("Save"), kind="primary", submit=True)),
            key=f"hours-{State.form}",
            on_submit=State.save_hours,
            class_name="sheet-body stack",
        ),
        title=t("When it comes"),
    )
