"""The matrix: every event handler and every route, as everybody of the cast and a stranger.

Each call runs the real handler on a real database with the session cookie in the place where Reflex keeps it.
"""

import logging
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
import reflex as rx
from pydantic import SecretStr
from reflex_base.event import EventHandler
from reflex_base.registry import RegistrationContext
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel
from starlette.testclient import TestClient

import ejournal.ejournal  # noqa: F401 - all pages, all routes
from ejournal.access.actor import COOKIE
from ejournal.access.permissions import Permission
from ejournal.database import engine, session_scope
from ejournal.http.app import http_app
from ejournal.http.doors import requests
from ejournal.http.routes import PUBLIC, ROUTES
from ejournal.services.accounts import presence
from ejournal.settings import settings
from ejournal.ui.runtime.handler import GUARD
from ejournal.ui.runtime.session import SessionState
from tests.access.calls import CALLS, VISITS, Case
from tests.access.world import LOOK, LOOKED_AS, PROVIDER, make_world, never_for
from tests.cast import CAST, STRANGER
from tests.infra.changes import QUIET, SHOWN, Changes
from tests.infra.databases import Databases, app_uses
from tests.infra.loops import own_loop
from tests.infra.plans import Plans
from tests.infra.tabs import Tab, said

OWN = "http://testserver"


def registered(*, of_tests: bool = False) -> dict[str, EventHandler]:
    """What a client may call, by «State.handler»: all that is registered but Reflex's own."""
    found = {}
    for one in RegistrationContext.get().event_handlers.values():
        handler = one.handler
        owner = handler.state
        if owner is None or owner.__module__.startswith("reflex") or handler.fn.__name__ == "setvar":
            continue
        if owner.__module__.startswith("tests.") == of_tests:
            found[f"{owner.__name__.rpartition('___')[2]}.{handler.fn.__name__}"] = handler
    return found


def unguarded(handlers: dict[str, EventHandler]) -> list[str]:
    """Those that the house's decorator does not guard."""
    return sorted(name for name, handler in handlers.items() if not hasattr(handler.fn, GUARD))


class Arena:
    """The world in a database that is put back after every call that changed it."""

    def __init__(self, address: str, run: Callable[[Any], Any]) -> None:
        self._run = run
        self.handlers = registered()
        with session_scope() as session:
            self.world = make_world(session)
        file = str(make_url(address).database)
        self.watcher = sqlite3.connect(file, isolation_level=None)
        self.kept = sqlite3.connect(":memory:")
        self.watcher.backup(self.kept)
        self.faults: list[str] = []
        self.changes = Changes()
        self.plans = Plans()
        self.is_told = False
        self.told: set[tuple[int, str]] = set()
        """Who has been told what they may ask for: cases and members, their questions in `plans`."""

    def run(self, answering: Any) -> Any:
        """Run it to its end; how all is read for who is told what they ask for is noted."""
        with self.plans.noted(engine()) if self.is_told else nullcontext():
            return self._run(answering)

    def version(self) -> int:
        """Another number whenever anybody has changed anything in the file."""
        return int(self.watcher.execute("PRAGMA data_version").fetchone()[0])

    def restore(self, before: int) -> None:
        """Put every row back if one has changed."""
        if self.version() != before:
            self.kept.backup(self.watcher)

    def tab(self, name: str) -> Tab:
        """A fresh tab of a member of the cast, whose use of the sign-in is noted already."""
        return Tab(self.run, self.world.token(name))

    def prepare(self, tab: Tab, case: Case) -> None:
        """Go through the earlier steps."""
        for step in case.first:
            if step.at:
                tab.go(step.at(self.world))
            tab.send(self.handlers[step.event], **step.payload(self.world))
        tab.state(SessionState).missing = False
        if case.at:
            tab.go(case.at(self.world))


