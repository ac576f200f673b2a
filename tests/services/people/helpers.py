"""What tests of people ask again and again: a person's mark, names found, a guardianship changed in place."""

from sqlalchemy import select
from sqlmodel import col

from ejournal.access.actor import Actor
from ejournal.models import Guardianship
from ejournal.services.people.card import PersonCard, person_card
from ejournal.services.people.persons import Details
from ejournal.services.people.search import Wanted, find_people
from ejournal.services.people.seen import mark_of
from tests.cast import Cast

NEW = Details("Семёнов", "Пётр", "Ильич")


def seen(cast: Cast, name: str) -> str:
    """What a form opened now would bring with it."""
    person = cast.people[name]
    return mark_of(cast.session, person.school_id, person.id or 0)


def card(cast: Cast, name: str, reader: str = "deputy") -> PersonCard:
    """The person's card as the reader sees it."""
    return person_card(cast.session, cast.actor(reader), cast.id_of(name))


def found(cast: Cast, words: str = "", reader: str = "deputy", **narrowed: object) -> list[str]:
    """The last and first names of those found."""
    wanted = Wanted(words, **narrowed)  # type: ignore[arg-type]
    people = find_people(cast.session, cast.actor(reader), wanted).people
    return [" ".join(one.name.split()[:2]) for one in people]


def guardianship(cast: Cast, guardian: str, pupil: str) -> Guardianship:
    """The row that makes the one the other's guardian."""
    return cast.session.scalars(
        select(Guardianship).where(
            col(Guardianship.guardian_id) == cast.id_of(guardian),
            col(Guardianship.pupil_id) == cast.id_of(pupil),
        )
    ).one()


def limit(cast: Cast, guardian: str = "guardian", pupil: str = "pupil", **values: object) -> None:
    """Write other values into the guardianship."""
    row = guardianship(cast, guardian, pupil)
    for name, value in values.items():
        setattr(row, name, value)
    cast.session.add(row)
    cast.session.flush()


def stand_for(cast: Cast, guardian: str, pupil: str, **values: object) -> None:
    """Make the one the other's guardian, past any service."""
    school_id = cast.people[pupil].school_id
    row = Guardianship(
        school_id=school_id, guardian_id=cast.id_of(guardian), pupil_id=cast.id_of(pupil), **values
    )  # type: ignore[arg-type]
    cast.session.add(row)
    cast.session.flush()


def manager(cast: Cast) -> Actor:
    """Who changes people in most tests: the deputy head."""
    return cast.actor("deputy")
