"""The hall's screen as a plain page: large words, read anew by itself, no sign-in; the address is the key."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from ejournal.errors import NotFound
from ejournal.http.routes import public_route
from ejournal.i18n import DEFAULT, LOCALES, gettext
from ejournal.i18n.dates import clock, weekday_day_month
from ejournal.models import FeedKind
from ejournal.services.base.secret_links import read_link
from ejournal.services.schedule import hall as kiosk
from ejournal.services.schedule.bells import BellTable
from ejournal.services.schedule.hall import Board, ChangedDay
from ejournal.services.schedule.lessons import ScheduleLesson
from ejournal.services.schedule.words import change_words, room_words, seconds_of

HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
DAY = timedelta(days=1)
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, auto_reload=False,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Bell:
    """What a bell schedule says now, and to whom."""

    rings_now: bool
    whom: str
    words: str
    note: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A lesson that is not as usual."""

    classes: str
    number: str
    subject: str
    about: str
    cancelled: bool
    past: bool


@dataclass(frozen=True, slots=True)
class _Day:
    """A day's rows under its name."""

    words: str
    day: date
    rows: list[_Row]


@public_route("/kiosk/{token}")
async def screen(request: Request) -> Response:
    """The page, or with ?part only what changes in it; 404 for a link that does not work."""
    asked = request.query_params.get("lang", DEFAULT)
    locale = asked if asked in LOCALES else DEFAULT
    try:
        board = await run_in_threadpool(_board, str(request.path_params["token"]))
    except NotFound:
        return PlainTextResponse(
            gettext(locale, "This link no longer works. Ask the deputy head for a new one"),
            status_code=404,
            headers=HEADERS,
        )
    template = "kiosk_board.html" if "part" in request.query_params else "kiosk.html"
    return HTMLResponse(_templates.get_template(template).render(_words(board, locale)), headers=HEADERS)


def _board(token: str) -> Board:
    return read_link(token, FeedKind.KIOSK, kiosk.open_board)


def _words(board: Board, locale: str) -> dict[str, Any]:
    """All that the templates show."""
    return {
        "board": board,
        "locale": locale,
        "title": gettext(locale, "Substitutions"),
        "lost": gettext(locale, "No connection. What you see may be out of date"),
        "quiet": gettext(locale, "No lessons today"),
        "no_changes": gettext(locale, "No substitutions"),
        "weekday": partial(weekday_day_month, locale),
        "clock": f"{board.now:%H:%M}",
        "seconds": seconds_of(board.now.time()),
        "bells": [_bell(table, locale) for table in board.bells],
        "days": list(_days(board, locale)),
    }


def _bell(table: BellTable, locale: str) -> _Bell:
    now = next((line for line in table.lines if line.moment == "now"), None)
    coming = next((line for line in table.lines if line.moment == "next"), None)
    if now is not None:
        words = gettext(locale, "Lesson {number}", number=now.number)
        note = gettext(locale, "until {time}", time=clock(locale, now.ends))
    elif coming is not None:
        words = gettext(locale, "Break") if coming.number > table.lines[0].number else ""
        begins = gettext(
            locale, "lesson {number} at {time}", number=coming.number, time=clock(locale, coming.starts)
        )
        words, note = (words, begins) if words else (begins[:1].upper() + begins[1:], "")
    else:
        words, note = gettext(locale, "Lessons are over"), ""
    return _Bell(now is not None, table.name, words, note)


def _days(board: Board, locale: str) -> Iterator[_Day]:
    yield _day(board.today, gettext(locale, "Today"), locale)
    if board.next_day is not None:
        is_tomorrow = board.next_day.day == board.today.day + DAY
        words = gettext(locale, "Tomorrow") if is_tomorrow else gettext(locale, "Next school day")
        yield _day(board.next_day, words, locale)


def _day(day: ChangedDay, words: str, locale: str) -> _Day:
    return _Day(words, day.day, [_row(lesson, locale) for lesson in sorted(day.lessons, key=_by_class)])


def _by_class(lesson: ScheduleLesson) -> tuple[int, str, int]:
    return lesson.grade or 0, lesson.classes, lesson.number


def _row(lesson: ScheduleLesson, locale: str) -> _Row:
    if lesson.cancelled:
        parts = [gettext(locale, "the lesson is cancelled"), lesson.group]
    else:
        told = change_words(lesson, locale)
        teacher = "" if lesson.absent_teacher else lesson.teacher
        parts = [told, lesson.group, teacher, room_words(lesson.room, locale)]
    number = gettext(locale, "lesson {number}", number=lesson.number)
    about = " · ".join(part for part in parts if part)
    return _Row(lesson.classes, number, lesson.subject, about, lesson.cancelled, lesson.moment == "past")
