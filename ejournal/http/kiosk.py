"""The hall's screen as a plain page: large words, read anew by itself, no sign-in; the address is the key."""

from datetime import timedelta
from html import escape

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
    part = _content(board, locale)
    return HTMLResponse(
        part if "part" in request.query_params else _page(board, part, locale), headers=HEADERS
    )


def _board(token: str) -> Board:
    return read_link(token, FeedKind.KIOSK, kiosk.open_board)


def _page(board: Board, content: str, locale: str) -> str:
    title = escape(gettext(locale, "Substitutions"))
    lost = escape(gettext(locale, "No connection. What you see may be out of date"))
    return (
        f'<!doctype html><html lang="{locale}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex"><link rel="icon" href="/favicon.svg">'
        '<link rel="stylesheet" href="/hall/hall.css"><script src="/hall/hall.js" defer></script></head>'
        f'<body><main id="board" data-zone="{escape(board.time_zone)}">{content}</main>'
        f'<p id="lost" hidden>{lost}</p></body></html>'
    )


def _content(board: Board, locale: str) -> str:
    bells = "".join(_bell(table, len(board.bells) > 1, locale) for table in board.bells)
    coming = ""
    if board.next_day is not None:
        is_tomorrow = board.next_day.day == board.today.day + DAY
        words = gettext(locale, "Tomorrow") if is_tomorrow else gettext(locale, "Next school day")
        coming = _day(board.next_day, words, locale)
    seconds = seconds_of(board.now.time())
    return (
        f"<header><div><h1>{escape(board.school)}</h1><p>{escape(weekday_day_month(locale, board.today.day))}"
        f'</p></div><time id="clock" data-seconds="{seconds}"'
        f">{board.now:%H:%M}</time></header>"
        f'<div class="bells">{bells or _quiet(locale)}</div>'
        f'<div class="days">{_day(board.today, gettext(locale, "Today"), locale)}{coming}</div>'
    )


def _quiet(locale: str) -> str:
    return f"<p>{escape(gettext(locale, 'No lessons today'))}</p>"


def _bell(table: BellTable, several: bool, locale: str) -> str:
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
    whom = f"<small>{escape(table.name)}</small>" if several else ""
    return f'<p class="{"on" if now else "off"}">{whom}<b>{escape(words)}</b> <span>{escape(note)}</span></p>'


def _day(day: ChangedDay, words: str, locale: str) -> str:
    rows = "".join(_row(lesson, locale) for lesson in sorted(day.lessons, key=_by_class))
    if not rows:
        rows = f'<p class="none">{escape(gettext(locale, "No substitutions"))}</p>'
    return (
        f"<section><h2>{escape(words)} <span>{escape(weekday_day_month(locale, day.day))}</span></h2>"
        f'<div class="rows">{rows}</div></section>'
    )


def _by_class(lesson: ScheduleLesson) -> tuple[int, str, int]:
    grade = lesson.classes.split(" ", 1)[0]
    return int(grade) if grade.isdigit() else 0, lesson.classes, lesson.number


def _row(lesson: ScheduleLesson, locale: str) -> str:
    number = gettext(locale, "lesson {number}", number=lesson.number)
    if lesson.cancelled:
        parts = [gettext(locale, "the lesson is cancelled"), lesson.group]
    else:
        told = change_words(lesson, locale)
        teacher = "" if lesson.absent_teacher else lesson.teacher
        parts = [told, lesson.group, teacher, room_words(lesson.room, locale)]
    names = ("row cancelled" if lesson.cancelled else "row") + (" past" if lesson.moment == "past" else "")
    return (
        f'<article class="{names}"><b class="class">{escape(lesson.classes)}</b>'
        f'<span class="number">{escape(number)}</span><div><strong>{escape(lesson.subject)}</strong>'
        f"<span>{escape(' · '.join(part for part in parts if part))}</span></div></article>"
    )
