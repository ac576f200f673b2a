"""What all steps share: the list of steps, the sheet of one, its buttons."""

import reflex as rx

from ejournal.pages.setup.rows import StepRow
from ejournal.pages.setup.state import SetupState as State
from ejournal.ui import kit
from ejournal.ui.words.text import t


def rail() -> rx.Component:
    """All steps; the open one is marked, what is done has its tick."""
    return rx.el.nav(rx.el.ol(rx.foreach(State.steps, _step)), class_name="setup-rail", aria_label=t("Steps"))


def _step(one: StepRow) -> rx.Component:
    sign = rx.cond(
        one.done,
        rx.fragment(kit.icon("check", 16), rx.el.span(t("done"), class_name="sr-only")),
        one.number,
    )
    return rx.el.li(
        kit.link(
            rx.el.span(sign, class_name=rx.cond(one.done, "setup-sign setup-sign-done", "setup-sign")),
            rx.el.span(one.title, class_name="setup-title"),
            href=one.href,
            aria_current=rx.cond(one.key == State.step, "step", rx.Var("undefined")),
            class_name="setup-step",
        )
    )


def step_form(*fields: kit.Part, on_submit: object, save: kit.Part, about: kit.Part = "") -> rx.Component:
    """The form of a step on its sheet: what it is for, the fields, one main button and a way past."""
    return rx.el.form(
        kit.sheet(
            kit.sheet_body(rx.el.p(about, class_name="soft setup-about"), *fields),
            foot(kit.button(save, kind="primary", submit=True)),
            title=State.title,
        ),
        key=f"{State.step}-{State.form}",
        on_submit=on_submit,
        class_name="setup-main",
    )


def step_sheet(*children: kit.Part, more: kit.Part = "") -> rx.Component:
    """The sheet of a step that is done: what stands, where it is corrected, the way on."""
    return rx.el.div(
        kit.sheet(
            *children,
            foot(kit.link_button(_on(), State.next_href, kind="primary"), more, skips=False),
            title=State.title,
        ),
        class_name="setup-main",
    )


def _on() -> kit.Words:
    return rx.cond(State.next_href == "/", t("To the main page"), t("Go on"))


def foot(*acts: kit.Part, skips: bool = True) -> rx.Component:
    """The buttons at the end of a step."""
    past = kit.link(t("Skip for now"), href=State.next_href, class_name="setup-skip")
    return rx.el.div(*acts, *([past] if skips else []), class_name="setup-foot")


def no_year() -> rx.Component:
    """For steps that need an academic year."""
    return kit.sheet(
        kit.empty_state(
            t("There is no academic year yet"),
            t("This step needs its days."),
            icon="calendar-days",
            actions=[kit.link_button(t("Year and holidays"), "/setup?step=year", kind="primary")],
        ),
        title=State.title,
    )
