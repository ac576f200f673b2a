"""The editor's events: which version, whose week, lessons put, taken and undone, what others do meanwhile."""

from typing import Any
from urllib.parse import urlencode

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext
from ejournal.models import WeekParity
from ejournal.pages.timetable_editor import hand, jobs, rows
from ejournal.pages.timetable_editor.rows import CLASS, TEACHER, Compared, LongWork, Outlook, Picked
from ejournal.services.base.topics import load_topic, timetable_topic
from ejournal.services.calendar.year import current_year
from ejournal.services.timetable import editing, versions
from ejournal.services.timetable.board import Board, Where, open_board
from ejournal.services.timetable.conflicts import Severity
from ejournal.services.timetable.editing import Step
from ejournal.services.timetable.rows import room_names
from ejournal.services.timetable.runs import running
from ejournal.services.timetable.versions import VersionInfo
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import message_for, toast_error
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number, optional_row_id, row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

NO_VIEW: dict[str, Any] = {
    "key": "",
    "seq": 0,
    "editable": False,
    "days": [],
    "numbers": [],
    "cells": {},
    "closed": [],
    "tray": [],
}


class TimetableEditorState(PageState):
    """One version seen by a class or a teacher, what is in hand, and the dialogs around it."""

    ready: bool = False
    version: str = ""
    versions: list[Choice] = []
    subtitle: str = ""
    editable: bool = False
    by: str = CLASS
    target: str = ""
    targets: list[Choice] = []

    view: dict[str, Any] = NO_VIEW
    patch: dict[str, Any] = {}
    slots: dict[str, Any] = {}
    undo_n: int = 0
    redo_n: int = 0
    errors_found: list[str] = []
    warnings_found: list[str] = []

    picked: Picked = Picked()
    rooms: list[Choice] = []

    dialog: str = ""

    busy: LongWork = LongWork()
    outlook: Outlook = Outlook()
    result: list[Compared] = []
    problem: str = ""

    _seq: int = 0
    _shown: dict[str, Any] = {}
    _undone: list[Step] = []

    # ------------------------------------------------------------------------------- what is looked at

    @handler(Permission.SCHEDULE_WRITE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Open the version and the class or teacher that the address names."""
        query = self.router.url.query_parameters
        found = self._list(work)
        asked = optional_row_id(query.get("version"))
        chosen = next((one for one in found if one.id == asked), None) if asked else _first(found)
        if asked and chosen is None:
            raise NotFound
        self._leave_hand()
        self.dialog = ""
        self.by = TEACHER if query.get("by") == TEACHER else CLASS
        self.version = str(chosen.id) if chosen else ""
        if chosen is not None:
            board = open_board(work.session, work.actor, chosen.id)
            self._offer(board, optional_row_id(query.get("id")))
            self._show_all(work, board)
            self._show_run(work, chosen.id)
        self.ready = True

    def _list(self, work: Work) -> list[VersionInfo]:
        year = current_year(work.session, work.actor.school_id, work.actor.today)
        found = versions.list_versions(work.session, work.actor, year.id) if year else []
        self.versions = [Choice(str(one.id), rows.version_words(one, self.locale)) for one in found]
        return found

    def _offer(self, board: Board, asked: int | None) -> None:
        """The classes or teachers of the load; the one asked for, else the one shown, else the first."""
        names: dict[int, tuple[Any, str]] = {}
        for course in board.courses.values():
            if self.by == CLASS:
                names.update({part.id: ((part.grade, part.title), part.title) for part in course.classes})
            elif not course.vacant:
                names[course.teacher_id] = (course.teacher.split()[-1:], course.teacher)
        ordered = sorted(names.items(), key=lambda one: one[1][0])
        self.targets = [Choice(str(one), words) for one, (_, words) in ordered]
        if asked is not None and asked not in names:
            raise NotFound
        self.target = str(asked) if asked else next(iter(self.targets), Choice("", "")).value

    def _show_all(self, work: Work, board: Board) -> None:
        """Send the whole board anew."""
        view = rows.board_view(board, self.by, optional_row_id(self.target) or 0, self.locale)
        self._seq += 1
        self._shown = view
        self.view = view | {"key": f"{self.version}:{self.by}:{self.target}", "seq": self._seq}
        self.patch = {}
        self._show_around(work, board)

    def _show_around(self, work: Work, board: Board) -> None:
        found = board.conflicts()
        self.editable = board.editable
        self.subtitle = rows.count_words(board, found, self.locale)
        self.errors_found = rows.conflict_lines(found, Severity.ERROR, self.locale)
        self.warnings_found = rows.conflict_lines(found, Severity.WARNING, self.locale)
        self.undo_n = (
            editing.steps_to_undo(work.session, work.actor, board.version_id) if board.editable else 0
        )
        self.redo_n = len(self._undone)

    def _renew(self, work: Work, refused: str = "") -> Board:
        """Send what has changed on the board since; with `refused` also why a move did not happen."""
        board = open_board(work.session, work.actor, row_id(self.version))
        view = rows.board_view(board, self.by, optional_row_id(self.target) or 0, self.locale)
        if rows.fits(self._shown, view):
            self._seq += 1
            self.patch = {"seq": self._seq, "refused": refused, **rows.changes_between(self._shown, view)}
            self._shown = view
            self._show_around(work, board)
        else:
            self._show_all(work, board)
        self._show_hand(work, board)
        return board

    def _topics(self, work: Work) -> list[str]:
        load = load_topic(work.actor.school_id)
        return [timetable_topic(int(self.version)), load] if self.version else []

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what another one has moved, and how far long work is."""
        if not self.version or topic not in self._topics(work):
            return
        if "job" not in payload:
            if topic == load_topic(work.actor.school_id):
                self._list(work)
            self._renew(work)
        elif not payload.get("over"):
            found = rows.found_words(payload.get("placed", 0), payload.get("hours", 0), self.locale)
            far = payload.get("done", 0), payload.get("total", 0)
            self.busy = LongWork(payload["job"], payload["who"], found, *far)
        else:
            self._over(work, payload)

    def _anew(self, work: Work) -> None:
        if self.version:
            self._renew(work)
            self._show_run(work, row_id(self.version))

    def _over(self, work: Work, payload: dict[str, Any]) -> None:
        """Long work has ended: its outcome for who began it, the board as it is now for all."""
        self.busy = LongWork()
        if payload["job"] != jobs.PREVIEW:
            self._list(work)
            self._renew(work)
        if payload["tab"] != self._tab:
            return
        problem = payload.get("problem")
        self.problem = gettext(self.locale, problem["message"], **problem["params"]) if problem else ""
        outcome = payload.get("outcome", {})
        if payload["job"] == jobs.PREVIEW and outcome:
            self.outlook = Outlook(**outcome)
            self.dialog = "publish"
        elif payload["job"] == jobs.PUBLISH and outcome:
            kept = rows.kept_words(outcome.pop("kept_n"), self.locale)
            self.outlook = Outlook(counts=rows.lesson_counts(self.locale, **outcome), kept_words=kept)
            self.dialog = "published"
        elif outcome:
            self.result = rows.compared(outcome["before"], outcome["after"], self.locale)
            self.dialog = "filled"

    def _show_run(self, work: Work, version_id: int) -> None:
        run = running(work.session, work.actor, version_id, work.now)
        self.busy = LongWork(run.kind, run.who, "", run.done, run.total) if run else LongWork()

    def _address(self, **changed: str) -> str:
        return "/schedule/edit?" + urlencode(
            {"version": self.version, "by": self.by, "id": self.target} | changed
        )

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def choose_version(self, work: Work, value: str) -> Any:
        """Go to another version, the same class or teacher in it."""
        return rx.redirect(self._address(version=str(row_id(value))))

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def choose_target(self, work: Work, value: str) -> Any:
        """Go to another class or teacher."""
        return rx.redirect(self._address(id=str(row_id(value))))

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def refresh(self, work: Work) -> None:
        """Send the whole board: the browser has missed a patch."""
        self._show_all(work, open_board(work.session, work.actor, row_id(self.version)))

    # ---------------------------------------------------------------------------------------- the hand

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def pick(self, work: Work, ref: str) -> None:
        """Take a lesson or a course in hand and show where it would stand well; empty lets go."""
        if not ref:
            self._leave_hand()
            return
        board = open_board(work.session, work.actor, row_id(self.version))
        self.picked = Picked(hand.in_hand(board, ref).ref)
        self._show_hand(work, board)

    def _show_hand(self, work: Work, board: Board) -> None:
        """What is in hand, with its room and weeks, and the cells that would take it."""
        if not self.picked.ref:
            return
        try:
            held = hand.in_hand(board, self.picked.ref)
        except NotFound:
            self._leave_hand()
            return
        days = [one["n"] for one in self._shown["days"]]
        self.slots = hand.slots(board, held, days, self._shown["numbers"], self.locale)
        course = held.course
        note = " · ".join(part for part in (course.class_titles, course.group, course.teachers) if part)
        room = str(held.entry.room_id or "") if held.entry else ""
        week = held.entry.parity.value if held.entry else ""
        self.picked = Picked(held.ref, course.subject, note, room, week)
        if held.entry and not self.rooms:
            named = sorted(room_names(work.session, work.actor.school_id).items(), key=lambda one: one[1])
            self.rooms = [Choice("", gettext(self.locale, "no room"))]
            self.rooms += [Choice(str(key), name) for key, name in named]

    def _leave_hand(self) -> None:
        self.picked, self.slots = Picked(), {}

    @handler(Permission.SCHEDULE_WRITE)
    def put(self, work: Work, ref: str, day: int, number: int) -> Any:
        """Put what is in hand into a cell of the week."""
        weekday, at = optional_number(day) or 0, optional_number(number)
        return self._step(work, lambda board: self._put(work, board, ref, weekday, -1 if at is None else at))

    def _put(self, work: Work, board: Board, ref: str, weekday: int, number: int) -> None:
        held = hand.in_hand(board, ref)
        where = hand.where_to(board, held, weekday, number)
        if held.entry is None:
            editing.place_entry(work.session, work.actor, board.version_id, held.course.id, where)
            left = held.course.weekly_hours - board.index.hours.get(held.course.id, 0.0)
            self.picked = Picked(held.ref if left > 1 else "")
        elif (held.entry.weekday, held.entry.number) != (weekday, number):
            editing.move_entry(work.session, work.actor, held.entry.id, where)
        if held.entry is not None or not self.picked.ref:
            self._leave_hand()

    @handler(Permission.SCHEDULE_WRITE)
    def remove(self, work: Work, ref: str) -> Any:
        """Take a lesson to the tray."""

        def act(board: Board) -> None:
            held = hand.in_hand(board, ref)
            if held.entry is not None:
                editing.remove_entry(work.session, work.actor, held.entry.id)
            self._leave_hand()

        return self._step(work, act)

    @handler(Permission.SCHEDULE_WRITE)
    def set_room(self, work: Work, value: str) -> Any:
        """Give the lesson in hand a room."""
        room_id = optional_row_id(value)

        def act(board: Board) -> None:
            held = hand.in_hand(board, self.picked.ref)
            if held.entry is not None:
                editing.set_entry_room(work.session, work.actor, held.entry.id, room_id)

        return self._step(work, act)

    @handler(Permission.SCHEDULE_WRITE)
    def set_week(self, work: Work, value: str) -> Any:
        """Let the lesson in hand stand every week, or in odd or even ones."""

        def act(board: Board) -> None:
            held = hand.in_hand(board, self.picked.ref)
            if held.entry is not None and value in set(WeekParity):
                one = held.entry
                where = Where(one.weekday, one.number, WeekParity(value), one.room_id)
                editing.move_entry(work.session, work.actor, one.id, where)

        return self._step(work, act)

    @handler(Permission.SCHEDULE_WRITE)
    def undo(self, work: Work) -> Any:
        """Take one's own last step back."""

        def act(board: Board) -> None:
            self._undone = [*undone, editing.undo(work.session, work.actor, board.version_id)]

        undone = self._undone
        self.dialog = ""
        return self._step(work, act)

    @handler(Permission.SCHEDULE_WRITE)
    def redo(self, work: Work) -> Any:
        """Do again what was taken back last."""

        def act(board: Board) -> None:
            if not undone:
                raise DomainError("There is nothing to do again")
            editing.redo(work.session, work.actor, board.version_id, undone[-1])
            self._undone = undone[:-1]

        undone = self._undone
        return self._step(work, act)

    def _step(self, work: Work, act: Any) -> Any:
        """One step of the hand: done and told to others, or refused in words that the board shows."""
        before, self._undone = self._undone, []
        try:
            board = open_board(work.session, work.actor, row_id(self.version))
            act(board)
        except (DomainError, NotFound) as error:
            self._undone = before
            words = message_for(error, self.locale)
            if self.version:
                self._renew(work, words)
            return toast_error(words)
        self._renew(work)
        return None


def _first(found: list[VersionInfo]) -> VersionInfo | None:
    """A draft being made, else what is in force, else the newest."""
    drafts = [one for one in found if not one.published]
    held = [one for one in found if one.in_force]
    return next(iter([*drafts, *held, *found]), None)
