"""Which words of the catalogue are messages: found in the code itself, so that none can be forgotten.

A message is what an error says and what a toast, a callout, an empty state or a plain answer of a route
tells. Its words stand in the call, or in a constant, a variable, a function or a field that the call names.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from tools.translations import CATALOGUE, MESSAGES, PACKAGE

TELLERS = {"toast_done", "toast_error", "callout", "empty_state", "PlainTextResponse"}
RAISED = {"DomainError", "fault", "Fault", "_fault", "_fault_at", "Note", "Conflict", "Trouble"}
BUTTONS = ("action", "actions")
"""What stands beside the words to be pressed: no message."""
DEPTH = 3
"""How many names are followed from a call to its words."""


@dataclass(frozen=True)
class Words:
    """A message of the catalogue: every text that it is shown by, and where the code has it."""

    id: str
    texts: tuple[str, ...]
    place: str


@cache
def messages() -> dict[str, Words]:
    """Every message that the code can tell a person, by its id."""
    texts = _catalogue()
    errors = _error_classes()
    found: dict[str, Words] = {}
    for path in _files():
        for line, message in _of_file(path, errors):
            if message in texts and message not in found:
                place = f"{path.relative_to(PACKAGE.parent)}:{line}"
                found[message] = Words(message, texts[message], place)
    return found


def _catalogue() -> dict[str, tuple[str, ...]]:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="ru")
    found: dict[str, tuple[str, ...]] = {}
    for entry in catalogue:
        english = [entry.id] if isinstance(entry.id, str) else list(entry.id)
        russian = [entry.string] if isinstance(entry.string, str) else list(entry.string or ())
        if english[0]:
            found[english[0]] = tuple(text for text in (*english, *russian) if text)
    return found


def _files() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.parts[-2] != "demo")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _error_classes() -> frozenset[str]:
    """DomainError and everything that is one."""
    bases = {
        node.name: {getattr(base, "id", getattr(base, "attr", "")) for base in node.bases}
        for path in _files()
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef)
    }
    found = {"DomainError"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return frozenset(found)


def _of_file(path: Path, errors: frozenset[str]) -> Iterator[tuple[int, str]]:
    scope = Scope(path)
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ClassDef) and node.name in errors:
            yield from ((node.lineno, text) for text in scope.texts(node, DEPTH))
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in errors or name in RAISED:
            place = MESSAGES.get(name, (0,))[0]
            told = node.args[place : place + 1]
        elif name in TELLERS:
            told = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg not in BUTTONS)]
        else:
            continue
        yield from ((node.lineno, text) for part in told for text in scope.texts(part, DEPTH, node))


class Scope:
    """A module: what its names stand for, and what its package puts into fields."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parents = {child: node for node in ast.walk(_tree(path)) for child in ast.iter_child_nodes(node)}

    def texts(self, node: ast.AST, depth: int, at: ast.AST | None = None) -> Iterator[str]:
        """Every string within the expression, and within what it names."""
        keys = {key for part in ast.walk(node) if isinstance(part, ast.Dict) for key in part.keys}
        for part in ast.walk(node):
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and part not in keys:
                yield part.value
            if depth and at is not None and isinstance(part, ast.Name):
                for meant in self._meant(part.id, at):
                    yield from self.texts(meant, depth - 1, meant if meant in self.parents else None)
            if depth and at is not None and isinstance(part, ast.Attribute):
                for value in _put_into(self.path.parent, part.attr):
                    yield from self.texts(value, 0)
                yield from self._constant_of_module(part)

    def _constant_of_module(self, part: ast.Attribute) -> Iterator[str]:
        """`columns.NOT_MINUTES`: the words of a constant of another room."""
        if not part.attr.isupper() or not isinstance(part.value, ast.Name):
            return
        for module in _imported(self.path, part.value.id):
            for value in _assigned(_tree(module), part.attr, deep=False):
                yield from self.texts(value, 0)

    def _meant(self, name: str, at: ast.AST) -> Iterator[ast.AST]:
        """What a name stands for: assigned in the function around, or in the module; a function's answers."""
        around: ast.AST | None = at
        while around is not None and not isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef):
            around = self.parents.get(around)
        inside = list(_assigned(around, name)) if around is not None else []
        yield from inside or _assigned(_tree(self.path), name, deep=False)
        if name.isupper():
            for module in _imported(self.path, name):
                yield from _assigned(_tree(module), name, deep=False)
        for node in _tree(self.path).body:
            if isinstance(node, ast.FunctionDef) and node.name == name:
                yield from (one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value)


@cache
def _imported(path: Path, name: str) -> tuple[Path, ...]:
    """The file that a name comes from: the module of that name, or the one that it is taken out of."""
    found: list[Path] = []
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ImportFrom) and any((one.asname or one.name) == name for one in node.names):
            folder = PACKAGE.parent.joinpath(*(node.module or "").split("."))
            found += [
                folder / f"{name}.py",
                folder / name / "__init__.py",
                folder.with_suffix(".py"),
                folder / "__init__.py",
            ]
    return tuple(one for one in found if one.exists())


def _assigned(within: ast.AST, name: str, *, deep: bool = True) -> Iterator[ast.AST]:
    for node in ast.walk(within) if deep else ast.iter_child_nodes(within):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        named = {
            one.id for target in targets if target for one in ast.walk(target) if isinstance(one, ast.Name)
        }
        value = getattr(node, "value", None) or getattr(node, "iter", None)
        if name in named and isinstance(value, ast.AST):
            yield value


@cache
def _put_into(folder: Path, field: str) -> tuple[ast.AST, ...]:
    """What the package's states and rows put into a field: `self.field = …` and `…Row(field=…)`."""
    found: list[ast.AST] = []
    for path in folder.rglob("*.py") if folder.parent.name == "pages" else ():
        for node in ast.walk(_tree(path)):
            if (
                isinstance(node, ast.Assign)
                and any(isinstance(one, ast.Attribute) and one.attr == field for one in node.targets)
            ) or (isinstance(node, ast.keyword) and node.arg == field):
                found.append(node.value)  # noqa: PERF401 - a condition of two lines reads worse in a call
    return tuple(found)
