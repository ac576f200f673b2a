"""The database's part of a start: migrations, and a demo school where there is none."""

import logging

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import select

from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.serve.checks import CannotStart
from ejournal.settings import ROOT, Settings

DEMO_LOGINS = ("admin", "head", "deputy", "classteacher", "teacher", "parent", "pupil")


def migrate() -> None:
    """Bring the tables to the newest shape; CannotStart when they are of another program.

    Audit trails of an older version are given their keyed hashes.
    """
    from ejournal.database import session_scope
    from ejournal.services.audit.seal import seal_old_chains

    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        command.upgrade(_alembic(), "head")
        with session_scope() as session:
            seal_old_chains(session)
    except (CommandError, SQLAlchemyError) as error:
        reason = next(iter(str(getattr(error, "orig", None) or error).splitlines()), "")
        raise CannotStart(f"migration failed, nothing was changed: {reason}") from None


def _alembic() -> Config:
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "alembic"))
    return config


def unlike_this_program(engine: Engine) -> str:
    """Why the tables are not those of this program, in a line; empty when they are."""
    newest = ScriptDirectory.from_config(_alembic()).get_current_head()
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found == newest:
        return ""
    if found is None:
        return "the database has no tables of the journal"
    return f"the tables are of another version ({found}, this program knows {newest}): start the program once"


def refuse_demo_passwords(settings: Settings) -> None:
    """CannotStart when the demo is off and an account still opens with the demo password."""
    from ejournal.database import session_scope
    from ejournal.services.accounts import own as accounts

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


def setup_link() -> str:
    """The token of a new setup address where nobody can sign in yet; else empty."""
    from ejournal.database import session_scope
    from ejournal.services.setup.first_start import give_setup_link, waits_for_first_start

    with session_scope() as session:
        return give_setup_link(session) if waits_for_first_start(session) else ""


def note_password_costs() -> None:
    """Look once at what the accounts' password hashes cost, for the tries to sign in."""
    from ejournal.database import session_scope
    from ejournal.services.accounts import password_costs

    with session_scope() as session:
        password_costs.count_anew(session)
