"""The components hold nothing that nobody uses: words, props, triggers, exports, icons, classes of styles."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import reflex as rx

from ejournal.settings import ROOT
from ejournal.ui.components.board import board_words
from ejournal.ui.components.board.board import TimetableBoard
from ejournal.ui.components.draft.draft import DRAFT_WORDS
from ejournal.ui.components.draft.waiting import WAITING_WORDS
from ejournal.ui.components.sheet import sheet_words
from ejournal.ui.components.sheet.sheet import WORDS, JournalSheet
from tests.ui.scripts import COMPONENTS, UI, code, names, scripts

PROGRAM = ROOT / "ejournal"
STYLES = [
    *sorted((ROOT / "assets" / "styles").glob("*.css")),
    *sorted((ROOT / "assets" / "hall").glob("*.css")),
    *sorted(UI.rglob("*.css")),
]
SPOKEN = [
    ("sheet", sheet_words(), WORDS),
    ("board", board_words(), board_words()),
    ("draft", DRAFT_WORDS | WAITING_WORDS, DRAFT_WORDS | WAITING_WORDS),
]


def said(folder: str) -> set[str]:
    """The names of words that the scripts of a component say: `words.saved`."""
    found = "\n".join(code(path) for path in scripts(COMPONENTS / folder))
    return set(re.findall(r"\bwords\.(\w+)", found))


@pytest.mark.parametrize(("folder", "all_words", "own"), SPOKEN, ids=[folder for folder, _, _ in SPOKEN])
def test_each_word_of_a_component_is_said_and_what_is_said_is_a_word(
    folder: str, all_words: dict[str, str], own: dict[str, str]
) -> None:
    assert said(folder) - set(all_words) == set()
    stands = names(COMPONENTS / folder)
    # What came of a question is told under the question's name: «ask_fill», «ask_fill_done».
    silent = {name for name in own if name.removesuffix("_done") not in stands}
    assert silent == set()


@pytest.mark.parametrize("component", [JournalSheet, TimetableBoard])
def test_each_prop_and_trigger_of_a_component_is_known_to_its_script(component: type[rx.Component]) -> None:
    known = names(COMPONENTS / component.__module__.split(".")[-2])
    told = {*component.__annotations__} - {"library", "tag"}
    assert {_camel(name) for name in told} - known == set()
    assert told


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def test_each_name_that_a_script_exports_is_used_elsewhere() -> None:
    exported = {
        (path, name)
        for path in scripts(UI)
        for name in re.findall(r"^export (?:const|function|class) (\w+)", code(path), re.MULTILINE)
    }
    python = "\n".join(path.read_text(encoding="utf-8") for path in UI.rglob("*.py"))
    others = {path: code(path) for path in scripts(UI, ROOT / "tests" / "ui")}
    unused = [
        f"{path.relative_to(UI)}: {name}"
        for path, name in sorted(exported)
        if not re.search(rf"\b{name}\b", python)
        and not any(re.search(rf"\b{name}\b", text) for other, text in others.items() if other != path)
    ]
    assert unused == []


def test_each_icon_of_the_sheet_is_drawn() -> None:
    text = code(COMPONENTS / "sheet" / "dialog.jsx")
    paths = re.search(r"const PATHS = \{(.*?)\n\};", text, re.DOTALL)
    assert paths is not None
    rest = "\n".join(code(path) for path in scripts(COMPONENTS / "sheet")).replace(paths[0], "")
    icons = re.findall(r"^\s*(\w+):", paths[1], re.MULTILINE)
    assert [name for name in icons if f'"{name}"' not in rest] == []
    assert icons


# ------------------------------------------------------------------------------------- classes of the styles

GAP = "\0"
"""Stands for what is put into a text when it runs."""
LIST = re.compile(rf"\s*[a-z{GAP}][\w{GAP}-]*(\s+[a-z{GAP}][\w{GAP}-]*)*\s*")
HOLE = re.compile(r"\$\{((?:[^{}]|\{[^{}]*\})*)\}")


def texts(path: Path) -> Iterator[str]:
    """The texts of a source, of a template its classes; what is put into them when it runs is a gap."""
    if path.suffix == ".html":
        for text in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8")):
            yield " ".join(re.findall(r"[\w-]+", text))
        return
    if path.suffix != ".py":
        found = code(path)
        yield from re.findall(r'"([^"\n]*)"', found)
        yield from (HOLE.sub(GAP, text) for text in re.findall(r"`([^`]*)`", found))
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.JoinedStr(values):
                yield "".join(str(one.value) if isinstance(one, ast.Constant) else GAP for one in values)
            case ast.BinOp(ast.Constant(str(text)), ast.Add()):
                yield text + GAP
            case ast.Constant(str(text)):
                yield text


def drawn(*folders: Path) -> tuple[set[str], set[str]]:
    """The classes that folders give to elements, and beginnings of those that end as the day has it."""
    whole: set[str] = set()
    begun: set[str] = set()
    sources = (path for folder in folders for end in ("*.py", "*.html") for path in folder.rglob(end))
    for path in (*sources, *scripts(*folders)):
        for text in texts(path):
            lists = [text] if LIST.fullmatch(text) else re.findall(r"class=[\"']([^\"']*)", text)
            for one in " ".join(lists).split():
                begun |= {one.split(GAP)[0]} if GAP in one and one.split(GAP)[0].endswith("-") else set()
                whole |= {part for part in one.split(GAP) if part}
    return whole, begun


WHOLE, BEGUN = drawn(PROGRAM)


def classes(style: Path) -> set[str]:
    """The classes that a style sheet says something of."""
    text = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", style.read_text(encoding="utf-8"), flags=re.DOTALL)
    heads = (head for head in re.findall(r"([^{};]+)\{", text) if not head.strip().startswith("@"))
    return {name for head in heads for name in re.findall(r"\.([a-zA-Z_][\w-]*)", head)}


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_each_class_of_the_styles_is_drawn_somewhere(style: Path) -> None:
    unused = {
        name
        for name in classes(style) - WHOLE
        if not any(name.startswith(head) and name.removeprefix(head) in WHOLE for head in BEGUN)
    }
    assert unused == set()
    assert classes(style) or style.name == "10-base.css"


def test_what_a_page_s_styles_say_is_drawn_by_that_page_alone() -> None:
    """What two pages draw stands in the kit's styles. A name of one word may be another thing's elsewhere."""
    folder = ROOT / "assets" / "styles"
    common = {name for style in folder.glob("[1-4]*.css") for name in classes(style)}
    pages = {page.name: drawn(page)[0] for page in (PROGRAM / "pages").iterdir() if page.is_dir()}
    borrowed = {
        (style.name, name, page)
        for style in folder.glob("50-*.css")
        for name in classes(style) - common
        for page, whole in pages.items()
        if "-" in name and name in whole and page != style.stem.removeprefix("50-")
    }
    assert borrowed == set()
