"""A class's page as somebody reads it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.classes.people import class_teachers, present_years, taught_to
from ejournal.access.permissions import Permission
from ejournal.models import (
    ClassItem,
    ClassPart,
    ConsentAnswer,
    ConsentKind,
    FileUser,
    School,
    SchoolClass,
)
from ejournal.models.people import short_name
from ejournal.models.spans import holds_on
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.base.names import by_name
from ejournal.services.files.keeping import Stored, files_of

SHOWN = 100
"""Of news, of documents and of dates that have passed: the newest."""
_item, _person, _class = db.class_item.c, db.person.c, db.school_class.c
_course, _consent, _purpose = db.course.c, db.consent.c, db.consent_purpose.c


@dataclass(frozen=True, slots=True)
class Item:
    """An item as it is read; hidden: others do not see it, for the reason."""

    id: int
    part: ClassPart
    title: str
    words: str
    day: date | None
    pinned: bool
    author: str
    is_own: bool
    of_family: bool
    written_at: datetime
    edited: bool
    hidden: bool
    reason: str
    files: tuple[Stored, ...]
    may_change: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """Who teaches the class what; the class teacher without subjects."""

    name: str
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassPage:
    """The page of a class; no_photo: pupils without a consent to photos, none where nobody asks for one."""

    class_id: int
    title: str
    news: list[Item] = field(default_factory=list)
    coming: list[Item] = field(default_factory=list)
    past: list[Item] = field(default_factory=list)
    documents: list[Item] = field(default_factory=list)
    leaders: list[Contact] = field(default_factory=list)
    teachers: list[Contact] = field(default_factory=list)
    school: str = ""
    address: str = ""
    may_write: bool = False
    may_keep: bool = False
    no_photo: int | None = None


def classes(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The present classes whose page the actor reads, those of the own first, by number."""
    guard.require(actor, Permission.CLASS_PAGE_READ)
    rows = session.execute(
        select(_class.id, _class.grade, _class.letter)
        .where(
            guard.reached(session, actor, SchoolClass, Permission.CLASS_PAGE_READ),
            _class.year_id.in_(present_years(actor.school_id, actor.today)),
        )
        .order_by(_class.grade, _class.letter, _class.id)
    )
    found = [(row.id, class_title(row.grade, row.letter)) for row in rows]
    return sorted(found, key=lambda one: one[0] not in actor.class_ids)


def page(session: Session, actor: Actor, class_id: int) -> ClassPage:
    """What stands on the page; NotFound for a class whose page the actor does not read."""
    school_class = guard.get(session, actor, SchoolClass, class_id, Permission.CLASS_PAGE_READ)
    may_keep = guard.may(session, actor, school_class, Permission.CLASS_PAGE_KEEP)
    may_write = guard.may(session, actor, school_class, Permission.CLASS_PAGE_WRITE)
    items = {part: _items(session, actor, class_id, part, may_keep, may_write) for part in ClassPart}
    dates = items[ClassPart.DATE]
    coming = [one for one in dates if one.day is not None and one.day >= actor.today]
    school = session.get_one(School, actor.school_id)
    return ClassPage(
        class_id, school_class.title,
        news=items[ClassPart.NEWS], documents=items[ClassPart.DOCUMENT],
        coming=coming[::-1], past=[one for one in dates if one not in coming],
        leaders=_leaders(session, actor, class_id), teachers=_teachers(session, actor, class_id),
        school=school.name, address=school.address, may_write=may_write, may_keep=may_keep,
        no_photo=_without_photo_consent(session, actor, class_id) if may_keep else None,
    )  # fmt: skip


def item_of(session: Session, actor: Actor, item_id: int) -> Item:
    """An item that the actor may change; NotFound for any other."""
    row = guard.get(session, actor, ClassItem, item_id, Permission.CLASS_PAGE_WRITE)
    files = files_of(session, actor.school_id, FileUser.CLASS_ITEM, [item_id])
    return Item(
        row.id or 0, row.part, row.title, row.words, row.day, row.pinned, "",
        row.author_id == actor.person_id, row.of_family, row.written_at, row.edited_at is not None,
        row.hidden_at is not None, row.reason, files.get(item_id, ()), True,
    )  # fmt: skip


