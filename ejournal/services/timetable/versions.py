"""Versions of the timetable: made, copied, published with a report of what changes, deleted as drafts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import and_, delete, func, insert, select
from sqlmodel import Session

from ejournal import clock, limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    School,
    TimetableEdit,
    TimetableEntry,
    TimetableRun,
    TimetableVersion,
    VersionStatus,
)
from ejournal.models.base import table
from ejournal.models.spans import Span
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.topics import load_topic, schedule_topic, timetable_topic
from ejournal.services.calendar.year import load_years
from ejournal.services.courses.teacher_changes import adopt_teachers
from ejournal.services.lessons.making import LessonReport, Progress, apply_plan
from ejournal.services.lessons.planning import changes_seen, plan_lessons
from ejournal.services.lessons.wanted import MadeLesson
from ejournal.services.timetable.conflicts import Conflict, Index, Severity, what
from ejournal.services.timetable.diff import SlotChange, differences
from ejournal.services.timetable.facts import load_facts
from ejournal.services.timetable.rows import CourseInfo, Standing, days_of, load_courses, load_standings
from ejournal.services.timetable.runs import refuse_while_running


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """A version in the list of versions; in_force tells which one today's lessons follow."""

    id: int
    name: str
    starts: date
    ends: date | None
    published: bool
    in_force: bool
    entries: int


@dataclass(frozen=True)
class PublishPreview:
    """What publishing a version would do: lessons made, removed, changed, kept; conflicts in it."""

    version: VersionInfo
    added: int
    removed: int
    changed: int
    kept: int
    errors: tuple[Conflict, ...]
    warnings: tuple[Conflict, ...]
    differences: tuple[SlotChange, ...]
    kept_lessons: tuple[MadeLesson, ...] = ()
    names: Mapping[int, str] = field(default_factory=dict)
    """Of the courses of the kept lessons."""


def list_versions(session: Session, actor: Actor, year_id: int) -> list[VersionInfo]:
    """The year's versions, the newest first; drafts only for who may write the timetable."""
    guard.require(actor, Permission.SCHEDULE_READ)
    found = _versions(session, actor.school_id, year_id, actor.today)
    return [one for one in found if one.published or actor.may(Permission.SCHEDULE_WRITE)]


def _versions(session: Session, school_id: int, year_id: int, today: date) -> list[VersionInfo]:
    version, entry = table(TimetableVersion), table(TimetableEntry)
    rows = session.execute(
        select(version.c.id, version.c.name, version.c.starts, version.c.ends, version.c.status,
               func.count(entry.c.id).label("entries"))
        .outerjoin(entry, and_(entry.c.school_id == version.c.school_id, entry.c.version_id == version.c.id))
        .where(version.c.school_id == school_id, version.c.year_id == year_id)
        .group_by(version.c.id, version.c.name, version.c.starts, version.c.ends, version.c.status)
        .order_by(version.c.starts.desc(), version.c.id.desc())
    ).all()  # fmt: skip
    holding = [
        row.id for row in rows if row.status is VersionStatus.PUBLISHED and Span.of(row).holds_on(today)
    ]
    return [
        VersionInfo(row.id, row.name, row.starts, row.ends, row.status is VersionStatus.PUBLISHED,
                    row.id in holding[:1], row.entries)
        for row in rows
    ]  # fmt: skip


def version_info(session: Session, actor: Actor, version_id: int) -> VersionInfo:
    """One version as in the list of versions."""
    version = guard.get(session, actor, TimetableVersion, version_id, Permission.SCHEDULE_WRITE)
    found = _versions(session, actor.school_id, version.year_id, actor.today)
    return next(one for one in found if one.id == version_id)


def version_in_force(session: Session, school_id: int, year_id: int, day: date) -> int | None:
    """The id of the published version that the day follows; none before the first."""
    found = _versions(session, school_id, year_id, day)
    return next((one.id for one in found if one.in_force), None)


def create_version(
    session: Session, actor: Actor, year_id: int, name: str, starts: date, ends: date | None = None
) -> int:
    """Add an empty draft; DomainError when its days are not in the year."""
    guard.require(actor, Permission.SCHEDULE_WRITE)
    return _new_version(session, actor, year_id, name, starts, ends)


