"""To whom something is: the people who follow from what was chosen, each once, with their children in it."""

from collections import defaultdict
from collections.abc import Collection
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import STAFF, Actor, holders
from ejournal.access.classes.people import present_years
from ejournal.access.permissions import Permission
from ejournal.access.sitting import enrolment, member
from ejournal.access.wards import stands_on
from ejournal.models import AttendanceCode, PartKind, Role, Whom
from ejournal.models.spans import holds_on
from ejournal.services.audience.parts import AWAY, Chosen
from ejournal.services.base import tables as db
from ejournal.services.grading.scales import ABSENCES

_guards, _class, _missed, _grant = db.guardianship.c, db.school_class.c, db.attendance.c, db.role_grant.c
Children = dict[int, int]
"""By the pupil's number, that of the class."""


def reaches_all(actor: Actor) -> bool:
    """Whether the actor may turn to the whole school, and not to own classes alone."""
    return actor.leads or actor.keeps_people


def people_of(session: Session, actor: Actor, permission: Permission, chosen: Chosen) -> dict[int, Children]:
    """Everybody whom it is for today, by number, each with the children because of whom.

    A guardian without rights is nobody's. Whoever turns to own classes alone reaches nobody else. At most
    nine queries.
    """
    guard.require(actor, permission)
    reading = _Reading(session, actor)
    of_structure = reading.of_structure(chosen)
    by_guardians = {} if chosen.whom is Whom.PUPILS else of_structure
    by_pupils = {} if chosen.whom is Whom.GUARDIANS else of_structure
    by_guardians = by_guardians | reading.away(chosen)
    if chosen.has_role(Role.GUARDIAN):
        by_guardians = by_guardians | reading.everybody
    if chosen.has_role(Role.PUPIL):
        by_pupils = by_pupils | reading.everybody
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for guardian_id, pupil_id in reading.guardians(_guards.pupil_id, by_guardians):
        found[guardian_id][pupil_id] = by_guardians[pupil_id]
    for pupil_id, class_id in by_pupils.items():
        found[pupil_id][pupil_id] = class_id
    reading.add_named(chosen, found)
    if reaches_all(actor):
        roles = [Role(one.value) for one in chosen.of(PartKind.ROLE)]
        for person_id in reading.staff(*(one for one in roles if one in STAFF)):
            found[person_id]
    return dict(found)


class _Reading:
    """What of the school is read to find people, each question by an index of classes, pupils, guardians."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session, self._actor = session, actor

    @cached_property
    def _grades(self) -> dict[int, int]:
        """The classes that may be turned to, each with its grade."""
        own = [] if reaches_all(self._actor) else [_class.id.in_(sorted(self._actor.class_ids))]
        rows = self._session.execute(
            select(_class.id, _class.grade).where(
                _class.school_id == self._actor.school_id,
                _class.year_id.in_(present_years(self._actor.school_id, self._actor.today)),
                *own,
            )
        )
        return {row.id: row.grade for row in rows}

    @cached_property
    def everybody(self) -> Children:
        """All pupils who may be reached, each with the class."""
        return self._seats(enrolment.c.class_id, self._grades)

    def of_structure(self, chosen: Chosen) -> dict[int, int]:
        """The pupils of the chosen classes, grades and groups."""
        grades = {one.number for one in chosen.of(PartKind.GRADE)}
        classes = {one.number for one in chosen.of(PartKind.CLASS)} & self._grades.keys()
        classes |= {class_id for class_id, grade in self._grades.items() if grade in grades}
        groups = [one.number for one in chosen.of(PartKind.GROUP)]
        found = self._seats(enrolment.c.class_id, classes)
        return found | self._seats(enrolment.c.pupil_id, self._members(groups)) if groups else found

    def _members(self, groups: Collection[int]) -> list[int]:
        return list(
            self._session.scalars(
                select(member.c.pupil_id).where(
                    member.c.school_id == self._actor.school_id,
                    member.c.group_id.in_(groups),
                    holds_on(member.c, self._actor.today),
                )
            )
        )

    def _seats(self, column: Any, numbers: Collection[int]) -> dict[int, int]:
        """Who sits in which of the classes today, of these classes or pupils."""
        if not numbers:
            return {}
        rows = self._session.execute(
            select(enrolment.c.pupil_id, enrolment.c.class_id).where(
                enrolment.c.school_id == self._actor.school_id,
                column.in_(sorted(numbers)),
                holds_on(enrolment.c, self._actor.today),
            )
        )
        return {row.pupil_id: row.class_id for row in rows if row.class_id in self._grades}

    def away(self, chosen: Chosen) -> dict[int, int]:
        """The pupils who were not at a lesson of today; of the unexplained the reason is not known."""
        kinds = {one.kind for one in chosen.of(*AWAY)}
        if not kinds or not self.everybody:
            return {}
        codes = ABSENCES if PartKind.ABSENT in kinds else {AttendanceCode.ABSENT}
        missed = self._session.scalars(
            select(_missed.pupil_id).where(
                _missed.school_id == self._actor.school_id,
                _missed.pupil_id.in_(sorted(self.everybody)),
                _missed.day == self._actor.today,
                _missed.code.in_(sorted(codes)),
            )
        )
        return {one: self.everybody[one] for one in missed}

    def guardians(self, column: Any, numbers: Collection[int]) -> list[tuple[int, int]]:
        """Who stands for whom today, of these pupils or guardians."""
        if not numbers:
            return []
        rows = self._session.execute(
            select(_guards.guardian_id, _guards.pupil_id).where(
                _guards.school_id == self._actor.school_id,
                column.in_(sorted(numbers)),
                stands_on(_guards, self._actor.today),
            )
        )
        return [(row.guardian_id, row.pupil_id) for row in rows]

    def add_named(self, chosen: Chosen, found: defaultdict[int, dict[int, int]]) -> None:
        """Those chosen by name: a pupil for themselves, a guardian for the children, the staff for nobody."""
        named = [one.number for one in chosen.of(PartKind.PERSON)]
        if not named:
            return
        standing = self.guardians(_guards.guardian_id, named)
        seats = self._seats(enrolment.c.pupil_id, {*named, *(pupil_id for _, pupil_id in standing)})
        for person_id, pupil_id in (*standing, *((one, one) for one in named)):
            if pupil_id in seats:
                found[person_id][pupil_id] = seats[pupil_id]
        if reaches_all(self._actor):
            for person_id in self.staff(*STAFF, among=named):
                found[person_id]

    def staff(self, *roles: Role, among: Collection[int] = ()) -> list[int]:
        """Who holds one of the roles today, of all or among some."""
        if not roles:
            return []
        asked = holders(self._actor.school_id, self._actor.today, *roles)
        return list(self._session.scalars(asked.where(_grant.person_id.in_(among)) if among else asked))
