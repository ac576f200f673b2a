"""Fields that the forms of people share: names and contacts, groups, terms of a guardian, who looks known."""

from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.pages.people.forms import GROUP
from ejournal.pages.people.rows import AlikeRow, GroupRow
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

Values = dict[str, str]


def field(name: str, label: kit.Words, **props: Any) -> rx.Component:
    """A field of the form with its own error."""
    return kit.text_field(name, label, error=SessionState.errors[name], auto_complete="off", **props)


def names(values: Values | None = None) -> list[rx.Component]:
    """Last, first and middle name."""
    said = values or {}

    def name_field(name: str, label: kit.Words, *, required: bool = True) -> rx.Component:
        return field(name, label, limit=limits.PERSON, required=required, default_value=said.get(name, ""))

    return [
        name_field("last_name", t("Last name")),
        rx.el.div(
            name_field("first_name", t("First name")),
            name_field("middle_name", t("Middle name"), required=False),
            class_name="field-pair",
        ),
    ]


def born(values: Values | None = None) -> rx.Component:
    """Birth date and gender."""
    said = values or {}
    return rx.el.div(
        field("birth_date", t("Birth date"), kind="date", default_value=said.get("birth_date", "")),
        kit.select_field(
            "gender",
            t("Gender"),
            [("f", t("female")), ("m", t("male"))],
            none=t("not said"),
            default_value=said.get("gender", ""),
        ),
        class_name="field-pair",
    )


def contacts(values: Values | None = None) -> rx.Component:
    """Phone and e-mail."""
    said = values or {}
    return rx.el.div(
        field("phone", t("Phone"), kind="tel", limit=limits.PHONE, default_value=said.get("phone", "")),
        field("email", t("E-mail"), limit=limits.EMAIL, default_value=said.get("email", "")),
        class_name="field-pair",
    )


def day(value: kit.Words, label: kit.Words, name: str = "day", **props: Any) -> rx.Component:
    """The day of an act."""
    return field(name, label, kind="date", required=True, default_value=value, **props)


def groups(found: list[GroupRow]) -> rx.Component:
    """The groups of the chosen class, to tick; whole ones are said and not asked."""
    return rx.cond(
        some(found),
        rx.el.fieldset(rx.el.legend(t("Groups")), rx.foreach(found, _group), class_name="ticks"),
    )


def _group(one: GroupRow) -> rx.Component:
    whole = rx.el.p(
        one.title, " ", rx.el.span(t("(the whole class)"), class_name="soft"), class_name="tick-said"
    )
    return rx.cond(one.whole, whole, tick(GROUP + one.id, one.title))


def tick(name: kit.Words, label: kit.Part, *, checked: kit.Flag = False) -> rx.Component:
    """A box of a form, which the browser keeps until the form is sent."""
    box = rx.el.input(type="checkbox", name=name, default_checked=checked)
    return rx.el.label(box, rx.el.span(label), class_name="check")


def guardian_terms(values: Values | None = None, hidden: kit.Flag = False) -> list[rx.Component]:
    """What the guardian is to the child and may see."""
    said = values or {}
    rights = [("full", t("sees everything, signs")), ("none", t("sees nothing: a court's limit"))]
    return [
        field(
            "relation",
            t("Who it is to the child"),
            hint=t("Mother, father, grandmother, legal guardian"),
            limit=limits.RELATION,
            required=True,
            default_value=said.get("relation", ""),
        ),
        rx.el.div(
            kit.select_field("rights", t("Rights"), rights, default_value=said.get("rights", "full")),
            field("ends", t("Until (if it is known)"), kind="date", default_value=said.get("ends", "")),
            class_name="field-pair field-pair-wide",
        ),
        tick("contacts_hidden", t("Hide phone and e-mail from the child's other guardians"), checked=hidden),
    ]


def alike(found: list[AlikeRow]) -> rx.Component:
    """Who looks known: their cards, and a box for whoever is sure that this is another person."""
    return rx.cond(
        some(found),
        _asked(
            rx.el.ul(rx.foreach(found, _namesake), class_name="plain-list"),
            tick("anyway", t("This is another person, enter them all the same")),
        ),
    )


def _namesake(one: AlikeRow) -> rx.Component:
    return rx.el.li(kit.link(one.name, href=one.href), " ", rx.el.span(one.note, class_name="soft"))


def which(found: list[AlikeRow]) -> rx.Component:
    """Who looks like the guardian: one of these is taken, or another person entered."""
    return rx.cond(
        some(found),
        _asked(
            rx.foreach(found, lambda one: _choice(one.id, one.name, one.note)),
            _choice("new", t("Another person, enter them"), ""),
        ),
    )


def _choice(value: kit.Words, name: kit.Words, note: kit.Words) -> rx.Component:
    box = rx.el.input(type="radio", name="who", value=value, required=True)
    return rx.el.label(box, rx.el.span(name, " ", rx.el.span(note, class_name="soft")), class_name="check")


def _asked(*inside: rx.Component) -> rx.Component:
    question = kit.callout(
        rx.el.div(*inside, class_name="ticks"), tone="amber", title=t("Is it one of these?")
    )
    return rx.el.div(question, class_name="people-alike")
