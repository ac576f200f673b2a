"""What the other tests stand on: each begins with an empty database, on both kinds."""

import pytest
from sqlalchemy import insert, text
from sqlalchemy.engine import make_url
from sqlmodel import Session, select

from ejournal.database import engine, make_engine, session_scope
from ejournal.models import School
from tests.infra.databases import Databases


def _school() -> School:
    return School(code="one", name="Школа № 1", short_name="№ 1")


@pytest.mark.parametrize("turn", [1, 2])
def test_committed_rows_are_gone_in_the_next_test(session: Session, turn: int) -> None:
    assert session.exec(select(School)).all() == []
    session.add(_school())
    session.commit()
    assert len(session.exec(select(School)).all()) == 1


def test_a_rollback_leaves_what_was_committed_before(session: Session) -> None:
    session.add(_school())
    session.commit()
    session.add(School(code="two", name="Школа № 2", short_name="№ 2"))
    session.flush()
    session.rollback()
    assert [school.code for school in session.exec(select(School))] == ["one"]


@pytest.mark.parametrize("turn", [1, 2])
def test_the_app_uses_the_throw_away_database(database: str, turn: int) -> None:
    with session_scope() as session:
        assert session.exec(select(School)).all() == []
        session.add(_school())
    assert engine().url.database == make_url(database).database
    with session_scope() as session:
        assert len(session.exec(select(School)).all()) == 1


@pytest.mark.usefixtures("database")
def test_who_only_reads_cannot_write() -> None:
    with session_scope(writing=False) as session:
        session.add(_school())
        with pytest.raises(RuntimeError, match="only reads"):
            session.flush()
        session.expunge_all()
    with pytest.raises(RuntimeError, match="only reads"), session_scope(writing=False) as session:
        session.execute(insert(School).values(code="two", name="Школа № 2", short_name="№ 2"))
    with session_scope(writing=False) as session:
        assert session.exec(select(School)).all() == []


def test_a_planted_template_is_copied_whole(databases: Databases, database_kind: str) -> None:
    for _ in range(2):
        with databases.copy(database_kind, _plant) as address:
            copied = make_engine(address)
            with copied.begin() as connection:
                assert connection.execute(text("SELECT count(*) FROM school")).scalar() == 1
                connection.execute(text("DELETE FROM school"))
            copied.dispose()


def _plant(session: Session) -> None:
    session.add(_school())
