"""A timetable file taken in: names matched, courses settled, entries written, all in one transaction.

The dry run does the same within a savepoint and undoes it, so that it cannot promise anything else.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import insert, select
from sqlmodel import Session, col

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    Bell,
    BellSchedule,
    Course,
    TermScheme,
    TimetableEntry,
    TimetableVersion,
)
from ejournal.models.base import table
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.topics import load_topic
from ejournal.services.calendar.usual_year import make_default_year
from ejournal.services.calendar.year import YearSpan, current_year, load_years, monday
from ejournal.services.courses.teacher_changes import apply_due, plan_change
from ejournal.services.exchange.courses import CourseResult, Ids, courses_on, settle_courses
from ejournal.services.exchange.file import FilePeriod, Note, TimetableFile
from ejournal.services.exchange.names import (
    SURE,
    Choices,
    NameKind,
    NameMatch,
    asked,
    match_names,
    remember,
)
from ejournal.services.exchange.new_names import make_names
from ejournal.services.exchange.slots import merge_slots
from ejournal.services.lessons.making import LessonReport, Progress
from ejournal.services.lessons.planning import plan_lessons
from ejournal.services.timetable.conflicts import Conflict, Index, what
from ejournal.services.timetable.diff import SlotChange, differences
from ejournal.services.timetable.facts import load_facts
from ejournal.services.timetable.outlook import LessonOutlook, outlook_of
from ejournal.services.timetable.rows import as_taught, load_standings
from ejournal.services.timetable.versions import mark_published, publish_as_is, version_in_force


@dataclass(frozen=True)
class ImportOptions:
    """How to take a file in; choices tell by (kind, name) which row a name means, 0 a new one."""

    choices: Choices | None = None
    year_id: int | None = None
    starts: date | None = None
    name: str = ""
    publish: bool = True


@dataclass(frozen=True, slots=True)
class TeacherLine:
    """A course that another teaches from the timetable's first day on."""

    course: str
    before: str
    after: str


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do."""

    version_id: int
    version_name: str
    starts: date
    published: bool
    names: tuple[NameMatch, ...]
    entries: int
    courses_made: int
    courses_retaught: int
    teachers: tuple[TeacherLine, ...]
    groups_made: int
    unplaced: tuple[tuple[str, float], ...]
    differences: tuple[SlotChange, ...]
    conflicts: tuple[Conflict, ...]
    notes: tuple[Note, ...]
    lessons: LessonReport | None = None
    outlook: LessonOutlook | None = None
    """Of a dry run: what publishing would do to the lessons."""

    def new_names(self, kind: NameKind) -> list[str]:
        """The names of the file that were made anew."""
        return [match.name for match in self.names if match.kind is kind and match.target_id is None]


def preview_import(
    session: Session, actor: Actor, file: TimetableFile, options: ImportOptions | None = None
) -> ImportReport:
    """What taking the file in would do; nothing is kept."""
    guard.require(actor, Permission.SCHEDULE_WRITE)
    return try_in(session, actor.school_id, actor.person_id, actor.today, file, options)


def apply_import(
    session: Session, actor: Actor, file: TimetableFile, options: ImportOptions | None = None,
    progress: Progress | None = None,
) -> ImportReport:  # fmt: skip
    """Take the file in as a version, published unless the options say otherwise."""
    guard.require(actor, Permission.SCHEDULE_WRITE)
    return take_in(session, actor.school_id, actor.person_id, actor.today, file, options, progress)


def try_in(
    session: Session, school_id: int, author_id: int | None, today: date, file: TimetableFile,
    options: ImportOptions | None = None,
) -> ImportReport:  # fmt: skip
    """The dry run for a school, without a guard: for the operator's command."""
    with session.begin_nested() as trial:
        report = _Import(session, school_id, author_id, today, file, options or ImportOptions()).run(
            None, dry=True
        )
        trial.rollback()
    session.expire_all()
    return report


def take_in(
    session: Session, school_id: int, author_id: int | None, today: date, file: TimetableFile,
    options: ImportOptions | None = None, progress: Progress | None = None,
) -> ImportReport:  # fmt: skip
    """The import for a school, without a guard: for the operator's command."""
    work = _Import(session, school_id, author_id, today, file, options or ImportOptions())
    report = work.run(progress, dry=False)
    note(session, load_topic(school_id))
    return report


