"""A text by paragraphs, in which is marked what a new version has changed."""

import dataclasses

import reflex as rx


@dataclasses.dataclass(frozen=True)
class MarkedParagraph:
    """A paragraph: sign is «added», «gone» or «same»."""

    sign: str
    text: str


def marked_text(paragraphs: list[MarkedParagraph]) -> rx.Component:
    """The paragraphs; new ones stand out, those that are gone are struck through."""
    return rx.el.div(rx.foreach(paragraphs, _paragraph), class_name="marked-text")


def _paragraph(one: MarkedParagraph) -> rx.Component:
    return rx.cond(
        one.sign == "added",
        rx.el.ins(one.text),
        rx.cond(one.sign == "gone", rx.el.del_(one.text), rx.el.p(one.text)),
    )
