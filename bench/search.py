"""`python -m bench.search`: how long a search over 5,000 people takes at the client, letter by letter."""

import asyncio
import json
import os
import tempfile
from pathlib import Path

from bench import people, processes, school
from bench.figures import milliseconds
from bench.measures import timed
from bench.wire import LOADED, Tab, sign_in
from ejournal.pages.people.state import PeopleState

PEOPLE = PeopleState.get_full_name()
PUPILS, TIMES = 1300, 200
ADDRESS = "replaceState"
"""What ends the answer to a letter, also where it finds the same people."""


def main() -> None:
    """Print the figures of a school of 1,300 pupils into which a list of 1,000 has come."""
    with tempfile.TemporaryDirectory(prefix="ejournal-search-") as folder:
        place = Path(folder)
        address = school.sqlite_address(place / "school.db")
        os.environ |= {"EJOURNAL_DATABASE_URL": address, "EJOURNAL_DATA_FOLDER": str(place / "data")}
        school.make(address, PUPILS, 1, full_year=False)
        people.take_list()
        with processes.journal(address, place, {}) as (base, _):
            taken = asyncio.run(_search(base))
        told: dict[str, float] = {"people": school.count(address, "person")}
    for share in (50, 95):
        told[f"p{share}_ms"] = round(milliseconds(taken, share / 100), 1)
    print(json.dumps({"people.search.client": told}))


async def _search(base: str) -> list[float]:
    """Seconds from each word typed until what was found stands in the browser."""
    async with Tab(base, "/people", await sign_in(base, "deputy"), deflates=True) as tab:
        await tab.until(LOADED)
        words = people.SOUGHT
        return [
            await timed(tab, f"{PEOPLE}.look", ADDRESS, value=words[turn % len(words)])
            for turn in range(TIMES)
        ]


if __name__ == "__main__":
    main()
