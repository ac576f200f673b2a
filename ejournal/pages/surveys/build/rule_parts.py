"""The rule of a question: a sentence, and the dialog in which it is made."""

import reflex as rx

from ejournal.models import RuleKind
from ejournal.pages.surveys.build.rows import Run
from ejournal.pages.surveys.build.rule_state import SurveyRuleState
from ejournal.ui import kit
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import as_list

State = SurveyRuleState


def sentence(runs: list[Run]) -> rx.Component:
    """A sentence with its parts in bold."""
    return rx.fragment(
        rx.foreach(as_list(runs, Run), lambda one: rx.cond(one.bold, rx.el.b(one.text), one.text))
    )


def dialog() -> rx.Component:
    """Asks which question decides, and by which answer; only those before it are offered."""
    chooses = (State.kind == RuleKind.HAS.value) | (State.kind == RuleKind.HAS_NOT.value)
    return kit.form_dialog(
        kit.select(State.deciders, State.on, State.choose_on, t("Question")),
        kit.segmented(State.kinds, State.kind, State.choose_kind, t("Answer")),
        rx.cond(chooses, rx.el.div(rx.foreach(State.answers, _answer), class_name="stack stack-tight")),
        rx.cond(
            State.kind == RuleKind.AT_LEAST.value,
            kit.text_field(
                "rule",
                t("Number"),
                input_mode="decimal",
                default_value=State.number,
                error=SessionState.errors["rule"],
            ),
            kit.field_error("rule", SessionState.errors["rule"]),
        ),
        name="survey-rule",
        on_submit=State.save,
        is_open=State.question > 0,
        on_close=State.stop,
        fresh=f"survey-rule-{State.rule_form}",
        title=t("When is the question shown?"),
        note=t("Only questions before it decide, so that nobody goes in a circle."),
        also=rx.cond(State.has_rule, kit.button(t("Show to everybody"), on_click=State.drop)),
    )


def _answer(one: Choice) -> rx.Component:
    chosen = State.chosen.contains(one.value.split(":")[1])  # type: ignore[attr-defined]
    return rx.el.label(
        rx.el.input(type="checkbox", name=one.value, default_checked=chosen),
        rx.el.span(one.label),
        class_name="check",
    )
