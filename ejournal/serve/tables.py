"""A session for a command: a database without tables, or of another version, is one clear line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from ejournal.errors import DomainError
from ejournal.settings import settings


@contextmanager
def prepared_session(*, writing: bool = True) -> Iterator[Session]:
    """A transaction on a database that has the journal's tables; DomainError says what is wrong with it."""
    from ejournal import news
    from ejournal.database import session_scope

    if settings().redis_url:
        news.tell_by(news.through_redis(settings().redis_url))
    try:
        _check()
        with session_scope(writing=writing) as session:
            yield session
    except SQLAlchemyError as error:
        reason = next(iter(str(getattr(error, "orig", None) or error).splitlines()), "")
        raise DomainError(
            "The database does not do what was asked: {reason}. If the program was updated, start the "
            "journal once: it brings the tables up to date",
            reason=reason,
        ) from None


def _check() -> None:
    from ejournal.database import engine

    url = make_url(settings().database_address)
    on_disk = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
    # Looking into a file that is not there would make it.
    there = not on_disk or Path(url.database or "").exists()
    if not there or not inspect(engine()).has_table("school"):
        raise DomainError(
            "There are no tables in {where}. Start the journal once, it makes them: python -m ejournal serve",
            where=url.database if on_disk else url.render_as_string(hide_password=True),
        )
