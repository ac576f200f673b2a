"""A person entered and changed by hand: nonsense is said by its field, who looks known is asked about."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import Gender, GuardianRights, Person, Role
from ejournal.services.audit import first_fault
from ejournal.services.people.adding import add_guardian_of, add_pupil, add_staff
from ejournal.services.people.guardians import Terms
from ejournal.services.people.persons import Details, LooksKnown, alike, change_person
from tests.cast import DAY, Cast
from tests.services.people.helpers import NEW, card, found, limit, manager, seen, stand_for

ANNA = Details("Лебедева", "Анна", "Олеговна")


def add(cast: Cast, details: Details, anyway: bool = False) -> int:
    class_id = cast.classes["6b"].id
    return add_pupil(cast.session, manager(cast), details, class_id, DAY, anyway=anyway)


def change(cast: Cast, name: str, details: Details) -> bool:
    return change_person(cast.session, manager(cast), cast.id_of(name), seen(cast, name), details)


def test_a_new_pupil_sits_in_the_class_and_is_a_pupil(cast: Cast) -> None:
    born = date(2014, 3, 14)
    details = Details(" Семёнов ", "Пётр", "Ильич", Gender.MALE, born, "8 (900) 123-45-67", "Petr@Mail.RU")
    group = cast.groups["english1"].id or 0
    person_id = add_pupil(cast.session, manager(cast), details, cast.classes["6b"].id, DAY, groups=[group])
    cast.people["new"] = cast.session.get_one(Person, person_id)
    one = card(cast, "new")
    assert (one.name, one.phone, one.email) == ("Семёнов Пётр Ильич", "+79001234567", "petr@mail.ru")
    assert [(place.title, place.leader) for place in one.places] == [
        ("6 «Б»", "И. С. Котова"),
        ("Английский, 1", "А. Ю. Зайцев"),
    ]
    assert [held.role for held in one.roles] == [Role.PUPIL]
    assert found(cast, "семенов") == ["Семёнов Пётр"]
    assert first_fault(cast.session, (one.id and cast.schools["a"].id) or 0) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("last_name", "  "),
        ("last_name", "12"),
        ("first_name", "Анна2"),
        ("first_name", "я" * 81),
        ("birth_date", date(1899, 5, 1)),
        ("birth_date", DAY + timedelta(days=1)),
        ("birth_date", date(1980, 5, 1)),
        ("birth_date", date(2024, 5, 1)),
        ("phone", "123"),
        ("phone", "позвонить маме"),
        ("phone", "8 900 123-45"),
        ("phone", "+7 100 123-45-67"),
        ("phone", "+999"),
        ("email", "почта"),
        ("email", "a@b"),
        ("email", "a b@mail.ru"),
        ("email", ".a@mail.ru"),
    ],
)
def test_what_makes_no_sense_is_said_by_its_field(cast: Cast, field: str, value: object) -> None:
    with pytest.raises(DomainError) as refused:
        add(cast, replace(NEW, **{field: value}))
    assert refused.value.field == field


def test_a_pupil_needs_a_class(cast: Cast) -> None:
    with pytest.raises(DomainError) as refused:
        add_pupil(cast.session, manager(cast), NEW, None, DAY)
    assert refused.value.field == "class_id"


@pytest.mark.parametrize("last_name", ["Лебедева", "лебедева ", "ЛЕБЕДЕВА"])
def test_who_looks_known_is_asked_about_before_anybody_is_added(cast: Cast, last_name: str) -> None:
    with pytest.raises(LooksKnown) as asked:
        add(cast, replace(ANNA, last_name=last_name, birth_date=date(2014, 3, 14)))
    assert [(one.id, one.name, one.class_title) for one in asked.value.found] == [
        (cast.id_of("pupil"), "Лебедева Анна Олеговна", "6 «Б»")
    ]
    assert add(cast, ANNA, anyway=True) != cast.id_of("pupil")


def test_yo_hides_no_namesake_and_a_birth_date_tells_two_apart(cast: Cast) -> None:
    born = date(2014, 3, 14)
    add(cast, replace(NEW, birth_date=born))
    deputy = manager(cast)
    assert len(alike(cast.session, deputy, Details("Семенов", "Петр", "Ильич", birth_date=born))) == 1
    assert len(alike(cast.session, deputy, Details("Семенов", "Петр"))) == 1
    assert alike(cast.session, deputy, Details("Семенов", "Петр", birth_date=date(2014, 3, 15))) == ()
    assert alike(cast.session, deputy, Details("Семенов", "Петр", "Олегович")) == ()
    assert alike(cast.session, deputy, Details("Юдин", "Марк")) == (), "of the other school"


def test_a_guardian_is_added_with_the_child(cast: Cast) -> None:
    terms = Terms("бабушка", GuardianRights.FULL)
    add_guardian_of(cast.session, manager(cast), NEW, cast.id_of("pupil"), terms)
    one = card(cast, "pupil").guardians[-1]
    assert (one.name, one.relation, one.rights) == ("Семёнов Пётр Ильич", "бабушка", GuardianRights.FULL)


def test_a_teacher_is_added_with_roles_by_the_deputy_and_a_head_is_not(cast: Cast) -> None:
    class_id = cast.classes["6v"].id
    roles = (Role.TEACHER, Role.CLASS_TEACHER)
    add_staff(cast.session, manager(cast), NEW, roles, DAY, class_id)
    assert found(cast, role=Role.CLASS_TEACHER) == ["Котова Ирина", "Семёнов Пётр"]
    other = replace(NEW, first_name="Павел")
    with pytest.raises(DomainError, match="at least one role"):
        add_staff(cast.session, manager(cast), other, (), DAY)
    with pytest.raises(NotAllowed):
        add_staff(cast.session, manager(cast), other, (Role.ADMINISTRATOR,), DAY)


def test_a_change_is_kept_once_and_told_in_the_history(cast: Cast) -> None:
    details = replace(ANNA, phone="+79007654321")
    assert change(cast, "pupil", details)
    assert card(cast, "pupil").phone == "+79007654321"
    assert not change(cast, "pupil", details)


def test_two_tabs_do_not_undo_one_another(cast: Cast) -> None:
    opened = seen(cast, "pupil")
    assert change(cast, "pupil", replace(ANNA, middle_name="Игоревна"))
    with pytest.raises(DomainError, match="meanwhile"):
        change_person(cast.session, manager(cast), cast.id_of("pupil"), opened, ANNA)
    assert card(cast, "pupil").middle_name == "Игоревна"


def test_contacts_hidden_from_whoever_changes_the_names_stay(cast: Cast) -> None:
    cast.people["guardian"].phone = "+7 900 123-45-67"
    stand_for(cast, "deputy", "pupil")
    limit(cast, contacts_hidden=True)
    assert change(cast, "guardian", Details("Лебедева", "Мария", "Ивановна"))
    assert cast.people["guardian"].phone == "+7 900 123-45-67"


def test_nobody_of_another_school_is_changed_and_not_everybody_changes(cast: Cast) -> None:
    with pytest.raises(NotFound):
        change(cast, "pupil_b", ANNA)
    for name in ("director", "class_teacher", "guardian", "pupil"):
        actor = cast.actor(name)
        with pytest.raises(NotAllowed):
            change_person(cast.session, actor, cast.id_of("pupil"), seen(cast, "pupil"), ANNA)
