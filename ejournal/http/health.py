"""Whether the server is well, for whoever watches it."""

import logging

import anyio
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ejournal import __version__
from ejournal.database import engine
from ejournal.http.routes import public_route
from ejournal.pulse import pulse

log = logging.getLogger(__name__)


@public_route("/health")
async def health(_request: Request) -> Response:
    """200 when the database answers, 503 when it does not, and the version that runs."""
    reached = await (pulse.answers() if pulse.beats else anyio.to_thread.run_sync(_database_answers))
    told = {"status": "ok" if reached else "failing", "database": reached, "version": __version__}
    return JSONResponse(told, status_code=200 if reached else 503, headers={"Cache-Control": "no-store"})


def _database_answers() -> bool:
    try:
        with engine().connect() as connection:
            connection.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError) as error:
        log.error("The database does not answer: %s", next(iter(str(error).splitlines()), ""))
        return False
    return True
