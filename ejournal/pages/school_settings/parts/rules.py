"""The rules of marks: a sentence on each, its field and what it comes to."""

from typing import Any

import reflex as rx

from ejournal.pages.school_settings.state.rules import RulesState
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import Words, t


def section() -> rx.Component:
    """How averages become term marks, what is given, how long a lesson is open."""
    return kit.loading(
        RulesState.rules_ready,
        rx.el.form(
            _rounding(),
            _fewest(),
            _others(),
            _paper(),
            kit.callout(
                t(
                    "New rules count at once: proposals of term marks change, "
                    "and averages of pupils who moved. Term marks that are set stay as they are."
                )
            ),
            rx.el.div(kit.button(t("Save the rules"), kind="primary", submit=True)),
            key=f"rules-{RulesState.form}",
            on_submit=RulesState.save_rules,
            class_name="stack",
        ),
        label=t("Loading"),
    )


def _rounding() -> rx.Component:
    return kit.sheet(
        kit.sheet_body(
            rx.el.p(t("From this average on, the journal proposes the higher term mark."), class_name="soft"),
            rx.el.div(
                _number("to_five", t("“5” from"), RulesState.rules.to_five, "decimal"),
                _number("to_four", t("“4” from"), RulesState.rules.to_four, "decimal"),
                _number("to_three", t("“3” from"), RulesState.rules.to_three, "decimal"),
                class_name="settings-fields",
            ),
        ),
        title=t("Rounding"),
    )


def _fewest() -> rx.Component:
    rules = RulesState.rules
    return kit.sheet(
        kit.sheet_body(
            rx.el.p(t("With fewer marks in a term the journal proposes “not attested”."), class_name="soft"),
            rx.el.div(
                _number("fewest_weekly_one", t("One lesson a week"), rules.fewest_weekly_one),
                _number("fewest_weekly_two", t("Two lessons a week"), rules.fewest_weekly_two),
                _number("fewest_weekly_more", t("Three and more"), rules.fewest_weekly_more),
                class_name="settings-fields",
            ),
        ),
        title=t("Fewest marks in a term"),
    )


def _others() -> rx.Component:
    return kit.sheet(
        kit.sheet_body(
            rx.el.p(
                t(
                    "At first a teacher changes a lesson freely, "
                    "later with a reason and the deputy head's consent."
                ),
                class_name="soft",
            ),
            rx.el.div(
                _number("edit_window_days", t("Days to change a lesson"), RulesState.rules.edit_window_days),
                class_name="settings-fields",
            ),
            _choice(
                _tick("one_allowed", t("“1” may be given on five points"), RulesState.rules.one_allowed),
                RulesState.examples["one_allowed"],
            ),
            _choice(
                _tick(
                    "remark_visible", t("Families read remarks and praise"), RulesState.rules.remark_visible
                ),
                t("Otherwise only the school's staff reads them."),
            ),
            _choice(
                _tick(
                    "former_marks_count",
                    t("After a move, marks of the former class or group count"),
                    RulesState.rules.former_marks_count,
                ),
                RulesState.examples["former_marks_count"],
            ),
            _choice(
                _tick(
                    "place_in_class",
                    t("Families see the place of their own child in the class"),
                    RulesState.rules.place_in_class,
                ),
                t(
                    "Only the pupil and own guardians, never a list; "
                    "not where fewer than ten others have marks."
                ),
            ),
        ),
        title=t("In the journal"),
    )


def _paper() -> rx.Component:
    rules = RulesState.rules
    return kit.sheet(
        kit.sheet_body(
            rx.el.p(
                t("Every mark stands on paper; an absence of any reason is «н» there."), class_name="soft"
            ),
            _choice(
                _tick("paper_late", t("Late coming stands beside the mark"), rules.paper_late),
                RulesState.examples["paper_late"],
            ),
            _choice(
                _tick("paper_slash", t("A slash stands between two marks of a lesson"), rules.paper_slash),
                RulesState.examples["paper_slash"],
            ),
            rx.el.p(
                t(
                    "The archive says until when a file is kept, counted from the end of its year; "
                    "nothing is deleted by itself."
                ),
                class_name="soft",
            ),
            rx.el.div(
                _number("journal_kept_years", t("Years to keep journals"), rules.journal_kept_years),
                _number("summary_kept_years", t("Years to keep summary sheets"), rules.summary_kept_years),
                class_name="settings-fields",
            ),
        ),
        title=t("In the printed journal"),
    )


def _choice(tick: rx.Component, example: kit.Words) -> rx.Component:
    return rx.el.div(
        tick, rx.el.p(example, class_name="soft small", aria_live="polite"), class_name="settings-choice"
    )


def _tick(name: str, label: kit.Words, value: bool) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name=name,
            default_checked=value,
            on_change=lambda ticked: RulesState.tick_rule(name, ticked),
        ),
        rx.el.span(label),
        class_name="check",
    )


def _number(name: str, label: kit.Words, value: Words, mode: str = "numeric") -> rx.Component:
    extra: dict[str, Any] = {"input_mode": mode}
    return kit.text_field(
        name,
        label,
        hint=RulesState.examples[name],
        error=SessionState.errors[name],
        default_value=value,
        auto_complete="off",
        on_change=lambda typed: RulesState.try_rule(name, typed),
        **extra,
    )
