"""Parts of an open item: its text, what is asked of its reader, who has acknowledged it, comments."""

import reflex as rx

from ejournal import limits
from ejournal.pages.news.comments_state import NewsCommentsState
from ejournal.pages.news.item_state import NewsItemState
from ejournal.pages.news.rows import CommentRow, GroupRow, OpenRow, ReaderRow
from ejournal.ui import kit
from ejournal.ui.components.sent import sent_files
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import as_list, count

State = NewsItemState
Comments = NewsCommentsState
ITEM = State.item


def text(item: OpenRow) -> rx.Component:
    """What the item says, with its files."""
    return rx.el.article(
        rx.el.p(item.note, class_name="soft small"),
        rx.el.div(rx.html(item.html), dir="auto", class_name="marked-words"),
        sent_files(item.files),
        class_name="news-text",
    )


def reading() -> rx.Component:
    """The item, and at its end what is asked of the reader."""
    return kit.sheet(
        kit.sheet_body(
            rx.cond(ITEM.state != "", kit.callout(ITEM.state, tone="amber")),
            text(ITEM),
            rx.cond(
                ITEM.asks,
                rx.el.div(
                    rx.el.p(t("Please confirm that you have read this.")),
                    kit.button(t("I have read it"), icon="check", kind="primary", on_click=State.acknowledge),
                    class_name="news-asks",
                ),
            ),
            rx.cond(ITEM.done != "", rx.el.p(kit.badge(ITEM.done, "green", icon="check"))),
            rx.cond(
                ITEM.public != "",
                rx.el.p(
                    t("Anybody reads it:"),
                    " ",
                    kit.link(t("the public page"), href=ITEM.public, target="_blank"),
                    class_name="soft small",
                ),
            ),
        )
    )


def actions() -> rx.Component:
    """What who looks after the item may do with it."""
    return rx.cond(
        ITEM.keeps & (ITEM.is_out | ITEM.waits),
        kit.folded(
            "news-item",
            rx.cond(
                ITEM.is_out,
                kit.link_button(t("Change"), ITEM.edit, icon="pencil"),
            ),
            rx.cond(
                ITEM.is_out,
                kit.button(
                    rx.cond(ITEM.pinned, t("Take down"), t("Pin")),
                    on_click=State.pin,
                ),
            ),
            kit.button(
                rx.cond(ITEM.waits, t("Back to the drafts"), t("Withdraw…")),
                on_click=State.ask_withdraw(True),
            ),
        ),
    )


def withdrawing() -> rx.Component:
    """Asks before the item is withdrawn."""
    return kit.confirm(
        is_open=State.withdrawing,
        on_close=State.ask_withdraw(False),
        on_confirm=State.withdraw,
        title=rx.cond(ITEM.waits, t("Take it back to the drafts?"), t("Withdraw the news?")),
        text=rx.cond(
            ITEM.waits,
            t("It does not come out at its hour."),
            t("Its readers see it no more, nor anybody on the public page. This is not undone."),
        ),
        confirm_label=rx.cond(ITEM.waits, t("Take back"), t("Withdraw")),
    )


def standing() -> rx.Component:
    """Who has read and acknowledged it, class by class; for who looks after it."""
    return rx.cond(
        State.standing != "",
        kit.sheet(
            kit.sheet_body(
                kit.progress(State.done, State.people, State.standing),
                rx.cond(
                    ITEM.must,
                    kit.toolbar(
                        rx.cond(
                            State.done < State.people,
                            kit.button(t("Remind the others"), icon="bell", on_click=State.remind),
                        ),
                        kit.paper_button(t("Spreadsheet"), ITEM.sheet),
                    ),
                ),
                rx.foreach(State.groups, _group),
            ),
            title=rx.cond(ITEM.must, t("Who has acknowledged it"), t("Who has opened it")),
        ),
    )


def _group(one: GroupRow) -> rx.Component:
    return kit.disclosure(
        rx.el.span(
            rx.el.span(one.title),
            kit.badge(one.count, rx.cond(one.is_whole, "green", "soft")),
            class_name="news-group",
        ),
        kit.rows(rx.foreach(as_list(one.people, ReaderRow), _reader)),
    )


def _reader(one: ReaderRow) -> rx.Component:
    return kit.row(one.name, one.note, end=kit.badge(one.state, one.tone))


def comments() -> rx.Component:
    """What readers say, and a field for one more."""
    return rx.cond(
        ITEM.comments,
        kit.sheet(
            rx.foreach(Comments.comments, _comment),
            rx.cond(
                count(Comments.comments) == 0,
                kit.sheet_body(rx.el.p(t("Nobody has said anything yet"), class_name="soft")),
            ),
            kit.sheet_body(
                rx.el.form(
                    kit.text_area(
                        "comment",
                        t("Your comment"),
                        error=SessionState.errors["comment"],
                        limit=limits.NEWS_COMMENT,
                        draft=Comments.draft,
                        rows="3",
                    ),
                    rx.el.div(kit.button(t("Say it"), submit=True)),
                    key=Comments.form,
                    on_submit=Comments.say,
                    class_name="stack",
                )
            ),
            title=t("Comments"),
        ),
    )


def _comment(one: CommentRow) -> rx.Component:
    return rx.el.article(
        rx.el.p(rx.el.b(one.author), " ", rx.el.span(one.at, class_name="soft small")),
        rx.cond(one.state != "", kit.callout(one.state, tone="amber")),
        rx.el.p(one.words, dir="auto", class_name="news-comment-words"),
        rx.el.div(
            rx.cond(one.may_take_back, _act(t("Take back"), Comments.take_back(one.id))),
            rx.cond(one.may_report, _act(t("Report"), Comments.report(one.id))),
            rx.cond(one.may_leave, _act(t("Leave as it is"), Comments.leave(one.id))),
            rx.cond(one.may_hide, _act(t("Hide…"), Comments.start_hiding(one.id))),
            rx.cond(one.may_show, _act(t("Show again"), Comments.show_again(one.id))),
            class_name="news-acts no-print",
        ),
        class_name="news-comment",
    )


def _act(words: kit.Words, on_click: rx.event.EventSpec) -> rx.Component:
    return kit.button(words, kind="quiet", on_click=on_click)


def hiding() -> rx.Component:
    """Asks why a comment is hidden."""
    return kit.form_dialog(
        kit.text_area(
            "reason",
            t("Why"),
            error=SessionState.errors["reason"],
            hint=t("The author reads it."),
            limit=limits.REASON,
        ),
        name="news-hiding",
        on_submit=Comments.hide,
        is_open=Comments.hiding > 0,
        on_close=Comments.stop_hiding,
        title=t("Hide from others"),
        save=t("Hide"),
    )
