"""What the pupils of many classes missed, as the report of each class counts it."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.models import AttendanceCode
from ejournal.services.reports.book import Book, Place, PupilResults, ReportClass, ReportCourse
from ejournal.services.reports.classes import Absences
from ejournal.services.reports.days import LessonDay, Missed, read_lesson_days, read_missed
from ejournal.services.reports.periods import Period
from ejournal.services.reports.rows import Scope


def read_absences(
    session: Session, actor: Actor, book: Book, period: Period, scope: Scope, pupils: Iterable[PupilResults],
    subject_id: int | None,
) -> dict[tuple[int, int], Absences]:  # fmt: skip
    """By class and pupil, until today, in the courses that the book reports on; two queries.

    subject_id: in this subject alone.
    """
    until = min(period.ends, actor.today)
    reported = {
        one.id: one
        for one in book.courses
        if one.is_reported and (subject_id is None or one.subject_id == subject_id)
    }
    days = read_lesson_days(session, actor, reported, period.starts, until)
    missed = read_missed(session, actor, scope.classes, period.starts, until)
    counting = _Counting(book, period, days)
    return {(one.of_class.id, one.pupil_id): counting.of(one, missed.get(one.pupil_id, ())) for one in pupils}


class _Counting:
    """Lessons by day: most pupils of a class share theirs, so they are counted once for all of them."""

    def __init__(self, book: Book, period: Period, days: dict[int, list[LessonDay]]) -> None:
        self._book, self._period, self._days = book, period, days
        self._known: dict[tuple[object, ...], dict[date, int]] = {}
        self._places: dict[int, dict[int, list[Place]]] = {}

    def of(self, pupil: PupilResults, missed: Iterable[Missed]) -> Absences:
        """What a pupil missed of the days on which the pupil was in the class."""
        of_class = pupil.of_class
        places = self._of_class(of_class.id).get(pupil.pupil_id, [])
        lessons: dict[date, int] = {}
        courses: set[int] = set()
        for place in places:
            found = [one for one in self._book.courses_ever(place, of_class.id) if one.id in self._days]
            courses.update(one.id for one in found)
            for day, count in self._lessons(of_class, place, found).items():
                lessons[day] = lessons.get(day, 0) + count
        first, last = self._period.span(of_class.scheme_id) or (self._period.starts, self._period.ends)
        by_code: dict[AttendanceCode, int] = {}
        by_day: dict[date, int] = {}
        for one in missed:
            inside = first <= one.day <= last and any(place.span.holds_on(one.day) for place in places)
            if inside and one.course_id in courses:
                by_code[one.code] = by_code.get(one.code, 0) + one.lessons
                by_day[one.day] = by_day.get(one.day, 0) + one.lessons
        whole = sum(count > 0 and by_day.get(day, 0) >= count for day, count in lessons.items())
        return Absences(sum(lessons.values()), sum(by_code.values()), whole, by_code)

    def _of_class(self, class_id: int) -> dict[int, list[Place]]:
        if class_id not in self._places:
            by_pupil: dict[int, list[Place]] = {}
            for one in self._book.places.get(class_id, ()):
                by_pupil.setdefault(one.pupil_id, []).append(one)
            self._places[class_id] = by_pupil
        return self._places[class_id]

    def _lessons(self, of_class: ReportClass, place: Place, courses: list[ReportCourse]) -> dict[date, int]:
        groups = tuple(
            (one.id, tuple(self._book.members.get((one.group_id, place.pupil_id), ())))
            for one in courses
            if one.group_id is not None
        )
        key = (of_class.id, place.span, tuple(one.id for one in courses), groups)
        if key not in self._known:
            first, last = self._period.span(of_class.scheme_id) or (self._period.starts, self._period.ends)
            found: dict[date, int] = {}
            for course in courses:
                for one in self._days.get(course.id, ()):
                    if first <= one.day <= last and self._book.sits_in(place, course, one.day):
                        found[one.day] = found.get(one.day, 0) + one.given
            self._known[key] = found
        return self._known[key]
