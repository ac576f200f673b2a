"""The database's part of a start: migrations, and a demo school where there is none."""

import logging

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import select

from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.serve.checks import CannotStart
from ejournal.settings import ROOT, Settings

DEMO_LOGINS = ("admin", "head", "deputy", "classteacher", "teacher", "parent", "pupil")


def migrate() -> None:
    """Bring the tables to the newest shape; CannotStart when they are of another program."""
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "alembic"))
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        command.upgrade(config, "head")
    except (CommandError, SQLAlchemyError) as error:
        reason = next(iter(str(getattr(error, "orig", None) or error).splitlines()), "")
        raise CannotStart(f"migration failed, nothing was changed: {reason}") from None


def refuse_demo_passwords(settings: Settings) -> None:
    """CannotStart when the demo is off and an account still opens with the demo password."""
    from ejournal.database import session_scope
    from ejournal.services import accounts

    if settings.demo:
        return
    with session_scope(writing=False) as session:
        try:
            accounts.refuse_demo_accounts(session)
        except DomainError as error:
            raise CannotStart(gettext("ru", error.message, **error.params)) from None


def plant_demo(settings: Settings) -> None:
    """Make the demo school when it is allowed and the database holds no school."""
    from ejournal.database import session_scope
    from ejournal.models.structure import School

    with session_scope(writing=False) as session:
        planted = session.exec(select(School.id).limit(1)).first() is not None
    if planted or not settings.demo:
        return
    from ejournal import demo

    print("Создаётся демонстрационная школа / Making the demo school …", flush=True)
    demo.make(pupils=settings.demo_pupils)
