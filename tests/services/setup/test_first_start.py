"""The first start: one address, one use, one administrator; what cannot be is said by the field."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, func, select

from ejournal import clock
from ejournal.access.actor import actor_of
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import Account, AuditEntry, KindOfWork, OneTimeLink, Person, Role, RoleGrant, School
from ejournal.services.accounts.opening import set_password_by_link, whose_password
from ejournal.services.accounts.sign_in import SignInRefused, sign_in
from ejournal.services.base import one_time_links
from ejournal.services.base.one_time_links import LinkRefused
from ejournal.services.school.card import SchoolFields
from ejournal.services.setup.first_start import (
    LASTS,
    AdministratorFields,
    create_school,
    give_setup_link,
    make_first_administrator,
    school_to_set_up,
    set_up_school,
    waits_for_first_start,
)
from tests.cast import Cast
from tests.services.new_school import PASSWORD, SCHOOL, SOMEBODY

Later = Callable[[timedelta], None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """later(hours) moves the clock on."""

    def move(by: timedelta) -> None:
        at = clock.now() + by
        monkeypatch.setattr(clock, "now", lambda: at)

    return move


def begun(session: Session) -> str:
    """The token of an installation whose first step is done."""
    token = give_setup_link(session)
    set_up_school(session, token, SCHOOL)
    return token


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_an_administrator_of_an_empty_installation_signs_in(session: Session) -> None:
    assert waits_for_first_start(session)
    token = begun(session)
    make_first_administrator(session, token, SOMEBODY, PASSWORD)
    opened = sign_in(session, "orlov", PASSWORD, "10.0.0.1")
    actor = actor_of(session, opened.token)
    assert actor is not None
    assert actor.roles == {Role.ADMINISTRATOR}
    assert actor.may(Permission.SETTINGS_MANAGE)
    assert actor.time_zone == "Asia/Omsk"
    assert not waits_for_first_start(session)
    assert count(session, KindOfWork) > 0


def test_who_is_the_deputy_head_too_makes_the_timetable(session: Session) -> None:
    account = make_first_administrator(session, begun(session), replace(SOMEBODY, deputy=True), PASSWORD)
    roles = session.exec(select(RoleGrant.role).where(RoleGrant.person_id == account.person_id)).all()
    assert set(roles) == {Role.ADMINISTRATOR, Role.DEPUTY}


def test_the_school_can_be_left_resumed_and_corrected(session: Session) -> None:
    token = give_setup_link(session)
    assert school_to_set_up(session, token) is None
    set_up_school(session, token, SCHOOL)
    set_up_school(session, token, replace(SCHOOL, name="Лицей № 12", inn="77 0708 3893"))
    assert school_to_set_up(session, token) == replace(SCHOOL, name="Лицей № 12")
    assert count(session, School) == 1


def test_a_new_address_ends_the_former_and_goes_on_with_the_same_school(session: Session) -> None:
    former = begun(session)
    token = give_setup_link(session)
    with pytest.raises(LinkRefused, match=one_time_links.REPLACED):
        school_to_set_up(session, former)
    assert school_to_set_up(session, token) == SCHOOL


def test_an_address_works_once(session: Session) -> None:
    token = begun(session)
    make_first_administrator(session, token, SOMEBODY, PASSWORD)
    with pytest.raises(LinkRefused, match=one_time_links.USED.partition(":")[0]):
        make_first_administrator(session, token, replace(SOMEBODY, login="second"), PASSWORD)
    assert count(session, Account) == 1


def test_an_address_is_over_after_a_day(session: Session, later: Later) -> None:
    token = begun(session)
    later(LASTS - timedelta(minutes=1))
    assert school_to_set_up(session, token) == SCHOOL
    later(timedelta(minutes=1))
    with pytest.raises(LinkRefused, match=one_time_links.EXPIRED):
        make_first_administrator(session, token, SOMEBODY, PASSWORD)


@pytest.mark.parametrize("token", ["", "x", "y" * 5000, "пароль"])
def test_no_other_word_opens_anything(session: Session, token: str) -> None:
    begun(session)
    with pytest.raises(LinkRefused):
        school_to_set_up(session, token)


def test_the_token_itself_is_kept_nowhere(session: Session) -> None:
    token = begun(session)
    kept = [str(row) for table in (OneTimeLink, AuditEntry) for row in session.exec(select(table))]
    assert kept
    assert token not in "".join(kept)


def test_an_address_of_one_purpose_opens_nothing_of_another(session: Session) -> None:
    token = give_setup_link(session)
    with pytest.raises(LinkRefused):
        whose_password(session, token)
    password = create_school(session, SCHOOL, "", SOMEBODY)
    with pytest.raises(LinkRefused):
        school_to_set_up(session, password)


def test_with_accounts_there_is_no_setup_address(session: Session, cast: Cast) -> None:
    with pytest.raises(DomainError, match="set up already"):
        give_setup_link(session)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (replace(SCHOOL, name=" "), "name"),
        (replace(SCHOOL, name="Ш" * 201), "name"),
        (replace(SCHOOL, name="Ш" * 200, short_name=""), "short_name"),
        (replace(SCHOOL, inn="7707083894"), "inn"),
        (replace(SCHOOL, inn="770708389"), "inn"),
        (replace(SCHOOL, inn="семь"), "inn"),
        (replace(SCHOOL, time_zone="Europe/Nowhere"), "time_zone"),
    ],
)
def test_a_school_that_cannot_be_is_refused_by_the_field(
    session: Session, fields: SchoolFields, field: str
) -> None:
    token = give_setup_link(session)
    with pytest.raises(DomainError) as refused:
        set_up_school(session, token, fields)
    assert refused.value.field == field
    assert count(session, School) == 0


@pytest.mark.parametrize(
    ("fields", "password", "field"),
    [
        (replace(SOMEBODY, last_name=""), PASSWORD, "last_name"),
        (replace(SOMEBODY, first_name=" "), PASSWORD, "first_name"),
        (replace(SOMEBODY, login="ор лов"), PASSWORD, "login"),
        (replace(SOMEBODY, login="12345678901"), PASSWORD, "login"),
        (replace(SOMEBODY, login="ab"), PASSWORD, "login"),
        (SOMEBODY, "короче", "password"),
        (SOMEBODY, "orlov2026", "password"),
        (SOMEBODY, "password123", "password"),
    ],
)
def test_an_administrator_who_cannot_be_is_refused_by_the_field(
    session: Session, fields: AdministratorFields, password: str, field: str
) -> None:
    token = begun(session)
    with pytest.raises(DomainError) as refused, session.begin_nested():
        make_first_administrator(session, token, fields, password)
    assert refused.value.field == field
    assert (count(session, Account), count(session, Person)) == (0, 0)
    session.expire_all()
    make_first_administrator(session, token, SOMEBODY, PASSWORD)  # the address still works


def test_a_login_of_another_school_is_taken(session: Session, cast: Cast) -> None:
    with pytest.raises(DomainError) as refused:
        create_school(session, SCHOOL, "", replace(SOMEBODY, login=" TEACHER "))
    assert refused.value.field == "login"


def test_a_school_made_by_command_waits_for_the_administrators_own_password(session: Session) -> None:
    setup = give_setup_link(session)
    token = create_school(session, SCHOOL, "gym", SOMEBODY)
    with pytest.raises(LinkRefused):
        school_to_set_up(session, setup)
    assert whose_password(session, token) == "orlov"
    for nothing in ("", "-"):
        with pytest.raises(SignInRefused):
            sign_in(session, "orlov", nothing, "10.0.0.1")
    set_password_by_link(session, token, PASSWORD)
    assert sign_in(session, "orlov", PASSWORD, "10.0.0.2").token
    with pytest.raises(LinkRefused):
        set_password_by_link(session, token, "другой пароль 8")


def test_schools_get_codes_of_their_own(session: Session) -> None:
    for number, code in enumerate(("", "", "gym")):
        create_school(session, SCHOOL, code, replace(SOMEBODY, login=f"orlov{number}"))
    assert set(session.exec(select(School.code))) == {"school", "school-2", "gym"}
    with pytest.raises(DomainError) as refused:
        create_school(session, SCHOOL, "gym", replace(SOMEBODY, login="orlov9"))
    assert refused.value.field == "code"
