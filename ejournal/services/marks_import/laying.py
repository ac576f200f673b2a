"""Entries of a file laid on the lessons that stand: by class, subject and pupil, then by date and number."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from ejournal.errors import DomainError
from ejournal.models.spans import Span
from ejournal.services.courses.frame import CourseFrame
from ejournal.services.grading.scales import EMPTY, CellEntry, checked, parse, parse_term
from ejournal.services.journal.term_columns import keys_of_terms
from ejournal.services.marks_import.file import LEFT_OUT, Asked, Choices, Entry, MarksFile, Meaning
from ejournal.services.marks_import.known import CourseRow, Ground, LessonRow, load_lessons
from ejournal.services.marks_import.laid import CellPlan, Laid, Part, TermPlan
from ejournal.services.marks_import.texts import absence_of, meant_by
from ejournal.services.marks_import.whose import Finder, Found, LeftOut, Trouble

OUT_OF_YEAR = "The academic year is from {starts} to {ends}"
NOT_THERE = "{pupil} was not in {place} on {day}"
NO_COURSE = "{place} has no “{subject}” in its teaching load"
NO_GROUP = "{pupil} was in none of the groups of “{subject}” on {day}"
DAY_OFF = "On {day} there are no lessons: {holiday}"
NO_LESSON = "There is no lesson of “{subject}” in {place} on {day}"
CANCELLED = "The lesson of “{subject}” on {day} was cancelled"
NO_NUMBER = "On {day} there is no lesson {number} of “{subject}”"
BY_ORDER = "There are {count} lessons on {day} and no numbers: laid in their order"
FIRST = "There are {count} lessons on {day} and no number: taken as of the first"
ONE_LESSON = "On {day} there is one lesson here: what stands in several columns is laid together"
TWICE = "The same stands in row {row} already: it is taken once"
NO_COMMENT = "A comment stands only with a mark: it is not taken"
NO_TERM = "No term holds the days of this table: say in the column which term it is"
NO_SUCH_TERM = "The year of {place} has no such term"
OF_TERM = "This is taken as the mark of term {term}, in which the days of the table lie"
TERM_TWICE = "Row {row} says {value} for the same term mark: that is taken"
SEVERAL_COURSES = "{pupil} was in several groups of “{subject}”: set this term mark by hand"
NEAR = timedelta(days=10)


def lay(session: Session, ground: Ground, file: MarksFile, choices: Choices, today: date) -> Laid:
    """The file on the school's lessons; nothing is written. Two questions of lessons for all the entries."""
    laid = Laid(faults=list(file.faults))
    finder = Finder(ground, choices)
    found: list[Found] = []
    for entry in file.entries:
        try:
            found.append(finder.whose(entry))
        except Trouble as why:
            laid.faults.append(why.fault(entry))
        except LeftOut:
            continue
    courses = {one.subject.id for one in found}
    dated = [one.entry.day for one in found if one.entry.day and one.entry.day in ground.calendar.year]
    days = [min(dated) - NEAR, max(dated) + NEAR] if dated else []
    ids = (course.id for subject_id in courses for course in ground.courses.get(subject_id, ()))
    load_lessons(session, ground, ids, days)
    layer = _Layer(ground, finder, choices, today, laid)
    for one in found:
        layer.lay(one)
    return laid


