"""A slip of another school, by whoever is signed in: the pages from the code to the second school."""

from collections.abc import Callable

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from ejournal.access.actor import COOKIE
from ejournal.database import session_scope
from ejournal.http.registration.pages import DOOR
from ejournal.models import Account, Person, Role, RoleGrant, School
from ejournal.services.accounts.places import MOST, add_place
from tests.cast import Cast
from tests.consent_texts import publish_samples
from tests.services.shared_helpers import CODE, acts_as, card_in_b

MINE, JOIN = f"{DOOR.path}/mine", f"{DOOR.path}/mine/join"


@pytest.fixture
def guardian(cast: Cast, browser: TestClient) -> TestClient:
    """The browser in which Лебедева is signed in, and has typed the code of the other school's slip."""
    browser.cookies.set(COOKIE, cast.token("guardian"))
    with session_scope() as session:
        person = card_in_b(session, cast, ("Соколова", "Мария", "Петровна"))
        publish_samples(session, person.school_id)
    assert browser.post(DOOR.opens, data={"code": CODE}).status_code == 303
    return browser


def test_who_is_signed_in_is_led_to_one_sign_in(guardian: TestClient, cast: Cast) -> None:
    answer = guardian.get(DOOR.path)
    assert (answer.status_code, answer.headers["location"]) == (303, MINE)
    page = guardian.get(MINE).text
    assert all(words in page for words in ("С…а Мария П.", "Гимназия № 2", "О ребёнке: Марк Ю."))
    assert "Юдин" not in page
    consent = next(word for word in page.split('"') if word.startswith("consent-"))
    refused = guardian.post(JOIN, data={consent: "given"})
    assert refused.status_code == 400
    assert "Подтвердите, что это вы" in refused.text
    assert f'name="{consent}" value="given" checked' in refused.text
    led = guardian.post(JOIN, data={consent: "given", "same": "on"})
    assert (led.status_code, led.headers["location"]) == (303, "/")
    assert DOOR.cookie not in guardian.cookies
    with session_scope(writing=False) as session:
        person = session.get_one(Person, acts_as(session, cast, "guardian"))
        assert person.last_name == "Соколова"
    assert guardian.post(JOIN, data={"same": "on"}).status_code == 400


def test_somebody_else_may_register_in_the_same_browser(guardian: TestClient) -> None:
    page = guardian.get(f"{DOOR.path}?anew=yes")
    assert page.status_code == 200
    assert "О ребёнке: Марк Ю." in page.text


def _give(cast: Cast, *, role: Role) -> None:
    """The card of the slip is another's than a guardian's after all."""
    with session_scope() as session:
        rows = session.exec(select(RoleGrant).where(col(RoleGrant.school_id) == cast.schools["b"].id)).all()
        grant = max(rows, key=lambda one: one.person_id)
        grant.role = role
        session.add(grant)


def _fill(cast: Cast) -> None:
    """The account acts in as many other schools as it can."""
    with session_scope() as session:
        for number in range(MOST):
            school = School(code=f"c{number}", name=f"Школа № {number}", short_name=f"Школа {number}")
            session.add(school)
            session.flush()
            person = Person(school_id=school.id or 0, last_name="Лебедева", first_name="Мария")
            session.add(person)
            session.flush()
            add_place(session, session.get_one(Account, cast.accounts["guardian"].id), person)


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (lambda cast: _give(cast, role=Role.PUPIL), "Учётная запись ученика — только его"),
        (lambda cast: _give(cast, role=Role.TEACHER), "У работников школы учётная запись этой школы"),
        (_fill, "Больше школ к этой учётной записи добавить нельзя"),
    ],
)
def test_what_joins_nothing_says_why(
    guardian: TestClient, cast: Cast, happens: Callable[[Cast], None], words: str
) -> None:
    happens(cast)
    answer = guardian.post(JOIN, data={"same": "on"})
    assert answer.status_code == 400
    assert words in guardian.get(MINE).text
    assert words in answer.text


def test_a_slip_of_the_own_school_joins_nothing(guardian: TestClient, cast: Cast) -> None:
    guardian.cookies.set(COOKIE, cast.token("teacher_b"))
    answer = guardian.post(JOIN, data={"same": "on"})
    assert (answer.status_code, answer.text) == (400, "У вас уже есть учётная запись")


def test_a_slip_for_somebody_else_says_so(guardian: TestClient, cast: Cast) -> None:
    guardian.cookies.set(COOKIE, cast.token("other_guardian"))
    for answer in (guardian.get(MINE), guardian.post(JOIN, data={"same": "on"})):
        assert "Этот листок выдан другому человеку" in answer.text
