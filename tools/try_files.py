"""`python -m tools.try_files FOLDER`: each timetable file of a folder read and taken into an empty school.

For files of real schools, which stay where they are: nothing of them is kept, and no test depends on them.
"""

import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter

from sqlmodel import Session, SQLModel

from ejournal.database import make_engine
from ejournal.errors import DomainError
from ejournal.integrations.timetable_files import read_timetable
from ejournal.models import School
from ejournal.services.exchange.file import TimetableFile
from ejournal.services.exchange.importing import ImportOptions, take_in

ENDINGS = (".xml", ".xlsx")
TODAY = date(2026, 11, 20)


def main(folder: Path) -> int:
    """Say of each file what became of it; 1 when one could not be read."""
    failed = 0
    for path in sorted(one for one in folder.rglob("*") if one.suffix in ENDINGS):
        began = perf_counter()
        try:
            lines = list(_try(path.read_bytes()))
        except DomainError as error:
            failed += 1
            lines = [f"refused: {error.message.format(**error.params)}"]
        print(f"{path.relative_to(folder)}, {perf_counter() - began:.1f} s")
        print("\n".join(f"    {line}" for line in lines))
    return bool(failed)


def _try(data: bytes) -> Iterator[str]:
    """What was read, and that the same file changes nothing when it comes once more."""
    file = read_timetable(data)
    yield f"{len(file.classes)} classes, {len(file.lessons)} lessons, {len(file.entries)} a week"
    yield from (note.text("en") for note in file.notes)
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/try.db")
        SQLModel.metadata.create_all(engine)
        with Session(engine, autoflush=False) as session:
            yield from _taken_in(session, file)
        engine.dispose()


def _taken_in(session: Session, file: TimetableFile) -> Iterator[str]:
    school = School(code="try", name="Школа", short_name="Школа")
    session.add(school)
    session.flush()
    assert school.id is not None
    options = ImportOptions(starts=date(2026, 9, 1))
    first = take_in(session, school.id, None, TODAY, file, options)
    yield f"taken in: {first.entries} entries, {first.courses_made} courses"
    again = take_in(session, school.id, None, TODAY, file, options)
    yield f"once more: {again.courses_made} courses made, {len(again.differences)} differences"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name one folder: python -m tools.try_files FOLDER")
    sys.exit(main(Path(sys.argv[1])))
