"""The standing cast: two small schools made by hand, the same for every test.

    cast = make_cast(session)            # adds and flushes; commit yourself if another connection must see it
    cast.actor("teacher")                # the Actor, on DAY (Friday 2026-11-20)
    cast.token("teacher")                # the token of a live sign-in: the value of the session cookie
    cast.people["pupil"].id              # Person by name, also those without an account
    cast.courses["maths"], cast.classes["6b"], cast.groups["english1"], cast.kinds["test"]
    cast.lessons["maths"]                # the course's lesson on DAY
    cast.lesson("maths", date(2026, 11, 16))

Who is who in school A (login = the name here, password PASSWORD for all):
    admin, director, deputy     one role each, no lessons of their own
    class_teacher               Котова: class teacher of 6Б, teaches it maths ("maths")
    teacher                     Соколов: Russian in 6Б and 6В ("russian", "russian_v")
    substitute                  Миронова: maths in 6В ("maths_v"), English group 2 of 6Б ("english2");
                                gives Котова's maths on SUBSTITUTED_DAY: lessons["maths_substituted"]
    teacher_parent              Зайцев: English group 1 of 6Б ("english1"); guardian of classmate
    pupil, brother              Лебедева Анна in 6Б (English group 1), Лебедев Лев in 2А ("maths_2a")
    classmate, other_pupil      Зайцев Илья in 6Б (English group 2), Никитина Вера in 6В
    guardian, other_guardian    of Анна and Лев; of Вера
    without an account          arrived (in 6Б since ARRIVED_DAY), left (out of 6Б after LEFT_DAY),
                                primary_teacher (2А)
School B mirrors it: teacher_b, pupil_b in its own 6Б, courses["maths_b"], lessons["maths_b"].
Lessons stand in three weeks: before, of and after DAY. There are no marks or absences yet.
"""

from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import update
from sqlmodel import Session, SQLModel

from ejournal import clock
from ejournal.access.actor import Actor, actor_of, token_hash
from ejournal.models import (
    AbsenceReason,
    AcademicYear,
    Account,
    Bell,
    BellSchedule,
    Course,
    Enrolment,
    Gender,
    Group,
    GroupMember,
    Guardianship,
    Holiday,
    KindOfWork,
    Lesson,
    Person,
    Role,
    RoleGrant,
    Room,
    School,
    SchoolClass,
    SchoolSettings,
    SignInSession,
    Subject,
    Substitution,
    TeacherAbsence,
    Term,
    TermKind,
    TermScheme,
    TimetableEntry,
    TimetableVersion,
    VersionStatus,
)
from ejournal.models.base import table

DAY = date(2026, 11, 20)
SUBSTITUTED_DAY = date(2026, 11, 19)
ARRIVED_DAY = date(2026, 11, 16)
LEFT_DAY = date(2026, 10, 16)
YEAR_STARTS, YEAR_ENDS = date(2026, 9, 1), date(2027, 5, 31)
FIRST_MONDAY = date(2026, 11, 9)
WEEKS = 3

STRANGER = "stranger"
PASSWORD = "школа на холме"
# Argon2 of PASSWORD at the lowest cost: the cast is made anew for hundreds of tests.
PASSWORD_HASH = (
    "$argon2id$v=19$m=8,t=1,p=1$b/uUg+u/afGhbeNZKRseKg$FQwkBDdx9KLh3rjEyd8M3oVGLOYN0e5V2YqlJ1DO7mQ"
)

