"""What one may see in one's own box: the sentence for a row and the one for many rows are the same rule."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from ejournal.access.actor import Actor
from ejournal.access.notices import SEEN, may_see, seen_by
from ejournal.models import (
    Enrolment,
    Guardianship,
    NoticeKind,
    OutboxNotice,
    Role,
    RoleGrant,
    SchoolSettings,
)
from ejournal.models.base import table
from tests.cast import CAST, DAY, STRANGER, Cast
from tests.services.notice_acts import ACTS

SIGNED_IN = tuple(name for name in CAST if name != STRANGER)
OVER = DAY - timedelta(days=1)
_notice = table(OutboxNotice).c


@pytest.fixture
def cast(session: Session, cast: Cast) -> Cast:
    """The cast, with a notice of every kind in the box of everybody, as if each were told all."""
    for told in ACTS.values():
        told.act(cast)
    found = list(session.scalars(select(OutboxNotice)))
    for number, one in enumerate(found):
        for name in SIGNED_IN:
            session.add(
                OutboxNotice(
                    **one.model_dump(exclude={"id", "recipient_id", "key"}),
                    recipient_id=cast.id_of(name),
                    key=f"all:{number}",
                )
            )
    session.flush()
    return cast


def guardianships_end(cast: Cast) -> None:
    for row in cast.session.scalars(select(Guardianship)):
        row.ends = OVER


def guardianships_begin_later(cast: Cast) -> None:
    for row in cast.session.scalars(select(Guardianship)):
        row.starts = DAY + timedelta(days=1)


def roles_end(cast: Cast) -> None:
    """But for teachers', who keep one."""
    for grant in cast.session.scalars(select(RoleGrant)):
        grant.ends = None if grant.role is Role.TEACHER else OVER


def remarks_are_hidden(cast: Cast) -> None:
    for row in cast.session.scalars(select(SchoolSettings)):
        row.remark_visible = False


def pupils_leave(cast: Cast) -> None:
    for row in cast.session.scalars(select(Enrolment)):
        row.ends = OVER


def nothing_changes(_cast: Cast) -> None:
    """As it is."""


@pytest.mark.parametrize("today", [DAY, date(2027, 7, 1), date(2027, 9, 2)])
@pytest.mark.parametrize(
    "change",
    [
        nothing_changes,
        guardianships_end,
        guardianships_begin_later,
        roles_end,
        remarks_are_hidden,
        pupils_leave,
    ],
)
def test_the_rule_for_a_row_and_for_many_rows_are_one(
    cast: Cast, change: Callable[[Cast], None], today: date
) -> None:
    change(cast)
    cast.session.flush()
    rows = list(cast.session.scalars(select(OutboxNotice)))
    for name in SIGNED_IN:
        actor = replace(cast.actor(name), today=today)
        if not actor.roles:
            continue
        by_row = {row.id for row in rows if may_see(cast.session, actor, row)}
        assert seen(cast.session, actor) == by_row, name


def seen(session: Session, actor: Actor) -> set[int]:
    return set(session.execute(select(_notice.id).where(SEEN), seen_by(actor)).scalars())


def test_a_kind_of_a_later_version_is_seen_by_nobody(cast: Cast) -> None:
    row = cast.session.scalars(select(OutboxNotice)).first()
    assert row is not None
    row.kind = "of_tomorrow"
    cast.session.flush()
    for name in SIGNED_IN:
        assert not may_see(cast.session, cast.actor(name), row)
        assert row.id not in seen(cast.session, cast.actor(name))


def test_each_sees_own_children_own_classes_and_own_duties(cast: Cast) -> None:
    kinds = {
        name: set(
            cast.session.execute(
                select(_notice.kind).where(SEEN, _notice.key.startswith("all:")), seen_by(cast.actor(name))
            ).scalars()
        )
        for name in ("guardian", "other_guardian", "pupil", "class_teacher", "teacher", "deputy", "admin")
    }
    # The absence stands in the mark's place.
    family = {"attendance", "term_mark", "praise", "remark", "substitution"}
    own = {"substitution_given", "teacher_absence_decided", "teacher_absence_changed", "news", "event"}
    own |= {"event_changed"}
    own |= {"second_factor", "looked_as", "chat_message", "chat_mention", "message", "urgent_message"}
    own |= {"chat_decided", "forum_answer", "forum_decided", "survey", "document"}
    page = {"class_news", "class_item_hidden"}
    assert kinds["guardian"] == kinds["pupil"] == own | page | family
    assert kinds["other_guardian"] == own | page
    assert kinds["admin"] == own | {"mail_failed", "document_late"}
    assert kinds["teacher"] == own | page | {"late_change", "journal_unfilled"}
    assert kinds["deputy"] == own | page | {
        "late_change",
        "document_late",
        "journal_unfilled",
        "teacher_absence_reported",
        "chat_reported",
        "forum_waits",
    }
    assert kinds["class_teacher"] == own | page | {
        "late_change",
        "document_late",
        "journal_unfilled",
        "pupil_absence_announced",
        "pupil_moved",
        "email_bounced",
        "forum_waits",
    }
    assert set(NoticeKind) >= set().union(*kinds.values())
