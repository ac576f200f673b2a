"""The HTTP side put together: `rx.App(api_transformer=http_app())`."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware

from ejournal.database import DatabaseAway
from ejournal.http import (  # noqa: F401 - importing a room declares its routes
    auth,
    calendar,
    first_start,
    health,
    kiosk,
    new_password,
    offline,
    providers,
    school_logo,
    support,
)
from ejournal.http.by_mail import forgotten, former_email, own_email, reminders, stopping  # noqa: F401
from ejournal.http.consents import asking  # noqa: F401
from ejournal.http.files_in import marks, people, timetables  # noqa: F401
from ejournal.http.first_text import FirstTexts, Write
from ejournal.http.lists import (  # noqa: F401
    archive,
    charts,
    class_list,
    class_sheets,
    consents,
    documents,
    events,
    journal,
    messages,
    newcomers,
    news,
    own_reports,
    reports,
    results,
    schedule,
    school_papers,
    substitutions,
    surveys,
    usage,
)
from ejournal.http.news import pages as public_news  # noqa: F401
from ejournal.http.origin import Doorkeeper
from ejournal.http.papers import page as paper_page  # noqa: F401
from ejournal.http.registration import slips, steps  # noqa: F401
from ejournal.http.routes import away, starlette_routes
from ejournal.http.second_step import page, passkeys  # noqa: F401
from ejournal.http.stored import coming, giving  # noqa: F401
from ejournal.settings import ROOT

BUILT_PAGES = ROOT / ".web" / "build" / "client"


def http_app(pages: Path = BUILT_PAGES, write: Write | None = None) -> Starlette:
    """All declared routes; Reflex mounts itself beneath them, so that all pass the doorkeeper.

    `write` gives the first texts of pages; without it they come as they were built.
    """
    written = [Middleware(FirstTexts, pages=pages, write=write)] if write else []
    return Starlette(
        routes=starlette_routes(),
        middleware=[Middleware(Doorkeeper, pages=pages), *written],
        exception_handlers={DatabaseAway: lambda _request, _error: away()},
    )
