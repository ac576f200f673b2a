"""Guardians and children of two cards made one: the strictest rights stand, nobody is their own guardian."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ejournal.models import Consent, GuardianRights, Role
from ejournal.models.base import table
from ejournal.models.spans import Span, lasts
from ejournal.services.base import tables as db
from ejournal.services.base.names import folded
from ejournal.services.duplicates.draft import Draft

Row = Mapping[str, Any]
_consent = table(Consent)
_ADULT = tuple(role for role in Role if role is not Role.PUPIL)


def join_families(draft: Draft) -> None:
    """Join what two cards are to the same child, and consents said twice."""
    rows = draft.rows(db.guardianship, "guardian_id", "pupil_id")
    _require_no_circle(draft, rows.values())
    _require_one_generation(draft)
    if draft.refusals:
        return
    same: defaultdict[tuple[Any, Any], list[Row]] = defaultdict(list)
    for row in rows.values():
        same[draft.one(row["guardian_id"]), draft.one(row["pupil_id"])].append(row)
    for found in same.values():
        _join(draft, sorted(found, key=lambda row: (draft.gone_id in _ends(row), row["id"])))
    _require_one_word(draft, rows.values())
    _join_consents(draft)


def _ends(row: Row) -> tuple[int, int]:
    return row["guardian_id"], row["pupil_id"]


def _require_no_circle(draft: Draft, rows: Any) -> None:
    guardians = {draft.one(row["guardian_id"]) for row in rows if row["pupil_id"] in draft.both}
    children = {draft.one(row["pupil_id"]) for row in rows if row["guardian_id"] in draft.both}
    if draft.kept_id in guardians | children:
        draft.refuse("One of the two stands for the other: nobody is their own guardian")
    elif guardians & children:
        draft.refuse("Somebody would stand for their own guardian: check who is whose guardian first")


def _require_one_generation(draft: Draft) -> None:
    """A child who sits in a class is not somebody's guardian or teacher."""
    place, grant, ward = db.enrolment.c, db.role_grant.c, db.guardianship.c

    def found(rows: Any, owner: Any, *fits: Any) -> set[int]:
        mine = rows.school_id == draft.school_id, owner.in_(draft.both), lasts(rows, draft.today)
        asked = sa.select(owner).where(*mine, *fits)
        return set(draft.session.scalars(asked))

    pupils = found(place, place.pupil_id)
    adults = found(grant, grant.person_id, grant.role.in_(_ADULT))
    adults |= found(ward, ward.guardian_id)
    if pupils and adults and pupils != adults and not (pupils & adults):
        draft.refuse("One card is of a pupil, the other of a parent or of staff: they are two people")


def _join(draft: Draft, found: Sequence[Row]) -> None:
    """One guardianship of those that meet in time: no wider than any of them."""
    standing: list[Row] = []
    for row in found:
        met = next((one for one in standing if _span(one).meets(_span(row))), None)
        if met is None:
            standing.append(row)
            continue
        days = _span(met).common(_span(row))
        limited = GuardianRights.NONE in (met["rights"], row["rights"])
        values = {
            "rights": GuardianRights.NONE if limited else GuardianRights.FULL,
            "contacts_hidden": met["contacts_hidden"] or row["contacts_hidden"],
            "relation": met["relation"] or row["relation"],
            "starts": days.starts,
            "ends": days.ends,
        }
        draft.remove(
            db.guardianship, row["id"], "The same guardian of a child, with the strictest of the rights"
        )
        draft.change(db.guardianship, met["id"], **values)
        if met["rights"] != row["rights"]:
            draft.tell(
                "A court's limit stands for both cards: {name} sees nothing of the child",
                name=_name(draft, met),
            )
        if met["relation"] and row["relation"] and met["relation"] != row["relation"]:
            draft.tell("«{first}» stays, «{second}» goes", first=met["relation"], second=row["relation"])
        standing[standing.index(met)] = dict(met) | values


def _span(row: Row) -> Span:
    return Span(row["starts"], row["ends"])


def _name(draft: Draft, row: Row) -> str:
    person = db.person.c
    asked = sa.select(person.last_name, person.first_name).where(person.id == row["guardian_id"])
    return " ".join(draft.session.execute(asked).one())


def _require_one_word(draft: Draft, rows: Any) -> None:
    """A guardian limited on one card must not see the child by a second card of their own."""
    of_child = [row for row in rows if row["pupil_id"] in draft.both and not _span(row).is_over(draft.today)]
    person = db.person.c
    asked = sa.select(person.id, person.last_name, person.first_name).where(
        person.id.in_({row["guardian_id"] for row in of_child})
    )
    names = {row.id: row for row in draft.session.execute(asked)}
    limited = [row for row in of_child if row["rights"] == GuardianRights.NONE]
    for row in limited:
        own = names[row["guardian_id"]]
        for other in of_child:
            name = names[other["guardian_id"]]
            alike = name.id != own.id and folded(name.first_name) == folded(own.first_name)
            if alike and folded(name.last_name) == folded(own.last_name) and other["rights"] != row["rights"]:
                draft.refuse(
                    "{name} has two cards, and one of them sees nothing of the child: make those one first",
                    name=f"{own.last_name} {own.first_name}",
                )


def _join_consents(draft: Draft) -> None:
    """Of what both cards have said about the same the last word stands; what was said before is replaced."""
    said: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in draft.rows(_consent, "person_id", "pupil_id").values():
        if row["replaced_at"] is None:
            key = (draft.one(row["person_id"]), draft.one(row["pupil_id"]), row["purpose_id"])
            said[key].append(row)
    for rows in said.values():
        *before, last = sorted(rows, key=_said_at)
        for row in before:
            draft.change(_consent, row["id"], replaced_at=_said_at(last))
            taken_back = last["withdrawn_at"] is not None and row["withdrawn_at"] is None
            draft.joined["Consents that are withdrawn" if taken_back else "The same consents"] += 1


def _said_at(row: Row) -> Any:
    return row["withdrawn_at"] or row["answered_at"]
