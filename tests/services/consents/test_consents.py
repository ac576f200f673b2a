"""Consents: asked apart for each child, given and taken back; a new version asks again."""

from datetime import date

import pytest
from sqlmodel import Session, select

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import AuditEntry, Consent, ConsentPurpose, GuardianRights, Guardianship
from ejournal.services.consents.documents import (
    READY,
    change_document,
    documents_in_force,
    plant_documents,
)
from ejournal.services.consents.giving import Asked, asked_of, give, give_own, own_consents, withdraw
from tests.cast import DAY, Cast


@pytest.fixture
def planted(session: Session, cast: Cast) -> Cast:
    """The cast, whose school A has its documents."""
    plant_documents(session, cast.schools["a"].id or 0)
    return cast


def asked(session: Session, cast: Cast, member: str = "guardian") -> tuple[Asked, ...]:
    return own_consents(session, cast.actor(member))


def test_a_guardian_is_asked_each_document_for_each_child(session: Session, planted: Cast) -> None:
    found = asked(session, planted)
    assert [(one.purpose, one.about) for one in found] == [
        (purpose, about) for about in ("Лев Л.", "Анна Л.") for purpose in ConsentPurpose
    ]
    assert not any(one.given_at for one in found)


def test_staff_are_asked_about_themselves_and_their_children_too(session: Session, planted: Cast) -> None:
    assert [one.about for one in asked(session, planted, "teacher")] == ["", ""]
    assert {one.about for one in asked(session, planted, "teacher_parent")} == {"", "Илья З."}


def test_a_pupil_is_asked_from_the_day_of_age(session: Session, planted: Cast) -> None:
    pupil = planted.people["pupil"]
    for born, number in ((None, 0), (date(2008, 11, 21), 0), (date(2008, 11, 20), 2)):
        pupil.birth_date = born
        assert len(asked_of(session, pupil, DAY)) == number, born


def test_a_guardian_without_rights_is_not_asked(session: Session, planted: Cast) -> None:
    for ward in session.exec(
        select(Guardianship).where(Guardianship.guardian_id == planted.id_of("guardian"))
    ):
        ward.rights = GuardianRights.NONE
    session.flush()
    assert asked(session, planted) == ()


def test_each_consent_is_given_and_taken_back_by_itself(session: Session, planted: Cast) -> None:
    actor = planted.actor("guardian")
    first, *others = asked(session, planted)
    give_own(session, actor, first.key)
    give_own(session, actor, first.key)
    assert [bool(one.given_at) for one in asked(session, planted)] == [True, False, False, False]
    withdraw(session, actor, first.key)
    assert not any(one.given_at for one in asked(session, planted))
    [kept] = session.exec(select(Consent)).all()
    assert kept.withdrawn_at is not None
    told = [one.action for one in session.exec(select(AuditEntry).order_by("number"))]
    assert told[-2:] == ["consent-give", "consent-withdraw"]
    assert others


def test_nobody_answers_for_anothers_child(session: Session, planted: Cast) -> None:
    [first, *_] = asked(session, planted, "other_guardian")
    give_own(session, planted.actor("other_guardian"), first.key)
    for key in (first.key, "1-999999", "abc", ""):
        with pytest.raises(NotFound):
            give_own(session, planted.actor("guardian"), key)
        with pytest.raises(NotFound):
            withdraw(session, planted.actor("guardian"), key)


def test_a_new_version_asks_again_and_the_former_stays_on_record(session: Session, planted: Cast) -> None:
    guardian = planted.people["guardian"]
    give(session, guardian, [one.key for one in asked(session, planted)], DAY)
    title, text = READY[ConsentPurpose.PHOTO]
    made = change_document(
        session, planted.actor("admin"), ConsentPurpose.PHOTO, title, text + " Без подписи."
    )
    assert made.version == 2
    state = {(one.purpose, one.about): bool(one.given_at) for one in asked(session, planted)}
    assert state[ConsentPurpose.DATA, "Анна Л."]
    assert not state[ConsentPurpose.PHOTO, "Анна Л."]
    assert len(session.exec(select(Consent)).all()) == 4


def test_the_same_text_is_no_new_version(session: Session, planted: Cast) -> None:
    title, text = READY[ConsentPurpose.DATA]
    made = change_document(session, planted.actor("admin"), ConsentPurpose.DATA, title, text)
    assert made.version == 1
    assert len(documents_in_force(session, made.school_id)) == 2


def test_documents_are_changed_by_who_keeps_the_settings(session: Session, planted: Cast) -> None:
    with pytest.raises(NotAllowed):
        change_document(session, planted.actor("teacher"), ConsentPurpose.DATA, "А", "Б")
    for title, text, field in ((" ", "Б", "title"), ("А", "", "text"), ("А" * 201, "Б", "title")):
        with pytest.raises(DomainError) as refused:
            change_document(session, planted.actor("admin"), ConsentPurpose.DATA, title, text)
        assert refused.value.field == field


def test_a_school_without_documents_asks_nothing(session: Session, cast: Cast) -> None:
    assert asked(session, cast) == ()
