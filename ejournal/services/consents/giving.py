"""What a person is asked, about each child or themselves; each answered apart, taken back at will."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.models import Consent, ConsentAnswer, Person
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.names import by_name
from ejournal.services.base.topics import consents_topic
from ejournal.services.consents.documents import Document, documents_in_force, versions_of
from ejournal.services.consents.whom import Whom, as_what

ACTIONS = {ConsentAnswer.GIVEN: "consent-give", ConsentAnswer.REFUSED: "consent-refuse"}


class ConsentState(StrEnum):
    """How it stands with a question: lapsed consents are asked for anew."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a person: the document, about whom (empty: about themselves), what was said and when.

    said_version is that which was answered: an older consent may hold on while the new version is asked.
    """

    document: Document
    pupil_id: int | None
    about: str
    state: ConsentState = ConsentState.UNANSWERED
    said_version: int = 0
    said_at: datetime | None = None
    paper_day: date | None = None
    consent_id: int | None = None
    former: Document | None = None

    @property
    def key(self) -> str:
        """What tells the question from the person's others."""
        return f"{self.document.id}-{self.pupil_id or 0}"

    @property
    def waits(self) -> bool:
        """Whether this version is not answered yet."""
        return self.document.ends is None and self.said_version != self.document.version


def asked_of(session: Session, person: Person, today: date) -> tuple[Asked, ...]:
    """All that the person is asked today, child by child, answered or not; at most six queries."""
    documents = documents_in_force(session, person.school_id)
    if not documents:
        return ()
    said = _standing(session, person)
    versions = versions_of(session, person.school_id, {one.purpose_id for one in said.values()})
    return tuple(
        _asked(one, pupil_id, about, said.get((one.purpose_id, pupil_id)), versions)
        for pupil_id, about, whom in _about(session, person, today)
        for one in documents
        if asks(one, whom)
    )


def asks(document: Any, whom: Iterable[Whom]) -> bool:
    """Whether the document, or its row, asks somebody who is asked as that."""
    of = {
        Whom.CHILDREN: document.asks_children,
        Whom.STAFF: document.asks_staff,
        Whom.ADULTS: document.asks_adults,
    }
    return any(of[one] for one in whom)


def own_consents(session: Session, actor: Actor) -> tuple[Asked, ...]:
    """What the actor is asked, and what they have given and are asked no more; it can be taken back."""
    guard.require(actor, Permission.ACCOUNT_READ)
    return consents_of(session, session.get_one(Person, actor.person_id), actor.today)


def consents_of(session: Session, person: Person, today: date) -> tuple[Asked, ...]:
    """What the person is asked, then consents that hold on though nobody asks for them today."""
    asked = asked_of(session, person, today)
    known = {(one.document.purpose_id, one.pupil_id) for one in asked}
    left = {
        key: row
        for key, row in _standing(session, person).items()
        if key not in known and _state(row) is ConsentState.GIVEN
    }
    if not left:
        return asked
    versions = versions_of(session, person.school_id, {purpose for purpose, _ in left})
    by_id = {one.id: one for one in versions.values()}
    children = session.scalars(
        select(Person).where(
            col(Person.school_id) == person.school_id,
            col(Person.id).in_([pupil_id for _, pupil_id in left if pupil_id]),
        )
    )
    names = {one.id: _short(one) for one in children}
    held = [
        _asked(by_id[row.document_id], pupil_id, names.get(pupil_id, "") if pupil_id else "", row, versions)
        for (_, pupil_id), row in left.items()
    ]
    return (*asked, *held)


def waiting(session: Session, actor: Actor) -> tuple[Asked, ...]:
    """What the actor has not answered yet."""
    guard.require(actor, Permission.ACCOUNT_READ)
    person = session.get_one(Person, actor.person_id)
    return tuple(one for one in asked_of(session, person, actor.today) if one.waits)


_document, _said = db.consent_document.c, db.consent.c
_IN_FORCE = select(
    _document.purpose_id, _document.version, _document.asks_children, _document.asks_staff,
    _document.asks_adults,
).where(
    _document.school_id == bindparam("school_id"), _document.starts.is_not(None), _document.ends.is_(None)
)  # fmt: skip
_SAID = (
    select(_said.purpose_id, _said.pupil_id, _document.version)
    .join_from(db.consent, db.consent_document, _document.id == _said.document_id)
    .where(
        _said.school_id == bindparam("school_id"),
        _said.person_id == bindparam("person_id"),
        _said.replaced_at.is_(None),
    )
    .order_by(_said.id)
)


def count_waiting(session: Session, actor: Actor) -> int:
    """How many questions `waiting` would give; no text is read for it, three queries."""
    guard.require(actor, Permission.ACCOUNT_READ)
    asked = {"school_id": actor.school_id, "person_id": actor.person_id}
    documents = session.connection().execute(_IN_FORCE, asked).all()
    if not documents:
        return 0
    said = {tuple(key): version for *key, version in session.connection().execute(_SAID, asked).all()}
    about: dict[int | None, set[Whom]] = {}
    for row in as_what(session, actor.school_id, actor.person_id, actor.today):
        about.setdefault(row.pupil_id, set()).add(Whom(row.whom))
    return sum(
        asks(one, whom) and said.get((one.purpose_id, pupil_id)) != one.version
        for pupil_id, whom in about.items()
        for one in documents
    )


