"""Parts of the list of duplicates and of two cards beside each other."""

import reflex as rx

from ejournal import limits
from ejournal.pages.duplicates.merge_state import ANSWER, FIELD, MergeState
from ejournal.pages.duplicates.rows import CardRow, FieldRow, FollowRow, PairRow, QuestionRow, SideRow
from ejournal.pages.duplicates.state import DuplicatesState
from ejournal.ui import kit
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import no, some

TYPING_MS = 150
FORM = "merge-form"


def pairs() -> rx.Component:
    """The pairs that look like one person, then those said to be two."""
    state = DuplicatesState
    return kit.stack(
        rx.cond(
            some(state.pairs),
            kit.sheet(
                kit.rows(rx.foreach(state.pairs, _likely)),
                rx.cond(state.more != "", kit.sheet_body(rx.el.p(state.more, class_name="soft"))),
            ),
            kit.empty_state(
                t("No duplicates are in sight"),
                t("People of one name and birth date, SNILS or phone would stand here."),
                icon="copy-check",
            ),
        ),
        rx.cond(
            some(state.dismissed),
            kit.disclosure(t("Said to be two people"), kit.rows(rx.foreach(state.dismissed, _dismissed))),
        ),
    )


def _likely(one: PairRow) -> rx.Component:
    buttons = rx.el.div(
        kit.button(t("Two people"), on_click=DuplicatesState.say_two(one.first.id, one.second.id)),
        kit.link_button(t("Look at both"), one.href, icon="columns-2"),
        class_name="duplicates-buttons",
    )
    return _pair(one, rx.el.p(one.why, class_name="duplicates-why"), buttons)


def _dismissed(one: PairRow) -> rx.Component:
    button = kit.button(
        t("Look at them again"),
        icon="undo-2",
        on_click=DuplicatesState.unsay_two(one.first.id, one.second.id),
    )
    return _pair(one, rx.fragment(), rx.el.div(button, class_name="duplicates-buttons"))


def _pair(one: PairRow, why: rx.Component, buttons: rx.Component) -> rx.Component:
    cards = rx.el.div(_card(one.first), _card(one.second), class_name="duplicates-cards")
    return rx.el.div(rx.el.div(cards, why, class_name="row-main"), buttons, class_name="row duplicates-pair",
                     role="listitem")  # fmt: skip


def _card(one: CardRow) -> rx.Component:
    return rx.el.div(
        rx.el.div(kit.link(one.name, href=one.href), class_name="row-title"),
        rx.el.div(one.note, class_name="row-note"),
    )


# ------------------------------------------------------------------------------------------- two cards


def choosing() -> rx.Component:
    """The search for the other card."""
    state = MergeState
    return kit.stack(
        rx.el.div(
            kit.text_field(
                "words",
                t("The other card: name, class, phone or login"),
                kind="search",
                default_value=state.words,
                max_length=limits.SEARCH,
                auto_complete="off",
                on_change=state.look.debounce(TYPING_MS),
            ),
            role="search",
        ),
        rx.cond(
            some(state.found),
            kit.sheet(
                kit.rows(rx.foreach(state.found, lambda one: kit.row(one.name, one.note, href=one.href)))
            ),
            kit.empty_state(
                t("Nobody is found"),
                t("Try a part of the surname, a class like 6б, or the last digits of a phone."),
                icon="users",
            ),
        ),
    )


def both() -> rx.Component:
    """Two cards beside each other, what follows, and the button that makes them one."""
    state = MergeState
    return kit.stack(
        refused(),
        rx.cond(
            state.kept.id != "",
            rx.el.form(
                kit.stack(cards(), questions(), kit.columns(follows(), notes(), wide_first=True), foot()),
                id=FORM,
                key=state.form_key,
                on_submit=state.make_one,
            ),
        ),
    )


def refused() -> rx.Component:
    """Why the two cannot be made one."""
    return rx.cond(
        some(MergeState.refusals),
        kit.callout(
            rx.el.ul(rx.foreach(MergeState.refusals, rx.el.li), class_name="plain-list"),
            tone="amber",
            title=t("These two cards cannot be made one"),
        ),
    )


