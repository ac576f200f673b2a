"""Reminders to register: by the program a week after a slip, or by a press of a button.

Nobody is reminded at night, more than five times by a channel, or once they have an account; families and
staff alike. `channels.py` says which ways out of the program there are.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.wards import stands_on
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    LinkPurpose,
    OneTimeLink,
    RegistrationReminder,
    ReminderRule,
    School,
    SchoolClass,
    SchoolSettings,
)
from ejournal.models.base import table
from ejournal.models.spans import lasts
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_school
from ejournal.services.base.secret_links import hashed
from ejournal.services.base.topics import people_topic
from ejournal.services.registration.channels import BY_MAIL, CODE_LASTS, MOST, Channel, Reminder
from ejournal.services.registration.codes import add_code, is_live
from ejournal.services.registration.no_more import stop_token
from ejournal.services.registration.staff_standing import standing_of_staff, working
from ejournal.services.registration.standing import (
    EVERY,
    Mailing,
    Standing,
    standing_columns,
    standing_of,
    standing_of_classes,
    with_standing,
)

OPENS, CLOSES = time(8), time(20)
"""When letters go, on the school's clock."""
LAST = time(19)
"""From here on they wait for the morning: one that is tried again must not come at night."""
PORTION = 20
"""People whom one transaction writes to: others write in the database too."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many letters go, when, and to how many none can go, by the reason."""

    letters: int = 0
    goes_at: datetime | None = None
    not_to: dict[Mailing, int] = field(default_factory=dict)


# ------------------------------------------------------------------------------------- the school's rule


def reminder_rule(session: Session, school_id: int) -> ReminderRule:
    """How the school reminds."""
    asked = select(col(SchoolSettings.reminders)).where(col(SchoolSettings.school_id) == school_id)
    return session.scalar(asked) or ReminderRule.PLAIN


