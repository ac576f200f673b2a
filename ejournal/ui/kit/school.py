"""The school's own parts: a person's line, a mark, a key of the keyboard."""

import reflex as rx

from ejournal.ui.kit.base import Part
from ejournal.ui.words.text import Words

LOW = ("1", "2", "незач", "н/а")
ABSENT = ("н", "б", "у/п", "н/п", "оп", "осв")


def person_line(name: Words, note: Part | None = None) -> rx.Component:
    """A person: name, and under it class, subject or role."""
    under = rx.fragment() if note is None else rx.el.span(note, class_name="person-note")
    return rx.el.span(rx.el.span(name), under, class_name="person")


def mark_chip(value: Words, *, tone: Words | None = None, kind: Words | None = None) -> rx.Component:
    """A mark in its frame, with the kind of work beside it when given.

    The tone is good, plain, low or absent; without one it follows from the value on the 5-point scale. Low
    ones are bold in a thick frame, absences light in a dashed one: never by colour alone.
    """
    shown = mark_tone(value) if tone is None else tone
    chip = rx.el.span(value, class_name=f"mark mark-{shown}")
    if kind is None:
        return chip
    return rx.el.span(chip, rx.el.span(kind), class_name="mark-with-kind")


def mark_tone(value: Words) -> Words:
    """good, plain, low or absent for a value of the 5-point scale."""
    if isinstance(value, str):
        if value == "5":
            return "good"
        return "low" if value in LOW else "absent" if value in ABSENT else "plain"
    return rx.match(value, ("5", "good"), (*LOW, "low"), (*ABSENT, "absent"), "plain")


def key(name: Words) -> rx.Component:
    """A key to press, in hints under a table."""
    return rx.el.kbd(name, class_name="key")
