"""Calls of the import of timetables: each with a file that was sent before."""

from typing import Any

from ejournal.services.exchange.uploads import SHELF, Draft
from tests.access.calls.asking import LEADERS, NOBODY, Call, Case, Payload, Step, nothing, of, simple
from tests.access.world import World
from tests.services.timetable_files import asc

CALLS: dict[str, Call] = {}

FILE_NAME = "Расписание школы А.xml"
"""Must not be seen by others than who has sent it."""


def _with_files(payload: Payload = nothing, **draft: Any) -> Payload:
    """The payload, after a file has been laid for each of the leaders."""

    def planted(world: World) -> dict[str, Any]:
        for name in LEADERS:
            actor = world.actor(name)
            kept = SHELF.file_of(actor)
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(asc())
            SHELF.save_draft(actor, Draft(FILE_NAME, name, "2026-11-20T10:00:00+00:00", **draft))
        return payload(world)

    return planted


CALLS["ScheduleImportState.load"] = simple(LEADERS, _with_files(), shows=(FILE_NAME,))
CALLS["ScheduleImportState.uploaded"] = simple(LEADERS, _with_files(), shows=(FILE_NAME,))
_LOADED = Step("ScheduleImportState.load")
for _name, _payload in {
    "choose_kind": of(value="subject"),
    "set_starts": of(value="2026-12-01"),
    "set_when": of(value="draft"),
    "point": of(axis="class", place="row:1"),
    "back": nothing,
    "check": nothing,
    "throw_away": nothing,
    "leave_pick": nothing,
    "pick": of(value="1"),
    "open_class": of(title="9 «А»"),
}.items():
    CALLS[f"ScheduleImportState.{_name}"] = simple(LEADERS, _with_files(_payload))
CALLS["ScheduleImportState.choose_name"] = Call(
    (
        Case(LEADERS, _with_files(of(name="Алгебра", value="other")), first=(_LOADED,)),
        Case(LEADERS, _with_files(of(name="Алгебра", value="0")), first=(_LOADED,)),
        Case(NOBODY, _with_files(of(name="Алгебра", value="abc")), first=(_LOADED,)),
    )
)
CALLS["ScheduleImportState.take_in"] = simple(
    LEADERS, _with_files(checked={"ru": {}, "en": {}}), writes=False
)
