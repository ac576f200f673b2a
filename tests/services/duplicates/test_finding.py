"""Likely duplicates: who is found and why, who never is, what is remembered, what a large school costs."""

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from ejournal.access.permissions import Permission
from ejournal.errors import NotAllowed, NotFound
from ejournal.models import Person
from ejournal.models.base import table
from ejournal.models.people import sought_words
from ejournal.services.duplicates import finding
from ejournal.services.duplicates.finding import MOST, Why, find_duplicates
from ejournal.services.duplicates.two_people import say_two, unsay_two
from tests.cast import Cast
from tests.services.duplicates.helpers import made_one, seat, second_card

BORN = date(2014, 3, 14)


def pairs(cast: Cast) -> list[tuple[str, str, tuple[Why, ...]]]:
    names = {person.id: name for name, person in cast.people.items()}
    cast.session.flush()
    found = find_duplicates(cast.session, cast.actor("deputy")).pairs
    return [(names[one.first.id], names[one.second.id], one.why) for one in found]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"birth_date": BORN, "last_name": "Лебедёва", "middle_name": ""}, Why.SAME),
        ({"birth_date": BORN, "last_name": "Лебидева"}, Why.NEAR),
        ({"birth_date": BORN, "last_name": "Анна", "first_name": "Лебедева"}, Why.NEAR),
        ({"snils_hash": "a" * 64, "last_name": "Орлова", "middle_name": "Ивановна"}, Why.SNILS),
        ({"phone": "8 900 123-45-67", "last_name": "Орлова", "middle_name": ""}, Why.PHONE),
        ({}, Why.NAME),
    ],
)
def test_who_may_be_one_person_is_found(cast: Cast, values: dict[str, object], why: Why) -> None:
    assert pairs(cast) == []
    anna = cast.people["pupil"]
    anna.birth_date, anna.phone, anna.snils_hash = BORN, "+7 900 123-45-67", "a" * 64
    second_card(cast, "double", **values)
    assert pairs(cast) == [("pupil", "double", (why,))]


@pytest.mark.parametrize(
    "values",
    [
        {"birth_date": BORN, "first_name": "Вера"},  # a twin
        {"birth_date": BORN + timedelta(days=1)},
        {"birth_date": BORN, "last_name": "Лебедев", "first_name": "Анн", "gender": "m"},
        {"phone": "+7 900 123-45-67", "first_name": "Мария"},
    ],
)
def test_who_is_another_is_not(cast: Cast, values: dict[str, object]) -> None:
    cast.people["pupil"].birth_date, cast.people["pupil"].phone = BORN, "+7 900 123-45-67"
    second_card(cast, "double", **values)
    assert pairs(cast) == []


def test_a_parent_is_never_taken_for_the_child(cast: Cast) -> None:
    second_card(cast, "namesake", of="guardian")
    seat(cast, "namesake")
    assert pairs(cast) == []


def test_two_people_are_remembered_until_it_is_taken_back(cast: Cast) -> None:
    number = second_card(cast, "double").id or 0
    session, deputy, anna = cast.session, cast.actor("deputy"), cast.id_of("pupil")
    for _ in range(2):
        say_two(session, deputy, number, anna)
    found = find_duplicates(session, deputy)
    assert (found.pairs, found.total, len(found.dismissed)) == ((), 0, 1)
    unsay_two(session, deputy, anna, number)
    assert len(pairs(cast)) == 1
    with pytest.raises(NotFound):
        say_two(session, deputy, anna, cast.id_of("pupil_b"))
    with pytest.raises(NotAllowed):
        find_duplicates(session, cast.actor("director"))
    assert not cast.actor("director").may(Permission.PEOPLE_MANAGE)


def test_cards_that_are_one_are_a_pair_no_more(cast: Cast) -> None:
    second_card(cast, "double")
    made_one(cast, "pupil", "double")
    assert pairs(cast) == []


def test_of_five_thousand_people_few_are_compared(cast: Cast) -> None:
    rng, school_id = random.Random(7), cast.schools["a"].id
    rows = []
    for at in range(5000):
        born = date(2010, 1, 1) + timedelta(days=rng.randrange(2500)) if at % 2 else date(1990, 1, 1)
        names = {
            "last_name": "".join(rng.choice("абвгдежз") for _ in range(7)).title(),
            "first_name": rng.choice(("Анна", "Вера", "Глеб", "Дина", "Егор", "Жанна")),
            "middle_name": "",
        }
        rows.append({"school_id": school_id, "birth_date": born, "sought": sought_words(names)} | names)
    cast.session.execute(insert(table(Person)), rows)
    deputy = cast.actor("deputy")
    assert len(find_duplicates(cast.session, deputy).pairs) <= MOST
    cards = finding._cards(cast.session, deputy).values()
    parts = [part for _, block in finding._blocks(cards) for part in finding._small(block)]
    assert sum(len(part) ** 2 for part in parts) < 50 * len(cards)