# name: school, last, first, middle name, gender, roles; the class of a class teacher is in CLASS_TEACHERS
PEOPLE: dict[str, tuple[str, str, str, str, Gender, tuple[Role, ...]]] = {
    "admin": ("a", "Орлов", "Дмитрий", "Павлович", Gender.MALE, (Role.ADMINISTRATOR,)),
    "director": ("a", "Белова", "Нина", "Андреевна", Gender.FEMALE, (Role.DIRECTOR,)),
    "deputy": ("a", "Громова", "Елена", "Викторовна", Gender.FEMALE, (Role.DEPUTY,)),
    "class_teacher": ("a", "Котова", "Ирина", "Сергеевна", Gender.FEMALE, (Role.CLASS_TEACHER, Role.TEACHER)),
    "teacher": ("a", "Соколов", "Павел", "Игоревич", Gender.MALE, (Role.TEACHER,)),
    "substitute": ("a", "Миронова", "Ольга", "Львовна", Gender.FEMALE, (Role.TEACHER,)),
    "teacher_parent": ("a", "Зайцев", "Андрей", "Юрьевич", Gender.MALE, (Role.TEACHER, Role.GUARDIAN)),
    "pupil": ("a", "Лебедева", "Анна", "Олеговна", Gender.FEMALE, (Role.PUPIL,)),
    "brother": ("a", "Лебедев", "Лев", "Олегович", Gender.MALE, (Role.PUPIL,)),
    "classmate": ("a", "Зайцев", "Илья", "Андреевич", Gender.MALE, (Role.PUPIL,)),
    "other_pupil": ("a", "Никитина", "Вера", "Ивановна", Gender.FEMALE, (Role.PUPIL,)),
    "guardian": ("a", "Лебедева", "Мария", "Петровна", Gender.FEMALE, (Role.GUARDIAN,)),
    "other_guardian": ("a", "Никитин", "Иван", "Ильич", Gender.MALE, (Role.GUARDIAN,)),
    "teacher_b": ("b", "Фомина", "Алла", "Глебовна", Gender.FEMALE, (Role.TEACHER, Role.CLASS_TEACHER)),
    "pupil_b": ("b", "Юдин", "Марк", "Ильич", Gender.MALE, (Role.PUPIL,)),
    "arrived": ("a", "Петров", "Глеб", "Маратович", Gender.MALE, ()),
    "left": ("a", "Сидоров", "Олег", "Янович", Gender.MALE, ()),
    "primary_teacher": ("a", "Дроздова", "Инна", "Павловна", Gender.FEMALE, ()),
}
CAST = (*(name for name, entry in PEOPLE.items() if entry[-1]), STRANGER)
"""Everybody who may come to the door, the stranger last."""

CLASSES = {"2a": ("a", 2, "А"), "6b": ("a", 6, "Б"), "6v": ("a", 6, "В"), "6b_b": ("b", 6, "Б")}
CLASS_TEACHERS = {"class_teacher": "6b", "teacher_b": "6b_b"}
# pupil: class, first day, last day
ENROLMENTS: dict[str, tuple[str, date, date | None]] = {
    "pupil": ("6b", YEAR_STARTS, None),
    "classmate": ("6b", YEAR_STARTS, None),
    "arrived": ("6b", ARRIVED_DAY, None),
    "left": ("6b", YEAR_STARTS, LEFT_DAY),
    "brother": ("2a", YEAR_STARTS, None),
    "other_pupil": ("6v", YEAR_STARTS, None),
    "pupil_b": ("6b_b", YEAR_STARTS, None),
}
GUARDIANS = (
    ("guardian", "pupil"),
    ("guardian", "brother"),
    ("teacher_parent", "classmate"),
    ("other_guardian", "other_pupil"),
)
GROUPS = {
    "english1": ("6b", "Английский, 1", ("pupil",)),
    "english2": ("6b", "Английский, 2", ("classmate", "arrived")),
}
SUBJECTS = ("Математика", "Русский язык", "Английский язык")
# course: class, subject, teacher, (weekday, number) in the timetable; named as its group where it has one
COURSES: dict[str, tuple[str, str, str, tuple[tuple[int, int], ...]]] = {
    "maths": ("6b", "Математика", "class_teacher", ((1, 2), (4, 3), (5, 3))),
    "russian": ("6b", "Русский язык", "teacher", ((1, 3), (3, 2), (5, 2))),
    "english1": ("6b", "Английский язык", "teacher_parent", ((2, 3), (5, 4))),
    "english2": ("6b", "Английский язык", "substitute", ((2, 3), (5, 4))),
    "maths_v": ("6v", "Математика", "substitute", ((1, 2), (5, 1))),
    "russian_v": ("6v", "Русский язык", "teacher", ((3, 3), (5, 5))),
    "maths_2a": ("2a", "Математика", "primary_teacher", ((1, 1), (5, 1))),
    "maths_b": ("6b_b", "Математика", "teacher_b", ((1, 2), (5, 3))),
}
TERMS = (
    (date(2026, 9, 1), date(2026, 10, 24)),
    (date(2026, 11, 3), date(2026, 12, 29)),
    (date(2027, 1, 11), date(2027, 3, 26)),
    (date(2027, 4, 5), date(2027, 5, 31)),
)
HOLIDAYS = (
    ("Осенние каникулы", date(2026, 10, 25), date(2026, 11, 2)),
    ("День народного единства", date(2026, 11, 4), date(2026, 11, 4)),
    ("Зимние каникулы", date(2026, 12, 30), date(2027, 1, 10)),
    ("Весенние каникулы", date(2027, 3, 27), date(2027, 4, 4)),
)
BELLS = ((8, 30), (9, 20), (10, 20), (11, 20), (12, 20), (13, 10), (14, 0))
LESSON_MINUTES = 40
KEPT_SIGNED_IN = timedelta(days=30)
# kind: name, short name, weight, is it a test paper
KINDS = {
    "answer": ("Ответ", "отв", 1, False),
    "homework": ("Домашнее задание", "д/з", 1, False),
    "quiz": ("Самостоятельная работа", "с/р", 2, False),
    "test": ("Контрольная работа", "к/р", 3, True),
}


