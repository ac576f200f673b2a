"""No list of a form has somebody or something chosen already that nobody has chosen."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ejournal.errors import DomainError, NotFound
from ejournal.ui.runtime.inputs import chosen_row

PAGES = Path(__file__).resolve().parents[2] / "ejournal" / "pages"
HARMLESS = {"copy"}
"""Lists whose first line does no harm: a new draft is published by nobody."""
SAYS = {"none", "value", "default_value"}
"""An empty first line, or what stands now."""


def lists() -> Iterator[tuple[str, set[str]]]:
    for path in sorted(PAGES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "select_field":
                name = node.args[0]
                shown = name.value if isinstance(name, ast.Constant) else ast.unparse(name)
                yield f"{path.relative_to(PAGES)}:{shown}", {one.arg or "" for one in node.keywords}


@pytest.mark.parametrize(("place", "given"), lists())
def test_a_list_of_a_form_begins_empty_or_at_what_stands(place: str, given: set[str]) -> None:
    assert given & SAYS or place.rpartition(":")[2] in HARMLESS


@pytest.mark.parametrize("nothing", ["", None, 0, "0"])
def test_nothing_chosen_is_said_by_the_field(nothing: object) -> None:
    with pytest.raises(DomainError) as refused:
        chosen_row(nothing, "teacher")
    assert refused.value.field == "teacher"
    with pytest.raises(NotFound):
        chosen_row("abc", "teacher")
