"""Kinds of work: the list in its order, and the dialog of one."""

import reflex as rx

from ejournal import limits
from ejournal.pages.school_settings.parts.listing import listing
from ejournal.pages.school_settings.rows import KindRow
from ejournal.pages.school_settings.state.kinds import NEW, KindsState
from ejournal.services.grading.kinds import HEAVIEST
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t, t_format


def section() -> rx.Component:
    """What marks are given for."""
    return rx.fragment(
        listing(
            KindsState.kinds,
            _kind,
            ready=KindsState.kinds_ready,
            title=t("Kinds of work"),
            empty=kit.empty_state(t("No kinds of work yet"), icon="pencil"),
            intro=t(
                "What a mark is given for. The weight says how much it counts in the average. "
                "The first kind in the list is taken when the teacher chooses none."
            ),
            add=kit.button(t("Add a kind"), icon="plus", on_click=KindsState.open_kind(NEW)),
        ),
        _dialog(),
    )


def _kind(kind: KindRow) -> rx.Component:
    title = rx.el.span(
        kind.name,
        rx.cond(kind.is_test, kit.badge(t("test paper"), "accent")),
        rx.cond(kind.active, rx.fragment(), kit.badge(t("switched off"))),
        class_name="settings-title",
    )
    end = rx.el.div(
        kit.icon_button("arrow-up", t("Move up"), KindsState.move_kind(kind.id, -1), disabled=kind.is_first),
        kit.icon_button(
            "arrow-down", t("Move down"), KindsState.move_kind(kind.id, 1), disabled=kind.is_last
        ),
        kit.button(t("Change"), on_click=KindsState.open_kind(kind.id)),
        class_name="toolbar settings-end",
    )
    return kit.row(title, kind.note, end=end, wrap=True)


def _dialog() -> rx.Component:
    form = KindsState.kind
    return kit.form_dialog(
        kit.text_field(
            "name",
            t("What it is called"),
            error=SessionState.errors["name"],
            default_value=form.name,
            limit=limits.KIND,
            required=True,
        ),
        kit.text_field(
            "short_name",
            t("Short name"),
            hint=t("Stands above the column in the journal"),
            error=SessionState.errors["short_name"],
            default_value=form.short_name,
            limit=limits.KIND_SHORT,
            required=True,
        ),
        kit.text_field(
            "weight",
            t("Weight"),
            kind="number",
            hint=rx.cond(
                KindsState.weight_example,
                KindsState.weight_example,
                t_format("A whole number from {least} to {most}", least=1, most=HEAVIEST),
            ),
            error=SessionState.errors["weight"],
            default_value=form.weight,
            min=1,
            max=HEAVIEST,
            required=True,
            on_change=KindsState.try_weight,
        ),
        rx.cond(form.use, kit.callout(form.use, tone="amber")),
        rx.el.label(
            rx.el.input(type="checkbox", name="is_test", default_checked=form.is_test),
            rx.el.span(t("A test paper: named above the column, planned ahead")),
            class_name="check",
        ),
        name="kind",
        fresh=f"kind-{KindsState.opened}",
        on_submit=KindsState.save_kind,
        is_open=KindsState.kind_open,
        on_close=KindsState.close_kind,
        title=rx.cond(form.id, t("Kind of work"), t("A new kind of work")),
        also=rx.cond(form.id, _switch()),
    )


def _switch() -> rx.Component:
    form = KindsState.kind
    return rx.cond(
        form.active,
        kit.button(t("Switch off"), kind="quiet", on_click=KindsState.switch_kind(form.id, False)),
        kit.button(t("Switch on"), kind="quiet", on_click=KindsState.switch_kind(form.id, True)),
    )