@dataclass
class Cast:
    """The two schools' rows by short names; kinds, rooms and terms are school A's, kinds_b school B's."""

    session: Session
    made_at: datetime = field(default_factory=clock.now)
    schools: dict[str, School] = field(default_factory=dict)
    years: dict[str, AcademicYear] = field(default_factory=dict)
    schemes: dict[str, TermScheme] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    versions: dict[str, TimetableVersion] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    classes: dict[str, SchoolClass] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    courses: dict[str, Course] = field(default_factory=dict)
    kinds: dict[str, KindOfWork] = field(default_factory=dict)
    kinds_b: dict[str, KindOfWork] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    lessons: dict[str, Lesson] = field(default_factory=dict)
    by_day: dict[tuple[str, date], Lesson] = field(default_factory=dict)

    def token(self, name: str) -> str:
        """The value of the session cookie of a member of the cast; empty for the stranger."""
        return "" if name == STRANGER else f"cast-{name}"

    def actor(self, name: str) -> Actor:
        """The member of the cast as an actor on DAY; the stranger is nobody and has none.

        Asked at the moment of the sign-in: a test may have set the clock to any other hour since.
        """
        found = actor_of(self.session, self.token(name), self.made_at)
        if found is None:
            raise KeyError(name)
        return replace(found, today=DAY)

    def taken_into(self, session: Session) -> "Cast":
        """The same rows in a session on a copy of their database; everybody has just signed in."""
        taken = Cast(session)
        for name in ROWS:
            rows = getattr(self, name)
            getattr(taken, name).update({key: session.merge(row, load=False) for key, row in rows.items()})
        taken.terms = [session.merge(term, load=False) for term in self.terms]
        all_sign_in(session, taken.made_at)
        return taken

    def lesson(self, course: str, day: date) -> Lesson:
        """The course's lesson on the day."""
        return self.by_day[course, day]

    def id_of(self, name: str) -> int:
        """The number of a person."""
        return _id(self.people[name])


ROWS = tuple(one.name for one in fields(Cast) if one.default_factory is dict)


def all_sign_in(session: Session, now: datetime) -> None:
    """Everybody has signed in at that moment: a test that moves the clock asks for it."""
    session.execute(
        update(table(SignInSession)).values(created_at=now, seen_at=now, expires_at=now + KEPT_SIGNED_IN)
    )


def make_cast(session: Session) -> Cast:
    """Add both schools to an empty database, flush, and give their rows by name."""
    cast = Cast(session)
    _schools(cast)
    _people(cast)
    _calendar(cast)
    _classes(cast)
    _accounts(cast)
    _courses(cast)
    _lessons(cast)
    return cast


def _id(row: SQLModel) -> int:
    found: int = row.id  # type: ignore[attr-defined]
    return found


def _add(cast: Cast, *rows: SQLModel) -> None:
    cast.session.add_all(rows)
    cast.session.flush()


def _school_of(cast: Cast, name: str) -> int:
    return _id(cast.schools[name])


def _schools(cast: Cast) -> None:
    cast.schools = {
        "a": School(code="a", name="Школа № 7", short_name="Школа 7"),
        "b": School(code="b", name="Гимназия № 2", short_name="Гимназия 2"),
    }
    _add(cast, *cast.schools.values())


