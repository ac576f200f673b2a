"""To whom something is, chosen on a page: what is chosen and may be, with the buttons for it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.services.audience.offered import Named, Offered
from ejournal.services.audience.parts import AWAY, Part
from ejournal.ui import kit
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.audience import WHOM, part_words
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import as_list, some


@dataclass
class PartRow:
    """What is chosen, or may be."""

    key: str
    label: str


@dataclass
class OfferedParts:
    """What may be chosen."""

    classes: list[Choice] = field(default_factory=list)
    grades: list[Choice] = field(default_factory=list)
    groups: list[Choice] = field(default_factory=list)
    roles: list[Choice] = field(default_factory=list)
    away: list[Choice] = field(default_factory=list)


def part_rows(found: Sequence[Named], locale: str) -> list[PartRow]:
    """The parts with their names."""
    return [PartRow(one.part.key, part_words(one, locale)) for one in found]


def offered_parts(
    found: Offered, chosen: Collection[Part], locale: str, *, away: bool = False
) -> OfferedParts:
    """What may be chosen beside what is chosen; away: those who are not at school today, too."""

    def left(parts: Sequence[Named]) -> list[Choice]:
        return [Choice(one.part.key, part_words(one, locale)) for one in parts if one.part not in chosen]

    return OfferedParts(
        left(found.classes),
        left(found.grades),
        left(found.groups),
        left(found.roles),
        left([Named(Part(kind)) for kind in AWAY]) if away else [],
    )


def audience(state: Any) -> rx.Component:
    """What is chosen, as chips that go by a press; who of it is meant; lists and names to choose from.

    The state shows `parts` and `found` (PartRow), `whom` and `offered` (OfferedParts), and does `add_part`,
    `drop_part`, `choose_whom` and `find_person`. What is wrong with it stands at the field `people`.
    """
    whom = [(one.value, t(words)) for one, words in WHOM.items()]
    offered = state.offered
    return rx.fragment(
        _chips(state.parts, t("Chosen"), lambda one: _chosen(one, state.drop_part)),
        kit.segmented(whom, state.whom, state.choose_whom, t("Who of the classes, grades and groups")),
        rx.el.div(
            _adding(t("Class"), offered.classes, state.add_part),
            _adding(t("Grade"), offered.grades, state.add_part),
            _adding(t("Group"), offered.groups, state.add_part),
            _adding(t("Of the school"), offered.roles, state.add_part),
            _adding(t("Away"), offered.away, state.add_part),
            class_name="toolbar",
        ),
        rx.el.div(
            kit.text_field(
                "person",
                t("By name"),
                kind="search",
                max_length=limits.SEARCH,
                default_value="",
                auto_complete="off",
                on_change=state.find_person.debounce(250),
            ),
            _chips(state.found, t("Found"), lambda one: _found(one, state.add_part)),
        ),
        kit.field_error("people", SessionState.errors["people"]),
    )


def _chips(rows: Any, label: kit.Words, chip: Any) -> rx.Component:
    return rx.cond(
        some(rows),
        rx.el.div(
            rx.foreach(as_list(rows, PartRow), chip), class_name="chips", role="group", aria_label=label
        ),
    )


def _chosen(one: PartRow, drop: Any) -> rx.Component:
    return rx.el.button(
        one.label,
        kit.icon("x", 16),
        type="button",
        aria_pressed=True,
        on_click=drop(one.key),
        class_name="chip",
    )


def _found(one: PartRow, add: Any) -> rx.Component:
    return rx.el.button(
        one.label, kit.icon("plus", 16), type="button", on_click=add(one.key), class_name="chip"
    )


def _adding(label: kit.Words, choices: Any, add: Any) -> rx.Component:
    """A list from which each choice is added; gone where nothing is left to choose."""
    return rx.cond(
        some(choices),
        rx.el.div(
            rx.el.select(
                rx.el.option(label, value=""),
                rx.foreach(as_list(choices, Choice), lambda one: rx.el.option(one.label, value=one.value)),
                value="",
                on_change=add,
                aria_label=label,
            ),
            kit.icon("chevron-down", 18),
            class_name="select",
        ),
    )
