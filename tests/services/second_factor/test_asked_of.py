"""What a school asks of its staff: seven days for each person, then nothing but the own account."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select, update

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import GRACE, Actor, actor_of
from ejournal.access.permissions import Permission
from ejournal.access.standing import standing_of
from ejournal.errors import DomainError, FactorAsked, NotAllowed, NotFound
from ejournal.models import (
    Account,
    AuditEntry,
    OutboxNotice,
    Role,
    RoleGrant,
    SecondFactorRule,
)
from ejournal.services.accounts.sign_in import SignedIn, sign_in
from ejournal.services.second_factor import answering, asked_of, own, taking_off
from tests.cast import PASSWORD, Cast, all_sign_in
from tests.services.new_school import new_school
from tests.services.second_factor.conftest import Later
from tests.services.second_factor.helpers import (
    HOME,
    code_of,
    half,
    letters,
    next_step,
    with_codes,
    with_passkey,
)


def ask(cast: Cast, *roles: Role) -> None:
    """The school asks these roles from today on."""
    asked_of.ask_of(cast.session, now_actor(cast, "admin"), roles)


def now_actor(cast: Cast, who: str) -> Actor:
    """The member of the cast at this very moment, signed in again."""
    all_sign_in(cast.session, clock.now())
    found = actor_of(cast.session, cast.token(who))
    assert found is not None
    return found


def test_seven_days_are_counted_and_then_only_the_own_account_is_open(cast: Cast, later: Later) -> None:
    ask(cast, Role.TEACHER)
    teacher = now_actor(cast, "teacher")
    assert teacher.factor_by == teacher.today + GRACE
    assert teacher.may(Permission.JOURNAL_READ)
    rights = standing_of(cast.session, cast.token("teacher"))
    later(GRACE - timedelta(days=1))
    assert now_actor(cast, "teacher").may(Permission.JOURNAL_READ)
    later(timedelta(days=1))
    teacher = now_actor(cast, "teacher")
    assert {one for one in Permission if teacher.may(one)} == {
        Permission.ACCOUNT_READ,
        Permission.ACCOUNT_WRITE,
    }
    with pytest.raises(FactorAsked):
        guard.require(teacher, Permission.HOME_READ)
    assert standing_of(cast.session, cast.token("teacher")) != rights  # open tabs are emptied
    key = own.begin_codes(cast.session, teacher, PASSWORD).key
    own.confirm_codes(cast.session, teacher, code_of(key))
    teacher = now_actor(cast, "teacher")
    assert teacher.factor_by is None
    assert teacher.may(Permission.JOURNAL_READ)
    assert now_actor(cast, "guardian").factor_by is None
    assert now_actor(cast, "director").factor_by is None


def test_a_role_or_an_account_of_later_days_has_seven_days_of_its_own(cast: Cast, later: Later) -> None:
    ask(cast, Role.DEPUTY, Role.ADMINISTRATOR)
    later(timedelta(days=30))
    today = now_actor(cast, "teacher").today
    cast.session.add(
        RoleGrant(
            school_id=cast.schools["a"].id or 0,
            person_id=cast.id_of("teacher"),
            role=Role.DEPUTY,
            starts=today,
        )
    )
    cast.session.execute(
        update(Account).where(col(Account.id) == cast.accounts["admin"].id).values(grace_from=clock.now())
    )
    cast.session.flush()
    assert now_actor(cast, "teacher").factor_by == today + GRACE
    assert now_actor(cast, "admin").factor_by == today + GRACE
    assert now_actor(cast, "deputy").lacks_factor


def test_the_last_factor_that_is_asked_can_be_replaced_and_not_taken_away(cast: Cast, later: Later) -> None:
    ask(cast, Role.TEACHER)
    with_codes(cast)
    actor = cast.actor("teacher")
    with pytest.raises(DomainError, match="set up another one first"):
        own.switch_codes_off(cast.session, actor, PASSWORD)
    with_passkey(cast)
    later(next_step())
    own.switch_codes_off(cast.session, actor, PASSWORD)
    [one] = own.own_factors(cast.session, actor).passkeys
    with pytest.raises(DomainError, match="set up another one first"):
        own.remove_passkey(cast.session, actor, one.id, PASSWORD)


def test_a_new_school_asks_its_administrator_and_heads(session: Session) -> None:
    actor = new_school(session, deputy=True)
    asked = [one.role for one in asked_of.asked_roles(session, actor) if one.since]
    assert asked == [Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY]
    assert actor.factor_by == actor.today + GRACE


def test_the_settings_tell_how_many_are_ready_and_keep_since_when(cast: Cast, later: Later) -> None:
    ask(cast, Role.TEACHER)
    with_codes(cast)
    began = now_actor(cast, "admin").today
    later(timedelta(days=3))
    ask(cast, Role.TEACHER, Role.DIRECTOR)
    rows = {one.role: one for one in asked_of.asked_roles(cast.session, now_actor(cast, "admin"))}
    assert (rows[Role.TEACHER].since, rows[Role.DIRECTOR].since) == (began, began + timedelta(days=3))
    assert rows[Role.TEACHER].with_factor == 1
    assert rows[Role.TEACHER].people > 1
    ask(cast)
    assert cast.session.exec(select(SecondFactorRule)).all() == []


def test_only_the_settings_keepers_decide_and_only_on_staff(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        asked_of.ask_of(cast.session, cast.actor("teacher"), [Role.TEACHER])
    with pytest.raises(ValueError, match="staff only"):
        asked_of.ask_of(cast.session, cast.actor("admin"), [Role.PUPIL])
    assert not asked_of.ask_of(cast.session, cast.actor("admin"), [])


# ------------------------------------------------------------------ a lost phone


def test_an_administrator_takes_all_factors_off_and_the_person_is_told(cast: Cast, later: Later) -> None:
    ask(cast, Role.TEACHER)
    account = cast.accounts["teacher"]
    account.email_confirmed_at = clock.now()
    cast.session.add(account)
    cast.session.flush()
    with_codes(cast)
    with_passkey(cast)
    waiting = half(cast.session)
    assert answering.ways_of(cast.session, waiting).passkeys
    later(timedelta(days=20))
    admin = now_actor(cast, "admin")
    taking_off.take_off(cast.session, admin, cast.id_of("teacher"))
    assert actor_of(cast.session, cast.token("teacher")) is None
    opened = sign_in(cast.session, "teacher", PASSWORD, HOME.address)
    assert isinstance(opened, SignedIn)
    teacher = actor_of(cast.session, opened.token)
    assert teacher is not None
    assert teacher.factor_by == teacher.today + GRACE  # time to set up the new phone
    assert "один пароль" in letters(cast.session)[-1]
    [told] = cast.session.exec(select(OutboxNotice).where(col(OutboxNotice.kind) == "second_factor")).all()
    assert told.recipient_id == account.person_id
    entry = cast.session.exec(select(AuditEntry).where(AuditEntry.action == "second-factor-off")).one()
    assert (entry.actor_id, entry.subject_id) == (admin.person_id, account.id)


def test_nobody_but_an_administrator_of_the_school_does_it_nor_to_themself(cast: Cast) -> None:
    for who in ("director", "deputy", "teacher", "class_teacher"):
        with pytest.raises(NotFound):
            taking_off.take_off(cast.session, cast.actor(who), cast.id_of("teacher"))
    admin = cast.actor("admin")
    with pytest.raises(NotFound):
        taking_off.take_off(cast.session, admin, cast.id_of("teacher_b"))
    with pytest.raises(DomainError, match="your own account"):
        taking_off.take_off(cast.session, admin, cast.id_of("admin"))
    with pytest.raises(DomainError, match="no second factor"):
        taking_off.take_off(cast.session, admin, cast.id_of("teacher"))


def test_the_operator_helps_an_administrator_who_has_lost_the_phone(cast: Cast) -> None:
    with_codes(cast, "admin")
    with pytest.raises(DomainError, match="no account"):
        taking_off.take_off_by_operator(cast.session, "nobody")
    taking_off.take_off_by_operator(cast.session, " ADMIN ")
    assert isinstance(sign_in(cast.session, "admin", PASSWORD, HOME.address), SignedIn)
