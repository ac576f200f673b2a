"""A class's page as somebody reads it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.classes.page import changes_class_item
from ejournal.access.classes.people import belonging, class_teachers, present_years, taught_to
from ejournal.access.permissions import Permission
from ejournal.access.rules import asker_of
from ejournal.models import (
    ClassItem,
    ClassPart,
    CoTeacher,
    FileUser,
    School,
    SchoolClass,
)
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.models.spans import holds_on
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.base.names import by_name
from ejournal.services.class_page.photos import Unshown, shows_people, without_consent
from ejournal.services.files.keeping import Stored, files_of

SHOWN, MORE = 20, 50
"""Of news, documents and dates that have passed: the newest, and how many more are asked for at once."""
MOST_ITEMS = 500
"""Of a part of a page: as many as a class of eleven years has news."""
PAST = "past"
"""The dates that have passed, beside the parts of the page."""
_item, _person, _class = db.class_item.c, db.person.c, db.school_class.c
_course, _second = db.course.c, table(CoTeacher).c


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
    may_pin: bool = False
    unshown: tuple[str, ...] = ()
    """Whose consent to photos has ended since the item's pictures were looked at; for who keeps the page."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Who teaches the class what; the class teacher without subjects."""

    id: int
    name: str
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassPage:
    """The page of a class; unshown: pupils without a consent to photos, for who writes there.

    None where the school asks for none. further: of which lists there is more.
    """

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
    unshown: tuple[str, ...] | None = None
    past_count: int = 0
    further: frozenset[str] = frozenset()


