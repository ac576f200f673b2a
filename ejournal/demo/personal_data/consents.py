"""The consents of the school: four purposes, documents in versions, answers of every kind, some on paper.

The people of the demo sign-ins have answered all that is in force: nobody is stopped at the door.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from ejournal.demo.store import Store
from ejournal.demo.structure import school_number
from ejournal.demo.world import World, moment
from ejournal.models import Consent, ConsentAnswer, ConsentDocument, ConsentKind, ConsentPurpose, Role
from ejournal.services.consents.documents import text_hash
from ejournal.services.consents.samples import Sample, samples

DATA, PHOTO, OLYMPIADS, MEALS = range(4)
SECOND_AFTER = {DATA: (40, True), OLYMPIADS: (25, False)}
"""So many days after the year's beginning there is a second version; whether former consents hold on."""
EARLIER = "Данные хранятся в России и не передаются другим лицам, кроме случаев, прямо названных в законе."
FORMERLY = "Данные не передаются другим лицам."
FILLED = {"[адрес сайта]": "shkola.example", "[наименование организатора питания]": "школьной столовой"}
ANSWERED, AGREES, TAKES_BACK, ON_PAPER, ANEW = 0.85, 0.9, 0.06, 0.12, 0.7
"""Shares: of those who answer, of those who agree, take it back, do it on paper, answer the new version."""


@dataclass(frozen=True, slots=True)
class _Version:
    id: int
    purpose_id: int
    starts: datetime
    ends: datetime | None = None
    keeps_former: bool = False


def add_consents(store: Store, world: World) -> None:
    """Purposes with their documents, and what people have said about them."""
    school = f"«Школа № {school_number(world.number)}», Школьная улица, дом 1"
    versions = [_add_purpose(store, world, place, one, school) for place, one in enumerate(samples())]
    answers = _Answers(store, world)
    staff = dict.fromkeys([*world.staff.values(), *(one.id for one in world.teachers)])
    for place, published in enumerate(versions):
        if not published:
            continue
        for person_id, pupil_id in _families(world):
            answers.add(published, person_id, pupil_id)
        if samples()[place].asks_staff:
            for person_id in staff:
                answers.add(published, person_id, None)


def _families(world: World) -> Iterator[tuple[int, int]]:
    seen = set()
    for pupil in world.pupils:
        for guardian in pupil.guardians:
            if (guardian, pupil.id) not in seen:
                seen.add((guardian, pupil.id))
                yield guardian, pupil.id


def _add_purpose(store: Store, world: World, place: int, sample: Sample, school: str) -> list[_Version]:
    """The purpose with its published versions; meals are a draft that nobody has looked through yet."""
    purpose_id = store.add(
        ConsentPurpose, school_id=world.school_id, kind=ConsentKind(sample.kind), name=sample.name
    )
    if place == MEALS:
        _add_document(store, world, purpose_id, 1, sample, None)
        return []
    words = sample.text.replace("[полное наименование и адрес школы]", school)
    for gap, filling in FILLED.items():
        words = words.replace(gap, filling)
    newest = replace(sample, text=words)
    starts = moment(world.days.starts, 6)
    later, keeps = SECOND_AFTER.get(place, (0, False))
    second = moment(world.days.starts + timedelta(days=later), 9)
    if not later or second > world.now:
        first = _add_document(store, world, purpose_id, 1, newest, starts)
        return [_Version(first, purpose_id, starts)]
    former = replace(newest, text=words.replace(EARLIER, FORMERLY).replace(" и название школы", ""))
    first = _add_document(store, world, purpose_id, 1, former, starts, ends=second)
    last = _add_document(store, world, purpose_id, 2, newest, second, keeps=keeps)
    return [_Version(first, purpose_id, starts, second), _Version(last, purpose_id, second, None, keeps)]


def _add_document(
    store: Store,
    world: World,
    purpose_id: int,
    version: int,
    sample: Sample,
    starts: datetime | None,
    *,
    ends: datetime | None = None,
    keeps: bool = False,
) -> int:
    return store.add(
        ConsentDocument, school_id=world.school_id, purpose_id=purpose_id, version=version,
        title=sample.title, text=sample.text, refusal=sample.refusal, asks_children=sample.asks_children,
        asks_staff=sample.asks_staff, asks_adults=sample.asks_adults, keeps_former=keeps, starts=starts,
        ends=ends, text_hash=text_hash(sample.title, sample.text, sample.refusal) if starts else "",
    )  # fmt: skip


class _Answers:
    """What people say: to the first version, and of those who look again to the second."""

    def __init__(self, store: Store, world: World) -> None:
        self._store, self._world = store, world
        self._rng: Random = world.rng("consents")
        self._cast = {*world.cast.values(), *world.staff.values()}

    def add(self, published: list[_Version], person_id: int, pupil_id: int | None) -> None:
        """The answers of one person about one child, or about themselves."""
        rng, sure = self._rng, person_id in self._cast
        first, last = published[0], published[-1]
        said_first = sure or rng.random() < ANSWERED
        said_last = sure or rng.random() < ANEW
        if first is last:
            if said_first:
                self._say(first, person_id, pupil_id, sure=sure)
            return
        anew = self._moment(last.starts)
        if said_first:
            lapsed = None if last.keeps_former or said_last else last.starts
            self._say(
                first, person_id, pupil_id, sure=True, replaced=anew if said_last else None, lapsed=lapsed
            )
        if said_last:
            self._say(last, person_id, pupil_id, sure=sure, at=anew)

    def _say(
        self,
        version: _Version,
        person_id: int,
        pupil_id: int | None,
        *,
        sure: bool,
        at: datetime | None = None,
        replaced: datetime | None = None,
        lapsed: datetime | None = None,
    ) -> None:
        rng = self._rng
        said_at = at or self._moment(version.starts, version.ends)
        agrees = sure or rng.random() < AGREES
        taken_back = not sure and agrees and rng.random() < TAKES_BACK
        on_paper = not sure and rng.random() < ON_PAPER
        self._store.add(
            Consent,
            school_id=self._world.school_id,
            person_id=person_id,
            pupil_id=pupil_id,
            purpose_id=version.purpose_id,
            document_id=version.id,
            answer=ConsentAnswer.GIVEN if agrees else ConsentAnswer.REFUSED,
            answered_at=said_at,
            withdrawn_at=self._moment(said_at) if taken_back else None,
            replaced_at=replaced,
            lapsed_at=lapsed,
            paper_day=said_at.date() if on_paper else None,
            entered_by_id=self._world.staff[Role.DEPUTY.value] if on_paper else None,
        )

    def _moment(self, after: datetime, before: datetime | None = None) -> datetime:
        """A moment within three weeks, none later than now or than the version's end."""
        latest = min(before or self._world.now, self._world.now)
        wanted = after + timedelta(minutes=self._rng.randint(60, 21 * 24 * 60))
        return min(wanted, max(latest - timedelta(minutes=self._rng.randint(1, 50)), after))
