"""Which part of a packed workbook holds which sheet."""

import posixpath
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring

_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def sheet_names(packed: ZipFile) -> dict[str, str]:
    """The sheets' names by their parts; KeyError, SyntaxError or ValueError where the workbook is broken."""
    parts = {link.get("Id"): link.get("Target", "") for link in fromstring(packed.read(_LINKS))}
    sheets = [one for one in fromstring(packed.read(_BOOK)).iter() if one.tag.endswith("}sheet")]
    return {_part(parts.get(_link(one.attrib), "")): one.get("name", "") for one in sheets}


def _part(target: str) -> str:
    """The name of a part in the pack; a link is written from the workbook's folder or from the top."""
    return posixpath.normpath(posixpath.join("xl", target)).lstrip("/")


def _link(attributes: dict[str, str]) -> str:
    return next((value for name, value in attributes.items() if name.endswith("}id")), "")
