"""What an account is proved by: a code, a recovery code, a password; each try is counted beforehand."""

from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.errors import DomainError
from ejournal.models import Account, CodeKey, Passkey, RecoveryCode
from ejournal.services.accounts import own, throttle
from ejournal.services.registration.signs import LENGTH, new_code, read_code, require_code, spelled
from ejournal.services.second_factor import codes
from ejournal.services.second_factor.codes import Fit
from ejournal.services.second_factor.sealing import keyed_hash, unseal

RECOVERY_CODES = 10
CLOCK_OFF = (
    "This code is of another time: the clock of the phone or the computer is off. Let the phone set its "
    "time by itself, and type a new code"
)
USED = "This code was used already. Wait for the next one"
WRONG = "The code does not fit. Take the present one from the application"
RECOVERY_WRONG = "This recovery code does not fit, or was used already"
KEY_LOST = (
    "Codes cannot be checked: the key of the installation was changed. Use a passkey, or ask an administrator"
)


class ProofRefused(DomainError):
    """A wrong code; the try stays counted."""

    keeps_work = True


def require_readable(typed: str, *, field: str) -> None:
    """DomainError by the field for what is no code of any kind, in words; it need not be counted as a try."""
    signs = [sign for sign in typed if sign.isalnum()]
    if not codes.meant_digits(typed) and (len(signs) >= LENGTH - 1 or any(sign.isalpha() for sign in signs)):
        require_code(typed, field)


def take_code(session: Session, account_id: int, typed: str, *, field: str) -> None:
    """Use up a code of the application, or a recovery code; ProofRefused by the field when it is neither."""
    if read_code(typed):
        _take_recovery(session, account_id, typed, field)
        return
    key = code_key(session, account_id)
    if key is None:
        raise ProofRefused(RECOVERY_WRONG, field=field)
    secret = unseal(key.sealed)
    if not secret:
        raise ProofRefused(KEY_LOST, field=field)
    verdict = codes.judge(secret, typed, clock.unpretended(), key.last_step)
    if verdict.fit is not Fit.FITS:
        told = {Fit.CLOCK: CLOCK_OFF, Fit.USED: USED, Fit.WRONG: WRONG}
        raise ProofRefused(told[verdict.fit], field=field)
    if not use_step(session, key, verdict.step):
        raise ProofRefused(USED, field=field)


def use_step(session: Session, key: CodeKey, step: int) -> bool:
    """Use up the codes until the step; False for who comes second with one of them, however close."""
    used = update(CodeKey).where(col(CodeKey.id) == key.id, col(CodeKey.last_step) < step)
    return session.execute(used.values(last_step=step).returning(col(CodeKey.id))).first() is not None


def _take_recovery(session: Session, account_id: int, typed: str, field: str) -> None:
    used = (
        update(RecoveryCode)
        .where(
            col(RecoveryCode.account_id) == account_id,
            col(RecoveryCode.code_hash) == recovery_hash(account_id, read_code(typed)),
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=clock.now())
        .returning(col(RecoveryCode.id))
    )
    if session.execute(used).first() is None:
        raise ProofRefused(RECOVERY_WRONG, field=field)


def new_recovery_codes(session: Session, school_id: int, account_id: int) -> tuple[str, ...]:
    """Ten codes as they are written down, told only here; the former ones end."""
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))
    fresh: set[str] = set()
    while len(fresh) < RECOVERY_CODES:
        fresh.add(new_code())
    session.add_all(
        RecoveryCode(school_id=school_id, account_id=account_id, code_hash=recovery_hash(account_id, one))
        for one in sorted(fresh)
    )
    session.flush()
    return tuple(spelled(one) for one in fresh)


def recovery_left(session: Session, account_id: int) -> int:
    """How many recovery codes still work."""
    asked = select(func.count()).where(
        col(RecoveryCode.account_id) == account_id, col(RecoveryCode.used_at).is_(None)
    )
    left: int = session.execute(asked).scalar_one()
    return left


def code_key(session: Session, account_id: int) -> CodeKey | None:
    """The account's key of codes; None without one that was confirmed."""
    found = session.scalars(select(CodeKey).where(col(CodeKey.account_id) == account_id)).first()
    return found if found and found.confirmed_at else None


def has_passkey(session: Session, school_id: int, account_id: int) -> bool:
    """Whether the account, which is of the school, has a passkey."""
    asked = select(col(Passkey.id)).where(
        col(Passkey.school_id) == school_id, col(Passkey.account_id) == account_id
    )
    return session.execute(asked.limit(1)).first() is not None


def prove(session: Session, actor: Actor, typed: str, *, field: str) -> bool:
    """DomainError by the field unless it is the actor's password, or a code; tries are counted.

    Whether it was a code.
    """
    if codes.digits_of(typed) and code_key(session, actor.account_id):
        counted(session, actor.account_id, typed, field)
        return True
    own.check_password(session, actor, typed, field=field)
    return False


def counted(session: Session, account_id: int, typed: str, field: str) -> None:
    """`take_code` of who is signed in, each try counted."""
    require_readable(typed, field=field)
    now, counters = clock.now(), (throttle.alone("factor", str(account_id)),)
    wait = throttle.charge(session, counters, now)
    if wait > timedelta():
        raise ProofRefused("Too many tries. Wait {wait} s", field=field, wait=throttle.seconds(wait))
    take_code(session, account_id, typed, field=field)
    throttle.take_back(session, counters, now)


def note_factors(session: Session, school_id: int, account_id: int) -> bool:
    """Keep with the account since when it has a second factor; whether it has one now."""
    has = code_key(session, account_id) is not None or has_passkey(session, school_id, account_id)
    of_account = update(Account).where(col(Account.id) == account_id)
    if has:
        of_account = of_account.where(col(Account.second_factor_since).is_(None))
    else:
        session.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))
    session.execute(of_account.values(second_factor_since=clock.now() if has else None))
    return has


def recovery_hash(account_id: int, code: str) -> str:
    """What is kept of a recovery code of the account."""
    return keyed_hash("recovery", f"{account_id}\0{code}")
