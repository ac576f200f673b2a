"""Who reads, writes and moderates in a section of the forum, and who sees a topic of it.

Of a class's section the readers follow the structure: its pupils and their guardians, whoever teaches it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, or_, select, true, union
from sqlmodel import Session

from ejournal.access.actor import STAFF, Actor, holders
from ejournal.access.classes.people import belonging, belongs, class_teachers, people_of_class
from ejournal.access.permissions import Permission
from ejournal.access.sentences import Asker, Columns, Condition, Sentence
from ejournal.models import ForumSection, ForumStanding, ForumTopic, Role
from ejournal.models.base import table

LEADING = (Role.DIRECTOR, Role.DEPUTY)
# Under a name of its own: a statement that joins the same table would take it for its own rows.
_section = table(ForumSection).alias("own_section").c


def _is_of_those(
    session: Session, actor: Actor, section: ForumSection, *, pupils: bool, guardians: bool, staff: bool
) -> bool:
    """The actor is one of those, of the school or of the section's class."""
    if section.class_id is None:
        is_meant = ((pupils, actor.holds(Role.PUPIL)), (guardians, actor.holds(Role.GUARDIAN)))
        return any(asked and held for asked, held in (*is_meant, (staff, actor.works)))
    return belongs(session, actor, section.class_id, pupils=pupils, guardians=guardians, staff=staff)


def _those(asker: Asker, rows: Columns, does: str) -> Condition:
    """_is_of_those for many rows, by the switches of what they do."""
    pupils, guardians, staff = (rows[f"{does}_{who}"] for who in ("pupils", "guardians", "staff"))
    none = rows.class_id.is_(None)
    school = [staff] if asker.works else []
    school += [guardians] if asker.guards else []
    school += [pupils] if asker.learns else []
    of_class = belonging(asker, rows.class_id, pupils=pupils, guardians=guardians, staff=staff)
    found = and_(~none, of_class)
    return or_(and_(none, or_(*school)), found) if school else found


@Sentence
def moderates_section(_session: Session, actor: Actor, section: ForumSection) -> bool:
    """The actor looks after the section: heads after all, a class teacher after those of the own class."""
    return actor.leads or (section.class_id is not None and section.class_id in actor.class_ids)


@moderates_section.for_rows
def _(asker: Asker, section: Columns) -> Condition:
    return true() if asker.leads else section.class_id.in_(asker.class_ids)


@Sentence
def reads_section(session: Session, actor: Actor, section: ForumSection) -> bool:
    """The actor reads the section today."""
    if moderates_section(session, actor, section):
        return True
    return _is_of_those(
        session,
        actor,
        section,
        pupils=section.reads_pupils,
        guardians=section.reads_guardians,
        staff=section.reads_staff,
    )


@reads_section.for_rows
def _(asker: Asker, section: Columns) -> Condition:
    return or_(moderates_section.of_rows(asker, section), _those(asker, section, "reads"))


@Sentence
def writes_in_section(session: Session, actor: Actor, section: ForumSection) -> bool:
    """The actor may begin topics and answer in the section, which services let only its readers do."""
    if moderates_section(session, actor, section):
        return True
    return not section.closed and _is_of_those(
        session,
        actor,
        section,
        pupils=section.writes_pupils,
        guardians=section.writes_guardians,
        staff=section.writes_staff,
    )


@writes_in_section.for_rows
def _(asker: Asker, section: Columns) -> Condition:
    writes = and_(~section.closed, _those(asker, section, "writes"))
    return or_(moderates_section.of_rows(asker, section), writes)


@Sentence
def sees_topic(session: Session, actor: Actor, topic: ForumTopic) -> bool:
    """The topic is in a section that the actor reads, and stands, or is own or to be moderated."""
    section = session.get(ForumSection, topic.section_id)
    if section is None or not reads_section(session, actor, section):
        return False
    if moderates_section(session, actor, section) or topic.standing is ForumStanding.STANDS:
        return True
    return topic.author_id == actor.person_id and topic.standing is not ForumStanding.GONE


@sees_topic.for_rows
def _(asker: Asker, topic: Columns) -> Condition:
    def of(rule: Sentence) -> Condition:
        found = select(_section.id).where(_section.school_id == asker.school_id)
        return topic.section_id.in_(found.where(rule.of_rows(asker, _section)))

    own = and_(topic.author_id == asker.person_id, topic.standing != ForumStanding.GONE)
    stands = topic.standing == ForumStanding.STANDS
    return or_(of(moderates_section), and_(of(reads_section), or_(stands, own)))


# ------------------------------------------------------------------------- who they are, of one section

People = Select[Any] | CompoundSelect[Any]


def readers_of(section: ForumSection, today: date) -> People:
    """The persons of whom reads_section holds, by number."""
    school_id = section.school_id
    found = [holders(school_id, today, *LEADING)]
    if section.class_id is None:
        found += [holders(school_id, today, Role.PUPIL)] if section.reads_pupils else []
        found += [holders(school_id, today, Role.GUARDIAN)] if section.reads_guardians else []
        found += [holders(school_id, today, *STAFF)] if section.reads_staff else []
        return union(*found)
    meant = {who: getattr(section, f"reads_{who}") for who in ("pupils", "guardians", "staff")}
    of_class = people_of_class(school_id, section.class_id, today, **meant)
    return union(*found, moderators_of(section, today), *of_class)


def moderators_of(section: ForumSection, today: date) -> Select[Any]:
    """Who looks after the section day by day: of a class its teacher, of the school the heads."""
    if section.class_id is None:
        return holders(section.school_id, today, *LEADING)
    return class_teachers(section.school_id, section.class_id, today)


RULES: Mapping[tuple[Permission, type[Any]], Sentence] = {
    (Permission.FORUM_TAKE_PART, ForumSection): reads_section,
    (Permission.FORUM_TAKE_PART, ForumTopic): sees_topic,
    (Permission.FORUM_WRITE, ForumSection): writes_in_section,
    (Permission.FORUM_MODERATE, ForumSection): moderates_section,
}
