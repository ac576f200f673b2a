"""People are found as one types: by part of a name, class, phone or login, in either layout."""

from datetime import timedelta

import pytest

from ejournal.access.permissions import GRANTED, Permission
from ejournal.errors import NotAllowed
from ejournal.models import Enrolment, Person, Role
from ejournal.services.people import search
from ejournal.services.people.search import PersonState, Wanted, find_people
from tests.cast import DAY, Cast
from tests.services.diary_helpers import counted_queries
from tests.services.people.helpers import found, limit, stand_for

READERS = {"admin", "director", "deputy"}


def change(cast: Cast, name: str, **values: str) -> None:
    for field, value in values.items():
        setattr(cast.people[name], field, value)
    cast.session.add(cast.people[name])
    cast.session.flush()


@pytest.mark.parametrize(
    "words", ["Лебедева Анна", "лебед анн", "анна олеговна", "бедев нн", "kt,tltdf fyyf", "KT<TLTDF FYYF"]
)
def test_part_of_a_name_is_enough_whatever_the_case_and_layout(cast: Cast, words: str) -> None:
    assert found(cast, words) == ["Лебедева Анна"]


def test_yo_is_ye(cast: Cast) -> None:
    change(cast, "left", last_name="Семёнов")
    assert found(cast, "семенов") == found(cast, "Семёнов") == found(cast, "ctvtyjd") == ["Семёнов Олег"]
    change(cast, "left", last_name="Семенов")
    assert found(cast, "Семёнов") == ["Семенов Олег"]


def test_signs_with_a_meaning_to_the_database_mean_themselves(cast: Cast) -> None:
    assert found(cast, "100%") == found(cast, "лебед_ва") == found(cast, "лебед\\") == []


@pytest.mark.parametrize("words", ["6б", "6 «Б»", "6-Б", "6 б", "6,"])
def test_a_class_is_found_with_its_pupils(cast: Cast, words: str) -> None:
    assert found(cast, words, state=PersonState.HERE) == ["Зайцев Илья", "Лебедева Анна", "Петров Глеб"]


def test_a_grade_alone_is_all_its_classes(cast: Cast) -> None:
    assert found(cast, "6", state=PersonState.HERE)[-2:] == ["Никитина Вера", "Петров Глеб"]


def test_a_class_and_a_name_narrow_one_another(cast: Cast) -> None:
    assert found(cast, "лебе 6б") == ["Лебедева Анна"]
    assert found(cast, "9б") == []


@pytest.mark.parametrize("words", ["123-45", "8 900 123-45-67", "+7 (900) 1234567", "89001234567", "4567"])
def test_a_phone_is_found_by_its_digits(cast: Cast, words: str) -> None:
    change(cast, "guardian", phone="+7 900 123-45-67")
    assert found(cast, words) == ["Лебедева Мария"]


@pytest.mark.parametrize("words", ["other_g", "щерук_п", "OTHER_guardian"])
def test_a_login_is_found_by_its_part(cast: Cast, words: str) -> None:
    assert found(cast, words) == ["Никитин Иван"]


def test_who_left_is_told_from_who_is_here(cast: Cast) -> None:
    assert found(cast, state=PersonState.LEFT) == ["Сидоров Олег"]
    here = found(cast, state=PersonState.HERE)
    assert "Сидоров Олег" not in here
    assert "Дроздова Инна" in here
    assert len(here) == 15
    people = find_people(cast.session, cast.actor("deputy"), Wanted("Сидоров")).people
    assert [(one.left, one.classes) for one in people] == [(True, "6 «Б»")]


def test_who_has_no_account_is_found(cast: Cast) -> None:
    assert found(cast, state=PersonState.NO_ACCOUNT) == ["Дроздова Инна", "Петров Глеб", "Сидоров Олег"]


def test_roles_and_classes_narrow(cast: Cast) -> None:
    assert found(cast, role=Role.GUARDIAN) == ["Зайцев Андрей", "Лебедева Мария", "Никитин Иван"]
    assert found(cast, class_id=cast.classes["2a"].id) == ["Лебедев Лев"]
    left = {"class_id": cast.classes["6b"].id, "state": PersonState.LEFT}
    assert found(cast, **left) == ["Сидоров Олег"]


def test_a_guardian_is_shown_with_the_children(cast: Cast) -> None:
    [mother] = find_people(cast.session, cast.actor("deputy"), Wanted("Мария")).people
    assert mother.children == ("Лев Лебедев, 2 «А»", "Анна Лебедева, 6 «Б»")
    assert mother.roles == (Role.GUARDIAN,)


def test_the_list_goes_by_the_alphabet_a_page_at_a_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    change(cast, "left", last_name="Ёлкин")
    everybody = found(cast)
    assert everybody[:3] == ["Белова Нина", "Громова Елена", "Дроздова Инна"]
    assert everybody.index("Ёлкин Олег") == 3
    monkeypatch.setattr(search, "PAGE", 6)
    pages = [found(cast, page=number) for number in (1, 2, 3)]
    assert [one for page in pages for one in page] == everybody
    last = find_people(cast.session, cast.actor("deputy"), Wanted(page=9))
    assert (last.page, last.pages, last.total, len(last.people)) == (3, 3, 16, 4)


def test_another_school_is_not_looked_into(cast: Cast) -> None:
    assert found(cast, "Юдин") == found(cast, "pupil_b") == []


def test_a_name_changed_by_anybody_is_found_at_once(cast: Cast) -> None:
    cast.session.add(Person(school_id=cast.schools["a"].id or 0, last_name="Ягодкина", first_name="Ия"))
    cast.session.flush()
    assert found(cast, "ягод") == ["Ягодкина Ия"]


def test_a_hidden_phone_finds_nobody_for_the_other_parent(cast: Cast) -> None:
    change(cast, "guardian", phone="+7 900 123-45-67")
    stand_for(cast, "deputy", "pupil")
    limit(cast, contacts_hidden=True)
    assert found(cast, "900 123") == []
    assert found(cast, "900 123", reader="admin") == ["Лебедева Мария"]


def test_six_queries_find_any_page(cast: Cast) -> None:
    for wanted in (Wanted(), Wanted("лебед", Role.PUPIL, cast.classes["6b"].id, PersonState.HERE)):
        with counted_queries(cast.session) as queries:
            find_people(cast.session, cast.actor("deputy"), wanted)
        assert len(queries) - 1 == 6, "one of them finds the actor"


def test_only_those_who_lead_or_administer_look_for_people(cast: Cast) -> None:
    for name in cast.accounts:
        actor = cast.actor(name)
        if name in READERS:
            assert find_people(cast.session, actor, Wanted()).total == 16
        else:
            with pytest.raises(NotAllowed):
                find_people(cast.session, actor, Wanted())


def test_the_director_reads_and_changes_nothing() -> None:
    assert Permission.PEOPLE_READ in GRANTED[Role.DIRECTOR]
    assert Permission.PEOPLE_MANAGE not in GRANTED[Role.DIRECTOR]


def test_a_place_that_is_to_come_counts(cast: Cast) -> None:
    of_class = {"school_id": cast.schools["a"].id, "class_id": cast.classes["6v"].id}
    cast.session.add(Enrolment(**of_class, pupil_id=cast.id_of("left"), starts=DAY + timedelta(days=9)))
    cast.session.flush()
    assert found(cast, state=PersonState.LEFT) == []
    assert "Сидоров Олег" in found(cast, class_id=cast.classes["6v"].id)
