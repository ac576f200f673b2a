"""Two cards made one: what follows, what is asked, what is refused, and the same back again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.permissions import Permission
from ejournal.access.pupils import Pupil
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    Account,
    Acknowledgement,
    Consent,
    Course,
    Enrolment,
    GuardianRights,
    Guardianship,
    Lesson,
    Mark,
    Person,
    RemarkTone,
    Role,
    RoleGrant,
    SignInSession,
)
from ejournal.services.base.merged_cards import standing_card
from ejournal.services.courses.frame import frames
from ejournal.services.courses.members import members
from ejournal.services.duplicates.undoing import Changed, merges_of
from ejournal.services.journal.history import cell_details
from ejournal.services.journal.remarks import add_remark
from ejournal.services.journal.term_marks import TermMarkOp, put_term_marks
from ejournal.services.people.history import history_of
from tests.cast import ARRIVED_DAY, DAY, Cast
from tests.consent_texts import publish_samples
from tests.services.duplicates.helpers import (
    content,
    give_account,
    looked,
    made_one,
    parted,
    seat,
    second_card,
    trail_faults,
)
from tests.services.journal_helpers import op, put_one
from tests.services.people.helpers import found, guardianship, limit, stand_for

MONDAY = DAY - timedelta(days=4)


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """Anna has a second card in the same class, with marks of its own, a remark, a term mark, a guardian."""
    second_card(cast, "double", birth_date=date(2014, 3, 14), phone="+7 900 000-00-01")
    seat(cast, "double", starts=ARRIVED_DAY)
    put_one(cast, op(cast, "5", day=MONDAY))
    put_one(cast, op(cast, "4/5", pupil="double"))
    put_one(cast, op(cast, "н", pupil="double", course="russian"), by="teacher")
    lesson, now = cast.lessons["maths"].id or 0, clock.now()
    teacher = cast.actor("class_teacher")
    add_remark(cast.session, teacher, lesson, cast.id_of("double"), "Молодец", RemarkTone.PRAISE, now)
    mark = TermMarkOp("1", cast.id_of("double"), "2", "5")
    put_term_marks(cast.session, teacher, cast.courses["maths"].id or 0, [mark], now)
    stand_for(cast, "other_guardian", "double", relation="отец")
    cast.session.flush()
    assert trail_faults(cast) == []
    return cast


def values(cast: Cast, name: str = "pupil") -> list[tuple[date, str]]:
    rows = select(Mark).where(col(Mark.pupil_id) == cast.id_of(name)).order_by(col(Mark.day), col(Mark.slot))
    return [(one.day, one.value) for one in cast.session.scalars(rows)]


def refusal(cast: Cast, kept: str = "pupil", gone: str = "double", by: str = "deputy") -> str:
    with pytest.raises(DomainError) as caught:
        made_one(cast, kept, gone, by=by)
    said = looked_refusals(cast, kept, gone, by)
    assert not said or caught.value.message in said
    return caught.value.message


def looked_refusals(cast: Cast, kept: str, gone: str, by: str) -> list[str]:
    try:
        return [one.message for one in looked(cast, kept, gone, by).refusals]
    except DomainError:
        return []


# ------------------------------------------------------------------------------------------- follows


def test_all_of_the_other_card_follows_and_comes_back_exactly(cast: Cast) -> None:
    before = content(cast.session)
    number = made_one(cast, "pupil", "double")
    assert values(cast) == [(MONDAY, "5"), (DAY, "4"), (DAY, "5")]
    assert values(cast, "double") == []
    assert trail_faults(cast) == []
    parted(cast, number)
    assert content(cast.session) == before
    assert trail_faults(cast) == []
    made_one(cast, "pupil", "double")
    assert trail_faults(cast) == []


def test_the_preview_says_what_follows(cast: Cast) -> None:
    look = looked(cast, "pupil", "double")
    follows = {one.about: (one.has, one.comes) for one in look.follows}
    assert follows["Marks"] == (1, 2)
    assert follows["Absences and late comings"] == (0, 1)
    assert follows["Term marks"] == follows["Remarks and praise"] == (0, 1)
    assert follows["Guardians"] == (1, 1)
    assert dict(look.joined) == {"Places in the same class": 1, "The same roles": 1}
    assert look.questions == look.refusals == ()
    taken = {one.name: one.taken for one in look.fields}
    assert taken["birth_date"] == taken["phone"] == "gone"
    assert taken["last_name"] == "kept"


def test_the_child_has_one_row_in_the_journal_and_one_card(cast: Cast) -> None:
    gone = cast.id_of("double")
    made_one(cast, "pupil", "double")
    course = cast.courses["maths"].id or 0
    frame = frames(cast.session, cast.schools["a"].id or 0, [course])[course]
    names = [one.list_name for one in members(cast.session, frame, DAY, DAY).values()]
    assert names.count("Лебедева Анна") == 1
    assert found(cast, "лебедева анна") == ["Лебедева Анна"]
    assert standing_card(cast.session, cast.schools["a"].id or 0, gone) == cast.id_of("pupil")
    for kind in (Person, Pupil):
        with pytest.raises(NotFound):
            guard.get(cast.session, cast.actor("deputy"), kind, gone, Permission.PEOPLE_READ)


def test_histories_of_cells_and_of_both_cards_tell_of_it(cast: Cast) -> None:
    number = made_one(cast, "pupil", "double")
    lesson = cast.lessons["maths"].id or 0
    told = cell_details(cast.session, cast.actor("class_teacher"), lesson, cast.id_of("pupil")).history
    of_cell = [(one.action, one.after) for one in told if one.action != "add"]
    assert of_cell == [("merge", "4/5"), ("put", "4/5")]
    said = [one.words for one in history_of(cast.session, cast.actor("deputy"), cast.id_of("pupil"), "en")]
    assert "Made one with the card of Лебедева Анна Олеговна" in said[0]
    parted(cast, number)
    for name in ("pupil", "double"):
        said = [one.words for one in history_of(cast.session, cast.actor("deputy"), cast.id_of(name), "en")]
        assert said[0] == "Parted again from the card of Лебедева Анна Олеговна"


def test_values_of_the_other_card_are_taken_where_chosen(cast: Cast) -> None:
    cast.people["pupil"].birth_date = date(2014, 3, 13)
    cast.people["double"].last_name = "Лебедёва"
    number = made_one(cast, "pupil", "double", fields={"birth_date": "gone", "last_name": "gone"})
    cast.session.expire_all()
    person = cast.people["pupil"]
    assert (person.last_name, person.birth_date) == ("Лебедёва", date(2014, 3, 14))
    assert (person.phone, person.sought) == ("+7 900 000-00-01", "лебедева анна олеговна 79000000001")
    parted(cast, number)
    cast.session.expire_all()
    assert (cast.people["pupil"].birth_date, cast.people["pupil"].phone) == (date(2014, 3, 13), "")


# --------------------------------------------------------------------------------------------- asked


def test_of_two_marks_in_one_cell_one_is_chosen(cast: Cast) -> None:
    put_one(cast, op(cast, "2"))
    before = content(cast.session)
    [question] = looked(cast, "pupil", "double").questions
    assert (question.of_kept, question.of_gone) == ("2", "4/5")
    assert question.where == "Математика, 20.11.2026, № 3"
    with pytest.raises(DomainError, match="Choose what stays"):
        made_one(cast, "pupil", "double")
    for answer, stays in (("kept", ["5", "2"]), ("gone", ["5", "4", "5"])):
        number = made_one(cast, "pupil", "double", answers={question.key: answer})
        assert [value for _, value in values(cast)] == stays
        assert trail_faults(cast) == []
        parted(cast, number)
        assert content(cast.session) == before
        assert trail_faults(cast) == []


def test_the_same_cell_is_joined_without_asking(cast: Cast) -> None:
    put_one(cast, op(cast, "4/5"))
    look = looked(cast, "pupil", "double")
    assert (dict(look.joined)["The same cells of the journal"], look.questions) == (1, ())
    made_one(cast, "pupil", "double")
    assert values(cast) == [(MONDAY, "5"), (DAY, "4"), (DAY, "5")]
    assert trail_faults(cast) == []


def test_of_two_term_marks_one_is_chosen(cast: Cast) -> None:
    mark = TermMarkOp("2", cast.id_of("pupil"), "2", "3")
    course = cast.courses["maths"].id or 0
    put_term_marks(cast.session, cast.actor("class_teacher"), course, [mark], clock.now())
    before = content(cast.session)
    [question] = looked(cast, "pupil", "double").questions
    assert (question.key, question.of_kept, question.of_gone) == (f"term:{course}:2", "3", "5")
    for answer in ("kept", "gone"):
        number = made_one(cast, "pupil", "double", answers={question.key: answer})
        assert trail_faults(cast) == []
        parted(cast, number)
        assert content(cast.session) == before
        assert trail_faults(cast) == []


# --------------------------------------------------------------------------------------------- family


def test_the_strictest_rights_stand_and_a_limit_is_never_widened(cast: Cast) -> None:
    second_card(cast, "mother", of="guardian", phone="+7 900 000-00-02")
    stand_for(cast, "mother", "pupil", rights=GuardianRights.NONE, ends=DAY + timedelta(days=30))
    limit(cast, "guardian", "pupil", relation="мать", contacts_hidden=True)
    number = made_one(cast, "guardian", "mother")
    row = guardianship(cast, "guardian", "pupil")
    cast.session.refresh(row)
    assert (row.rights, row.contacts_hidden) == (GuardianRights.NONE, True)
    assert (row.relation, row.ends) == ("мать", DAY + timedelta(days=30))
    parted(cast, number)
    cast.session.refresh(row)
    assert (row.rights, row.ends) == (GuardianRights.FULL, None)


def test_a_limited_guardian_does_not_see_the_child_by_a_second_card(cast: Cast) -> None:
    second_card(cast, "mother", of="guardian")
    stand_for(cast, "mother", "double", rights=GuardianRights.NONE)
    assert refusal(cast) == (
        "{name} has two cards, and one of them sees nothing of the child: make those one first"
    )


def test_nobody_becomes_their_own_guardian(cast: Cast) -> None:
    assert refusal(cast, "guardian", "pupil") == (
        "One of the two stands for the other: nobody is their own guardian"
    )
    second_card(cast, "grandmother", of="guardian")
    second_card(cast, "mother", of="guardian")
    stand_for(cast, "grandmother", "mother")
    stand_for(cast, "mother", "brother")
    assert refusal(cast, "grandmother", "brother") == (
        "Somebody would stand for their own guardian: check who is whose guardian first"
    )
    second_card(cast, "namesake", of="pupil")
    stand_for(cast, "namesake", "classmate")
    assert refusal(cast, "pupil", "namesake") == (
        "One card is of a pupil, the other of a parent or of staff: they are two people"
    )


def test_a_consent_taken_back_stays_taken_back(cast: Cast) -> None:
    now, school_id = clock.now(), cast.schools["a"].id or 0
    document = publish_samples(cast.session, school_id)[1]
    of = {"school_id": school_id, "person_id": cast.id_of("guardian"), "document_id": document.id,
          "purpose_id": document.purpose_id}  # fmt: skip
    earlier, later = now - timedelta(days=2), now - timedelta(days=1)
    cast.session.add(Consent(**of, pupil_id=cast.id_of("pupil"), answered_at=earlier))
    cast.session.add(Consent(**of, pupil_id=cast.id_of("double"), answered_at=earlier, withdrawn_at=later))
    made_one(cast, "pupil", "double")
    [stands] = [one for one in cast.session.scalars(select(Consent)) if one.replaced_at is None]
    assert (stands.withdrawn_at, stands.pupil_id) == (later, cast.id_of("pupil"))


def test_a_week_acknowledged_on_both_cards_is_acknowledged_once(cast: Cast) -> None:
    of = {"school_id": cast.schools["a"].id, "guardian_id": cast.id_of("guardian"), "week": MONDAY}
    for name, hours in (("pupil", 1), ("double", 2)):
        at = clock.now() - timedelta(hours=hours)
        cast.session.add(Acknowledgement(**of, pupil_id=cast.id_of(name), at=at))
    before = content(cast.session)
    number = made_one(cast, "pupil", "double")
    [row] = cast.session.scalars(select(Acknowledgement)).all()
    assert (clock.now() - row.at) > timedelta(minutes=119)
    parted(cast, number)
    assert content(cast.session) == before


# ----------------------------------------------------------------------------------- places, sign-ins


def test_two_classes_on_one_day_are_refused(cast: Cast) -> None:
    place = cast.session.scalars(
        select(Enrolment).where(col(Enrolment.pupil_id) == cast.id_of("double"))
    ).one()
    place.class_id = cast.classes["6v"].id or 0
    assert refusal(cast).startswith("On {day} one card sits in {first}, the other in {second}")
    place.starts, place.ends = ARRIVED_DAY, None
    own = cast.session.scalars(select(Enrolment).where(col(Enrolment.pupil_id) == cast.id_of("pupil"))).one()
    own.ends = ARRIVED_DAY - timedelta(days=1)
    made_one(cast, "pupil", "double")


def test_of_two_sign_ins_that_of_the_card_that_stays_is_left(cast: Cast) -> None:
    closed = give_account(cast, "double", "lebedeva2")
    before = content(cast.session)
    number = made_one(cast, "pupil", "double")
    cast.session.expire_all()
    assert cast.session.get_one(Account, closed.id).blocked
    [ended] = cast.session.scalars(select(SignInSession).where(col(SignInSession.account_id) == closed.id))
    assert ended.ended_at is not None
    said = history_of(cast.session, cast.actor("deputy"), cast.id_of("pupil"), "en")[0].words
    assert "the sign-in lebedeva2 was closed" in said
    parted(cast, number)
    assert content(cast.session) == before


def test_the_only_sign_in_goes_with_its_card(cast: Cast) -> None:
    moved = give_account(cast, "double", "lebedeva2")
    second_card(cast, "third")
    before = content(cast.session)
    number = made_one(cast, "third", "double")
    cast.session.expire_all()
    assert cast.session.get_one(Account, moved.id).person_id == cast.id_of("third")
    parted(cast, number)
    assert content(cast.session) == before


def test_lessons_marks_and_authorship_of_a_teacher_follow(cast: Cast) -> None:
    second_card(cast, "kotova", of="class_teacher")
    before = content(cast.session)
    number = made_one(cast, "kotova", "class_teacher", by="admin")
    assert cast.session.get_one(Course, cast.courses["maths"].id).teacher_id == cast.id_of("kotova")
    assert {one.author_id for one in cast.session.scalars(select(Mark))} == {cast.id_of("kotova")}
    assert trail_faults(cast) == []
    parted(cast, number, by="admin")
    assert content(cast.session) == before
    assert trail_faults(cast) == []


def test_who_stood_in_for_the_other_is_another_person(cast: Cast) -> None:
    second_card(cast, "kotova", of="class_teacher")
    substituted = cast.session.scalars(
        select(Lesson).where(col(Lesson.substitute_id) == cast.id_of("substitute"))
    ).first()
    assert substituted is not None
    message = "On {day} one of the two gives a lesson in place of the other: they cannot be one person"
    assert refusal(cast, "class_teacher", "substitute") == message


# ---------------------------------------------------------------------------------------- who, and when


def test_nobody_raises_themselves(cast: Cast) -> None:
    assert refusal(cast, "teacher_parent", "admin") == (
        "Cards of heads and administrators are for an administrator to make one"
    )
    assert refusal(cast, "deputy", "double") == "Your own cards are for an administrator to make one"
    second_card(cast, "gromova", of="deputy")
    number = made_one(cast, "deputy", "gromova", by="admin")
    with pytest.raises(DomainError, match="Your own cards"):
        parted(cast, number)


def test_cards_of_another_school_are_none(cast: Cast) -> None:
    with pytest.raises(NotFound):
        looked(cast, "pupil", "pupil_b")


def test_who_comes_second_is_told(cast: Cast) -> None:
    seen = looked(cast, "pupil", "double").mark
    put_one(cast, op(cast, "3", pupil="double", day=MONDAY))
    with pytest.raises(DomainError, match="changed one of the two cards meanwhile"):
        made_one(cast, "pupil", "double", seen=seen)
    made_one(cast, "pupil", "double", answers={f"cell:{cast.lesson('maths', MONDAY).id}": "kept"})
    with pytest.raises(DomainError, match="made one with another already"):
        made_one(cast, "pupil", "double", seen=seen)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda cast: put_one(cast, op(cast, "3", day=MONDAY, course="russian"), by="teacher"), "Marks"),
        (lambda cast: limit(cast, "guardian", "pupil", relation="тётя"), "Guardians"),
        (lambda cast: setattr(cast.people["pupil"], "phone", "+7 900 111-11-11"), "Names and contacts"),
        (lambda cast: give_role(cast), "Roles"),
    ],
)
def test_after_the_next_change_it_cannot_be_undone(cast: Cast, change: object, what: str) -> None:
    number = made_one(cast, "pupil", "double")
    cast.session.expire_all()
    [standing] = merges_of(cast.session, cast.actor("deputy"), cast.id_of("pupil"))
    assert (standing.later, standing.changed) == ("", ())
    change(cast)  # type: ignore[operator]
    cast.session.flush()
    with pytest.raises(Changed) as caught:
        parted(cast, number)
    assert caught.value.what == (what,)
    [standing] = merges_of(cast.session, cast.actor("deputy"), cast.id_of("pupil"))
    assert standing.changed == (what,)


def give_role(cast: Cast) -> None:
    of = {"school_id": cast.schools["a"].id, "person_id": cast.id_of("pupil")}
    cast.session.add(RoleGrant(**of, role=Role.TEACHER, starts=DAY))


def test_a_chain_is_undone_from_its_end(cast: Cast) -> None:
    second_card(cast, "third")
    second_card(cast, "fourth")
    before = content(cast.session)
    first = made_one(cast, "third", "double")
    second = made_one(cast, "pupil", "third")
    third = made_one(cast, "pupil", "fourth")
    assert standing_card(cast.session, cast.schools["a"].id or 0, cast.id_of("double")) == cast.id_of("pupil")
    assert values(cast) == [(MONDAY, "5"), (DAY, "4"), (DAY, "5")]
    for number in (first, second):
        with pytest.raises(DomainError, match="Undo the later merge first"):
            parted(cast, number)
    for number in (third, second, first):
        parted(cast, number)
        assert trail_faults(cast) == []
    assert content(cast.session) == before
    with pytest.raises(NotFound):
        parted(cast, first)


def test_rights_to_the_child_follow_at_once(cast: Cast) -> None:
    actor = cast.actor("other_guardian")
    with pytest.raises(NotFound):
        guard.get(cast.session, actor, Pupil, cast.id_of("pupil"), Permission.DIARY_READ)
    made_one(cast, "pupil", "double")
    guard.get(cast.session, actor, Pupil, cast.id_of("pupil"), Permission.DIARY_READ)
    rows = cast.session.scalars(select(Guardianship).where(col(Guardianship.pupil_id) == cast.id_of("pupil")))
    assert len(rows.all()) == 2