class _Layer:
    """Puts entry after entry where it belongs, or says why not."""

    def __init__(self, ground: Ground, finder: Finder, choices: Choices, today: date, laid: Laid) -> None:
        self.ground, self.finder, self.choices, self.today, self.laid = ground, finder, choices, today, laid
        self._told: set[tuple[Any, ...]] = set()
        self._nth: Counter[tuple[int, int, date]] = Counter()
        self._parsed: dict[tuple[str, str, int], Any] = {}

    def lay(self, found: Found) -> None:
        """One entry: a part of a cell, or a term mark."""
        try:
            if found.entry.term:
                self._lay_term(found)
            else:
                self._lay_mark(found)
        except Trouble as why:
            self.laid.faults.append(why.fault(found.entry))
        except LeftOut:
            return

    def _note(self, found: Found, why: Trouble, *once: Any) -> None:
        """Say what stops nothing; once for all entries with the same key, where one is given."""
        if once and (found.entry.line.sheet, why.message, *once) in self._told:
            return
        self._told.add((found.entry.line.sheet, why.message, *once))
        self.laid.faults.append(why.fault(found.entry, stops=False))

    # a mark, or an absence

    def _lay_mark(self, found: Found) -> None:
        day = found.entry.day
        year = self.ground.calendar.year
        if day is None or day not in year:
            about = {"starts": f"{year.starts:%d.%m.%Y}", "ends": f"{year.ends:%d.%m.%Y}"}
            raise Trouble(OUT_OF_YEAR, about, Meaning.DATE)
        about = _about(found, day)
        if not found.pupil.is_there(day):
            raise Trouble(NOT_THERE, about, Meaning.NAME, suggestion=self._places(found, day))
        courses = self._courses(found, day, about)
        lesson = self._lesson(found, courses, day, about)
        frame = self.ground.frames[lesson.course_id]
        part = self._part(found, frame)
        if not part.said.is_empty:
            self._add(found, lesson, part)

    def _places(self, found: Found, day: date) -> str:
        """In which class the pupil was that day, else from when to when in this one."""
        for class_id, pupils in self.ground.pupils.items():
            other = pupils.get(found.pupil.id)
            if other is not None and other.is_there(day):
                return self.ground.classes[class_id].title
        return ", ".join(_span(one) for one in found.pupil.spans)

    def _courses(self, found: Found, day: date, about: dict[str, Any]) -> list[CourseRow]:
        of_subject = self.ground.courses.get(found.subject.id, [])
        mine = [
            one
            for one in of_subject
            if (one.group_id is not None or one.class_id == found.klass.id)
            and self.ground.is_member(one, found.pupil.id, day)
        ]
        if mine:
            return mine
        if any(one.class_id == found.klass.id for one in of_subject):
            raise Trouble(NO_GROUP, about, Meaning.NAME)
        raise Trouble(NO_COURSE, about, Meaning.SUBJECT)

    def _lesson(
        self, found: Found, courses: Sequence[CourseRow], day: date, about: dict[str, Any]
    ) -> LessonRow:
        entry = found.entry
        every = [one for course in courses for one in self.ground.lessons.get((course.id, day), ())]
        lessons = sorted((one for one in every if not one.is_cancelled), key=lambda one: (one.number, one.id))
        if not lessons:
            raise self._no_lesson(found, courses, day, about, cancelled=bool(every))
        if entry.number is not None:
            there = [one for one in lessons if one.number == entry.number]
            if there:
                return there[0]
            numbers = ", ".join(str(one.number) for one in lessons)
            raise Trouble(NO_NUMBER, about | {"number": entry.number}, Meaning.LESSON, suggestion=numbers)
        if len(lessons) > 1:
            return self._by_order(found, lessons, about)
        if entry.times > 1:
            self._note(found, Trouble(ONE_LESSON, {"day": about["day"]}), entry.column, day)
        return lessons[0]

    def _by_order(self, found: Found, lessons: Sequence[LessonRow], about: dict[str, Any]) -> LessonRow:
        entry, day = found.entry, lessons[0].day
        counted = {"count": len(lessons), "day": about["day"]}
        if entry.line.is_grid:
            nth, told = entry.nth, BY_ORDER if entry.times > 1 else FIRST
        else:
            key = (found.pupil.id, found.subject.id, day)
            nth, told = self._nth[key], BY_ORDER if self._nth[key] else FIRST
            self._nth[key] += 1
        once = (entry.column, day) if entry.line.is_grid else ()
        self._note(found, Trouble(told, counted, Meaning.LESSON), *once)
        return lessons[min(nth, len(lessons) - 1)]

    def _no_lesson(
        self,
        found: Found,
        courses: Iterable[CourseRow],
        day: date,
        about: dict[str, Any],
        *,
        cancelled: bool,
    ) -> Trouble:
        if cancelled:
            return Trouble(CANCELLED, about, Meaning.DATE)
        off = self.ground.calendar.day_off(day, found.klass.grade)
        if off is not None:
            return Trouble(DAY_OFF, about | {"holiday": off.name}, Meaning.DATE)
        days = sorted({other for course in courses for other in self.ground.days.get(course.id, ())})
        near = [other for other in days if abs(other - day) <= NEAR]
        near.sort(key=lambda other: abs(other - day))
        return Trouble(
            NO_LESSON, about, Meaning.DATE, suggestion=", ".join(f"{one:%d.%m}" for one in sorted(near[:3]))
        )

    def _part(self, found: Found, frame: CourseFrame) -> Part:
        entry = found.entry
        said = self._said(entry, frame)
        kind_id, comment = (self._kind(found), entry.comment) if said.values else (None, "")
        if entry.comment and not said.values:
            self._note(found, Trouble(NO_COMMENT, {}, Meaning.COMMENT))
        return Part(entry, said, kind_id, comment)

    def _said(self, entry: Entry, frame: CourseFrame) -> CellEntry:
        """The mark and the absence of an entry; Trouble where the journal's grammar knows no such thing."""
        mark = self._read(entry.text, Meaning.MARK, frame) if entry.text else EMPTY
        code = self._absence(entry, frame) if entry.code else EMPTY
        if code.is_empty or code == mark:
            return mark
        if mark.attendance is not None and mark.attendance is not code.attendance:
            raise Trouble("One attendance code stands in a cell", {}, Meaning.CODE)
        return _together((mark, code), Meaning.CODE)

    def _absence(self, entry: Entry, frame: CourseFrame) -> CellEntry:
        known = absence_of(entry.code)
        if known is not None:
            return parse(known, frame.scale) if known else EMPTY
        return self._read(entry.code, Meaning.CODE, frame)

    def _read(self, text: str, meaning: Meaning, frame: CourseFrame) -> CellEntry:
        key = (meaning, text, frame.course_id)
        if key not in self._parsed:
            self._parsed[key] = self._parse(text, meaning, frame)
        found = self._parsed[key]
        if isinstance(found, Trouble | LeftOut):
            raise found.with_traceback(None)
        read: CellEntry = found
        return read

    def _parse(self, text: str, meaning: Meaning, frame: CourseFrame) -> Any:
        chosen = self.choices.get((Asked.TEXT, text))
        if chosen == LEFT_OUT:
            return LeftOut()
        try:
            return parse(chosen or text, frame.scale)
        except DomainError as error:
            return _unread(error, text, meaning, meant_by(text, frame.scale))

    def _kind(self, found: Found) -> int | None:
        entry = found.entry
        if not entry.kind and not entry.weight:
            return None
        default = self._default_kind()
        if not entry.kind and default and entry.weight == str(self.ground.kinds[default].weight):
            return None
        try:
            kind_id = self.finder.kind(entry.kind, entry.weight)
        except Trouble as why:
            self._note(found, why, why.name)
            return None
        except LeftOut:
            return None
        if kind_id is not None and (other := self.finder.other_weight(kind_id, entry.weight)):
            self._note(found, other, kind_id, entry.weight)
        return kind_id

    def _default_kind(self) -> int:
        return next((one.id for one in self.ground.kinds.values() if one.active), 0)

    def _teacher(self, found: Found) -> int | None:
        written = found.entry.line.teacher
        if not written:
            return None
        try:
            return self.finder.teacher(written)
        except Trouble as why:
            self._note(found, why, why.name)
        except LeftOut:
            pass
        return None

    def _add(self, found: Found, lesson: LessonRow, part: Part) -> None:
        key = (lesson.id, found.pupil.id)
        cell = self.laid.cells.get(key)
        if cell is None:
            cell = CellPlan(lesson, found.pupil, self._teacher(found) or lesson.teacher_id)
            cell.parts.append(part)
            self.laid.cells[key] = cell
            return
        if not part.entry.line.is_grid and (same := [one for one in cell.parts if one.worth == part.worth]):
            self._note(found, Trouble(TWICE, {"row": same[0].entry.line.row}))
            return
        if cell.said.attendance and part.said.attendance:
            if cell.said.attendance is not part.said.attendance:
                raise Trouble("One attendance code stands in a cell", {})
            part = replace(part, said=CellEntry(part.said.values))
        _together((cell.said, part.said), None)
        cell.parts.append(part)

    # a term mark

    def _lay_term(self, found: Found) -> None:
        entry, about = found.entry, {"place": found.klass.title}
        courses = self._courses_of_year(found)
        frame = self.ground.frames[courses[0].id]
        key = entry.term
        if key == Meaning.SUM:
            term = frame.term_of(entry.day) if entry.day else None
            if term is None:
                raise Trouble(NO_TERM, {})
            key = str(term.number)
            self._note(found, Trouble(OF_TERM, {"term": key}), entry.column)
        if not frame.terms or key not in keys_of_terms(frame, None):
            raise Trouble(NO_SUCH_TERM, about, Meaning.TERM)
        span = frame.term(int(key)) if key.isdecimal() else None
        first, last = (span.starts, span.ends) if span else (frame.terms[0].starts, frame.terms[-1].ends)
        if not any(one.meets(Span(first, last)) for one in found.pupil.spans):
            raise Trouble(NOT_THERE, _about(found, last), Meaning.NAME, suggestion=self._places(found, last))
        course = self._course_of(found, courses, min(last, self.today))
        value = self._term_value(entry, self.ground.frames[course.id])
        if value:
            self._add_term(found, course, key, value)

    def _courses_of_year(self, found: Found) -> list[CourseRow]:
        """The pupil's courses of the subject on any day of the year."""
        mine = [
            one
            for one in self.ground.courses.get(found.subject.id, ())
            if (one.group_id is not None or one.class_id == found.klass.id)
            and self.ground.is_member(one, found.pupil.id, None)
        ]
        if not mine:
            about = {"place": found.klass.title, "subject": found.subject.name}
            raise Trouble(NO_COURSE, about, Meaning.SUBJECT)
        return mine

    def _course_of(self, found: Found, courses: Sequence[CourseRow], day: date) -> CourseRow:
        """The one course whose term mark it is: that of the last of the days."""
        then = [one for one in courses if self.ground.is_member(one, found.pupil.id, day)] or list(courses)
        if len(then) > 1:
            raise Trouble(SEVERAL_COURSES, {"pupil": found.pupil.name, "subject": found.subject.name})
        return then[0]

    def _term_value(self, entry: Entry, frame: CourseFrame) -> str:
        text = entry.text
        chosen = self.choices.get((Asked.TEXT, text))
        if chosen == LEFT_OUT:
            raise LeftOut
        try:
            return parse_term(chosen or text, frame.scale)
        except DomainError as error:
            raise _unread(error, text, Meaning.MARK, meant_by(text, frame.scale)) from None

    def _add_term(self, found: Found, course: CourseRow, key: str, value: str) -> None:
        place = (course.id, found.pupil.id, key)
        there = self.laid.terms.get(place)
        if there is not None:
            row = there.entry.line.row
            if there.value == value:
                self._note(found, Trouble(TWICE, {"row": row}))
                return
            raise Trouble(TERM_TWICE, {"row": row, "value": there.value})
        author = self._teacher(found) or course.teacher_id
        self.laid.terms[place] = TermPlan(found.entry, found.pupil, author, value)


def _together(said: Iterable[CellEntry], meaning: Meaning | None) -> CellEntry:
    """Several entries of one cell as one; Trouble when they do not go together."""
    every = list(said)
    coded = next((one for one in every if one.attendance), EMPTY)
    values = tuple(value for one in every for value in one.values)
    try:
        return checked(CellEntry(values, coded.attendance, coded.minutes))
    except DomainError as error:
        raise Trouble(error.message, dict(error.params), meaning) from None


def _unread(error: DomainError, text: str, meaning: Meaning, meant: str) -> Trouble:
    """A text that the journal's grammar refuses, with what it may stand for."""
    options = ((meant, meant),) if meant and meant != LEFT_OUT else ()
    return Trouble(error.message, dict(error.params), meaning, options, Asked.TEXT, text)


def _about(found: Found, day: date) -> dict[str, Any]:
    return {
        "pupil": found.pupil.name,
        "place": found.klass.title,
        "subject": found.subject.name,
        "day": f"{day:%d.%m.%Y}",
    }


def _span(one: Span) -> str:
    starts = f"{one.starts:%d.%m.%Y}" if one.starts else "…"
    return f"{starts}–{one.ends:%d.%m.%Y}" if one.ends else f"{starts}–…"
