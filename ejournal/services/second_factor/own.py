"""One's own second factors: codes and passkeys set up, named, taken away, by who proves to be the owner."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from ejournal import clock, limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import Account, CodeKey, Passkey, Person, School
from ejournal.services import audit
from ejournal.services.accounts import throttle
from ejournal.services.base.texts import cleaned
from ejournal.services.second_factor import codes, passkeys, proofs
from ejournal.services.second_factor.asked_of import is_asked
from ejournal.services.second_factor.codes import Fit
from ejournal.services.second_factor.passkeys import Site
from ejournal.services.second_factor.proofs import ProofRefused, prove
from ejournal.services.second_factor.sealing import seal, unseal
from ejournal.services.second_factor.telling import FactorChange, write_of

WAITS = timedelta(minutes=30)
"""How long a key that was told may be confirmed."""
MOST_PASSKEYS = 10
NOTHING_YET = "Set up codes or a passkey first"
LAST_ONE = "Your school asks for a second factor: set up another one first"


@dataclass(frozen=True, slots=True)
class OwnPasskey:
    """A passkey as its owner knows it."""

    id: int
    name: str
    made_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnFactors:
    """What confirms one's sign-ins; asked: the school asks for it, and lets nothing through from `by` on."""

    codes_since: datetime | None
    recovery_left: int
    passkeys: tuple[OwnPasskey, ...]
    asked: bool
    by: date | None


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key of codes, told only here: to be typed, and as the address that a QR code holds."""

    key: str
    address: str


def own_factors(session: Session, actor: Actor) -> OwnFactors:
    """The actor's second factors."""
    actor = actor.as_owner
    guard.require(actor, Permission.ACCOUNT_READ)
    key = proofs.code_key(session, actor.account_id)
    rows = session.scalars(
        select(Passkey)
        .where(col(Passkey.school_id) == actor.school_id, col(Passkey.account_id) == actor.account_id)
        .order_by(col(Passkey.id))
    )
    found = tuple(OwnPasskey(one.id or 0, one.name, one.made_at, one.last_used_at) for one in rows)
    left = proofs.recovery_left(session, actor.account_id)
    asked = is_asked(session, actor)
    return OwnFactors(key.confirmed_at if key else None, left, found, asked, actor.factor_by)


def begin_codes(session: Session, actor: Actor, proof: str) -> NewKey:
    """A key for the actor's application, in place of the present one once a code confirms it."""
    actor = actor.as_owner
    account = _own(session, actor)
    prove(session, actor, proof, field="factor_proof")
    key, now = codes.new_key(), clock.now()
    row = session.scalars(select(CodeKey).where(col(CodeKey.account_id) == actor.account_id)).first()
    row = row or CodeKey(school_id=actor.school_id, account_id=actor.account_id)
    row.waiting, row.waiting_since = seal(key), now
    session.add(row)
    session.flush()
    school = session.execute(
        select(col(School.short_name)).where(col(School.id) == actor.school_id)
    ).scalar_one()
    return NewKey(key, codes.address_of_key(key, account.login, school))


def confirm_codes(session: Session, actor: Actor, typed: str) -> tuple[str, ...]:
    """Let the codes of the new key count, by one of them; new recovery codes where the actor has none."""
    actor = actor.as_owner
    account = _own(session, actor)
    now, counters = clock.now(), (throttle.alone("factor", str(actor.account_id)),)
    row = session.scalars(select(CodeKey).where(col(CodeKey.account_id) == actor.account_id)).first()
    if row is None or row.waiting_since is None or row.waiting_since + WAITS <= now:
        raise DomainError("The key has expired: begin anew", field="factor_code")
    wait = throttle.charge(session, counters, now)
    if wait > timedelta():
        raise ProofRefused("Too many tries. Wait {wait} s", field="factor_code", wait=throttle.seconds(wait))
    verdict = codes.judge(unseal(row.waiting), typed, clock.unpretended(), 0)
    if verdict.fit is not Fit.FITS:
        said = proofs.CLOCK_OFF if verdict.fit is Fit.CLOCK else proofs.WRONG
        raise ProofRefused(said, field="factor_code")
    throttle.take_back(session, counters, now)
    row.sealed, row.confirmed_at, row.last_step = row.waiting, now, verdict.step
    row.waiting, row.waiting_since = "", None
    session.add(row)
    session.flush()
    return _added(session, actor, account, "codes-on", FactorChange.CODES_ON)


def forget_key(session: Session, actor: Actor) -> None:
    """A key that was told is not to count after all."""
    actor = actor.as_owner
    guard.require(actor, Permission.ACCOUNT_WRITE)
    of_actor = update(CodeKey).where(col(CodeKey.account_id) == actor.account_id)
    session.execute(of_actor.values(waiting="", waiting_since=None))


def switch_codes_off(session: Session, actor: Actor, proof: str) -> None:
    """Confirm sign-ins by codes no longer; DomainError where it is the last factor that is asked."""
    actor = actor.as_owner
    account = _own(session, actor)
    if proofs.code_key(session, actor.account_id) is None:
        raise DomainError(NOTHING_YET, field="factor_proof")
    if is_asked(session, actor) and not proofs.has_passkey(session, actor.school_id, actor.account_id):
        raise DomainError(LAST_ONE, field="factor_proof")
    prove(session, actor, proof, field="factor_proof")
    session.execute(delete(CodeKey).where(col(CodeKey.account_id) == actor.account_id))
    _removed(session, actor, account, "codes-off", FactorChange.CODES_OFF)


