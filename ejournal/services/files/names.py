"""A file's name as it is kept: without folders, and without signs that make it look like another."""

import re
import unicodedata

from ejournal import limits

NAMELESS = "file"
ENDING = 12
_UNWANTED = re.compile(r'[<>:"|?*]')


def kept_name(given: str) -> str:
    """The name, short enough, with its ending; never empty."""
    last = unicodedata.normalize("NFC", given.replace("\\", "/")).rpartition("/")[2]
    seen = "".join(" " if char.isspace() else char for char in last if char.isspace() or _is_seen(char))
    name = " ".join(_UNWANTED.sub("_", seen).split()).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if dot and 0 < len(ending) <= ENDING:
        return f"{stem[: limits.FILE_NAME - len(ending) - 1].rstrip(' .')}.{ending}"
    return name[: limits.FILE_NAME].rstrip(" .") or NAMELESS


def _is_seen(char: str) -> bool:
    """Neither a sign of control, nor one that turns the line («fdp.exe» read as «exe.pdf»)."""
    return unicodedata.category(char)[0] != "C"
