"""Who has acknowledged an item of news, as a spreadsheet."""

from datetime import datetime

from sqlmodel import Session
from starlette.requests import Request

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.http.files import SPREADSHEET, File
from ejournal.http.routes import route
from ejournal.i18n import gettext
from ejournal.i18n.dates import moment
from ejournal.integrations.list_sheet import write_list
from ejournal.services.news.acknowledging import Group, Line, lines_of, standing
from ejournal.ui.runtime.inputs import row_id

HEADS = ("Class", "Who", "Because of whom", "Opened", "Acknowledged")
WIDTHS = (16, 36, 40, 20, 20)


@route("/print/news.xlsx", Permission.NEWS_WRITE, writes=False)
def news_spreadsheet(request: Request, session: Session, actor: Actor) -> File:
    """Those for whom ?id=… is, class by class, with when each opened and acknowledged it."""
    found = standing(session, actor, row_id(request.query_params.get("id")))
    lines = [_line(group, line, actor) for group, line in lines_of(found)]
    title, heads = gettext(actor.locale, "News"), [gettext(actor.locale, head) for head in HEADS]
    return File("news.xlsx", SPREADSHEET, lambda: write_list(title, heads, lines, WIDTHS))


def _line(group: Group, line: Line, actor: Actor) -> tuple[str, ...]:
    of_class = group.title or gettext(actor.locale, "Staff")
    children = ", ".join(line.children)
    return of_class, line.name, children, _at(line.seen_at, actor), _at(line.acknowledged_at, actor)


def _at(at: datetime | None, actor: Actor) -> str:
    return "" if at is None else moment(actor.locale, clock.local(at, actor.time_zone))
