"""Who reads a class's page, writes on it and keeps it, and who sees and changes an item of it.

The readers follow the structure: the pupils of the class and their guardians, whoever teaches it, heads. A
guardian whom the class teacher lets write does so while a child of theirs is in the class.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, false, or_, select, true, union
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.asked_once import remembered
from ejournal.access.classes.people import belonging, belongs, class_teachers, people_of_class
from ejournal.access.permissions import Permission
from ejournal.access.sentences import Asker, Columns, Condition, Sentence
from ejournal.models import ClassHelper, ClassItem, SchoolClass
from ejournal.models.base import table
from ejournal.models.spans import holds_on

_helper = table(ClassHelper).c


def _keeps(actor: Actor, class_id: int | None) -> bool:
    return actor.leads or class_id in actor.class_ids


def _keeps_rows(asker: Asker, class_id: Any) -> Condition:
    return true() if asker.leads else class_id.in_(asker.class_ids)


def _reads(session: Session, actor: Actor, class_id: int) -> bool:
    return _keeps(actor, class_id) or belongs(session, actor, class_id)


def _reads_rows(asker: Asker, class_id: Any) -> Condition:
    return true() if asker.leads else or_(_keeps_rows(asker, class_id), belonging(asker, class_id))


def helped_classes(school_id: Any, person_id: Any, today: Any) -> Select[Any]:
    """The classes whose teacher lets the person write on the page on the day."""
    return select(_helper.class_id).where(
        _helper.school_id == school_id, _helper.person_id == person_id, holds_on(_helper, today)
    )


def _helps(session: Session, actor: Actor, class_id: int) -> bool:
    def ask() -> Collection[int]:
        return list(session.scalars(helped_classes(actor.school_id, actor.person_id, actor.today)))

    named = remembered(session, ("helps", actor.person_id, actor.today), ask)
    return class_id in named and belongs(session, actor, class_id, pupils=False, staff=False)


def _helps_rows(asker: Asker, class_id: Any) -> Condition:
    named = helped_classes(asker.school_id, asker.person_id, asker.today)
    return and_(class_id.in_(named), belonging(asker, class_id, pupils=false(), staff=false()))


def _writes_rows(asker: Asker, class_id: Any) -> Condition:
    return or_(_keeps_rows(asker, class_id), _helps_rows(asker, class_id))


@Sentence
def keeps_class_page(_session: Session, actor: Actor, school_class: SchoolClass) -> bool:
    """The actor looks after the page: heads after all, a class teacher after the own class's."""
    return _keeps(actor, school_class.id)


@keeps_class_page.for_rows
def _(asker: Asker, school_class: Columns) -> Condition:
    return _keeps_rows(asker, school_class.id)


@Sentence
def reads_class_page(session: Session, actor: Actor, school_class: SchoolClass) -> bool:
    """The actor reads the page of the class today."""
    return _reads(session, actor, school_class.id or 0)


@reads_class_page.for_rows
def _(asker: Asker, school_class: Columns) -> Condition:
    return _reads_rows(asker, school_class.id)


@Sentence
def writes_on_class_page(session: Session, actor: Actor, school_class: SchoolClass) -> bool:
    """The actor may put something on the page of the class."""
    return _keeps(actor, school_class.id) or _helps(session, actor, school_class.id or 0)


@writes_on_class_page.for_rows
def _(asker: Asker, school_class: Columns) -> Condition:
    return _writes_rows(asker, school_class.id)


@Sentence
def sees_class_item(session: Session, actor: Actor, item: ClassItem) -> bool:
    """The item stands on a page that the actor reads; a hidden one for its author and who keeps the page."""
    if _keeps(actor, item.class_id):
        return True
    shown = item.hidden_at is None or item.author_id == actor.person_id
    return shown and _reads(session, actor, item.class_id)


@sees_class_item.for_rows
def _(asker: Asker, item: Columns) -> Condition:
    shown = or_(item.hidden_at.is_(None), item.author_id == asker.person_id)
    return or_(_keeps_rows(asker, item.class_id), and_(shown, _reads_rows(asker, item.class_id)))


@Sentence
def changes_class_item(session: Session, actor: Actor, item: ClassItem) -> bool:
    """The actor may change the item or take it away: its author, while they write there, if not hidden.

    Who keeps the page changes what others who keep it wrote too; nobody's words but a guardian's own.
    """
    own = item.author_id == actor.person_id
    if _keeps(actor, item.class_id):
        return own or not item.of_family
    return own and item.hidden_at is None and _helps(session, actor, item.class_id)


@changes_class_item.for_rows
def _(asker: Asker, item: Columns) -> Condition:
    own = item.author_id == asker.person_id
    kept = and_(_keeps_rows(asker, item.class_id), or_(own, ~item.of_family))
    return or_(kept, and_(own, item.hidden_at.is_(None), _helps_rows(asker, item.class_id)))


def people_of_page(school_class: SchoolClass, today: date) -> CompoundSelect[Any]:
    """The persons of whom reads_class_page holds, by number, but for the heads, who read all pages."""
    school_id, class_id = school_class.school_id, school_class.id
    return union(class_teachers(school_id, class_id, today), *people_of_class(school_id, class_id, today))


RULES: Mapping[tuple[Permission, type[Any]], Sentence] = {
    (Permission.CLASS_PAGE_READ, SchoolClass): reads_class_page,
    (Permission.CLASS_PAGE_READ, ClassItem): sees_class_item,
    (Permission.CLASS_PAGE_WRITE, SchoolClass): writes_on_class_page,
    (Permission.CLASS_PAGE_WRITE, ClassItem): changes_class_item,
    (Permission.CLASS_PAGE_KEEP, SchoolClass): keeps_class_page,
}
