"""An administrator looks with a person's eyes: never a head's, read-only, told, ended by itself."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import col, select

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor, actor_of
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotAllowed, NotFound, OnlyLooking
from ejournal.models import Account, AuditEntry, Mail, MailKind, OutboxNotice, RoleGrant, SignInSession
from ejournal.services.accounts import own, presence
from ejournal.services.diary import news
from ejournal.services.people.history import history_of
from ejournal.services.support.looking import (
    LASTS,
    any_past_look,
    begin_look,
    end_look,
    end_past_looks,
)
from ejournal.settings import settings
from tests.cast import Cast

WHY = "Не видит своего журнала"


def look(cast: Cast, who: str = "teacher") -> str:
    """The token of the administrator's look."""
    return begin_look(cast.session, cast.actor("admin"), cast.id_of(who), WHY, "10.0.0.1", "Firefox")


def looking(cast: Cast, who: str = "teacher") -> Actor:
    actor = actor_of(cast.session, look(cast, who))
    assert actor is not None
    return actor


def acts(cast: Cast) -> list[tuple[str, int | None]]:
    rows = cast.session.exec(
        select(AuditEntry).where(col(AuditEntry.action).startswith("look-")).order_by(col(AuditEntry.id))
    )
    return [(one.action, one.actor_id) for one in rows]


def test_who_looks_sees_what_the_person_sees_and_writes_nothing(cast: Cast) -> None:
    actor, teacher = looking(cast), cast.actor("teacher")
    assert (actor.person_id, actor.roles, actor.class_ids) == (
        teacher.person_id,
        teacher.roles,
        teacher.class_ids,
    )
    for permission in Permission:
        closed = permission.writes or permission is Permission.ACCOUNT_READ
        assert actor.may(permission) == (teacher.may(permission) and not closed), permission
        if closed:
            with pytest.raises(OnlyLooking, match="Соколов"):
                guard.require(actor, permission)
    with pytest.raises(OnlyLooking):
        own.own_sessions(cast.session, actor)


@pytest.mark.parametrize(
    ("who", "message"),
    [
        ("admin", "Nobody looks as an administrator or a head of the school"),
        ("deputy", "Nobody looks as an administrator or a head of the school"),
        ("director", "Nobody looks as an administrator or a head of the school"),
    ],
)
def test_nobody_looks_as_an_administrator_or_a_head(cast: Cast, who: str, message: str) -> None:
    with pytest.raises(DomainError, match=message):
        look(cast, who)


def test_a_look_has_a_reason_an_open_account_and_a_person_of_the_school(cast: Cast) -> None:
    admin = cast.actor("admin")
    with pytest.raises(DomainError, match="Say why you look"):
        begin_look(cast.session, admin, cast.id_of("teacher"), " \n ", "", "")
    with pytest.raises(NotFound):
        begin_look(cast.session, admin, cast.id_of("teacher_b"), WHY, "", "")
    cast.accounts["teacher"].blocked = True
    cast.session.flush()
    with pytest.raises(DomainError, match="no account that is open"):
        look(cast)
    with pytest.raises(NotAllowed):
        begin_look(cast.session, cast.actor("deputy"), cast.id_of("pupil"), WHY, "", "")
    with pytest.raises(OnlyLooking):
        begin_look(cast.session, looking(cast, "pupil"), cast.id_of("guardian"), WHY, "", "")


def test_the_person_is_told_in_the_bell_by_letter_and_on_the_card(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.test")
    cast.accounts["teacher"].email_confirmed_at = clock.now()
    cast.session.flush()
    end_look(cast.session, looking(cast))
    told = cast.session.exec(select(OutboxNotice)).one()
    assert (told.recipient_id, told.payload["reason"]) == (cast.id_of("teacher"), WHY)
    letter = cast.session.exec(select(Mail).where(col(Mail.kind) == MailKind.LOOKED_AS)).one()
    assert WHY in letter.body
    admin = cast.id_of("admin")
    assert acts(cast) == [("look-begin", admin), ("look-end", admin)]
    words = [one.words for one in history_of(cast.session, cast.actor("admin"), cast.id_of("teacher"), "en")]
    assert words == ["The administrator's look has ended", f"An administrator looks as this person: {WHY}"]


def test_it_ends_by_itself_and_its_end_is_written_down(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    token, now = look(cast), clock.now()
    end_past_looks(cast.session)
    assert actor_of(cast.session, token) is not None
    monkeypatch.setattr(clock, "now", lambda: now + LASTS + timedelta(seconds=1))
    assert actor_of(cast.session, token) is None
    for past in (True, False):
        assert any_past_look(cast.session) == past
        end_past_looks(cast.session)
    assert [action for action, _ in acts(cast)] == ["look-begin", "look-end"]


def _blocked(cast: Cast) -> None:
    cast.session.get_one(Account, cast.accounts["admin"].id).blocked = True


def _no_administrator(cast: Cast) -> None:
    grants = select(RoleGrant).where(col(RoleGrant.person_id) == cast.id_of("admin"))
    for grant in cast.session.exec(grants).all():
        cast.session.delete(grant)


def _head_now(cast: Cast) -> None:
    grant = cast.session.exec(
        select(RoleGrant).where(col(RoleGrant.person_id) == cast.id_of("deputy"))
    ).first()
    assert grant is not None
    cast.session.add(
        RoleGrant(school_id=grant.school_id, person_id=cast.id_of("teacher"), role=grant.role, starts=None)
    )


@pytest.mark.parametrize("change", [_blocked, _no_administrator, _head_now])
def test_it_ends_with_what_allowed_it(cast: Cast, change: Callable[[Cast], None]) -> None:
    token = look(cast)
    change(cast)
    cast.session.flush()
    assert actor_of(cast.session, token) is None


def test_a_look_is_noted_nowhere_as_the_person_s_own_use(cast: Cast) -> None:
    actor = looking(cast, "guardian")
    assert not presence.is_due(actor)
    assert not news.is_new_sitting(cast.session, actor, cast.id_of("pupil"))
    assert cast.session.get_one(Account, actor.account_id).last_seen_at is None
    session = cast.session.get_one(SignInSession, actor.session_id)
    assert (session.looker_id, session.new_device) == (cast.id_of("admin"), False)
