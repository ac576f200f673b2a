"""A slip of another school joins the account there is: whose name fits, a guardian's only, once."""

import pytest
from sqlmodel import Session, select

from ejournal.errors import DomainError
from ejournal.models import Account, AccountPlace, Consent, ConsentAnswer, Role
from ejournal.services.accounts import places
from ejournal.services.registration.joining import SAME_PERSON, join, offer_of
from ejournal.services.registration.opening import CodeRefused, register, try_code
from tests.cast import Cast
from tests.consent_texts import publish_samples
from tests.services.shared_helpers import CODE, acts_as, card_in_b

Name = tuple[str, str, str]


def code(session: Session) -> str:
    return try_code(session, CODE, "10.0.0.7")


def test_the_second_school_joins_the_account_and_no_second_one_is_made(session: Session, cast: Cast) -> None:
    person = card_in_b(session, cast)
    publish_samples(session, person.school_id)
    before = len(session.exec(select(Account)).all())
    sealed, actor = code(session), cast.actor("guardian")
    found = offer_of(session, actor, sealed)
    assert found is not None
    assert (found.name, found.school, found.differs) == ("Л…а Мария П.", "Гимназия № 2", False)
    assert not found.refusal
    key = found.asked[0].key
    join(session, actor, sealed, {key: ConsentAnswer.GIVEN, "999-1": ConsentAnswer.GIVEN}, same_person=False)
    assert acts_as(session, cast, "guardian") == person.id
    assert len(session.exec(select(Account)).all()) == before
    (given,) = session.exec(select(Consent)).all()
    assert (given.school_id, given.person_id) == (person.school_id, person.id)
    for later in (lambda: join(session, actor, sealed, {}, same_person=True), lambda: code(session)):
        with pytest.raises(CodeRefused):
            later()
    with pytest.raises(CodeRefused):
        register(session, sealed, "masha", "тихий омут 7")


@pytest.mark.parametrize(
    "name",
    [("Соколова", "Мария", "Петровна"), ("Лебедева", "Марья", "Петровна")],
    ids=["married", "another spelling"],
)
def test_a_name_written_otherwise_is_asked_about(session: Session, cast: Cast, name: Name) -> None:
    card_in_b(session, cast, name)
    actor, sealed = cast.actor("guardian"), code(session)
    found = offer_of(session, actor, sealed)
    assert found is not None
    assert found.differs
    with pytest.raises(DomainError, match="Say whether this is you") as refused:
        join(session, actor, sealed, {}, same_person=False)
    assert refused.value.field == SAME_PERSON
    join(session, actor, sealed, {}, same_person=True)


def test_yo_and_a_missing_middle_name_are_no_difference(session: Session, cast: Cast) -> None:
    card_in_b(session, cast, ("лебёдева", "Мария", ""))
    found = offer_of(session, cast.actor("guardian"), code(session))
    assert found is not None
    assert not found.differs


@pytest.mark.parametrize(
    ("who", "name", "role", "words"),
    [
        ("guardian", ("Юдина", "Ольга", "Петровна"), Role.GUARDIAN, "for somebody else"),
        ("guardian", ("Лебедева", "Мария", "Петровна"), Role.PUPIL, "pupil's own"),
        ("pupil", ("Лебедева", "Анна", "Олеговна"), Role.GUARDIAN, "pupil's own"),
        ("guardian", ("Лебедева", "Мария", "Петровна"), Role.TEACHER, "works in a school"),
    ],
)
def test_what_is_not_a_guardian_s_own_joins_nothing(
    session: Session, cast: Cast, who: str, name: Name, role: Role, words: str
) -> None:
    card_in_b(session, cast, name, role)
    actor, sealed = cast.actor(who), code(session)
    found = offer_of(session, actor, sealed)
    assert found is not None
    assert words in found.refusal
    assert found.asked == ()
    with pytest.raises(DomainError, match=words):
        join(session, actor, sealed, {}, same_person=True)
    assert session.exec(select(AccountPlace)).all() == []


def test_a_teacher_may_be_a_parent_in_another_school(session: Session, cast: Cast) -> None:
    card_in_b(session, cast, ("Соколов", "Павел", "Игоревич"))
    join(session, cast.actor("teacher"), code(session), {}, same_person=False)
    actor = cast.actor("teacher")
    assert actor.roles == {Role.GUARDIAN}
    places.go_to(session, actor, places.HOME)
    assert cast.actor("teacher").roles == {Role.TEACHER}


def test_a_slip_of_a_school_that_one_is_in_already_is_not_for_joining(session: Session, cast: Cast) -> None:
    card_in_b(session, cast, ("Фомина", "Алла", "Глебовна"))
    actor, sealed = cast.actor("teacher_b"), code(session)
    assert offer_of(session, actor, sealed) is None
    with pytest.raises(DomainError, match="You have an account already"):
        join(session, actor, sealed, {}, same_person=True)
