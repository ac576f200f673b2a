"""Documents that the demo school asks people to know: rules for families, an order for the staff, a draft."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ejournal.demo.forum import ring
from ejournal.demo.store import Store
from ejournal.demo.world import ZONE, World, moment
from ejournal.models import (
    DocumentKind,
    DocumentPart,
    DocumentReader,
    DocumentSignature,
    DocumentVersion,
    NoticeKind,
    PartKind,
    Role,
    SchoolDocument,
    SignedBy,
    Whom,
)
from ejournal.services.documents.drafts import text_hash
from ejournal.services.documents.due import late_key
from ejournal.services.documents.publishing import notice_key

RULES = (
    "1. Ученики приходят в школу за **10 минут** до начала уроков.\n"
    "2. Об отсутствии родители сообщают до 9:00 в дневнике.\n"
    "3. Телефоны на уроках убраны; на перемене звонить родителям можно.\n\n"
    "Изменения этой редакции: пункт 3."
)
DUTY = (
    "Для безопасности учеников **приказываю**:\n\n"
    "- дежурить на переменах по графику в учительской;\n"
    "- дежурному учителю быть на этаже за пять минут до звонка."
)
MEALS = "Порядок питания на второе полугодие: проект на согласовании."
SIGNED_SHARE = 3
"""One of so many has not said anything yet."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: what it says, how it is asked for, until when."""

    title: str
    words: str
    kind: DocumentKind
    number: str
    signed: bool
    published: date
    until: date | None


def add_documents(store: Store, world: World) -> None:
    """Ask the families of the demo class to know the rules, the teachers an order; begin one more."""
    today = world.now.astimezone(ZONE).date()
    rules = Paper(
        "Правила внутреннего распорядка учеников", RULES, DocumentKind.LOCAL_ACT, "", signed=True,
        published=today - timedelta(days=4), until=today + timedelta(days=9),
    )  # fmt: skip
    klass, parent = world.main_class, world.cast["parent"]
    families = [
        (guardian, pupil.id, klass.id)
        for pupil in klass.pupils
        if pupil.present_in_class(world.today)
        for guardian in pupil.guardians
    ]
    number = _publish(store, world, rules, (PartKind.CLASS, {"class_id": klass.id}), families, {parent})
    told = {
        "document_id": number, "title": rules.title, "version": 1, "signed": rules.signed,
        "until": rules.until.isoformat() if rules.until else None,
    }  # fmt: skip
    at = moment(rules.published, 14, 20)
    ring(store, world, parent, NoticeKind.DOCUMENT, notice_key(number), min(at, world.now), **told)
    _ask_staff(store, world, today)
    draft = Paper(
        "Положение о питании", MEALS, DocumentKind.LOCAL_ACT, "", signed=False, published=today, until=None
    )
    _begin(store, world, draft, current=0)


def _ask_staff(store: Store, world: World, today: date) -> None:
    until = today - timedelta(days=1)
    duty = Paper(
        "О дежурстве на переменах", DUTY, DocumentKind.ORDER, "41-о", signed=False,
        published=today - timedelta(days=6), until=until,
    )  # fmt: skip
    teachers = [(one.id, one.id, None) for one in world.teachers]
    behind = {one.id for one in world.teachers[1::6]}
    part = (PartKind.ROLE, {"role": Role.TEACHER})
    number = _publish(store, world, duty, part, teachers, behind)
    if behind:
        about = {"document_id": number, "title": duty.title, "until": until.isoformat(), "count": len(behind)}
        deputy = world.staff[Role.DEPUTY.value]
        at = min(moment(today, 0, 1), world.now)
        ring(store, world, deputy, NoticeKind.DOCUMENT_LATE, late_key(number, until), at, **about)


def _begin(store: Store, world: World, one: Paper, current: int) -> int:
    director, school_id = world.staff[Role.DIRECTOR.value], world.school_id
    at = min(moment(one.published, 14, 20), world.now)
    number = store.add(
        SchoolDocument, school_id=school_id, author_id=director, kind=one.kind, number=one.number,
        whom=Whom.GUARDIANS, signed=one.signed, current=current, asks_from=current, made_at=at,
        until=one.until if current else None,
        checked_on=world.now.astimezone(ZONE).date() if current else None,
        late_for=one.until if one.until and one.until < world.now.astimezone(ZONE).date() else None,
    )  # fmt: skip
    store.add(
        DocumentVersion, school_id=school_id, document_id=number, version=1, title=one.title,
        words=one.words, until=one.until, text_hash=text_hash(one.title, one.words, ()) if current else "",
        published_at=at if current else None, published_by_id=director if current else None,
    )  # fmt: skip
    return number


def _publish(
    store: Store, world: World, one: Paper, part: tuple[PartKind, Mapping[str, object]],
    people: Iterable[tuple[int, int, int | None]], behind: set[int],
) -> int:  # fmt: skip
    """Published; all have said that they know it but those behind, and among families one of a few."""
    number, school_id = _begin(store, world, one, current=1), world.school_id
    store.add(DocumentPart, school_id=school_id, document_id=number, kind=part[0], **part[1])
    chance = world.rng(f"documents/{one.title}")
    of_all = {"school_id": school_id, "document_id": number}
    for person_id, for_id, class_id in people:
        silent = person_id in behind or (one.signed and chance.randrange(SIGNED_SHARE) == 0)
        day = min(one.published + timedelta(days=chance.randrange(3)), world.now.astimezone(ZONE).date())
        at = min(moment(day, 17 + chance.randrange(4), chance.randrange(60)), world.now)
        store.add(
            DocumentReader, **of_all, person_id=person_id, for_id=for_id, class_id=class_id,
            asked_on=one.published, seen_at=None if silent else at, version=0 if silent else 1,
        )  # fmt: skip
        if not silent:
            store.add(
                DocumentSignature, **of_all, version=1, person_id=person_id, for_id=for_id, at=at,
                how=SignedBy.PASSWORD if one.signed else SignedBy.BUTTON,
                text_hash=text_hash(one.title, one.words, ()),
            )  # fmt: skip
    return number
