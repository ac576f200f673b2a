"""A build step: the components of each page with a first text, written out as a compiled template."""

import json
import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from reflex.plugins import Plugin

from ejournal.ui.first_text import templates
from ejournal.ui.first_text.expressions import Code
from ejournal.ui.first_text.markup import template_of
from ejournal.ui.first_text.pages import PAGES
from ejournal.ui.first_text.states import js_name
from ejournal.ui.runtime.session import SessionState

APP = "ejournal.ejournal"
_ICON = re.compile(r"const __iconNode = (\[.*?\]);\n", re.DOTALL)
_ALIAS = re.compile(r"export \{ default \} from '\./([\w-]+)\.mjs'")
_KEY = re.compile(r"(\w+): (?=\")")


class WriteFirstTexts(Plugin):
    """Writes the templates beside the built pages; a page that cannot be written stops the build."""

    def post_build(self, **context: Any) -> None:
        """Write them anew."""
        import_module(APP)
        built: Path = context["static_dir"].parent
        drawn = built.parent / "node_modules" / "lucide-react" / "dist" / "esm" / "icons"
        sources = sources_of_pages()
        templates.write(built, sources, {name: _drawing(drawn, name) for name in icons_in(sources)})


def sources_of_pages() -> dict[str, str]:
    """The templates of all pages that have a first text."""
    # What a browser knows of itself, a server takes from the account.
    names = {"rawColorMode": Code(f"{js_name(SessionState)}.theme")}
    return {page.name: template_of(page.draw().render(), names) for page in PAGES.values()}


def icons_in(sources: Mapping[str, str]) -> list[str]:
    """The icons that the templates name."""
    return sorted(set(re.findall(r"\{\{ icon\('(\w+)'", "".join(sources.values()))))


def _drawing(lucide: Path, name: str) -> str:
    """The shapes of an icon as markup."""
    file = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])", "-", name).lower()
    script = (lucide / f"{file}.mjs").read_text(encoding="utf-8")
    if alias := _ALIAS.search(script):
        script = (lucide / f"{alias[1]}.mjs").read_text(encoding="utf-8")
    found = _ICON.search(script)
    if found is None:
        raise RuntimeError(f"{file} has no shapes: lucide has changed, see {__name__}")
    shapes = json.loads(_KEY.sub(r'"\1": ', found[1]))
    return "".join(
        f"<{tag} " + " ".join(f'{key}="{value}"' for key, value in told.items() if key != "key") + "/>"
        for tag, told in shapes
    )
