"""Likely duplicates, two cards beside each other, and a card that was made one with another."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from ejournal.database import session_scope
from ejournal.models import Enrolment, GuardianRights, Guardianship, Person, Role, RoleGrant
from ejournal.pages.duplicates.merge_state import MergeState
from ejournal.pages.duplicates.state import DuplicatesState
from ejournal.pages.people.card_state import PersonState
from ejournal.pages.people.merged_state import MergedState
from ejournal.pages.people.state import PeopleState
from tests.cast import ARRIVED_DAY, YEAR_STARTS, Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab

UNDONE = "Карточки снова разделены"


@pytest.fixture
def tab(cast: Cast, open_tab: OpenTab) -> Tab:
    """A deputy's tab; Anna has a second card, spelled otherwise."""
    card(cast, "double", last_name="Лебедёва")
    sit(cast, "double")
    return open_tab("deputy", "/people/duplicates")


def card(cast: Cast, name: str, of: str = "pupil", **values: object) -> int:
    known = cast.people[of]
    with session_scope() as session:
        copied = {one: getattr(known, one) for one in ("last_name", "first_name", "middle_name", "gender")}
        person = Person(school_id=known.school_id, **(copied | values))
        session.add(person)
        session.flush()
        session.expunge(person)
    cast.people[name] = person
    return person.id or 0


def sit(cast: Cast, name: str, place: str = "6b") -> None:
    of = {"school_id": cast.people[name].school_id, "starts": YEAR_STARTS}
    with session_scope() as session:
        session.add(Enrolment(**of, pupil_id=cast.id_of(name), class_id=cast.classes[place].id or 0))


def stand(cast: Cast, guardian: str, pupil: str, rights: GuardianRights = GuardianRights.FULL) -> None:
    of = {"school_id": cast.people[pupil].school_id, "rights": rights}
    with session_scope() as session:
        session.add(Guardianship(**of, guardian_id=cast.id_of(guardian), pupil_id=cast.id_of(pupil)))


def both(tab: Tab, cast: Cast, first: str = "pupil", second: str = "double") -> MergeState:
    tab.go(f"/people/merge?first={cast.id_of(first)}&second={cast.id_of(second)}")
    tab.send(MergeState.load)
    return tab.state(MergeState)


def open_card(tab: Tab, number: int) -> list[tuple[str, str]]:
    tab.go(f"/people?person={number}")
    tab.send(PeopleState.load)
    events = said(tab.send(PersonState.load))
    tab.send(MergedState.load)
    return events


def test_a_pair_is_found_dismissed_and_found_again(cast: Cast, tab: Tab) -> None:
    tab.send(DuplicatesState.load)
    state = tab.state(DuplicatesState)
    [pair] = state.pairs
    assert (pair.first.name, pair.second.name) == ("Лебедева Анна Олеговна", "Лебедёва Анна Олеговна")
    assert pair.why == "Одинаковые ФИО, дата рождения не указана"
    assert said(tab.send(DuplicatesState.say_two, pair.first.id, pair.second.id)) == [
        ("success", "Запомнено: это разные люди")
    ]
    assert (state.pairs, len(state.dismissed)) == ([], 1)
    tab.send(DuplicatesState.load)
    assert tab.state(DuplicatesState).pairs == []
    assert said(tab.send(DuplicatesState.unsay_two, pair.first.id, pair.second.id)) == [
        ("success", "Пара снова в списке")
    ]
    assert len(tab.state(DuplicatesState).pairs) == 1


def test_two_cards_are_made_one_and_parted(cast: Cast, tab: Tab) -> None:
    state = both(tab, cast)
    assert (state.kept.name, state.gone.name) == ("Лебедева Анна Олеговна", "Лебедёва Анна Олеговна")
    assert [(one.title, one.asked) for one in state.fields][:2] == [("Фамилия", True), ("Имя", False)]
    tab.send(MergeState.swap)
    assert state.kept.name == "Лебедёва Анна Олеговна"
    tab.send(MergeState.swap)
    [(kind, _), (toast, words)] = said(tab.send(MergeState.make_one, {"field-last_name": "gone"}))
    assert (kind, toast) == ("redirect", "success")
    assert words == "Карточки объединены. Отменить можно на карточке"
    old = cast.id_of("double")
    assert open_card(tab, old)[0][1].startswith(f"/people?person={cast.id_of('pupil')}")
    open_card(tab, cast.id_of("pupil"))
    assert tab.state(PersonState).card.last_name == "Лебедёва"
    assert "Объединена с карточкой" in tab.state(PersonState).history[0].words
    [merged] = tab.state(MergedState).merged
    assert merged.refusal == ""
    events = said(tab.send(MergedState.undo_merge, merged.id))
    assert ("success", UNDONE) in events
    assert tab.state(MergedState).merged == []
    assert open_card(tab, old) == []
    assert tab.state(PersonState).card.last_name == "Лебедёва"


def test_the_other_card_is_searched_for(cast: Cast, tab: Tab) -> None:
    tab.go(f"/people/merge?first={cast.id_of('pupil')}")
    tab.send(MergeState.load)
    state = tab.state(MergeState)
    assert state.choosing
    assert "Лебедёва Анна Олеговна" in [one.name for one in state.found]
    tab.send(MergeState.look, "зайцев илья")
    assert [one.href for one in state.found] == [
        f"/people/merge?first={cast.id_of('pupil')}&second={cast.id_of('classmate')}"
    ]


