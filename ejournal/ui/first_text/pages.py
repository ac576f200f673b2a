"""Which pages have a first text, and what is read for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

Draw = Callable[[], rx.Component]


@dataclass(frozen=True)
class Page:
    """A page with a first text: its name among the templates, its components, its loaders."""

    name: str
    draw: Draw
    loaders: tuple[Any, ...]
    is_frame: bool
    """Only what surrounds the page comes ahead: its loaders say who may see it, and read nothing."""


PAGES: dict[str, Page] = {}
"""By their addresses."""


def first_text(path: str, *loaders: Any, frame: Draw | None = None) -> Callable[[Draw], Draw]:
    """Let the page at the path come with what it says as markup; beneath `@rx.page`, with the same loaders.

    `frame` draws what comes ahead of a page that itself is too much.
    """

    def declare(draw: Draw) -> Draw:
        PAGES[path] = Page(draw.__name__, frame or draw, tuple(loaders), frame is not None)
        return draw

    return declare
