"""The administrator's care of accounts: whom it finds, what it gives and ends, what it never does."""

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import Account, AuditEntry, Role
from ejournal.services import audit
from ejournal.services.accounts import administration, passwords
from ejournal.services.accounts.administration import Use, find_people, give_new_password, set_blocked
from ejournal.services.accounts.sign_in import SignInRefused, begin_sign_in, finish_sign_in, sign_in
from tests.cast import PASSWORD, Cast


def names(session: Session, cast: Cast, words: str = "", role: Role | None = None) -> list[str]:
    found = find_people(session, cast.actor("admin"), words, role)
    assert found.total == len(found.people)
    return [one.name for one in found.people]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("котова", ["Котова Ирина Сергеевна"]),
        ("лебед анна", ["Лебедева Анна Олеговна"]),
        ("ANNA", []),
        ("class_teacher", ["Котова Ирина Сергеевна"]),
        ("Фомина", []),  # of the other school
        ("100%", []),
    ],
)
def test_people_are_found_by_the_beginnings_of_their_names_or_login(
    session: Session, cast: Cast, words: str, found: list[str]
) -> None:
    assert names(session, cast, words) == found


def test_people_are_found_by_role_with_their_class(session: Session, cast: Cast) -> None:
    assert names(session, cast, role=Role.DEPUTY) == ["Громова Елена Викторовна"]
    assert names(session, cast, "зайцев", Role.PUPIL) == ["Зайцев Илья Андреевич"]
    (pupil,) = find_people(session, cast.actor("admin"), "Лебедева Анна").people
    assert (pupil.classes, pupil.roles) == ("6 «Б»", (Role.PUPIL,))
    (nobody,) = find_people(session, cast.actor("admin"), "Сидоров").people
    assert (nobody.classes, nobody.roles, nobody.login) == ("", (), "")


def test_accounts_are_found_by_how_they_are_used(session: Session, cast: Cast) -> None:
    admin = cast.actor("admin")
    set_blocked(session, admin, cast.id_of("teacher"), True)
    session.execute(update(Account).values(last_seen_at=None).where(col(Account.login) == "guardian"))
    found = {use: {one.login for one in find_people(session, admin, use=use).people} for use in Use}
    assert found[Use.BLOCKED] == {"teacher"}
    assert "guardian" in found[Use.NEVER]
    assert found[Use.NEVER] <= found[Use.HAS]
    assert "" not in found[Use.HAS]


