"""Sections of the forum: those one reads, the usual ones, those that staff make."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlmodel import Session

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.classes.people import present_years
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext
from ejournal.models import ForumSection, ForumStanding, SchoolClass
from ejournal.models.people import short_name
from ejournal.models.structure import class_title
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_school
from ejournal.services.base.texts import cleaned, written_line
from ejournal.services.base.topics import forum_topic
from ejournal.services.base.upserts import insert_new

MOST_SECTIONS = 200
GROUPS = ("pupils", "guardians", "staff")
SCHOOL, PARENTS = "school", "parents"
_section, _topic, _seen, _class = db.forum_section.c, db.forum_topic.c, db.forum_seen.c, db.school_class.c
_PUT = insert_new(db.forum_section)


@dataclass(frozen=True, slots=True)
class SectionFields:
    """What of a section can be said by hand; reads and writes name the GROUPS that do."""

    title: str
    about: str = ""
    class_id: int | None = None
    reads: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()
    moderated: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A section as it is listed."""

    id: int
    title: str
    about: str
    class_title: str
    moderated: bool
    closed: bool
    topics: int
    new: int
    """Topics in which something came that one has not seen."""
    last_at: datetime | None


def sections(session: Session, actor: Actor) -> list[Section]:
    """The sections that one reads: of the school, then of classes; one query."""
    guard.require(actor, Permission.FORUM_TAKE_PART)
    is_new = or_(_seen.seen_at.is_(None), _seen.seen_at < _topic.last_at)
    asked = (
        select(
            db.forum_section, _class.grade, _class.letter,
            func.count(_topic.id).label("topics"),
            func.coalesce(func.sum(case((and_(_topic.id.is_not(None), is_new), 1), else_=0)), 0).label("new"),
            func.max(_topic.last_at).label("last_at"),
        )
        .outerjoin_from(db.forum_section, db.school_class, _class.id == _section.class_id)
        .outerjoin(db.forum_topic, and_(
            _topic.school_id == _section.school_id, _topic.section_id == _section.id,
            _topic.standing == ForumStanding.STANDS))
        .outerjoin(db.forum_seen, and_(
            _seen.school_id == _topic.school_id, _seen.topic_id == _topic.id,
            _seen.person_id == actor.person_id))
        .where(guard.reached(session, actor, ForumSection, Permission.FORUM_TAKE_PART))
        .group_by(_section.id, _class.grade, _class.letter)
        .order_by(_section.class_id.is_not(None), _class.grade, _class.letter, _section.id)
    )  # fmt: skip
    return [_as_listed(row) for row in session.execute(asked)]


def _as_listed(row: Any) -> Section:
    return Section(
        id=row.id,
        title=row.title,
        about=row.about,
        class_title=class_title(row.grade, row.letter) if row.grade else "",
        moderated=row.moderated,
        closed=row.closed,
        topics=row.topics,
        new=int(row.new),
        last_at=row.last_at,
    )


def section_of(session: Session, actor: Actor, section_id: int) -> ForumSection:
    """A section that one reads; NotFound for any other."""
    return guard.get(session, actor, ForumSection, section_id, Permission.FORUM_TAKE_PART)


def fields_of(section: ForumSection) -> SectionFields:
    """What is said of the section by hand."""
    return SectionFields(
        section.title,
        section.about,
        section.class_id,
        frozenset(who for who in GROUPS if getattr(section, f"reads_{who}")),
        frozenset(who for who in GROUPS if getattr(section, f"writes_{who}")),
        section.moderated,
        section.closed,
    )


# ---------------------------------------------------------------------------------------- made by the staff


def makes_sections(actor: Actor) -> bool:
    """Whether the actor may make a section at all: of the school or of an own class."""
    return actor.may(Permission.FORUM_MODERATE) and (actor.leads or bool(actor.class_ids))


