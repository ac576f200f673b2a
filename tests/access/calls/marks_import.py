"""Calls of the import of marks: each with a file that was sent and checked before."""

from typing import Any

from ejournal import clock
from ejournal.database import session_scope
from ejournal.integrations.apart import TABLES, main
from ejournal.integrations.marks.reading import read_marks
from ejournal.pages.marks_import.checked import kept
from ejournal.services.base.uploads import read_of
from ejournal.services.marks_import.drafts import SHELF, Draft
from ejournal.services.marks_import.importing import Planned, plan, take_in, try_in
from tests.access.calls.asking import NOBODY, Call, Case, Payload, Step, Who, nothing, of, simple
from tests.access.world import World
from tests.cast import DAY, YEAR_STARTS
from tests.services.marks_files import grid

CALLS: dict[str, Call] = {}
MANAGERS: Who = frozenset({"admin", "deputy"})
FILE_NAME = "Выгрузка школы А.xlsx"
"""Must not be seen by others than who has sent it."""
PUPILS = {"Зайцев Илья": [5, "54", "", 4], "Лебедева Аня": [3]}
DATA = grid(["16.11", "20.11"], PUPILS, about=[["6Б Математика"]])
TEXT = "text|54"


def _planned(world: World, session: Any) -> Planned:
    return plan(session, world.schools["a"].id or 0, DAY, read_marks(DATA, YEAR_STARTS))


def _with_file(payload: Payload = nothing, **draft: Any) -> Payload:
    """The payload, after a file has been laid for each of those who may, and checked."""

    def planted(world: World) -> dict[str, Any]:
        with session_scope(writing=False) as session:
            planned = _planned(world, session)
            checked = kept(try_in(session, planned, DAY, clock.now()), planned)
        for name in MANAGERS:
            file = SHELF.file_of(world.actor(name))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(DATA)
            read_of(file).write_bytes(main(TABLES, str(file), "{}"))
            given = {"checked": checked} | draft
            SHELF.save_draft(world.actor(name), Draft(FILE_NAME, name, "2026-11-20T10:00:00+00:00", **given))
        return payload(world)

    return planted


def _with_import(world: World) -> dict[str, Any]:
    """Nothing, after a file has been taken in."""
    with session_scope(writing=False) as session:
        planned = _planned(world, session)
    take_in(session_scope, planned, None, DAY, clock.now(), "old.xlsx")
    return {}


CALLS["MarksImportState.load"] = simple(MANAGERS, _with_file(), shows=(FILE_NAME,))
CALLS["MarksImportState.uploaded"] = simple(MANAGERS, _with_file(), shows=(FILE_NAME,))
_LOADED = Step("MarksImportState.load", _with_file())
for _name, _payload in {
    "choose_sheet": of(value="0"),
    "choose_view": of(value="faults"),
    "set_meaning": of(letter="D", value="nothing"),
    "set_about": of(form=lambda _world: {"klass": "6Б", "subject": "Математика"}),
    "accept": nothing,
    "decide_all": of(value="take"),
    "open_fault": of(key=TEXT),
    "leave_fault": nothing,
    "throw_away": nothing,
    "ask_undo": nothing,
    "leave_undo": nothing,
    "check": nothing,
    "take_in": nothing,
}.items():
    CALLS[f"MarksImportState.{_name}"] = simple(MANAGERS, _payload, first=(_LOADED,))
CALLS["MarksImportState.choose"] = Call(
    (
        Case(MANAGERS, of(key=TEXT, value="5/4"), first=(_LOADED,)),
        Case(NOBODY, of(key="text|no such question", value="5"), first=(_LOADED,)),
    )
)
CALLS["MarksImportState.decide"] = Call(
    (
        Case(MANAGERS, of(key="cell|Лист1!C5", value="take"), first=(_LOADED,)),
        Case(NOBODY, of(key="cell|Лист1!C5", value="burn"), first=(_LOADED,)),
        Case(NOBODY, of(key=TEXT, value="take"), first=(_LOADED,)),
    )
)
CALLS["MarksImportState.fix"] = simple(
    MANAGERS,
    of(form=lambda _world: {"value": "5/4"}),
    first=(_LOADED, Step("MarksImportState.open_fault", of(key=TEXT))),
)
CALLS["MarksImportState.undo"] = simple(
    MANAGERS, first=(Step("MarksImportState.load", _with_import),), writes=True
)
