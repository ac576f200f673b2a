"""Archives of OneRoster as other systems write them, made by the tests."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

Table = Sequence[Sequence[Any]]
ORGS: Table = (("sourcedId", "name", "type"), ("org", "Школа", "school"))
USERS = (
    "sourcedId", "status", "orgSourcedIds", "role", "givenName", "familyName", "middleName",
    "agentSourcedIds",
)  # fmt: skip
BORN = ("sourcedId", "birthDate", "sex")
CLASSES = ("sourcedId", "status", "title", "classType", "schoolSourcedId", "termSourcedIds")
PLACES = ("sourcedId", "status", "classSourcedId", "userSourcedId", "role", "primary", "beginDate", "endDate")


def text(rows: Table) -> str:
    """A csv file."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()


def manifest(names: Sequence[str], version: str = "1.1", mode: str = "bulk") -> str:
    """A manifest that names the files."""
    told = [(f"file.{name.removesuffix('.csv')}", mode) for name in names if name != "manifest.csv"]
    return text([("propertyName", "value"), ("oneroster.version", version), *told])


def packed(files: Mapping[str, Table | str | bytes], version: str = "1.1", mode: str = "bulk") -> bytes:
    """The archive, with a manifest where none is given."""
    whole = {"manifest.csv": manifest(list(files), version, mode), **files}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in whole.items():
            archive.writestr(name, rows if isinstance(rows, (str, bytes)) else text(rows))
    return out.getvalue()


def school(**more: Table | str | bytes) -> dict[str, Table | str | bytes]:
    """A small school: 6Б with Илья, his mother, the class teacher; more gives files in place of these."""
    files: dict[str, Table | str | bytes] = {
        "orgs.csv": ORGS,
        "users.csv": (
            USERS,
            ("u1", "active", "org", "student", "Илья", "Семёнов", "Петрович", ""),
            ("u2", "active", "org", "parent", "Анна", "Семёнова", "Ивановна", "u1"),
            ("u3", "active", "org", "teacher", "Ирина", "Котова", "Сергеевна", ""),
        ),
        "demographics.csv": (BORN, ("u1", "2014-02-01", "male")),
        "classes.csv": (CLASSES, ("c1", "active", "6-Б", "homeroom", "org", "")),
        "enrollments.csv": (
            PLACES,
            ("e1", "active", "c1", "u1", "student", "false", "2026-09-01", ""),
            ("e2", "active", "c1", "u3", "teacher", "true", "", ""),
        ),
    }
    return {**files, **{f"{name}.csv": rows for name, rows in more.items()}}
