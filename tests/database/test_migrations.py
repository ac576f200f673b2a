"""Migrations on a database in which people live: nothing is lost on the way up, from any version."""

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select
from sqlmodel import Session, SQLModel

from ejournal.database import engine, make_engine
from ejournal.models import Guardianship, Person
from ejournal.settings import ROOT
from tests.cast import make_cast
from tests.infra.databases import Databases, app_uses

LATE = {"alembic_version"}


def _alembic() -> Config:
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "alembic"))
    return config


def _counts(address: str) -> dict[str, int]:
    """How many rows each table has."""
    found = make_engine(address)
    with found.connect() as connection:
        names = set(inspect(connection).get_table_names()) - LATE
        counts = {
            name: connection.execute(
                select(func.count()).select_from(SQLModel.metadata.tables[name])
            ).scalar_one()
            for name in sorted(names & SQLModel.metadata.tables.keys())
        }
    found.dispose()
    return counts


VERSIONS = [one.revision for one in reversed(list(ScriptDirectory.from_config(_alembic()).walk_revisions()))]


@pytest.mark.parametrize("version", VERSIONS[:-1])
def test_a_school_of_an_older_version_keeps_all_its_rows(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, database_kind: str, version: str
) -> None:
    with databases.copy(database_kind, make_cast) as address, app_uses(address, monkeypatch):
        before = _counts(address)
        command.downgrade(_alembic(), version)
        older = _counts(address)
        assert {name: older[name] for name in ("person", "lesson", "enrolment")} == {
            name: before[name] for name in ("person", "lesson", "enrolment")
        }
        command.upgrade(_alembic(), "head")
        after = _counts(address)
        assert {name: after[name] for name in older} == older
        with Session(engine()) as session:
            assert len(session.exec(select(Person)).all()) == before["person"]  # type: ignore[call-overload]
            assert len(session.exec(select(Guardianship)).all()) == before["guardianship"]  # type: ignore[call-overload]
