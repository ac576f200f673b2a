"""The whole check of a school: its chain, its anchors, its tables."""

from collections.abc import Iterator

from sqlmodel import Session

from ejournal.services.audit.anchors import AnchorFiles
from ejournal.services.audit.compare import faults_of_tables
from ejournal.services.audit.entries import first_fault
from ejournal.services.audit.held import faults_of_anchors


def faults(session: Session, school_id: int, files: AnchorFiles, size: int) -> Iterator[str]:
    """Everything that does not hold in a school, a line each, as it is found.

    size: how much of the school's anchors had been written before the session began to read.
    """
    if fault := first_fault(session, school_id):
        yield fault
    yield from faults_of_anchors(session, school_id, files, size)
    yield from faults_of_tables(session, school_id)
