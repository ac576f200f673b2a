"""Which kind of timetable file it is, told by its first bytes."""

from collections.abc import Mapping

from ejournal.errors import DomainError
from ejournal.integrations.asc_xml import parse_asc
from ejournal.integrations.timetable_sheet import parse_sheet
from ejournal.services.exchange.file import TimetableFile

PACKED = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
"""What may stand before the first sign of a text."""


def read_timetable(data: bytes, layout: Mapping[str, str] | None = None) -> TimetableFile:
    """The timetable of an .xlsx or aSc .xml file; DomainError says what is wrong where.

    The layout tells where in a spreadsheet class, weekday and lesson number stand, if somebody pointed at it.
    """
    if data.startswith(PACKED):
        return parse_sheet(data, layout)
    if data.startswith(OLD_EXCEL):
        raise DomainError(
            "This is a file of an old Excel (.xls), or one with a password. Save it as .xlsx without a "
            "password and choose it again"
        )
    if not _looks_like_xml(data):
        raise DomainError("This is neither a spreadsheet (.xlsx) nor an aSc Timetables file (.xml)")
    return parse_asc(data)


def _looks_like_xml(data: bytes) -> bool:
    start = data[:200].replace(b"\x00", b"")
    for mark in MARKS:
        start = start.removeprefix(mark)
    return start.lstrip().startswith(b"<")