@pytest.fixture(scope="module")
def arena(databases: Databases) -> Iterator[Arena]:
    """One world for the whole matrix."""
    with (
        pytest.MonkeyPatch.context() as patch,
        databases.copy("sqlite") as address,
        app_uses(address, patch),
        own_loop() as run,
    ):
        patch.setattr(presence, "is_due", lambda _actor: False)
        patch.setattr(settings(), "smtp_host", "mail.example.test")  # what letters are for works here
        patch.setattr(settings(), "oidc_providers", (PROVIDER,))
        patch.setattr(settings(), "max_token", SecretStr("token"))
        patch.setattr(settings(), "max_bot", "school_bot")
        arena = Arena(address, run)
        with arena.changes.noted(engine()):
            yield arena
        arena.watcher.close()
        arena.kept.close()


# ----------------------------------------------------------------------------------- nothing is left out


def test_every_handler_is_guarded() -> None:
    assert unguarded(registered()) == []


def test_every_handler_is_in_the_table() -> None:
    assert sorted(registered()) == sorted(CALLS)


def test_every_route_is_in_the_table() -> None:
    assert sorted({route.path for route in ROUTES}) == sorted(VISITS)


class CarelessState(rx.State):
    """What a newcomer might write."""

    secret: str = ""

    def peek(self) -> None:
        """No decorator, no permission."""
        self.secret = "всё"

    def _helper(self) -> None:
        self.secret = "всё"


def test_a_new_unguarded_handler_is_found() -> None:
    assert unguarded(registered(of_tests=True)) == ["CarelessState.peek"]


def test_helpers_cannot_be_called() -> None:
    assert "_helper" not in CarelessState.event_handlers
    names = {name.rpartition(".")[2] for name in RegistrationContext.get().event_handlers}
    assert not {name for name in names if name.startswith("_")}


def test_no_var_can_be_set_by_the_client() -> None:
    for handler in registered().values():
        owner: Any = handler.state
        for name in owner.base_vars:
            setter = getattr(owner, f"set_{name}", None)
            assert setter is None or hasattr(setter.fn, GUARD), (owner, name)
            assert not owner._is_client_storage(name), (owner, name)


# --------------------------------------------------------------------------------------------- the matrix

SHOWN_NOWHERE = {
    "SchoolState.set_reminders": "no open page shows how families are reminded",
    "OpeningsState.keep": "nor how long it is kept who opened what",
}
"""Writes of tables that others follow, which yet change nothing that is shown."""


def test_of_every_table_it_is_said_who_follows_it() -> None:
    assert {*SHOWN} | QUIET == {*SQLModel.metadata.tables}
    assert not {*SHOWN} & QUIET


Answer = tuple[list[tuple[str, str]], dict[str, str], bool]


@pytest.mark.parametrize("name", sorted(CALLS))
def test_handler(arena: Arena, name: str, caplog: pytest.LogCaptureFixture) -> None:
    call = CALLS[name]
    handler = arena.handlers[name]
    for member in CAST:
        for_nothing: dict[int, Answer] = {}
        for number, case in enumerate(call.cases):
            place = f"{name}, case {number}, {member}"
            answer, changed, shown = _ask(arena, handler, member, case)
            for secret in never_for(member):
                assert secret not in shown, f"{place} sees {secret!r}"
            if member in case.may:
                _was_served(place, case, answer, changed, shown)
                if name not in SHOWN_NOWHERE:
                    assert not arena.changes.untold(), place
            else:
                _was_refused(place, case, answer, changed, shown, member)
                for absent in case.absent or call.absent:
                    if id(absent) not in for_nothing:
                        for_nothing[id(absent)] = _ask(arena, handler, member, absent)[0]
                    other = for_nothing[id(absent)]
                    assert _anywhere(answer) == _anywhere(other), f"{place}: {answer}, for nothing {other}"
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR], name


