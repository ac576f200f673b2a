"""The school written as an archive of OneRoster 1.1 or 1.2."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from datetime import date
from typing import Any

from ejournal.integrations.oneroster.columns import (
    COLUMNS,
    HOURS,
    LETTER,
    NEW_IN_1_2,
    OTHERS,
    ROLES,
    USERS_1_1,
    USERS_1_2,
    WARDS,
)
from ejournal.models import Gender, GuardianRights, Role, TermKind
from ejournal.services.calendar.year import term_name
from ejournal.services.people_import.rosters import GivenPerson, GivenSchool

WRITTEN_AT = (1980, 1, 1, 0, 0, 0)
"""The time of the files in the archive: the same school gives the same bytes."""
_ROLES = {
    Role.PUPIL: ("student", "student"),
    Role.DIRECTOR: ("administrator", "principal"),
    Role.DEPUTY: ("administrator", "siteAdministrator"),
    Role.ADMINISTRATOR: ("administrator", "systemAdministrator"),
    Role.TEACHER: ("teacher", "teacher"),
    Role.GUARDIAN: ("guardian", "guardian"),
}
"""By role, its word in 1.1 and in 1.2; where 1.1 has room for one, the first of these that a person holds."""
_TYPES = {TermKind.QUARTER: "gradingPeriod", TermKind.TRIMESTER: "term", TermKind.HALF_YEAR: "semester"}
_SEXES = {Gender.MALE: "male", Gender.FEMALE: "female"}
HOMEROOM = "homeroom"
Rows = Iterable[dict[str, str]]


def write_roster(given: GivenSchool, version: str) -> bytes:
    """The archive, version 1.1 or 1.2; the same school on the same day gives the same bytes."""
    is_new = version == "1.2"
    files: dict[str, tuple[tuple[str, ...], Rows]] = {
        "orgs.csv": (COLUMNS["orgs.csv"], _orgs(given)),
        "academicSessions.csv": (COLUMNS["academicSessions.csv"], _sessions(given)),
        "courses.csv": (COLUMNS["courses.csv"], _courses(given)),
        "classes.csv": ((*COLUMNS["classes.csv"], LETTER, HOURS), _classes(given)),
        "users.csv": ((*(USERS_1_2 if is_new else USERS_1_1), ROLES, WARDS), _users(given)),
        "demographics.csv": (COLUMNS["demographics.csv"], _demographics(given)),
        "enrollments.csv": (COLUMNS["enrollments.csv"], _enrolments(given)),
    }
    if is_new:
        files["roles.csv"] = (COLUMNS["roles.csv"], _roles(given))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        _put(packed, "manifest.csv", COLUMNS["manifest.csv"], _manifest(set(files), version))
        for name, (columns, rows) in files.items():
            _put(packed, name, columns, rows)
    return out.getvalue()


def _put(packed: zipfile.ZipFile, name: str, columns: tuple[str, ...], rows: Rows) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    part = zipfile.ZipInfo(name, WRITTEN_AT)
    part.compress_type = zipfile.ZIP_DEFLATED
    packed.writestr(part, text.getvalue().encode())


def _manifest(there: set[str], version: str) -> Rows:
    yield {"propertyName": "manifest.version", "value": "1.0"}
    yield {"propertyName": "oneroster.version", "value": version}
    names = {*OTHERS, *(name.removesuffix(".csv") for name in COLUMNS)} - {"manifest"}
    for name in sorted(names):
        if version == "1.2" or name not in NEW_IN_1_2:
            value = "bulk" if f"{name}.csv" in there else "absent"
            yield {"propertyName": f"file.{name}", "value": value}
    yield {"propertyName": "source.systemName", "value": "ejournal"}
    yield {"propertyName": "source.systemCode", "value": "ejournal"}


def _orgs(given: GivenSchool) -> Rows:
    school = given.school
    yield {"sourcedId": given.id, "name": school.name, "type": "school", "identifier": school.code}


def _sessions(given: GivenSchool) -> Rows:
    ends = str(given.year.ends.year)
    span = {"startDate": _day(given.year.starts), "endDate": _day(given.year.ends), "schoolYear": ends}
    yield {"sourcedId": given.year_id, "title": given.year.name, "type": "schoolYear", **span}
    for one in given.terms:
        yield {
            "sourcedId": one.id,
            "title": term_name("ru", one.scheme.kind, one.row.number),
            "type": _TYPES[one.scheme.kind],
            "startDate": _day(one.row.starts),
            "endDate": _day(one.row.ends),
            "parentSourcedId": given.year_id,
            "schoolYear": ends,
        }


def _courses(given: GivenSchool) -> Rows:
    """A homeroom class needs a course there: one for all; else one a subject."""
    yield {
        "sourcedId": HOMEROOM,
        "schoolYearSourcedId": given.year_id,
        "title": "Класс",
        "orgSourcedId": given.id,
    }
    subjects = {one.subject_id: one.subject for one in given.courses}
    for number, name in subjects.items():
        whole = {"schoolYearSourcedId": given.year_id, "orgSourcedId": given.id}
        yield {"sourcedId": number, "title": name, "subjects": name, **whole}


def _classes(given: GivenSchool) -> Rows:
    for one in given.classes:
        yield {
            "sourcedId": one.id,
            "title": one.title,
            "grades": str(one.grade),
            "courseSourcedId": HOMEROOM,
            "classCode": f"{one.grade}{one.letter}",
            "classType": "homeroom",
            "schoolSourcedId": given.id,
            "termSourcedIds": ",".join(one.terms),
            LETTER: one.letter,
        }
    for course in given.courses:
        yield {
            "sourcedId": course.id,
            "title": course.title,
            "grades": ",".join(map(str, course.grades)),
            "courseSourcedId": course.subject_id,
            "classType": "scheduled",
            "schoolSourcedId": given.id,
            "termSourcedIds": ",".join(course.terms),
            "subjects": course.subject,
            HOURS: str(course.hours),
        }


def _users(given: GivenSchool) -> Rows:
    children = {child for one in given.people for _, child in one.wards}
    for one in given.people:
        person = one.row
        sees = [child for row, child in one.wards if row.rights is GuardianRights.FULL]
        yield {
            "sourcedId": one.id,
            "enabledUser": "true",
            "orgSourcedIds": given.id,
            "primaryOrgSourcedId": given.id,
            "role": _one_role(one, is_child=one.id in children),
            "username": one.id,
            "givenName": person.first_name,
            "familyName": person.last_name,
            "middleName": person.middle_name,
            "email": person.email,
            "phone": person.phone,
            "agentSourcedIds": ",".join(dict.fromkeys((*sees, *one.guardians))),
            ROLES: _json(_roles_of(one)),
            WARDS: _json(_wards_of(one)),
        }


def _one_role(one: GivenPerson, *, is_child: bool) -> str:
    """The one role that 1.1 has room for."""
    held = {role.what[0] for role in one.roles}
    usual = "student" if is_child else "guardian" if one.wards else "student"
    return next((words[0] for role, words in _ROLES.items() if role in held), usual)


def _roles_of(one: GivenPerson) -> list[dict[str, Any]]:
    return [{"role": role.what[0].value, **_days(role.starts, role.ends)} for role in one.roles]


def _wards_of(one: GivenPerson) -> list[dict[str, Any]]:
    return [
        {
            "child": child,
            "relation": row.relation,
            "rights": row.rights.value,
            "hidden": row.contacts_hidden,
            **_days(row.starts, row.ends),
        }
        for row, child in one.wards
    ]


def _days(starts: date | None, ends: date | None) -> dict[str, str]:
    return {name: day.isoformat() for name, day in (("from", starts), ("to", ends)) if day}


def _json(listed: list[dict[str, Any]]) -> str:
    return json.dumps(listed, ensure_ascii=False) if listed else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _demographics(given: GivenSchool) -> Rows:
    for one in given.people:
        sex = _SEXES[one.row.gender] if one.row.gender else ""
        yield {"sourcedId": one.id, "birthDate": _day(one.row.birth_date), "sex": sex}


def _roles(given: GivenSchool) -> Rows:
    for one in given.people:
        for number, role in enumerate(one.roles):
            yield {
                "sourcedId": f"{one.id}-{role.what[0].value}-{number}",
                "userSourcedId": one.id,
                "roleType": "secondary" if number else "primary",
                "role": _ROLES[role.what[0]][1],
                "beginDate": _day(role.starts),
                "endDate": _day(role.ends),
                "orgSourcedId": given.id,
            }


def _enrolments(given: GivenSchool) -> Rows:
    for one in given.classes:
        whole = {"classSourcedId": one.id, "schoolSourcedId": given.id}
        for role, held_ones in (("student", one.places), ("teacher", one.teachers)):
            for person_id, held in held_ones:
                yield {
                    "sourcedId": f"{role}-{held.id}",
                    **whole,
                    "userSourcedId": person_id,
                    "role": role,
                    "primary": "true" if role == "teacher" else "false",
                    "beginDate": _day(held.starts),
                    "endDate": _day(held.ends),
                }
    for course in given.courses:
        held_by = [("teacher", course.teacher), *(("student", pupil) for pupil in course.pupils)]
        for role, person_id in held_by:
            yield {
                "sourcedId": f"{course.id}-{role}-{person_id}",
                "classSourcedId": course.id,
                "schoolSourcedId": given.id,
                "userSourcedId": person_id,
                "role": role,
                "primary": "true" if role == "teacher" else "false",
            }