def answer_own(session: Session, actor: Actor, said: Mapping[str, ConsentAnswer]) -> None:
    """Write down what the actor says to their own questions; NotFound for what they are not asked."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    answer(session, session.get_one(Person, actor.person_id), said, actor.today)


def withdraw(session: Session, actor: Actor, key: str) -> None:
    """Take one of the actor's consents back; NotFound for what they have not given."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    person = session.get_one(Person, actor.person_id)
    lock_row(session, Person, person.school_id, person.id or 0)
    take_back(session, person, key, actor.today, actor.person_id)


def take_back(
    session: Session, person: Person, key: str, today: date, by: int, paper_day: date | None = None
) -> None:
    """Take a consent of the person back, by their own hand or by a paper that another enters."""
    found = next((one for one in consents_of(session, person, today) if one.key == key), None)
    if found is None or found.state is not ConsentState.GIVEN:
        raise NotFound
    row = session.get_one(Consent, found.consent_id)
    row.withdrawn_at = clock.now()
    if paper_day:
        row.paper_day, row.entered_by_id = paper_day, by
    session.add(row)
    session.flush()
    after = {"paper": paper_day.isoformat()} if paper_day else None
    change = audit.Change("consent-withdraw", "consent", row.id, after=after, pupil_id=row.pupil_id)
    audit.record(session, person.school_id, by, change)
    note(session, consents_topic(person.school_id))


def answer(
    session: Session,
    person: Person,
    said: Mapping[str, ConsentAnswer],
    today: date,
    by: int | None = None,
    paper_day: date | None = None,
) -> None:
    """Write down what the person says, or what their paper says that another enters.

    The same again is nothing new. NotFound for what is not asked.
    """
    lock_row(session, Person, person.school_id, person.id or 0)
    asked = {one.key: one for one in asked_of(session, person, today)}
    made: list[Consent] = []
    for key, word in said.items():
        one = asked.get(key)
        if one is None:
            raise NotFound
        if not one.waits and one.state.value == word.value:
            continue
        if one.consent_id:
            session.get_one(Consent, one.consent_id).replaced_at = clock.now()
        made.append(
            Consent(
                school_id=person.school_id, person_id=person.id or 0, pupil_id=one.pupil_id,
                purpose_id=one.document.purpose_id, document_id=one.document.id, answer=word,
                answered_at=clock.now(), paper_day=paper_day, entered_by_id=by,
            )
        )  # fmt: skip
    if not made:
        return
    session.add_all(made)
    session.flush()
    after = {"paper": paper_day.isoformat()} if paper_day else None
    changes = [
        audit.Change(ACTIONS[one.answer], "consent", one.id, after=after, pupil_id=one.pupil_id)
        for one in made
    ]
    audit.record(session, person.school_id, by or person.id, *changes)
    note(session, consents_topic(person.school_id))


Said = dict[tuple[int, int | None], Consent]
"""By purpose and pupil the last word."""


def _standing(session: Session, person: Person) -> Said:
    rows = session.scalars(
        select(Consent)
        .where(
            col(Consent.school_id) == person.school_id,
            col(Consent.person_id) == person.id,
            col(Consent.replaced_at).is_(None),
        )
        .order_by(col(Consent.id))
    )
    return {(row.purpose_id, row.pupil_id): row for row in rows}


def _state(row: Consent) -> ConsentState:
    if row.answer is ConsentAnswer.REFUSED:
        return ConsentState.REFUSED
    if row.withdrawn_at:
        return ConsentState.WITHDRAWN
    return ConsentState.LAPSED if row.lapsed_at else ConsentState.GIVEN


def _asked(
    document: Document,
    pupil_id: int | None,
    about: str,
    said: Consent | None,
    versions: Mapping[tuple[int, int], Document],
) -> Asked:
    if said is None:
        return Asked(document, pupil_id, about)
    answered = next(one for one in versions.values() if one.id == said.document_id)
    state = _state(said)
    if answered.id != document.id and state in (ConsentState.REFUSED, ConsentState.WITHDRAWN):
        state = ConsentState.UNANSWERED
    return Asked(
        document, pupil_id, about, state, answered.version, said.withdrawn_at or said.answered_at,
        said.paper_day, said.id, answered if answered.id != document.id else None,
    )  # fmt: skip


def _about(
    session: Session, person: Person, today: date
) -> Sequence[tuple[int | None, str, frozenset[Whom]]]:
    """About whom the person is asked and as what: themselves (no name), and each child by name."""
    rows = as_what(session, person.school_id, person.id or 0, today)
    own = frozenset(Whom(row.whom) for row in rows if row.pupil_id is None)
    ids = sorted({row.pupil_id for row in rows if row.pupil_id})
    found: list[tuple[int | None, str, frozenset[Whom]]] = [(None, "", own)] if own else []
    if ids:
        child = db.person.c
        children = session.execute(
            select(child.id, child.last_name, child.first_name, child.middle_name).where(
                child.school_id == person.school_id, child.id.in_(ids)
            )
        ).all()
        as_child = frozenset({Whom.CHILDREN})
        found += [(row.id, _short(row), as_child) for row in sorted(children, key=by_name)]
    return found


def _short(person: object) -> str:
    """«Анна Л.»: whoever registers reads it before anybody knows who they are."""
    return f"{person.first_name} {person.last_name[:1]}."  # type: ignore[attr-defined]
