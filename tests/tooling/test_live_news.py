"""Who says what has changed: the services, and nobody above them; a page only tells it more exactly."""

import ast
from pathlib import Path

import pytest

from ejournal.settings import ROOT

PROGRAM = ROOT / "ejournal"
TELLERS = {PROGRAM / "news.py", PROGRAM / "ui" / "runtime" / "session.py"}
"""Who passes on what services have said, and who has missed it."""
ABOVE = sorted(
    path
    for path in PROGRAM.rglob("*.py")
    if path.relative_to(PROGRAM).parts[0] != "services" and path not in TELLERS
)
CHANGED = "ejournal.services.base.changed"


def says_what_changed(source: str) -> list[int]:
    """The lines in which something notes a topic, or tells to read all anew."""
    return [node.lineno for node in ast.walk(ast.parse(source)) if _notes(node) or _tells_to_reload(node)]


def _notes(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        package = CHANGED.rpartition(".")[0]
        return node.module == CHANGED or (
            node.module == package and any(one.name == "changed" for one in node.names)
        )
    return isinstance(node, ast.Import) and any(one.name == CHANGED for one in node.names)


def _tells_to_reload(node: ast.AST) -> bool:
    return isinstance(node, ast.Dict) and any(
        isinstance(key, ast.Constant) and key.value == "reload" for key in node.keys
    )


@pytest.mark.parametrize(
    "source",
    [
        "from ejournal.services.base.changed import note",
        "from ejournal.services.base import changed",
        "import ejournal.services.base.changed",
        "work.publish(topic, {'reload': True})",
    ],
)
def test_a_page_that_says_it_itself_is_found(source: str) -> None:
    assert says_what_changed(source) == [1]


def test_what_a_page_knows_more_exactly_it_may_tell() -> None:
    assert says_what_changed("work.publish(course_topic(1), {'remarks': 'L1'})") == []


def test_only_services_say_what_changed() -> None:
    found = {
        str(path.relative_to(ROOT)): lines
        for path in ABOVE
        if (lines := says_what_changed(Path(path).read_text(encoding="utf-8")))
    }
    assert found == {}
    assert len(ABOVE) > 100