def _new_version(
    session: Session, actor: Actor, year_id: int, name: str, starts: date, ends: date | None
) -> int:
    _check_days(session, actor.school_id, year_id, name, starts, ends)
    version = TimetableVersion(
        school_id=actor.school_id, year_id=year_id, name=name.strip(), starts=starts, ends=ends
    )
    session.add(version)
    session.flush()
    assert version.id is not None
    _record(session, actor, "timetable.version.create", version)
    return version.id


def _check_days(
    session: Session, school_id: int, year_id: int, name: str, starts: date, ends: date | None
) -> None:
    year = next((one for one in load_years(session, school_id) if one.id == year_id), None)
    if year is None:
        raise NotFound
    if not name.strip() or len(name) > limits.VERSION:
        raise DomainError(
            "Name the timetable, in at most {limit} letters", field="name", limit=limits.VERSION
        )
    if starts not in year:
        raise DomainError("The first day must be in the academic year", field="starts")
    if ends is not None and (ends < starts or ends not in year):
        raise DomainError("The last day must be in the academic year and not before the first", field="ends")


def copy_version(
    session: Session, actor: Actor, version_id: int, name: str, starts: date, ends: date | None = None
) -> int:
    """Add a draft with the same entries that holds from another day; gives its id."""
    source = guard.get(session, actor, TimetableVersion, version_id, Permission.SCHEDULE_WRITE)
    copied = _new_version(session, actor, source.year_id, name, starts, ends)
    entry = table(TimetableEntry)
    names = ("course_id", "weekday", "number", "parity", "room_id", "teacher_id", "more_room_ids")
    rows = session.execute(
        select(*(entry.c[one] for one in names)).where(
            entry.c.school_id == actor.school_id, entry.c.version_id == version_id
        )
    )
    same = [{"school_id": actor.school_id, "version_id": copied, **row} for row in rows.mappings()]
    if same:
        session.execute(insert(entry), same)
    return copied


def change_version(
    session: Session, actor: Actor, version_id: int, name: str, starts: date, ends: date | None = None
) -> None:
    """Rename a version; only a draft's days may change."""
    version = guard.get(session, actor, TimetableVersion, version_id, Permission.SCHEDULE_WRITE)
    _check_days(session, actor.school_id, version.year_id, name, starts, ends)
    if version.status is VersionStatus.PUBLISHED and (starts, ends) != (version.starts, version.ends):
        raise DomainError(
            "A published timetable keeps its days; copy it and publish the copy", field="starts"
        )
    version.name, version.starts, version.ends = name.strip(), starts, ends
    session.add(version)
    session.flush()
    _record(session, actor, "timetable.version.change", version)


def delete_draft(session: Session, actor: Actor, version_id: int) -> None:
    """Remove a draft with its entries; a published version stays."""
    version = guard.get(session, actor, TimetableVersion, version_id, Permission.SCHEDULE_WRITE)
    if version.status is VersionStatus.PUBLISHED:
        raise DomainError("A published timetable is not deleted: lessons were made from it")
    refuse_while_running(session, actor, version_id, clock.now())
    for rows in (table(TimetableEntry), table(TimetableEdit), table(TimetableRun)):
        session.execute(
            delete(rows).where(rows.c.school_id == actor.school_id, rows.c.version_id == version_id)
        )
    _record(session, actor, "timetable.version.delete", version)
    session.delete(version)
    session.flush()


def load_version(
    session: Session, school_id: int, version: TimetableVersion, today: date
) -> tuple[dict[int, CourseInfo], list[Standing]]:
    """The year's courses and the version's entries."""
    courses = load_courses(session, school_id, version.year_id, days_of(version, today))
    assert version.id is not None
    return courses, load_standings(session, school_id, version.id, courses)


def conflicts(session: Session, actor: Actor, version_id: int) -> list[Conflict]:
    """Everything wrong in a version, errors first; a Board also knows of hours beyond the plan."""
    version = guard.get(session, actor, TimetableVersion, version_id, Permission.SCHEDULE_WRITE)
    return _conflicts(session, actor.school_id, version, actor.today)


