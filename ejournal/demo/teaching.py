"""What teachers write: topics, homework, marks, absences and remarks, lesson by lesson."""

from random import Random

from sqlalchemy import bindparam, update

from ejournal.demo.absences import Away
from ejournal.demo.content import (
    AFTER_TEST,
    COMMENTS,
    NUMBERED_QUIZ,
    PRAISES,
    REMARKS,
    TEST_NAMES,
    homework_at,
    style,
    topic_at,
)
from ejournal.demo.curriculum import KINDS_OF_WORK
from ejournal.demo.lessonbook import Book, Form, Planned
from ejournal.demo.store import Store
from ejournal.demo.world import CourseSeed, Pupil, World, moment
from ejournal.models import Attendance, AttendanceCode, Lesson, Mark, Remark, RemarkTone
from ejournal.models.base import table
from ejournal.services.grading.averages import RoundingRule, Tally

CHANCE = {Form.TEST: 0.98, Form.QUIZ: 0.9, Form.BEFORE: 0.2, Form.AFTER: 0.2, Form.PLAIN: 0.3}
FULL_YEAR_MORE = 1.3
SCATTER = 0.6
WEIGHTS = {kind.short_name: kind.weight for kind in KINDS_OF_WORK}
WRITE = (
    update(table(Lesson))
    .where(table(Lesson).c.id == bindparam("lesson"))
    .values(
        topic=bindparam("to_topic"),
        homework=bindparam("to_homework"),
        homework_minutes=bindparam("to_minutes"),
        kind_id=bindparam("to_kind"),
        roll_called=True,
    )
)
Tallies = dict[tuple[int, int, int], Tally]


def teach(store: Store, world: World, book: Book, away: Away) -> Tallies:
    """Fill the journals; gives the sums of marks by course, pupil and term number."""
    return _Teaching(store, world, book, away).run()


