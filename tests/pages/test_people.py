"""The page of people: found as one types, entered, moved, limited; what is refused stands by its field."""

import pytest

from ejournal.pages.journal.state import JournalState
from ejournal.pages.people.card_state import PersonState
from ejournal.pages.people.state import PeopleState
from ejournal.services.base.topics import course_topic
from tests.cast import DAY, Cast
from tests.infra.tabs import Tab, said, secret_told
from tests.pages.conftest import News, OpenTab

MONDAY = "2026-11-23"


@pytest.fixture
def tab(cast: Cast, open_tab: OpenTab, told: News) -> Tab:
    tab = open_tab("deputy", "/people")
    tab.send(PeopleState.load)
    return tab


def names(tab: Tab) -> list[str]:
    return [" ".join(one.name.split()[:2]) for one in tab.state(PeopleState).people]


def open_card(tab: Tab, cast: Cast, name: str) -> PersonState:
    tab.go(f"/people?person={cast.id_of(name)}")
    tab.send(PeopleState.load)
    tab.send(PersonState.load)
    return tab.state(PersonState)


def fill(tab: Tab, kind: str, row: str = "", **form: str) -> list[tuple[str, str]]:
    tab.send(PersonState.open_form, kind, row)
    return said(tab.send(PersonState.save, form))


def test_the_list_follows_the_typing_and_the_address_keeps_it(tab: Tab) -> None:
    assert tab.state(PeopleState).found == "15 человек"
    events = said(tab.send(PeopleState.look, "лебед"))
    assert names(tab) == ["Лебедев Лев", "Лебедева Анна", "Лебедева Мария"]
    assert "q=%D0%BB%D0%B5%D0%B1%D0%B5%D0%B4" in str(events)
    tab.send(PeopleState.choose_role, "guardian")
    assert [one.note for one in tab.state(PeopleState).people] == [
        "родитель · Лев Лебедев, 2 «А»; Анна Лебедева, 6 «Б»"
    ]
    tab.go("/people?state=left&role=nonsense&page=abc")
    tab.send(PeopleState.load)
    assert names(tab) == ["Сидоров Олег"]


def test_a_new_pupil_is_entered_and_the_card_opens(cast: Cast, tab: Tab, told: News) -> None:
    tab.send(PeopleState.open_form, "pupil")
    class_id, group = str(cast.classes["6b"].id), cast.groups["english1"].id
    tab.send(PeopleState.show_groups, class_id)
    assert [one.title for one in tab.state(PeopleState).groups][:1] == ["Английский, 1"]
    form = {"last_name": "Семёнов", "first_name": "Пётр", "class_id": class_id, "day": MONDAY}
    [(kind, address), (toast, words)] = said(tab.send(PeopleState.add, form | {f"group-{group}": "on"}))
    assert (kind, toast) == ("redirect", "success")
    assert words.startswith("Внесено")
    tab.go(address)
    tab.send(PersonState.load)
    card = tab.state(PersonState)
    assert [one.title for one in card.in_classes] == ["6 «Б»", "Английский, 1"]
    assert (course_topic(cast.courses["maths"].id or 0), {"reload": True}) in told


def test_a_namesake_is_shown_before_a_second_one_is_entered(cast: Cast, tab: Tab) -> None:
    tab.send(PeopleState.open_form, "pupil")
    form = {
        "last_name": "Лебедева", "first_name": "Анна", "day": MONDAY,
        "class_id": str(cast.classes["6v"].id),
    }  # fmt: skip
    assert tab.send(PeopleState.add, form) == []
    state = tab.state(PeopleState)
    assert [(one.name, one.note) for one in state.alike] == [("Лебедева Анна Олеговна", "6 «Б»")]
    assert state.adding == "pupil"
    [(kind, _), _] = said(tab.send(PeopleState.add, form | {"anyway": "on"}))
    assert kind == "redirect"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("birth_date", "1899-01-01", "Дайте дату"),
        ("birth_date", "2030-01-01", "Этот день ещё не наступил"),
        ("phone", "12", "Такого номера телефона не бывает"),
        ("class_id", "", "Выберите класс"),
        ("last_name", "", "Заполните"),
    ],
)
def test_what_is_wrong_stands_by_its_field_and_the_form_stays(
    cast: Cast, tab: Tab, field: str, value: str, words: str
) -> None:
    tab.send(PeopleState.open_form, "pupil")
    form = {
        "last_name": "Семёнов", "first_name": "Пётр", "day": MONDAY,
        "class_id": str(cast.classes["6v"].id),
    }  # fmt: skip
    tab.send(PeopleState.add, form | {field: value})
    state = tab.state(PeopleState)
    assert list(state.errors) == [field]
    assert state.adding == "pupil"


def test_a_transfer_is_shown_before_and_undone_after(cast: Cast, tab: Tab) -> None:
    card = open_card(tab, cast, "pupil")
    tab.send(PersonState.open_form, "transfer", "")
    tab.send(PersonState.choose_day, MONDAY)
    tab.send(PersonState.choose_class, str(cast.classes["6v"].id))
    assert card.outlook[:2] == [
        "В 6 «Б» последний день — 22\u00a0ноября, в 6 «В» первый — 23\u00a0ноября.",
        "Заканчиваются группы: Английский, 1.",
    ]
    form = {"class_id": str(cast.classes["6v"].id), "day": MONDAY}
    [(kind, words)] = said(tab.send(PersonState.save, form))
    assert (kind, words) == ("success", "Переведено. Сообщено 1 человеку")
    assert (card.undo, card.in_classes[0].title) == ("Отменить перевод", "6 «В»")
    tab.send(PersonState.undo_move)
    assert (card.undo, [one.title for one in card.in_classes]) == ("", ["6 «Б»", "Английский, 1"])
    assert card.history[0].words == "Перевод отменён"


