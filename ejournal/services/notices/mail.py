"""What the administrators are told of letters that could not be sent."""

from sqlalchemy import select
from sqlmodel import Session

from ejournal import clock
from ejournal.models import NoticeKind, Role, RoleGrant, School
from ejournal.models.base import table
from ejournal.models.spans import holds_on
from ejournal.services.mail.sending import GivenUp
from ejournal.services.notices.outbox import personal_notice, tell

_grant, _school = table(RoleGrant).c, table(School).c


def tell_given_up(session: Session, given_up: GivenUp) -> None:
    """Tell the school's administrators of today; more letters of the same day correct the same notice."""
    zone = session.execute(select(_school.time_zone).where(_school.id == given_up.school_id)).scalar_one()
    day, now = clock.today(zone), clock.now()
    administrators = session.scalars(
        select(_grant.person_id).where(
            _grant.school_id == given_up.school_id,
            _grant.role == Role.ADMINISTRATOR,
            holds_on(_grant, day),
        )
    )
    payload = {"count": given_up.count, "error": given_up.error, "day": day.isoformat()}
    tell(
        session,
        [
            personal_notice(given_up.school_id, one, NoticeKind.MAIL_FAILED, f"mail:{day}", payload, now)
            for one in sorted(set(administrators))
        ],
    )
