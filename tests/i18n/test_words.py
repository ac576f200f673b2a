"""Every word that a person can read has its Russian; the catalogue holds nothing else."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

import ejournal.ejournal
from ejournal.i18n import gettext
from ejournal.ui.words import text
from tools.translations import CATALOGUE, PACKAGE, PLACE, message_ids

RUSSIAN = re.compile("[А-Яа-яЁё№]")
# A phrase in English: two words at least, and nothing that only code has.
TEMPLATE = re.compile(r"\{[{%]|[%}]\}")
PHRASE = re.compile(r"[A-Z{“][^<>=;/\\_|\[\]]*[a-z]{2,}\)? [^<>=;/\\_|\[\]]*")
# Told to developers and administrators: logs, faults of the program, the command line, settings.
NOT_FOR_PEOPLE = {
    "log", "debug", "info", "warning", "error", "exception", "print", "exit", "text", "Field",
    "ValueError", "RuntimeError", "KeyError", "TypeError", "CannotStart",
    "ArgumentParser", "add_parser", "add_argument",
}  # fmt: skip
NAMES = {
    "aSc Timetables (.xml)",
    "Samsung Internet",
    "Mac OS",
    "PT Sans Bold",
    "PT Sans Narrow",
    "PT Sans Narrow Bold",
} | {f"«{mark}»" for mark in ("5", "4", "3", "2", "н/а", "осв")}  # marks are written so in both languages
# Answers of the server that no page shows, and the invented school.
PLAIN = {
    "Too large",
    "Too many requests",
    "There is no such site here",
    "This form was not sent from our own page",
}
INVENTED = PACKAGE / "demo"


@pytest.fixture(scope="module")
def catalogue() -> list[Message]:
    """All messages of the Russian catalogue but its header."""
    with CATALOGUE.open("rb") as file:
        return [message for message in read_po(file, locale="ru") if message.id]


@cache
def trees() -> dict[Path, ast.Module]:
    """The journal's own code."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def constants() -> frozenset[str]:
    """Every text that stands in the code."""
    return frozenset(
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def ids_of(message: Message) -> list[str]:
    """One message id, or the singular and the plural."""
    return [message.id] if isinstance(message.id, str) else list(message.id)


def forms_of(message: Message) -> list[str]:
    """The Russian, in all its forms."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_every_message_id_has_its_russian(catalogue: list[Message]) -> None:
    known = {ids_of(message)[0] for message in catalogue if all(forms_of(message))}
    named = {ids[0]: path for path in trees() for _, ids in message_ids(path.read_text(encoding="utf-8"))}
    assert sorted(f"{path.name}: {one}" for one, path in named.items() if one not in known) == []


def test_every_word_that_a_page_asks_for_has_its_russian() -> None:
    ejournal.ejournal.app._apply_decorated_pages()
    for route in list(ejournal.ejournal.app._unevaluated_pages):
        ejournal.ejournal.app._compile_page(route)
    assert len(text.USED) > 100
    assert {message for message in text.USED if gettext("ru", message) == message} - NAMES == set()


def test_every_english_phrase_has_its_russian(catalogue: list[Message]) -> None:
    """Also those that are kept in constants and tables before they are asked for."""
    known = {one for message in catalogue for one in ids_of(message)} | NAMES | PLAIN
    found = {
        f"{path.relative_to(PACKAGE)}:{line}: {phrase}"
        for path, tree in trees().items()
        if not path.is_relative_to(INVENTED)
        for line, phrase in phrases(tree)
        if phrase not in known
    }
    assert sorted(found) == []


def phrases(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """English phrases that are neither comments, templates nor meant for developers, with their lines."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            skipped.update(id(inner) for inner in ast.walk(node) if name in NOT_FOR_PEOPLE)
        if isinstance(node, ast.JoinedStr) or isinstance(getattr(node, "value", None), ast.Constant):
            inside = ast.walk(node) if isinstance(node, ast.Expr | ast.JoinedStr) else ()
            skipped.update(id(inner) for inner in inside)
        if not isinstance(node, ast.Constant) or id(node) in skipped:
            continue
        if not isinstance(node.value, str) or TEMPLATE.search(node.value):
            continue
        if PHRASE.fullmatch(node.value) and not RUSSIAN.search(node.value):
            yield node.lineno, node.value


def test_the_russian_is_russian(catalogue: list[Message]) -> None:
    same = [
        message.id
        for message in catalogue
        if re.search("[A-Za-z]", PLACE.sub("", ids_of(message)[0])) and message.id not in NAMES
        for form in forms_of(message)
        if form in ids_of(message) or not RUSSIAN.search(form)
    ]
    assert same == []


def test_plurals_have_three_forms_with_their_numbers(catalogue: list[Message]) -> None:
    for message in catalogue:
        if not isinstance(message.id, str):
            assert len(forms_of(message)) == 3, message.id
            assert all(forms_of(message)), message.id


def test_places_for_values_are_the_same_in_both_languages(catalogue: list[Message]) -> None:
    for message in catalogue:
        wanted = set(PLACE.findall(ids_of(message)[-1]))
        for form in forms_of(message):
            # «один урок» may leave its number out, as the English singular may
            assert set(PLACE.findall(form)) == wanted or form == forms_of(message)[0], message.id
        assert set(PLACE.findall(forms_of(message)[-1])) == wanted, message.id


def test_nothing_in_the_catalogue_is_stale(catalogue: list[Message]) -> None:
    stale = [message.id for message in catalogue if ids_of(message)[0] not in constants() | text.USED]
    assert stale == []


def test_an_ordinal_does_not_break_at_its_hyphen(catalogue: list[Message]) -> None:
    """«3-й урок» with a hyphen at which no line ends."""
    breaks = re.compile(r"[\d}]-[а-я]{1,2}\b")
    assert [words for one in catalogue for words in _russian_of(one) if breaks.search(words)] == []


def _russian_of(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)