def test_a_transfer_is_not_undone_over_marks_of_the_new_class(
    cast: Cast, tab: Tab, open_tab: OpenTab
) -> None:
    card = open_card(tab, cast, "pupil")
    fill(tab, "transfer", class_id=str(cast.classes["6v"].id), day=DAY.isoformat())
    journal = open_tab("substitute", f"/journal?course={cast.courses['maths_v'].id}&term=2")
    journal.send(JournalState.load)
    cell = {"p": f"P{cast.id_of('pupil')}", "c": f"L{cast.lesson('maths_v', DAY).id}"}
    journal.send(JournalState.put, [{"id": "1", **cell, "v": "4"}])
    [(kind, words)] = said(tab.send(PersonState.undo_move))
    assert (kind, words) == (
        "error",
        "В новом классе уже есть отметки: вместо отмены переведите ученика обратно",
    )
    assert card.in_classes[0].title == "6 «В»"


def test_a_day_that_cannot_be_is_said_in_the_preview(cast: Cast, tab: Tab) -> None:
    card = open_card(tab, cast, "pupil")
    tab.send(PersonState.open_form, "transfer", "")
    tab.send(PersonState.choose_class, str(cast.classes["6v"].id))
    tab.send(PersonState.choose_day, "2026-09-01")
    assert (card.outlook, card.outlook_error[:20]) == ([], "Выберите день позже ")


def test_the_second_of_two_tabs_is_told_and_changes_nothing(cast: Cast, tab: Tab, open_tab: OpenTab) -> None:
    open_card(tab, cast, "pupil")
    tab.send(PersonState.open_form, "leave", "")
    other = open_tab("admin", "/people")
    open_card(other, cast, "pupil")
    fill(other, "transfer", class_id=str(cast.classes["6v"].id), day=MONDAY)
    [(kind, words)] = said(tab.send(PersonState.save, {"day": MONDAY, "reason": "Переезд"}))
    assert (kind, words[:38]) == ("error", "Карточку тем временем изменил кто-то д")
    assert tab.state(PersonState).editing == "leave"


def test_a_guardian_is_limited_and_ended(cast: Cast, tab: Tab) -> None:
    card = open_card(tab, cast, "pupil")
    row = card.guardians[0].id
    [(_, words)] = fill(tab, "guardian-change", row, relation="мать", rights="none", contacts_hidden="on")
    assert words == "Ограничение действует"
    assert (card.guardians[0].limited, card.guardians[0].hides != "") == (True, True)
    fill(tab, "guardian-end", row, day="2026-11-20")
    assert card.guardians[0].span == "по 20.11.2026"


def test_a_known_person_is_taken_as_a_guardian(cast: Cast, tab: Tab) -> None:
    card = open_card(tab, cast, "pupil")
    tab.send(PersonState.open_form, "guardian-add", "")
    form = {"last_name": "Соколов", "first_name": "Павел", "relation": "отец", "rights": "full"}
    assert tab.send(PersonState.save, form) == []
    [known] = card.alike
    said(tab.send(PersonState.save, form | {"who": known.id}))
    assert [(one.name, one.relation) for one in card.guardians][-1] == ("Соколов Павел Игоревич", "отец")


def test_a_deputy_head_is_offered_no_head_s_roles(cast: Cast, tab: Tab) -> None:
    card = open_card(tab, cast, "teacher")
    tab.send(PersonState.open_form, "role-give", "")
    assert [one.value for one in card.role_choices] == ["teacher", "class_teacher"]
    fill(tab, "role-give", role="class_teacher", class_id=str(cast.classes["6v"].id), day=MONDAY)
    assert card.roles[0].title == "Классный руководитель, 6 «В»"
    fill(tab, "role-end", card.roles[0].id, ends=MONDAY)
    assert card.roles[0].span == "с 23.11.2026 по 23.11.2026"


def test_an_account_is_made_and_its_password_told_once(cast: Cast, open_tab: OpenTab, told: News) -> None:
    tab = open_tab("admin", "/people")
    card = open_card(tab, cast, "arrived")
    tab.send(PersonState.open_account)
    assert card.login == "petrov.gm"
    password = secret_told(tab.send(PersonState.make_account, {"login": "petrov.gm"}))
    assert len(password) == 19
    assert password not in tab.shown()
    assert (card.told, card.card.login, card.history[0].words) == (
        True, "petrov.gm", "Создана учётная запись: petrov.gm",
    )  # fmt: skip
    tab.send(PersonState.close_account)
    assert not card.told


@pytest.mark.parametrize("login", ["teacher", "a", "логин", "a b", "x" * 70])
def test_a_login_that_cannot_be_is_said_by_its_field(
    cast: Cast, open_tab: OpenTab, told: News, login: str
) -> None:
    tab = open_tab("admin", "/people")
    open_card(tab, cast, "arrived")
    tab.send(PersonState.open_account)
    tab.send(PersonState.make_account, {"login": login})
    assert list(tab.state(PersonState).errors) == ["login"]


def test_the_director_reads_without_buttons(cast: Cast, open_tab: OpenTab, told: News) -> None:
    tab = open_tab("director", "/people")
    card = open_card(tab, cast, "pupil")
    assert (card.can_manage, card.can_account, card.undo) == (False, False, "")
