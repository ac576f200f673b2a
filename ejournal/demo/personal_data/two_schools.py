"""A family in two schools: one sign-in, `family`, that opens both children's diaries."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from ejournal.demo.world import Pupil, World, moment
from ejournal.models import Account, Gender, Person
from ejournal.services.accounts.places import add_place

FAMILY = "family"
"""The login of who has a child in the first two schools."""


def join_family(session: Session, schools: Sequence[World]) -> None:
    """A mother of the first school becomes the mother of a child of the second, by the account she has."""
    if len(schools) < 2:
        return
    first, second = schools[:2]
    others = list(_of_one_mother(session, second))
    for pupil in _of_one_mother(session, first):
        other = next((one for one in others if one.gender is pupil.gender), None)
        if other is not None:
            _join(session, pupil, other, moment(first.days.starts, 9))
            return


def _of_one_mother(session: Session, world: World) -> Iterator[Pupil]:
    """Children whose mother is their only guardian, and has no other child; the main class's first."""
    stood_for = Counter(one for pupil in world.pupils for one in dict.fromkeys(pupil.guardians))
    others = {*world.cast.values(), *world.staff.values(), *(one.id for one in world.teachers)}
    for pupil in [*world.main_class.pupils, *world.pupils]:
        stays = pupil.starts == world.days.starts and pupil.ends is None
        if not stays or len(pupil.guardians) != 1 or others & {pupil.id, *pupil.guardians}:
            continue
        mother = session.get_one(Person, pupil.guardians[0])
        if mother.gender is Gender.FEMALE and stood_for[mother.id or 0] == 1:
            yield pupil


def _join(session: Session, pupil: Pupil, other: Pupil, joined_at: datetime) -> None:
    own, mother = session.get_one(Person, pupil.id), session.get_one(Person, pupil.guardians[0])
    child, card = session.get_one(Person, other.id), session.get_one(Person, other.guardians[0])
    child.last_name, child.middle_name = own.last_name, own.middle_name
    for name in ("last_name", "first_name", "middle_name", "phone"):
        setattr(card, name, getattr(mother, name))
    session.add_all((child, card))
    session.execute(delete(Account).where(col(Account.person_id) == card.id))
    account = session.scalars(select(Account).where(col(Account.person_id) == mother.id)).one()
    account.login, account.email = FAMILY, f"{FAMILY}@school.example"
    session.add(account)
    session.flush()
    place = add_place(session, account, card)
    place.joined_at = joined_at
    session.add(place)
    session.flush()


def is_there(session: Session) -> bool:
    """Whether a demo family of two schools may sign in here."""
    asked = select(func.count()).where(col(Account.login) == FAMILY, col(Account.is_demo).is_(True))
    return bool(session.scalar(asked))