def renew_recovery_codes(session: Session, actor: Actor, proof: str) -> tuple[str, ...]:
    """Ten new recovery codes, told only here; the former ones work no more."""
    actor = actor.as_owner
    account = _own(session, actor)
    prove(session, actor, proof, field="factor_proof")
    if account.second_factor_since is None:
        raise DomainError(NOTHING_YET, field="factor_proof")
    found = proofs.new_recovery_codes(session, actor.school_id, actor.account_id)
    _record(session, actor, "recovery-codes")
    write_of(session, account, FactorChange.RECOVERY_NEW)
    return found


def begin_passkey(session: Session, actor: Actor, proof: str, site: Site) -> str:
    """What the browser is asked to make a passkey by, as JSON."""
    actor = actor.as_owner
    account = _own(session, actor)
    prove(session, actor, proof, field="factor_proof")
    of_actor = select(func.count()).where(
        col(Passkey.school_id) == actor.school_id, col(Passkey.account_id) == actor.account_id
    )
    if session.execute(of_actor).scalar_one() >= MOST_PASSKEYS:
        raise DomainError(
            "{n} passkeys are the most: remove one first", field="factor_proof", n=MOST_PASSKEYS
        )
    school, last, first = session.execute(
        select(col(School.short_name), col(Person.last_name), col(Person.first_name))
        .join(Person, col(Person.school_id) == col(School.id))
        .where(col(Person.id) == actor.person_id)
    ).one()
    token = _of_session(actor)
    return passkeys.registration_options(
        session, account, token, site, school=school, person=f"{last} {first}"
    )


def add_passkey(session: Session, actor: Actor, answer: str, name: str, site: Site) -> tuple[str, ...]:
    """Add the passkey that the browser has made; new recovery codes where the actor has none."""
    actor = actor.as_owner
    account = _own(session, actor)
    made = passkeys.made_passkey(session, _of_session(actor), answer, site)
    row = passkeys.stored(account, made, _named(name))
    known = select(col(Passkey.id)).where(col(Passkey.credential_id) == row.credential_id)
    if session.execute(known).first() is not None:
        raise DomainError("This passkey is added already")
    session.add(row)
    session.flush()
    return _added(session, actor, account, "passkey-add", FactorChange.PASSKEY_ON, row.name)


def rename_passkey(session: Session, actor: Actor, passkey_id: int, name: str) -> None:
    """Call one of the actor's passkeys otherwise; NotFound for another's."""
    actor = actor.as_owner
    row = guard.get(session, actor, Passkey, passkey_id, Permission.ACCOUNT_WRITE)
    row.name = _named(name)
    session.add(row)
    session.flush()


def remove_passkey(session: Session, actor: Actor, passkey_id: int, proof: str) -> None:
    """Remove one of the actor's passkeys; NotFound for another's, DomainError for the last that is asked."""
    actor = actor.as_owner
    row = guard.get(session, actor, Passkey, passkey_id, Permission.ACCOUNT_WRITE)
    account = _own(session, actor)
    others = select(col(Passkey.id)).where(
        col(Passkey.school_id) == actor.school_id,
        col(Passkey.account_id) == actor.account_id,
        col(Passkey.id) != passkey_id,
    )
    is_last = session.execute(others).first() is None and not proofs.code_key(session, actor.account_id)
    if is_last and is_asked(session, actor):
        raise DomainError(LAST_ONE, field="factor_proof")
    prove(session, actor, proof, field="factor_proof")
    name = row.name
    session.delete(row)
    session.flush()
    _removed(session, actor, account, "passkey-remove", FactorChange.PASSKEY_OFF, name)


def _own(session: Session, actor: Actor) -> Account:
    guard.require(actor, Permission.ACCOUNT_WRITE)
    asked = select(Account).where(col(Account.id) == actor.account_id).with_for_update()
    return session.scalars(asked.execution_options(populate_existing=True)).one()


def _of_session(actor: Actor) -> str:
    return f"session {actor.session_id}"


def _named(name: str) -> str:
    called = cleaned(name, limits.PASSKEY, "passkey_name")
    if not called:
        raise DomainError("Fill this in", field="passkey_name")
    return called


def _added(
    session: Session, actor: Actor, account: Account, action: str, what: FactorChange, name: str = ""
) -> tuple[str, ...]:
    proofs.note_factors(session, actor.school_id, actor.account_id)
    _record(session, actor, action, name)
    write_of(session, account, what, name)
    if proofs.recovery_left(session, actor.account_id):
        return ()
    return proofs.new_recovery_codes(session, actor.school_id, actor.account_id)


def _removed(
    session: Session, actor: Actor, account: Account, action: str, what: FactorChange, name: str = ""
) -> None:
    proofs.note_factors(session, actor.school_id, actor.account_id)
    _record(session, actor, action, name)
    write_of(session, account, what, name)


def _record(session: Session, actor: Actor, action: str, name: str = "") -> None:
    after = {"name": name} if name else None
    change = audit.Change(action, "account", actor.account_id, after=after)
    audit.record(session, actor.school_id, actor.person_id, change)
