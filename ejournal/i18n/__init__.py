"""Words in the user's language: gettext catalogues, English message ids, Russian first."""

import gettext as _gettext
import io
from functools import lru_cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = ("ru", "en")
DEFAULT = "ru"
FOLDER = Path(__file__).parent / "locale"


@lru_cache
def translations(locale: str) -> _gettext.NullTranslations:
    """The catalogue of the locale, compiled in memory; English is the message ids themselves."""
    path = FOLDER / locale / "LC_MESSAGES" / "ejournal.po"
    if not path.exists():
        return _gettext.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=locale))
    compiled.seek(0)
    return _gettext.GNUTranslations(compiled)


def gettext(locale: str, message: str, **params: object) -> str:
    """The message in the locale with {params} filled in."""
    text = translations(locale).gettext(message) if message else ""
    return text.format(**params) if params else text


def ngettext(locale: str, one: str, many: str, n: int, **params: object) -> str:
    """The message in the plural form that the number asks for; {n} is the number."""
    return translations(locale).ngettext(one, many, n).format(n=n, **params)
