"""What occurs in many questions has one form: what holds on a day, from a day to a day, upserts, names."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ejournal.settings import ROOT

PROGRAM = ROOT / "ejournal"
BOUNDS = ("starts", "ends")
Finder = Callable[[ast.AST], bool]


def bound_of(node: ast.AST) -> str:
    """The first or last day that a node is: `row.ends`, `ends`; empty for anything else."""
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return ast.unparse(node) if name in BOUNDS else ""


def open_bounds(node: ast.AST) -> set[str]:
    """The bounds that a part of a condition finds to be none, or to be there."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        inner = node.func.value
        if node.func.attr in ("is_", "is_not", "isnot"):
            return {bound_of(inner.args[0] if isinstance(inner, ast.Call) and inner.args else inner)}
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Is, ast.IsNot)):
        return {bound_of(node.left)}
    return set()


def compared(node: ast.AST) -> set[str]:
    """The bounds that a part of a condition compares with a day."""
    if not isinstance(node, ast.Compare) or isinstance(node.ops[0], (ast.Is, ast.IsNot)):
        return set()
    sides = [node.left, *node.comparators]
    return {bound_of(one.args[0] if isinstance(one, ast.Call) and one.args else one) for one in sides}


def asks_days_by_hand(node: ast.AST) -> bool:
    """`ends is None or ends >= day`, of a row or in a statement."""
    if isinstance(node, ast.BoolOp):
        parts = node.values
    elif isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ("or_", "and_"):
        parts = node.args
    else:
        return False
    found = set().union(*map(open_bounds, parts)) & set().union(*map(compared, parts))
    return bool(found - {""})


def asks_between_by_hand(node: ast.AST) -> bool:
    """`where(rows.school_id == school_id, rows.day.between(first, last))`."""
    if not isinstance(node, ast.Call):
        return False
    calls = {ast.unparse(one.func) for one in node.args if isinstance(one, ast.Call)}
    between = {one.removesuffix(".day.between") for one in calls if one.endswith(".day.between")}
    asked = {ast.unparse(one.left) for one in node.args if isinstance(one, ast.Compare)}
    return any(f"{rows}.school_id" in asked for rows in between)


def upserts_by_hand(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr.startswith("on_conflict_do")


def folds_by_hand(node: ast.AST) -> bool:
    """`.replace("ё", "е")`."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "replace"
        and [getattr(one, "value", "") for one in node.args] == ["ё", "е"]
    )


HOURS = (
    "services/home/heads.py",
    "services/home/staff.py",
    "services/substitutions/best.py",
    "services/substitutions/absence_changes.py",
)
"""Where lessons of a day are asked for their hours, which are called the same and may be unknown."""
FORMS: dict[str, tuple[Finder, tuple[str, ...]]] = {
    "Span, holds_on, meets and lasts of models/spans.py": (asks_days_by_hand, ("models/spans.py", *HOURS)),
    # What may be asked of a row stands below the services.
    "in_days of services/base/lesson_rows.py": (
        asks_between_by_hand,
        ("services/base/lesson_rows.py", "access/rules.py"),
    ),
    "services/base/upserts.py": (upserts_by_hand, ("services/base/upserts.py",)),
    "folded of spelling.py": (folds_by_hand, ("spelling.py",)),
}
"""The one form of a question; how it looks when said by hand, and where that may be."""


def said_by_hand(finder: Finder, besides: tuple[str, ...]) -> Iterator[str]:
    for path in sorted(PROGRAM.rglob("*.py")):
        if str(path.relative_to(PROGRAM)) not in besides:
            for line in lines_of(finder, path.read_text(encoding="utf-8")):
                yield f"{path.relative_to(ROOT)}:{line}"


def lines_of(finder: Finder, source: str) -> list[int]:
    return [node.lineno for node in ast.walk(ast.parse(source)) if finder(node)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("form", FORMS)
def test_what_has_a_form_is_not_said_by_hand(form: str) -> None:
    finder, besides = FORMS[form]
    assert list(said_by_hand(finder, besides)) == [], f"ask {form}"
    assert all((PROGRAM / Path(one)).exists() for one in besides)


@pytest.mark.parametrize(
    "source",
    [
        "or_(place.ends.is_(None), place.ends >= day)",
        "sa.or_(col(Grant.starts).is_(None), col(Grant.starts) <= day)",
        "held.ends is None or day <= held.ends",
        "ends is not None and ends < today",
        "and_(rows.ends.is_not(None), rows.ends < today)",
    ],
)
def test_days_asked_by_hand_are_found(source: str) -> None:
    assert lines_of(asks_days_by_hand, source) == [1]


def test_days_of_a_school_asked_by_hand_are_found() -> None:
    source = "asked.where(mark.school_id == school_id, mark.day.between(first, last))"
    assert lines_of(asks_between_by_hand, source) == [1]
    assert lines_of(asks_between_by_hand, "asked.where(in_days(mark, school_id, first, last))") == []


def test_upserts_and_folding_by_hand_are_found() -> None:
    assert lines_of(upserts_by_hand, "insert(rows).on_conflict_do_nothing()") == [1]
    assert lines_of(folds_by_hand, "name.lower().replace('ё', 'е')") == [1]
    assert lines_of(folds_by_hand, "folded(name)") == []


@pytest.mark.parametrize("source", ["holds_on(place, day)", "lesson.starts is None", "a or ends < day"])
def test_days_asked_in_the_one_form_are_not(source: str) -> None:
    assert lines_of(asks_days_by_hand, source) == []