def limited(cast: Cast) -> None:
    card(cast, "mother", of="guardian")
    stand(cast, "mother", "double", GuardianRights.NONE)


def of_two_classes(cast: Cast) -> None:
    card(cast, "double", of="pupil")
    sit(cast, "double", "6v")


REFUSED: dict[str, tuple[str, str, Callable[[Cast], object]]] = {
    "Выберите две разные карточки": ("pupil", "pupil", lambda _cast: None),
    "Вашу собственную карточку объединяет администратор": ("deputy", "double", lambda _cast: None),
    "Карточки руководителей и администраторов объединяет администратор": (
        "teacher", "admin", lambda _cast: None,
    ),
    "Один из двоих — представитель другого: быть представителем самого себя нельзя": (
        "pupil", "guardian", lambda _cast: None,
    ),
    "Одна карточка ученика, другая — родителя или сотрудника: это разные люди": (
        "double", "other_guardian", lambda _cast: None,
    ),
    "У представителя Лебедева Мария две карточки": ("pupil", "double", limited),
    "01.09.2026 одна карточка числится в 6 «": ("pupil", "double", of_two_classes),
    "один из двоих ведёт урок вместо другого": ("class_teacher", "substitute", lambda _cast: None),
}  # fmt: skip


@pytest.mark.parametrize("words", REFUSED)
def test_what_cannot_be_one_is_said_in_words(cast: Cast, tab: Tab, words: str) -> None:
    first, second, plant = REFUSED[words]
    plant(cast)
    state = both(tab, cast, first, second)
    assert any(words in one for one in state.refusals), state.refusals
    if state.kept.id:
        [(kind, told)] = said(tab.send(MergeState.make_one, {}))
        assert kind == "error"
        assert words in told


def test_who_comes_second_and_who_comes_late_are_told(cast: Cast, tab: Tab, open_tab: OpenTab) -> None:
    other = open_tab("admin", "/people")
    both(other, cast)
    both(tab, cast)
    with session_scope() as session:
        session.get_one(Person, cast.id_of("double")).phone = "+7 900 000-00-00"
    changed = "Кто-то тем временем изменил одну из карточек. Посмотрите на обе ещё раз"
    assert said(tab.send(MergeState.make_one, {})) == [("error", changed)]
    both(tab, cast)
    both(other, cast)
    tab.send(MergeState.make_one, {})
    again = "Эта карточка уже объединена с другой: Лебедёва Анна Олеговна"
    assert said(other.send(MergeState.make_one, {})) == [("error", again)]
    assert both(other, cast).refusals == [again]
    open_card(tab, cast.id_of("pupil"))
    [merged] = tab.state(MergedState).merged
    with session_scope() as session:
        of = {"school_id": cast.people["pupil"].school_id, "person_id": cast.id_of("pupil")}
        session.add(RoleGrant(**of, role=Role.PUPIL, starts=ARRIVED_DAY + timedelta(days=90)))
    late = "С тех пор изменилось: Роли. Разделить карточки уже нельзя"
    assert said(tab.send(MergedState.undo_merge, merged.id)) == [("error", late)]
    open_card(tab, cast.id_of("pupil"))
    assert tab.state(MergedState).merged[0].refusal == late


def test_a_chain_is_undone_from_its_end(cast: Cast, tab: Tab) -> None:
    card(cast, "third")
    for gone in ("double", "third"):
        state = both(tab, cast, "pupil", gone)
        tab.send(MergeState.make_one, {"field-last_name": "kept"})
    assert state.refusals == []
    open_card(tab, cast.id_of("pupil"))
    latest, first = tab.state(MergedState).merged
    words = "Сначала отмените более позднее объединение: Лебедева Анна Олеговна"
    assert first.refusal == words
    assert said(tab.send(MergedState.undo_merge, first.id)) == [("error", words)]
    assert ("success", UNDONE) in said(tab.send(MergedState.undo_merge, latest.id))


def test_what_both_have_in_a_cell_must_be_chosen(cast: Cast, tab: Tab) -> None:
    from ejournal.models import Mark

    lesson = cast.lessons["maths"]
    of = {"school_id": lesson.school_id, "lesson_id": lesson.id, "course_id": lesson.course_id}
    of |= {"day": lesson.day, "kind_id": cast.kinds["answer"].id, "author_id": lesson.teacher_id}
    with session_scope() as session:
        for name, value in (("pupil", "5"), ("double", "2")):
            at = cast.made_at
            session.add(Mark(**of, pupil_id=cast.id_of(name), value=value, created_at=at, changed_at=at))
    state = both(tab, cast)
    [question] = state.questions
    assert (question.title, question.kept, question.gone) == ("Клетка журнала", "5", "2")
    [(kind, words)] = said(tab.send(MergeState.make_one, {}))
    assert (kind, words) == ("error", "Выберите, что останется, везде, где карточки расходятся")
    [(kind, _), _] = said(tab.send(MergeState.make_one, {f"answer-{question.key}": "gone"}))
    assert kind == "redirect"