def _items(
    session: Session, actor: Actor, class_id: int, part: ClassPart, may_keep: bool, may_write: bool
) -> list[Item]:
    by_time = (_item.pinned.desc(), _item.written_at.desc())
    order = (_item.day.desc(),) if part is ClassPart.DATE else by_time
    rows = session.execute(
        select(db.class_item, _person.last_name, _person.first_name, _person.middle_name)
        .join_from(db.class_item, db.person, _person.id == _item.author_id)
        .where(
            _item.school_id == actor.school_id,
            _item.class_id == class_id,
            _item.part == part,
            *([] if may_keep else [or_(_item.hidden_at.is_(None), _item.author_id == actor.person_id)]),
        )
        .order_by(*order, _item.id.desc())
        .limit(SHOWN)
    ).all()
    files = files_of(session, actor.school_id, FileUser.CLASS_ITEM, [row.id for row in rows])
    return [_as_read(row, actor, files.get(row.id, ()), may_keep, may_write) for row in rows]


def _as_read(row: Any, actor: Actor, files: tuple[Stored, ...], may_keep: bool, may_write: bool) -> Item:
    own, hidden = row.author_id == actor.person_id, row.hidden_at is not None
    return Item(
        row.id, row.part, row.title, row.words, row.day, row.pinned,
        short_name(row.last_name, row.first_name, row.middle_name or ""), own, row.of_family, row.written_at,
        row.edited_at is not None, hidden, row.reason, files,
        may_change=may_keep or (may_write and own and not hidden),
    )  # fmt: skip


def _leaders(session: Session, actor: Actor, class_id: int) -> list[Contact]:
    rows = session.execute(
        select(_person.last_name, _person.first_name, _person.middle_name).where(
            _person.id.in_(class_teachers(actor.school_id, class_id, actor.today))
        )
    )
    return [Contact(_whole(row)) for row in sorted(rows, key=by_name)]


def _teachers(session: Session, actor: Actor, class_id: int) -> list[Contact]:
    """By name, each with the subjects that they teach the class."""
    subject = db.subject.c
    rows = session.execute(
        select(
            _person.id, _person.last_name, _person.first_name, _person.middle_name,
            subject.name.label("subject"),
        )
        .join_from(db.course, db.person, _person.id == _course.teacher_id)
        .join(db.subject, subject.id == _course.subject_id)
        .where(_course.school_id == actor.school_id, taught_to(class_id, actor.school_id))
        .order_by(subject.name)
    )  # fmt: skip
    names: dict[int, str] = {}
    subjects: defaultdict[int, list[str]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (by_name(row), row.id)):
        names[row.id] = _whole(row)
        subjects[row.id].append(row.subject)
    return [Contact(name, tuple(dict.fromkeys(subjects[key]))) for key, name in names.items()]


def _whole(row: Any) -> str:
    return " ".join(part for part in (row.last_name, row.first_name, row.middle_name) if part)


def _without_photo_consent(session: Session, actor: Actor, class_id: int) -> int | None:
    """How many pupils of the class have no consent to photos that holds; None where nobody asks for one."""
    own = _purpose.school_id == actor.school_id, _purpose.kind == ConsentKind.PHOTO
    asked = select(_purpose.id).where(*own, _purpose.closed_at.is_(None))
    document = db.consent_document.c
    published = exists().where(
        document.school_id == actor.school_id,
        document.purpose_id == _purpose.id,
        document.starts.is_not(None),
    )
    if session.scalar(asked.where(published).limit(1)) is None:
        return None
    place = db.enrolment.c
    holds = exists().where(
        _consent.school_id == actor.school_id,
        _consent.purpose_id.in_(asked),
        or_(
            _consent.pupil_id == place.pupil_id,
            and_(_consent.pupil_id.is_(None), _consent.person_id == place.pupil_id),
        ),
        _consent.answer == ConsentAnswer.GIVEN,
        _consent.withdrawn_at.is_(None),
        _consent.lapsed_at.is_(None),
        _consent.replaced_at.is_(None),
    )
    return session.scalar(
        select(func.count(place.pupil_id.distinct())).where(
            place.school_id == actor.school_id,
            place.class_id == class_id,
            holds_on(place, actor.today),
            ~holds,
        )
    )
