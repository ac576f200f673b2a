"""Parts of one message: its text with what is asked; for its author the figures, classes and people."""

import reflex as rx

from ejournal.pages.messages.open_state import OpenMessageState
from ejournal.pages.messages.rows import ChannelRow, ClassRow, CountRow, OptionRow, PersonRow
from ejournal.ui import kit
from ejournal.ui.components.sent import sent_files
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import as_list, some

State = OpenMessageState
GOT, WAYS = State.got, State.ways


def got() -> rx.Component:
    """The message as whoever got it reads it, and what may be answered."""
    return rx.cond(
        State.has_got,
        kit.sheet(
            kit.sheet_body(
                rx.el.p(
                    rx.cond(GOT.urgent, kit.badge(t("Urgent"), "red")),
                    GOT.line,
                    class_name="message-from soft",
                ),
                rx.cond(
                    GOT.withdrawn,
                    kit.callout(t("The school has withdrawn this message: it holds no more."), tone="amber"),
                ),
                rx.el.p(GOT.words, class_name="message-words", dir="auto"),
                sent_files(GOT.files),
                rx.cond(
                    GOT.asked != "",
                    rx.el.section(
                        rx.el.p(GOT.asked, class_name="message-asked", role="status"),
                        rx.el.div(
                            rx.foreach(as_list(GOT.options, OptionRow), _option), class_name="message-options"
                        ),
                        aria_label=t("Your answer"),
                        class_name="message-answer",
                    ),
                ),
            ),
        ),
    )


def _option(one: OptionRow) -> rx.Component:
    return rx.el.button(
        rx.cond(one.chosen, kit.icon("check", 18)),
        one.label,
        type="button",
        aria_pressed=one.chosen,
        disabled=~GOT.is_open | (GOT.confirms & one.chosen),
        on_click=State.answer(one.value),
        class_name=rx.cond(one.chosen, "button button-primary", "button button-secondary"),
    )


def actions() -> rx.Component:
    """What its author may do with it."""
    files = f"?id={State.message_id}&who={State.narrowed}"
    return rx.cond(
        State.own,
        rx.fragment(
            rx.cond(
                State.may_remind,
                kit.button(t("Remind those who have not answered"), icon="bell", on_click=State.remind),
            ),
            rx.cond(
                State.was_sent,
                rx.fragment(
                    kit.paper_button(t("Phones"), f"/print/message-phones.pdf{files}"),
                    kit.link_button(
                        t("Spreadsheet"), f"/print/message.xlsx{files}", icon="download", download=True
                    ),
                ),
            ),
            rx.cond(
                State.may_withdraw,
                kit.button(t("Withdraw"), icon="undo-2", on_click=State.ask_withdraw),
            ),
        ),
    )


def standing() -> rx.Component:
    """What became of it."""
    return rx.cond(
        State.own,
        kit.stack(
            kit.sheet(
                kit.sheet_body(
                    rx.el.p(
                        rx.cond(State.urgent, kit.badge(t("Urgent"), "red")),
                        State.line,
                        class_name="message-from soft",
                        role="status",
                    ),
                    rx.el.p(State.to_whom),
                    rx.cond(
                        ~State.has_got,
                        rx.fragment(
                            rx.el.p(State.text.words, class_name="message-words", dir="auto"),
                            sent_files(State.text.files),
                        ),
                    ),
                ),
            ),
            rx.cond(State.was_sent, rx.fragment(_figures(), _results(), _channels(), _classes(), _people())),
        ),
    )


def _figures() -> rx.Component:
    return rx.el.nav(
        rx.foreach(State.counts, _figure), class_name="message-figures no-print", aria_label=t("Who")
    )


def _figure(one: CountRow) -> rx.Component:
    return kit.link(
        rx.el.b(one.value),
        rx.el.span(one.label),
        href=one.href,
        aria_current=rx.cond(one.current, "true", rx.Var("undefined")),
        class_name="message-figure",
    )


def _results() -> rx.Component:
    return rx.cond(
        some(State.results),
        kit.sheet(
            kit.sheet_body(
                rx.foreach(
                    State.results,
                    lambda one: kit.progress(one.share, 100, one.label, one.count),
                )
            ),
            title=t("Answers"),
        ),
    )


def _channels() -> rx.Component:
    forgotten = rx.el.p(t("By which channels it went is kept for thirty days."), class_name="soft")
    return rx.cond(
        some(WAYS.channels),
        kit.sheet(
            rx.el.div(
                kit.table(
                    [
                        t("Channel"),
                        kit.Column(t("Delivered"), number=True),
                        kit.Column(t("On its way"), number=True),
                        kit.Column(t("Not delivered"), number=True),
                    ],
                    rx.foreach(as_list(WAYS.channels, ChannelRow), _channel),
                    label=t("By channel"),
                ),
                class_name="message-table",
            ),
            title=t("By channel"),
        ),
        rx.cond(WAYS.are_forgotten, kit.sheet(kit.sheet_body(forgotten), title=t("By channel"))),
    )


def _channel(one: ChannelRow) -> rx.Component:
    return kit.table_row(one.title, kit.number(one.sent), kit.number(one.waiting), kit.number(one.failed))


def _classes() -> rx.Component:
    return rx.cond(
        some(State.classes),
        kit.sheet(
            rx.el.div(
                kit.table(
                    [
                        t("Class"),
                        kit.Column(t("Got it"), number=True),
                        kit.Column(t("Have seen it"), number=True),
                        kit.Column(t("Have answered"), number=True),
                        kit.Column(t("Not reached"), number=True),
                    ],
                    rx.foreach(State.classes, _class),
                    label=t("By class"),
                ),
                class_name="message-table",
            ),
            title=t("By class"),
        ),
    )


def _class(one: ClassRow) -> rx.Component:
    return kit.table_row(
        one.title, *(kit.number(value) for value in (one.people, one.seen, one.answered, one.missed))
    )


def _people() -> rx.Component:
    return kit.sheet(
        rx.cond(
            some(State.people),
            kit.rows(rx.foreach(State.people, _person)),
            kit.empty_state(t("Nobody is among them"), icon="users"),
        ),
        kit.page_turner(State.before, State.after),
        title=t("People"),
        aside=rx.el.span(State.people_count, class_name="soft small"),
    )


def _person(one: PersonRow) -> rx.Component:
    return kit.row(one.name, one.note, end=kit.badge(one.state, one.tone), wrap=True)


def withdrawing() -> rx.Component:
    """Asks before a message is withdrawn."""
    return kit.confirm(
        is_open=State.withdrawing,
        on_close=State.stop_withdraw,
        on_confirm=State.withdraw,
        title=t("Withdraw the message?"),
        text=t(
            "Whoever has it sees that it was withdrawn; nobody answers it any more. It cannot be sent again."
        ),
        confirm_label=t("Withdraw"),
    )