class _Teaching:
    def __init__(self, store: Store, world: World, book: Book, away: Away) -> None:
        self._store, self._world, self._book, self._away = store, world, book, away
        self._rng: Random = world.rng("marks")
        self._words: Random = world.rng("words")
        self._tilts: dict[tuple[int, str], float] = {}
        self._tallies: Tallies = {}
        self._written: list[dict[str, object]] = []
        self._rule = RoundingRule()
        # A year filled ahead of its end is made for measuring: its journals are somewhat fuller.
        ahead = world.filled_until > world.today
        self._density = FULL_YEAR_MORE if ahead else 1.0

    def run(self) -> Tallies:
        for course, lessons in self._book.lessons.items():
            self._course(course, lessons)
            self._store.flush_when_full()
        for start in range(0, len(self._written), 5000):
            self._store.session.connection().execute(WRITE, self._written[start : start + 5000])
        return self._tallies

    def _course(self, course: CourseSeed, lessons: list[Planned]) -> None:
        scheme = self._world.schemes[course.klass.scheme]
        tests = quizzes = 0
        for term in self._book.calendar.terms_of(scheme):
            of_term = [planned for planned in lessons if planned.day in term]
            for place, planned in enumerate(of_term, start=1):
                tests += planned.form is Form.TEST
                quizzes += planned.form is Form.QUIZ
                if planned.given:
                    count = tests if planned.form is Form.TEST else quizzes
                    self._write_page(course, planned, lessons, count)
                    pace = place / len(of_term)
                    needed = self._rule.fewest_marks(course.hours) * 1.25 * pace - 0.5
                    self._write_cells(course, planned, term.number, needed)

    def _write_page(self, course: CourseSeed, planned: Planned, lessons: list[Planned], count: int) -> None:
        subject, grade = course.subject, course.klass.grade
        place = lessons.index(planned)
        number, topic = topic_at(subject, grade, place, len(lessons))
        homework, minutes = homework_at(self._words, subject, grade, number, place)
        kind = None
        if planned.form is Form.TEST:
            name = TEST_NAMES[subject.test]
            topic = f"{name}. {topic}" if subject.test == "соч" else f"{name} № {count}"
            kind, homework, minutes = subject.test, "", None
        elif planned.form is Form.AFTER and course.marked:
            topic = AFTER_TEST[subject.test]
        elif planned.form is Form.BEFORE and course.marked:
            homework = "Подготовиться к контрольной" if subject.test == "к/р" else homework
        elif planned.form is Form.QUIZ:
            kind = subject.quiz if course.marked else None
            if subject.quiz in NUMBERED_QUIZ:
                topic = f"{NUMBERED_QUIZ[subject.quiz]} № {count}. {topic}"
        self._written.append(
            {
                "lesson": planned.id,
                "to_topic": topic,
                "to_homework": homework,
                "to_minutes": minutes,
                "to_kind": self._world.kinds[kind] if kind else None,
            }
        )

    def _write_cells(self, course: CourseSeed, planned: Planned, term: int, needed: float) -> None:
        chance = CHANCE[planned.form]
        if planned.form is Form.PLAIN:
            chance *= self._density * (0.9 if course.hours > 3 else 1.2)
        silent = not course.marked or planned.bare
        for pupil in course.pupils:
            if not pupil.present_in_class(planned.day):
                continue
            code = self._away.code(pupil.id, planned.day, planned.number)
            if code:
                self._absent(course, planned, pupil, code, None)
                continue
            self._maybe_late(course, planned, pupil)
            self._maybe_remark(planned, pupil)
            if silent or pupil.id in course.exempt:
                continue
            tally = self._tallies.setdefault((course.id, pupil.id, term), Tally())
            behind = tally.count < needed
            if self._rng.random() < (max(chance, 0.7) if behind else chance):
                self._mark(course, planned, pupil, tally)

    def _maybe_late(self, course: CourseSeed, planned: Planned, pupil: Pupil) -> None:
        if self._rng.random() < (0.01 if planned.number == 1 else 0.0015):
            minutes = self._rng.choice((3, 5, 5, 7, 10, 15))
            self._absent(course, planned, pupil, AttendanceCode.LATE, minutes)

    def _absent(
        self, course: CourseSeed, planned: Planned, pupil: Pupil, code: AttendanceCode, minutes: int | None
    ) -> None:
        self._store.add(
            Attendance,
            school_id=self._world.school_id,
            lesson_id=planned.id,
            course_id=course.id,
            pupil_id=pupil.id,
            day=planned.day,
            code=code,
            minutes=minutes,
            author_id=planned.teacher_id,
            changed_at=moment(planned.day, 8 + planned.number, 5),
        )

    def _mark(self, course: CourseSeed, planned: Planned, pupil: Pupil, tally: Tally) -> None:
        kind = self._kind(course, planned.form)
        value = self._value(course, planned.form, pupil)
        self._add_mark(course, planned, pupil, kind, value, 1)
        tally.add(value, WEIGHTS[kind])
        if planned.form is Form.PLAIN and not course.passing and self._rng.random() < 0.04:
            second = self._value(course, planned.form, pupil)
            self._add_mark(course, planned, pupil, "д/р", second, 2)
            tally.add(second, WEIGHTS["д/р"])

    def _add_mark(
        self, course: CourseSeed, planned: Planned, pupil: Pupil, kind: str, value: str, slot: int
    ) -> None:
        at = moment(planned.day, 8 + planned.number, 20)
        comment = ""
        if value in COMMENTS and self._words.random() < 0.05:
            comment = self._words.choice(COMMENTS[value])
        self._store.add(
            Mark,
            school_id=self._world.school_id,
            lesson_id=planned.id,
            course_id=course.id,
            pupil_id=pupil.id,
            day=planned.day,
            slot=slot,
            value=value,
            kind_id=self._world.kinds[kind],
            comment=comment,
            author_id=planned.teacher_id,
            created_at=at,
            changed_at=at,
        )

    def _kind(self, course: CourseSeed, form: Form) -> str:
        if form is Form.TEST:
            return course.subject.test or "к/р"
        if form is Form.QUIZ:
            return course.subject.quiz
        chance = self._rng.random()
        if chance < 0.1 and style(course.subject) == "reading":
            return "наиз"
        return "отв" if chance < 0.55 else "д/р" if chance < 0.85 else "р/у"

    def _value(self, course: CourseSeed, form: Form, pupil: Pupil) -> str:
        if course.passing:
            return "зач" if self._rng.random() < 0.95 else "незач"
        key = (pupil.id, course.subject.name)
        if key not in self._tilts:
            easy = 0.6 if course.subject.difficulty <= 3 else 0.0
            self._tilts[key] = pupil.ability + easy + self._rng.gauss(0, 0.25)
        harder = 0.15 if form is Form.TEST else 0.0
        scored = self._rng.gauss(self._tilts[key] - harder, SCATTER)
        return "5" if scored >= 4.5 else "4" if scored >= 3.5 else "3" if scored >= 2.5 else "2"

    def _maybe_remark(self, planned: Planned, pupil: Pupil) -> None:
        if self._words.random() > 0.0012:
            return
        praised = self._words.random() < (pupil.ability - 2.9) / 2
        tone, bank = (RemarkTone.PRAISE, PRAISES) if praised else (RemarkTone.REMARK, REMARKS)
        self._store.add(
            Remark,
            school_id=self._world.school_id,
            pupil_id=pupil.id,
            lesson_id=planned.id,
            day=planned.day,
            tone=tone,
            text=self._words.choice(bank),
            author_id=planned.teacher_id,
            created_at=moment(planned.day, 8 + planned.number, 30),
        )
