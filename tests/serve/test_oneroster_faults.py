"""Every fault of an archive of OneRoster in the operator's words, at its file, row and column."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from ejournal import clock
from ejournal.__main__ import main
from ejournal.database import session_scope
from ejournal.integrations.oneroster import packing
from ejournal.integrations.oneroster.columns import ROLES
from ejournal.models import Guardianship, RoleGrant, School
from ejournal.services.calendar.usual_year import make_default_year
from tests.services.oneroster_files import BORN, CLASSES, ORGS, PLACES, USERS, Table, packed, school, text

Files = dict[str, Table | str | bytes]
NAME = "Семёнов Илья Петрович"
ILYA = ("u1", "active", "org", "student", "Илья", "Семёнов", "Петрович", "")
PLACE = ("e1", "active", "c1", "u1", "student", "false", "", "")
KLASS = ("c1", "active", "6-Б", "homeroom", "org", "")


@pytest.fixture
def tried(
    sqlite_database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., list[str]]:
    """What a run of the command says of an archive; a dry run unless it is told otherwise."""
    with session_scope() as session:
        row = School(code="new", name="Школа", short_name="Школа")
        session.add(row)
        session.flush()
        make_default_year(session, row.id or 0, clock.today(row.time_zone))

    def run(data: bytes, *words: str) -> list[str]:
        file = tmp_path / "roster.zip"
        file.write_bytes(data)
        ended = main(["import", "oneroster", str(file), "--school", "new", "--json", *words])
        out, err = capsys.readouterr()
        if ended:
            return [err.strip()]
        return [f"{one['file']}:{one['row']} {one['message']}" for one in json.loads(out)["faults"]]

    return run


def user(**other: str) -> list[str]:
    return list({**dict(zip(USERS, ILYA, strict=True)), **other}.values())


def place(**other: str) -> list[str]:
    return list({**dict(zip(PLACES, PLACE, strict=True)), **other}.values())


def klass(**other: str) -> list[str]:
    return list({**dict(zip(CLASSES, KLASS, strict=True)), **other}.values())


def pupils(*rows: list[str], head: tuple[str, ...] = USERS) -> Files:
    return school(users=(head, *rows), enrollments=(PLACES, PLACE), demographics=(BORN,))


def places(*rows: list[str]) -> Files:
    return school(enrollments=(PLACES, *rows))


OF_FILES: list[tuple[Files, str]] = [
    (pupils(user(), user()), "users.csv:3 Row 2 has the same id: one id is one row"),
    (pupils(user(), user(sourcedId="")), "users.csv:3 The row has no id"),
    (
        pupils(user(status="gone")),
        (
            "users.csv:2 The status “gone” is not known: active, inactive or tobedeleted; "
            "the row is taken as active"
        ),
    ),
    (pupils(user(), user(sourcedId="u" * 121)), "users.csv:3 The id is longer than 120 characters"),
    (
        pupils(user(), user(sourcedId="u5", givenName="")),
        "users.csv:3 There is no givenName: a person needs last name and first name",
    ),
    (
        pupils(user(), user(sourcedId="u5", givenName="и" * 81)),
        f"users.csv:3 “{'и' * 40}” is longer than 80 characters",
    ),
    (
        pupils(user(), user(sourcedId="u5", givenName="\ufffd")),
        "users.csv:3 “\ufffd” holds signs that no name has: the file was saved in another encoding",
    ),
    (pupils(user(role="")), "users.csv:2 Nothing says what this person is to the school: no role is given"),
    (
        pupils(user(role="aide")),
        "users.csv:2 Whoever is “aide” has no role in a school of ours: the role is left out",
    ),
    (
        pupils(user(agentSourcedIds="u1")),
        "users.csv:2 u1 is neither a child’s guardian nor a guardian’s child: the relation is left out",
    ),
    (pupils(user(agentSourcedIds="u9")), "users.csv:2 There is no row “u9” in users.csv"),
    (
        pupils([*user(), "ilya"], head=(*USERS, "username")),
        "users.csv:1 The journal gives its own logins: 1 of the file are not kept",
    ),
    (
        pupils([*user(), "secret"], head=(*USERS, "password")),
        "users.csv:1 The journal keeps nothing of this: password",
    ),
    (
        pupils([*user(), "{"], head=(*USERS, ROLES)),
        "users.csv:2 The column of this journal’s own does not hold what it should: it is not read",
    ),
    (
        pupils([*user(), "41"], head=(*USERS, "shoeSize")),
        "users.csv:1 This column is not known to OneRoster: it is not read",
    ),
    (
        pupils([*user(), "x"], head=(*USERS, "role")),
        "users.csv:1 The column stands here twice: the first is read",
    ),
    (
        pupils(user(), [*user(sourcedId="u5"), "x"]),
        "users.csv:3 The row has more cells than there are columns: is a comma inside without quotes?",
    ),
    (
        school(users=(("sourcedId",),)),
        "users.csv:1 The column is missing: without it nothing can be read from this file",
    ),
    (
        school(users=text((USERS, user())).encode("cp1251")),
        "users.csv:0 The file is not UTF-8 as OneRoster demands: it is read as CP1251",
    ),
    (
        school(users=text((USERS, user())).replace(",", ";")),
        "users.csv:1 The columns are parted by “;”, not by commas: they are read so",
    ),
    (
        school(users=text((USERS, user())) + "x" * (csv.field_size_limit() + 1)),
        "users.csv:3 The row cannot be read: field larger than field limit (131072)",
    ),
    (
        school(demographics=(BORN, ("u1", "01.02.2014", "male"))),
        "demographics.csv:2 “01.02.2014” is no day; OneRoster writes 2026-09-01",
    ),
    (
        school(demographics=(BORN, ("u1", "2014-02-01", "boy"))),
        "demographics.csv:2 “boy” is neither male nor female",
    ),
    (school(demographics=(BORN, ("u1", "1900-02-01", ""))), "users.csv:2 Born on 01.02.1900: this would be"),
    (
        school(orgs=(ORGS[0], ("org", "Школа", "department"))),
        "orgs.csv:2 No row is of the type “school”: “Школа” is taken for the school",
    ),
    (
        school(
            orgs=(*ORGS, ("o2", "Другая", "school")),
            users=(USERS, user(), user(sourcedId="u4", orgSourcedIds="o2")),
        ),
        "users.csv:0 Rows of other schools are left out: 1",
    ),
    (
        school(orgs=(ORGS[0], ("o1", "Одна", "school"), ("o2", "Другая", "school"))),
        "Several schools are in the archive: Одна (o1), Другая (o2). Name yours with --org ID",
    ),
    (
        school(classes=(CLASSES, klass(classType="club"))),
        "classes.csv:2 The class type “club” is not known: homeroom or scheduled",
    ),
    (
        school(classes=(CLASSES, klass(title="Физика"))),
        "classes.csv:2 A homeroom class is named by grade and letter, as “6Б”: “Физика” is no class of ours",
    ),
    (
        school(classes=(CLASSES, klass(classType="scheduled", title="Физика"))),
        "classes.csv:0 There is no subject “Физика” here: classes by timetable left out: 1. Enter it first",
    ),
    (
        school(classes=(CLASSES, klass(), klass(sourcedId="c2"))),
        "classes.csv:3 Row 2 is the same class 6 «Б»: one of the two is left out",
    ),
    (
        school(classes=(CLASSES, klass(status="tobedeleted"))),
        "classes.csv:0 Rows of what was over before are left out: 1",
    ),
    (
        school(
            academicSessions=(
                ("sourcedId", "title", "type", "startDate", "endDate"),
                ("s1", "2022", "schoolYear", "2022-09-01", "2023-05-31"),
            ),
            classes=(CLASSES, klass(termSourcedIds="s1")),
        ),
        "classes.csv:2 The class is of another year, 01.09.2022 – 31.05.2023: it is left out",
    ),
    (places(place(role="proctor")), "enrollments.csv:2 Whoever is “proctor” in a class has no place in ours"),
    (
        places(*(place(sourcedId=one, userSourcedId="u3", role="teacher") for one in "ab")),
        "enrollments.csv:2 Not said to be the primary teacher: taken as one who helps, no class teacher",
    ),
    (
        places(place(beginDate="2026-11-02", endDate="2026-11-01")),
        "enrollments.csv:2 The last day comes before the first",
    ),
    (
        places(place(beginDate="2001-09-01", endDate="2002-05-01")),
        "enrollments.csv:2 The academic year is from",
    ),
    (
        places(place(), place(sourcedId="e2")),
        "enrollments.csv:3 Семёнов Илья Петрович is put into 6 «Б» by another row already",
    ),
    (
        places(place(classSourcedId="c9")),
        "enrollments.csv:2 There is no class “c9” in the archive or in the school",
    ),
    (places(), "users.csv:2 Семёнов Илья Петрович is a pupil without a homeroom class"),
    (
        {"results.csv": (("sourcedId",), ("1",)), **pupils(user())},
        "results.csv:0 Marks and materials are not taken from OneRoster: 1 rows are left out",
    ),
    ({"readme.txt": "", **pupils(user())}, "readme.txt:0 This is no file of OneRoster: it is not read"),
    (
        {"a/users.csv": text((USERS, user()))},
        "users.csv:0 The file stands in a folder of the archive: it is read",
    ),
    (
        {**pupils(user()), "a/users.csv": text((USERS, user()))},
        "users.csv:0 The archive holds this file twice: the second is left out",
    ),
    (
        {**pupils(user()), "manifest.csv": (("propertyName", "value"), ("oneroster.version", "2"))},
        "manifest.csv:2 Version “2” is not 1.1 or 1.2: the files are read as far as they are alike",
    ),
    (
        {**pupils(user()), "manifest.csv": (("propertyName", "value"), ("oneroster.version", "1.1"))},
        "manifest.csv:0 The manifest does not name users.csv: it is read",
    ),
    (
        {**pupils(user()), "manifest.csv": (("propertyName", "value"), ("file.users", "half"))},
        "manifest.csv:2 “half” is neither bulk, delta nor absent",
    ),
    (
        {**pupils(user()), "manifest.csv": (("propertyName", "value"), ("file.users", "absent"))},
        "manifest.csv:2 The manifest says that users.csv is absent, and it is there: it is read",
    ),
    (
        {**pupils(user()), "manifest.csv": (("propertyName", "value"), ("file.roles", "bulk"))},
        "manifest.csv:2 The manifest promises roles.csv, and it is not in the archive",
    ),
    (
        {**pupils(user()), "roles.csv": (("sourcedId", "userSourcedId", "role"),)},
        "manifest.csv:8 OneRoster 1.1 has no file roles.csv",
    ),
    ({}, "There is no file of OneRoster in the archive, such as users.csv"),
    ({f"{one}.csv": "" for one in range(100)}, "The archive holds more than 100 files"),
    ({"users.csv": b"0" * packing.SMALL * 8}, "The archive unpacks to more than 200 MB"),
]


def test_each_fault_of_a_file_is_told_where_it_stands(tried: Callable[..., list[str]]) -> None:
    for files, message in OF_FILES:
        said = tried(packed(files), "--dry-run")
        assert [one for one in said if one.startswith(message)], (message, said)


def test_each_fault_against_the_school_is_told_where_it_stands(tried: Callable[..., list[str]]) -> None:
    first, second, last = "2026-09-01", "2026-09-08", "2026-09-20"
    two = (CLASSES, klass(), klass(sourcedId="c2", title="6-В"))
    assert tried(packed(places(place(beginDate=first)))) == []
    in_two = school(classes=two, enrollments=(PLACES, place(classSourcedId="c2")))
    over = school(classes=(CLASSES, klass(status="inactive")), enrollments=(PLACES,))
    born = (BORN, ("x1", "2014-02-01", ""))
    twin = school(users=(USERS, user(sourcedId="x1")), demographics=born, enrollments=(PLACES,))
    led = place(userSourcedId="u3", role="teacher", primary="true")
    assert tried(packed(places(led))) == []
    for files, message in [
        (places(place(beginDate=second)), f"enrollments.csv:2 {NAME} is in 6 «Б» since"),
        (in_two, f"enrollments.csv:2 {NAME} is in 6 «Б» in these days: only one of the two can be"),
        (over, "classes.csv:2 The class 6 «Б» is over there: here it stays"),
        (pupils(user(familyName="Котов", givenName="Пётр")), f"users.csv:2 This id is {NAME}’s"),
        (twin, f"users.csv:2 {NAME} is known here under another id: u1. Is it the same person?"),
        (places(place(status="inactive")), f"enrollments.csv:2 {NAME}: the place in 6 «Б» ends today"),
        (
            pupils(user(status="inactive")),
            f"users.csv:2 {NAME} has left there: here roles and places end today",
        ),
        (
            places([*led[:1], "inactive", *led[2:]]),
            "enrollments.csv:2 Котова Ирина Сергеевна: a role ends today",
        ),
    ]:
        said = tried(packed(files), "--dry-run")
        assert [one for one in said if one.startswith(message)], (message, said)
    assert tried(packed(places(place(beginDate=first, endDate=last)))) == []
    left = tried(packed(places(place())), "--dry-run")
    assert [one for one in left if one.startswith(f"enrollments.csv:2 {NAME} left 6 «Б» on")], left


def test_what_the_school_has_ended_is_not_begun_anew(tried: Callable[..., list[str]]) -> None:
    tried(packed(school()))
    with session_scope() as session:
        for row in (*session.exec(select(Guardianship)), *session.exec(select(RoleGrant))):
            new = session.get_one(School, row.school_id).code == "new"
            row.ends = date(2026, 11, 1) if new else row.ends
    had = "had this role until 01.11.2026: it is given anew on the person’s card"
    was = "was this child’s guardian until 01.11.2026: that is begun anew on the person’s card"
    assert tried(packed(school())) == [
        f"users.csv:2 {NAME} {had}",
        f"users.csv:3 Семёнова Анна Ивановна {had}",
        f"users.csv:3 Семёнова Анна Ивановна {was}",
        f"users.csv:4 Котова Ирина Сергеевна {had}",
        f"enrollments.csv:3 Котова Ирина Сергеевна {had}",
    ]


def test_an_archive_that_cannot_be_opened_is_one_line(tried: Callable[..., list[str]]) -> None:
    data = bytearray(packed({"users.csv": text([USERS, user()] * 50)}))
    at = data.index(b"users.csv", data.index(b"file.users") if b"file.users" in data else 0)
    data[at + 40 : at + 60] = b"\xff" * 20
    assert tried(bytes(data))[0].startswith("The archive is locked with a password or broken")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("users.csv", text((USERS, user())))
    assert "manifest.csv:0 There is no manifest.csv: the files are read as they are" in tried(out.getvalue())


def test_a_file_of_too_many_rows_is_refused(
    tried: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "MOST_ROWS", 2)
    assert tried(packed(pupils(user(), user(sourcedId="u2")))) == ["The file has more than 2 rows"]
