"""What guardians wrote on a class's page, hidden with a reason that its author reads, and shown again."""

from datetime import datetime

from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.models import ClassItem, SchoolClass
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.texts import reason_words
from ejournal.services.base.topics import class_page_topic
from ejournal.services.class_page.telling import tell_author


def kept_item(session: Session, actor: Actor, item_id: int) -> ClassItem:
    """What a guardian has written on a page that the actor looks after; NotFound for any other."""
    guard.require(actor, Permission.CLASS_PAGE_KEEP)
    item = guard.get(session, actor, ClassItem, item_id, Permission.CLASS_PAGE_READ)
    guard.get(session, actor, SchoolClass, item.class_id, Permission.CLASS_PAGE_KEEP)
    if not item.of_family:
        raise NotFound
    return item


def hide(session: Session, actor: Actor, item_id: int, reason: str, now: datetime) -> None:
    """Let only its author and who keeps the page see the item; DomainError by the field for no reason."""
    item = kept_item(session, actor, item_id)
    item.reason = reason_words(reason)
    item.hidden_at, item.hidden_by_id = now, actor.person_id
    _save(session, actor, item, "class_page.hidden", now)


def show_again(session: Session, actor: Actor, item_id: int, now: datetime) -> None:
    """Let all readers see the item again; NotFound for one that is not hidden."""
    item = kept_item(session, actor, item_id)
    if item.hidden_at is None:
        raise NotFound
    item.reason, item.hidden_at, item.hidden_by_id = "", None, None
    _save(session, actor, item, "class_page.shown", now)


def _save(session: Session, actor: Actor, item: ClassItem, action: str, now: datetime) -> None:
    session.add(item)
    session.flush()
    told = {"reason": item.reason, "person": item.author_id}
    change = audit.Change(action, "class_item", item.id, None, told)
    audit.record(session, actor.school_id, actor.person_id, change)
    tell_author(session, actor, item, now)
    note(session, class_page_topic(item.class_id))
