"""Every message id that the code names has its Russian, with the same {names} in it."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parent.parent / "ejournal"
CATALOGUE = PACKAGE / "i18n" / "locale" / "ru" / "LC_MESSAGES" / "ejournal.po"
# Function: where its message ids stand among the arguments.
MESSAGES = {
    "t": (0,),
    "t_format": (0,),
    "tab_title": (0,),
    "gettext": (1,),
    "ngettext": (1, 2),
    "DomainError": (0,),
    "Note": (0,),
    "Conflict": (5,),
    "Rule": (0,),
    "Question": (1,),
    "refuse": (0,),
    "tell": (0,),
    "remove": (2,),
}
PLACE = re.compile(r"{(\w+)[^}]*}")


def main() -> int:
    """Print each fault with its place; 1 when there is one."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="ru")
    found = [fault for path in sorted(PACKAGE.rglob("*.py")) for fault in faults(path, catalogue)]
    print("\n".join(found))
    return bool(found)


def faults(path: Path, catalogue: Catalog) -> Iterator[str]:
    """What is wrong with the message ids that one file names."""
    for line, ids in message_ids(path.read_text(encoding="utf-8")):
        message = catalogue.get(ids[0])
        given = message.string if message else ""
        russian = [given] if isinstance(given, str) else list(given or [""])
        place = f"{path.relative_to(PACKAGE.parent)}:{line}: {ids[0]!r}"
        if not all(russian):
            yield f"{place} has no Russian"
        elif len(ids) == 1 and set(PLACE.findall(russian[0])) != set(PLACE.findall(ids[0])):
            yield f"{place}: the Russian has other {{names}}: {russian[0]!r}"


def message_ids(source: str) -> Iterator[tuple[int, list[str]]]:
    """Line and literal message ids of each call that takes some; a computed id is not seen."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        ids = [node.args[place] for place in MESSAGES.get(name, ()) if place < len(node.args)]
        words = [arg.value for arg in ids if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if words and len(words) == len(ids) and words[0]:
            yield node.lineno, words


if __name__ == "__main__":
    sys.exit(main())