def test_a_long_list_comes_in_pages(session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(administration, "PAGE", 5)
    admin = cast.actor("admin")
    everybody = [one.id for page in (1, 2, 3, 4) for one in find_people(session, admin, page=page).people]
    assert len(everybody) == len(set(everybody)) == find_people(session, admin).total == 16
    assert find_people(session, admin, page=99).page == 4
    assert find_people(session, admin, page=-1).page == 1


def test_a_new_password_opens_the_account_and_ends_what_was_open(session: Session, cast: Cast) -> None:
    given = give_new_password(session, cast.actor("admin"), cast.id_of("teacher"))
    assert given.login == "teacher"
    assert len(given.ended) == 1
    with pytest.raises(KeyError):
        cast.actor("teacher")  # the sign-in of before is over
    with pytest.raises(SignInRefused):
        sign_in(session, "teacher", PASSWORD, "10.0.0.1")
    assert sign_in(session, "teacher", given.password, "10.0.0.2").token


def test_a_new_password_lets_in_who_was_locked_out(session: Session, cast: Cast) -> None:
    address = "198.51.100.7"
    locked = []
    for _ in range(7):
        try:
            sign_in(session, "teacher", "wrong", address)
        except SignInRefused as error:
            locked.append(error.locked)
    assert locked[-1]
    with pytest.raises(SignInRefused):
        sign_in(session, "teacher", PASSWORD, address)
    given = give_new_password(session, cast.actor("admin"), cast.id_of("teacher"))
    assert sign_in(session, "teacher", given.password, address).token


def test_passwords_given_differ_and_are_strong_enough() -> None:
    made = {administration.random_password() for _ in range(200)}
    assert len(made) == 200
    for one in made:
        passwords.require_strong(one, ("teacher", "Соколов"))


def test_who_is_blocked_is_out_until_unblocked(session: Session, cast: Cast) -> None:
    admin, teacher = cast.actor("admin"), cast.id_of("teacher")
    assert len(set_blocked(session, admin, teacher, True)) == 1
    assert set_blocked(session, admin, teacher, True) == ()
    with pytest.raises(SignInRefused):
        sign_in(session, "teacher", PASSWORD, "10.0.0.1")
    assert set_blocked(session, admin, teacher, False) == ()
    session.expire_all()
    assert sign_in(session, "teacher", PASSWORD, "10.0.0.2").token


def test_the_card_tells_where_somebody_is_signed_in(session: Session, cast: Cast) -> None:
    admin = cast.actor("admin")
    card = administration.account_card(session, admin, cast.id_of("teacher"))
    assert (card.person.login, len(card.sessions), card.is_self) == ("teacher", 1, False)
    administration.end_sessions(session, admin, cast.id_of("teacher"))
    assert administration.account_card(session, admin, cast.id_of("teacher")).sessions == ()
    assert administration.account_card(session, admin, cast.id_of("admin")).is_self
    assert administration.account_card(session, admin, cast.id_of("left")).person.login == ""


def test_administrators_cannot_lock_themselves_out(session: Session, cast: Cast) -> None:
    admin = cast.actor("admin")
    for deed in (
        lambda: set_blocked(session, admin, admin.person_id, True),
        lambda: give_new_password(session, admin, admin.person_id),
        lambda: administration.end_sessions(session, admin, admin.person_id),
    ):
        with pytest.raises(DomainError, match="your own account"):
            deed()
    assert cast.actor("admin").session_id == admin.session_id


@pytest.mark.parametrize("who", ["teacher_b", "pupil_b"])
def test_another_schools_people_do_not_exist(session: Session, cast: Cast, who: str) -> None:
    admin = cast.actor("admin")
    before = session.get_one(Account, cast.accounts[who].id).password_hash
    for deed in (administration.account_card, give_new_password, administration.end_sessions):
        with pytest.raises(NotFound):
            deed(session, admin, cast.id_of(who))
    session.expire_all()
    assert session.get_one(Account, cast.accounts[who].id).password_hash == before


@pytest.mark.parametrize("who", ["director", "deputy", "teacher", "pupil", "guardian"])
def test_only_administrators_may(session: Session, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        find_people(session, cast.actor(who))
    for deed in (administration.account_card, give_new_password, administration.end_sessions):
        with pytest.raises(NotFound):
            deed(session, cast.actor(who), cast.id_of("teacher"))


def test_without_an_account_there_is_nothing_to_change(session: Session, cast: Cast) -> None:
    with pytest.raises(NotFound):
        give_new_password(session, cast.actor("admin"), cast.id_of("left"))


def test_all_is_in_the_audit_and_the_password_is_not(session: Session, cast: Cast) -> None:
    admin, teacher = cast.actor("admin"), cast.id_of("teacher")
    given = give_new_password(session, admin, teacher)
    set_blocked(session, admin, teacher, True)
    set_blocked(session, admin, teacher, False)
    entries = session.scalars(select(AuditEntry).order_by(col(AuditEntry.number))).all()
    assert [one.action for one in entries] == [
        "password-give", "session-end", "account-block", "account-unblock",
    ]  # fmt: skip
    assert {one.actor_id for one in entries} == {admin.person_id}
    told = str([entry.model_dump() for entry in entries])
    assert not any(secret in told for secret in (given.password, "argon2"))
    assert audit.first_fault(session, cast.schools["a"].id or 0) is None


def test_a_sign_in_under_way_does_not_outlive_the_new_password(session: Session, cast: Cast) -> None:
    """The old password was looked at a moment before; its session would be opened a moment after."""
    attempt = begin_sign_in(session, "teacher", "93.184.216.34")
    fits = attempt.password_fits(PASSWORD)
    session.expunge(attempt.account)
    give_new_password(session, cast.actor("admin"), cast.id_of("teacher"))
    with pytest.raises(SignInRefused):
        finish_sign_in(session, attempt, PASSWORD, fits=fits)
