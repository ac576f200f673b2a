"""Calls of the import of people: each with a list that was sent before."""

from typing import Any

from ejournal.integrations.apart import TABLES, main
from ejournal.services.base.uploads import read_of
from ejournal.services.people_import.drafts import SHELF, Draft
from tests.access.calls.asking import Call, Payload, Step, Who, nothing, of, simple
from tests.access.world import World
from tests.services.people_files import pupils

CALLS: dict[str, Call] = {}
MANAGERS: Who = frozenset({"admin", "deputy"})
FILE_NAME = "Список школы А.csv"
"""Must not be seen by others than who has sent it."""
LINES = (
    ("Новиков Илья Петрович", "01.02.2014", "6Б", "", ""),
    ("Усова Анна Ильинична", "01.02.2014", "6Z", "", ""),
)
FAULT, QUESTION = "3|D|", "4|C|"


def _with_list(payload: Payload = nothing, **draft: Any) -> Payload:
    """The payload, after a list has been laid for each of those who may."""

    def planted(world: World) -> dict[str, Any]:
        for name in MANAGERS:
            kept = SHELF.file_of(world.actor(name))
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(pupils(*LINES, (world.people["pupil"].list_name, "", "7А", "", "")))
            read_of(kept).write_bytes(main(TABLES, str(kept), "{}"))
            SHELF.save_draft(world.actor(name), Draft(FILE_NAME, name, "2026-11-20T10:00:00+00:00", **draft))
        return payload(world)

    return planted


CALLS["PeopleImportState.load"] = simple(MANAGERS, _with_list(), shows=(FILE_NAME,))
CALLS["PeopleImportState.uploaded"] = simple(MANAGERS, _with_list(), shows=(FILE_NAME,))
_LOADED = Step("PeopleImportState.load", _with_list())
for _name, _payload in {
    "choose_sheet": of(value="0"),
    "choose_view": of(value="new"),
    "set_meaning": of(letter="D", value="nothing"),
    "open_fault": of(key=FAULT),
    "leave_fault": nothing,
    "throw_away": nothing,
    "ask_undo": nothing,
    "leave_undo": nothing,
    "join": of(key=QUESTION),
    "part": of(key=QUESTION),
}.items():
    CALLS[f"PeopleImportState.{_name}"] = simple(MANAGERS, _payload, first=(_LOADED,))
CALLS["PeopleImportState.fix"] = simple(
    MANAGERS,
    of(form=lambda _world: {"value": "6Б"}),
    first=(_LOADED, Step("PeopleImportState.open_fault", of(key=FAULT))),
)
CALLS["PeopleImportState.take_in"] = simple(MANAGERS, first=(_LOADED,), writes=True)
CALLS["PeopleImportState.undo"] = simple(
    MANAGERS, first=(_LOADED, Step("PeopleImportState.take_in")), writes=True
)
