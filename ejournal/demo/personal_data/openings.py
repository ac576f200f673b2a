"""Who opened whose data in the last weeks: class teachers their lists, the office the cards it needs."""

from datetime import timedelta
from typing import Any

from ejournal.demo.store import Store
from ejournal.demo.world import World, moment
from ejournal.models import Opening, OpeningKind, Role
from ejournal.models.spans import Span

DAYS_BACK = 28
CARDS_A_DAY = 4
_FIRST_HOUR, _LAST_HOUR = 8, 16


def add_openings(store: Store, world: World) -> None:
    """Lists opened each week by each class teacher, cards by the office; some of the demo family's."""
    rng = world.rng("openings")
    deputy, admin = world.staff[Role.DEPUTY.value], world.staff[Role.ADMINISTRATOR.value]
    pupils = list({pupil.id: pupil for pupil in world.pupils}.values())
    lines = _Lines(store, world)
    family = [world.cast["pupil"], world.cast["parent"]]
    for back in range(DAYS_BACK, -1, -1):
        day = world.filled_until - timedelta(days=back)
        if day < world.days.starts or day.weekday() > 4:
            continue
        lines.day = day
        for klass in world.classes:
            if klass.teacher and rng.random() < 0.25:
                kind = OpeningKind.CLASS_SHEET if rng.random() < 0.1 else OpeningKind.CLASS_LIST
                lines.add(klass.teacher.id, Role.CLASS_TEACHER, kind, klass.id, rng.randint(8, 15))
        here = [one for one in pupils if Span(one.starts, one.ends).holds_on(day)]
        for opener, role in ((deputy, Role.DEPUTY), (admin, Role.ADMINISTRATOR)):
            lines.add(opener, role, OpeningKind.SEARCH, 0, hour := rng.randint(_FIRST_HOUR, _LAST_HOUR - 1))
            for one in rng.sample(here, min(CARDS_A_DAY, len(here))):
                lines.add(opener, role, OpeningKind.CARD, one.id, rng.choice((hour, hour + 1)))
            if back % 9 == 1:
                lines.add(opener, role, OpeningKind.CARD, rng.choice(family), hour)
    lines.write()


class _Lines:
    """Lines of a day, one for each opener, thing and hour, none later than now."""

    def __init__(self, store: Store, world: World) -> None:
        self._store, self._world = store, world
        self._known: set[tuple[object, ...]] = set()
        self._gathered: list[dict[str, Any]] = []
        self._rng = world.rng("openings' minutes")
        self.day = world.days.starts

    def add(self, opener: int, role: Role, kind: OpeningKind, subject: int, hour: int) -> None:
        """Add the line, unless it stands."""
        at = moment(self.day, hour, self._rng.randint(0, 59))
        key = (opener, kind, subject, self.day, hour)
        if at > self._world.now or key in self._known:
            return
        self._known.add(key)
        line = {"opener_id": opener, "role": role, "kind": kind, "subject_id": subject}
        self._gathered.append(line | {"day": self.day, "hour": hour, "at": at})

    def write(self) -> None:
        """Store the lines in the order in which they came about, as in a real log."""
        for line in sorted(self._gathered, key=lambda one: one["at"]):
            self._store.add(Opening, school_id=self._world.school_id, **line)
