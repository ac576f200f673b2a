"""A running school with open tabs on each of its workers."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

from sqlalchemy import create_engine, text

from ejournal.ui.runtime.session import SessionState
from tests.cast import DAY
from tests.infra.servers import LiveServer
from tests.live.tabs import OpenTab

MOST_TABS = 50
"""Within what an account may open: on a busy machine one worker is often the quicker to take a tab."""

LESSON_OF_DAY = text(
    "SELECT l.course_id, l.id, p.person_id FROM lesson l, account t, account p WHERE l.day = :day"
    " AND t.person_id = l.teacher_id AND t.login = 'teacher' AND p.login = 'pupil' ORDER BY l.number LIMIT 1"
)


@dataclass(frozen=True)
class Facts:
    """A running school: a course of `teacher`, its lesson on DAY and the guardian's child."""

    server: LiveServer
    workers: int
    course: int
    lesson: int
    pupil: int

    @property
    def journal(self) -> str:
        return f"/journal?course={self.course}"

    @property
    def diary(self) -> str:
        return f"/diary?child={self.pupil}&day={DAY}"

    @classmethod
    def of(cls, server: LiveServer, workers: int) -> "Facts":
        """The facts of the cast's school that the server serves."""
        engine = create_engine(server.database)
        with engine.connect() as connection:
            found = connection.execute(LESSON_OF_DAY, {"day": DAY}).one()
        engine.dispose()
        return cls(server, workers, *found)

    def op(self, name: str, value: str) -> dict[str, object]:
        return {"id": name, "p": f"P{self.pupil}", "c": f"L{self.lesson}", "v": value, "force": True}


class OnEach:
    """Tabs opened until each worker holds one."""

    def __init__(self, school: Facts, stack: AsyncExitStack) -> None:
        self.school, self.stack = school, stack

    async def open(self, path: str, login: str, of: type[SessionState]) -> list[OpenTab]:
        """One tab on each worker, by the worker's number."""
        found: dict[int, OpenTab] = {}
        for _ in range(MOST_TABS):
            tab = OpenTab(self.school.server.url, path, f"cast-{login}", of)
            await self.stack.enter_async_context(tab)
            found.setdefault(tab.worker(self.school.server), tab)
            if len(found) == self.school.workers:
                return [found[worker] for worker in sorted(found)]
        raise AssertionError(f"{MOST_TABS} tabs, all on {list(found)}")


def marks_of(tab: OpenTab) -> list[list[str]]:
    """The marks that an open diary has shown for the lessons of DAY, each time it was told."""
    return [
        [
            mark["value"]
            for day in days
            if day["iso"] == DAY.isoformat()
            for one in day["lessons"]
            for mark in one["marks"]
        ]
        for days in tab.values("days")
    ]


def shows(tab: OpenTab, value: str) -> Callable[[], bool]:
    return lambda: [value] in marks_of(tab)[-1:]
