"""python -m tools.moment -m pytest …: runs Python on a drawn day at a drawn hour.

What it starts, and all that those start (servers, databases), see the machine's clock moved by one distance;
durations stay what they are. EJOURNAL_TEST_MOMENT says which moment: 2028-02-29T02:15 (UTC) is that one,
`real` leaves the clock alone, any other word is a seed, nothing draws anew. The moment is printed first; what
it runs prints `told()` last.
"""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

SETTING = "EJOURNAL_TEST_MOMENT"
REAL = "real"
LIBRARY = "LD_PRELOAD"
DISTANCE = "FAKETIME"
FIRST, LAST = date(2024, 1, 1), date(2032, 12, 31)
PUBLIC_HOLIDAYS = {*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
TERMS_END = {(10, 24), (12, 29), (3, 26), (5, 31)}
SUMMER = range(6, 9)

KINDS: dict[str, Callable[[date], bool]] = {
    "weekday": lambda day: day.weekday() < 5 and day.month not in SUMMER,
    "weekend": lambda day: day.weekday() >= 5 and day.month not in SUMMER,
    "holiday": lambda day: (day.month, day.day) in PUBLIC_HOLIDAYS,
    "summer": lambda day: day.month in SUMMER,
    "29 February": lambda day: (day.month, day.day) == (2, 29),
    "31 December": lambda day: (day.month, day.day) == (12, 31),
    "1 September on a Sunday": lambda day: (day.month, day.day, day.weekday()) == (9, 1, 6),
    "last day of a term": lambda day: (day.month, day.day) in TERMS_END and day.weekday() < 6,
}
# In UTC. At 02:15 a sign-in of the morning is over by the evening; at 06:20 lessons are given; after 20:57
# and 23:55 midnight comes during the run, in Moscow and here.
EDGES = ("00:00", "02:15", "06:20", "12:00", "20:57", "21:30", "23:55")


@dataclass(frozen=True)
class Moment:
    """A moment in UTC to which the clock is set; `kind` says what is special about the day."""

    at: datetime
    kind: str

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%dT%H:%M}"


def draw(seed: str | None = None) -> Moment:
    """A day of a kind and an hour; the same for the same seed."""
    chance = random.Random(seed)
    kind = chance.choice(sorted(KINDS))
    day = chance.choice([one for one in _days() if KINDS[kind](one)])
    at = datetime.combine(day, datetime.min.time(), UTC)
    if chance.random() < 0.5:
        hour, minute = map(int, chance.choice(EDGES).split(":"))
    else:
        hour, minute = chance.randrange(24), chance.randrange(60)
    return Moment(at.replace(hour=hour, minute=minute), kind)


def _days() -> list[date]:
    return [FIRST + timedelta(days) for days in range((LAST - FIRST).days + 1)]


def wanted(word: str) -> Moment | None:
    """The moment that the word of the setting means; None for the machine's own."""
    if word == REAL:
        return None
    try:
        at = datetime.fromisoformat(word).replace(tzinfo=UTC)
    except ValueError:
        return draw(word or None)
    return Moment(at, ", ".join(kind for kind, fits in KINDS.items() if fits(at.date())))


def environment(moment: Moment) -> dict[str, str]:
    """What moves the clock of a process and of all that it starts; monotonic clocks and file times stay."""
    unmoved = datetime.now(UTC) - timedelta(seconds=distance_s())
    distance = moment.at - unmoved
    return {
        LIBRARY: str(_library()),
        DISTANCE: f"{distance.total_seconds():+.0f}",  # one distance for all: their clocks agree
        "DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_CACHE_DURATION": str(10**8),  # s; to read the distance anew is not safe with threads
        # Else waits by the monotonic clock end at once: who waits for the interpreter spins, tenfold slower.
        "FAKETIME_FORCE_MONOTONIC_FIX": "0",
        "NO_FAKE_STAT": "1",  # else all compiled modules would look out of date
        SETTING: str(moment),
    }


def _library() -> Path:
    found = find_spec("libfaketime")
    places = list(found.submodule_search_locations or ()) if found else []
    return Path(places[0] if places else "nowhere") / "vendor" / "libfaketime" / "src" / "libfaketime.so.1"


def is_set(moment: Moment) -> bool:
    """Whether a process started with this moment really sees its day."""
    asked = subprocess.run(
        [sys.executable, "-c", "import time; print(time.time())"],
        env=os.environ | environment(moment),
        capture_output=True,
        text=True,
        check=True,
    )
    return abs(float(asked.stdout) - moment.at.timestamp()) < 60


def distance_s() -> int:
    """By how many seconds this process's clock was moved."""
    return int(os.environ.get(DISTANCE, "0"))


@contextmanager
def machine_clock() -> Iterator[None]:
    """Processes started inside see the machine's own clock: a package registry's certificate has its days."""
    library = os.environ.pop(LIBRARY, None)
    try:
        yield
    finally:
        if library is not None:
            os.environ[LIBRARY] = library


def told() -> str:
    """The moment of this run in words, and how to have it again."""
    moment = wanted(os.environ.get(SETTING, REAL)) if DISTANCE in os.environ else None
    if moment is None:
        return "moment: the machine's own clock"
    return f"moment: {moment} UTC ({moment.kind}); again with {SETTING}={moment}"


def main() -> None:
    """Become Python with the given arguments at the moment; SystemExit when the wanted one cannot be had."""
    word = os.environ.get(SETTING, "")
    moment = wanted(word)
    if moment is not None and not is_set(moment):
        if word:
            sys.exit(f"{SETTING}={word}: the clock cannot be moved on this machine")
        moment = None
    os.environ.update(environment(moment) if moment else {SETTING: REAL})
    print(told(), file=sys.stderr, flush=True)
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])


if __name__ == "__main__":
    main()