def _people(cast: Cast) -> None:
    for name, (school, last, first, middle, gender, _) in PEOPLE.items():
        cast.people[name] = Person(
            school_id=_school_of(cast, school),
            last_name=last,
            first_name=first,
            middle_name=middle,
            gender=gender,
        )
    cast.rooms = {name: Room(school_id=_school_of(cast, "a"), name=name) for name in ("31", "12")}
    for place, school in ((cast.kinds, "a"), (cast.kinds_b, "b")):
        for position, (key, (title, short, weight, is_test)) in enumerate(KINDS.items()):
            place[key] = KindOfWork(
                school_id=_school_of(cast, school),
                name=title,
                short_name=short,
                weight=weight,
                is_test=is_test,
                position=position,
            )
    settings = [SchoolSettings(school_id=_id(school)) for school in cast.schools.values()]
    _add(
        cast,
        *cast.people.values(),
        *cast.rooms.values(),
        *cast.kinds.values(),
        *cast.kinds_b.values(),
        *settings,
    )


def _calendar(cast: Cast) -> None:
    for key, school in cast.schools.items():
        cast.years[key] = AcademicYear(
            school_id=_id(school), name="2026/2027", starts=YEAR_STARTS, ends=YEAR_ENDS
        )
    _add(cast, *cast.years.values())
    bells = {}
    for key, school in cast.schools.items():
        year_id = _id(cast.years[key])
        cast.schemes[key] = TermScheme(
            school_id=_id(school), year_id=year_id, kind=TermKind.QUARTER, name="Четверти"
        )
        cast.versions[key] = TimetableVersion(
            school_id=_id(school),
            year_id=year_id,
            name="Основное",
            starts=YEAR_STARTS,
            status=VersionStatus.PUBLISHED,
        )
        bells[key] = BellSchedule(school_id=_id(school), year_id=year_id, name="Основные")
    _add(cast, *cast.schemes.values(), *cast.versions.values(), *bells.values())
    for key, schedule in bells.items():
        _days(cast, key, schedule)


