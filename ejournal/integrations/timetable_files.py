"""Which kind of timetable file it is, told by its first bytes."""

from ejournal.integrations.asc_xml import parse_asc
from ejournal.integrations.timetable_sheet import parse_sheet
from ejournal.services.timetable_file import TimetableFile

PACKED = b"PK\x03\x04"


def read_timetable(data: bytes) -> TimetableFile:
    """The timetable of an .xlsx or aSc .xml file; DomainError says what is wrong where."""
    return parse_sheet(data) if data.startswith(PACKED) else parse_asc(data)
