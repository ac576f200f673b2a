"""One sign-in in two schools: at one place at a time, by the rules of each, in the care of its own school."""

import pytest
from sqlmodel import Session, select

from ejournal.access.actor import Actor, actor_of
from ejournal.access.standing import standing_of
from ejournal.errors import DomainError, NotFound
from ejournal.models import Account, AccountPlace, Role, RoleGrant
from ejournal.services.accounts import administration, own, places
from ejournal.services.accounts.sign_in import sign_in
from ejournal.services.base.changed import take
from ejournal.services.base.topics import place_topic
from ejournal.services.diary.week import children, open_week
from ejournal.services.home.elsewhere import elsewhere
from tests.cast import DAY, PASSWORD, Cast
from tests.services.shared_helpers import acts_as, administrator_of_b, joined, sign_ins


def there(session: Session, cast: Cast, place: AccountPlace) -> Actor:
    """The guardian once she has gone to the other school."""
    places.go_to(session, cast.actor("guardian"), place.id or 0)
    return cast.actor("guardian")


def test_a_sign_in_is_one_person_in_one_school_at_a_time(session: Session, cast: Cast) -> None:
    place = joined(session, cast)
    before = standing_of(session, cast.token("guardian"))
    actor = there(session, cast, place)
    assert (actor.person_id, actor.school_id) == (place.person_id, cast.schools["b"].id)
    assert [one.id for one in children(session, actor)] == [cast.id_of("pupil_b")]
    with pytest.raises(NotFound):
        open_week(session, actor, cast.id_of("pupil"), DAY)
    assert take(session)[-1:] == [place_topic(actor.session_id)]
    after = standing_of(session, cast.token("guardian"))
    assert before is not None
    assert after is not None
    assert (before.account_id, before.rights) != (after.account_id, after.rights)
    places.go_to(session, actor, places.HOME)
    assert acts_as(session, cast, "guardian") == cast.id_of("guardian")


def test_nobody_goes_to_a_place_of_another_account(session: Session, cast: Cast) -> None:
    place = joined(session, cast)
    for name in ("other_guardian", "teacher_b", "admin"):
        with pytest.raises(NotFound):
            places.go_to(session, cast.actor(name), place.id or 0)
    with pytest.raises(NotFound):
        places.leave(session, cast.actor("other_guardian"), place.id or 0)


def test_in_another_school_an_account_is_a_guardian_s_only(session: Session, cast: Cast) -> None:
    place = joined(session, cast)
    session.add(RoleGrant(school_id=place.school_id, person_id=place.person_id, role=Role.DIRECTOR))
    session.flush()
    assert there(session, cast, place).roles == {Role.GUARDIAN}


def test_the_other_school_s_children_and_notices_are_told_of(session: Session, cast: Cast) -> None:
    assert elsewhere(session, cast.actor("guardian")) == ()
    actor = there(session, cast, joined(session, cast))
    (home,) = elsewhere(session, actor, unread=True)
    assert (home.place.id, home.place.school) == (places.HOME, "Школа 7")
    assert {one.id for one in home.children} == {cast.id_of("pupil"), cast.id_of("brother")}
    assert home.unread == 0


def test_the_account_is_the_same_from_either_school(session: Session, cast: Cast) -> None:
    actor = there(session, cast, joined(session, cast))
    assert own.own_account(session, actor).login == "guardian"
    sign_in(session, "guardian", PASSWORD, "10.0.0.7")
    assert [one.is_current for one in own.own_sessions(session, actor)] == [True, False]
    own.change_password(session, actor, PASSWORD, "совсем другой пароль 7")
    assert len(sign_ins(session, cast, "guardian")) == 1
    own.sign_out(session, actor)
    assert actor_of(session, cast.token("guardian")) is None


def test_a_block_of_its_own_school_shuts_the_account_out_of_both(session: Session, cast: Cast) -> None:
    there(session, cast, joined(session, cast))
    administration.set_blocked(session, cast.actor("admin"), cast.id_of("guardian"), True)
    assert actor_of(session, cast.token("guardian")) is None


def test_another_school_can_only_part_from_the_account(session: Session, cast: Cast) -> None:
    place = joined(session, cast)
    there(session, cast, place)
    person_id = place.person_id
    administrator = actor_of(session, administrator_of_b(session, cast))
    assert administrator is not None
    card = administration.account_card(session, administrator, person_id)
    assert card.person.of_another_school
    assert (card.person.login, card.email, card.sessions) == ("", "", ())
    for act in (administration.give_new_password, administration.end_sessions):
        with pytest.raises(NotFound):
            act(session, administrator, person_id)  # type: ignore[operator]
    with pytest.raises(NotFound):
        administration.set_blocked(session, administrator, person_id, True)
    with pytest.raises(DomainError, match="has an account already"):
        administration.make_account(session, administrator, person_id, "masha")
    assert administration.find_people(session, administrator, "guardian").total == 0
    with pytest.raises(NotFound):
        places.take_off(session, cast.actor("admin"), person_id)
    places.take_off(session, administrator, person_id)
    # Signed in still, in the school of the account, and nowhere else.
    assert acts_as(session, cast, "guardian") == cast.id_of("guardian")
    assert not elsewhere(session, cast.actor("guardian"))
    with pytest.raises(NotFound):
        places.take_off(session, administrator, person_id)


def test_a_password_that_was_handed_over_opens_one_school(session: Session, cast: Cast) -> None:
    there(session, cast, joined(session, cast))
    given = administration.give_new_password(session, cast.actor("admin"), cast.id_of("guardian"))
    assert session.exec(select(AccountPlace)).all() == []
    opened = sign_in(session, given.login, given.password, "10.0.0.7")
    actor = actor_of(session, opened.token)
    assert actor is not None
    assert actor.person_id == cast.id_of("guardian")


def test_a_family_may_leave_a_school_but_not_its_own_account(session: Session, cast: Cast) -> None:
    place = joined(session, cast)
    actor = there(session, cast, place)
    with pytest.raises(NotFound):
        places.leave(session, actor, places.HOME)
    places.leave(session, actor, place.id or 0)
    assert acts_as(session, cast, "guardian") == cast.id_of("guardian")


def test_the_side_that_was_shown_last_is_shown_at_the_next_sign_in(session: Session, cast: Cast) -> None:
    own.set_side(session, cast.actor("teacher_parent"), "family")
    opened = sign_in(session, "teacher_parent", PASSWORD, "10.0.0.7")
    actor = actor_of(session, opened.token)
    assert actor is not None
    assert actor.side == "family"
    assert actor.holds(Role.TEACHER)
    assert session.get_one(Account, actor.account_id).login == "teacher_parent"
    with pytest.raises(ValueError, match="head"):
        own.set_side(session, actor, "head")
