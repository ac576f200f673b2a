"""How long a text may be is said once, and every field in which one writes knows it."""

import ast
from functools import cache
from pathlib import Path

from ejournal.settings import ROOT

PROGRAM = ROOT / "ejournal"
FIELDS = ("text_field", "text_area")
NOT_WORDS = {"login", "date", "time", "datetime-local", "number", "password", "search"}
"""What is typed there has limits of its own."""


@cache
def calls() -> list[tuple[Path, ast.Call, str, dict[str, ast.expr]]]:
    """Every call of the program: where, the call, the function's name, the named arguments."""
    found = []
    for path in sorted(PROGRAM.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                name = getattr(call.func, "attr", getattr(call.func, "id", ""))
                found.append((path, call, name, {one.arg: one.value for one in call.keywords if one.arg}))
    return found


def where(path: Path, call: ast.Call) -> str:
    return f"{path.relative_to(ROOT)}:{call.lineno}"


def kind_of(given: dict[str, ast.expr]) -> str:
    if "input_mode" in given:
        return "number"
    if isinstance(told := given.get("auto_complete"), ast.Constant) and told.value == "username":
        return "login"
    kind = given.get("kind")
    return str(kind.value) if isinstance(kind, ast.Constant) else "text"


def test_every_field_of_words_says_how_many_it_takes() -> None:
    silent = [
        where(path, call)
        for path, call, name, given in calls()
        if name in FIELDS and kind_of(given) not in NOT_WORDS
        and not {"limit", "max_length"} & given.keys() and None not in [one.arg for one in call.keywords]
    ]  # fmt: skip
    assert silent == []


def test_the_browser_cuts_nothing_that_is_pasted() -> None:
    # max_length drops what is too long without a word; a search may: what it looks for is not kept.
    cutting = [
        where(path, call)
        for path, call, name, given in calls()
        if name in FIELDS and "max_length" in given and kind_of(given) != "search"
    ]
    assert cutting == []


def test_no_page_or_service_has_a_limit_of_its_own() -> None:
    own = []
    for path, call, name, given in calls():
        limit = call.args[1] if name == "cleaned" else given.get("limit")
        if isinstance(limit, ast.Constant) and (name in (*FIELDS, "cleaned") or "field" in given):
            own.append(where(path, call))
    assert own == []
