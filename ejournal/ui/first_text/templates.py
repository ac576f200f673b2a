"""The built templates: where they lie, and what they call."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment, ModuleLoader, StrictUndefined, Template
from markupsafe import Markup

from ejournal.settings import ROOT
from ejournal.ui.first_text.markup import attribute, shown

BUILT = ROOT / ".web" / "build"
_ICONS = "icons.json"
_FOLDER = "first_text"
_SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 24 24" fill="none" '
    'stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" class="lucide" '
    'aria-hidden="true">{shapes}</svg>'
)


def write(built: Path, sources: dict[str, str], icons: dict[str, str]) -> None:
    """Compile the sources into the folder of what was built, with the shapes of the icons that they name."""
    target = built / _FOLDER
    _environment(DictLoader(sources)).compile_templates(target, zip=None)
    (target / _ICONS).write_text(json.dumps(icons), encoding="utf-8")


def template(name: str) -> Template | None:
    """The page's template; None where none was built, as while developing."""
    read = _read(BUILT / _FOLDER)
    return read.get_template(name) if read else None


@cache
def _read(folder: Path) -> Environment | None:
    if not (folder / _ICONS).exists():
        return None
    found = _environment(ModuleLoader(folder))
    icons = json.loads((folder / _ICONS).read_text(encoding="utf-8"))
    shapes = {name: Markup(drawn) for name, drawn in icons.items()}  # noqa: S704 - lucide's own, of the build
    found.globals["icon"] = lambda name, size: _SVG.format(size=size, shapes=shapes[name])
    return found


def _environment(loader: Any) -> Environment:
    made = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, auto_reload=False, finalize=shown
    )
    made.globals["attr"] = attribute
    return made
