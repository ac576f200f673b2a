"""Families of the youngest that have not registered yet: most hold a slip, one was never given any."""

from datetime import timedelta

from ejournal.access.actor import token_hash
from ejournal.demo.store import Store
from ejournal.demo.world import World
from ejournal.models import LinkPurpose, OneTimeLink
from ejournal.services.registration.codes import LASTS

FAMILIES = 4
PRINTED = timedelta(days=5)


def unregistered(world: World) -> list[int]:
    """The guardians without a sign-in: those of the last pupils of the first class, nobody of the staff."""
    staff = {*world.cast.values(), *world.staff.values(), *(one.id for one in world.teachers)}
    last = world.classes[0].pupils[-FAMILIES:]
    found = dict.fromkeys(guardian for pupil in last for guardian in pupil.guardians)
    return [one for one in found if one not in staff]


def add_slips(store: Store, world: World) -> None:
    """Slips that were printed last week; in a demo no code opens anything by them."""
    printed = world.now - PRINTED
    for person_id in unregistered(world)[1:]:
        store.add(
            OneTimeLink,
            purpose=LinkPurpose.REGISTRATION,
            token_hash=token_hash(
                f"slip {world.seed} {world.number} {person_id}"
            ),  # of no code: opens nothing
            school_id=world.school_id,
            person_id=person_id,
            created_at=printed,
            expires_at=printed + LASTS,
        )
