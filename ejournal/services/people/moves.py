"""A pupil's way through the school: into a class, to another from a day on, away, back; the last one undone.

Each is one act: enrolment and groups end and begin together, the class teachers of both classes are told.
Marks stay where they were given; averages follow by the school's rule (`former_marks_count`).
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from ejournal import clock, limits
from ejournal.access.actor import Actor
from ejournal.errors import DomainError, NotFound
from ejournal.models import Enrolment, GroupMember, NoticeKind, Person, Role
from ejournal.models.spans import Span
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.texts import cleaned
from ejournal.services.base.topics import class_topic, course_topic, people_topic, pupil_topic
from ejournal.services.notices.class_teachers import tell_teachers_of_classes
from ejournal.services.people import places
from ejournal.services.people.classes import ClassOption, present_classes
from ejournal.services.people.places import DAY, Snapshot
from ejournal.services.people.roles import hold_role
from ejournal.services.people.seen import take

ENTER, TRANSFER, LEAVE, RETURN, UNDO = (
    f"person.{what}" for what in ("enter", "transfer", "leave", "return", "undo")
)
UNDONE = (TRANSFER, LEAVE, RETURN)


def judged(
    session: Session, actor: Actor, pupil_id: int, class_id: int, day: date
) -> tuple[ClassOption, ClassOption, date | None]:
    """The present class and the next one, and the last day with a mark; DomainError when it cannot be."""
    place = _place(session, actor, pupil_id)
    classes = {one.id: one for one in present_classes(session, actor)}
    if class_id not in classes:
        raise NotFound
    if class_id == place.class_id:
        raise DomainError("The pupil sits in this class already", field="class_id")
    was, becomes = classes.get(place.class_id), classes[class_id]
    if was is None:
        raise DomainError("The pupil's class is of a past year: enter the pupil into a class of this one")
    _require_of_year(becomes, day)
    if day <= place.starts:
        raise DomainError(
            "Choose a day after {day}, when the pupil came into the present class",
            field="day",
            day=f"{place.starts:%d.%m.%Y}",
        )
    marked = _require_unmarked(session, actor, pupil_id, place.class_id, day, class_id)
    return was, becomes, marked


def _place(session: Session, actor: Actor, pupil_id: int) -> Enrolment:
    """Where the pupil sits, or will: the last place, when it is not over."""
    found = places.enrolments(session, actor, pupil_id)
    if not found or Span.of(found[-1]).is_over(actor.today):
        raise DomainError("The pupil sits in no class now")
    return found[-1]


def _require_of_year(klass: ClassOption, day: date) -> None:
    if not klass.starts <= day <= klass.ends:
        raise DomainError(
            "The day is not in the academic year {year} of this class", field="day", year=klass.year
        )


def _require_unmarked(
    session: Session, actor: Actor, pupil_id: int, class_id: int, day: date, next_id: int | None = None
) -> date | None:
    """The last day with a mark or an absence in the class; DomainError when it is not before the day."""
    courses = set(places.courses_of(session, actor, class_id))
    if next_id is not None:
        courses -= set(places.courses_of(session, actor, next_id))
    marked = places.last_marked(session, actor, pupil_id, sorted(courses))
    if marked is not None and marked >= day:
        raise DomainError(
            "In the journal of the class the pupil has marks or absences up to {day}: choose a later day",
            field="day",
            day=f"{marked:%d.%m.%Y}",
        )
    return marked


# ------------------------------------------------------------------------------------------------- acts


def enter_class(
    session: Session,
    actor: Actor,
    pupil_id: int,
    seen: str,
    class_id: int,
    day: date,
    groups: Collection[int] = (),
) -> None:
    """Put a pupil without a class into one from the day on: for the first time, or back again."""
    take(session, actor, pupil_id, seen)
    begin(session, actor, pupil_id, class_id, day, groups)


def begin(
    session: Session, actor: Actor, pupil_id: int, class_id: int, day: date, groups: Collection[int] = ()
) -> None:
    """The same for a pupil who is held already, such as one just added."""
    klass = next((one for one in present_classes(session, actor) if one.id == class_id), None)
    if klass is None:
        raise DomainError("Choose the class", field="class_id")
    _require_of_year(klass, day)
    before = places.snapshot(session, actor, pupil_id)
    earlier = places.enrolments(session, actor, pupil_id)
    if any((one.ends or klass.ends) >= day and one.starts >= klass.starts for one in earlier):
        raise DomainError("On this day the pupil sits in a class: use the transfer", field="day")
    _sit_down(session, actor, pupil_id, class_id, day, groups)
    hold_role(session, actor, pupil_id, Role.PUPIL, day)
    told = {"to": klass.title, "day": day.isoformat()}
    _note(session, actor, RETURN if earlier else ENTER, pupil_id, before, told, [class_id])


def transfer(
    session: Session,
    actor: Actor,
    pupil_id: int,
    seen: str,
    class_id: int,
    day: date,
    groups: Collection[int] = (),
) -> None:
    """Move the pupil to another class from the day on, into these of its groups; one act."""
    take(session, actor, pupil_id, seen)
    was, becomes, _ = judged(session, actor, pupil_id, class_id, day)
    before = places.snapshot(session, actor, pupil_id)
    stay = places.groups_of(session, actor, class_id)
    places.end_places(session, actor, pupil_id, was.id, day - DAY, stay)
    _sit_down(session, actor, pupil_id, class_id, day, groups)
    told = {"from": was.title, "to": becomes.title, "day": day.isoformat()}
    _note(session, actor, TRANSFER, pupil_id, before, told, [was.id, class_id])


def leave(session: Session, actor: Actor, pupil_id: int, seen: str, last: date, reason: str) -> None:
    """Let the pupil leave the school with the day, for the reason; marks and diary stay to be read."""
    take(session, actor, pupil_id, seen)
    why = cleaned(reason, limits.LEAVING_REASON, "reason")
    if not why:
        raise DomainError("Say why the pupil leaves", field="reason")
    place = _place(session, actor, pupil_id)
    if last < place.starts:
        raise DomainError(
            "The pupil came into the class on {day} only", field="day", day=f"{place.starts:%d.%m.%Y}"
        )
    _require_unmarked(session, actor, pupil_id, place.class_id, last + DAY)
    klass = next((one for one in present_classes(session, actor) if one.id == place.class_id), None)
    before = places.snapshot(session, actor, pupil_id)
    places.end_places(session, actor, pupil_id, place.class_id, last)
    place.leaving_reason = why
    session.add(place)
    session.flush()
    told = {"from": klass.title if klass else "", "day": last.isoformat(), "reason": why}
    _note(session, actor, LEAVE, pupil_id, before, told, [place.class_id])


def undo_move(session: Session, actor: Actor, pupil_id: int, seen: str) -> None:
    """Take the last transfer, leaving or return back; DomainError once anything has followed."""
    take(session, actor, pupil_id, seen)
    last = last_move(session, actor, pupil_id)
    now = places.snapshot(session, actor, pupil_id)
    if last is None or last.after["places"] != now:
        raise DomainError("This can be undone no more: something has followed")
    wanted: Snapshot = last.before["places"]
    _require_nothing_lost(session, actor, pupil_id, now, wanted)
    places.put_back(session, actor, pupil_id, wanted)
    classes = sorted(
        {row[0] for row in now["classes"] if row not in wanted["classes"]}
        | {row[0] for row in wanted["classes"] if row not in now["classes"]}
    )
    told = {name: last.after[name] for name in ("from", "to", "day") if name in last.after}
    _note(session, actor, UNDO, pupil_id, now, {"of": last.action, **told}, classes)


def last_move(session: Session, actor: Actor, pupil_id: int) -> Any:
    """The trail's last entry about the pupil's classes, when it is one that can be undone; else None."""
    entry = db.audit_entry.c
    row = session.execute(
        select(entry.action, entry.before, entry.after, entry.at)
        .where(
            entry.school_id == actor.school_id,
            entry.subject == "person",
            entry.subject_id == pupil_id,
            entry.action.in_((*UNDONE, ENTER, UNDO)),
        )
        .order_by((entry.number + 0).desc())  # by the index of the person, not of the whole trail
        .limit(1)
    ).first()
    return row if row is not None and row.action in UNDONE else None


def _require_nothing_lost(
    session: Session, actor: Actor, pupil_id: int, now: Snapshot, wanted: Snapshot
) -> None:
    """DomainError when marks were given in a class that the pupil would never have sat in."""
    kept = [row[:2] for row in wanted["classes"]]
    for class_id, starts, *_ in now["classes"]:
        if [class_id, starts] in kept:
            continue
        marked = places.last_marked(session, actor, pupil_id, places.courses_of(session, actor, class_id))
        if marked is not None and marked >= date.fromisoformat(starts):
            raise DomainError("Marks were given in the new class since: transfer the pupil back instead")


def _sit_down(
    session: Session, actor: Actor, pupil_id: int, class_id: int, day: date, groups: Collection[int]
) -> None:
    """A place in the class from the day on, in the chosen groups, and in those that take all of it."""
    known = places.groups_of(session, actor, class_id)
    if not set(groups) <= set(known):
        raise NotFound
    of_pupil: dict[str, Any] = {"school_id": actor.school_id, "pupil_id": pupil_id, "starts": day}
    session.add(Enrolment(**of_pupil, class_id=class_id))
    found = places.memberships(session, actor, pupil_id)
    lasting = {one.group_id for one in found if Span.of(one).lasts(day)}
    whole = {number for number, (_, takes_all) in known.items() if takes_all}
    for number in sorted((set(groups) | whole) - lasting):
        session.add(GroupMember(**of_pupil, group_id=number))
    session.flush()


def _note(
    session: Session,
    actor: Actor,
    action: str,
    pupil_id: int,
    before: Snapshot,
    told: dict[str, Any],
    classes: Sequence[int],
) -> None:
    """The trail's entry, the notice to the class teachers, and where the move shows."""
    after = told | {"places": places.snapshot(session, actor, pupil_id)}
    change = audit.Change(action, "person", pupil_id, before={"places": before}, after=after)
    audit.record(session, actor.school_id, actor.person_id, change)
    what = action.removeprefix("person.")
    payload = {"name": session.get_one(Person, pupil_id).list_name, "what": what, **told}
    key = f"pupil-moved:{pupil_id}:{what}:{clock.now():%Y%m%d%H%M%S%f}"
    tell_teachers_of_classes(session, actor, classes, pupil_id, NoticeKind.PUPIL_MOVED, key, payload)
    courses = {course for one in classes for course in places.courses_of(session, actor, one)}
    note(session, *map(course_topic, sorted(courses)), *map(class_topic, classes))
    note(session, pupil_topic(pupil_id), people_topic(actor.school_id))
