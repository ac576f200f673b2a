"""Archives of OneRoster as they come: in any encoding; what is wrong is named, what is too much refused."""

import io
import zipfile
from types import ModuleType

import pytest

from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.integrations.oneroster import cells, classes, packing, people, reading
from ejournal.integrations.oneroster.classes import NO_REFERENCE
from ejournal.integrations.oneroster.columns import ROLES, WARDS
from ejournal.integrations.oneroster.reading import read_roster
from ejournal.integrations.people.values import TOO_LONG_NAME
from ejournal.services.people_import import roster_plan, roster_rows
from ejournal.services.people_import.roster import Roster
from tests.services.oneroster_files import USERS, packed, school, text

HEAD = ",".join(USERS)
ILYA = "u1,active,org,student,Илья,Семёнов,Петрович,"


def told(roster: Roster) -> list[str]:
    return [f"{one.sheet}:{one.row} {one.column}: {one.text('en')}" for one in roster.faults]


def names(roster: Roster) -> list[str]:
    return [one.line.name.text for one in roster.people]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (f"{HEAD}\r\n{ILYA}\r\n".encode("utf-8-sig"), []),
        (
            f"{HEAD}\n{ILYA}\n".encode("cp1251"),
            ["users.csv:0 : The file is not UTF-8 as OneRoster demands: it is read as CP1251"],
        ),
        (
            f"{HEAD}\n{ILYA}\n".encode("utf-16"),
            ["users.csv:0 : The file is not UTF-8 as OneRoster demands: it is read as UTF-16"],
        ),
        (
            f"{HEAD}\n{ILYA}\n".replace(",", ";").encode(),
            ["users.csv:1 : The columns are parted by “;”, not by commas: they are read so"],
        ),
    ],
)  # fmt: skip
def test_a_file_in_any_encoding_is_read_and_said(data: bytes, said: list[str]) -> None:
    roster = read_roster(packed({"users.csv": data}))
    assert names(roster) == ["Семёнов Илья Петрович"]
    assert told(roster) == said


def test_rows_are_counted_as_an_editor_counts_lines() -> None:
    lines = [HEAD, ILYA, "", 'u2,active,org,student,"Анна\nМария",Котова,,', "u3,active,org,student,,Зуев,,"]
    roster = read_roster(packed({"users.csv": "\n".join(lines)}))
    assert names(roster) == ["Семёнов Илья Петрович", "Котова Анна Мария"]
    assert told(roster) == [
        "users.csv:6 givenName: There is no givenName: a person needs last name and first name"
    ]


def line(**other: str) -> list[str]:
    """Илья's row, with other cells."""
    given = dict(zip(USERS, ILYA.split(","), strict=True))
    return list({**given, **other}.values())