def _conflicts(session: Session, school_id: int, version: TimetableVersion, today: date) -> list[Conflict]:
    _, standings = load_version(session, school_id, version, today)
    return Index(standings, load_facts(session, school_id, version.year_id)).all()


def preview_publish(session: Session, actor: Actor, version_id: int) -> PublishPreview:
    """What publishing would change, with nothing done."""
    version = guard.get(session, actor, TimetableVersion, version_id, Permission.SCHEDULE_WRITE)
    year_id, first, last = version.year_id, version.starts, version.ends
    before = version_in_force(session, actor.school_id, year_id, first)
    courses, standings = load_version(session, actor.school_id, version, actor.today)
    old = load_standings(session, actor.school_id, before, courses) if before and before != version_id else []
    status = version.status
    with session.begin_nested() as trial:
        _set_status(session, version, VersionStatus.PUBLISHED)
        plan = plan_lessons(session, actor.school_id, year_id, first, last)
        trial.rollback()
    session.refresh(version)
    found = Index(standings, load_facts(session, actor.school_id, year_id)).all()
    info = VersionInfo(
        version_id, version.name, first, last, status is VersionStatus.PUBLISHED, False, len(standings)
    )
    return PublishPreview(
        version=info,
        added=len(plan.to_add), removed=len(plan.to_remove), changed=changes_seen(plan),
        kept=len(plan.kept_because_used),
        errors=tuple(one for one in found if one.severity is Severity.ERROR),
        warnings=tuple(one for one in found if one.severity is Severity.WARNING),
        differences=tuple(differences(old, standings)),
        kept_lessons=plan.kept_because_used,
        names={one.key.course_id: what(courses[one.key.course_id]) for one in plan.kept_because_used},
    )  # fmt: skip


def publish(
    session: Session, actor: Actor, version_id: int, override: bool = False, progress: Progress | None = None,
    reason: str = "",
) -> LessonReport:  # fmt: skip
    """Put a version in force and make its lessons; DomainError on conflicts unless overridden.

    The reason of an override is kept in the audit trail.
    Nothing that carries marks, attendance or topics is removed: the report names what stayed.
    """
    version = guard.get(session, actor, TimetableVersion, version_id, Permission.SCHEDULE_WRITE)
    errors = [
        one
        for one in _conflicts(session, actor.school_id, version, actor.today)
        if one.severity is Severity.ERROR
    ]
    if errors and not override:
        raise DomainError(
            "Conflicts in the timetable: {n}; the first: {first}",
            n=len(errors),
            first=errors[0].text(actor.locale),
        )
    return publish_as_is(session, version, actor.person_id, len(errors), progress, reason if errors else "")


def publish_as_is(
    session: Session, version: TimetableVersion, author_id: int | None, overridden: int,
    progress: Progress | None = None, reason: str = "",
) -> LessonReport:  # fmt: skip
    """Publish without asking: for publish and for imports, whose file is the decision; audited."""
    mark_published(session, version)
    school = session.get_one(School, version.school_id)
    adopt_teachers(session, version, clock.today(school.time_zone))
    plan = plan_lessons(session, version.school_id, version.year_id, version.starts, version.ends)
    report = apply_plan(session, plan, progress)
    after = {"added": report.added, "removed": report.removed, "changed": report.changed,
             "kept": len(report.kept_because_used), "overridden": overridden, "reason": reason}  # fmt: skip
    change = audit.Change("timetable.publish", "timetable_version", version.id, after=after)
    audit.record(session, version.school_id, author_id, change)
    note(session, schedule_topic(version.school_id))
    return report


def mark_published(session: Session, version: TimetableVersion) -> None:
    """Only the word: for publishing, and for dry runs that are undone."""
    _set_status(session, version, VersionStatus.PUBLISHED)


def _set_status(session: Session, version: TimetableVersion, status: VersionStatus) -> None:
    version.status = status
    session.add(version)
    session.flush()


def _record(session: Session, actor: Actor, action: str, version: TimetableVersion) -> None:
    after = {"name": version.name, "starts": str(version.starts), "ends": str(version.ends or "")}
    change = audit.Change(action, "timetable_version", version.id, after=after)
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, timetable_topic(version.id or 0), load_topic(version.school_id))
