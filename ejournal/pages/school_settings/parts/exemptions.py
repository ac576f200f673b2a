"""Exemptions: the list, and the dialog of one."""

import reflex as rx

from ejournal import limits
from ejournal.pages.school_settings.parts.listing import listing
from ejournal.pages.school_settings.rows import ExemptionRow
from ejournal.pages.school_settings.state.exemptions import ExemptionsState
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import Words, t
from ejournal.ui.words.vars import no, some


def section() -> rx.Component:
    """Who is exempt from what."""
    return rx.fragment(
        listing(
            ExemptionsState.exemptions,
            _exemption,
            ready=ExemptionsState.exemptions_ready,
            title=t("Exemptions"),
            empty=kit.empty_state(t("Nobody is exempt this year"), icon="user-check"),
            intro=t("An exempt pupil gets no marks in the subject; the term mark reads “exempt”."),
            add=kit.button(t("Exempt a pupil"), icon="plus", on_click=ExemptionsState.open_new),
        ),
        _dialog(),
    )


def _exemption(one: ExemptionRow) -> rx.Component:
    title = rx.el.span(one.pupil, rx.cond(one.over, kit.badge(t("over"))), class_name="settings-title")
    note = rx.fragment(rx.el.div(one.place), rx.el.div(one.days), rx.cond(one.reason, rx.el.div(one.reason)))
    end = rx.el.div(
        kit.button(t("Change"), on_click=ExemptionsState.open_exemption(one.id)),
        kit.button(t("End the exemption"), kind="quiet", on_click=ExemptionsState.remove_exemption(one.id)),
        class_name="toolbar settings-end",
    )
    return kit.row(title, note, end=end, wrap=True)


def _dialog() -> rx.Component:
    form = ExemptionsState.exemption
    return kit.form_dialog(
        rx.cond(form.id, rx.fragment(), _whose()),
        rx.el.div(
            kit.text_field(
                "starts",
                t("First day"),
                kind="date",
                error=SessionState.errors["starts"],
                default_value=form.starts,
                required=True,
            ),
            kit.text_field(
                "ends",
                t("Last day"),
                kind="date",
                hint=t("Empty: to the end of the year"),
                error=SessionState.errors["ends"],
                default_value=form.ends,
            ),
            class_name="settings-fields",
        ),
        kit.text_field(
            "reason",
            t("Reason"),
            hint=rx.cond(
                form.kept,
                t("It is on record; the heads of the school read it. Empty: it stays as it is"),
                t("Such as a doctor's note and its number"),
            ),
            error=SessionState.errors["reason"],
            default_value=form.reason,
            limit=limits.EXEMPTION_REASON,
            required=no(form.kept),
        ),
        name="exemption",
        fresh=f"exemption-{ExemptionsState.opened}",
        on_submit=ExemptionsState.save_exemption,
        is_open=ExemptionsState.exemption_open,
        on_close=ExemptionsState.close_exemption,
        title=rx.cond(form.id, t("Exemption"), t("Exempt a pupil")),
        note=form.title,
    )


def _whose() -> rx.Component:
    return rx.fragment(
        _choice("class_id", t("Class"), ExemptionsState.class_choices, ExemptionsState.class_id),
        _choice("course_id", t("Subject"), ExemptionsState.course_choices, ExemptionsState.course_id),
        _choice("pupil_id", t("Pupil"), ExemptionsState.pupil_choices, ExemptionsState.pupil_id),
    )


def _choice(name: str, label: kit.Words, options: list[kit.Choice], value: Words) -> rx.Component:
    """A list whose first line is empty: nobody is exempt by a slip."""
    choose = {
        "class_id": ExemptionsState.choose_class,
        "course_id": ExemptionsState.choose_course,
        "pupil_id": ExemptionsState.choose_pupil,
    }[name]
    box = rx.el.select(
        rx.el.option(t("Choose…"), value=""),
        rx.foreach(options, lambda one: rx.el.option(one.label, value=one.value)),
        value=value,
        on_change=choose,
        disabled=no(some(options)),
        aria_invalid=rx.cond(SessionState.errors[name], True, False),
    )
    return rx.el.div(
        rx.el.label(
            rx.el.span(label),
            rx.el.span(box, kit.icon("chevron-down", 18), class_name="select"),
            class_name="settings-choice",
        ),
        rx.cond(
            SessionState.errors[name],
            rx.el.p(
                kit.icon("circle-alert", 16),
                rx.el.span(SessionState.errors[name]),
                role="alert",
                class_name="field-error",
            ),
        ),
        class_name="field",
    )