def _ask(arena: Arena, handler: EventHandler, member: str, case: Case) -> tuple[Answer, bool, str]:
    """The answer, whether any row has changed, and all that the browser has been told."""
    start = arena.version()
    tab = arena.tab(member)
    arena.is_told = member in case.may
    arena.prepare(tab, case)
    before = arena.version()
    arena.changes.empty()
    events = said(tab.send(handler, **case.payload(arena.world)))
    if arena.is_told:
        arena.told.add((id(case), member))
    arena.is_told = False
    changed = arena.version() != before
    state: Any = tab.state(handler.state)  # type: ignore[type-var]
    answer = (events, dict(state.errors), state.missing)
    shown = tab.shown() + str(events)
    arena.restore(start)
    return answer, changed, shown


def _anywhere(answer: Answer) -> Answer:
    """The answer without the address that a stranger is to come back to."""
    events, errors, missing = answer
    return [(kind, words.partition("?next=")[0]) for kind, words in events], errors, missing


def _was_served(place: str, case: Case, answer: Answer, changed: bool, shown: str) -> None:
    events, errors, missing = answer
    assert not missing, place
    assert not errors, f"{place}: {errors}"
    assert not [one for one in events if one[0] == "error" or one[1].startswith("/login")], (
        f"{place}: {events}"
    )
    assert case.writes is None or changed == case.writes, f"{place}: changed {changed}"
    for secret in case.shows:
        assert secret in shown, f"{place} does not see {secret!r}"


def _was_refused(place: str, case: Case, answer: Answer, changed: bool, shown: str, member: str) -> None:
    events, errors, missing = answer
    assert not changed, f"{place} has changed something"
    for secret in (*case.shows, *case.hides):
        assert secret not in shown, f"{place} sees {secret!r}"
    if member == STRANGER:
        assert [kind for kind, _ in events] == ["redirect"], f"{place}: {events}"
        assert events[0][1].startswith("/login?next="), place
    elif case.says:
        told = missing or errors or [event for event in events if event[0] == "error"]
        assert told, f"{place} is not told: {events}"


# ---------------------------------------------------------------------------------------------- routes


