"""Nothing stands in the program that nothing of it uses: functions, classes and constants named once."""

import ast
import re
from collections import Counter
from collections.abc import Iterator

from ejournal.settings import ROOT

SOURCES = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "ejournal").rglob("*.py"))}
BESIDE = [(ROOT / "rxconfig.py").read_text(encoding="utf-8")]
WORDS = Counter(word for source in (*SOURCES.values(), *BESIDE) for word in re.findall(r"\w+", source))
KEPT = {
    "SHARED": "scripts that every page has: that they are imported is enough",
    "UNIQUE": "what becomes of columns that name a person: a test holds it against the tables",
    "BAGS": "the same",
    "BARE": "the same",
}
"""What stands there for others than the program, and why."""


def dead_ends() -> Iterator[str]:
    for source in SOURCES.values():
        for node in ast.parse(source).body:
            yield from (name for name in named(node) if WORDS[name] == 1 and not name.startswith("__"))


def named(node: ast.stmt) -> list[str]:
    """What a statement of a module gives a name; a decorator may have handed a function on."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return [] if node.decorator_list else [node.name]
    if isinstance(node, ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
    return [one.id for one in targets if isinstance(one, ast.Name)]


def test_what_the_program_names_it_uses() -> None:
    assert sorted(set(dead_ends()) - KEPT.keys()) == []


def test_what_is_kept_for_others_is_there_and_they_alone_use_it() -> None:
    assert sorted(KEPT.keys() - set(dead_ends())) == []


GLOBALS = re.compile(r"^(done|second|link)\b *[:=]", re.MULTILINE)


def test_no_global_has_a_name_that_says_nothing() -> None:
    assert [path.name for path, source in SOURCES.items() if GLOBALS.search(source)] == []


def test_words_that_a_newcomer_looks_for_are_found() -> None:
    wanted = ("throttle", "rate limit", "notification", "pagination")
    whole = " ".join(SOURCES.values()).casefold()
    assert [word for word in wanted if word not in whole] == []