@pytest.mark.parametrize(
    ("rows", "row", "column", "message"),
    [
        ([("sourcedId", "givenName")], 1, "familyName", packing.NO_COLUMN),
        ([(*USERS, "shoeSize"), [*line(), "41"]], 1, "shoeSize", packing.STRANGE),
        ([(*USERS, "role"), [*line(), "teacher"]], 1, "role", packing.COLUMN_TWICE),
        ([(*USERS, "password"), [*line(), "secret"]], 1, "", packing.NOT_KEPT_HERE),
        ([USERS, [*line(), "more"]], 2, "", packing.MORE_CELLS),
        ([USERS, line(), line()], 3, "sourcedId", cells.SAME_ID),
        ([USERS, line(sourcedId="")], 2, "sourcedId", cells.NO_ID),
        ([USERS, line(sourcedId="u" * 121)], 2, "sourcedId", people.LONG_ID),
        ([USERS, line(status="gone")], 2, "status", cells.BAD_STATUS),
        ([USERS, line(givenName="Ил\ufffdя")], 2, "givenName", people.BAD_SIGNS),
        ([USERS, line(givenName="и" * 81)], 2, "givenName", TOO_LONG_NAME),
        ([USERS, line(role="")], 2, "role", people.NO_ROLE),
        ([USERS, line(role="aide")], 2, "role", people.BAD_ROLE),
        ([USERS, line(agentSourcedIds="u9")], 2, "agentSourcedIds", NO_REFERENCE),
        ([USERS, line(agentSourcedIds="u1")], 2, "agentSourcedIds", people.NOT_A_RELATION),
        ([(*USERS, "phone"), [*line(), "12"]], 2, "phone", "There is no such phone number"),
        ([(*USERS, ROLES), [*line(), "{"]], 2, ROLES, cells.BAD_EXTRA),
        ([(*USERS, ROLES), [*line(), '[{"role": "king"}]']], 2, ROLES, cells.BAD_EXTRA),
        ([(*USERS, WARDS), [*line(), '[{"child": 7}]']], 2, WARDS, cells.BAD_EXTRA),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(
    rows: list[list[str]], row: int, column: str, message: str
) -> None:
    [fault] = read_roster(packed({"users.csv": text(rows)})).faults
    assert (fault.sheet, fault.row, fault.column, fault.message) == ("users.csv", row, column, message)


def test_the_manifest_is_held_against_the_files() -> None:
    manifest = (
        ("propertyName", "value"),
        ("oneroster.version", "1.0"),
        ("file.users", "absent"),
        ("file.orgs", "bulk"),
        ("file.classes", "half"),
    )
    files = {"manifest.csv": manifest, "users.csv": (USERS, line()), "courses.csv": (("sourcedId", "title"),)}
    data = packed(files)
    assert sorted(told(read_roster(data))) == [
        "manifest.csv:0 propertyName: The manifest does not name courses.csv: it is read",
        "manifest.csv:2 value: Version “1.0” is not 1.1 or 1.2: the files are read as far as they are alike",
        "manifest.csv:3 value: The manifest says that users.csv is absent, and it is there: it is read",
        "manifest.csv:4 value: The manifest promises orgs.csv, and it is not in the archive",
        "manifest.csv:5 value: “half” is neither bulk, delta nor absent",
    ]


def test_files_of_marks_and_strange_files_are_told_and_folders_are_not_believed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../etc/users.csv", f"{HEAD}\n{ILYA}\n")
        archive.writestr("other/users.csv", f"{HEAD}\n")
        archive.writestr("results.csv", "sourcedId\n1\n2\n")
        archive.writestr("readme.txt", "hello")
    roster = read_roster(out.getvalue())
    assert names(roster) == ["Семёнов Илья Петрович"]
    assert sorted(told(roster)) == [
        "manifest.csv:0 : There is no manifest.csv: the files are read as they are",
        "readme.txt:0 : This is no file of OneRoster: it is not read",
        "results.csv:0 : Marks and materials are not taken from OneRoster: 2 rows are left out",
        "users.csv:0 : The archive holds this file twice: the second is left out",
        "users.csv:0 : The file stands in a folder of the archive: it is read",
    ]


def test_several_schools_are_asked_for_and_known_by_name_or_id() -> None:
    orgs = (("sourcedId", "name", "type"), ("o1", "Школа № 1", "school"), ("o2", "Школа № 2", "school"))
    other = "u2,active,o2,student,Вера,Никитина,,"
    users = [USERS, ILYA.replace("org", "o1").split(","), other.split(",")]
    data = packed({"orgs.csv": orgs, "users.csv": users})
    with pytest.raises(DomainError) as asked:
        read_roster(data, ["school"])
    assert asked.value.params["names"] == "Школа № 1 (o1), Школа № 2 (o2)"
    for roster in (read_roster(data, ["школа № 2"]), read_roster(data, [], "o2")):
        assert names(roster) == ["Никитина Вера"]
        assert told(roster) == ["users.csv:0 : Rows of other schools are left out: 1"]
    with pytest.raises(DomainError, match="no school"):
        read_roster(data, [], "o3")


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.csv", b"0" * (packing.SMALL * 8))
    return out.getvalue()


def _broken() -> bytes:
    data = bytearray(packed({"users.csv": text([USERS, ILYA.split(",")] * 50)}))
    at = data.index(b"users.csv") + 40
    data[at : at + 20] = b"\xff" * 20
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", packing.NO_ZIP),
        (b"sourcedId,status\n", packing.NO_ZIP),
        (packed({}), packing.NOTHING),
        (packed({f"{number}.csv": "" for number in range(packing.MOST_FILES)}), packing.TOO_MANY),
        (_bomb(), packing.TOO_LARGE),
        (_broken(), packing.LOCKED),
    ],
)
def test_what_is_no_archive_or_too_much_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_roster(data)
    assert refused.value.message == said


@pytest.mark.parametrize("module", [packing, cells, classes, people, reading, roster_plan, roster_rows])
def test_every_message_has_its_russian(module: ModuleType) -> None:
    messages = [value for name, value in vars(module).items() if name.isupper() and " " in str(value)]
    words = [one for one in messages if isinstance(one, str)]
    assert words
    assert [one for one in words if gettext("ru", one) == one] == []


def test_a_whole_small_school_is_read_without_a_fault() -> None:
    roster = read_roster(packed(school()))
    assert told(roster) == []
    assert [(one.guardian_id, one.child_id) for one in roster.wards] == [("u2", "u1")]