def cards() -> rx.Component:
    """Both heads, and field by field what each says."""
    state = MergeState
    swap = kit.button(t("Swap"), icon="arrow-left-right", on_click=state.swap)
    heads = rx.el.div(
        rx.el.div(swap, class_name="merge-title"),
        _head(state.kept, t("Stays"), "green"),
        _head(state.gone, t("Becomes one with it"), "soft"),
        class_name="merge-row merge-heads",
    )
    return kit.sheet(heads, rx.foreach(state.fields, field), title=t("Two cards"))


def _head(one: SideRow, words: kit.Words, tone: str) -> rx.Component:
    return rx.el.div(
        kit.badge(words, tone),
        rx.el.div(kit.link(one.name, href=one.href), class_name="row-title"),
        rx.el.div(one.note, class_name="row-note"),
        rx.el.div(one.login, class_name="row-note"),
        rx.el.div(one.records, class_name="row-note"),
        class_name="merge-head",
    )


def field(one: FieldRow) -> rx.Component:
    """A field: a choice where the cards differ, else the value that is taken."""
    name = FIELD + one.name
    asked = rx.fragment(
        _choice(name, "kept", one.kept, no(one.from_gone)), _choice(name, "gone", one.gone, one.from_gone)
    )
    taken = rx.fragment(_said(one.kept, no(one.from_gone)), _said(one.gone, one.from_gone))
    title = rx.el.div(one.title, class_name="merge-title")
    return rx.el.div(title, rx.cond(one.asked, asked, taken), class_name="merge-row", role="group",
                     aria_label=one.title)  # fmt: skip


def _choice(name: kit.Words, side: str, words: kit.Words, checked: kit.Flag | None = None) -> rx.Component:
    more = {} if checked is None else {"default_checked": checked}
    box = rx.el.input(type="radio", name=name, value=side, required=True, **more)
    return rx.el.label(box, rx.el.span(words), class_name="check merge-choice")


def _said(words: kit.Words, taken: kit.Flag) -> rx.Component:
    return rx.el.div(
        rx.cond(words != "", words, "—"), class_name=rx.cond(taken, "merge-said", "merge-said soft")
    )


def questions() -> rx.Component:
    """Where both cards have a row and one can stand: which of them stays."""
    return rx.cond(
        some(MergeState.questions),
        kit.sheet(
            kit.sheet_body(
                rx.el.p(
                    t(
                        "Both cards have something here and one of them can stand. What you do not choose "
                        "goes from the journal; the trail keeps it, and an undo brings it back."
                    ),
                    class_name="soft",
                )
            ),
            rx.foreach(MergeState.questions, question),
            title=t("Choose what stays"),
        ),
    )


def question(one: QuestionRow) -> rx.Component:
    """A cell or a term mark of both."""
    name = ANSWER + one.key
    title = rx.el.div(one.where, rx.el.div(one.title, class_name="row-note"), class_name="merge-title")
    return rx.el.div(
        title, _choice(name, "kept", one.kept), _choice(name, "gone", one.gone), class_name="merge-row",
        role="group", aria_label=one.where,
    )  # fmt: skip


def follows() -> rx.Component:
    """What comes to the card that stays, counted."""
    one_by_one = kit.rows(rx.foreach(MergeState.follows, follow))
    nothing = kit.sheet_body(rx.el.p(t("Nothing hangs on the other card."), class_name="soft"))
    return kit.sheet(rx.cond(some(MergeState.follows), one_by_one, nothing), title=t("What follows"))


def follow(one: FollowRow) -> rx.Component:
    """A kind of records."""
    return kit.row(one.title, end=rx.el.span(one.words, class_name="nowrap"))


def notes() -> rx.Component:
    """What stays as it is, and what will be otherwise."""
    return kit.sheet(
        kit.sheet_body(
            rx.el.ul(
                rx.foreach(MergeState.notes, rx.el.li),
                rx.el.li(t("The other card's address leads to the one that stays.")),
                rx.el.li(t("The trail of changes is not rewritten: it says who did what on which card.")),
                rx.el.li(t("It can be undone until something of the person is changed.")),
                class_name="plain-list",
            )
        ),
        title=t("What to know"),
    )


def foot() -> rx.Component:
    """The main button, when there is nothing against it."""
    return rx.el.div(
        kit.link_button(t("Cancel"), MergeState.kept.href),
        rx.cond(
            some(MergeState.refusals),
            rx.fragment(),
            kit.button(t("Make the cards one"), kind="primary", icon="merge", submit=True),
        ),
        class_name="dialog-foot no-print",
    )
