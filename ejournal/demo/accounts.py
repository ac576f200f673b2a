"""Sign-ins: the seven of the demo with the password `demo`, and a login for everybody else with the same."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from ejournal.demo.personal_data.slips import unregistered
from ejournal.demo.store import Store
from ejournal.demo.world import World, moment
from ejournal.models import Account, Person, Role
from ejournal.models.base import table
from ejournal.services.accounts.logins import login_of
from ejournal.services.accounts.passwords import make_hash

DEMO_LOGINS = ("admin", "head", "deputy", "classteacher", "teacher", "parent", "pupil")
DEMO_PASSWORD = "demo"  # noqa: S105
USING = 0.9
LOOKS_WITHIN_MIN = 3 * 24 * 60


def password_hash(seed: int) -> str:
    """The one hash that all demo accounts share; its salt comes of the seed, so that the school repeats."""
    return make_hash(DEMO_PASSWORD, salt=f"demo school {seed:>4}".encode())


def add_accounts(store: Store, world: World, hashed: str) -> None:
    """An account for whoever has registered; named logins carry a further school's number (`teacher2`)."""
    store.flush()
    suffix = str(world.number + 1) if world.number else ""
    named = {person_id: login + suffix for login, person_id in _cast(world).items()}
    person, account = table(Person), table(Account)
    taken = set(store.session.scalars(select(account.c.login))) | set(named.values())
    people = store.session.execute(
        select(person.c.id, person.c.last_name, person.c.first_name, person.c.middle_name)
        .where(person.c.school_id == world.school_id, person.c.id.not_in(unregistered(world)))
        .order_by(person.c.id)
    )
    changed_at, seen = moment(world.days.starts, 6), world.rng("seen")
    for person_id, *name in people:
        login = named.get(person_id) or _free(login_of(*name), taken)
        store.add(
            Account,
            school_id=world.school_id,
            person_id=person_id,
            login=login,
            email=f"{login}@school.example",
            password_hash=hashed,
            password_changed_at=changed_at,
            grace_from=changed_at,
            last_seen_at=_last_seen(seen, changed_at, world.now),
            is_demo=True,
        )


def _last_seen(seen: Random, first: datetime, now: datetime) -> datetime | None:
    """Nine of ten come each few days; the rest have a sign-in and have never used it."""
    came, ago = seen.random() < USING, timedelta(minutes=seen.randrange(LOOKS_WITHIN_MIN))
    return max(first, now - ago) if came and first <= now else None


def _cast(world: World) -> dict[str, int]:
    office = {
        "admin": world.staff[Role.ADMINISTRATOR.value],
        "head": world.staff[Role.DIRECTOR.value],
        "deputy": world.staff[Role.DEPUTY.value],
    }
    return office | world.cast


def _free(login: str, taken: set[str]) -> str:
    number, found = 1, login
    while found in taken:
        number += 1
        found = f"{login}{number}"
    taken.add(found)
    return found