def classes(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The present classes whose page the actor reads: the own first, of a family the elder child's."""
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
    if not actor.works:
        return found[::-1]
    return sorted(found, key=lambda one: one[0] not in actor.class_ids)


def page(session: Session, actor: Actor, class_id: int, most: Mapping[str, int] | None = None) -> ClassPage:
    """What stands on the page, of each list at most so much; NotFound for who does not read it."""
    school_class = guard.get(session, actor, SchoolClass, class_id, Permission.CLASS_PAGE_READ)
    reader = _Reader(
        actor,
        class_id,
        guard.may(session, actor, school_class, Permission.CLASS_PAGE_KEEP),
        guard.may(session, actor, school_class, Permission.CLASS_PAGE_WRITE),
    )
    unshown = without_consent(session, actor, class_id) if reader.may_write else None
    lists, further = _lists(session, reader, most or {})
    items = _read(session, reader, lists, unshown or [])
    past, school = _item.day < actor.today, session.get_one(School, actor.school_id)
    return ClassPage(
        class_id, school_class.title,
        news=items[ClassPart.NEWS], documents=items[ClassPart.DOCUMENT], coming=items[ClassPart.DATE],
        past=items[PAST], past_count=session.scalar(_count(reader, past)) or 0,
        further=further,
        leaders=_leaders(session, actor, class_id), teachers=_teachers(session, actor, class_id),
        school=school.name, address=school.address, may_write=reader.may_write, may_keep=reader.may_keep,
        unshown=None if unshown is None else tuple(one.name for one in unshown),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads which page, and what they may do there."""

    actor: Actor
    class_id: int
    may_keep: bool
    may_write: bool

    def sees(self, *which: Any) -> Select[Any]:
        """The items that they see."""
        own = or_(_item.hidden_at.is_(None), _item.author_id == self.actor.person_id)
        return (
            select(db.class_item, _person.last_name, _person.first_name, _person.middle_name)
            .join_from(db.class_item, db.person, _person.id == _item.author_id)
            .where(
                _item.school_id == self.actor.school_id,
                _item.class_id == self.class_id,
                *([] if self.may_keep else [own]),
                *which,
            )
        )


@dataclass(frozen=True, slots=True)
class ClassNews:
    """News of a class as they stand among the school's: they are read on the class's page."""

    id: int
    class_id: int
    class_title: str
    title: str
    words: str
    author: str
    written_at: datetime


def own_classes(session: Session, actor: Actor) -> list[int]:
    """The present classes to which the actor belongs, or which they look after day by day; one query."""
    if not actor.may(Permission.CLASS_PAGE_READ):
        return []
    belongs = belonging(asker_of(session, actor), _class.id)
    own = _class.id.in_(sorted(actor.class_ids))
    which = _class.year_id.in_(present_years(actor.school_id, actor.today))
    asked = select(_class.id).where(_class.school_id == actor.school_id, which, or_(own, belongs))
    return sorted(session.scalars(asked))


def class_news_keys(
    session: Session, actor: Actor, classes: Sequence[int], most: int
) -> list[tuple[int, datetime]]:
    """The numbers of the newest news of own classes, when each was written; one query, none for no class."""
    if not classes:
        return []
    newest = select(_item.id, _item.written_at).where(_news_of(actor, classes))
    rows = session.execute(newest.order_by(_item.written_at.desc(), _item.id.desc()).limit(most))
    return [(row.id, row.written_at) for row in rows]


def class_news(
    session: Session, actor: Actor, classes: Sequence[int], numbers: Sequence[int]
) -> dict[int, ClassNews]:
    """Those of the news of own classes, by number; one query, none for none."""
    if not numbers:
        return {}
    rows = session.execute(
        select(_item.id, _item.class_id, _item.title, _item.words, _item.written_at)
        .add_columns(_class.grade, _class.letter)
        .add_columns(_person.last_name, _person.first_name, _person.middle_name)
        .join_from(db.class_item, db.school_class, _class.id == _item.class_id)
        .join(db.person, _person.id == _item.author_id)
        .where(_news_of(actor, classes), _item.id.in_(numbers))
    )
    return {
        row.id: ClassNews(
            row.id, row.class_id, class_title(row.grade, row.letter), row.title, row.words,
            short_name(row.last_name, row.first_name, row.middle_name or ""), row.written_at,
        )
        for row in rows
    }  # fmt: skip


def _news_of(actor: Actor, classes: Sequence[int]) -> ColumnElement[bool]:
    """News that others see, of classes whose page the actor reads."""
    return and_(
        _item.school_id == actor.school_id,
        _item.class_id.in_(classes),
        _item.part == ClassPart.NEWS,
        _item.hidden_at.is_(None),
    )


def _count(reader: _Reader, past: Any) -> Select[Any]:
    """How many dates have passed."""
    return select(func.count()).select_from(reader.sees(_item.part == ClassPart.DATE, past).subquery())


def _lists(
    session: Session, reader: _Reader, most: Mapping[str, int]
) -> tuple[dict[str, Sequence[Any]], frozenset[str]]:
    """The rows of each list; of which lists there is more. Dates to come are shown all."""
    today = reader.actor.today
    newest = (_item.pinned.desc(), _item.written_at.desc(), _item.id.desc())
    asked = {
        ClassPart.NEWS.value: reader.sees(_item.part == ClassPart.NEWS).order_by(*newest),
        ClassPart.DOCUMENT.value: reader.sees(_item.part == ClassPart.DOCUMENT).order_by(*newest),
        ClassPart.DATE.value: reader.sees(_item.part == ClassPart.DATE, _item.day >= today).order_by(
            _item.day, _item.id
        ),
        PAST: reader.sees(_item.part == ClassPart.DATE, _item.day < today).order_by(
            _item.day.desc(), _item.id.desc()
        ),
    }
    sizes = {key: most.get(key, SHOWN) for key in asked} | {ClassPart.DATE.value: MOST_ITEMS}
    found = {key: session.execute(one.limit(sizes[key] + 1)).all() for key, one in asked.items()}
    further = frozenset(key for key, rows in found.items() if len(rows) > sizes[key])
    return {key: rows[: sizes[key]] for key, rows in found.items()}, further


def _read(
    session: Session, reader: _Reader, lists: Mapping[str, Sequence[Any]], unshown: Sequence[Unshown]
) -> dict[str, list[Item]]:
    """The items of each list as they are read; their files in one query."""
    numbers = [row.id for rows in lists.values() for row in rows]
    files = files_of(session, reader.actor.school_id, FileUser.CLASS_ITEM, numbers)
    return {
        key: [_as_read(session, row, reader, files.get(row.id, ()), unshown) for row in rows]
        for key, rows in lists.items()
    }


def item_of(session: Session, actor: Actor, item_id: int) -> Item:
    """An item that the actor may change; NotFound for any other."""
    row = guard.get(session, actor, ClassItem, item_id, Permission.CLASS_PAGE_WRITE)
    files = files_of(session, actor.school_id, FileUser.CLASS_ITEM, [item_id])
    return Item(
        row.id or 0, row.part, row.title, row.words, row.day, row.pinned, "",
        row.author_id == actor.person_id, row.of_family, row.written_at, row.edited_at is not None,
        row.hidden_at is not None, row.reason, files.get(item_id, ()), True,
    )  # fmt: skip


def _as_read(
    session: Session, row: Any, reader: _Reader, files: tuple[Stored, ...], unshown: Sequence[Unshown]
) -> Item:
    looked = row.photos_at or row.written_at
    ended = [one.name for one in unshown if one.since is not None and one.since > looked]
    return Item(
        row.id, row.part, row.title, row.words, row.day, row.pinned,
        short_name(row.last_name, row.first_name, row.middle_name or ""),
        row.author_id == reader.actor.person_id, row.of_family, row.written_at,
        row.edited_at is not None, row.hidden_at is not None, row.reason, files,
        may_change=changes_class_item(session, reader.actor, row),
        may_pin=reader.may_keep and row.part is ClassPart.NEWS,
        unshown=tuple(ended) if reader.may_keep and shows_people(files) else (),
    )  # fmt: skip


def _leaders(session: Session, actor: Actor, class_id: int) -> list[Contact]:
    rows = session.execute(
        select(_person.id, _person.last_name, _person.first_name, _person.middle_name).where(
            _person.id.in_(class_teachers(actor.school_id, class_id, actor.today))
        )
    )
    return [Contact(row.id, _whole(row)) for row in sorted(rows, key=by_name)]


def _teachers(session: Session, actor: Actor, class_id: int) -> list[Contact]:
    """By name, each with the subjects that they teach the class today, as first or as second teacher."""
    subject = db.subject.c
    second = and_(
        _second.school_id == actor.school_id,
        _second.course_id == _course.id,
        holds_on(_second, actor.today),
    )
    rows = session.execute(
        select(
            _person.id, _person.last_name, _person.first_name, _person.middle_name,
            subject.name.label("subject"),
        )
        .join_from(db.course, db.subject, subject.id == _course.subject_id)
        .outerjoin(table(CoTeacher), second)
        .join(db.person, or_(_person.id == _course.teacher_id, _person.id == _second.teacher_id))
        .where(_course.school_id == actor.school_id, taught_to(class_id, actor.school_id))
        .order_by(subject.name)
    )  # fmt: skip
    names: dict[int, str] = {}
    subjects: defaultdict[int, list[str]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (by_name(row), row.id)):
        names[row.id] = _whole(row)
        subjects[row.id].append(row.subject)
    return [Contact(key, name, tuple(dict.fromkeys(subjects[key]))) for key, name in names.items()]


def _whole(row: Any) -> str:
    return " ".join(part for part in (row.last_name, row.first_name, row.middle_name) if part)
