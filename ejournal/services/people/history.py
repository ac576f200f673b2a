"""What was done to a person and by whom, out of the audit trail, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, union_all
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.wards import contacts_hidden_from
from ejournal.i18n import gettext
from ejournal.i18n.dates import day_month, full_date
from ejournal.models import Gender, GuardianRights, Person, Role
from ejournal.models.people import short_name
from ejournal.services.base import tables as db
from ejournal.services.base.merged_cards import cards_of

MOST = 60
"""The latest entries that a card shows."""
Told = Mapping[str, Any]
ROLE_WORDS: Mapping[Role, str] = {
    Role.ADMINISTRATOR: "administrator",
    Role.DIRECTOR: "head of school",
    Role.DEPUTY: "deputy head",
    Role.CLASS_TEACHER: "class teacher",
    Role.TEACHER: "teacher",
    Role.PUPIL: "pupil",
    Role.GUARDIAN: "parent",
}
"""What a person is to the school, as message ids."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history: when, what in words, by whom; by is empty for the program."""

    at: datetime
    words: str
    by: str


def history_of(session: Session, actor: Actor, person_id: int, locale: str) -> tuple[Entry, ...]:
    """The latest acts on the person, the last one first."""
    guard.get(session, actor, Person, person_id, Permission.PEOPLE_READ)
    entry, author, account = db.audit_entry.c, db.person.c, db.account.c
    cards = cards_of(session, person_id)
    own_account = select(account.id).where(account.person_id.in_(cards))
    of_school = select(entry.id).where(entry.school_id == actor.school_id)
    about = union_all(
        of_school.where(entry.subject == "person", entry.subject_id.in_(cards)),
        of_school.where(entry.subject == "account", entry.subject_id.in_(own_account)),
    ).subquery()
    rows = session.execute(
        select(entry.at, entry.action, entry.before, entry.after)
        .add_columns(author.last_name, author.first_name, author.middle_name)
        .join_from(about, db.audit_entry, entry.id == about.c.id)
        .outerjoin(db.person, author.id == entry.actor_id)
        .order_by(entry.number.desc())
        .limit(MOST)
    ).all()
    hides = person_id in contacts_hidden_from(session, actor)
    found = []
    for row in rows:
        words = _words(row.action, row.before or {}, row.after or {}, locale, hides=hides)
        by = short_name(row.last_name, row.first_name, row.middle_name or "") if row.last_name else ""
        if words:
            found.append(Entry(row.at, words, by))
    return tuple(found)


def _words(action: str, before: Told, after: Told, locale: str, *, hides: bool) -> str:
    if action in ("person.add", "person.change"):
        return _person(action, before, after, locale, hides=hides)
    make = _WORDS.get(action)
    return make(before, after, locale) if make else ""


_FIELDS = {
    "last_name": "Last name",
    "first_name": "First name",
    "middle_name": "Middle name",
    "gender": "Gender",
    "birth_date": "Birth date",
    "phone": "Phone",
    "email": "E-mail",
}


def _person(action: str, before: Told, after: Told, locale: str, *, hides: bool) -> str:
    if action == "person.add":
        return gettext(locale, "Entered by hand")
    changes = []
    for name in _FIELDS:
        if name not in after or (hides and name in ("phone", "email")):
            continue
        was, now = (_value(name, told.get(name, ""), locale) for told in (before, after))
        field = gettext(locale, _FIELDS[name])
        if was and now:
            words = gettext(locale, "{field}: {was} became {now}", field=field, was=was, now=now)
        elif now:
            words = f"{field}: {now}"
        else:
            words = gettext(locale, "{field}: {was} is taken away", field=field, was=was)
        changes.append(words)
    return "; ".join(changes)


def _value(name: str, value: str, locale: str) -> str:
    if name == "birth_date" and value:
        return full_date(locale, date.fromisoformat(value))
    if name == "gender" and value:
        return gettext(locale, "female" if value == Gender.FEMALE else "male")
    return value


def _moved(_before: Told, after: Told, locale: str, action: str) -> str:
    day = day_month(locale, date.fromisoformat(after["day"]))
    about = {"was": after.get("from", ""), "becomes": after.get("to", ""), "day": day}
    if action == "transfer":
        return gettext(locale, "Transferred from {was} to {becomes} from {day}", **about)
    if action == "leave":
        words = gettext(locale, "Left {was}, last day {day}", **about)
        return f"{words}: {after['reason']}" if after.get("reason") else words
    if action == "return":
        return gettext(locale, "Back at the school: {becomes} from {day}", **about)
    return gettext(locale, "Enrolled in {becomes} from {day}", **about)


def _undone(_before: Told, after: Told, locale: str) -> str:
    words = {
        "person.transfer": gettext(locale, "The transfer is undone"),
        "person.leave": gettext(locale, "The leaving is undone"),
    }
    return words.get(after.get("of", ""), gettext(locale, "The return is undone"))


def _role(after: Told, locale: str, given: bool) -> str:
    role = gettext(locale, ROLE_WORDS[Role(after["role"])])
    named = f"{role} {after['class']}" if after.get("class") else role
    day = full_date(locale, date.fromisoformat(after["day"]))
    if given:
        return gettext(locale, "Role given: {role}, from {day}", role=named, day=day)
    return gettext(locale, "Role ended: {role}, last day {day}", role=named, day=day)


