"""What people were told in the last days, as the services tell it: the newest of it is not read yet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from ejournal.demo.store import Store
from ejournal.demo.world import CourseSeed, Pupil, World, moment
from ejournal.models import (
    AbsenceNotice,
    Attendance,
    ChangeRequest,
    ChangeStatus,
    KindOfWork,
    Lesson,
    Mark,
    NoticeKind,
    OutboxNotice,
    Person,
    Remark,
    RemarkTone,
    Role,
    RoleGrant,
    SubstituteTask,
    Substitution,
    TeacherAbsence,
    TermMark,
    TermMarkScope,
)
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.grading.scales import spell
from ejournal.services.late_changes.changes import notice_key
from ejournal.services.substitutions.absences import decision_key, report_key
from ejournal.services.substitutions.notices import family_key, given_key

FAMILIES_BACK = timedelta(days=3)
STAFF_BACK = timedelta(days=14)
UNREAD_SHARE = 3
"""One of so many is not read."""
EVENING = 20
Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """Something a person was told, and when."""

    at: datetime
    recipient_id: int
    kind: NoticeKind
    key: str
    payload: Payload
    pupil_id: int | None = None


def add_notices(store: Store, world: World) -> None:
    """Put into the outbox what the marks, absences, substitutions and decisions of the last days told."""
    of_recipient: dict[int, dict[str, Told]] = defaultdict(dict)
    for one in _News(store, world).all():
        of_recipient[one.recipient_id][one.key] = one  # the same key later is the same news
    for recipient_id in sorted(of_recipient):
        found = sorted(of_recipient[recipient_id].values(), key=lambda one: (one.at, one.key))
        looked = _last_look(found)
        for one in found:
            store.add(
                OutboxNotice,
                school_id=world.school_id,
                recipient_id=recipient_id,
                kind=one.kind.value,
                key=one.key,
                pupil_id=one.pupil_id,
                payload=dict(one.payload),
                created_at=one.at,
                read_at=_read_at(one.at, looked),
            )


def _last_look(found: list[Told]) -> datetime | None:
    """When the reader last looked: before the newest third; None when there was nothing to see before it."""
    first_unread = found[-1 - (len(found) - 1) // UNREAD_SHARE].at
    before = [one.at for one in found if one.at < first_unread]
    return before[-1] + (first_unread - before[-1]) / 2 if before else None


def _read_at(told: datetime, looked: datetime | None) -> datetime | None:
    if looked is None or told > looked:
        return None
    evening = moment(told.date(), EVENING)
    return max(told, min(evening, looked))


class _News:
    """The news of one school, kind by kind."""

    def __init__(self, store: Store, world: World) -> None:
        self._session, self._world = store.session, world
        self._until = self._last_day_with_marks()
        self._pupils: dict[int, Pupil] = {pupil.id: pupil for pupil in world.pupils}
        self._courses: dict[int, CourseSeed] = {course.id: course for course in world.courses}
        person = table(Person).c
        self._names: dict[int, tuple[str, str, str]] = {
            row.id: (row.last_name, row.first_name, row.middle_name)
            for row in self._session.execute(
                select(person.id, person.last_name, person.first_name, person.middle_name).where(
                    person.school_id == world.school_id
                )
            )
        }

    def _last_day_with_marks(self) -> date:
        """Today, or in holidays the day before them."""
        mark, until = table(Mark).c, min(self._world.filled_until, self._world.today)
        asked = select(func.max(mark.day)).where(mark.school_id == self._world.school_id, mark.day <= until)
        return self._session.scalar(asked) or until

    def all(self) -> Iterator[Told]:
        """Everything that was told."""
        yield from self._of_cells()
        yield from self._of_remarks()
        yield from self._of_term_marks()
        yield from self._of_substitutions()
        yield from self._of_teachers_away()
        yield from self._of_pupils_away()
        yield from self._of_late_changes()

    def _name(self, person_id: int) -> str:
        return short_name(*self._names[person_id])

    def _family(
        self, at: datetime, pupil_id: int, kind: NoticeKind, key: str, payload: Payload
    ) -> list[Told]:
        readers = [pupil_id, *self._pupils[pupil_id].guardians]
        return [Told(at, reader, kind, key, payload, pupil_id) for reader in readers]

    def _days(self, back: timedelta) -> tuple[date, date]:
        return self._until - back, self._until

    def _of_cells(self) -> Iterator[Told]:
        marks: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for row in self._marks():
            marks[row.lesson_id, row.pupil_id].append(row)
        codes = {(row.lesson_id, row.pupil_id): row for row in self._attendance()}
        for lesson_id, pupil_id in sorted(marks.keys() | codes.keys()):
            given, code = marks.get((lesson_id, pupil_id), []), codes.get((lesson_id, pupil_id))
            first = given[0] if given else code
            assert first is not None
            word, minutes = (code.code.value, code.minutes) if code else ("", None)
            payload = {
                "course_id": first.course_id,
                "lesson_id": lesson_id,
                "day": first.day.isoformat(),
                "number": first.number,
                "subject": self._courses[first.course_id].subject.name,
                "text": spell([row.value for row in given], word, minutes),
                "was": "",
                "code": word,
                "kind": given[0].kind if given else "",
                "comment": "; ".join(row.comment for row in given if row.comment),
            }
            kind = NoticeKind.MARK if given else NoticeKind.ATTENDANCE
            yield from self._family(first.at, pupil_id, kind, f"cell:{lesson_id}:{pupil_id}", payload)

    def _marks(self) -> Iterable[Any]:
        mark, lesson, kind = table(Mark).c, table(Lesson).c, table(KindOfWork).c
        return self._session.execute(
            select(
                mark.lesson_id, mark.pupil_id, mark.course_id, mark.day, lesson.number, mark.value,
                mark.comment, kind.name.label("kind"), mark.created_at.label("at"),
            )
            .join_from(table(Mark), table(Lesson), lesson.id == mark.lesson_id)
            .join(table(KindOfWork), kind.id == mark.kind_id)
            .where(in_days(mark, self._world.school_id, *self._days(FAMILIES_BACK)))
            .order_by(mark.lesson_id, mark.pupil_id, mark.slot)
        )  # fmt: skip

    def _attendance(self) -> Iterable[Any]:
        code, lesson = table(Attendance).c, table(Lesson).c
        return self._session.execute(
            select(
                code.lesson_id, code.pupil_id, code.course_id, code.day, lesson.number, code.code,
                code.minutes, code.changed_at.label("at"),
            )
            .join_from(table(Attendance), table(Lesson), lesson.id == code.lesson_id)
            .where(in_days(code, self._world.school_id, *self._days(FAMILIES_BACK)))
        )  # fmt: skip

    def _of_remarks(self) -> Iterator[Told]:
        remark, lesson = table(Remark).c, table(Lesson).c
        for row in self._session.execute(
            select(table(Remark), lesson.course_id)
            .join_from(table(Remark), table(Lesson), lesson.id == remark.lesson_id)
            .where(in_days(remark, self._world.school_id, *self._days(STAFF_BACK)))
            .order_by(remark.id)
        ):
            payload = {
                "lesson_id": row.lesson_id,
                "day": row.day.isoformat(),
                "subject": self._courses[row.course_id].subject.name,
                "tone": row.tone.value,
                "text": row.text,
                "author": self._name(row.author_id),
            }
            kind = NoticeKind.PRAISE if row.tone is RemarkTone.PRAISE else NoticeKind.REMARK
            yield from self._family(row.created_at, row.pupil_id, kind, f"remark:{row.id}", payload)

    def _of_term_marks(self) -> Iterator[Told]:
        mark = table(TermMark).c
        first, last = (
            moment(day, hour) for day, hour in zip(self._days(FAMILIES_BACK), (0, 23), strict=True)
        )
        for row in self._session.execute(
            select(table(TermMark))
            .where(
                mark.school_id == self._world.school_id,
                mark.changed_at.between(first, last),
                mark.value != "",
            )
            .order_by(mark.id)
        ):
            course = self._courses[row.course_id]
            column = str(row.term_number) if row.scope is TermMarkScope.TERM else row.scope.value
            payload = {
                "course_id": course.id,
                "subject": course.subject.name,
                "column": column,
                "term_kind": course.klass.scheme.value,
                "text": row.value,
                "was": "",
            }
            key = f"term:{course.id}:{row.pupil_id}:{column}"
            yield from self._family(row.changed_at, row.pupil_id, NoticeKind.TERM_MARK, key, payload)

    def _of_substitutions(self) -> Iterator[Told]:
        done, lesson, task = table(Substitution), table(Lesson).c, table(SubstituteTask)
        for row in self._session.execute(
            select(
                done.c.lesson_id, done.c.substitute_id, done.c.absent_teacher_id, done.c.kind,
                done.c.cancelled_reason, done.c.created_at, lesson.course_id, lesson.day, lesson.number,
                task.c.text.label("task"),
            )
            .join_from(done, table(Lesson), lesson.id == done.c.lesson_id)
            .outerjoin(task, task.c.lesson_id == done.c.lesson_id)
            .where(done.c.school_id == self._world.school_id, lesson.day >= self._until - STAFF_BACK)
            .order_by(done.c.id)
        ):  # fmt: skip
            course = self._courses[row.course_id]
            payload = {
                "lesson_id": row.lesson_id,
                "course_id": course.id,
                "class_title": course.klass.title,
                "day": row.day.isoformat(),
                "number": row.number,
                "subject": course.subject.name,
                "teacher": self._name(row.substitute_id or row.absent_teacher_id),
                "kind": row.kind.value,
                "reason": row.cancelled_reason,
                "from_day": "",
            }
            for pupil in course.pupils:
                if pupil.present_in_class(row.day):
                    key = family_key(row.lesson_id, pupil.id)
                    yield from self._family(row.created_at, pupil.id, NoticeKind.SUBSTITUTION, key, payload)
            if row.substitute_id:
                own = payload | {"gives": True, "task": row.task or ""}
                yield Told(
                    row.created_at, row.substitute_id, NoticeKind.SUBSTITUTION_GIVEN,
                    given_key(row.lesson_id), own,
                )  # fmt: skip

    def _of_teachers_away(self) -> Iterator[Told]:
        away = table(TeacherAbsence).c
        reports = self._world.reports
        deputies = [person_id for person_id, _ in self._holders(Role.DEPUTY)]
        for row in self._session.execute(
            select(away.id, away.teacher_id, away.starts, away.ends)
            .where(away.id.in_(sorted(reports)))
            .order_by(away.id)
        ):
            span = {"starts": str(row.starts), "ends": str(row.ends)}
            told = span | {"absence_id": row.id, "teacher": self._name(row.teacher_id)}
            kind, (at, decided_at) = NoticeKind.TEACHER_ABSENCE_REPORTED, reports[row.id]
            for deputy_id in deputies:
                yield Told(at, deputy_id, kind, report_key(row.id), told)
            if decided_at:
                kind, answer = NoticeKind.TEACHER_ABSENCE_DECIDED, span | {"approved": True}
                yield Told(decided_at, row.teacher_id, kind, decision_key(row.id), answer)

    def _of_pupils_away(self) -> Iterator[Told]:
        said = table(AbsenceNotice)
        tutors = defaultdict[int | None, list[int]](list)
        for person_id, class_id in self._holders(Role.CLASS_TEACHER):
            tutors[class_id].append(person_id)
        for row in self._session.execute(
            select(said)
            .where(
                said.c.school_id == self._world.school_id,
                said.c.announced_at >= moment(self._until - STAFF_BACK, 0),
            )
            .order_by(said.c.id)
        ):
            last, first, _ = self._names[row.pupil_id]
            class_id = self._pupils[row.pupil_id].klass.id
            payload = {
                "name": f"{last} {first}",
                "starts": row.starts.isoformat(),
                "ends": row.ends.isoformat(),
                "code": row.code.value,
                "note": row.note,
                "withdrawn": False,
                "class_id": class_id,
            }
            kind, key = NoticeKind.PUPIL_ABSENCE_ANNOUNCED, f"pupil-absence:{row.id}"
            for tutor_id in tutors[class_id]:
                yield Told(row.announced_at, tutor_id, kind, key, payload, row.pupil_id)

    def _of_late_changes(self) -> Iterator[Told]:
        asked, lesson = table(ChangeRequest), table(Lesson).c
        for row in self._session.execute(
            select(asked, lesson.day)
            .join_from(asked, table(Lesson), lesson.id == asked.c.lesson_id)
            .where(asked.c.school_id == self._world.school_id, asked.c.status != ChangeStatus.WAITING)
            .order_by(asked.c.id)
        ):
            payload = {
                "course_id": row.course_id,
                "lesson_id": row.lesson_id,
                "subject": self._courses[row.course_id].subject.name,
                "day": row.day.isoformat(),
                "pupil_id": row.pupil_id,
                "before": row.before,
                "after": row.after,
                "approved": row.status is ChangeStatus.APPROVED,
                "note": row.decision_note,
            }
            yield Told(row.decided_at, row.author_id, NoticeKind.LATE_CHANGE, notice_key(row.id), payload)

    def _holders(self, role: Role) -> Iterable[Any]:
        """Who holds the role, each with the class it is for."""
        grant = table(RoleGrant).c
        return self._session.execute(
            select(grant.person_id, grant.class_id)
            .where(grant.school_id == self._world.school_id, grant.role == role)
            .order_by(grant.person_id)
        ).all()