def set_reminder_rule(session: Session, actor: Actor, rule: ReminderRule) -> bool:
    """Set how the school reminds; whether anything has changed."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    known = select(SchoolSettings).where(col(SchoolSettings.school_id) == actor.school_id)
    row = session.scalars(known).first() or SchoolSettings(school_id=actor.school_id)
    before = row.reminders
    if row.id is not None and before is rule:
        return False
    row.reminders = rule
    session.add(row)
    session.flush()
    change = audit.Change(
        "settings.reminders", "school_settings", row.id, {"reminders": before}, {"reminders": rule}
    )
    audit.record(session, actor.school_id, actor.person_id, change)
    return True


# --------------------------------------------------------------------------------------------- by a press


def who_would_be_reminded(
    session: Session, actor: Actor, class_id: int | None, channel: Channel = BY_MAIL
) -> Reminded:
    """What `remind` would come to now."""
    found = _of(session, actor, class_id, channel)
    return Reminded(
        sum(one.mailing is Mailing.GOES for one in found),
        next_hour(clock.now(), actor.time_zone),
        _not_to(found),
    )


def remind(session: Session, actor: Actor, class_id: int | None, channel: Channel = BY_MAIL) -> Reminded:
    """Remind all of the class, or without one all of the staff, whom a reminder can reach.

    At night it waits for the morning.
    """
    if class_id is not None:
        guard.get(session, actor, SchoolClass, class_id, Permission.CODES_GIVE)
    elif not (actor.may(Permission.CODES_GIVE) and actor.keeps_people):
        raise NotFound
    if not channel.works():
        raise DomainError("This installation sends no mail: nobody can be reminded")
    lock_school(session, actor.school_id)
    rule = reminder_rule(session, actor.school_id)
    if rule is ReminderRule.OFF:
        raise DomainError("The school reminds nobody: it is switched off in the settings")
    found = _of(session, actor, class_id, channel)
    goes_at = next_hour(clock.now(), actor.time_zone)
    to_write = [one for one in found if one.mailing is Mailing.GOES]
    count = _send(session, actor.school_id, rule, channel, to_write, goes_at, actor.person_id)
    return Reminded(count, goes_at, _not_to(found))


def next_hour(now: datetime, time_zone: str) -> datetime | None:
    """When letters go that are written now: None at once, else the next morning of the school."""
    there = clock.local(now, time_zone)
    if OPENS <= there.time() < LAST:
        return None
    day = there.date() if there.time() < OPENS else there.date() + timedelta(days=1)
    return datetime.combine(day, OPENS, ZoneInfo(time_zone)).astimezone(UTC)


def _of(session: Session, actor: Actor, class_id: int | None, channel: Channel) -> list[Standing]:
    rule = reminder_rule(session, actor.school_id)
    if class_id is None:
        return list(standing_of_staff(session, actor, rule, channel).people)
    found = standing_of_classes(session, actor, rule, class_id, channel)
    people = {one.person_id: one for klass in found for family in klass.families for one in family.all}
    return [people[number] for number in sorted(people)]


def _not_to(found: Sequence[Standing]) -> dict[Mailing, int]:
    why = Counter(one.mailing for one in found)
    return {one: why[one] for one in Mailing if why[one] and one not in (Mailing.GOES, Mailing.NOT_NEEDED)}


# --------------------------------------------------------------------------------- by the program itself


def schools_due(session: Session, channel: Channel) -> tuple[int, ...]:
    """The schools in whose day somebody is to be reminded now by the channel; nothing is locked."""
    now = clock.now()
    rows = session.execute(
        select(col(School.id), col(School.time_zone), col(SchoolSettings.reminders))
        .join(SchoolSettings, col(SchoolSettings.school_id) == col(School.id))
        .where(col(SchoolSettings.reminders) != ReminderRule.OFF)
        .order_by(col(School.id))
    ).all()
    return tuple(
        number
        for number, zone, rule in rows
        if number is not None
        and next_hour(now, zone) is None
        and session.execute(_due(number, zone, rule, channel, 0).limit(1)).first()
    )


def remind_portion(session: Session, school_id: int, channel: Channel, after: int = 0) -> int | None:
    """Remind the next few of the school, by number; the last one, None when all are reminded.

    Reminder and count are of one transaction: whoever is killed meanwhile has written all of it or nothing.
    """
    lock_school(session, school_id)
    school = session.get_one(School, school_id)
    rule, now = reminder_rule(session, school_id), clock.now()
    if rule is ReminderRule.OFF or next_hour(now, school.time_zone) is not None:
        return None
    rows = session.execute(_due(school_id, school.time_zone, rule, channel, after).limit(PORTION)).all()
    found = [standing_of(row, rule, now) for row in rows]
    to_write = [one for one in found if one.mailing is Mailing.GOES]
    _send(session, school_id, rule, channel, to_write, None, None)
    return found[-1].person_id if len(found) == PORTION else None


def _due(
    school_id: int, time_zone: str, rule: ReminderRule, channel: Channel, after: int
) -> Select[tuple[int]]:
    """Of families and staff those whose slip or last reminder is a week old, and whom the channel reaches."""
    person, link, sent = db.person.c, table(OneTimeLink).c, db.registration_reminder.c
    day, week_ago = clock.today(time_zone), clock.now() - EVERY
    holders = select(link.person_id).where(
        link.school_id == school_id,
        link.purpose == LinkPurpose.REGISTRATION,
        *([] if rule is ReminderRule.CODE else [is_live(link)]),
    )
    lately = select(link.person_id).where(
        link.school_id == school_id, link.purpose == LinkPurpose.REGISTRATION, link.created_at > week_ago
    )
    asked = (
        select(*standing_columns(school_id, channel))
        .where(
            person.school_id == school_id,
            person.id > after,
            channel.to != "",
            person.id.in_(holders.where(link.person_id.is_not(None))),
            person.id.not_in(lately.where(link.person_id.is_not(None))),
            or_(
                person.id.in_(_pupils(school_id, day)),
                person.id.in_(_guardians(school_id, day)),
                person.id.in_(working(school_id, day)),
            ),
            db.account.c.id.is_(None),
            or_(
                sent.id.is_(None),
                (sent.last_at <= week_ago) & (sent.count < MOST) & sent.stopped_at.is_(None),
            ),
        )
        .order_by(person.id)
    )
    return with_standing(asked.select_from(db.person), school_id, channel)


def _pupils(school_id: int, day: object) -> Select[tuple[int]]:
    enrolment = db.enrolment.c
    return select(enrolment.pupil_id).where(enrolment.school_id == school_id, lasts(enrolment, day))


def _guardians(school_id: int, day: object) -> Select[tuple[int]]:
    ward = db.guardianship.c
    return select(ward.guardian_id).where(
        ward.school_id == school_id, stands_on(ward, day), ward.pupil_id.in_(_pupils(school_id, day))
    )


# ----------------------------------------------------------------------------------------- on their way


def _send(
    session: Session, school_id: int, rule: ReminderRule, channel: Channel, people: Sequence[Standing],
    not_before: datetime | None, by: int | None,
) -> int:  # fmt: skip
    """Put the reminders on their way, each counted; how many. No code goes to a place of several people."""
    if not people:
        return 0
    school = session.get_one(School, school_id)
    shared = _shared(session, school_id, channel, people)
    changes = []
    for one in people:
        coded = rule is ReminderRule.CODE and one.address.casefold() not in shared
        stop, number = stop_token(school_id, one.person_id, one.address), one.reminded + 1
        with session.begin_nested() as step:
            code = add_code(session, school_id, one.person_id, CODE_LASTS) if coded else ""
            told = Reminder(school_id, school.name, one.person_id, one.address, code, number, stop)
            if not channel.send(session, told, not_before):
                step.rollback()
                continue
        _count(session, school_id, channel, told)
        after = {"channel": channel.kind, "number": number, "code": coded}
        changes.append(audit.Change("registration-remind", "person", one.person_id, after=after))
    audit.record(session, school_id, by, *changes)
    if changes:
        note(session, people_topic(school_id))
    return len(changes)


def _shared(session: Session, school_id: int, channel: Channel, people: Sequence[Standing]) -> frozenset[str]:
    """The addresses that stand on several cards of the school: one box of a whole family."""
    to = func.lower(channel.to)
    found = session.scalars(
        select(to)
        .where(db.person.c.school_id == school_id, to.in_(sorted({one.address.lower() for one in people})))
        .group_by(to)
        .having(func.count() > 1)
    )
    return frozenset(one.casefold() for one in found)


def _count(session: Session, school_id: int, channel: Channel, told: Reminder) -> None:
    known = select(RegistrationReminder).where(
        col(RegistrationReminder.school_id) == school_id,
        col(RegistrationReminder.person_id) == told.person_id,
        col(RegistrationReminder.channel) == channel.kind,
    )
    row = session.scalars(known).first() or RegistrationReminder(
        school_id=school_id,
        person_id=told.person_id,
        channel=channel.kind,
        last_at=clock.now(),
        stop_hash="",
    )
    row.count, row.last_at, row.stop_hash = told.number, clock.now(), hashed(told.stop)
    session.add(row)
    session.flush()
