"""Users with their roles, birth dates and relations, as OneRoster's files tell of them."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ejournal import limits
from ejournal.errors import DomainError
from ejournal.integrations.oneroster.cells import BAD_EXTRA, by_id, day_in, extra, extra_days, is_over, items
from ejournal.integrations.oneroster.classes import NO_REFERENCE, OTHER_SCHOOL
from ejournal.integrations.oneroster.columns import ROLES, WARDS
from ejournal.integrations.oneroster.packing import Files, Row
from ejournal.integrations.people.values import TOO_LONG_NAME
from ejournal.models import GuardianRights, Role
from ejournal.services.base.contacts import email_spelled, phone_spelled
from ejournal.services.base.names import WrittenName
from ejournal.services.people_import.file import Fault, Line, Meaning, SheetKind
from ejournal.services.people_import.roster import At, RosterPerson, RosterRole, RosterWard

NO_NAME = "There is no {part}: a person needs last name and first name"
BAD_SIGNS = "“{value}” holds signs that no name has: the file was saved in another encoding"
BAD_SEX = "“{value}” is neither male nor female"
BAD_ROLE = "Whoever is “{value}” has no role in a school of ours: the role is left out"
NO_ROLE = "Nothing says what this person is to the school: no role is given"
LONG_ID = "The id is longer than {limit} characters"
NOT_A_RELATION = "{id} is neither a child’s guardian nor a guardian’s child: the relation is left out"
OTHER_LOGIN = "The journal gives its own logins: {rows} of the file are not kept"
LONGEST_ID = 120
RELATION = 40

_ROLES = {
    "student": Role.PUPIL,
    "teacher": Role.TEACHER,
    "administrator": Role.ADMINISTRATOR,
    "systemadministrator": Role.ADMINISTRATOR,
    "siteadministrator": Role.ADMINISTRATOR,
    "principal": Role.DIRECTOR,
    "guardian": Role.GUARDIAN,
    "parent": Role.GUARDIAN,
    "relative": Role.GUARDIAN,
}
_SEXES = {"male": "m", "female": "f", "": "", "other": "", "unspecified": ""}
COLUMNS = {
    Meaning.NAME: "familyName",
    Meaning.LAST: "familyName",
    Meaning.FIRST: "givenName",
    Meaning.MIDDLE: "middleName",
    Meaning.BIRTH: "birthDate",
    Meaning.GENDER: "sex",
    Meaning.PHONE: "phone",
    Meaning.EMAIL: "email",
    Meaning.EXTERNAL: "sourcedId",
    Meaning.CLASS: "classSourcedId",
    Meaning.ENROLLED: "beginDate",
}
"""By what a line says, the column where a fault of it is shown."""
_BY_MEANING = {meaning.value: column for meaning, column in COLUMNS.items()}


@dataclass
class Users:
    """What was found; others are ids of users who are of other schools or could not be read."""

    people: list[RosterPerson] = field(default_factory=list)
    wards: list[RosterWard] = field(default_factory=list)
    others: set[str] = field(default_factory=set)


def read_users(files: Files, orgs: set[str] | None) -> Users:
    """The users of the school."""
    found = Users()
    users, born = by_id(files, "users.csv"), by_id(files, "demographics.csv")
    roles = _roles(files, users, orgs)
    elsewhere = 0
    for one, row in users.items():
        if _is_elsewhere(row, roles.get(one), orgs):
            elsewhere += 1
            found.others.add(one)
            continue
        person = _person(files, row, born.get(one), roles.get(one, []))
        if person is None:
            found.others.add(one)
        else:
            found.people.append(person)
    if elsewhere:
        files.tell(At("users.csv").fault(OTHER_SCHOOL, stops=False, rows=elsewhere))
    _tell_logins(files, users)
    if users:
        _check_references(files, users)
    found.wards = list(_wards(files, users, found))
    return found


def _is_elsewhere(row: Row, roles: list[tuple[str, RosterRole]] | None, orgs: set[str] | None) -> bool:
    if orgs is None:
        return False
    named = {*items(row.get("orgSourcedIds")), *items(row.get("primaryOrgSourcedId"))}
    named |= {org for org, _ in roles or [] if org}
    return bool(named) and not named & orgs


def _roles(
    files: Files, users: dict[str, Row], orgs: set[str] | None
) -> dict[str, list[tuple[str, RosterRole]]]:
    """By user, the roles of roles.csv with the org that each is of; those elsewhere keep only the org."""
    found: dict[str, list[tuple[str, RosterRole]]] = defaultdict(list)
    for row in by_id(files, "roles.csv").values():
        user, org = row.get("userSourcedId"), row.get("orgSourcedId")
        if users and user not in users:
            files.tell(row.at.fault(NO_REFERENCE, "userSourcedId", id=user[:80], file="users.csv"))
            continue
        (starts, is_first), (ends, is_last) = day_in(files, row, "beginDate"), day_in(files, row, "endDate")
        role = _ROLES.get(row.get("role").lower())
        if role is None:
            files.tell(row.at.fault(BAD_ROLE, "role", value=row.get("role")[:40]))
        elif is_first and is_last and (orgs is None or not org or org in orgs):
            found[user].append((org, RosterRole(row.at, role, "", starts, ends, is_over(files, row))))
    return found


def _person(
    files: Files, row: Row, born: Row | None, told: list[tuple[str, RosterRole]]
) -> RosterPerson | None:
    """The person; nothing when the row cannot be one."""
    name = _written_name(files, row)
    if name is None:
        return None
    if len(row.id) > LONGEST_ID:
        files.tell(row.at.fault(LONG_ID, "sourcedId", limit=LONGEST_ID))
        return None
    over = is_over(files, row)
    roles = tuple(_held(files, row, [one for _, one in told]))
    line = Line(
        kind=_kind({one.role for one in roles}),
        sheet=row.sheet,
        row=row.number,
        name=name,
        phone=_contact(files, row, "phone") or _contact(files, row, "sms"),
        email=_contact(files, row, "email"),
        external=row.id,
        columns=_BY_MEANING,
    )
    if born is not None:
        birth, _ = day_in(files, born, "birthDate")
        sex = born.get("sex").lower()
        if sex not in _SEXES:
            files.tell(born.at.fault(BAD_SEX, "sex", stops=False, value=sex[:40]))
        line = replace(line, birth=birth, gender=_SEXES.get(sex, ""))
    return RosterPerson(row.at, row.id, line, roles, over, gender_told=born is not None)


def _kind(roles: set[Role]) -> SheetKind:
    if Role.PUPIL in roles:
        return SheetKind.PUPILS
    return SheetKind.GUARDIANS if roles == {Role.GUARDIAN} else SheetKind.STAFF


def _held(files: Files, row: Row, told: list[RosterRole]) -> Iterator[RosterRole]:
    """The roles of a user: those of our own column, else of roles.csv, else the one of users.csv."""
    if ROLES in row.cells:
        for one in extra(files, row, ROLES):
            try:
                starts, ends = extra_days(one)
                yield RosterRole(row.at, Role(str(one.get("role"))), "", starts, ends)
            except (TypeError, ValueError):
                files.tell(row.at.fault(BAD_EXTRA, ROLES, stops=False))
        return
    if told:
        yield from told
        return
    text = row.get("role")
    role = _ROLES.get(text.lower())
    if role is not None:
        yield RosterRole(row.at, role)
    elif text:
        files.tell(row.at.fault(BAD_ROLE, "role", stops=False, value=text[:40]))
    else:
        files.tell(row.at.fault(NO_ROLE, "role", stops=False))


def _written_name(files: Files, row: Row) -> WrittenName | None:
    parts = {column: row.get(column) for column in ("familyName", "givenName", "middleName")}
    for column, part in parts.items():
        fault: Fault | None = None
        if not part and column != "middleName":
            fault = row.at.fault(NO_NAME, column, part=column)
        elif any(unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") or sign == "\ufffd" for sign in part):
            fault = row.at.fault(BAD_SIGNS, column, value=part[:40])
        elif len(part) > limits.PERSON:
            fault = row.at.fault(TOO_LONG_NAME, column, value=part[:40], limit=limits.PERSON)
        if fault is not None:
            files.tell(fault)
            return None
    return WrittenName(*parts.values())


def _contact(files: Files, row: Row, column: str) -> str:
    spelled = email_spelled if column == "email" else phone_spelled
    try:
        return spelled(row.get(column), column)
    except DomainError as error:
        files.tell(row.at.fault(error.message, column, stops=False))
        return ""


def _tell_logins(files: Files, users: dict[str, Row]) -> None:
    given = sum(1 for row in users.values() if row.get("username") not in ("", row.id))
    if given:
        files.tell(At("users.csv", 1).fault(OTHER_LOGIN, "username", stops=False, rows=given))


def _check_references(files: Files, users: dict[str, Row]) -> None:
    """Rows of files beside the users that are about nobody."""
    for row in by_id(files, "demographics.csv").values():
        if row.id not in users:
            files.tell(row.at.fault(NO_REFERENCE, "sourcedId", id=row.id[:80], file="users.csv"))
    for row in by_id(files, "userProfiles.csv").values():
        user = row.get("userSourcedId")
        if user not in users:
            files.tell(row.at.fault(NO_REFERENCE, "userSourcedId", id=user[:80], file="users.csv"))


# ----------------------------------------------------------------------------------------------- relations


def _wards(files: Files, users: dict[str, Row], found: Users) -> Iterator[RosterWard]:
    """Each pair of guardian and child once, whichever of the two names the other."""
    roles = {one.id: {held.role for held in one.roles} for one in found.people}
    seen: set[tuple[str, str]] = set()
    for one in found.people:
        for ward in _own_wards(files, users[one.id], one.id):
            if (ward.guardian_id, ward.child_id) not in seen:
                seen.add((ward.guardian_id, ward.child_id))
                yield ward
    for one in found.people:
        row = users[one.id]
        for agent in items(row.get("agentSourcedIds")):
            pair = _pair(one.id, agent, roles)
            if pair in seen or agent in found.others:
                continue
            if pair is None:
                message, words = (
                    (NOT_A_RELATION, {}) if agent in roles else (NO_REFERENCE, {"file": row.sheet})
                )
                files.tell(row.at.fault(message, "agentSourcedIds", stops=False, id=agent[:80], **words))
                continue
            seen.add(pair)
            yield RosterWard(row.at, *pair)


def _pair(one: str, agent: str, roles: dict[str, set[Role]]) -> tuple[str, str] | None:
    """Guardian and child; nothing when the two are not that."""
    if Role.GUARDIAN in roles[one] and Role.PUPIL in roles.get(agent, ()):
        return one, agent
    if Role.PUPIL in roles[one] and Role.GUARDIAN in roles.get(agent, ()):
        return agent, one
    return None


def _own_wards(files: Files, row: Row, guardian_id: str) -> Iterator[RosterWard]:
    for one in extra(files, row, WARDS):
        try:
            yield _own_ward(row, guardian_id, one)
        except (TypeError, ValueError):
            files.tell(row.at.fault(BAD_EXTRA, WARDS, stops=False))


def _own_ward(row: Row, guardian_id: str, one: dict[str, Any]) -> RosterWard:
    starts, ends = extra_days(one)
    child, relation = one.get("child"), one.get("relation", "")
    if not isinstance(child, str) or not isinstance(relation, str) or len(relation) > RELATION:
        raise ValueError
    rights = GuardianRights(one.get("rights", GuardianRights.FULL))
    hidden = one.get("hidden") is True
    return RosterWard(row.at, guardian_id, child, relation, rights, hidden, starts, ends)