def _days(cast: Cast, key: str, schedule: BellSchedule) -> None:
    school_id, year_id = _school_of(cast, key), _id(cast.years[key])
    terms = [
        Term(school_id=school_id, scheme_id=_id(cast.schemes[key]), number=number, starts=starts, ends=ends)
        for number, (starts, ends) in enumerate(TERMS, 1)
    ]
    if key == "a":
        cast.terms = terms
    holidays = [
        Holiday(school_id=school_id, year_id=year_id, name=name, starts=starts, ends=ends)
        for name, starts, ends in HOLIDAYS
    ]
    bells = [
        Bell(
            school_id=school_id,
            schedule_id=_id(schedule),
            number=number,
            starts=time(hour, minute),
            ends=time(hour + (minute + LESSON_MINUTES) // 60, (minute + LESSON_MINUTES) % 60),
        )
        for number, (hour, minute) in enumerate(BELLS, 1)
    ]
    _add(cast, *terms, *holidays, *bells)


def _classes(cast: Cast) -> None:
    for name, (school, grade, letter) in CLASSES.items():
        cast.classes[name] = SchoolClass(
            school_id=_school_of(cast, school),
            year_id=_id(cast.years[school]),
            scheme_id=_id(cast.schemes[school]),
            grade=grade,
            letter=letter,
        )
    _add(cast, *cast.classes.values())
    for name, (place, title, _) in GROUPS.items():
        cast.groups[name] = Group(
            school_id=cast.classes[place].school_id,
            class_id=_id(cast.classes[place]),
            year_id=cast.classes[place].year_id,
            name=title,
        )
    enrolments = [
        Enrolment(
            school_id=cast.people[pupil].school_id,
            class_id=_id(cast.classes[place]),
            pupil_id=cast.id_of(pupil),
            starts=starts,
            ends=ends,
        )
        for pupil, (place, starts, ends) in ENROLMENTS.items()
    ]
    _add(cast, *cast.groups.values(), *enrolments)
    _add(cast, *_members(cast), *_guardianships(cast))


def _members(cast: Cast) -> list[GroupMember]:
    return [
        GroupMember(
            school_id=cast.groups[name].school_id,
            group_id=_id(cast.groups[name]),
            pupil_id=cast.id_of(pupil),
            starts=ENROLMENTS[pupil][1],
        )
        for name, (_, _, pupils) in GROUPS.items()
        for pupil in pupils
    ]


def _guardianships(cast: Cast) -> list[Guardianship]:
    return [
        Guardianship(
            school_id=cast.people[pupil].school_id,
            guardian_id=cast.id_of(guardian),
            pupil_id=cast.id_of(pupil),
        )
        for guardian, pupil in GUARDIANS
    ]


def _accounts(cast: Cast) -> None:
    now = cast.made_at
    grants = []
    for name, (_, _, _, _, _, roles) in PEOPLE.items():
        person = cast.people[name]
        for role in roles:
            place = CLASS_TEACHERS[name] if role is Role.CLASS_TEACHER else None
            class_id = _id(cast.classes[place]) if place else None
            grants.append(
                RoleGrant(school_id=person.school_id, person_id=_id(person), role=role, class_id=class_id)
            )
        if roles:
            cast.accounts[name] = Account(
                school_id=person.school_id,
                person_id=_id(person),
                login=name,
                email=f"{name}@example.test",
                password_hash=PASSWORD_HASH,
                password_changed_at=now,
            )
    _add(cast, *grants, *cast.accounts.values())
    _add(
        cast,
        *(
            SignInSession(
                school_id=account.school_id,
                account_id=_id(account),
                token_hash=token_hash(cast.token(name)),
                created_at=now,
                seen_at=now,
                expires_at=now + KEPT_SIGNED_IN,
            )
            for name, account in cast.accounts.items()
        ),
    )


def _courses(cast: Cast) -> None:
    subjects = {
        (key, name): Subject(school_id=_id(school), name=name, position=position)
        for key, school in cast.schools.items()
        for position, name in enumerate(SUBJECTS)
    }
    _add(cast, *subjects.values())
    for name, (place, subject, teacher, hours) in COURSES.items():
        school_class = cast.classes[place]
        group = cast.groups.get(name)
        cast.courses[name] = Course(
            school_id=school_class.school_id,
            year_id=school_class.year_id,
            class_id=_id(school_class),
            group_id=_id(group) if group else None,
            subject_id=_id(subjects[CLASSES[place][0], subject]),
            teacher_id=cast.id_of(teacher),
            weekly_hours=Decimal(len(hours)),
            planned_hours=34 * len(hours),
        )
    _add(cast, *cast.courses.values())


def _lessons(cast: Cast) -> None:
    entries: dict[tuple[str, int, int], TimetableEntry] = {}
    for name, (place, _, _, hours) in COURSES.items():
        for weekday, number in hours:
            entries[name, weekday, number] = TimetableEntry(
                school_id=cast.courses[name].school_id,
                version_id=_id(cast.versions[CLASSES[place][0]]),
                course_id=_id(cast.courses[name]),
                weekday=weekday,
                number=number,
            )
    _add(cast, *entries.values())
    for week in range(WEEKS):
        for (name, weekday, number), entry in entries.items():
            day = FIRST_MONDAY + timedelta(weeks=week, days=weekday - 1)
            cast.by_day[name, day] = Lesson(
                school_id=entry.school_id,
                course_id=entry.course_id,
                entry_id=_id(entry),
                day=day,
                number=number,
                teacher_id=cast.courses[name].teacher_id,
            )
    cast.lessons = {name: cast.by_day[name, DAY] for name in COURSES}
    substituted = cast.lessons["maths_substituted"] = cast.by_day["maths", SUBSTITUTED_DAY]
    substituted.substitute_id = cast.id_of("substitute")
    _add(cast, *cast.by_day.values())
    _substitution(cast, substituted)


def _substitution(cast: Cast, lesson: Lesson) -> None:
    absence = TeacherAbsence(
        school_id=lesson.school_id,
        teacher_id=lesson.teacher_id,
        starts=lesson.day,
        ends=lesson.day,
        reason=AbsenceReason.TRAINING,
        reported_by_id=cast.id_of("deputy"),
    )
    _add(cast, absence)
    _add(
        cast,
        Substitution(
            school_id=lesson.school_id,
            lesson_id=_id(lesson),
            absence_id=_id(absence),
            absent_teacher_id=lesson.teacher_id,
            substitute_id=lesson.substitute_id,
            created_at=clock.now(),
            created_by_id=cast.id_of("deputy"),
        ),
    )
