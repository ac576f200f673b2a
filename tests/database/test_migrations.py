"""Migrations on a database in which people live: nothing is lost on the way up, from any version."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select, text
from sqlmodel import Session, SQLModel

from ejournal.database import engine, make_engine
from ejournal.models import ForumPost, ForumSection, ForumStanding, ForumTopic, Guardianship, Person
from ejournal.settings import ROOT
from tests.cast import make_cast
from tests.infra.databases import Databases, app_uses, close

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
    close(found)
    return counts


VERSIONS = [one.revision for one in reversed(list(ScriptDirectory.from_config(_alembic()).walk_revisions()))]


Older = Callable[[str, str], str]
"""The address of the cast's school in a kind of database at a version; of each there is one."""


@pytest.fixture(scope="module")
def older(databases: Databases) -> Iterator[Older]:
    """Each version but the first is made of the one after it; the first at one go."""
    with pytest.MonkeyPatch.context() as patch:

        @cache
        def at(kind: str, version: str) -> str:
            if version == VERSIONS[-1]:
                return databases.copied(databases.template(kind, make_cast))
            newer = VERSIONS[-1] if version == VERSIONS[0] else VERSIONS[VERSIONS.index(version) + 1]
            address = databases.copied(at(kind, newer))
            with app_uses(address, patch):
                command.downgrade(_alembic(), version)
                close(engine())
            return address

        yield at


@pytest.mark.parametrize("version", VERSIONS[:-1])
def test_a_school_of_an_older_version_keeps_all_its_rows(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, database_kind: str, version: str, older: Older
) -> None:
    before = _counts(older(database_kind, VERSIONS[-1]))
    address = databases.copied(older(database_kind, version))
    with app_uses(address, monkeypatch):
        then = _counts(address)
        assert {name: then[name] for name in ("person", "lesson", "enrolment")} == {
            name: before[name] for name in ("person", "lesson", "enrolment")
        }
        command.upgrade(_alembic(), "head")
        after = _counts(address)
        assert {name: after[name] for name in then} == then
        with Session(engine()) as session:
            assert len(session.exec(select(Person)).all()) == before["person"]  # type: ignore[call-overload]
            assert len(session.exec(select(Guardianship)).all()) == before["guardianship"]  # type: ignore[call-overload]


def test_consents_of_before_the_purposes_stand_as_they_were(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, database_kind: str
) -> None:
    with databases.copy(database_kind, make_cast) as address, app_uses(address, monkeypatch):
        command.downgrade(_alembic(), "0023")
        with engine().begin() as connection:
            school, mother, child = connection.execute(text(OLD_FAMILY)).one()
            for statement in OLD_CONSENTS:
                connection.execute(text(statement), {"school": school, "mother": mother, "child": child})
        command.upgrade(_alembic(), "head")
        with engine().connect() as connection:
            asked = connection.execute(text(NEW_CONSENTS)).all()
        assert [tuple(map(bool, row[2:])) for row in asked] == [
            (True, True, False),  # taken back, and given again
            (False, False, False),
            (False, False, True),  # its version is over
        ]
        assert {row[:2] for row in asked} == {("data", "given"), ("photo", "given")}


def test_posts_of_before_the_index_are_found_by_their_words(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, database_kind: str
) -> None:
    with databases.copy(database_kind, make_cast) as address, app_uses(address, monkeypatch):
        with Session(engine()) as session:
            for one in _posts(session):
                session.add(one)
                session.flush()
            session.commit()
        command.downgrade(_alembic(), "0044")
        with engine().connect() as connection:
            [first, *_] = connection.execute(text("SELECT sought FROM forum_post ORDER BY id")).scalars()
        assert first == "поездка\nеще два автобуса"
        command.upgrade(_alembic(), "head")
        with engine().connect() as connection:
            asked = "SELECT number, stem FROM forum_word JOIN forum_post ON forum_post.id = post_id"
            assert {tuple(row) for row in connection.execute(text(asked))} == {
                (1, "поездк"), (1, "ещ"), (1, "два"), (1, "автобус"), (3, "спасиб")
            }  # fmt: skip


def _posts(session: Session) -> Iterator[ForumSection | ForumTopic | ForumPost]:
    """A section, a topic and three posts in it, one of which was taken back."""
    person, at = session.scalars(select(Person).limit(1)).one(), datetime(2026, 11, 20, 9, tzinfo=UTC)
    section = ForumSection(school_id=person.school_id, title="Школа")
    yield section
    topic = ForumTopic(
        school_id=person.school_id, section_id=section.id, title="Поездка", author_id=person.id, made_at=at,
        last_at=at,
    )  # fmt: skip
    yield topic
    for number, (words, standing) in enumerate(
        (("Ещё два автобуса", "stands"), ("Нет", "gone"), ("Спасибо", "hidden")), 1
    ):
        yield ForumPost(
            school_id=person.school_id, topic_id=topic.id, number=number, author_id=person.id, written_at=at,
            words=words, standing=ForumStanding(standing),
        )  # fmt: skip


OLD_FAMILY = """SELECT school_id, guardian_id, pupil_id FROM guardianship ORDER BY id LIMIT 1"""
_DOCUMENT = (
    "INSERT INTO consent_document (id, school_id, purpose, version, title, text, text_hash, starts, ends)"
    " VALUES ({id}, :school, '{purpose}', {version}, 'Т', 'Текст', 'x', '2026-09-01 08:00:00+00:00', {ends})"
)
_CONSENT = (
    "INSERT INTO consent (id, school_id, person_id, pupil_id, document_id, given_at, withdrawn_at) VALUES"
    " ({id}, :school, :mother, :child, {document}, '2026-09-0{id} 08:00:00+00:00', {withdrawn})"
)
OLD_CONSENTS = (
    _DOCUMENT.format(id=1, purpose="data", version=1, ends="NULL"),
    _DOCUMENT.format(id=2, purpose="photo", version=1, ends="'2026-10-01 08:00:00+00:00'"),
    _DOCUMENT.format(id=3, purpose="photo", version=2, ends="NULL"),
    _CONSENT.format(id=1, document=1, withdrawn="'2026-09-02 07:00:00+00:00'"),
    _CONSENT.format(id=2, document=1, withdrawn="NULL"),
    _CONSENT.format(id=3, document=2, withdrawn="NULL"),
)
NEW_CONSENTS = """
    SELECT kind, answer, withdrawn_at, replaced_at, lapsed_at FROM consent
    JOIN consent_purpose ON consent_purpose.id = consent.purpose_id ORDER BY consent.id
"""
