"""The people: staff, families with one or two children, and what they are to the school."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal.access.actor import Actor
from ejournal.demo.names import MEN, NameBook
from ejournal.demo.store import Store
from ejournal.demo.world import ZONE, Klass, Pupil, World
from ejournal.models import Enrolment, Gender, GuardianRights, Guardianship, Person, Role, RoleGrant
from ejournal.services.people.guardians import Terms, change_guardian
from ejournal.services.people.seen import mark_of

Name = tuple[str, str, str]
SIBLING_SHARE = 0.22
LEAVING_REASONS = ("Переезд в другой город", "Перевод в другую школу", "Переход на семейное обучение")


@dataclass(eq=False)
class Family:
    """A surname, the parents and how many children are placed."""

    surname: str
    father: str
    guardians: list[tuple[int, str]]
    classes: list[Klass] = field(default_factory=list)


def add_person(
    store: Store, world: World, name: Name, gender: Gender, rng: Random, born: date | None = None
) -> int:
    """A person; grown-ups get a phone."""
    phone = "" if born else f"+7 900 {rng.randint(100, 999)}-{rng.randint(10, 99)}-{rng.randint(10, 99)}"
    return store.add(
        Person,
        school_id=world.school_id,
        last_name=name[0],
        first_name=name[1],
        middle_name=name[2],
        gender=gender,
        birth_date=born,
        phone=phone,
    )


def grant(store: Store, world: World, person_id: int, role: Role, class_id: int | None = None) -> None:
    """A role from the first day of the year."""
    store.add(
        RoleGrant, school_id=world.school_id, person_id=person_id, role=role, class_id=class_id,
        starts=world.days.starts,
    )  # fmt: skip


class Families:
    """Makes pupils class by class and their guardians, brothers and sisters in other classes among them."""

    def __init__(self, store: Store, world: World, names: NameBook, teacher_parent: tuple[int, str]) -> None:
        self._store, self._world, self._names = store, world, names
        self._rng = world.rng("families")
        # A family with a teacher as its mother waits from the start for its first child.
        self._waiting: list[Family] = []
        self._teacher_parent = teacher_parent

    def fill(self, sizes: list[int]) -> None:
        """Put so many pupils into each class; the demo family is in the main class and in another."""
        world = self._world
        main = world.main_class
        other = next(klass for klass in world.classes if klass is not main and klass.grade != main.grade)
        own = self._family("Лебедев", "Олег", "Мария")
        world.cast["parent"] = own.guardians[0][0]
        world.cast["pupil"] = self._child(own, main, ("Лебедева", "Анна", "Олеговна"), Gender.FEMALE).id
        self._child(own, other, ("Лебедев", "Лев", "Олегович"), Gender.MALE)
        self._teachers_child()
        for klass, size in zip(world.classes, sizes, strict=True):
            while len(klass.pupils) < size:
                family = self._next_family(klass)
                gender = self._rng.choice((Gender.MALE, Gender.FEMALE))
                name = self._names.child(family.surname, gender, family.father)
                self._child(family, klass, name, gender)
            self._halve(klass)

    def _teachers_child(self) -> None:
        person_id, surname = self._teacher_parent
        family = Family(surname, self._rng.choice(MEN), [(person_id, "мать")])
        grant(self._store, self._world, person_id, Role.GUARDIAN)
        klass = self._world.classes[-1]
        gender = Gender.MALE
        self._child(family, klass, self._names.child(surname, gender, family.father), gender)

    def _next_family(self, klass: Klass) -> Family:
        waiting = [family for family in self._waiting if klass.grade > family.classes[0].grade]
        if waiting and self._rng.random() < SIBLING_SHARE:
            family = self._rng.choice(waiting)
            self._waiting.remove(family)
            return family
        family = self._family(self._names.surname(), self._rng.choice(MEN))
        self._waiting.append(family)
        return family

    def _family(self, surname: str, father: str, mother: str = "") -> Family:
        chance = 0.0 if mother else self._rng.random()
        guardians = []
        if chance < 0.92:
            other_name = not mother and self._rng.random() < 0.12
            last = self._names.surname() if other_name else surname
            guardians.append((self._guardian(last, Gender.FEMALE, mother), "мать"))
        if chance < 0.65 or chance >= 0.95:
            guardians.append((self._guardian(surname, Gender.MALE, father), "отец"))
        if not guardians:
            guardians.append((self._guardian(self._names.surname(), Gender.FEMALE, ""), "бабушка, опекун"))
        return Family(surname, father, guardians)

    def _guardian(self, surname: str, gender: Gender, first: str) -> int:
        name = self._names.adult(surname, gender, first)
        person_id = add_person(self._store, self._world, name, gender, self._rng)
        grant(self._store, self._world, person_id, Role.GUARDIAN)
        return person_id

    def _child(self, family: Family, klass: Klass, name: Name, gender: Gender) -> Pupil:
        world, rng = self._world, self._rng
        born = _birthday(rng, world.days.begins, klass.grade)
        person_id = add_person(self._store, world, name, gender, rng, born)
        grant(self._store, world, person_id, Role.PUPIL)
        pupil = Pupil(person_id, name[0], name[1], gender, klass, world.days.starts)
        pupil.ability = min(4.9, max(2.9, rng.gauss(4.05, 0.5)))
        pupil.health = rng.uniform(0.3, 1.8)
        klass.pupils.append(pupil)
        family.classes.append(klass)
        for guardian_id, relation in family.guardians:
            pupil.guardians.append(guardian_id)
            self._store.add(
                Guardianship,
                school_id=world.school_id,
                guardian_id=guardian_id,
                pupil_id=person_id,
                relation=relation,
            )
        return pupil

    def _halve(self, klass: Klass) -> None:
        klass.pupils.sort(key=lambda pupil: (pupil.last, pupil.first, pupil.id))
        for place, pupil in enumerate(klass.pupils):
            pupil.half = int(place * 2 >= len(klass.pupils))


def _birthday(rng: Random, begins: int, grade: int) -> date:
    # Six and a half to seven and a half years old on the first of September of grade 1.
    latest = date(begins - 5 - grade, 3, 1)
    return latest - timedelta(days=rng.randint(1, 365))


def enrol(store: Store, world: World) -> None:
    """Everybody from the first day, but for a few who came or went in the middle of the year."""
    rng = world.rng("moves")
    cast = set(world.cast.values())
    known = (min(world.filled_until, world.days.ends) - world.days.starts).days
    movable = [pupil for pupil in world.pupils if pupil.id not in cast]
    moving = rng.sample(movable, min(len(movable), max(2, len(movable) // 60)))
    for place, pupil in enumerate(moving if known > 40 else []):
        day = world.days.starts + timedelta(days=rng.randint(20, known - 10))
        if place % 2:
            pupil.starts = day
        else:
            pupil.ends = day
    moved = _move_one(world, rng, cast | {pupil.id for pupil in moving}) if known > 40 else None
    for pupil in world.pupils:
        store.add(
            Enrolment,
            school_id=world.school_id,
            class_id=pupil.klass.id,
            pupil_id=pupil.id,
            starts=pupil.starts,
            ends=pupil.ends,
            leaving_reason=rng.choice(LEAVING_REASONS) if pupil.ends and pupil is not moved else "",
        )


def _move_one(world: World, rng: Random, others: set[int]) -> Pupil | None:
    """One child goes to the class beside in the middle of a term; gives the child as of the first class.

    The journal of each class has its own row for the days there.
    """
    main = world.main_class
    beside = [klass for klass in world.classes if klass.grade == main.grade and klass is not main]
    movable = [pupil for pupil in main.pupils if pupil.id not in others]
    if not beside or not movable:
        return None
    pupil, klass = rng.choice(movable), beside[0]
    day = min(world.filled_until, world.days.ends) - timedelta(days=9)
    later = replace(pupil, klass=klass, starts=day + timedelta(days=1), guardians=list(pupil.guardians))
    pupil.ends = day
    klass.pupils.append(later)
    klass.pupils.sort(key=lambda one: (one.last, one.first, one.id))
    return pupil


def limit_guardians(session: Session, world: World) -> None:
    """In one family of the main class a court has taken the father's rights and hidden the mother's phone."""
    deputy = Actor(
        person_id=world.staff[Role.DEPUTY.value],
        school_id=world.school_id,
        account_id=0,
        session_id=0,
        roles=frozenset({Role.DEPUTY}),
        class_ids=frozenset(),
        time_zone=str(ZONE),
        today=world.today,
    )
    cast = set(world.cast.values())
    for pupil in world.main_class.pupils:
        wards = (
            select(Guardianship)
            .where(col(Guardianship.school_id) == world.school_id, col(Guardianship.pupil_id) == pupil.id)
            .order_by(col(Guardianship.id))
        )
        by_relation = {one.relation: one for one in session.scalars(wards)}
        if {"мать", "отец"} <= set(by_relation) and not cast & {pupil.id, *pupil.guardians}:
            limits = {
                "отец": Terms("отец", GuardianRights.NONE),
                "мать": Terms("мать", contacts_hidden=True),
            }
            for relation, terms in limits.items():
                seen = mark_of(session, world.school_id, pupil.id)
                change_guardian(session, deputy, pupil.id, seen, by_relation[relation].id or 0, terms)
            return
