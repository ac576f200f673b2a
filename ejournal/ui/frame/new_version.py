"""A build step: the bar that offers to load a new version speaks the page's language."""

import json
import re
from pathlib import Path
from typing import Any

from reflex.plugins import Plugin

from ejournal.i18n import DEFAULT, LOCALES, gettext

# Reflex draws the bar outside React: a tab of an older build has met a newer server and was just read anew.
WORDS = {
    r"(?<=\.append\()[`'\"]A new version of this app is available\.[`'\"]": (
        "The journal was renewed. This page is of the version before"
    ),
    r"(?<=\.textContent=)[`'\"]Reload[`'\"]": "Reload the page",
}
"""Where Reflex's words stand in the scripts, and ours."""


class NewVersion(Plugin):
    """Puts our words, in all languages, in place of the English ones of the built scripts."""

    def post_build(self, **context: Any) -> None:
        """Rewrite the scripts in place; RuntimeError when the words were not found."""
        scripts = list(context["static_dir"].rglob("*.js"))
        for place, words in WORDS.items():
            if not sum(_rewrite(script, place, _spoken(words)) for script in scripts):
                raise RuntimeError(f"no script has {place}: Reflex has changed, see {__name__}")


def _rewrite(script: Path, place: str, words: str) -> int:
    text, replaced = re.subn(place, lambda _: words, script.read_text(encoding="utf-8"))
    if replaced:
        script.write_text(text, encoding="utf-8")
    return replaced


def _spoken(words: str) -> str:
    """The words as JavaScript, in the language that the document has then."""
    said = {locale: gettext(locale, words) for locale in LOCALES}
    return f"({json.dumps(said)}[document.documentElement.lang]||{json.dumps(said[DEFAULT])})"
