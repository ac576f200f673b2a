"""A slip of the same school, by whoever is signed in there already: two cards of a parent are made one."""

import pytest
from starlette.testclient import TestClient

from ejournal import clock
from ejournal.access.actor import COOKIE
from ejournal.database import session_scope
from ejournal.http.registration.pages import DOOR
from ejournal.models import Guardianship, LinkPurpose, OneTimeLink, Person, Role, RoleGrant
from ejournal.services.base.merged_cards import standing_card
from ejournal.services.registration.codes import LASTS
from ejournal.services.registration.signs import code_hash
from tests.cast import YEAR_STARTS, Cast

CODE = "C9HKM-PT23X"
MINE, ONE = f"{DOOR.path}/mine", f"{DOOR.path}/mine/one"


def slip(cast: Cast, of: str = "guardian", role: Role = Role.GUARDIAN, **named: str) -> int:
    """A second card of somebody, who stands for Vera, and the code of its slip."""
    known, now = cast.people[of], clock.now()
    names = {one: getattr(known, one) for one in ("last_name", "first_name", "middle_name")} | named
    with session_scope() as session:
        person = Person(school_id=known.school_id, **names)
        session.add(person)
        session.flush()
        number = person.id or 0
        of_school = {"school_id": known.school_id, "starts": YEAR_STARTS}
        session.add(RoleGrant(**of_school, person_id=number, role=role))
        session.add(Guardianship(**of_school, guardian_id=number, pupil_id=cast.id_of("other_pupil")))
        session.add(
            OneTimeLink(
                purpose=LinkPurpose.REGISTRATION,
                token_hash=code_hash(CODE.replace("-", "")),
                school_id=known.school_id,
                person_id=number,
                created_at=now,
                expires_at=now + LASTS,
            )
        )
    return number


def typed(browser: TestClient, cast: Cast, who: str = "guardian") -> TestClient:
    browser.cookies.set(COOKIE, cast.token(who))
    assert browser.post(DOOR.opens, data={"code": CODE}).status_code == 303
    return browser


def test_a_parent_makes_two_cards_of_their_own_one(cast: Cast, browser: TestClient) -> None:
    gone = slip(cast)
    guardian = typed(browser, cast)
    led = guardian.get(DOOR.path)
    assert (led.status_code, led.headers["location"]) == (303, MINE)
    page = guardian.get(MINE).text
    assert "в школе две ваши карточки" in page
    assert "Вера Н." in page
    assert "Никитина" not in page
    done = guardian.post(ONE)
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert DOOR.cookie not in guardian.cookies
    with session_scope(writing=False) as session:
        school_id = cast.schools["a"].id or 0
        assert standing_card(session, school_id, gone) == cast.id_of("guardian")
    assert guardian.post(ONE).status_code == 400


@pytest.mark.parametrize(
    ("who", "role", "named", "words"),
    [
        ("guardian", Role.GUARDIAN, {"first_name": "Ольга"}, "Этот листок выдан другому человеку"),
        ("guardian", Role.TEACHER, {}, "объединяется только карточка родителя"),
        ("pupil", Role.GUARDIAN, {}, "объединяется только карточка родителя"),
        ("other_pupil", Role.GUARDIAN, {}, "объединяется только карточка родителя"),
    ],
)
def test_a_card_that_is_not_surely_theirs_is_not_joined(
    cast: Cast, browser: TestClient, who: str, role: Role, named: dict[str, str], words: str
) -> None:
    slip(cast, who, role, **named)
    other = typed(browser, cast, who)
    assert other.get(DOOR.path).status_code == 200
    assert words in other.get(MINE).text
    refused = other.post(ONE)
    assert refused.status_code == 400
    assert words in refused.text


def test_what_has_to_be_asked_is_for_the_school(cast: Cast, browser: TestClient) -> None:
    number = slip(cast)
    with session_scope() as session:
        school_id = cast.schools["a"].id or 0
        session.add(Guardianship(school_id=school_id, guardian_id=number, pupil_id=cast.id_of("guardian")))
    refused = typed(browser, cast).post(ONE)
    assert refused.status_code == 400
    assert "должна посмотреть школа" in refused.text
