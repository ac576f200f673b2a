"""An archive of OneRoster read as a roster, with every fault by file and row."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ejournal.integrations.oneroster.classes import our_orgs, read_classes
from ejournal.integrations.oneroster.columns import COLUMNS, NEW_IN_1_2, OTHERS
from ejournal.integrations.oneroster.packing import Files, Row, unpack
from ejournal.integrations.oneroster.people import Users, read_users
from ejournal.services.people_import.file import SheetKind
from ejournal.services.people_import.roster import At, Roster, RosterPerson

VERSIONS = ("1.1", "1.2")
NO_MANIFEST = "There is no manifest.csv: the files are read as they are"
OTHER_VERSION = "Version “{value}” is not 1.1 or 1.2: the files are read as far as they are alike"
BAD_MODE = "“{value}” is neither bulk, delta nor absent"
NOT_THERE = "The manifest promises {file}, and it is not in the archive"
THERE = "The manifest says that {file} is absent, and it is there: it is read"
NOT_NAMED = "The manifest does not name {file}: it is read"
FOREIGN = "OneRoster {version} has no file {file}"


def read_roster(data: bytes, called: Sequence[str] = (), org: str = "") -> Roster:
    """What the archive says of the school that is called so, or has that id there.

    DomainError when it is no archive of OneRoster, or the school cannot be told from others in it.
    """
    files = unpack(data)
    _check_manifest(files)
    orgs = our_orgs(files, called, org)
    classes = read_classes(files, orgs)
    users = read_users(files, orgs)
    return Roster(
        people=tuple(_with_pupils(users, {one.person_id for one in classes.places})),
        classes=tuple(classes.classes),
        places=tuple(classes.places),
        teachers=tuple(classes.teachers),
        wards=tuple(users.wards),
        courses=tuple(classes.courses),
        other_classes=frozenset(classes.others),
        other_people=frozenset(users.others),
        faults=tuple(files.faults),
        files=tuple(COLUMNS),
    )


def _with_pupils(users: Users, enrolled: set[str]) -> Iterator[RosterPerson]:
    """Whoever has a place in a class is looked for among the pupils, whatever role is named."""
    for one in users.people:
        is_pupil = one.id in enrolled
        yield replace(one, line=replace(one.line, kind=SheetKind.PUPILS)) if is_pupil else one


def _check_manifest(files: Files) -> None:
    """What the manifest says of the files, held against the files."""
    rows = files.rows.get("manifest.csv")
    if rows is None:
        files.tell(At("manifest.csv").fault(NO_MANIFEST, stops=False))
        return
    told = {row.get("propertyName"): row for row in rows}
    stated = told.get("oneroster.version")
    version = stated.get("value") if stated else ""
    if version.removesuffix(".0") not in VERSIONS and version not in VERSIONS:
        at = stated.at if stated else At("manifest.csv")
        files.tell(at.fault(OTHER_VERSION, "value", stops=False, value=version[:20]))
    for name in (*COLUMNS, *(f"{one}.csv" for one in OTHERS)):
        if name != "manifest.csv":
            _check_file(files, name, told.get(f"file.{name.removesuffix('.csv')}"), version)


def _check_file(files: Files, name: str, row: Row | None, version: str) -> None:
    is_there = name in files.present
    mode = row.get("value").lower() if row else ""
    at = row.at if row else At("manifest.csv")
    if mode not in ("", "bulk", "delta", "absent"):
        files.tell(at.fault(BAD_MODE, "value", stops=False, value=mode[:20]))
    elif mode in ("bulk", "delta") and not is_there:
        files.tell(at.fault(NOT_THERE, "value", stops=False, file=name))
    elif mode == "absent" and is_there:
        files.tell(at.fault(THERE, "value", stops=False, file=name))
    elif not mode and is_there:
        files.tell(at.fault(NOT_NAMED, "propertyName", stops=False, file=name))
    if is_there and version == "1.1" and name.removesuffix(".csv") in NEW_IN_1_2:
        files.tell(at.fault(FOREIGN, stops=False, version=version, file=name))
