"""Who sits where over a stretch of days: how many in a course, which courses go together."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from ejournal.models.spans import Span
from ejournal.services.reports.book import Book, ReportCourse
from ejournal.services.reports.periods import Period

_DAY = timedelta(days=1)


class Seats:
    """How many pupils of the book's classes sit in a course on a day of the period."""

    def __init__(self, book: Book, period: Period) -> None:
        self._book = book
        spans = {one.id: period.span(one.scheme_id) for one in book.classes.values()}
        self._days = {class_id: Span(*span) for class_id, span in spans.items() if span}
        self._known: dict[int, tuple[list[date], list[date]]] = {}

    def count(self, course: ReportCourse, day: date) -> int:
        """How many sit in the course on the day."""
        starts, ends = self._bounds(course)
        return bisect_right(starts, day) - bisect_left(ends, day)

    def holds(self, pupil_id: int, course: ReportCourse, day: date) -> bool:
        """Whether the pupil sits in the course on the day."""
        return any(
            self._book.sits_in(place, course, day)
            for class_id, place in self._book.places_of(pupil_id)
            if class_id in self._days and self._days[class_id].holds_on(day)
            if course.group_id is not None or class_id == course.class_id
        )

    def _bounds(self, course: ReportCourse) -> tuple[list[date], list[date]]:
        known = self._known.get(course.id)
        if known is None:
            spans = [span for pupil in self._spans(course).values() for span in _merged(pupil)]
            starts = sorted(span.starts or date.min for span in spans)
            ends = sorted(span.ends or date.max for span in spans)
            known = self._known[course.id] = (starts, ends)
        return known

    def _spans(self, course: ReportCourse) -> dict[int, list[Span]]:
        """By pupil the days in the course; a span of no day left out."""
        found: dict[int, list[Span]] = {}
        if course.group_id is None:
            for place in self._book.places.get(course.class_id or 0, ()):
                self._add(found, place.pupil_id, course.class_id or 0, place.span)
            return found
        for pupil_id, spans in self._book.members_of(course.group_id):
            for class_id, place in self._book.places_of(pupil_id):
                for span in spans:
                    self._add(found, pupil_id, class_id, span.common(place.span))
        return found

    def _add(self, found: dict[int, list[Span]], pupil_id: int, class_id: int, span: Span) -> None:
        days = self._days.get(class_id)
        common = span.common(days) if days else None
        if common and not common.is_empty:
            found.setdefault(pupil_id, []).append(common)


def _merged(spans: list[Span]) -> list[Span]:
    """The same days in spans that do not overlap."""
    if len(spans) == 1:
        return spans
    found: list[Span] = []
    for one in sorted(spans, key=lambda span: span.starts or date.min):
        if found and (one.starts or date.min) <= (found[-1].ends or date.max):
            ends = max(one.ends or date.max, found[-1].ends or date.max)
            found[-1] = Span(found[-1].starts, None if ends == date.max else ends)
        else:
            found.append(one)
    return found


@dataclass(frozen=True, slots=True)
class Timetables:
    """The different sets of courses that pupils of a class have from a day to a day."""

    first: date
    last: date
    sets: tuple[frozenset[int], ...]


def timetables_of(book: Book, class_id: int, first: date, last: date) -> list[Timetables]:
    """The sets of the class from first to last, by stretches in which nobody comes or goes."""
    places = book.places.get(class_id, ())
    bounds = {first}
    for place in places:
        for span in (place.span, *book.groups_spans(place.pupil_id)):
            bounds |= {span.starts or first, first if span.ends is None else span.ends + _DAY}
    days = sorted(day for day in bounds if first <= day <= last)
    found = []
    for day, following in zip(days, [*days[1:], last + _DAY], strict=True):
        sets = {
            frozenset(one.id for one in book.courses_of(place.pupil_id, class_id, day))
            for place in places
            if place.span.holds_on(day)
        }
        found.append(Timetables(day, following - _DAY, tuple(sorted(sets, key=sorted))))
    return found