@pytest.fixture(scope="module")
def browser(arena: Arena, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of the HTTP side that follows no redirects."""
    pages: Path = tmp_path_factory.mktemp("pages")
    with TestClient(http_app(pages), base_url=OWN, headers={"Origin": OWN}, follow_redirects=False) as client:
        yield client
    shutil.rmtree(pages)


@pytest.mark.parametrize("path", sorted(VISITS))
@pytest.mark.parametrize("member", CAST)
def test_route(arena: Arena, browser: TestClient, path: str, member: str) -> None:
    requests.forget()  # all of these come from one address
    declared = next(route for route in ROUTES if route.path == path)
    for visit in VISITS[path]:
        before = arena.version()
        browser.cookies.clear()
        if member != STRANGER:
            browser.cookies.set(COOKIE, arena.world.token(member))
        address = visit.path(arena.world) if visit.path else path
        arena.changes.empty()
        answer = browser.request(visit.method, address, data=dict(visit.form) or None)
        assert not arena.changes.untold(), f"{visit.method} {address} as {member}"
        expected = visit.through if member in visit.may else visit.refused
        assert answer.status_code == expected, f"{visit.method} {address} as {member}: {answer.text}"
        if member not in visit.may:
            assert arena.version() == before
        arena.restore(before)
    assert (declared.guarded_by == PUBLIC) == all(STRANGER in visit.may for visit in VISITS[path])


# ------------------------------------------------------------------------------------ with another's eyes


def _everything(kept: sqlite3.Connection) -> str:
    """All rows but the notes of who opened whose data: an administrator who looks is noted as such."""
    return "\n".join(line for line in kept.iterdump() if not line.startswith('INSERT INTO "opening"'))


def _nothing_has_changed(arena: Arena, start: int, place: str) -> None:
    if arena.version() != start:
        assert _everything(arena.watcher) == _everything(arena.kept), f"{place} has changed something"
        arena.restore(start)


OF_EACH = ("HomeState.load", "DiaryState.load", "DiaryMarksState.load", "NoticesState.load")
"""Pages that show each something of their own."""


def _is_closed(guarded_by: str) -> bool:
    permission = Permission(guarded_by)
    return permission.writes or permission is Permission.ACCOUNT_READ


@pytest.mark.parametrize("name", sorted(CALLS))
def test_with_another_s_eyes_nothing_is_changed_and_the_account_is_closed(
    arena: Arena, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    handler = arena.handlers[name]
    guarded_by = getattr(handler.fn, GUARD)
    for number, case in enumerate(CALLS[name].cases):
        members = sorted(case.may & {*LOOKED_AS})
        for member in members if name in OF_EACH else members[:1]:
            place, start = f"{name}, case {number}, as {member}", arena.version()
            tab = arena.tab(LOOK.format(member))
            arena.prepare(tab, case)
            events = said(tab.send(handler, **case.payload(arena.world)))
            state: Any = tab.state(handler.state)  # type: ignore[type-var]
            _nothing_has_changed(arena, start, place)
            if guarded_by != PUBLIC and (case.writes or _is_closed(guarded_by)):
                refused = state.missing or any("Вы смотрите как" in words for _, words in events)
                assert refused, f"{place} is not refused: {events}"
            elif not case.first:
                assert not state.missing, f"{place} is not shown what the person sees"
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR], name


def test_no_route_changes_anything_with_another_s_eyes(arena: Arena, browser: TestClient) -> None:
    for declared in ROUTES:
        if declared.guarded_by == PUBLIC:
            continue
        for visit in VISITS[declared.path]:
            for member in sorted(visit.may & {*LOOKED_AS})[:1]:
                start = arena.version()
                browser.cookies.clear()
                browser.cookies.set(COOKIE, arena.world.token(LOOK.format(member)))
                address = visit.path(arena.world) if visit.path else declared.path
                answer = browser.request(visit.method, address, data=dict(visit.form) or None)
                _nothing_has_changed(arena, start, f"{address} as {member}")
                if _is_closed(declared.guarded_by):
                    assert (answer.status_code, answer.text.startswith("Вы смотрите как")) == (403, True)


def test_the_table_calls_everything_with_more_than_good_ids() -> None:
    """Where a handler takes an id, somebody else's and an absent one are tried too."""
    bare = [
        name for name, call in CALLS.items() if _takes_id(name) and len(call.cases) + len(call.absent) < 2
    ]
    assert bare == []


def _takes_id(name: str) -> bool:
    parameters = registered()[name].fn.__signature__.parameters
    return any(one.endswith("_id") or one in ("request", "child", "pupil") for one in parameters)


# ----------------------------------------------------------------------------------------------- questions


SMALL = frozenset({"sqlite_master", "sqlite_temp_master", "password_cost"})
"""What has a few rows in the whole installation."""
GROW = frozenset(
    {
        "lesson", "mark", "attendance", "remark", "audit_entry", "outbox_notice", "diary_visit",
        "acknowledgement", "enrolment", "group_member", "guardianship", "sign_in_session", "consent",
        "opening", "chat_message", "chat_seen", "chat_reaction", "chat_room", "chat_member", "chat_mention",
        "stored_file", "file_use", "chat_word",
        "forum_topic", "forum_post", "forum_seen", "forum_subscription", "forum_word", "class_item",
    }
)  # fmt: skip
"""What a school has more of with each pupil or day."""
SLIPS = "SELECT person.id, person.last_name, person.first_name, person.middle_name, (EXISTS ("
"""Who of each class still needs a slip: the page counts the classes of the whole school."""
NEWCOMERS = (
    "SELECT person.id, person.last_name, person.first_name, person.middle_name, person.email AS address,"
)
"""Who of each class has not come: for heads the page counts the classes of the whole school."""
REGISTER = ("SELECT line.person_id, line.pupil_id,", "WITH asked AS")
SIGNS, PARTS = "SELECT ? AS sign,", "SELECT ? AS anon_1, count(*) AS count_1, max("
"""Which families were here lately, and which parts of the journal are used: the sheets of a term."""
RARE: dict[str, tuple[str, ...]] = {
    "acknowledgement": (SIGNS, PARTS),
    "diary_visit": (SIGNS,),
    "remark": (PARTS,),
    # A kind of work changed or deleted in the settings, a room deleted.
    "mark": ("SELECT mark.course_id, count(*)",),
    "lesson": ("SELECT lesson.id FROM lesson WHERE lesson.school_id = ? AND lesson.room_id = ?",),
    # The load's page, which shows the members of all groups; where a class teacher looks at schedules.
    "group_member": (
        "SELECT group_member.group_id, group_member.pupil_id",
        "SELECT ? AS kind,",
        "SELECT lesson.id, lesson.day,",
    ),
    # The register of consents: who is asked today, and what people have said who are asked no more.
    "consent": (*REGISTER, PARTS),
    # How many guardians have no account: the one number of the head's page that needs them all.
    # Likely duplicates: everybody of the school is looked at.
    "guardianship": (
        "SELECT guardianship.guardian_id FROM guardianship WHERE",
        "SELECT guardianship.guardian_id, guardianship.pupil_id FROM guardianship WHERE",
        "SELECT count(distinct(guardianship.guardian_id))",
        "SELECT guardianship.guardian_id, guardianship.pupil_id, guardianship.ends",
        *REGISTER,
        SLIPS,
        NEWCOMERS,
        SIGNS,
    ),
    # A pupil's schedule: the index that has all columns is taken for the better one.
    # The lessons of a year made anew: who sits in each course.
    "enrolment": (
        "SELECT lesson.id, lesson.day,",
        "SELECT course.id, school_class.grade, school_class.days",
        # The map of a school's absences.
        "SELECT attendance.pupil_id, attendance.course_id, attendance.day, attendance.code",
        # A list of people, for which everybody of the school is looked at.
        "SELECT enrolment.pupil_id, enrolment.ends, school_class.year_id",
        "SELECT enrolment.pupil_id FROM enrolment WHERE enrolment.school_id = ? AND (enrolment.ends",
        *REGISTER,
        SLIPS,
        NEWCOMERS,
    ),
}
"""The questions that may look at all a school has of a table, by how they begin."""
HANGS_ON = re.compile(r"SELECT (\w+)\.id, \1\.\w+ FROM \1 WHERE \1\.school_id = \? AND \1\.\w+ IN \(")
"""An import taken back, or two cards made one: whatever refers to what is gone."""
IS_NAMED = re.compile(
    r"SELECT (acknowledgement|outbox_notice|change_request)\.id, .* FROM \1"
    r" WHERE \1\.school_id = \? AND \1\.\w+ IN \("
)
"""Two cards made one: the few rows that name either of them, in a column without an index of its own."""


@pytest.fixture(scope="module")
def plans(arena: Arena) -> Plans:
    """How all is read that those who may ask for it are told; what no test has asked before is asked now."""
    for name, call in CALLS.items():
        for case in call.cases:
            for member in sorted(case.may)[:2]:
                if (id(case), member) not in arena.told:
                    _ask(arena, arena.handlers[name], member, case)
    return arena.plans


def test_no_question_reads_the_rows_of_all_schools(plans: Plans) -> None:
    found = [f"{table}: {asked}" for table, asked in plans.read_whole() if table not in SMALL]
    assert len(plans.of) > 200
    assert not found, "\n".join(found)


def test_no_question_reads_all_that_a_school_ever_wrote(plans: Plans) -> None:
    found = [
        f"{table}: {asked}"
        for table, asked in plans.read_of_school()
        if table in GROW
        and not asked.startswith(RARE.get(table, ("?",)))
        and not HANGS_ON.match(asked)
        and not IS_NAMED.match(asked)
    ]
    assert not found, "\n".join(found)
