"""The bells of the demo school: what its services would have told, some of it read and the newest not."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, SQLModel, col, select

from ejournal.access.actor import Actor, actor_of, token_hash
from ejournal.database import make_engine
from ejournal.demo import make_demo
from ejournal.demo.world import ZONE
from ejournal.models import Account, NoticeKind, OutboxNotice, SignInSession
from ejournal.services.notices.board import count_unread, own_notices
from ejournal.services.notices.places import places
from ejournal.services.notices.words import words_of
from tests.cast import make_cast
from tests.services.notice_acts import ACTS

TODAY = date(2026, 11, 20)
NOON = datetime.combine(TODAY, time(12), ZONE).astimezone(UTC)
TOLD = ("deputy", "classteacher", "teacher", "parent", "pupil")


def plant(path: Path, now: datetime, pupils: int = 30) -> Iterator[Session]:
    engine = make_engine(f"sqlite:///{path}")
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session:
        session.connection(execution_options={"writing": True})
        make_demo(session, pupils, now=now)
        session.commit()
        yield session
    engine.dispose()


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The default demo school at noon of a Friday in November."""
    yield from plant(tmp_path_factory.mktemp("demo") / "school.db", NOON, 300)


def who(session: Session, login: str, now: datetime = NOON) -> Actor:
    """The demo sign-in, signed in."""
    account = session.scalars(select(Account).where(col(Account.login) == login)).one()
    token = f"token of {login}"
    with session.begin_nested() as trial:
        session.add(
            SignInSession(
                school_id=account.school_id, account_id=account.id or 0, token_hash=token_hash(token),
                created_at=now, seen_at=now, expires_at=now + timedelta(days=1),
            )
        )  # fmt: skip
        session.flush()
        actor = actor_of(session, token, now)
        trial.rollback()
    assert actor is not None
    return actor


@pytest.mark.parametrize("login", TOLD)
def test_a_demo_sign_in_has_read_some_notices_and_others_not(school: Session, login: str) -> None:
    actor = who(school, login)
    found = own_notices(school, actor).notices
    unread = count_unread(school, actor)
    assert 0 < unread < len(found)
    assert [one.is_new for one in found] == sorted((one.is_new for one in found), reverse=True)


@pytest.mark.parametrize("login", ["admin", "head"])
def test_who_is_told_of_nothing_has_an_empty_bell(school: Session, login: str) -> None:
    assert own_notices(school, who(school, login)).notices == ()


@pytest.mark.parametrize("login", TOLD)
def test_each_notice_has_words_and_leads_somewhere(school: Session, login: str) -> None:
    actor = who(school, login)
    found = own_notices(school, actor).notices
    told = [words_of(one.kind, one.payload, "ru") for one in found]
    assert all(one.title and one.note for one in told)
    addresses = places(school, actor, found)
    assert set(addresses) == {one.id for one in found}
    assert all(address.startswith("/") for address in addresses.values())


def test_a_mark_that_was_told_is_the_mark_that_stands(school: Session) -> None:
    told = school.execute(
        text(
            "SELECT o.payload ->> 'text' AS said, m.value, o.created_at, m.created_at FROM outbox_notice o"
            " JOIN mark m ON o.key = 'cell:' || m.lesson_id || ':' || m.pupil_id "
            " AND m.pupil_id = o.recipient_id WHERE o.kind = 'mark' AND m.slot = 1"
        )
    ).all()
    assert len(told) > 200
    assert [row for row in told if row[1] not in re.split("[/ ]", row[0]) or row[2] != row[3]] == []


def test_decisions_absences_and_substitutions_are_told_to_those_concerned(school: Session) -> None:
    kinds = dict(
        school.execute(
            text(
                "SELECT a.login || ' ' || o.kind, count(*) FROM outbox_notice o"
                " JOIN account a ON a.person_id = o.recipient_id GROUP BY 1"
            )
        ).all()
    )
    for wanted in (
        "teacher late_change",
        "teacher substitution_given",
        "deputy teacher_absence_reported",
        "classteacher pupil_absence_announced",
        "parent substitution",
        "parent mark",
        "pupil mark",
    ):
        assert kinds.get(wanted, 0) >= 1, wanted


NEVER = {
    NoticeKind.TEACHER_ABSENCE_CHANGED,
    NoticeKind.TERM_MARK,
    NoticeKind.PUPIL_MOVED,
    NoticeKind.MAIL_FAILED,
    NoticeKind.EMAIL_BOUNCED,
    NoticeKind.SECOND_FACTOR,
    NoticeKind.LOOKED_AS,
    NoticeKind.JOURNAL_UNFILLED,
    NoticeKind.CHAT_REPORTED,
    NoticeKind.CHAT_DECIDED,
    NoticeKind.URGENT_MESSAGE,
    NoticeKind.FORUM_DECIDED,
    NoticeKind.CLASS_ITEM_HIDDEN,
    NoticeKind.EVENT_CHANGED,
}
"""Nothing of the kind has happened in the last days of the school."""


@pytest.mark.parametrize("kind", sorted(set(NoticeKind) - NEVER))
def test_a_notice_says_what_that_of_the_service_says(
    school: Session, session: Session, kind: NoticeKind
) -> None:
    ACTS[kind].act(make_cast(session))
    of_kind = select(OutboxNotice).where(col(OutboxNotice.kind) == kind.value)
    told, wanted = school.scalars(of_kind).first(), session.scalars(of_kind).first()
    assert told is not None
    assert wanted is not None
    assert set(told.payload) == set(wanted.payload)
    assert told.key.split(":")[0] == wanted.key.split(":")[0]


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 9, 1, 6, 15),
        datetime(2026, 10, 28, 9),  # autumn holidays
        datetime(2026, 11, 23, 0, 5),  # a Monday before school
        datetime(2027, 1, 3, 12),
        datetime(2027, 7, 15, 13),
    ],
    ids=str,
)
def test_nothing_was_told_later_than_now_nor_read_before_it_was_told(tmp_path: Path, now: datetime) -> None:
    at = now.replace(tzinfo=ZONE)
    for session in plant(tmp_path / "school.db", at):
        rows = session.scalars(select(OutboxNotice)).all()
        late = [row for row in rows if max(row.created_at, row.read_at or row.created_at) > at]
        assert late == []
        assert [row for row in rows if row.read_at and row.read_at < row.created_at] == []
        if now.month != 9:
            parent = who(session, "parent", at)
            told = [row for row in rows if row.recipient_id == parent.person_id]
            assert 0 < count_unread(session, parent) < len(told)
