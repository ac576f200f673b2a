"""An account of one's own by a registration code: the code is used up, and works for nobody else.

Whoever has no code learns nothing: a used, an expired, a foreign and an invented code get one answer. What no
code can be, by its signs or their number, is said in words by the field, looked up nowhere and not counted.
Other tries are counted like sign-ins, and all of an hour together. What has shown to be a code is sealed for
the browser, so that later steps need not be counted again.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.errors import DomainError
from ejournal.i18n import DEFAULT
from ejournal.models import Account, OneTimeLink, Person, School
from ejournal.models.base import table
from ejournal.services import audit
from ejournal.services.accounts import throttle
from ejournal.services.accounts.logins import propose_login
from ejournal.services.accounts.opening import open_account
from ejournal.services.accounts.own_email import name_first
from ejournal.services.accounts.places import signs_in
from ejournal.services.base.contacts import email_spelled
from ejournal.services.base.one_time_links import use_link
from ejournal.services.registration.codes import is_live
from ejournal.services.registration.no_more import forget_waiting
from ejournal.services.registration.signs import code_hash, require_code
from ejournal.settings import settings

FIELD = "code"


class CodeRefused(DomainError):
    """The code opens nothing, or tries come too fast; the try stays counted."""

    keeps_work = True


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who registers, as far as a holder of the code is told: the masked name, the school, a free login."""

    person_id: int
    name: str
    school: str
    login: str


def try_code(session: Session, typed: str, address: str) -> str:
    """The sealed code for the browser's cookie; CodeRefused when it opens nothing, or comes too soon.

    DomainError by the field for what can be nobody's code.
    """
    code, now = require_code(typed, FIELD), clock.now()
    counters = (
        *throttle.counters(f"code {code}", address),
        throttle.of_all("registration code", now),
    )
    wait = throttle.charge(session, counters, now)
    if wait > timedelta():
        raise CodeRefused("Too many tries. Wait {wait} s", wait=throttle.seconds(wait))
    if session.execute(_opened_by(code)).first() is None:
        raise _refused()
    throttle.take_back(session, counters, now)
    return f"{code}.{_seal(code)}"


def newcomer(session: Session, sealed: str) -> Newcomer:
    """Who registers by the code; CodeRefused when it opens nothing any more."""
    person, _ = held(session, sealed)
    school = session.get_one(School, person.school_id)
    login = propose_login(session, person.last_name, person.first_name, person.middle_name)
    return Newcomer(person.id or 0, masked(person), school.name, login)


def register(
    session: Session, sealed: str, login: str, password: str, email: str = "", locale: str = DEFAULT
) -> Account:
    """The account of whose code it is, which is used up; DomainError by the field.

    An e-mail is kept as a contact where the school knows none, and becomes the account's once it is confirmed
    by the address in a letter.
    """
    person, link = held(session, sealed, hold=True)
    address = email_spelled(email, "email")
    use_link(session, link)
    account = open_account(session, person, login, password)
    forget_waiting(session, person.school_id, person.id or 0)
    account.locale = locale
    session.add(account)
    if address:
        person.email = person.email or address
        session.add(person)
        name_first(session, account, address)
    change = audit.Change("register", "account", account.id)
    audit.record(session, person.school_id, person.id, change)
    return account


def masked(person: Person) -> str:
    """«К…а Ирина С.»: enough to know oneself, and little for whoever found the slip."""
    last = person.last_name
    hidden = f"{last[0]}…{last[-1]}" if len(last) > 2 else f"{last[:1]}…"
    initial = f"{person.middle_name[0]}." if person.middle_name else ""
    return " ".join(filter(None, (hidden, person.first_name, initial)))


def held(session: Session, sealed: str, *, hold: bool = False) -> tuple[Person, OneTimeLink]:
    """Whose the sealed code is, and the code, held where asked; CodeRefused when it opens nothing."""
    code, _, seal = sealed.partition(".")
    if not hmac.compare_digest(seal.encode(), _seal(code).encode()):
        raise _refused()
    asked = _opened_by(code)
    found = session.execute(asked.with_for_update(of=table(OneTimeLink)) if hold else asked).first()
    if found is None:
        raise _refused()
    return found[0], found[1]


def _opened_by(code: str) -> Select[Person, OneTimeLink]:
    return (
        select(Person, OneTimeLink)
        .join(OneTimeLink, col(OneTimeLink.person_id) == col(Person.id))
        .where(col(OneTimeLink.token_hash) == code_hash(code), is_live(table(OneTimeLink).c))
        .where(~signs_in(col(Person.id)))
    )


def _seal(code: str) -> str:
    return hmac.new(settings().key, f"registration seal\0{code}".encode(), hashlib.sha256).hexdigest()[:40]


def _refused() -> CodeRefused:
    return CodeRefused("This code does not work. Check its signs, or ask the school for a new slip")
