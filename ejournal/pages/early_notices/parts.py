"""Parts of early notices: the facts with what was done, the past, the forms."""

import reflex as rx

from ejournal import limits
from ejournal.pages.early_notices.rows import NoticeRow
from ejournal.pages.early_notices.state import DRAFT, EarlyNoticesState
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import count, no, some

State = EarlyNoticesState


def class_choice() -> rx.Component:
    """One class, where several have notices."""
    return rx.cond(
        count(State.classes) > 2,
        kit.toolbar(kit.select(State.classes, State.class_id, State.choose_class, t("Class"))),
    )


def notices() -> rx.Component:
    """A line a fact: there is no score, and the order is that of class and alphabet."""
    return kit.sheet(
        rx.cond(
            some(State.found),
            rx.fragment(
                kit.rows(rx.foreach(State.found, _notice)),
                rx.cond(State.more != "", kit.sheet_body(rx.el.p(State.more, class_name="soft"))),
            ),
            kit.empty_state(
                t("Nobody is noticed today"),
                t("Marks and absences stay within the bounds, or there are too few of them to say anything."),
                icon="circle-check",
            ),
        ),
        title=t("Facts of today"),
    )


def _notice(one: NoticeRow) -> rx.Component:
    note = rx.fragment(
        rx.el.div(one.facts),
        rx.el.div(rx.cond(one.talked != "", one.talked, one.acts), class_name="soft small"),
    )
    end = [
        kit.badge(one.due, one.tone),
        rx.cond(
            no(one.is_closed),
            kit.button(t("Talked with the family"), on_click=State.open_talk(one.key)),
        ),
        rx.cond(one.talk != "", kit.button(t("Outcome"), on_click=State.open_outcome(one.key))),
    ]
    return kit.row(kit.link(one.name, href=one.href), note, end=end, wrap=True)


def past() -> rx.Component:
    """How often notices were right in the latest term that is over."""
    return kit.sheet(
        kit.sheet_body(
            rx.el.p(
                t("Who would have been named two and four weeks before the end, by the bounds of today."),
                class_name="soft small",
            ),
            rx.el.p(
                t("Whether homework was done stands nowhere in the journal: a missing one is not noticed."),
                class_name="soft small",
            ),
            rx.foreach(State.tried, rx.el.p),
            kit.button(t("Try on the past term"), on_click=State.try_past),
        ),
        title=t("Was it right before?"),
    )


def talk_form() -> rx.Component:
    """A talk with the family: what was said, when to look again."""
    one, errors = State.talking, SessionState.errors
    return kit.form_dialog(
        rx.el.p(one.facts),
        kit.text_field(
            "note", t("What was said"), default_value=one.note, error=errors["note"], limit=limits.NOTE,
            draft=f"{DRAFT}{one.key}",
        ),
        kit.text_field(
            "follow_up", t("Look again on"), kind="date", default_value=one.follow_up,
            error=errors["follow_up"],
        ),
        name="early-talk",
        on_submit=State.note_talk,
        is_open=one.key != "",
        on_close=State.close_form,
        title=t("Talked with the family"),
        note=one.name,
        fresh=f"early-talk-{State.form}",
        save=t("Write down"),
    )  # fmt: skip


def outcome_form() -> rx.Component:
    """What came of the talk."""
    one = State.closing
    return kit.form_dialog(
        rx.el.p(one.talked),
        kit.text_field(
            "outcome", t("What came of it"), error=SessionState.errors["outcome"], limit=limits.NOTE,
            draft=f"{DRAFT}end:{one.key}",
        ),
        name="early-outcome",
        on_submit=State.say_outcome,
        is_open=one.key != "",
        on_close=State.close_form,
        title=t("Outcome"),
        note=one.name,
        fresh=f"early-outcome-{State.form}",
        save=t("Write down"),
    )  # fmt: skip


def bounds_form() -> rx.Component:
    """From which facts on a pupil is named; whom that would name today is said before it is saved."""
    one, errors = State.bounds, SessionState.errors

    def field(name: str, words: str, value: str) -> rx.Component:
        return kit.text_field(
            name,
            t(words),
            default_value=value,
            error=errors[name],
            input_mode="decimal",
            required=True,
            on_blur=lambda typed: State.look(name, typed),
        )

    return kit.form_dialog(
        field("failing_marks", "Failing marks of a subject in two weeks", one.failing_marks),
        field("average_drop", "The average of a subject fell in two weeks by", one.average_drop),
        field("absence_share", "Lessons missed in eight weeks, %", one.absence_share),
        field("growth_share", "Lessons missed in two weeks, twice as many as before, %", one.growth_share),
        rx.el.p(State.would_name, role="status"),
        name="early-bounds",
        on_submit=State.save_bounds,
        is_open=State.setting,
        on_close=State.close_bounds,
        title=t("Bounds of early notice"),
        note=t("One of the facts is enough."),
        fresh=f"early-bounds-{State.form}",
        save=t("Set the bounds"),
    )