class _Import:
    def __init__(
        self, session: Session, school_id: int, author_id: int | None, today: date, file: TimetableFile,
        options: ImportOptions,
    ) -> None:  # fmt: skip
        self.session, self.school_id, self.author_id = session, school_id, author_id
        self.file, self.options, self.today = file, options, today
        self.notes = list(file.notes)

    def run(self, progress: Progress | None, dry: bool) -> ImportReport:
        """Do all of it; the lessons are made only when it is not dry."""
        if not self.file.entries and not self.file.lessons:
            raise DomainError("The file has no lessons")
        apply_due(self.session, self.school_id, self.today)
        year_id, scheme_id, year_starts = self._year()
        if self.options.starts and self.options.starts not in self._span(year_id):
            raise DomainError("The first day must be in the academic year", field="starts")
        matches = match_names(self.session, self.school_id, year_id, self.file, self.options.choices or {})
        _refuse_unsure(matches)
        days = _class_days(self.file)
        ids = make_names(self.session, self.school_id, year_id, scheme_id, self.file, matches, days)
        remember(self.session, self.school_id, matches, ids)
        self._bells(year_id)
        before_id, starts = self._starts(year_id, year_starts)
        result = settle_courses(self.session, self.school_id, year_id, starts, self.file, ids)
        version = self._version(year_id, starts)
        self._entries(version, result, ids)
        return self._finish(version, before_id, matches, result, progress, dry)

    def _finish(
        self, version: TimetableVersion, before_id: int | None, matches: list[NameMatch],
        result: CourseResult, progress: Progress | None, dry: bool,
    ) -> ImportReport:  # fmt: skip
        assert version.id is not None
        day, school, year = version.starts, self.school_id, version.year_id
        old = courses_on(self.session, school, year, day)
        new = as_taught(self.session, school, old, result.retaught)
        standings = load_standings(self.session, school, version.id, new)
        before = load_standings(self.session, school, before_id, old) if before_id else []
        found = Index(standings, load_facts(self.session, self.school_id, version.year_id)).all()
        made = outlook = None
        if self.options.publish:
            self._give_over(version, result)
        if self.options.publish and dry:
            mark_published(self.session, version)
            plan = plan_lessons(self.session, self.school_id, version.year_id, version.starts, version.ends)
            outlook = outlook_of(self.session, version.year_id, plan)
        elif self.options.publish:
            errors = sum(one.severity == "error" for one in found)
            made = publish_as_is(self.session, version, self.author_id, errors, progress)
        self._record(version, result, len(standings))
        return ImportReport(
            version_id=version.id,
            version_name=version.name,
            starts=version.starts,
            published=self.options.publish,
            names=tuple(matches),
            entries=len(standings),
            courses_made=result.made,
            courses_retaught=len(result.retaught),
            teachers=tuple(
                TeacherLine(what(new[key]), old[key].teacher, new[key].teacher)
                for key in sorted(result.retaught)
            ),
            groups_made=result.groups_made,
            unplaced=tuple(
                (f"{lesson.subject}, {', '.join(part.class_name for part in lesson.parts)}", float(hours))
                for lesson, hours in self.file.unplaced()
            ),
            differences=tuple(differences(before, standings)),
            conflicts=tuple(found),
            notes=tuple(self.notes),
            lessons=made,
            outlook=outlook,
        )

    def _year(self) -> tuple[int, int, date]:
        years = load_years(self.session, self.school_id)
        wanted = self.options.year_id
        year = (
            next((one for one in years if one.id == wanted), None)
            if wanted is not None
            else current_year(self.session, self.school_id, self.today)
        )
        if wanted is not None and year is None:
            raise NotFound
        if year is None:
            year_id, scheme_id = make_default_year(self.session, self.school_id, self.today)
            self.notes.append(Note("An academic year with quarters was made; check its days in the calendar"))
            return year_id, scheme_id, load_years(self.session, self.school_id)[-1].starts
        scheme_id = (
            self.session.scalar(
                select(col(TermScheme.id))
                .where(col(TermScheme.school_id) == self.school_id, col(TermScheme.year_id) == year.id)
                .order_by(col(TermScheme.id))
            )
            or 0
        )
        if not scheme_id:
            raise DomainError("The academic year has no terms yet: make them in the calendar first")
        return year.id, scheme_id, year.starts

    def _starts(self, year_id: int, year_starts: date) -> tuple[int | None, date]:
        """The version before, and the day from which the new one holds: the year's first, or next Monday."""
        day = max(self.options.starts or self.today, year_starts)
        before = version_in_force(self.session, self.school_id, year_id, day)
        if self.options.starts:
            return before, self.options.starts
        if before is None:
            return None, year_starts
        return before, max(monday(self.today) + timedelta(days=7), year_starts)

    def _span(self, year_id: int) -> YearSpan:
        return next(one for one in load_years(self.session, self.school_id) if one.id == year_id)

    def _version(self, year_id: int, starts: date) -> TimetableVersion:
        version = TimetableVersion(
            school_id=self.school_id, year_id=year_id, starts=starts,
            name=self.options.name or f"{starts:%d.%m.%Y}",
        )  # fmt: skip
        self.session.add(version)
        self.session.flush()
        return version

    def _bells(self, year_id: int) -> None:
        known = self.session.scalar(
            select(col(BellSchedule.id)).where(
                col(BellSchedule.school_id) == self.school_id, col(BellSchedule.year_id) == year_id
            )
        )
        times = {one.number: one for one in self.file.periods if one.starts and one.ends}
        if known is not None:
            self._tell_other_bells(year_id, times)
            return
        if not times:
            self.notes.append(Note("The file names no times of lessons: set the bells"))
            return
        schedule = BellSchedule(school_id=self.school_id, year_id=year_id, name="Основные звонки")
        self.session.add(schedule)
        self.session.flush()
        assert schedule.id is not None
        for number, one in times.items():
            assert one.starts is not None
            assert one.ends is not None
            self.session.add(
                Bell(school_id=self.school_id, schedule_id=schedule.id, number=number,
                     starts=one.starts, ends=one.ends)
            )  # fmt: skip
        self.session.flush()

    def _tell_other_bells(self, year_id: int, times: Mapping[int, FilePeriod]) -> None:
        """The school's bells stay: which of the file's times are none of them is told."""
        rung = set(self.session.execute(
            select(col(Bell.number), col(Bell.starts), col(Bell.ends))
            .join(BellSchedule, col(BellSchedule.id) == col(Bell.schedule_id))
            .where(
                col(Bell.school_id) == self.school_id,
                col(BellSchedule.school_id) == self.school_id, col(BellSchedule.year_id) == year_id,
            )
        ).all())  # fmt: skip
        other = [number for number, one in times.items() if (number, one.starts, one.ends) not in rung]
        if other:
            numbers = ", ".join(str(number) for number in sorted(other))
            self.notes.append(
                Note("The school keeps its bells: the file's times of lessons {numbers} were left out",
                     {"numbers": numbers})
            )  # fmt: skip

    def _entries(self, version: TimetableVersion, result: CourseResult, ids: Ids) -> None:
        slots, doubles = merge_slots(self.file, result.of_lesson, ids)
        self.notes += doubles
        rows = [
            {
                "school_id": self.school_id, "version_id": version.id, "course_id": course_id,
                "weekday": weekday, "number": number, "parity": parity,
                "teacher_id": result.retaught.get(course_id),
                "room_id": rooms[0] if rooms else None, "more_room_ids": rooms[1:],
            }
            for (course_id, weekday, number, parity), rooms in slots.items()
        ]  # fmt: skip
        if rows:
            self.session.execute(insert(table(TimetableEntry)), rows)

    def _give_over(self, version: TimetableVersion, result: CourseResult) -> None:
        """The courses that another is to teach: from the timetable's first day, and what was stays."""
        for course_id, teacher_id in result.retaught.items():
            course = self.session.get_one(Course, course_id)
            plan_change(self.session, course, teacher_id, version.starts, self.today)

    def _record(self, version: TimetableVersion, result: CourseResult, entries: int) -> None:
        after = {"source": self.file.source, "entries": entries, "courses_made": result.made,
                 "courses_retaught": len(result.retaught)}  # fmt: skip
        change = audit.Change("timetable.import", "timetable_version", version.id, after=after)
        audit.record(self.session, self.school_id, self.author_id, change)


def _refuse_unsure(matches: list[NameMatch]) -> None:
    """Nobody is guessed: DomainError with the first name that may be several people."""
    unsure = asked(matches)
    if unsure:
        raise DomainError(
            "“{name}” may be {people}. Say who it is, or that it is somebody new; so for {n} names in all",
            name=unsure[0].name,
            people=", ".join(one.name for one in unsure[0].suggestions if one.score == SURE),
            n=len(unsure),
        )


def _class_days(file: TimetableFile) -> Counter[str]:
    """The last weekday on which each class has a lesson."""
    last: Counter[str] = Counter()
    for entry in file.entries:
        for part in file.lessons[entry.lesson].parts:
            last[part.class_name] = max(last[part.class_name], entry.weekday)
    return last
