"""The elements of an aSc Timetables XML file with their lines, read without trusting the file."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from ejournal.errors import DomainError

MAX_BYTES = 20 * 1024 * 1024
MAX_ELEMENTS = 300_000
MAX_VALUE = 20_000
KINDS = (
    *("period", "daysdef", "weeksdef", "termsdef", "subject", "teacher"),
    *("classroom", "class", "group", "lesson", "card"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One element: its line and attributes."""

    line: int
    values: dict[str, str]

    def get(self, name: str) -> str:
        """The attribute with its spaces in order, empty where there is none."""
        return " ".join(self.values.get(name, "").split())

    def need(self, name: str) -> str:
        """The attribute; DomainError with the line where it is missing or empty."""
        found = self.get(name)
        if not found:
            raise DomainError("Line {line}: “{name}” is missing", line=self.line, name=name)
        return found

    def ids(self, name: str) -> tuple[str, ...]:
        """The comma-joined ids of the attribute."""
        return tuple(part.strip() for part in self.get(name).split(",") if part.strip())


class _Collector(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, list[Row]] = {kind: [] for kind in KINDS}
        self.root = ""
        self.count = 0
        self.locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 (the name SAX calls)
        self.locator = locator

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 (the name SAX calls)
        line = self.locator.getLineNumber()
        self.root = self.root or name
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise DomainError(
                "Line {line}: the file has more than {limit} elements", line=line, limit=MAX_ELEMENTS
            )
        if name not in KINDS:
            return
        values = dict(attrs.items())
        if any(len(value) > MAX_VALUE for value in values.values()):
            raise DomainError("Line {line}: a value is too long", line=line)
        self.rows[name].append(Row(line, values))


def read_rows(data: bytes) -> dict[str, list[Row]]:
    """The elements by kind; DomainError names the line of what cannot be read or trusted."""
    if len(data) > MAX_BYTES:
        raise DomainError("The file is larger than {limit} MB", limit=MAX_BYTES // 1024 // 1024)
    collector = _Collector()
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(collector)
    try:
        parser.parse(io.BytesIO(data))
    except DefusedXmlException:
        raise DomainError(
            "Line {line}: the file declares a document type or entities; such files are not read",
            line=parser.getLineNumber() or 1,
        ) from None
    except SAXParseException as error:
        raise DomainError(
            "Line {line}: this is not well-formed XML, or its encoding is not the declared one ({reason})",
            line=error.getLineNumber(),
            reason=error.getMessage(),
        ) from None
    except (LookupError, ValueError) as error:
        raise DomainError("Line {line}: unknown encoding ({reason})", line=1, reason=str(error)) from None
    if collector.root != "timetable":
        raise DomainError("This is not an aSc Timetables file: it begins with “{name}”", name=collector.root)
    return collector.rows


def by_id(rows: Iterable[Row]) -> dict[str, Row]:
    """The rows by id; DomainError where two have the same."""
    found: dict[str, Row] = {}
    for row in rows:
        key = row.need("id")
        if key in found:
            raise DomainError(
                "Line {line}: the id “{id}” stands already in line {other}",
                line=row.line, id=key, other=found[key].line,
            )  # fmt: skip
        found[key] = row
    return found
