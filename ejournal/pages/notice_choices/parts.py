"""Parts of the choices: where letters go, a line a kind, the hours."""

import reflex as rx

from ejournal.models import Channel
from ejournal.pages.notice_choices.rows import ChatRow, DeviceRow, KindRow
from ejournal.pages.notice_choices.state import MAX_ADDRESS, MAX_CODE, MAX_PICTURE, NoticeChoicesState
from ejournal.ui import kit
from ejournal.ui.components.browser_push import browser_push
from ejournal.ui.components.secret import secret_picture, secret_text
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


def messenger() -> rx.Component:
    """Whether the bot in MAX tells of news, and how it is connected."""
    return rx.cond(
        State.has_max,
        kit.sheet(
            kit.sheet_body(
                rx.el.p(
                    t(
                        "The school's bot writes that there is news, without names and marks: they stand in "
                        "the journal."
                    ),
                    class_name="soft small",
                ),
                rx.cond(some(State.max_chats), rx.fragment(), _connecting()),
            ),
            rx.cond(
                some(State.max_chats),
                rx.fragment(
                    kit.rows(rx.foreach(State.max_chats, _chat)), _trial(State.max_trial, State.try_max)
                ),
            ),
            title=t("In the messenger MAX"),
        ),
    )


def _connecting() -> rx.Component:
    return rx.fragment(
        rx.cond(
            State.max_offered,
            rx.el.div(
                rx.el.p(t("Let the phone on which MAX is read this picture, and press “Start” in the bot:")),
                secret_picture(
                    MAX_PICTURE, MAX_ADDRESS, label=t("QR code with the address of the bot"),
                    opens=t("On this phone: open MAX"),
                ),
                rx.el.p(t("Or send the bot this code:"), class_name="soft small"),
                secret_text(MAX_CODE),
                rx.el.p(
                    t("It works once, for fifteen minutes. This page shows at once when MAX is connected."),
                    class_name="soft small",
                ),
                class_name="stack stack-tight",
            ),
        ),
        rx.el.div(
            kit.button(
                rx.cond(State.max_offered, t("Another code"), t("Connect MAX")),
                icon="message-circle",
                on_click=State.connect_max,
            )
        ),
    )  # fmt: skip


def _chat(one: ChatRow) -> rx.Component:
    return kit.row(
        one.title,
        one.note,
        end=kit.button(
            rx.fragment(t("Disconnect"), rx.el.span(": MAX", class_name="sr-only")), kind="quiet",
            on_click=State.disconnect_max,
        ),
        wrap=True,
    )  # fmt: skip


def _devices() -> rx.Component:
    return rx.fragment(kit.rows(rx.foreach(State.devices, _device)), _trial(State.trial, State.try_devices))


def _trial(words: kit.Words, send: rx.EventHandler) -> rx.Component:
    """A button for a trial, and what became of the last one."""
    return kit.sheet_body(
        rx.cond(words != "", rx.el.p(words, role="status")),
        kit.toolbar(
            kit.button(t("Send a trial"), icon="bell", on_click=send),
            rx.cond(
                words != "",
                kit.button(t("Look again"), icon="refresh-cw", kind="quiet", on_click=State.look_again),
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
            rx.cond(some(State.max_chats), _also(one, Channel.MAX, t("by MAX"), one.by_max)),
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