def classes_to_choose(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The present classes of which the actor may make sections, by number."""
    guard.require(actor, Permission.FORUM_MODERATE)
    asked = select(_class.id, _class.grade, _class.letter).where(
        _class.school_id == actor.school_id,
        _class.year_id.in_(present_years(actor.school_id, actor.today)),
    )
    if not actor.leads:
        asked = asked.where(_class.id.in_(sorted(actor.class_ids)))
    rows = session.execute(asked.order_by(_class.grade, _class.letter, _class.id))
    return [(row.id, class_title(row.grade, row.letter)) for row in rows]


def make_section(session: Session, actor: Actor, fields: SectionFields) -> int:
    """The number of the new section; DomainError by the field, NotFound for a class of others."""
    guard.require(actor, Permission.FORUM_MODERATE)
    _need_place(session, actor, fields.class_id)
    kept = _checked(fields)
    lock_school(session, actor.school_id)
    own = select(func.count()).select_from(db.forum_section).where(_section.school_id == actor.school_id)
    if (session.scalar(own) or 0) >= MOST_SECTIONS:
        raise DomainError("There are {n} sections already", field="title", n=MOST_SECTIONS)
    section = ForumSection(school_id=actor.school_id, class_id=kept.class_id, title=kept.title)
    _put(section, kept)
    _save(session, actor, section, "forum.section_made", None)
    return section.id or 0


def change_section(session: Session, actor: Actor, section_id: int, fields: SectionFields) -> None:
    """Give it these fields, but its class, which stays; NotFound for who does not look after it."""
    section = guard.get(session, actor, ForumSection, section_id, Permission.FORUM_MODERATE)
    kept = _checked(replace(fields, class_id=section.class_id))
    before = _told(fields_of(section))
    _put(section, kept)
    _save(session, actor, section, "forum.section_changed", before)


def _need_place(session: Session, actor: Actor, class_id: int | None) -> None:
    if class_id is None and not actor.leads:
        raise DomainError("Choose the class", field="of_class")
    if class_id is None:
        return
    found = session.get(SchoolClass, class_id)
    if found is None or found.school_id != actor.school_id:
        raise NotFound
    if not actor.leads and class_id not in actor.class_ids:
        raise NotFound


def _checked(fields: SectionFields) -> SectionFields:
    title = written_line(fields.title, limits.FORUM_SECTION, "title")
    about = cleaned(fields.about, limits.FORUM_ABOUT, "about")
    reads, writes = fields.reads & set(GROUPS), fields.writes & set(GROUPS)
    if not reads:
        raise DomainError("Choose who reads it", field="reads")
    if not writes <= reads:
        raise DomainError("Who writes also reads", field="writes")
    return replace(fields, title=title, about=about, reads=frozenset(reads), writes=frozenset(writes))


def _put(section: ForumSection, fields: SectionFields) -> None:
    section.title, section.about = fields.title, fields.about
    section.moderated, section.closed = fields.moderated, fields.closed
    for who in GROUPS:
        setattr(section, f"reads_{who}", who in fields.reads)
        setattr(section, f"writes_{who}", who in fields.writes)


def _told(fields: SectionFields) -> dict[str, Any]:
    return {
        "title": fields.title, "reads": sorted(fields.reads), "writes": sorted(fields.writes),
        "moderated": fields.moderated, "closed": fields.closed,
    }  # fmt: skip


def _save(session: Session, actor: Actor, section: ForumSection, action: str, before: Any) -> None:
    session.add(section)
    session.flush()
    change = audit.Change(action, "forum_section", section.id, before, _told(fields_of(section)))
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, forum_topic(actor.school_id))


def make_usual(session: Session, actor: Actor) -> int:
    """Make those of the usual sections that are missing: of all, of parents, of each class; how many came."""
    guard.require(actor, Permission.FORUM_MODERATE)
    if not actor.leads:
        raise NotFound
    rows = usual_sections(session, actor)
    if rows:
        session.execute(_PUT.on(session), rows)
        change = audit.Change("forum.usual_made", "forum_section", None, None, {"count": len(rows)})
        audit.record(session, actor.school_id, actor.person_id, change)
        note(session, forum_topic(actor.school_id))
    return len(rows)


def usual_sections(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """The rows of the usual sections that the school has not got."""
    words = actor.locale
    found: list[tuple[str, int | None, str, str]] = [
        (SCHOOL, None, gettext(words, "School"), gettext(words, "What concerns everybody")),
        (PARENTS, None, gettext(words, "Parents"), gettext(words, "Parents among themselves")),
    ]
    found += [
        (f"class:{number}", number, title, gettext(words, "Parents and teachers of the class"))
        for number, title in classes_to_choose(session, actor)
    ]
    there = set(session.scalars(select(_section.part).where(_section.school_id == actor.school_id)))
    return [_usual(actor, *one) for one in found if one[0] not in there]


def _usual(actor: Actor, part: str, class_id: int | None, title: str, about: str) -> dict[str, Any]:
    of_pupils, of_staff = part == SCHOOL, part != PARENTS
    return {
        "school_id": actor.school_id, "part": part, "class_id": class_id, "title": title, "about": about,
        "reads_pupils": of_pupils, "writes_pupils": of_pupils, "reads_guardians": True,
        "writes_guardians": True, "reads_staff": of_staff, "writes_staff": of_staff,
        "moderated": of_pupils, "closed": False,
    }  # fmt: skip


def moderated_sections(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The sections that the actor looks after, by number: where a topic may be moved."""
    own = guard.reached(session, actor, ForumSection, Permission.FORUM_MODERATE)
    asked = (
        select(_section.id, _section.title).where(own).order_by(_section.class_id.is_not(None), _section.id)
    )
    return [(row.id, row.title) for row in session.execute(asked)]


def author_name(session: Session, person_id: int) -> str:
    """«Котова И. С.» of whoever wrote a post that the asker may see."""
    person = db.person.c
    names = select(person.last_name, person.first_name, person.middle_name).where(person.id == person_id)
    return short_name(*session.execute(names).one())
