"""The elements of an aSc Timetables XML file with their lines, read without trusting the file."""

import io
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
MAX_NAME = 40
SECTIONS = 2
"""How deep the lists stand; what is deeper is an element of one."""
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

    def ids(self, name: str) -> tuple[str, ...]:
        """The comma-joined ids of the attribute."""
        return tuple(part.strip() for part in self.get(name).split(",") if part.strip())


class _Collector(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, list[Row]] = {kind: [] for kind in KINDS}
        self.others: dict[str, list[int]] = {}
        self.root = ""
        self.count = self.depth = 0
        self.locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 (the name SAX calls)
        self.locator = locator

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 (the name SAX calls)
        line = self.locator.getLineNumber()
        self.root = self.root or name
        self.count += 1
        self.depth += 1
        if self.count > MAX_ELEMENTS:
            raise DomainError(
                "Line {line}: the file has more than {limit} elements", line=line, limit=MAX_ELEMENTS
            )
        if name not in KINDS:
            if self.depth > SECTIONS:
                self.others.setdefault(name[:MAX_NAME], []).append(line)
            return
        values = dict(attrs.items())
        if any(len(value) > MAX_VALUE for value in values.values()):
            raise DomainError("Line {line}: a value is too long", line=line)
        self.rows[name].append(Row(line, values))

    def endElement(self, _name: str) -> None:  # noqa: N802 (the name SAX calls)
        self.depth -= 1


@dataclass(frozen=True, slots=True)
class Elements:
    """What stands in a file: the rows by kind, and the lines of what a timetable has no place for by name."""

    rows: dict[str, list[Row]]
    others: dict[str, list[int]]


def read_rows(data: bytes) -> Elements:
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
    return Elements(collector.rows, collector.others)
