"""Roles are given and ended by the day; nobody raises themselves, and one administrator always stays."""

from datetime import timedelta

import pytest

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import Role
from ejournal.services.people.history import history_of
from ejournal.services.people.roles import end_role, give_role
from tests.cast import DAY, Cast
from tests.services.people.helpers import card, seen

TOMORROW = DAY + timedelta(days=1)


def give(cast: Cast, name: str, role: Role, by: str = "deputy", place: str = "") -> None:
    class_id = cast.classes[place].id if place else None
    give_role(cast.session, cast.actor(by), cast.id_of(name), seen(cast, name), role, TOMORROW, class_id)


def end(cast: Cast, name: str, role: Role, by: str = "admin") -> None:
    grant = next(one for one in card(cast, name, "admin").roles if one.role is role)
    end_role(cast.session, cast.actor(by), cast.id_of(name), seen(cast, name), grant.id, DAY)


def words(cast: Cast, name: str) -> list[str]:
    return [one.words for one in history_of(cast.session, cast.actor("admin"), cast.id_of(name), "ru")]


def test_a_class_teacher_gets_a_class_from_a_day_on(cast: Cast) -> None:
    give(cast, "teacher", Role.CLASS_TEACHER, place="6v")
    held = next(one for one in card(cast, "teacher").roles if one.role is Role.CLASS_TEACHER)
    assert (held.class_title, held.span.starts) == ("6 «В»", TOMORROW)
    assert words(cast, "teacher") == ["Дана роль: классный руководитель 6 «В», с 21.11.2026"]


@pytest.mark.parametrize(
    ("name", "role", "place", "field"),
    [
        ("teacher", Role.CLASS_TEACHER, "", "class_id"),
        ("teacher", Role.TEACHER, "", "role"),
        ("class_teacher", Role.CLASS_TEACHER, "6b", "role"),
    ],
)
def test_what_cannot_be_given_is_said_by_its_field(
    cast: Cast, name: str, role: Role, place: str, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        give(cast, name, role, place=place)
    assert refused.value.field == field


def test_a_class_of_another_school_is_none(cast: Cast) -> None:
    with pytest.raises(NotFound):
        give(cast, "teacher", Role.CLASS_TEACHER, place="6b_b")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY])
def test_a_deputy_head_raises_nobody_and_an_administrator_does(cast: Cast, role: Role) -> None:
    for name in ("teacher", "deputy"):
        with pytest.raises(NotAllowed):
            give(cast, name, role)
    give(cast, "teacher", role, by="admin")


@pytest.mark.parametrize("role", [Role.PUPIL, Role.GUARDIAN])
def test_pupils_and_guardians_are_made_by_no_role(cast: Cast, role: Role) -> None:
    with pytest.raises(NotAllowed):
        give(cast, "teacher", role, by="admin")


def test_the_last_administrator_stays(cast: Cast) -> None:
    with pytest.raises(DomainError, match="last administrator"):
        end(cast, "admin", Role.ADMINISTRATOR)
    give(cast, "arrived", Role.ADMINISTRATOR, by="admin")
    with pytest.raises(DomainError, match="last administrator"):
        end(cast, "admin", Role.ADMINISTRATOR)
    give(cast, "teacher", Role.ADMINISTRATOR, by="admin")
    end(cast, "admin", Role.ADMINISTRATOR)


def test_who_is_blocked_administers_nothing(cast: Cast) -> None:
    give(cast, "teacher", Role.ADMINISTRATOR, by="admin")
    cast.accounts["teacher"].blocked = True
    cast.session.flush()
    with pytest.raises(DomainError, match="last administrator"):
        end(cast, "admin", Role.ADMINISTRATOR)


def test_a_role_ends_with_a_day_and_is_told(cast: Cast) -> None:
    end(cast, "teacher", Role.TEACHER, by="deputy")
    assert card(cast, "teacher").roles[0].span.ends == DAY
    assert words(cast, "teacher") == ["Роль закончена: учитель, последний день 20.11.2026"]
    with pytest.raises(NotAllowed):
        end(cast, "director", Role.DIRECTOR, by="deputy")
