"""Consents: asked apart for each child, given, refused, taken back; on paper too; asked again."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    AuditEntry,
    Consent,
    ConsentAnswer,
    ConsentDocument,
    ConsentKind,
    Enrolment,
    GuardianRights,
    Guardianship,
)
from ejournal.services.consents.documents import (
    Purpose,
    documents_in_force,
    plant_samples,
    purposes,
    text_hash,
)
from ejournal.services.consents.giving import (
    Asked,
    ConsentState,
    answer_own,
    asked_of,
    own_consents,
    waiting,
    withdraw,
)
from ejournal.services.consents.paper import OnPaper, enter_paper
from ejournal.services.consents.publishing import DraftFields, close_purpose, publish, write_draft
from tests.cast import DAY, Cast
from tests.consent_texts import publish_samples

GIVEN, REFUSED = ConsentAnswer.GIVEN, ConsentAnswer.REFUSED
NEW = DraftFields("Снимки", "Новый текст.", "Ничего не меняется.", True, True, True)


@pytest.fixture
def planted(session: Session, cast: Cast) -> Cast:
    """The cast, whose school A asks by two documents."""
    publish_samples(session, cast.schools["a"].id or 0)
    return cast


def asked(cast: Cast, member: str = "guardian") -> tuple[Asked, ...]:
    return own_consents(cast.session, cast.actor(member))


def say(cast: Cast, one: Asked, word: ConsentAnswer = GIVEN, member: str = "guardian") -> None:
    answer_own(cast.session, cast.actor(member), {one.key: word})


def states(cast: Cast, member: str = "guardian") -> list[str]:
    return [one.state.value for one in asked(cast, member)]


def photo(cast: Cast) -> Purpose:
    return next(one for one in purposes(cast.session, cast.actor("admin")) if one.kind is ConsentKind.PHOTO)


def publish_anew(cast: Cast, fields: DraftFields = NEW, *, keeps: bool) -> ConsentDocument:
    purpose, director = photo(cast).id, cast.actor("director")
    write_draft(cast.session, director, purpose, fields)
    seen = text_hash(fields.title, fields.text, fields.refusal)
    return publish(cast.session, director, purpose, seen, keeps_former=keeps)


def test_a_guardian_is_asked_each_document_for_each_child(planted: Cast) -> None:
    assert [(one.document.kind, one.about) for one in asked(planted)] == [
        (kind, about) for about in ("Лев Л.", "Анна Л.") for kind in (ConsentKind.DATA, ConsentKind.PHOTO)
    ]
    assert states(planted) == ["unanswered"] * 4
    assert len(waiting(planted.session, planted.actor("guardian"))) == 4


def test_staff_are_asked_about_themselves_and_their_children_too(planted: Cast) -> None:
    assert [one.about for one in asked(planted, "teacher")] == ["", ""]
    assert {one.about for one in asked(planted, "teacher_parent")} == {"", "Илья З."}


def test_from_the_day_of_age_a_pupil_is_asked_and_the_guardian_is_not(planted: Cast) -> None:
    pupil = planted.people["pupil"]
    for born, own, about in (
        (None, 0, {"Анна Л.", "Лев Л."}),
        (date(2008, 11, 21), 0, {"Анна Л.", "Лев Л."}),
        (date(2008, 11, 20), 2, {"Лев Л."}),
    ):
        pupil.birth_date = born
        planted.session.flush()
        assert len(asked_of(planted.session, pupil, DAY)) == own, born
        assert {one.about for one in asked(planted)} == about, born


def test_a_guardian_without_rights_is_not_asked(planted: Cast) -> None:
    for ward in planted.session.exec(
        select(Guardianship).where(Guardianship.guardian_id == planted.id_of("guardian"))
    ):
        ward.rights = GuardianRights.NONE
    planted.session.flush()
    assert asked(planted) == ()


def test_a_document_asks_whom_it_is_for(planted: Cast) -> None:
    publish_anew(planted, DraftFields("Дети", "Текст.", "Ничего.", True, False, False), keeps=False)
    assert [one.document.kind for one in asked(planted, "teacher")] == [ConsentKind.DATA]
    assert len(asked(planted)) == 4


def test_each_is_given_refused_and_taken_back_by_itself(planted: Cast) -> None:
    first, second, *_ = asked(planted)
    say(planted, first)
    say(planted, first)
    say(planted, second, REFUSED)
    assert states(planted) == ["given", "refused", "unanswered", "unanswered"]
    withdraw(planted.session, planted.actor("guardian"), first.key)
    with pytest.raises(NotFound):
        withdraw(planted.session, planted.actor("guardian"), second.key)
    assert states(planted)[:2] == ["withdrawn", "refused"]
    assert len(waiting(planted.session, planted.actor("guardian"))) == 2
    say(planted, first)
    assert states(planted)[0] == "given"
    kept = planted.session.exec(select(Consent).order_by("id")).all()
    assert [(one.answer, bool(one.withdrawn_at), bool(one.replaced_at)) for one in kept] == [
        (GIVEN, True, True),
        (REFUSED, False, False),
        (GIVEN, False, False),
    ]
    told = [one.action for one in planted.session.exec(select(AuditEntry).order_by("number"))]
    assert told[-4:] == ["consent-give", "consent-refuse", "consent-withdraw", "consent-give"]


def test_nobody_answers_for_anothers_child(planted: Cast) -> None:
    [first, *_] = asked(planted, "other_guardian")
    say(planted, first, member="other_guardian")
    for key in (first.key, "1-999999", "abc", ""):
        with pytest.raises(NotFound):
            answer_own(planted.session, planted.actor("guardian"), {key: GIVEN})
        with pytest.raises(NotFound):
            withdraw(planted.session, planted.actor("guardian"), key)


@pytest.mark.parametrize(("keeps", "state"), [(True, "given"), (False, "lapsed")])
def test_a_new_version_asks_again_and_former_consents_hold_on_or_lapse(
    planted: Cast, keeps: bool, state: str
) -> None:
    lev_data, lev_photo, _, anna_photo = asked(planted)
    for one, word in ((lev_data, GIVEN), (lev_photo, GIVEN), (anna_photo, REFUSED)):
        say(planted, one, word)
    former = photo(planted).versions[0]
    made = publish_anew(planted, keeps=keeps)
    assert (made.version, made.keeps_former) == (2, keeps)
    assert states(planted) == ["given", state, "unanswered", "unanswered"]
    assert [one.waits for one in asked(planted)] == [False, True, True, True]
    newest, old = photo(planted).versions
    assert (old.text, old.text_hash, newest.starts == old.ends) == (former.text, former.text_hash, True)
    say(planted, asked(planted)[1])
    assert (states(planted)[1], asked(planted)[1].said_version) == ("given", 2)


def test_who_is_asked_no_more_may_still_take_a_consent_back(planted: Cast) -> None:
    lev, *_ = asked(planted)
    say(planted, lev)
    place = planted.session.exec(
        select(Enrolment).where(Enrolment.pupil_id == planted.id_of("brother"))
    ).one()
    place.ends = DAY - timedelta(days=1)
    planted.session.flush()
    held = [one for one in asked(planted) if one.about == "Лев Л."]
    assert [(one.state, one.waits) for one in held] == [(ConsentState.GIVEN, False)]
    withdraw(planted.session, planted.actor("guardian"), lev.key)
    assert [one.about for one in asked(planted)] == ["Анна Л."] * 2


def test_a_closed_purpose_asks_nobody_and_its_consents_lapse(planted: Cast) -> None:
    _, lev_photo, *_ = asked(planted)
    say(planted, lev_photo)
    close_purpose(planted.session, planted.actor("director"), photo(planted).id)
    assert [one.document.kind for one in asked(planted)] == [ConsentKind.DATA] * 2
    [kept] = planted.session.exec(select(Consent)).all()
    assert kept.lapsed_at is not None
    assert photo(planted).closed_at is not None


def test_a_new_school_asks_nobody_before_it_publishes(session: Session, cast: Cast) -> None:
    school_id = cast.schools["a"].id or 0
    plant_samples(session, school_id)
    assert documents_in_force(session, school_id) == ()
    assert asked(cast) == ()
    drafts = [one.draft for one in purposes(session, cast.actor("deputy"))]
    assert len(drafts) == 4
    assert all(one and one.is_sample for one in drafts)


# ------------------------------------------------------------------------------------------------ paper


def test_a_paper_is_entered_by_whom_it_concerns_and_says_who_did(planted: Cast) -> None:
    _, _, anna, *_ = asked(planted)
    guardian, day = planted.id_of("guardian"), DAY - timedelta(days=3)
    enter_paper(planted.session, planted.actor("class_teacher"), guardian, anna.key, OnPaper.GIVEN, day)
    told = asked(planted)[2]
    assert (told.state, told.paper_day) == (ConsentState.GIVEN, day)
    [kept] = planted.session.exec(select(Consent)).all()
    assert kept.entered_by_id == planted.id_of("class_teacher")
    enter_paper(planted.session, planted.actor("admin"), guardian, anna.key, OnPaper.WITHDRAWN, DAY)
    assert asked(planted)[2].state is ConsentState.WITHDRAWN
    with pytest.raises(DomainError) as refused:
        enter_paper(planted.session, planted.actor("admin"), guardian, anna.key, OnPaper.WITHDRAWN, DAY)
    assert refused.value.field == "says"


def test_a_paper_of_another_class_or_another_day_is_refused(planted: Cast) -> None:
    lev, _, anna, _ = asked(planted)
    guardian, teacher = planted.id_of("guardian"), planted.actor("class_teacher")
    for key in (lev.key, "1-1", "abc"):
        with pytest.raises(NotFound):
            enter_paper(planted.session, teacher, guardian, key, OnPaper.GIVEN, DAY)
    with pytest.raises(NotFound):
        enter_paper(planted.session, teacher, planted.id_of("pupil_b"), anna.key, OnPaper.GIVEN, DAY)
    for day in (DAY + timedelta(days=1), date(2000, 1, 1)):
        with pytest.raises(DomainError) as refused:
            enter_paper(planted.session, teacher, guardian, anna.key, OnPaper.GIVEN, day)
        assert refused.value.field == "day"
    assert planted.session.exec(select(Consent)).all() == []