def _relative(before: Told, after: Told, locale: str, what: str) -> str:
    who = f"{after['who']} ({after['relation']})" if after.get("relation") else after["who"]
    heads = {
        "guardian.add": gettext(locale, "Guardian added: {who}", who=who),
        "guardian.end": gettext(locale, "No longer a guardian: {who}", who=who),
        "child.add": gettext(locale, "Stands for the child: {who}", who=who),
        "child.end": gettext(locale, "Stands for the child no longer: {who}", who=who),
    }
    limits = _limits(before, after, locale)
    return ": ".join(part for part in (heads.get(what, who), limits) if part)


def _limits(before: Told, after: Told, locale: str) -> str:
    """What has changed in what a guardian may see, or what was limited from the start."""
    said = []
    if after.get("rights") != before.get("rights", GuardianRights.FULL.value):
        limited = after.get("rights") == GuardianRights.NONE.value
        words = gettext(locale, "sees nothing") if limited else gettext(locale, "sees everything")
        said.append(words)
    if bool(after.get("contacts_hidden")) != bool(before.get("contacts_hidden")):
        hidden = gettext(locale, "contacts hidden from the other guardians")
        shown = gettext(locale, "contacts shown to the other guardians")
        said.append(hidden if after.get("contacts_hidden") else shown)
    if after.get("ends") and after.get("ends") != before.get("ends"):
        day = full_date(locale, date.fromisoformat(after["ends"]))
        said.append(gettext(locale, "until {day}", day=day))
    return ", ".join(said)


def _merged(before: Told, after: Told, locale: str) -> str:
    words = gettext(locale, "Made one with the card of {name}", name=after["with"])
    closed = after.get("closed")
    closing = gettext(locale, "the sign-in {login} was closed", login=closed) if closed else ""
    changes = _person("person.change", before, _fields_of(after), locale, hides=True)
    return "; ".join(part for part in (words, closing, changes) if part)


def _fields_of(after: Told) -> Told:
    return {name: value for name, value in after.items() if name in _FIELDS}


_WORDS: Mapping[str, Callable[[Told, Told, str], str]] = {
    "person.merge": _merged,
    "person.merge-undo": lambda _before, after, locale: gettext(
        locale, "Parted again from the card of {name}", name=after["with"]
    ),
    "person.two": lambda _before, after, locale: gettext(
        locale, "Said to be another person than {name}", name=after["with"]
    ),
    "person.two-undo": lambda _before, after, locale: gettext(
        locale, "No longer said to be another person than {name}", name=after["with"]
    ),
    "person.merged-undo": lambda _before, after, locale: gettext(
        locale, "Parted again from the card of {name}", name=after["with"]
    ),
    "person.enter": lambda before, after, locale: _moved(before, after, locale, "enter"),
    "person.transfer": lambda before, after, locale: _moved(before, after, locale, "transfer"),
    "person.leave": lambda before, after, locale: _moved(before, after, locale, "leave"),
    "person.return": lambda before, after, locale: _moved(before, after, locale, "return"),
    "person.undo": _undone,
    "role.give": lambda _before, after, locale: _role(after, locale, given=True),
    "role.end": lambda _before, after, locale: _role(after, locale, given=False),
    **{
        what: lambda before, after, locale, what=what: _relative(before, after, locale, what)  # type: ignore[misc]
        for what in (
            "guardian.add", "guardian.change", "guardian.end", "child.add", "child.change", "child.end",
        )
    },
    "account-make": lambda _before, after, locale: gettext(
        locale, "Account made: {login}", login=after.get("login", "")
    ),
    "password-give": lambda _before, _after, locale: gettext(locale, "A new password was given"),
    "look-begin": lambda _before, after, locale: gettext(
        locale, "An administrator looks as this person: {reason}", reason=after.get("reason", "")
    ),
    "look-end": lambda _before, _after, locale: gettext(locale, "The administrator's look has ended"),
    "provider-link": lambda _before, _after, locale: gettext(locale, "A sign-in by another service linked"),
    "provider-unlink": lambda _before, _after, locale: gettext(
        locale, "A sign-in by another service unlinked"
    ),
    "code-make": lambda _before, _after, locale: gettext(locale, "A registration slip was printed"),
    "registration-remind": lambda _before, after, locale: gettext(
        locale, "Reminded by mail to register, reminder {n}", n=after.get("number", "")
    ),
    "registration-remind.stop": lambda _before, _after, locale: gettext(
        locale, "Asked for no more reminders"
    ),
    "register": lambda _before, _after, locale: gettext(locale, "Registered by a slip"),
    "place-add": lambda _before, _after, locale: gettext(locale, "Signs in by an account of another school"),
    "place-end": lambda _before, _after, locale: gettext(
        locale, "The account of another school opens nothing here any more"
    ),
    "account-block": lambda _before, _after, locale: gettext(locale, "Account blocked"),
    "account-unblock": lambda _before, _after, locale: gettext(locale, "Account unblocked"),
}  # fmt: skip
