"""Personal calendars for calendar programs: the secret address is the only key."""

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ejournal.errors import NotFound
from ejournal.http.routes import public_route
from ejournal.integrations.ical import write_calendar
from ejournal.models import FeedKind
from ejournal.services.base.secret_links import read_link
from ejournal.services.events.feed import FeedEvent, feed_events
from ejournal.services.schedule import feeds
from ejournal.services.schedule.feeds import Feed

HEADERS = {"Cache-Control": "private, max-age=300", "X-Robots-Tag": "noindex"}


@public_route("/calendar/{token}.ics", methods=("GET", "HEAD"))
async def calendar(request: Request) -> Response:
    """The lessons and events behind the link as iCalendar; 404 for a link that does not work."""
    try:
        written = await run_in_threadpool(_write, str(request.path_params["token"]))
    except NotFound:
        return PlainTextResponse("Not found", status_code=404, headers={"Cache-Control": "no-store"})
    return Response(written, media_type="text/calendar; charset=utf-8", headers=HEADERS)


def _write(token: str) -> bytes:
    def opened(session: Session, asked: str) -> tuple[Feed, list[FeedEvent]]:
        return feeds.open_feed(session, asked), feed_events(session, asked)

    return write_calendar(*read_link(token, FeedKind.CALENDAR, opened))
